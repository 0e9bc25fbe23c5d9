from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import get_content_languages
from wagtail.models import Site

from alerts.addresses import is_writable
from alerts.choices import described
from alerts.models import Frequency, Subscriber
from cms_pages.listing import kind_labels
from cms_pages.registry import text_matchers
from cms_pages.selectors import live_items, publication_type_names

_KEY = re.compile(r"[\w-]{1,64}", re.ASCII)
LONGEST_TEXT = 200


def choice_of(parameters: Mapping[str, str], site: Site, language: str) -> dict[str, str]:
    """What an address's parameters choose, in the terms of ``Subscription``. What cannot be chosen is left out."""
    locale = parameters.get("locale", "")
    choice = {"locale": locale if locale in get_content_languages() else language}
    checks: dict[str, Callable[[str], bool]] = {
        "type": lambda value: value in publication_type_names(),
        "kind": lambda value: value in kind_labels(),
        "body": lambda value: bool(_KEY.fullmatch(value)),
        "section": lambda value: _is_section(value, site, choice["locale"]),
        "text": lambda value: bool(len(text_matchers)),
    }
    for name, is_possible in checks.items():
        value = " ".join(parameters.get(name, "").replace("\x00", "").split())[:LONGEST_TEXT]
        if value and is_possible(value):
            choice[name] = value
    return choice


def _is_section(value: str, site: Site, locale: str) -> bool:
    if not re.fullmatch(r"[0-9]{1,9}", value, re.ASCII):
        return False
    return live_items(site, locale).filter(page_id=int(value), type="section").exists()


class AddressForm(forms.Form):
    address = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        error_messages={"required": _("Enter your e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"])
        # Django's own check takes domains that no letter can be sent to.
        if not is_writable(address):
            raise forms.ValidationError(EmailValidator.message, code="invalid")
        return address


class SubscribeForm(AddressForm):
    frequency = forms.ChoiceField(
        label=_("How often"), choices=Frequency.choices, initial=Frequency.DAILY, required=False
    )

    def clean_frequency(self) -> str:
        return str(self.cleaned_data.get("frequency") or Frequency.DAILY)


class SettingsForm(forms.Form):
    """How often, in which language, and which subscriptions stay."""

    frequency = forms.ChoiceField(label=_("How often"), choices=Frequency.choices)
    language = forms.ChoiceField(label=_("Language of the letters"))
    kept = forms.MultipleChoiceField(
        label=_("Your alerts"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Take the mark away from what you do not want any more."),
    )
    #: those that the page showed: what was confirmed since then has no mark that could have been taken away
    shown = forms.Field(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, subscriber: Subscriber, data: Mapping[str, Any] | None) -> None:
        confirmed = list(subscriber.subscriptions.filter(confirmed_at__isnull=False))
        initial = {
            "frequency": subscriber.frequency,
            "language": subscriber.language,
            "kept": [str(one.pk) for one in confirmed],
            "shown": [str(one.pk) for one in confirmed],
        }
        super().__init__(data, initial=initial)
        texts = described(confirmed, subscriber.site, subscriber.language)
        shown = [(str(one.pk), text) for one, text in zip(confirmed, texts, strict=True)]
        languages = dict(settings.LANGUAGES)
        self._choices("kept", shown)
        self._choices("language", [(code, str(languages.get(code, code))) for code in get_content_languages()])

    def given_up(self) -> list[int]:
        shown, kept = set(self.cleaned_data["shown"] or ()), set(self.cleaned_data["kept"])
        return [int(value) for value in shown - kept if value.isdecimal() and value.isascii() and len(value) < 19]

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices
