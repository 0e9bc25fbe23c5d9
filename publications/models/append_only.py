from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from django.db import models

REFUSED = "What was published stays on record."
_Model = TypeVar("_Model", bound=models.Model, covariant=True)


class AppendOnlyQuerySet(models.QuerySet[_Model]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError(REFUSED)

    def delete(self) -> NoReturn:
        raise TypeError(REFUSED)


class AppendOnlyManager(models.Manager[_Model]):
    def get_queryset(self) -> AppendOnlyQuerySet[_Model]:
        return AppendOnlyQuerySet(self.model, using=self._db)


class AppendOnly(models.Model):
    """Rows that are written once: Django neither changes nor deletes them."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(REFUSED)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(REFUSED)
