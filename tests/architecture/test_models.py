"""No model or page type refers to one of a package above or beside its own.

Import contracts do not see these: Django takes "app.Model" in a foreign key, Wagtail in ``subpage_types``.
"""

from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.db import models

from tests.support.layers import LEVELS, may_know, package_of


def references(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    """What a model refers to: (name of the attribute, app label)."""
    options = model._meta
    for field in (*options.fields, *options.many_to_many, *options.private_fields):
        related = getattr(field, "related_model", None)
        if related is not None:
            yield field.name, related._meta.app_label
    for attribute in ("subpage_types", "parent_page_types"):
        for page_type in getattr(model, attribute, None) or ():
            if not isinstance(page_type, str):
                yield attribute, page_type._meta.app_label
            elif "." in page_type:
                yield attribute, page_type.partition(".")[0]


def crossings(all_models: Iterable[type[models.Model]]) -> list[str]:
    """Each reference that goes against the layers, in words."""
    return [
        f"{model._meta.label}.{attribute} refers to {app_label}"
        for model in all_models
        if package_of(model._meta.app_label) in LEVELS
        for attribute, app_label in references(model)
        if not may_know(package_of(model._meta.app_label), package_of(app_label))
    ]


def test_models_and_page_types_keep_to_the_layers() -> None:
    assert {"cms_pages", "publications"} <= {package_of(model._meta.app_label) for model in apps.get_models()}
    assert crossings(apps.get_models(include_auto_created=True)) == []


def test_crossings_are_found() -> None:
    registry = Apps()

    class Upper(models.Model):
        class Meta:
            apps = registry
            app_label = "publications"

    class Lower(models.Model):
        upper = models.ForeignKey(Upper, on_delete=models.CASCADE)
        uppers = models.ManyToManyField(Upper, related_name="+")
        subpage_types = ("publications.Upper", Upper, "SectionPage")
        parent_page_types = ("wagtailcore.Page",)

        class Meta:
            apps = registry
            app_label = "cms_pages"

    assert crossings([Upper, Lower]) == [
        "cms_pages.Lower.upper refers to publications",
        "cms_pages.Lower.uppers refers to publications",
        "cms_pages.Lower.subpage_types refers to publications",
        "cms_pages.Lower.subpage_types refers to publications",
    ]


@pytest.mark.parametrize(
    ("package", "other", "allowed"),
    [
        ("publications", "cms_pages", True),
        ("publications", "publications", True),
        ("publications", "wagtail", True),
        ("publications", "search", False),
        ("search", "publications", False),
        ("cms_pages", "search", False),
    ],
)
def test_a_package_may_know_itself_and_what_is_below(package: str, other: str, allowed: bool) -> None:
    assert may_know(package, other) is allowed
