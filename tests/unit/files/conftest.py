from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.users.models import UserProfile


@pytest.fixture
def editor(db: None) -> User:
    """Who reads English, and may nothing yet."""
    user = User.objects.create_user("redaktorja", password="x")
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


@pytest.fixture
def admin(client: Client, editor: User) -> Client:
    """The editor's browser."""
    client.force_login(editor)
    return client
