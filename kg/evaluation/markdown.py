"""Scores as sections of a Markdown file, which a person goes on writing below a marker line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.evaluation.score import SHARES, Found, Score, Tally

MARKER = "<!-- Below this line a person writes; above it `kg eval --markdown` does. -->"
_INTRO = "# Quality\n\nHow good the reader is, as `make eval` measures it.\n"
_HEADS = (
    "articles", "figures P", "R", "F1", "loose F1", "status", "said by", "date", "place", "actors F1", "linked",
    "places F1", "events F1", "typed",
)  # fmt: skip
_SLOTS = SHARES[:4]


def table(score: Score) -> str:
    """One row a language, a half, and all."""
    sizes: dict[str, int] = {}
    for comparison in score.comparisons:
        code = comparison.gold.language
        sizes[code] = sizes.get(code, 0) + 1
    rows = [_row(code, f"{sizes[code]}", tally) for code, tally in score.languages.items()]
    rows += [_row(name, "", tally) for name, tally in score.halves.items()]
    rows.append(_row("**all**", str(score.articles), score.whole))
    return "\n".join([*as_table(("", *_HEADS), rows), "", *_notes(score)])


def as_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of a Markdown table: first column to the left, numbers to the right."""
    yield f"| {' | '.join(heads)} |"
    yield f"|---|{'---:|' * (len(heads) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _row(name: str, size: str, tally: Tally) -> list[str]:
    figures = tally.found("figures")
    lists = [
        _f1(tally.found(key))
        for key in ("figures_loose", "actors", "actors_linked", "places", "events", "events_typed")
    ]
    slots = ["-" if (share := tally.share(key)) is None else f"{share:.2f}" for key in _SLOTS]
    rates = [f"{figures.precision:.2f}", f"{figures.recall:.2f}", f"{figures.f1:.2f}"]
    return [name, size, *rates, lists[0], *slots, *lists[1:]]


def _f1(found: Found) -> str:
    return f"{found.f1:.2f}" if found.gold else "-"


def _notes(score: Score) -> Iterator[str]:
    figures, events = (score.whole.false_alarms(name) for name in ("figures", "events"))
    if figures is not None and events is not None:
        yield f"In articles about other things: {figures:.0f} figures and {events:.0f} events per 100 articles."
    place, agent = score.whole.share("place_role"), score.whole.share("event_agent")
    if place is not None and agent is not None:
        yield f"Places of events known as such: {place:.2f}; agents of matched events: {agent:.2f}."


def with_section(document: str, name: str, body: str) -> str:
    """The document with one named section replaced, or put at the end of what the command writes."""
    text = document or f"{_INTRO}\n{MARKER}\n"
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    section = f"{begin}\n## {name}\n\n{body.rstrip()}\n{end}"
    known = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if known.search(text):
        return known.sub(lambda _: section, text)
    above, marker, below = text.partition(MARKER)
    return f"{above.rstrip()}\n\n{section}\n\n{marker or MARKER}{below}"
