"""The packages in projects that are not ours: from the wheel, set up as docs/integrators.md says."""

from __future__ import annotations

from pathlib import Path

from tests.packaging.project import Project


def test_pages_and_publications_alone(plain: Project, tmp_path: Path) -> None:
    project = plain.copy(tmp_path / "town")
    project.follow("In your own Wagtail project")
    got = project.answers("pages_and_publications")
    (item,) = got["items"]["items"]
    assert (item["number"], item["locale"], item["translation"]) == ("01-400/1", "en", "original")
    assert item["url"] == "http://localhost/vendimet/uji/"
    assert got["item"] == item
    assert got["types"] == ["decision", "home", "section"]
    assert got["paths"] == ["/api/content/items/", "/api/content/items/{item_id}/", "/api/content/sync/"]
    assert "Vendim për ujin" in got["page"]
    assert "Vendim për ujin" in got["home"]
    assert got["file"] == "%PDF"
    assert got["editor"] == 200
    assert "https://" not in got["docs"]
    assert got["withdrawn"] == 410
    assert not {"elasticsearch", "snowballstemmer", "storages", "boto3"} & set(got["modules"])
