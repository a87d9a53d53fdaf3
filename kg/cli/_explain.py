"""The story of a reading on a terminal: a paragraph a sentence, never wider than 100 columns."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator

import click

from kg.model import Reading
from kg.reading.explain import NumberStory, SentenceStory

WIDEST = 100
_LABEL = 10  # columns


def as_lines(reading: Reading, stories: Iterable[SentenceStory]) -> Iterator[str]:
    article = reading.article
    width = min(WIDEST, max(40, shutil.get_terminal_size((WIDEST, 0)).columns))
    head = f"{article.identifier} ({article.language}, {article.published or 'no date'}) {article.title}"
    yield from textwrap.wrap(head, width)
    for note in reading.notes:
        yield from _paragraph("note", note, width)
    for number, story in enumerate(stories, start=1):
        yield ""
        for line in textwrap.wrap(f"{number}. {story.text}", width):
            yield click.style(line, bold=True)
        yield from _sentence(story, width)


def _sentence(story: SentenceStory, width: int) -> Iterator[str]:
    if story.passed_over:
        yield from _paragraph("unread", story.passed_over, width)
    for label, found in (
        ("actors", story.actors),
        ("places", story.places),
        ("dates", story.dates),
        ("events", story.events),
    ):
        if found:
            yield from _paragraph(label, "; ".join(dict.fromkeys(found)), width)
    for number in story.numbers:
        yield from _number(number, width)


def _number(story: NumberStory, width: int) -> Iterator[str]:
    verdict = "no figure" if story.rejected else "figure"
    colour = "yellow" if story.rejected else "green"
    reason = f": {story.rejected}" if story.rejected else ""
    yield from _paragraph("number", f"{story.words!r} = {story.means}: {verdict}{reason}", width, colour)
    for each in story.decisions:
        yield from _paragraph(f"  {each.slot}", f"{each.value}  <- {each.because}", width)
    for phrase, reason in story.considered:
        yield from _paragraph("  not by", f"{phrase}: {reason}", width)


def _paragraph(label: str, text: str, width: int, colour: str | None = None) -> Iterator[str]:
    lines = textwrap.wrap(text, width - _LABEL - 4) or [""]
    for at, line in enumerate(lines):
        yield f"    {(label if at == 0 else ''):{_LABEL}}{click.style(line, fg=colour) if colour else line}"
