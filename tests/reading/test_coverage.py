"""docs/adding-a-language.md says what each language can do; every filled cell of its table has an example here."""

from __future__ import annotations

from pathlib import Path

from kg import languages
from tests.reading.coverage import PHENOMENA, examples, table

PAGE = Path(__file__).parents[2] / "docs" / "adding-a-language.md"


def cells(markdown: str) -> dict[tuple[str, str], int]:
    """(language, phenomenon) -> the number in the cell; empty cells are left out."""
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in markdown.splitlines() if line.startswith("|")]
    heads = rows[0][1:]
    return {(code, row[0]): int(cell) for row in rows[2:] for code, cell in zip(heads, row[1:], strict=True) if cell}


def test_every_filled_cell_of_the_page_has_an_example() -> None:
    told = cells(PAGE.read_text(encoding="utf-8").split("<!-- coverage -->")[1])
    have = cells(table(examples()))
    print(table(examples()))
    missing = sorted(cell for cell in told if cell not in have)
    assert missing == [], "run python -m tests.reading.coverage for the table as it is"
    assert {code for code, _ in told} == set(languages.supported())


def test_no_example_is_of_a_phenomenon_the_table_lacks() -> None:
    assert {str(what) for _, what in examples()} - {"reported", "claimed"} <= set(PHENOMENA)
