"""Loads the demo, as ``manage.py load_demo`` does on a developer's machine."""

from __future__ import annotations

import io
from collections import Counter

from django.core.management import call_command
from django.test import override_settings

from demo.content import Content, load_content
from demo.loading.load import load_demo

BASE_URL = "http://localhost:8123"


def run_command() -> str:
    """Run the command. Returns what it printed."""
    printed = io.StringIO()
    with override_settings(DEBUG=True, WAGTAILADMIN_BASE_URL=BASE_URL):
        call_command("load_demo", stdout=printed)
    return printed.getvalue()


def small_content() -> Content:
    """The content with few items: all of it takes seconds to load."""
    content = load_content()
    few = {
        "decisions": content.decisions[:2],
        "regulations": [],
        "minutes": content.minutes[:1],
        "news": content.news[:2],
        "notices": [],
        "documents": [],
    }
    return content.model_copy(update=few)


def load_few(base_url: str = BASE_URL) -> Counter[str]:
    """Load the demo with few items. Returns how many of each were made."""
    return load_demo(small_content(), base_url, list)


def seed(pages: int, *options: str) -> str:
    """Run ``seed_benchmark``. Returns what it printed."""
    printed = io.StringIO()
    call_command("seed_benchmark", "--pages", str(pages), *options, stdout=printed)
    return printed.getvalue()
