"""What is pasted into the plain texts of a page or of a register's row is cleaned once, for all their fields."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import CharField, Model, SlugField, TextField, URLField
from wagtail.fields import RichTextField

from cms_pages.text import one_line, without_control_characters

#: texts with rules of their own
_NOT_PLAIN = (RichTextField, SlugField, URLField)


def clean_plain_texts(instance: Model) -> None:
    """Take out what nobody sees, and what neither XML nor the headers of mail can have; a short text is one line."""
    for field in instance._meta.concrete_fields:
        if not isinstance(field, (CharField, TextField)) or isinstance(field, _NOT_PLAIN):
            continue
        text = getattr(instance, field.attname)
        if field.editable and not field.choices and isinstance(text, str):
            clean = one_line if isinstance(field, CharField) else without_control_characters
            setattr(instance, field.attname, clean(text))


class PlainTexts(Model):
    """Cleans its own. What is of Wagtail's or modelcluster's own base calls the function instead: with this base beside
    it, django-stubs does not resolve its managers.
    """

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        clean_plain_texts(self)
        super().clean_fields(exclude)
