"""What is logged, and how it looks: JSON on a server, lines for eyes elsewhere. Always on standard error."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import structlog


def _without_request(logger: Any, name: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Django attaches the request itself to what it logs, which would be written with its query."""
    line.pop("request", None)
    return line


#: what every line gets, from whichever library it comes
_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    _without_request,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_config(*, json: bool) -> dict[str, Any]:
    """``LOGGING``. Requests are logged where it is JSON; a developer sees them by the development server."""
    render: list[Any] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if json
        # Not with the values of variables, as structlog does where rich is installed: to show a queryset it is run.
        else [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *render],
                "foreign_pre_chain": _SHARED,
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            # Each is one of the logged requests already.
            "django.request": {"level": "ERROR"},
            "operations.requests": {"level": "INFO" if json else "WARNING"},
            **{
                package: {"level": "INFO" if json else "WARNING"}
                for package in ("alerts", "cms_pages", "publications", "search")
            },
        },
    }
