"""How the code of this house is kept: sizes, names, docstrings, exemptions."""

import ast
import re

import pytest

from house.tree import HOUSE, files, name_of, parsed
from otvet import errors

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
MOST_ARGUMENTS = 4
# Words that say nothing about what a thing is.
EMPTY_WORDS = {
    "Manager",
    "Service",
    "Handler",
    "Helper",
    "Util",
    "Utils",
    "Base",
    "Data",
    "Info",
    "Impl",
    "Misc",
}

PYTHON = (*files(".py"), HOUSE / "otvet")
SOURCES = tuple(path for path in files(".py") if name_of(path).startswith("src/"))
TESTS = tuple(path for path in files(".py") if path.name.startswith("test_"))


def functions(path):
    return [
        node for node in ast.walk(parsed(path)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]


def test_files_fit_three_screens():
    """No file of ours is longer than 400 lines, whatever it is written in."""
    long = {
        name_of(p): n
        for p in (*PYTHON, *files(".js", ".css", ".html", ".toml"))
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }

    assert long == {}


def test_functions_fit_one_screen():
    """No function is longer than 50 lines, its docstring included."""
    long = {
        f"{name_of(path)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in PYTHON
        for node in functions(path)
        if node.end_lineno - node.lineno >= LONGEST_FUNCTION
    }

    assert long == {}


def test_arguments_by_position_are_few():
    """At most four; free are constructors, which are handed their parts, and what a framework or Typer calls by name."""
    many = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in PYTHON
        for node in functions(path)
        if not (node.decorator_list or node.name == "__init__" or node.name.startswith("test_"))
        and not name_of(path).startswith("src/otvet/cli/")
        and positional(node) > MOST_ARGUMENTS
    ]

    assert many == []


def positional(node):
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def test_every_module_says_what_it_is():
    """A docstring on each."""
    assert [name_of(path) for path in PYTHON if not ast.get_docstring(parsed(path))] == []


def test_names_say_something():
    """No Manager, no Util: classes and modules carry the trade's words."""
    classes = [
        f"{name_of(path)}: {node.name}"
        for path in PYTHON
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef) and EMPTY_WORDS & set(re.findall(r"[A-Z][a-z]*", node.name))
    ]
    modules = [
        name_of(path) for path in SOURCES if EMPTY_WORDS & {word.title() for word in path.stem.split("_")}
    ]

    assert classes == []
    assert modules == []


def test_every_test_says_what_it_shows():
    """A sentence of docstring on each test."""
    silent = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in TESTS
        for node in functions(path)
        if node.name.startswith("test_") and not ast.get_docstring(node)
    ]

    assert silent == []


_METHOD = re.compile(r"  (?:static |async )*(?P<kind>get |set )?(?P<name>#?\w+)\(.*\{$")


def test_no_script_writes_a_method_twice():
    """JavaScript takes the second one without a word."""
    twice = []
    for path in files(".js"):
        seen = set()
        for line in path.read_text("utf-8").splitlines():
            method = _METHOD.match(line)
            if re.match(r"(?:export )?class ", line):
                seen = set()
            elif method and method.groups() in seen:
                twice.append(f"{name_of(path)}: {method['name']}")
            elif method:
                seen.add(method.groups())

    assert twice == []


def test_exemptions_give_their_reason():
    """What the linter is told to overlook says why, beside it; a plain number and a late import show it themselves."""
    bare = [
        f"{name_of(path)}:{number}"
        for path in PYTHON
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(r"#\s*noqa(?!:)|#\s*noqa:\s*(?!PLR2004|PLC0415)[A-Z]+\d+(?:,\s*[A-Z]+\d+)*\s*$", line)
    ]

    assert bare == []


def test_nothing_is_put_off():
    """No note of work to be done, no test skipped without a word."""
    later = re.compile(r"\b(?:TODO|FIXME|XXX)\b|pytest\.skip\(\)|mark\.skip\s*$|mark\.skip\(\)")
    found = [
        f"{name_of(path)}:{number}"
        for path in PYTHON
        if path.name != "test_code.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if later.search(line)
    ]

    assert found == []


def test_the_error_tree_is_drawn_true():
    """The drawing in errors.py and the classes under it are one tree, in one order."""
    drawn = re.findall(r"^( {4,})([A-Z]\w+)$", errors.__doc__, re.MULTILINE)

    assert [(len(indent) // 4 - 1, name) for indent, name in drawn] == list(tree(errors.OtvetError, 0))


def tree(kind, depth):
    yield depth, kind.__name__
    for child in kind.__subclasses__():
        if child.__module__ == "otvet.errors":
            yield from tree(child, depth + 1)


def test_every_error_has_a_code_of_its_own():
    """Programs tell errors apart by it."""
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.OtvetError)
    ]

    assert len({kind.code for kind in kinds}) == len(kinds)


@pytest.mark.parametrize("path", sorted({"/" + "work/", "/" + "root/", "/" + "home/"}))
def test_no_path_of_a_machine_is_in_the_tree(path):
    """What works on one machine only is no part of the house."""
    endings = (
        ".py",
        ".md",
        ".toml",
        ".html",
        ".js",
        ".css",
        ".json",
        ".jsonl",
        ".txt",
        ".po",
        "Makefile",
        "otvet",
        "run",
    )
    found = [name_of(one) for one in files(*endings) if path in one.read_text(encoding="utf-8")]

    assert found == []
