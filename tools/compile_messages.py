"""Compile the translations (.po) of all packages and the site to what Django reads (.mo), without GNU gettext."""

from pathlib import Path

import polib

ROOT = Path(__file__).parents[1]
CATALOGUES = "*/*locale/*/LC_MESSAGES/*.po"


def compile_messages(root: Path = ROOT) -> list[Path]:
    """Write each catalogue's .mo beside it where that is missing or older; returns those written."""
    written = []
    for source in sorted(root.glob(CATALOGUES)):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        polib.pofile(str(source)).save_as_mofile(str(compiled))
        written.append(compiled)
    return written


if __name__ == "__main__":
    for path in compile_messages():
        print(f"Compiled {path.relative_to(ROOT)}")
