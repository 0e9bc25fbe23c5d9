"""What ``manage.py setup_roles`` has set up, so that what an office changed afterwards stays as it is."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import models
from wagtail.models import Site, Workflow


class OfficeGroup(models.Model):
    """The group of a post on a site. None where somebody deleted it: it is not made again.

    ``given`` names all that the group ever got from the command; what of it is gone was taken away on purpose.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    role = models.CharField(max_length=32)
    group = models.OneToOneField(Group, models.SET_NULL, null=True, related_name="+")
    given = models.JSONField(default=list)

    objects: models.Manager[OfficeGroup]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "role"], name="one_group_per_site_and_role")]

    def __str__(self) -> str:
        return f"{self.role} of {self.site}"


class OfficeWorkflow(models.Model):
    """The workflow of a site, as ``OfficeGroup``."""

    site = models.OneToOneField(Site, models.CASCADE, related_name="+")
    workflow = models.OneToOneField(Workflow, models.SET_NULL, null=True, related_name="+")
    given = models.JSONField(default=list)

    objects: models.Manager[OfficeWorkflow]

    def __str__(self) -> str:
        return f"workflow of {self.site}"
