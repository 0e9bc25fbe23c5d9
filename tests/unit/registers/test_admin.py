"""The registers in the admin."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from cms_pages.models import Body, Signer
from tests.factories import BodyFactory, DecisionPageFactory, SignerFactory, SiteTree
from tests.factories.registers import translate_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client, site: SiteTree) -> Client:
    client.force_login(User.objects.create_superuser("admin"))
    return client


def body_form(**values: Any) -> dict[str, Any]:
    return {
        "name": "Drejtoria e Arsimit",
        "key": "education",
        "kind": "directorate",
        "former_names-TOTAL_FORMS": 0,
        "former_names-INITIAL_FORMS": 0,
        "former_names-MIN_NUM_FORMS": 0,
        "former_names-MAX_NUM_FORMS": 1000,
        **values,
    }


def test_body_is_made_renamed_and_found_by_its_former_name(office: Client) -> None:
    office.post(reverse("cms_pages_body_modeladmin_create"), body_form())
    body = Body.objects.get(key="education")
    renamed = body_form(
        name="Drejtoria e Kulturës",
        **{
            "former_names-TOTAL_FORMS": 1,
            "former_names-0-name": "Drejtoria e Arsimit",
            "former_names-0-last_day": "31.12.2024",
        },
    )
    office.post(reverse("cms_pages_body_modeladmin_edit", args=[body.pk]), renamed)
    assert Body.objects.get(pk=body.pk).name_in(body.locale, datetime.date(2024, 12, 31)) == "Drejtoria e Arsimit"
    found = office.get(reverse("cms_pages_body_modeladmin_index"), {"q": "arsimit"})
    assert [row.name for row in found.context["object_list"]] == ["Drejtoria e Kulturës"]


def test_two_former_names_of_one_day_are_refused(office: Client) -> None:
    former = {f"former_names-{n}-{field}": value for n in (0, 1) for field, value in
              (("name", f"Emri {n}"), ("last_day", "31.12.2024"))}  # fmt: skip
    answer = office.post(
        reverse("cms_pages_body_modeladmin_create"), body_form(**former, **{"former_names-TOTAL_FORMS": 2})
    )
    assert "Dy emra të mëparshëm kanë këtë ditë të fundit." in answer.content.decode()
    assert not Body.objects.exists()


@pytest.mark.parametrize("key", ["Me hapësirë", "assembly"])
def test_body_with_a_wrong_or_taken_key_is_refused(office: Client, key: str) -> None:
    BodyFactory(key="assembly")
    answer = office.post(reverse("cms_pages_body_modeladmin_create"), body_form(key=key))
    assert list(answer.context["form"].errors) == ["key"]
    assert Body.objects.count() == 1


@pytest.mark.parametrize("kind", ["bodies", "signers"])
def test_list_costs_the_same_for_many(office: Client, kind: str, django_assert_max_num_queries: Any) -> None:
    url = reverse(f"cms_pages_{'body' if kind == 'bodies' else 'signer'}_modeladmin_index")
    make = BodyFactory if kind == "bodies" else SignerFactory
    counts = []
    for upto in (2, 20):
        for number in range(Body.objects.count(), upto):
            make(**({"key": f"body-{number}"} if kind == "bodies" else {"body": BodyFactory(key=f"body-{number}")}))
        office.get(url)
        with django_assert_max_num_queries(10_000) as captured:
            office.get(url)
        counts.append(len(captured))
    assert counts[1] == counts[0]


def test_row_can_be_translated_until_it_is_in_every_language(office: Client, site: SiteTree) -> None:
    body = BodyFactory()
    address = reverse("wagtail_localize_modeladmin:submit_translation", args=["cms_pages", "body", body.pk])
    for language in ("en", "sr-latn"):
        assert address in office.get(reverse("cms_pages_body_modeladmin_index")).content.decode()
        translate_row(body, language, {body.name: "Assembly"})
    assert address not in office.get(reverse("cms_pages_body_modeladmin_index")).content.decode()


def test_row_in_use_is_not_deleted_and_says_who_names_it(office: Client, site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], title="Vendim për buxhetin")
    english = translate_row(page.body, "en", {page.body.name: "Municipal Assembly"})
    for row in (page.body, english):
        for method in (office.get, office.post):
            answer = method(reverse("cms_pages_body_modeladmin_delete", args=[row.pk]), follow=True)
            assert "Vendim për buxhetin" in answer.content.decode()
    assert Body.objects.count() == 2


def test_row_that_nothing_names_goes_in_all_languages(office: Client, site: SiteTree) -> None:
    signer = SignerFactory()
    translate_row(signer, "en", {signer.post: "Mayor"})
    office.post(reverse("cms_pages_signer_modeladmin_delete", args=[signer.pk]))
    assert not Signer.objects.exists()


def test_body_that_signers_name_is_in_use(office: Client, site: SiteTree) -> None:
    signer = SignerFactory()
    office.post(reverse("cms_pages_body_modeladmin_delete", args=[signer.body.pk]))
    assert Body.objects.exists()


def test_ended_body_is_offered_for_old_acts_only(office: Client, site: SiteTree) -> None:
    end = timezone.localdate() - datetime.timedelta(days=1)
    BodyFactory(key="education", name="Drejtoria e Arsimit", ended_on=end)
    BodyFactory()

    def offered(url: str) -> list[str]:
        return [body.name for body in office.get(url).context["form"].fields["body"].queryset]

    assert offered(
        reverse("wagtailadmin_pages:add", args=["publications", "decisionpage", site.sections["sq"].pk])
    ) == ["Kuvendi i Komunës"]
    old = DecisionPageFactory(parent=site.sections["sq"], date=end)
    assert offered(reverse("wagtailadmin_pages:edit", args=[old.pk])) == ["Drejtoria e Arsimit", "Kuvendi i Komunës"]
    new = DecisionPageFactory(parent=site.sections["sq"], date=timezone.localdate())
    assert offered(reverse("wagtailadmin_pages:edit", args=[new.pk])) == ["Kuvendi i Komunës"]
    # Written when the body still was.
    Body.objects.filter(pk=new.body_id).update(ended_on=end)
    assert offered(reverse("wagtailadmin_pages:edit", args=[new.pk])) == ["Kuvendi i Komunës"]


def test_registers_are_for_who_keeps_them(client: Client, site: SiteTree) -> None:
    group = Group.objects.create(name="Zyra")
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    user = User.objects.create_user("zyrtare")
    user.groups.add(group)
    client.force_login(user)
    url = reverse("cms_pages_body_modeladmin_index")
    assert client.get(url).status_code == 302
    group.permissions.add(Permission.objects.get(codename="change_body"))
    assert client.get(url).status_code == 200
    assert client.get(reverse("cms_pages_body_modeladmin_create")).status_code == 302


def test_each_language_lists_its_own_rows(office: Client, site: SiteTree) -> None:
    signer = SignerFactory(post="Kryetare")
    translate_row(signer, "en", {"Kryetare": "Mayor"})
    url = reverse("cms_pages_signer_modeladmin_index")
    assert [row.post for row in office.get(url, {"locale": "en"}).context["object_list"]] == ["Mayor"]
    assert [row.post for row in office.get(url, {"locale": "sq"}).context["object_list"]] == ["Kryetare"]


def test_signers_of_a_day(site: SiteTree) -> None:
    day = datetime.date(2025, 1, 1)
    before = SignerFactory(term_to=day - datetime.timedelta(days=1))
    then = SignerFactory(term_from=day, term_to=day)
    always = SignerFactory()
    assert set(Signer.objects.on(day)) == {then, always}
    chosen = Signer.objects.on(day).to_choose(Locale.objects.get(language_code="sq").pk, before.pk)
    assert set(chosen) == {before, then, always}
