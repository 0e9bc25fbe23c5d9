"""Errors as problem documents. Source: RFC 9457, Problem Details for HTTP APIs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from ninja import Field, Schema
from ninja.errors import ValidationError

MEDIA_TYPE = "application/problem+json"


class ParameterError(Schema):
    """What is wrong with one parameter."""

    parameter: str
    message: str = Field(description="In the reader's language (Accept-Language).")


class Problem(Schema):
    """An error. Texts are in the reader's language (Accept-Language)."""

    type: str = Field(description="Names the kind of problem; `about:blank` where the status says it all.")
    title: str
    status: int
    detail: str
    errors: list[ParameterError] = Field([], description="One for each parameter that is wrong.")
    reason: str = Field("", description="Of an item that is gone: why.")
    withdrawal: dict[str, Any] | None = Field(
        None, description="Of an item that was withdrawn: what stays public of it, as in `sync/`."
    )


class ProblemError(Exception):
    """Raise it anywhere in an API view; the client gets the problem document."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        *,
        type: str = "about:blank",  # noqa: A002 - RFC 9457's name for it
        errors: Iterable[ParameterError] = (),
        reason: str = "",
        headers: Mapping[str, str] | None = None,
        withdrawal: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.headers = headers or {}
        self.problem = Problem(
            type=type,
            title=title,
            status=status,
            detail=detail,
            errors=list(errors),
            reason=reason,
            withdrawal=withdrawal,
        )


def not_found(detail: str = "") -> ProblemError:
    return ProblemError(404, _("Not found"), detail or _("There is nothing at this address."))


def method_not_allowed() -> ProblemError:
    return ProblemError(405, _("Method not allowed"), _("This API is read with GET, HEAD and OPTIONS."))


def server_error() -> ProblemError:
    return ProblemError(500, _("Server error"), _("Something went wrong here. It was reported; try again later."))


def invalid_parameters(errors: Iterable[ParameterError]) -> ProblemError:
    return ProblemError(
        422,
        _("Invalid parameters"),
        _("Some parameters are unknown or have a wrong value."),
        type="urn:kuvendi:problem:invalid-parameters",
        errors=errors,
    )


def cursor_expired() -> ProblemError:
    return ProblemError(
        410,
        _("Cursor expired"),
        _("This cursor cannot be continued. Start again without a cursor."),
        type="urn:kuvendi:problem:cursor-expired",
    )


def item_gone(reason: str, withdrawal: dict[str, Any] | None = None) -> ProblemError:
    return ProblemError(
        410,
        _("No longer published"),
        _("This item was published before and no longer is."),
        type="urn:kuvendi:problem:item-gone",
        reason=reason,
        withdrawal=withdrawal,
    )


def too_many_requests(seconds: int) -> ProblemError:
    """The client may ask again in so many seconds."""
    return ProblemError(
        429,
        _("Too many requests"),
        ngettext(
            "Too many requests came from your address. Try again in %(seconds)s second.",
            "Too many requests came from your address. Try again in %(seconds)s seconds.",
            seconds,
        )
        % {"seconds": seconds},
        headers={"Retry-After": str(seconds)},
    )


def problem_response(error: ProblemError) -> HttpResponse:
    problem = error.problem
    body = problem.model_dump_json(exclude_defaults=True)
    response = HttpResponse(body, status=problem.status, content_type=MEDIA_TYPE, headers=error.headers)
    response["Cache-Control"] = "no-store"
    return response


def validation_problem(error: ValidationError) -> HttpResponse:
    """The 422 for what Django Ninja found wrong with the parameters of a request."""
    return problem_response(invalid_parameters(map(_parameter_error, error.errors)))


def _parameter_error(detail: dict[str, Any]) -> ParameterError:
    # Ninja's location is (source, parameter), or (source, argument, parameter, index…) for what it did not flatten.
    location = [str(part) for part in detail["loc"]]
    name = location[1] if len(location) == 2 else location[2]
    return ParameterError(parameter=name, message=_message(detail))


_MESSAGES: dict[str, Callable[[dict[str, Any]], str]] = {
    "missing": lambda ctx: _("This parameter is required."),
    "int_parsing": lambda ctx: _("Give a whole number."),
    "int_parsing_size": lambda ctx: _("This number is too large."),
    "bool_parsing": lambda ctx: _("Give true or false."),
    "date_from_datetime_parsing": lambda ctx: _("Give a date, such as 2026-03-31."),
    "date_parsing": lambda ctx: _("Give a date, such as 2026-03-31."),
    "greater_than_equal": lambda ctx: _("Give at least %(limit)s.") % {"limit": ctx["ge"]},
    "less_than_equal": lambda ctx: _("Give at most %(limit)s.") % {"limit": ctx["le"]},
    "string_too_long": lambda ctx: _("Give at most %(limit)s characters.") % {"limit": ctx["max_length"]},
    "string_too_short": lambda ctx: _("Give at least %(limit)s characters.") % {"limit": ctx["min_length"]},
    "too_long": lambda ctx: _("Give it at most %(limit)s times.") % {"limit": ctx["max_length"]},
    "string_pattern_mismatch": lambda ctx: _("This value has the wrong form."),
    "literal_error": lambda ctx: _("Give one of: %(choices)s.") % {"choices": ctx["expected"]},
    "enum": lambda ctx: _("Give one of: %(choices)s.") % {"choices": ctx["expected"]},
}


def _message(detail: dict[str, Any]) -> str:
    translated = _MESSAGES.get(detail["type"])
    return translated(detail.get("ctx", {})) if translated else str(detail["msg"])
