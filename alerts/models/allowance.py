from __future__ import annotations

from django.db import models

from cms_pages.allowances import Allowance


class AlertAllowance(Allowance):
    """How often an address of the internet may send the forms, and how often a mailbox may be written to for it."""

    objects: models.Manager[AlertAllowance]
