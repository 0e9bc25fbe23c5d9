from __future__ import annotations

import re

from django.conf import settings

#: the form of the prefixes that the Open Contracting Partnership gives to publishers
PREFIX = re.compile(r"ocds-[a-z0-9]{6}")
#: what stands where a publisher has no prefix yet: of no other publisher, and to be seen as such
NO_PREFIX = "ocds-000000"


def ocds_prefix() -> str:
    """``OCDS_PREFIX``, with which every ocid begins.

    Source: https://standard.open-contracting.org/1.1/en/schema/identifiers/
    """
    return getattr(settings, "OCDS_PREFIX", "") or NO_PREFIX
