"""An editor can embed a video of a known provider, and hears of it when the provider is not known."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.embeds.blocks import EmbedBlock
from wagtail.embeds.models import Embed

pytestmark = pytest.mark.django_db


def clean(address: str) -> str:
    block = EmbedBlock()
    return str(block.clean(block.to_python(address)).url)


@pytest.mark.parametrize("address", ["https://www.youtube.com/watch?v=abcdefghijk", "https://vimeo.com/123456789"])
def test_video_of_a_known_provider_is_taken_without_asking_it(address: str) -> None:
    assert clean(address) == address
    assert Embed.objects.get().provider_name in {"YouTube", "Vimeo"}


@pytest.mark.parametrize("address", ["https://example.org/video", "https://www.youtube.com/watch?v=short"])
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        clean(address)
