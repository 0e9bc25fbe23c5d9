"""Names that are the same in every run, by which a second run finds again what the first one made."""

from __future__ import annotations

import uuid

_NAMESPACE = uuid.UUID("3c6a5f0e-94f4-5b0b-8a39-6d1c1f0c7f52")


def key_of(name: str) -> uuid.UUID:
    """The translation key or block id of what is called ``name``, such as ``decisions/vendim-per-zonat-e-parkimit``."""
    return uuid.uuid5(_NAMESPACE, name)
