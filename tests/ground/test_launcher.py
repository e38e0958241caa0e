"""The launcher `./otvet`, as far as it can be tried without making an environment."""

import ast
import importlib.util
import os
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]


@pytest.fixture
def launcher(tmp_path, monkeypatch):
    """The launcher as a module, working on an empty folder."""
    loader = SourceFileLoader("launcher", str(HOUSE / "otvet"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("launcher", loader))
    loader.exec_module(module)
    (tmp_path / "pyproject.toml").write_bytes((HOUSE / "pyproject.toml").read_bytes())
    monkeypatch.setattr(module, "HOUSE", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    return module


@pytest.fixture
def made(launcher, monkeypatch):
    """What the launcher did, instead of doing it."""
    done = []

    def make_environment():
        done.append("environment")
        launcher.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        launcher.PYTHON.symlink_to(sys.executable)

    monkeypatch.setattr(launcher, "make_environment", make_environment)
    monkeypatch.setattr(launcher, "install", lambda *, tests: done.append("tests" if tests else "run"))
    return done


def test_it_needs_the_standard_library_alone():
    """It runs before anything is installed."""
    tree = ast.parse((HOUSE / "otvet").read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names
    assert os.access(HOUSE / "otvet", os.X_OK)


def test_nothing_is_done_twice(launcher, made):
    """The second start finds the stamp; the environment for tests serves for running too."""
    launcher.prepare(tests=True)
    launcher.prepare(tests=True)
    launcher.prepare(tests=False)

    assert made == ["environment", "tests"]


def test_running_does_not_need_what_tests_need(launcher, made):
    """Test tools come when tests are asked for, into the same environment."""
    launcher.prepare(tests=False)
    launcher.prepare(tests=True)

    assert made == ["environment", "run", "tests"]


def test_another_package_list_installs_again(launcher, made):
    """The stamp is of pyproject.toml; the environment itself stays."""
    launcher.prepare(tests=False)
    project = launcher.HOUSE / "pyproject.toml"
    project.write_text(project.read_text() + "\n# changed\n")
    launcher.prepare(tests=False)

    assert made == ["environment", "run", "run"]


def test_an_environment_of_another_python_is_not_taken(launcher):
    """Only this very version will do."""
    launcher.PYTHON.parent.mkdir(parents=True)
    launcher.PYTHON.write_text("#!/bin/sh\necho 3.9.0\n")
    launcher.PYTHON.chmod(0o755)

    assert not launcher.runs(launcher.PYTHON)


def test_the_test_tools_are_those_of_pyproject(launcher):
    """For a pip that does not know groups."""
    assert any(package.startswith("pytest>=") for package in launcher.dev_packages())


@pytest.mark.parametrize(
    ("words", "tier", "extra"),
    [
        (["--fast"], "not normal and not long", []),
        ([], "not long", []),
        (["--long"], "", []),
        (["--fast", "tests/people", "-x"], "not normal and not long", ["tests/people", "-x"]),
    ],
)
def test_tiers_choose_their_tests(launcher, monkeypatch, words, tier, extra):
    """Checks run with the whole, not with a choice of tests; what follows goes to pytest."""
    ran = []
    monkeypatch.setattr(launcher, "prepare", lambda *, tests: None)  # noqa: ARG005 the launcher's own signature
    monkeypatch.setattr(launcher, "install_system", lambda: ran.append("system"))
    monkeypatch.setattr(launcher, "step", lambda name, command: ran.append((name, command)) or True)

    assert launcher.test(words) == 0
    names = [one if isinstance(one, str) else one[0] for one in ran]
    pytest_command = ran[-1][1]
    assert names == [
        *([] if "--fast" in words else ["system"]),
        *([] if extra else ["ruff check", "ruff format", "mypy", "lint-imports"]),
        "pytest",
    ]
    assert pytest_command[pytest_command.index("-m", 3) + 1] == tier
    assert pytest_command[len(pytest_command) - len(extra) :] == extra


def test_the_last_line_says_how_it_went(launcher, capsys):
    """One look is enough, and the exit status agrees."""
    assert launcher.closing({"mypy": True, "pytest": True}, "fast", 12.3) == 0
    assert launcher.closing({"mypy": False, "pytest": True}, "normal", 400) == 1
    good, bad = [line for line in capsys.readouterr().out.splitlines() if line]

    assert good.startswith("✓ ./otvet test (fast): all passed")
    assert bad.startswith("✗ ./otvet test (normal): mypy failed")


def test_an_older_python_is_told_so():
    """In words, not in a syntax error."""
    code = (
        "import sys, runpy; sys.version_info = (3, 9, 0); sys.argv = ['otvet', 'up']; "
        f"sys.dont_write_bytecode = True; runpy.run_path({str(HOUSE / 'otvet')!r}, run_name='__main__')"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert answer.returncode == 1
    assert "needs Python 3.11 or newer" in answer.stderr


def test_make_help_lists_what_there_is():
    """Each target carries its line."""
    answer = subprocess.run(
        ["make", "-C", HOUSE, "--no-print-directory", "help"], capture_output=True, text=True, check=True
    )
    targets = [line.split()[1] for line in answer.stdout.splitlines()]
    phony = next(line for line in (HOUSE / "Makefile").read_text().splitlines() if line.startswith(".PHONY"))

    assert targets == phony.split()[1:]
