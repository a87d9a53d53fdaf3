"""Which phenomena each language has examples of, from the tables of the tests: python -m tests.reading.coverage."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg import languages
from tests.reading import test_dates, test_events, test_figures, test_numbers, test_phenomena, test_slavic_arabic
from tests.reading.helpers import reading

PHENOMENA = (
    "number: exact", "number: approximate", "number: atLeast", "number: moreThan", "number: atMost", "number: lessThan",
    "number: between", "number: vague", "date", "killed", "injured", "missing", "captured", "abducted", "released",
    "displaced", "affected", "strength", "unverified", "feared", "expected", "planned", "denied", "speaker", "nobody",
    "no figure", "leader and others", "one with many", "correction", "overtaken", "whole and parts", "more of them",
    "own losses", "separable verb", "object in front",
)  # fmt: skip
_HERE = (test_numbers, test_dates, test_figures, test_events, test_slavic_arabic)


def examples() -> Iterator[tuple[str, str]]:
    """(language, phenomenon) of every row of every table."""
    for module in _HERE:
        for code, *_, qualifier in getattr(module, "BOUNDS", ()):
            yield code, f"number: {qualifier}"
        yield from ((row[0], "date") for row in getattr(module, "RESOLVED", ()))
        yield from ((row[0], row[2]) for row in getattr(module, "KINDS", ()))
        yield from ((row[0], row[2].value) for row in getattr(module, "STATUSES", ()))
        yield from ((row[0], "speaker") for row in getattr(module, "SPEAKERS", ()))
        yield from ((row[0], "nobody") for row in getattr(module, "ZEROS", ()))
        yield from ((row[0], "no figure") for row in getattr(module, "NO_FIGURES", ()))
        for code, text, *_ in getattr(module, "PAIRS", ()):
            yield from ((code, figure.kind.value) for figure in reading(text, code).figures)
    for row in test_phenomena.ROWS:
        yield row["lang"], {"zero": "nobody"}.get(row["about"], row["about"])
        yield from ((row["lang"], kind) for kind, *_ in row["figures"])
        yield from ((row["lang"], row[key]) for key in ("status",) if key in row and row[key] != row["about"])
    for path in sorted(Path(__file__).parent.glob("sentences_*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield from ((path.stem.rsplit("_", 1)[1], str(f["kind"])) for f in json.loads(line)["figures"])


def table(found: Iterable[tuple[str, str]]) -> str:
    """Rows are phenomena, columns languages; a cell counts examples and is empty where there is none."""
    count = Counter((code, str(what)) for code, what in found)
    codes = languages.supported()
    rows = [f"| {what} | {' | '.join(str(count[code, what] or '') for code in codes)} |" for what in PHENOMENA]
    return "\n".join([f"| | {' | '.join(codes)} |", f"|---|{'---:|' * len(codes)}", *rows])


if __name__ == "__main__":
    print(table(examples()))
