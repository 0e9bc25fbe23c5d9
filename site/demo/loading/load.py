"""Loads the demo into an installation, or what is missing of it there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from django.db import transaction
from wagtail.models import Locale

from cms_pages.publishing.worker import work_once
from demo.content import Content
from demo.loading.later import load_later_changes
from demo.loading.pages import PageLoader
from demo.loading.registers import load_bodies, load_signers
from demo.loading.site import (
    check_empty,
    demo_site,
    follow_address,
    load_municipality,
    make_site,
    publish_activity_report,
)
from demo.loading.specs import PageSpec, page_specs
from demo.loading.tenders import load_suppliers
from demo.loading.users import load_users
from demo.texts import LOCALES
from publications.tenders.defaults import make_terms

Progress = Callable[[Iterable[PageSpec]], Iterable[PageSpec]]


def load_demo(content: Content, base_url: str, progress: Progress) -> Counter[str]:
    """Make what is missing, publish it, and let the readers of the publication log (search) follow.

    Nothing that is there is changed, but for the site's address, which follows ``base_url``. Can be repeated after it
    was interrupted. ``progress`` is given the pages to make and yields them. Returns how many of each were made.

    Raises NotEmptyError where there is a site already that is not the demo's.
    """
    check_empty()
    for code in LOCALES:
        Locale.objects.get_or_create(language_code=code)
    made = Counter({"body": load_bodies(content.bodies), "signer": load_signers(content.bodies)})
    made["term"], made["supplier"] = len(make_terms()), load_suppliers(content.suppliers)
    loader = PageLoader(content)
    for spec in progress(loader.missing(list(page_specs(content)))):
        with transaction.atomic():
            page = loader.load(spec)
            if not spec.parent:
                make_site(page, content.pages.municipality, base_url)
    site = demo_site()
    if site is not None:
        follow_address(site, base_url)
        load_municipality(site, content.pages.municipality)
        made["user"] = load_users(site)
        if loader.made:
            # What was never public leaves nothing behind where it is withdrawn.
            _work()
        load_later_changes(content)
        made["activity report"] = publish_activity_report(site)
    _work()
    return made + loader.made


def _work() -> None:
    while work_once():
        pass
