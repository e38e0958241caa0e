"""The rooms depend one way."""

import subprocess
import sys
import tomllib

from house.tree import HOUSE


def test_the_import_contract_is_kept():
    """Every room is declared, imports go down, the gate and the languages stay pure, no cycles."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    answer = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)

    assert answer.returncode == 0, answer.stdout


def test_every_room_is_in_the_contract():
    """A folder or file that appears in src/otvet is declared, and what is declared is there or is to come."""
    contract = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = {room.strip() for layer in contract["contracts"][0]["layers"] for room in layer.split("|")}
    rooms = {
        path.stem
        for path in (HOUSE / "src" / "otvet").iterdir()
        if (path.is_dir() and (path / "__init__.py").exists())
        or (path.suffix == ".py" and "__" not in path.stem)
    }

    assert rooms == layers
