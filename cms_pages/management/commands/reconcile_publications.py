"""``manage.py reconcile_publications``: compare every page with its item in the publication log, and repair."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from tqdm import tqdm

from cms_pages.publishing.reconcile import pages_of_the_log, reconcile


class Command(BaseCommand):
    help = "Compares every page with its item in the publication log, repairs what differs and says what it found."

    def handle(self, *args: Any, **options: Any) -> None:
        found: Counter[str] = Counter()
        with tqdm(total=pages_of_the_log().count(), unit="page", disable=None) as progress:
            for checked, so_far in reconcile():
                progress.update(checked)
                found = so_far
        self.stdout.write(
            _("Repaired: %(missing)d missing, %(outdated)d out of date, %(leaked)d that should not have been there.")
            % {what: found[what] for what in ("missing", "outdated", "leaked")}
        )
