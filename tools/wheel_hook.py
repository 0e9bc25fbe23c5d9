"""Hatchling's hook that compiles the translations into the wheel: the compiled ones are not in git."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledMessages(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        # By path: what builds a wheel does not have the repository among the places that Python imports from.
        compile_messages = runpy.run_path(str(Path(self.root) / "tools" / "compile_messages.py"))["compile_messages"]
        compile_messages(Path(self.root))
        build_data["artifacts"] += ["*.mo"]
