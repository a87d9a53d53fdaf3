"""All that the pages keep of a snapshot, and how it lies in files: JSON for what is small, folders of columns."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from kg.web.columns.casetable import CaseTable, load_cases, save_cases
from kg.web.columns.files import kept as kept_segment
from kg.web.columns.files import load as load_segment
from kg.web.columns.ledger import Ledger
from kg.web.columns.listing import Listing, load_listing, save_listing
from kg.web.held import names, sums
from kg.web.held.graphs import Facts
from kg.web.held.names import Named
from kg.web.held.sums import Known
from kg.web.held.words import Words
from kg.web.views.accounts import Spot

PARTS = "parts"  # folder of the columns
FORMER = "former"  # folder of those of former snapshots that were asked for, each in one of its own


@dataclass(frozen=True)
class Views:
    named: Named = field(default_factory=Named)
    known: Known = field(default_factory=Known)
    articles: Listing = field(default_factory=Listing)
    words: Words = field(default_factory=Words)
    ledger: Ledger = field(default_factory=Ledger)
    cases: CaseTable = field(default_factory=CaseTable)
    others: tuple[str, ...] = ()  # graphs that are of no article and say something of what articles tell
    retold: bool = False  # whether claims, or ties of actors, stand in these as well
    said: Facts | None = field(default=None, compare=False)  # what they say, once it was read

    def folders(self) -> set[Path]:
        """Where its columns lie."""
        every = (self.articles.folder, self.cases.folder, *(each.folder for each in self.ledger.segments))
        return {folder for folder in every if folder is not None}


def kept_in(folder: Path, views: Views) -> Views:
    """The same with its columns in files, and not in too many; raises OSError."""
    ledger, parts = views.ledger.compacted(), folder / PARTS
    return replace(
        views,
        articles=save_listing(views.articles, parts),
        ledger=replace(ledger, segments=tuple(kept_segment(each, parts) for each in ledger.segments)),
        cases=save_cases(views.cases, parts),
    )


def plain(views: Views) -> dict[str, Any]:
    """As it is kept in a file, beside its columns."""
    words = views.words
    return {
        "named": views.named.plain(),
        "known": views.known.plain(),
        "articles": _name(views.articles.folder),
        "fresh": views.articles.fresh,
        "gone": views.articles.gone,
        "places": [asdict(place) for place in words.places.values()],
        "populations": words.populations,
        "sources": words.sources,
        "segments": [_name(each.folder) for each in views.ledger.segments],
        "recased": views.ledger.recased,
        "without": [each.gone.tolist() for each in views.ledger.segments],
        "cases": _name(views.cases.folder),
        "others": views.others,
        "retold": views.retold,
    }


def made_of(kept: dict[str, Any], folder: Path) -> Views:
    """Raises what the loading of columns does where files are missing or damaged."""
    parts, named = folder / PARTS, names.made_of(kept["named"])
    places = {place.iri: place for place in (Spot(**each) for each in kept["places"])}
    words = Words(named.labels, places, kept["populations"], kept["sources"])
    found = (load_segment(parts / name) for name in kept["segments"])
    segments = tuple(each.without(np.array(gone, np.int64)) for each, gone in zip(found, kept["without"], strict=True))
    recased = {claim: (article, case) for claim, (article, case) in kept["recased"].items()}
    ledger = Ledger(segments, (), recased).called(words.names, words.places, words.sources)
    articles = replace(load_listing(parts / kept["articles"]), fresh=tuple(kept["fresh"]), gone=tuple(kept["gone"]))
    cases = load_cases(parts / kept["cases"])
    return Views(
        named, sums.made_of(kept["known"]), articles, words, ledger, cases, tuple(kept["others"]), kept["retold"]
    )


def tidy(folder: Path, used: Iterable[Path]) -> None:
    """Away with columns that nothing is made of: who reads them has them open."""
    kept, parts = set(used), folder / PARTS
    for each in parts.iterdir() if parts.is_dir() else ():
        if each not in kept:
            shutil.rmtree(each, ignore_errors=True)


def tidy_former(folder: Path, there: Collection[str]) -> None:
    """Away with what was prepared of former snapshots that are gone."""
    former = folder / FORMER
    for each in former.iterdir() if former.is_dir() else ():
        if each.name not in there:
            shutil.rmtree(each, ignore_errors=True)


def _name(folder: Path | None) -> str:
    assert folder is not None
    return folder.name
