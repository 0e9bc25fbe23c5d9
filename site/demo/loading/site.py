"""The demo's site: its address, and what the municipality says about itself on every page."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import transaction
from wagtail.models import Page, Site

from activity_report.models import ActivityReport
from activity_report.publishing import publish
from demo.content import Municipality
from demo.loading.keys import key_of
from demo.texts import LOCALES, SOURCE_LOCALE
from municipality.models import MunicipalityFooterPage, MunicipalityProfile, MunicipalitySettings, MunicipalityText

#: the last year of which the demo has every month
REPORTED = 2025
WELCOME = {"title": "Welcome to your new Wagtail site!", "slug": "home", "depth": 2, "numchild": 0}


class NotEmptyError(Exception):
    """The installation has a site of somebody else's."""


def demo_site() -> Site | None:
    """The demo's site, if it is there."""
    return Site.objects.filter(root_page__translation_key=key_of("home")).first()


def check_empty() -> None:
    """Raise NotEmptyError where the demo would get in the way of a site that is no demo."""
    default = Site.objects.filter(is_default_site=True).first()
    if demo_site() is None and default is not None and not _is_as_installed(default):
        raise NotEmptyError(
            f"This installation has a site already: {default.root_page.title} ({default.root_url}). "
            "The demo can be loaded into a new database only."
        )


def make_site(home: Page, municipality: Municipality, base_url: str) -> None:
    """Make the home page's site, in place of the site and page with which a new Wagtail installation welcomes."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    welcome = Page.objects.filter(pk=site.root_page_id, **WELCOME).first()
    site.root_page, site.site_name = home, municipality.name.sq
    site.hostname, site.port = _address(base_url)
    site.save()
    if welcome is not None:
        welcome.delete()


def follow_address(site: Site, base_url: str) -> None:
    """Give the site the address at which it runs now, unless another site has it."""
    hostname, port = _address(base_url)
    if not Site.objects.filter(hostname=hostname, port=port).exists():
        site.hostname, site.port = hostname, port
        site.save()


def load_municipality(site: Site, municipality: Municipality) -> None:
    """Fill in the municipality's settings where nobody has opened them yet."""
    with transaction.atomic():
        settings, created = MunicipalitySettings.objects.get_or_create(
            site=site, defaults={"phone": municipality.phone, "email": municipality.email}
        )
        if not created:
            return
        for language in LOCALES:
            MunicipalityText.objects.create(
                municipality=settings,
                language=language,
                name=municipality.name.get(language) or municipality.name.sq,
                address=municipality.address.get(language) or "",
                opening_hours=municipality.opening_hours.get(language) or "",
            )
        for order, profile in enumerate(municipality.profiles):
            MunicipalityProfile.objects.create(
                municipality=settings, name=profile.name, url=str(profile.url), sort_order=order
            )
        for order, key in enumerate(municipality.footer_pages):
            page = Page.objects.filter(
                translation_key=key_of(f"about/{key}"), locale__language_code=SOURCE_LOCALE
            ).first()
            if page is not None:
                MunicipalityFooterPage.objects.create(municipality=settings, page=page, sort_order=order)


def publish_activity_report(site: Site) -> int:
    """Show the report of ``REPORTED``, unless somebody has decided on it already. Returns how many were published."""
    if ActivityReport.objects.filter(site=site, year=REPORTED).exists():
        return 0
    return int(publish(site, REPORTED))


def _is_as_installed(site: Site) -> bool:
    page = site.root_page
    untouched = Page.objects.filter(pk=page.pk, latest_revision=None, **WELCOME).exists()
    return untouched and site.hostname == "localhost" and not site.site_name


def _address(base_url: str) -> tuple[str, int]:
    parts = urlsplit(base_url)
    return parts.hostname or "localhost", parts.port or (443 if parts.scheme == "https" else 80)
