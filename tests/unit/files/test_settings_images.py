"""Pictures that no page uses but a site's settings do."""

from django.core.cache import cache
from django.test import Client

from municipality.models import MunicipalitySettings
from tests.factories import ImageFactory, SiteTree


def test_coat_of_arms_is_served(site: SiteTree, client: Client) -> None:
    cache.clear()
    image = ImageFactory()
    url = image.get_rendition("max-64x64").url
    assert client.get(url).status_code == 404
    of_site = MunicipalitySettings.for_site(site.site)
    of_site.coat_of_arms = image
    of_site.save()
    response = client.get(url)
    assert response.status_code == 200
    assert response.getvalue()
