"""A day's digest of 50 publications to many subscribers: ``python -m tests.benchmarks.digests 10000 PORT``.

Prints, as JSON: letters a CPU-second of this process with all of it (making and sending), and with smtplib alone
sending the same bytes; and the MiB of the process after each tenth of the letters. A mail server must listen there.
"""

from __future__ import annotations

import json
import smtplib
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import django

PUBLICATIONS = 50
PAGE_SIZE = 4096


def main(count: int, port: int) -> None:
    from django.conf import settings
    from django.utils import timezone

    from alerts.letters import Writer
    from alerts.models import Letter
    from alerts.sending import send_alerts
    from tools.ports import LOOPBACK

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = LOOPBACK, port
    _publish()
    _subscribe(count, timezone.now() - timedelta(minutes=1))
    sizes: list[float] = []

    def is_over() -> bool:
        sizes.append(int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_SIZE / 2**20)
        return False

    started = time.process_time()
    sent = send_alerts(is_over)
    all_of_it = time.process_time() - started
    if sent != count:
        raise SystemExit(f"{sent} of {count} letters were sent")
    letter = Letter.objects.select_related("subscriber__site", "subscription").order_by("-pk").first()
    message = Writer([letter]).message(letter) if letter else None
    if message is None:
        raise SystemExit("There is no letter to compare with.")
    text = message.message().as_bytes().replace(b"\n", b"\r\n")
    started = time.process_time()
    with smtplib.SMTP(LOOPBACK, port) as server:
        for number in range(count):
            server.sendmail("komuna@example.org", [f"lexuesi{number}@example.org"], text)
    alone = time.process_time() - started
    tenth = max(1, len(sizes) // 10)
    figures = {"letters": count / all_of_it, "smtplib": count / alone, "bytes": len(text), "sizes": sizes[::tenth]}
    sys.stdout.write(json.dumps(figures) + "\n")


def _publish() -> None:
    """Let 50 of the items be of today."""
    from django.utils import timezone

    from alerts.models import Announcement
    from alerts.reader import AnnouncementReader
    from cms_pages.models import PublishedItem
    from cms_pages.selectors import structure

    live = PublishedItem.objects.live().filter(locale="sq").exclude(type__in=structure()).order_by("pk")
    today = list(live.values_list("pk", flat=True)[:PUBLICATIONS])
    PublishedItem.objects.filter(pk__in=today).update(published_at=timezone.now())
    # Seeding has let all readers follow.
    Announcement.objects.all().delete()
    AnnouncementReader().handle(list(PublishedItem.objects.filter(pk__in=today)))
    if Announcement.objects.filter(number__isnull=False).count() != PUBLICATIONS:
        raise SystemExit("There are not enough publications.")


def _subscribe(count: int, due_at: datetime) -> None:
    from django.utils import timezone
    from wagtail.models import Site

    from alerts.models import Frequency, Subscriber, Subscription

    site, now = Site.objects.get(is_default_site=True), timezone.now()
    for start in range(0, count, 1000):
        made = []
        for number in range(start, min(start + 1000, count)):
            one = Subscriber(site=site, language="sq", frequency=Frequency.DAILY, confirmed_at=now, due_at=due_at)
            one.address = f"lexuesi{number}@example.org"
            made.append(one)
        Subscriber.objects.bulk_create(made)
        Subscription.objects.bulk_create([Subscription(subscriber=one, locale="sq", confirmed_at=now) for one in made])


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]))
