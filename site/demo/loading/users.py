"""The people who can log in to the demo, with a password that everybody knows."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db import transaction
from wagtail.models import Site

from cms_pages.models import OfficeGroup
from cms_pages.roles.office import set_up_offices

PASSWORD = "kuvendi-demo"  # noqa: S105 - printed on purpose; the command refuses to run on a server
ADMIN = "admin"
#: user names with the post of each
STAFF = {
    "drejtori": "director",
    "koordinatori": "coordinator",
    "shtypi": "press_officer",
    "qasja": "access_officer",
    "mediat": "media_officer",
    "uebi": "webmaster",
}


def load_users(site: Site) -> int:
    """Make the users that are missing, and their posts; returns how many. One that is there stays as it is."""
    users = get_user_model().objects
    there = set(users.filter(username__in=[ADMIN, *STAFF]).values_list("username", flat=True))
    missing = [name for name in (ADMIN, *STAFF) if name not in there]
    if not missing:
        return 0
    with transaction.atomic():
        set_up_offices()
        groups = {kept.role: kept.group for kept in OfficeGroup.objects.filter(site=site).select_related("group")}
        for name in missing:
            if name == ADMIN:
                users.create_superuser(name, f"{name}@lumbardh.example.org", PASSWORD)
                continue
            user = users.create_user(name, f"{name}@lumbardh.example.org", PASSWORD)
            if group := groups.get(STAFF[name]):
                user.groups.add(group)
    return len(missing)
