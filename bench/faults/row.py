"""One line of the table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    fault: str
    done: str  # what was done, how often
    found: str  # what was measured
    kept: bool | None  # whether the promise held; None: it could not be tried here, and ``found`` says why


def table(rows: list[Row]) -> str:
    marks = {True: "kept", False: "BROKEN", None: "not tried"}
    lines = ["| fault | done | found | promise |", "|---|---|---|---|"]
    return "\n".join([*lines, *(f"| {row.fault} | {row.done} | {row.found} | {marks[row.kept]} |" for row in rows)])


BEGIN, END = "<!-- table of make faults -->", "<!-- end of table -->"


def written_into(document: str, rows: list[Row], took: str) -> str:
    """The document with the table between its two marks; rows of faults that were not run stay as they are."""
    before, _, rest = document.partition(BEGIN)
    former, _, after = rest.partition(END)
    names = {row.fault for row in rows}
    kept = [line for line in former.splitlines() if line.startswith("| ") and _name(line) not in {*names, "fault"}]
    lines = [*table(rows).splitlines(), *kept]
    return f"{before}{BEGIN}\n" + "\n".join(lines) + f"\n\nThe last run took {took}.\n{END}{after}"


def _name(line: str) -> str:
    return line.split(" | ")[0].removeprefix("| ")
