from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

if TYPE_CHECKING:
    from wagtail.models import Locale


class Body(TranslatableMixin, models.Model):
    """An organ that takes decisions, meets or issues notices: the assembly, the mayor, a committee, a directorate."""

    key = models.CharField(
        _("key"),
        max_length=64,
        validators=[validate_slug],
        help_text=_("Names the body in addresses and in the API, the same in all languages. Do not change it later."),
    )
    name = models.CharField(_("name"), max_length=255, help_text=_("The official name, in this language."))

    panels = [FieldPanel("name"), FieldPanel("key")]
    translatable_fields = [TranslatableField("name"), SynchronizedField("key", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["key", "locale"], name="one_body_per_key_and_locale")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        # The constraint is not checked by a form without the field locale, such as the admin's.
        if Body.objects.filter(key=self.key, locale_id=self.locale_id).exclude(pk=self.pk).exists():
            raise ValidationError({"key": _("Another body has this key.")})

    def name_in(self, locale: Locale) -> str:
        """Its name in a language, or in its own where it has none there."""
        if self.locale_id == locale.pk:
            return self.name
        # An item names its body several times, and a page's instance lives for one item.
        names: dict[int, str] = self.__dict__.setdefault("_names", {})
        if locale.pk not in names:
            names[locale.pk] = (self.get_translation_or_none(locale) or self).name
        return names[locale.pk]
