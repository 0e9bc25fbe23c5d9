"""What editors, a worker that may die, and clients can do, in any order: a state machine for hypothesis."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.test import TestCase
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, multiple, rule
from wagtail.models import Page, PageViewRestriction, Revision

from cms_pages.models import LogState, PublishedItem, ReaderPosition, StalePage
from cms_pages.publishing.projector import project_due
from cms_pages.publishing.scheduled import publish_due
from cms_pages.publishing.worker import work_once
from search.database.indexer import entry_of
from search.models import SearchEntry
from tests.factories import DecisionPageFactory, StandardPageFactory, make_site, publish_translation
from tests.faults.model import SyncClient, check, work_until_idle

HOUR = datetime.timedelta(hours=1)


class Killed(BaseException):
    """The worker is no more."""


@contextmanager
def dying_at(statement: int) -> Iterator[None]:
    """From its n-th statement on nothing of the worker reaches the database, as if it had been killed there.

    What it has committed stays; the transaction that it was in is rolled back.
    """
    done = 0

    def pass_on(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal done
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            done += 1
            if done >= statement:
                raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(pass_on):
        yield


class Office(RuleBasedStateMachine):
    """Editors of one site, a worker, and two clients that follow the log. Pages are kept by their ids."""

    pages = Bundle("pages")

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        cache.clear()
        self.tree = make_site()
        self.copies = [SyncClient(), SyncClient()]
        self.count = 0

    def teardown(self) -> None:
        try:
            self.settle()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)
            cache.clear()

    def title(self) -> str:
        self.count += 1
        return f"Fleta {self.count}"

    @contextmanager
    def committed(self, at_once: bool) -> Iterator[None]:
        """A change that is projected once it is committed, or not, as where the process dies just then."""
        with TestCase.captureOnCommitCallbacks(execute=at_once), transaction.atomic():
            yield

    def page(self, pk: int) -> Any:
        page = Page.objects.filter(pk=pk).first()
        return page.specific if page else None

    @initialize(target=pages)
    def begin(self) -> Any:
        section = self.tree.sections["sq"]
        below = [StandardPageFactory(parent=section, title=self.title()).pk for _number in range(2)]
        decision = DecisionPageFactory(parent=section, title=self.title())
        self.body = decision.body
        return multiple(section.pk, *below, decision.pk)

    @rule(target=pages, parent=pages, live=st.booleans(), at_once=st.booleans())
    def create(self, parent: int, live: bool, at_once: bool) -> Any:
        above = self.page(parent)
        if above is None or above.depth > 5 or Page.objects.count() > 20:
            return multiple()
        with self.committed(at_once):
            page = StandardPageFactory(parent=above, title=self.title(), live=live)
        return page.pk

    @rule(pk=pages, at_once=st.booleans())
    def publish(self, pk: int, at_once: bool) -> None:
        if page := self.page(pk):
            with self.committed(at_once):
                page.title = self.title()
                page.save_revision().publish()

    @rule(pk=pages)
    def save_draft(self, pk: int) -> None:
        if page := self.page(pk):
            page.title = "E fshehtë"
            page.save_revision()

    @rule(pk=pages, at_once=st.booleans())
    def unpublish(self, pk: int, at_once: bool) -> None:
        if page := self.page(pk):
            with self.committed(at_once):
                page.unpublish()

    @rule(pk=pages, to=pages, at_once=st.booleans())
    def move(self, pk: int, to: int, at_once: bool) -> None:
        page, target = self.page(pk), self.page(to)
        if page and target and page.locale_id == target.locale_id and not target.path.startswith(page.path):
            slugs = target.get_children().exclude(pk=pk).values_list("slug", flat=True)
            if page.slug not in slugs:
                with self.committed(at_once):
                    page.move(target, pos="last-child")

    @rule(pk=pages, at_once=st.booleans())
    def change_slug(self, pk: int, at_once: bool) -> None:
        if page := self.page(pk):
            with self.committed(at_once):
                page.slug = f"emri-{self.title().split()[1]}"
                page.save_revision().publish()

    @rule(pk=pages, at_once=st.booleans())
    def restrict(self, pk: int, at_once: bool) -> None:
        if page := self.page(pk):
            with self.committed(at_once):
                PageViewRestriction.objects.create(page=page, restriction_type="login")

    @rule(at_once=st.booleans())
    def lift_restriction(self, at_once: bool) -> None:
        with self.committed(at_once):
            if restriction := PageViewRestriction.objects.order_by("pk").first():
                restriction.delete()

    @rule(pk=pages, at_once=st.booleans())
    def delete(self, pk: int, at_once: bool) -> None:
        if page := self.page(pk):
            with self.committed(at_once):
                page.delete()

    @rule(target=pages, pk=pages)
    def translate(self, pk: int) -> Any:
        page = self.page(pk)
        if page is None or not page.live or page.locale.language_code != "sq":
            return multiple()
        if page.get_parent().specific.get_translation_or_none(self.tree.homes["sr-latn"].locale) is None:
            return multiple()
        return publish_translation(page, "sr-latn").pk

    @rule(at_once=st.booleans())
    def rename_body(self, at_once: bool) -> None:
        with self.committed(at_once):
            self.body.name = self.title()
            self.body.save()

    @rule(pk=pages)
    def schedule(self, pk: int) -> None:
        if page := self.page(pk):
            page.title, page.go_live_at = self.title(), timezone.now() + HOUR
            page.save_revision().publish()

    @rule(pk=pages, at_once=st.booleans())
    def expire(self, pk: int, at_once: bool) -> None:
        if page := self.page(pk):
            with self.committed(at_once):
                page.expire_at = timezone.now() + HOUR
                page.save_revision().publish()

    @rule()
    def two_hours_pass(self) -> None:
        """All that lies ahead is moved back: neither clock, ours nor the database's, can be put on."""
        then = timezone.now() - HOUR
        Page.objects.filter(expire_at__gt=then).update(expire_at=then)
        Page.objects.filter(go_live_at__gt=then).update(go_live_at=then)
        Revision.objects.filter(approved_go_live_at__gt=then).update(approved_go_live_at=then)
        PublishedItem.objects.filter(expires_at__gt=then).update(expires_at=then)
        PublishedItem.objects.filter(changes_at__gt=then).update(changes_at=then)
        LogState.objects.filter(next_change__gt=then).update(next_change=then)
        for revision in Revision.objects.exclude(approved_go_live_at=None):
            revision.content["go_live_at"] = None
            revision.save()
        ReaderPosition.objects.update(leased_until=None)
        StalePage.objects.update(retry_at=None)

    @rule()
    def work(self) -> None:
        work_once()

    @rule(statement=st.integers(1, 120))
    def work_and_die(self, statement: int) -> None:
        with suppress(Killed), dying_at(statement):
            publish_due()
            project_due()
            work_once()

    @rule(who=st.integers(0, 1))
    def follow(self, who: int) -> None:
        self.copies[who].read()

    @rule()
    def settle(self) -> None:
        self.two_hours_pass()
        publish_due()
        project_due()
        work_until_idle()
        check(self.tree.site, self.copies, self.titles_found)

    def titles_found(self) -> set[str]:
        entries = SearchEntry.objects.select_related("item")
        assert all(entry.title == entry_of(entry.item).title for entry in entries), "the index has an older state"
        return {entry.item.title for entry in entries}
