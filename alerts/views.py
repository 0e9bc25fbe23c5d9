"""The pages for subscribers. None of them says whether an address is known."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Site

from alerts import services
from alerts.choices import Wording, described
from alerts.forms import AddressForm, SettingsForm, SubscribeForm, choice_of
from alerts.links import (
    LinkBrokenError,
    LinkExpiredError,
    confirmed_by,
    feed_link,
    settings_link,
    settings_of,
    unsubscribed_by,
)
from alerts.models import AlertAllowance
from alerts.sending import can_send
from cms_pages.client_address import client_address
from cms_pages.surroundings import LanguageLink, language_links

#: forms that one address of the internet may send a minute
FORMS_A_MINUTE = 10
_form = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@_form
def subscribe(request: HttpRequest) -> HttpResponse:
    """Asks for an address, and sends it a letter. What it is about is in the parameters, as in a list's address."""
    site, language = _site(request), get_language() or ""
    parameters = request.POST if request.method == "POST" else request.GET
    choice = choice_of(_terms(parameters), site, language)
    form = SubscribeForm(request.POST or None)
    status = 200
    if request.method == "POST" and can_send():
        if refused := _too_many(request):
            return refused
        if form.is_valid():
            given = form.cleaned_data
            services.ask(site, given["address"], choice, given["frequency"], language)
            return redirect("alerts_asked")
        status = 422
    context = {
        "form": form,
        "choice": choice,
        "description": Wording(site, language, [int(choice.get("section", 0))]).of(choice),
        "can_send": can_send(),
        "languages": _same_page(request, "alerts_subscribe", choice),
    }
    return render(request, "alerts/subscribe.html", context, status=status)


@never_cache
@_form
def link(request: HttpRequest) -> HttpResponse:
    """Asks for an address, and sends it the link to its settings, if it has any."""
    site = _site(request)
    form = AddressForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if refused := _too_many(request):
            return refused
        if form.is_valid():
            services.ask_for_link(site, form.cleaned_data["address"])
            return redirect("alerts_asked")
        status = 422
    context = {"form": form, "can_send": can_send(), "languages": _same_page(request, "alerts_link")}
    return render(request, "alerts/link.html", context, status=status)


@never_cache
def asked(request: HttpRequest) -> HttpResponse:
    """What both say, whoever was asked."""
    _site(request)
    return render(request, "alerts/asked.html", {"languages": _same_page(request, "alerts_asked")})


@never_cache
@_form
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button: programs that look at the links of letters must not confirm."""
    try:
        subscription = confirmed_by(token)
    except LinkExpiredError:
        return _dead_link(request, is_old=True)
    if subscription is None:
        return _dead_link(request)
    subscriber = subscription.subscriber
    if request.method == "POST":
        services.confirm(subscription)
        return redirect(f"{_path(settings_link(subscriber))}?confirmed=1")
    (what,) = described([subscription], subscriber.site, get_language() or "")
    context = {"description": what, "subscriber": subscriber}
    return render(request, "alerts/confirm.html", context)


@never_cache
@_form
def settings_page(request: HttpRequest, token: str) -> HttpResponse:
    """One's subscriptions, to be changed or deleted."""
    try:
        subscriber = settings_of(token)
    except LinkExpiredError:
        return _dead_link(request, is_old=True)
    if subscriber is None:
        return _dead_link(request)
    if request.method == "POST" and "delete" in request.POST:
        services.forget(subscriber)
        return render(request, "alerts/unsubscribed.html")
    form = SettingsForm(subscriber, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if not services.change(subscriber, given["frequency"], given["language"], form.given_up()):
            return render(request, "alerts/unsubscribed.html")
        if subscriber.confirmed_at is None:
            return redirect("alerts_asked")
        return redirect(f"{_path(settings_link(subscriber))}?changed=1")
    context = {
        "form": form,
        "subscriber": subscriber,
        "feed": feed_link(subscriber),
        "is_confirmed": "confirmed" in request.GET,
        "is_changed": "changed" in request.GET,
    }
    return render(request, "alerts/settings.html", context, status=422 if form.is_bound else 200)


# A mail program sends it for the reader, and has no cookie of ours (RFC 8058): the signed address is what allows it.
@csrf_exempt
@never_cache
@_form
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Deletes a subscriber: a POST does, from the button on the page or from a mail program; opening it does not."""
    try:
        subscriber = unsubscribed_by(token)
    except LinkBrokenError:
        # Whoever read that there are no more letters would get more.
        return _dead_link(request)
    if request.method != "POST":
        return render(request, "alerts/unsubscribe.html", {"subscriber": subscriber})
    if subscriber is not None:
        services.forget(subscriber)
    return render(request, "alerts/unsubscribed.html")


def _site(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


def _path(address: str) -> str:
    """Without scheme and host: who came by another name of the site stays there."""
    return urlsplit(address).path


def _terms(parameters: Mapping[str, str]) -> dict[str, str]:
    """The parameters of a list or a search, in which the words are ``q``."""
    terms = {name: str(value) for name, value in parameters.items()}
    return {**terms, "text": terms.get("text") or terms.get("q", "")}


def _too_many(request: HttpRequest) -> HttpResponse | None:
    limit: int = getattr(settings, "ALERTS_LIMIT_PER_MINUTE", FORMS_A_MINUTE)
    seconds = AlertAllowance.seconds_to_wait(f"forms {client_address(request)}", limit) if limit else 0
    if not seconds:
        return None
    page = render(request, "alerts/too_many.html", {"seconds": seconds}, status=429)
    page.headers["Retry-After"] = str(seconds)
    return page


def _dead_link(request: HttpRequest, *, is_old: bool = False) -> HttpResponse:
    return render(request, "alerts/dead_link.html", {"is_old": is_old}, status=410 if is_old else 404)


def _same_page(request: HttpRequest, name: str, choice: Mapping[str, str] | None = None) -> list[LanguageLink]:
    """The same page in each language that has a home page. A section is one language's."""
    site = _site(request)
    kept = {key: value for key, value in (choice or {}).items() if key not in {"section", "locale"}}
    found = []
    for each in language_links(site, site.root_page):
        with override(each.locale):
            address = reverse(name)
        found.append(LanguageLink(each.locale, f"{address}?{urlencode(kept)}" if kept else address, exact=True))
    return found
