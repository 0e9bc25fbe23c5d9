from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from demo.content import ContentError, load_content
from demo.loading.load import load_demo
from demo.loading.site import NotEmptyError
from demo.loading.specs import PageSpec
from demo.loading.users import ADMIN, PASSWORD, STAFF


class Command(BaseCommand):
    help = (
        "Fills a new installation with an invented municipality, its publications in three languages, and people who "
        "can log in. Run again, it adds only what is missing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "The demo is for a developer's machine (DEBUG is off): its users' password is known to everybody."
            )
        try:
            made = load_demo(load_content(), settings.WAGTAILADMIN_BASE_URL, self._progress)
        except (NotEmptyError, ContentError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Interrupted. Run it again for the rest.", returncode=130) from None
        self.stdout.write(_summary(made))
        self.stdout.write(
            f"Log in at {settings.WAGTAILADMIN_BASE_URL}/admin/ as {ADMIN}, or as one of the office: "
            f"{', '.join(f'{name} ({role})' for name, role in STAFF.items())}. "
            f"The password is {PASSWORD} (unless you changed it)."
        )

    def _progress(self, specs: Iterable[PageSpec]) -> Iterable[PageSpec]:
        # Without a value for disable it would also draw into a file or a pipe.
        return tqdm(specs, desc="Demo pages", unit="page", leave=False, disable=None)


def _summary(made: Counter[str]) -> str:
    if not made:
        return "Demo: everything is there already."
    counts = ", ".join(f"{count} {name.removesuffix('page')}" for name, count in made.items())
    return f"Demo: made {counts}."
