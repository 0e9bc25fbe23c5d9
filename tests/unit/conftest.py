"""What probes ask is asked in the test's own thread, which sees what the test has not committed."""

from typing import Any

import pytest

from operations.in_time import InTime


@pytest.fixture(autouse=True)
def _in_this_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(question: "InTime[Any]") -> Any:
        return question._ask()

    monkeypatch.setattr(InTime, "get", ask)
