"""The people who can log in to the demo, with a password that everybody knows."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission, User
from django.db import transaction

PASSWORD = "kuvendi-demo"  # noqa: S105 - printed on purpose; the command refuses to run on a server
ADMIN = "admin"
#: user names with the group of Wagtail's that each belongs to
STAFF = {"redaktor": "Editors", "moderator": "Moderators"}
TRANSLATE = ("wagtail_localize", "submit_translation")
#: what Wagtail's groups, which may write in every tree, lack for an office's work
PERMISSIONS = {
    "Editors": [TRANSLATE],
    "Moderators": [TRANSLATE, ("cms_pages", "add_body"), ("cms_pages", "change_body")],
}


def load_users() -> int:
    """Make the users that are missing; returns how many. One that is there keeps its password and rights."""
    users = get_user_model().objects
    there = set(users.filter(username__in=[ADMIN, *STAFF]).values_list("username", flat=True))
    missing = [name for name in (ADMIN, *STAFF) if name not in there]
    for name in missing:
        with transaction.atomic():
            if name == ADMIN:
                users.create_superuser(name, f"{name}@lumbardh.example.org", PASSWORD)
            else:
                _make_staff(users.create_user(name, f"{name}@lumbardh.example.org", PASSWORD), STAFF[name])
    return len(missing)


def _make_staff(user: User, name: str) -> None:
    group, _created = Group.objects.get_or_create(name=name)
    for app, codename in PERMISSIONS[name]:
        group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    user.groups.add(group)
