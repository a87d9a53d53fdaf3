"""The route has no way back: a package imports only what stands to its left. ARCHITECTURE.md shows the same order."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

KG = Path(__file__).resolve().parents[1] / "kg"
ROUTE = (
    {"errors", "files"},
    {"client"},
    {"model", "settings"},
    {"deadline", "configuration", "garbage", "allocator"},
    {"sources"},
    {"languages"},
    {"gazetteer", "registry"},
    {"reading"},
    {"rdf"},
    {"stores"},
    {"duplicates", "backups"},
    {"cases", "rereading"},
    {"query"},
    {"updates"},
    {"graph"},
    {"linking"},
    {"reconciliation", "federation"},
    {"extract", "report", "evaluation", "prepare"},
    {"pipeline"},
    {"archives", "replay"},
    {"datasets", "feeds"},
    {"opendata"},
    {"web"},
    {"doctor"},
    {"cli"},
    {"__main__"},
)
RANK = {name: rank for rank, names in enumerate(ROUTE) for name in names}
MODULES = sorted(KG.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(KG).with_suffix("").parts[0]


def imported_rooms(path: Path) -> Iterator[str]:
    """The rooms of kg a module imports, also inside functions; imports for type checking are dependencies too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} has a relative import; write it out"
            names = (
                [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "kg" else [node.module or ""]
            )
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("kg."))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(KG)))
def test_a_module_imports_only_from_its_left(path: Path) -> None:
    here = room(path)
    if here == "__init__":
        assert set(imported_rooms(path)) == {"client"}  # when it is asked for, not before: see tests/client
        return
    for other in imported_rooms(path):
        if other in RANK:
            assert other == here or RANK[other] < RANK[here], f"{path.relative_to(KG)} imports kg.{other}"


def test_every_room_has_its_place_on_the_route() -> None:
    rooms = {room(path) for path in MODULES} - {"__init__"}
    assert rooms <= set(RANK), f"give these a place in ROUTE: {sorted(rooms - set(RANK))}"


def test_the_test_would_notice_an_import_backwards(tmp_path: Path) -> None:
    backwards = tmp_path / "backwards.py"
    backwards.write_text("from kg import web\nimport kg.stores.base\nfrom kg.query.saved import load\n")
    assert list(imported_rooms(backwards)) == ["web", "stores", "query"]
