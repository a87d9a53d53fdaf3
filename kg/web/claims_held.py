"""The accounts behind map and explorer, read from a snapshot once and kept up with each new article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import reduce
from pathlib import Path
from typing import Any

from kg.web.columns.building import Builder
from kg.web.columns.files import kept
from kg.web.columns.files import load as load_segment
from kg.web.columns.ledger import Ledger
from kg.web.context import gateway, services
from kg.web.renewal import few, fresh_articles, in_parts, listed_articles, of_articles, steady, touched_in
from kg.web.search import names
from kg.web.views.accounts import Account, Lookups, Spot, accounts, parties, place_in_list, spots
from kg.web.views.facts import Row

SEGMENTS = "segments"  # folder of the columns


@dataclass(frozen=True, slots=True)
class Held:
    """All accounts of a snapshot, and what their rows were joined with."""

    ledger: Ledger = field(default_factory=Ledger)
    places: Mapping[str, Spot] = field(default_factory=dict)
    populations: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


def load() -> Held:
    if not services().snapshot_id():
        return Held()
    papers = {row["article"]: row for row in listed_articles()}
    held = _with(Held(names=names()), ())
    cases = {row["about"]: row["case"] for row in steady().rows("accounts-cases")}
    builder = Builder()
    articles = sorted(papers)
    taking_part = in_parts("accounts-actors", articles, _actors_of)
    for rows, actors in zip(in_parts("accounts", articles, _claims_of), taking_part, strict=True):
        for one in _accounts(held, rows, actors, papers, cases):
            builder.add(one)
    return replace(held, ledger=Ledger((builder.segment(),)))


def renew(former: str, held: Held) -> Held | None:
    """With the accounts of new articles; None when these call something that is known by another name."""
    graphs, events = fresh_articles(former), touched_in(former, "graph/merged", "id/event/")
    if graphs is None or events is None:
        return None
    recased = _recased(events)
    if not graphs:
        return replace(held, ledger=held.ledger.with_new((), recased))
    hashes = tuple(graph.rpartition("/")[2] for graph in graphs)
    papers = {row["article"]: row for row in listed_articles() if row["hash"].startswith(hashes)}
    fresh, called = reduce(_with, few(graphs), held), names()
    renamed = any(called.get(iri, name) != name for iri, name in held.names.items()) if called != held.names else False
    kept = (fresh.places, held.places), (fresh.populations, held.populations), (fresh.sources, held.sources)
    if renamed or any(new.get(iri) != old[iri] for new, old in kept for iri in old):
        return None
    door, fresh = gateway(), replace(fresh, names=called)
    cases = {row["about"]: row["case"] for row in door.rows("accounts-cases-of", iris=events)} if events else {}
    found: list[Account] = []
    for some in few(graphs):
        rows = door.rows("accounts", some, parts={"first": "", "last": ""})
        found += _accounts(fresh, rows, door.rows("accounts-actors", some, parts={"only": ""}), papers, cases)
    return replace(fresh, ledger=held.ledger.with_new(found, recased))


def every() -> Ledger:
    shelf = services().shelf("claims")
    restore = services().kept("claims", lambda kept: made_of(kept, shelf.folder if shelf else Path()))
    held: Held = services().accounts.get(services().snapshot_id(), load, renew, restore)
    return held.ledger


def kept_in(folder: Path, held: Held) -> Held:
    """The same with its columns in files, and not in too many; raises OSError."""
    ledger = held.ledger.compacted()
    return replace(
        held, ledger=replace(ledger, segments=tuple(kept(each, folder / SEGMENTS) for each in ledger.segments))
    )


def plain(held: Held) -> dict[str, Any]:
    """As it is kept in a file, beside those of the columns."""
    folders = [each.folder.name for each in held.ledger.segments if each.folder]
    places = [asdict(place) for place in held.places.values()]
    named = {"populations": held.populations, "sources": held.sources, "names": held.names}
    return {"segments": folders, "recased": held.ledger.recased, "places": places, **named}


def made_of(kept: dict[str, Any], folder: Path) -> Held:
    """Raises what kg.web.columns.files.load does where files are missing or damaged."""
    segments = tuple(load_segment(folder / SEGMENTS / name) for name in kept["segments"])
    places = {place.iri: place for place in (Spot(**each) for each in kept["places"])}
    ledger = Ledger(segments, (), kept["recased"])
    return Held(ledger, places, kept["populations"], kept["sources"], kept["names"])


def _recased(events: Sequence[str]) -> dict[str, str | None]:
    """A new article may put the events of others in another case: the case of each claim about these."""
    rows = gateway().rows("accounts-recased", iris=events) if events else []
    return {row["claim"]: row.get("case") for row in rows}


def _with(held: Held, graphs: Sequence[str]) -> Held:
    """With the places, populations and sources that these graphs name."""
    door = gateway() if graphs else steady()
    return replace(
        held,
        places={**held.places, **spots(door.rows("accounts-places", graphs))},
        populations={**held.populations, **_names(door.rows("accounts-populations", graphs))},
        sources={**held.sources, **_names(door.rows("accounts-sources", graphs))},
    )


def _names(rows: Iterable[Row]) -> dict[str, str]:
    """Of several names the first: a store may give them in any order."""
    return {row["iri"]: row["name"] for row in sorted(rows, key=lambda row: (row["iri"], row["name"]), reverse=True)}


def _accounts(
    held: Held, rows: Iterable[Row], actors: Iterable[Row], papers: Mapping[str, Row], cases: Mapping[str, str]
) -> list[Account]:
    """In the order of the list."""
    known = Lookups(
        places=held.places,
        parties=parties(actors, held.names),
        cases=cases,
        populations=held.populations,
        sources=held.sources,
        articles=papers,
    )
    return sorted(accounts(rows, known), key=place_in_list)


def _actors_of(articles: Sequence[str]) -> dict[str, str]:
    return {"only": f"{of_articles(articles)} ?claim cek:inArticle ?article . ?claim cek:about ?about ."}


def _claims_of(articles: Sequence[str]) -> dict[str, str]:
    """The claims of some articles first, and the rest of each looked up, where our own engine is asked.

    In the order that SPARQL 1.1 leaves to an engine, it joins all claims there are for every part.
    """
    claims = f"{of_articles(articles)} ?claim cek:inArticle ?article ."
    if services().store.endpoint is not None:
        return {"first": claims, "last": ""}
    return {"first": f"{{ SELECT ?claim ?article WHERE {{ {claims} }} }} LATERAL {{", "last": "}"}
