"""The machine translator, where the environment names one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from config.environment import Environment


def machine_translator(environment: Environment) -> dict[str, Any] | None:
    """``WAGTAILLOCALIZE_MACHINE_TRANSLATOR``."""
    if not environment.libretranslate_url:
        return None
    return {
        "CLASS": "cms_pages.machine_translation.libretranslate.LibreTranslate",
        "OPTIONS": {
            "LIBRETRANSLATE_URL": environment.libretranslate_url,
            "API_KEY": environment.libretranslate_api_key,
            # An editor waits for it.
            "TIMEOUT": 25,
        },
    }
