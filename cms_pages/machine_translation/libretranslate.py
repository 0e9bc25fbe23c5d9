"""LibreTranslate behind wagtail-localize's translator interface."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import requests
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.machine_translators.libretranslate import LibreTranslator
from wagtail_localize.strings import StringValue

#: Serbian is one language to LibreTranslate, which writes it in Cyrillic; the sites' Serbian is in Latin script
LATIN = str.maketrans(
    dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
    | dict(zip("АБВГДЂЕЖЗИЈКЛМНОПРСТЋУФХЦЧШ", "ABVGDĐEŽZIJKLMNOPRSTĆUFHCČŠ", strict=True))
    | {"љ": "lj", "њ": "nj", "џ": "dž", "Љ": "Lj", "Њ": "Nj", "Џ": "Dž"}
)


class MachineTranslationError(Exception):
    """The service did not translate. Its text is a sentence for the editor, in the active language."""


class LibreTranslate(LibreTranslator):
    """For ``WAGTAILLOCALIZE_MACHINE_TRANSLATOR``.

    Options: ``LIBRETRANSLATE_URL``, ``API_KEY`` (may be empty) and ``TIMEOUT`` (seconds).

    API: https://docs.libretranslate.com/api/operations/translate/
    """

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Collection[StringValue]
    ) -> dict[StringValue, StringValue]:
        """Translations of the strings, all of them or none; parts of addresses are left out.

        Raises MachineTranslationError.
        """
        texts = [string for string in strings if string.data != slugify(string.data)]
        if not texts:
            return {}
        translated = self._ask(texts, source_locale, target_locale)
        if target_locale.language_code == "sr-latn":
            translated = [text.translate(LATIN) for text in translated]
        return {string: StringValue(text) for string, text in zip(texts, translated, strict=True) if text.strip()}

    def _ask(self, texts: list[StringValue], source: Locale, target: Locale) -> list[str]:
        question = {
            "q": [text.data for text in texts],
            "source": self.language_code(source.language_code),
            "target": self.language_code(target.language_code),
            "format": "html",
            **({"api_key": self.options["API_KEY"]} if self.options.get("API_KEY") else {}),
        }
        try:
            response = requests.post(
                f"{self.get_api_endpoint()}/translate", json=question, timeout=self.get_timeout(), allow_redirects=False
            )
        except requests.Timeout:
            raise MachineTranslationError(
                _("The translation service did not answer in time. Try again later.")
            ) from None
        except requests.RequestException:
            raise MachineTranslationError(
                _("The translation service cannot be reached. Try again later, or tell your operator.")
            ) from None
        answer = _json(response)
        if response.status_code == requests.codes.ok and _is_complete(answer, len(texts)):
            return list(answer["translatedText"])
        raise MachineTranslationError(_what_it_said(response.status_code, answer))


def _json(response: requests.Response) -> dict[str, Any]:
    try:
        answer = response.json()
    except requests.JSONDecodeError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _is_complete(answer: dict[str, Any], count: int) -> bool:
    texts = answer.get("translatedText")
    return isinstance(texts, list) and len(texts) == count and all(isinstance(text, str) for text in texts)


def _what_it_said(status: int, answer: dict[str, Any]) -> str:
    if status == requests.codes.too_many_requests:
        return _("The translation service has had too many questions. Try again in a while.")
    said = str(answer.get("error", ""))[:200]
    if status in {requests.codes.unauthorized, requests.codes.forbidden}:
        return _("The translation service does not let this site in. Tell your operator. It says: %(said)s") % {
            "said": said or status
        }
    if status != requests.codes.ok:
        return _("The translation service did not translate. It says: %(said)s") % {"said": said or status}
    return _("The translation service gave an answer that cannot be used. Tell your operator.")
