"""``manage.py setup_roles``: repeated, and in an installation that several municipalities share."""

import io
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import (
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Site,
    Workflow,
    WorkflowPage,
)

from cms_pages.models import OfficeGroup, OfficeWorkflow, TwoPersonApprovalTask
from tests.factories import SiteTree, StandardPageFactory, make_site
from tests.factories.offices import ROLES, Person

pytestmark = pytest.mark.django_db


def run(**options: Any) -> str:
    out = io.StringIO()
    call_command("setup_roles", stdout=out, **options)
    return out.getvalue()


def everything() -> Any:
    return (
        list(Group.objects.order_by("pk", "permissions__codename").values_list("name", "permissions__codename")),
        *(
            list(model.objects.order_by("pk").values_list("group", "permission"))
            for model in (GroupPagePermission, GroupCollectionPermission, GroupSitePermission)
        ),
        list(WorkflowPage.objects.order_by("page").values_list("page", "workflow")),
        list(TwoPersonApprovalTask.objects.values_list("groups", flat=True).order_by("groups")),
    )


def group(role: str) -> Group:
    found = OfficeGroup.objects.get(role=role).group
    assert found is not None
    return found


def test_six_groups_are_made_and_named_in_the_sites_language(site: SiteTree) -> None:
    report = run()
    assert {kept.role for kept in OfficeGroup.objects.all()} == set(ROLES)
    assert group("director").name == "Drejtori i zyrës"
    assert "Made the group “Drejtori i zyrës”." in report


def test_second_run_does_nothing_and_says_so(site: SiteTree) -> None:
    run()
    before = everything()
    assert run() == "Everything is there already.\n"
    assert everything() == before


def test_dry_run_says_what_it_would_do_and_does_nothing(site: SiteTree) -> None:
    before = everything()
    report = run(dry_run=True)
    assert everything() == before
    assert not OfficeGroup.objects.exists()
    assert run() == report.removesuffix("Nothing of this was done: --dry-run.\n")


def test_what_was_taken_away_stays_away_and_what_was_added_stays(site: SiteTree) -> None:
    run()
    press = group("press_officer")
    GroupPagePermission.objects.filter(group=press, permission__codename="change_page").delete()
    press.permissions.remove(Permission.objects.get(codename="submit_translation"))
    press.permissions.add(Permission.objects.get(codename="add_body"))
    press.name = "Zëdhënësit"
    press.save()
    TwoPersonApprovalTask.objects.get().groups.remove(group("coordinator"))
    WorkflowPage.objects.filter(page=site.homes["en"]).delete()
    group("media_officer").delete()
    before = everything()
    assert "deleted since" in run()
    assert everything() == before


def test_deleted_workflow_is_not_made_again(site: SiteTree) -> None:
    run()
    Workflow.objects.filter(pk=OfficeWorkflow.objects.get().workflow_id).delete()
    assert "The workflow was deleted since" in run()
    assert not WorkflowPage.objects.filter(page__in=site.homes.values()).exists()


def test_new_language_gets_rights_and_workflow(site: SiteTree) -> None:
    english = site.homes["en"]
    english.delete()
    run()
    new = site.homes["sq"].copy_for_translation(english.locale)
    new.alias_of = None
    new.save()
    run()
    assert GroupPagePermission.objects.filter(group=group("press_officer"), page=new).count() == 2
    assert WorkflowPage.objects.filter(page=new).exists()


def test_groups_and_workflows_of_others_are_left_alone(site: SiteTree) -> None:
    other = Group.objects.create(name="Koordinatori")
    theirs = Workflow.objects.create(name="Tjetër")
    WorkflowPage.objects.create(page=site.homes["sq"], workflow=theirs)
    report = run()
    assert "another group “Koordinatori”" in report
    assert "another workflow" in report
    assert not other.permissions.exists()
    assert WorkflowPage.objects.get(page=site.homes["sq"]).workflow == theirs


def test_without_a_site_it_says_what_to_do_first(db: None) -> None:
    Site.objects.all().delete()
    with pytest.raises(CommandError, match="Make its home page and the site first"):
        run()


def test_municipalities_that_share_an_installation_keep_apart(site: SiteTree) -> None:
    other = make_site("tjeter.example.org", is_default=False, slug="tjeter")
    run()
    assert OfficeGroup.objects.count() == 2 * len(ROLES)
    here, there = Person("director", site, "këtu"), Person("director", other, "atje")
    page = StandardPageFactory(parent=other.sections["sq"], live=False)
    assert here.get("wagtailadmin_pages:edit", page.pk) == 302
    assert there.get("wagtailadmin_pages:edit", page.pk) == 200
    there.submit(page, "E jona")
    assert not page.current_workflow_task.get_actions(page, here.user)
    settings = ("wagtailsettings:edit", "municipality", "municipalitysettings")
    assert here.get(*settings, site.site.pk) == 200
    assert here.get(*settings, other.site.pk) == 302
    webmaster = Person("webmaster", site, "uebi")
    assert webmaster.client.get(reverse("wagtailusers_users:index")).status_code == 302
    given = GroupCollectionPermission.objects.filter(group__in=OfficeGroup.objects.values("group"))
    collections = set(given.values_list("collection__name", flat=True))
    assert collections == {"komuna", "tjeter"}
