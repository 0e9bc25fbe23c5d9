"""Bodies that are kept for who asks again."""

from cms_pages.api.kept import KeptBodies


def test_body_is_made_once_and_kept_by_its_key() -> None:
    kept = KeptBodies(1000)
    assert kept.get(("log 1", "a"), lambda: b"first") == b"first"
    assert kept.get(("log 1", "a"), lambda: b"second") == b"first"
    assert kept.get(("log 2", "a"), lambda: b"second") == b"second"


def test_oldest_go_when_there_is_too_much() -> None:
    kept = KeptBodies(1000)
    for number in range(20):
        kept.get(number, lambda: b"x" * 100)
    made: list[int] = []

    def make(number: int) -> bytes:
        made.append(number)
        return b"x" * 100

    for number in range(19, -1, -1):
        kept.get(number, lambda number=number: make(number))  # type: ignore[misc] # a default only binds the number
    assert made == list(range(9, -1, -1))


def test_what_is_too_long_is_not_kept() -> None:
    kept = KeptBodies(1000)
    kept.get("long", lambda: b"x" * 126)
    assert kept.get("long", lambda: b"new") == b"new"
