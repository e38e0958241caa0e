"""The tree as the house tests read it: tracked or about to be, without what others made."""

import ast
import subprocess
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).parents[2]
OTHERS = ("src/otvet/web/static/vendor/", "src/otvet/storage/migrations/versions/", "LICENSE")


@cache
def files(*endings: str) -> tuple[Path, ...]:
    """Files of our own with one of these endings."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(
        command, cwd=HOUSE, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    if not listed:  # unpacked without git
        listed = [
            path.relative_to(HOUSE).as_posix()
            for root in ("src", "tests", "docs", "bench")
            for path in (HOUSE / root).rglob("*")
        ]
    own = (HOUSE / name for name in sorted(listed) if name.endswith(endings) and not name.startswith(OTHERS))
    return tuple(path for path in own if path.is_file())


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()
