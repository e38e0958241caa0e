"""The rooms depend one way."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions

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


def test_every_package_that_is_imported_is_asked_for():
    """What the house imports comes with a plain installation: no package is there only because the tests brought it."""
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(p for more in project["optional-dependencies"].values() for p in more),
    ]
    asked = {_plain(re.match(r"[\w.-]+", one)[0]) for one in wanted}
    brought = packages_distributions()

    imported = {name for path in (HOUSE / "src" / "otvet").rglob("*.py") for name in _imported(path)}
    strangers = imported - sys.stdlib_module_names - {"otvet"}
    missing = {n for n in strangers if not asked & {_plain(d) for d in brought.get(n, [n])}}

    assert len(strangers) > 30
    assert not missing


def _plain(name):
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _imported(path):
    """The first names of everything a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
