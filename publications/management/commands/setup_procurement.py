from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from publications.tenders.defaults import make_terms


class Command(BaseCommand):
    help = (
        "Makes the procedures, contract types and value classes of the law on public procurement, in every language. "
        "Run again, it adds only those that are missing; what you changed stays."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        made = make_terms()
        for name in made:
            self.stdout.write(f"Made “{name}”.")
        if not made:
            self.stdout.write("Everything is there already.")
