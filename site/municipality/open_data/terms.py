"""Under which terms a municipality gives its data out: as its settings and its page about open data say."""

from __future__ import annotations

from django.urls import reverse
from wagtail.models import Site

from cms_pages.contracts import DataTerms
from municipality.models import MunicipalitySettings


def data_terms(site: Site) -> DataTerms:
    licence = MunicipalitySettings.for_site(site).data_licence
    return DataTerms(licence=licence, policy=f"{site.root_url}{reverse('data')}")
