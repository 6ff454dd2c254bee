"""The walls of the house: who may import what, and how long a function may be."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "facilitation"
MODULES = sorted([ROOT / "app.py", *HOUSE.rglob("*.py"), *(ROOT / "pages").glob("*.py")])

# Where a package may be used at all.
ONLY = {
    "streamlit": ("app.py", "pages/", "facilitation/ui/"),
    "starlette": ("app.py", "facilitation/web/"),
    "jinja2": ("facilitation/web/",),
    "prometheus_client": ("facilitation/measures.py", "facilitation/web/metrics.py"),
    "sqlite_utils": ("facilitation/engine.py",),
    "psycopg": ("facilitation/engine.py", "facilitation/listening.py"),
    "psycopg_pool": ("facilitation/engine.py",),
    # Engines that are somewhere else; and the people of a rehearsal, who come to our own door.
    "httpx": ("facilitation/translation/translators.py", "facilitation/rehearsal/crowd.py"),
    "deep_translator": ("facilitation/translation/translators.py",),
    "plotly": ("facilitation/ui/bars.py",),
    "click": ("facilitation/__main__.py", "facilitation/commands/"),
}
LEAVES = ("lifecycles", "errors", "settings", "phrases")
OUTER = ("web", "ui", "commands", "exports", "intake", "installation", "links")
PAGES_NEVER = ("store", "engine", "settings")
TRANSLATORS = "facilitation.translation.translators"


ROOMS = {path.stem for path in HOUSE.iterdir()}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def imports(path: Path) -> frozenset[str]:
    """Every name that a file imports, and the modules it takes them from."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def ours(path: Path) -> set[str]:
    """The modules of the house that a file imports, by the name after `facilitation.`."""
    found = {name.split(".")[1] for name in imports(path) if name.startswith("facilitation.")}
    return found & ROOMS


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_package_stays_behind_its_edge(path: Path) -> None:
    used = {name.split(".")[0] for name in imports(path)} & set(ONLY)

    assert [package for package in used if not name_of(path).startswith(ONLY[package])] == []


@pytest.mark.parametrize("leaf", LEAVES)
def test_a_leaf_imports_nothing_of_ours(leaf: str) -> None:
    assert ours(HOUSE / f"{leaf}.py") == set()


CAPABILITIES = sorted([*HOUSE.glob("*.py"), *(HOUSE / "translation").glob("*.py")])


@pytest.mark.parametrize("path", CAPABILITIES, ids=name_of)
def test_a_capability_knows_no_screen_and_no_format(path: Path) -> None:
    allowed = {
        "__main__.py": {"commands"},
        "installation.py": set(OUTER),
        "links.py": {"installation"},
    }

    assert ours(path) & set(OUTER) - allowed.get(path.name, set()) == set()


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=name_of)
def test_a_page_goes_through_the_capabilities(path: Path) -> None:
    assert ours(path) & set(PAGES_NEVER) == set()
    assert TRANSLATORS not in imports(path)


def test_only_the_store_writes_sql() -> None:
    verbs = ("SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "CREATE TABLE")
    allowed = ("facilitation/engine.py", "facilitation/store/")

    assert [
        name_of(path)
        for path in MODULES
        if any(verb in path.read_text("utf-8") for verb in verbs)
        and not name_of(path).startswith(allowed)
    ] == []


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a file and its lines, without its docstring."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            told = ast.get_docstring(node) is not None
            docstring = (first.end_lineno or 0) - first.lineno + 1 if told else 0
            yield (
                f"{name_of(path)}:{node.name}",
                (node.end_lineno or 0) - node.lineno + 1 - docstring,
            )


def test_functions_are_short() -> None:
    """None over 40 lines; nine in ten of them at most 25."""
    lengths = sorted((lines, name) for path in MODULES for name, lines in functions(path))

    assert [name for lines, name in lengths if lines > 40] == []
    assert lengths[int(len(lengths) * 0.9)][0] <= 25


def test_modules_are_readable_in_one_sitting() -> None:
    assert [
        name_of(path) for path in MODULES if len(path.read_text("utf-8").splitlines()) > 400
    ] == []
