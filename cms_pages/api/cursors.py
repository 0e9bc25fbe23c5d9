"""Cursors: where a client stands in a list or in the log. Opaque to it, and signed, so that none can be made up."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from cms_pages.api.log import SiteLog
from cms_pages.api.problems import ParameterError, cursor_expired, invalid_parameters

SALT = "cms_pages.api.cursors"
# "." is not in the base64 alphabet and needs no escaping in an address.
_signer = Signer(salt=SALT, sep=".")


def encode_cursor(log: SiteLog, endpoint: str, filters: Mapping[str, Any], position: list[Any]) -> str:
    """A cursor for a position (JSON values) in what an endpoint gives for some filters (``StrictQuery.filters()``)."""
    return _signer.sign_object([str(log.epoch), endpoint, _digest(filters), position])


def decode_cursor(log: SiteLog, endpoint: str, filters: Mapping[str, Any], cursor: str) -> list[Any]:
    """The position in a cursor.

    Raises a 410 problem when it is forged or was made for another log, and a 422 problem when it was made by another
    endpoint or for other filters.
    """
    try:
        epoch, made_by, digest, position = _signer.unsign_object(cursor)
    except (BadSignature, ValueError):
        raise cursor_expired() from None
    if epoch != str(log.epoch):
        raise cursor_expired()
    if made_by != endpoint or digest != _digest(filters):
        message = _("This cursor was made for other filters. Use the same ones, or start again without a cursor.")
        raise invalid_parameters([ParameterError(parameter="cursor", message=message)])
    return list(position)


def _digest(filters: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(filters, sort_keys=True).encode()).hexdigest()[:16]
