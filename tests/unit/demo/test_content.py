"""The demo content is complete, and what is wrong in it is said with the file and the key."""

import itertools
import shutil
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest
import yaml

from demo.acts import Decision, DecisionKind
from demo.content import CONTENT_DIR, Content, ContentError, DocumentKind, ImageName, NewsKind, NoticeKind, load_content
from demo.items import Act, Item
from demo.texts import TARGET_LOCALES


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the content that a test may spoil."""
    return shutil.copytree(CONTENT_DIR, tmp_path / "content")


def items(content: Content) -> list[Item]:
    return [
        *content.decisions,
        *content.regulations,
        *content.minutes,
        *content.news,
        *content.notices,
        *content.documents,
        *content.events,
    ]


def test_there_is_enough_of_everything(content: Content) -> None:
    assert len(content.decisions) >= 28
    assert len(content.minutes) >= 9
    assert len(content.news) >= 14
    assert len(content.notices) >= 9
    assert {decision.date.year for decision in content.decisions} == {2022, 2023, 2024, 2025, 2026}
    assert {decision.kind for decision in content.decisions} == set(get_args(DecisionKind))
    assert {news.kind for news in content.news} == set(get_args(NewsKind))
    assert {notice.kind for notice in content.notices} == set(get_args(NoticeKind))
    assert {document.kind for document in content.documents} == set(get_args(DocumentKind))
    acts: list[Act] = [*content.decisions, *content.minutes]
    assert {body.key for body in content.bodies} == {act.body for act in acts} | {
        "directorate_budget_finance",
        "directorate_culture",
    }


def test_at_least_three_decisions_have_a_table(content: Content) -> None:
    with_table = [d for d in content.decisions if any(block.type == "table" for block in d.text.sq)]
    assert len(with_table) >= 3


def test_most_items_are_translated_and_some_only_in_part(content: Content) -> None:
    states = [{item.completeness(locale) for locale in TARGET_LOCALES} for item in items(content)]
    complete = [state for state in states if state == {"complete"}]
    assert len(complete) >= 0.8 * len(states)
    assert 3 <= len([state for state in states if "partial" in state]) <= 4
    assert 1 <= len([state for state in states if state == {"none"}]) <= 5


def test_slugs_are_unique_and_short_enough_for_a_database(content: Content) -> None:
    slugs = [item.slug for item in items(content)]
    assert [slug for slug, times in Counter(slugs).items() if times > 1] == []
    assert max(len(slug) for slug in slugs) < 100


def test_numbers_are_unique_for_a_body_and_a_year(content: Content) -> None:
    numbers = Counter((d.body, d.date.year, d.number) for d in content.decisions)
    assert max(numbers.values()) == 1
    assert all(d.number.split("/")[1][:2] == f"{d.date:%y}" for d in content.decisions)


def test_every_locale_has_the_pages_of_the_site(content: Content) -> None:
    pages = content.pages
    assert [section.key for section in pages.sections] == [
        "decisions",
        "regulations",
        "minutes",
        "news",
        "documents",
        "tenders",
        "calendar",
        "albums",
        "about",
    ]
    assert {page.key for page in pages.pages} == {
        "about",
        "contacts",
        "access_to_documents",
        "accessibility",
        "public_communication",
        "follow_sessions",
    }
    for locale in TARGET_LOCALES:
        assert all(section.title.get(locale) and section.intro.get(locale) for section in pages.sections)
        assert all(page.text.completeness(locale) == "complete" for page in pages.pages)
        assert all(body.name.get(locale) for body in content.bodies)


def test_every_image_has_an_alternative_text_in_all_languages(content: Content) -> None:
    assert set(content.image_texts) == set(get_args(ImageName))
    assert all(text.get(locale) for text in content.image_texts.values() for locale in TARGET_LOCALES)


def test_albanian_and_serbian_are_written_with_their_letters(content: Content) -> None:
    albanian = " ".join(item.title.sq + item.summary.sq for item in items(content))
    serbian = " ".join(item.summary.get("sr-latn") or "" for item in items(content))
    assert {"ë", "ç"} <= set(albanian)
    assert set("čćšžđ") <= set(serbian)


def decision_file(content_dir: Path) -> Path:
    return content_dir / "decisions" / "vendim-per-emertimin-e-rrugeve.yaml"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: normative", "kind: secret", "vendim-per-emertimin-e-rrugeve.yaml: kind: "),
        ("kind: normative", "kind: normative\ncolour: red", "colour: Extra inputs"),
        ("01-011/22-0418", "11", "number: String should match"),
        ("body: assembly", "body: parliament", "body: parliament is not in bodies.yaml"),
        ("  en:\n    - type: rich_text", "  en:\n    - type: heading", "text: Value error, en: block types differ"),
        ("<h3>Član 3</h3>", "", "sr-latn: block 3 has another structure than in sq"),
        ("<h3>Član 3</h3>", "<h2>Član 3</h2>", "tags not allowed in rich text: h2"),
        ("- [Street no. 4, Mill Street, Bridge Quarter]", "- [Street no. 4]", "rows of equal length"),
        (
            "body: assembly",
            "body: assembly\nrelations: [{kind: amends, act: vendim-per-zonat-e-parkimit}]",
            "vendim-per-zonat-e-parkimit is no act of that day or an earlier one",
        ),
        ("slug: vendim-per-emertimin-e-rrugeve", "slug: another", "slug: must be the file's name"),
        ("date: 2022-05-26", "date: [", "vendim-per-emertimin-e-rrugeve.yaml: "),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_the_key(copy: Path, old: str, new: str, message: str) -> None:
    path = decision_file(copy)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_content(copy)
    assert message in str(caught.value)
    assert "vendim-per-emertimin-e-rrugeve.yaml" in str(caught.value)


def test_a_number_used_twice_is_refused(copy: Path, content: Content) -> None:
    first, second = [d for d in content.decisions if d.body == "assembly" and d.date.year == 2022][:2]
    path = copy / "decisions" / f"{second.slug}.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(second.number, first.number), encoding="utf-8")
    with pytest.raises(ContentError, match=f"{second.slug}.yaml: number: {first.number} is also that of {first.slug}"):
        load_content(copy)


def test_a_decision_without_its_signed_text_is_refused(copy: Path) -> None:
    decision_file(copy).unlink()
    with pytest.raises(ContentError, match=r"signed\.yaml: decisions\.vendim-per-emertimin-e-rrugeve"):
        load_content(copy)


def test_a_listed_document_must_be_an_attachment(content: Content) -> None:
    decision = next(d for d in content.decisions if any(block.type == "document_list" for block in d.text.sq))
    data = decision.model_dump(by_alias=True)
    assert Decision.model_validate(data) == decision
    with pytest.raises(ValueError, match="a listed document is no attachment"):
        Decision.model_validate({**data, "attachments": []})


def test_headings_of_pages_skip_no_level() -> None:
    # Within a text they are of the third level, so that one of the second comes before: a block for itself.
    pages = yaml.safe_load((CONTENT_DIR / "pages.yaml").read_text())["pages"]
    texts = [blocks for page in pages for blocks in page.get("text", {}).values()]
    assert texts
    for blocks in texts:
        before = itertools.takewhile(lambda block: block["type"] != "heading", blocks)
        assert not [block["value"] for block in before if "<h3>" in str(block["value"])]
