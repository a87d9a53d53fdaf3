"""Notes of readers beside a claim: each with its answers, and what the newest of these made of it; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.rdf.namespaces import PREFIXES
from kg.updates.reviews import MOTIVATIONS
from kg.web.views.facts import Row

NAMES: Mapping[str, str] = {PREFIXES["oa"] + name.removeprefix("oa:"): key for key, name in MOTIVATIONS.items()}


@dataclass(frozen=True, slots=True)
class Note:
    iri: str
    claim: str
    reviewer: str
    motivation: str
    status: str
    text: str
    written: str
    answers: tuple[Note, ...] = field(default=())


def notes(rows: Iterable[Row]) -> tuple[Note, ...]:
    """The notes on claims from rows in the order of time; a note has the status that its newest answer gives it."""
    found = {row["review"]: row for row in rows}
    answers: dict[str, list[Note]] = {}
    for row in found.values():
        if row["target"] in found:
            answers.setdefault(row["target"], []).append(_note(row, ()))
    return tuple(_note(row, answers.get(iri, ())) for iri, row in found.items() if row["target"] not in found)


def _note(row: Row, answers: Iterable[Note]) -> Note:
    said = tuple(answers)
    return Note(
        iri=row["review"],
        claim=row["claim"],
        reviewer=row["name"],
        motivation=NAMES.get(row["motivation"], "remark"),
        status=said[-1].status if said else row["status"].rsplit("/", 1)[-1],
        text=row["text"],
        written=row["written"],
        answers=said,
    )


def by_claim(found: Iterable[Note]) -> dict[str, tuple[Note, ...]]:
    grouped: dict[str, list[Note]] = {}
    for note in found:
        grouped.setdefault(note.claim, []).append(note)
    return {claim: tuple(listed) for claim, listed in grouped.items()}
