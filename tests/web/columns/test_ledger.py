"""Columns answer as the accounts they were made of would, whatever these are, in however many segments they came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.web.columns import ledger as ledgers
from kg.web.columns.building import segment_of
from kg.web.columns.files import kept, load, save
from kg.web.columns.ledger import Ledger
from kg.web.views.accounts import Account, Choice, Party, Spot, place_in_list
from tests.web.columns import plainly

SPOTS = (
    Spot("id/place/karem", "Karem", 35.5, 43.25, "town", "IQ"),
    Spot("id/place/hill", "Hill", None, None, "area", "SY"),
    Spot("id/place/isle", "Isle", -17.0, 179.5, "site", None),
)
PARTIES = (Party("a/army", "Army", "state"), Party("a/front", "Front", "rebel"), Party("a/band", "Band", "rebel"))
SOURCES = (("s/post", "Post"), ("s/wire", "Wire"), ("s/other-post", "Post"))
DAYS = st.sampled_from([None, "2016-10-17", "2016-10-18", "2016-10", "1999-01-01"])
NUMBERS = st.sampled_from([None, 0, 1, 12, 10**30])


@st.composite
def papers(draw: st.DrawFn) -> list[list[Account]]:
    """The accounts of some articles, each article's in their order."""
    found = []
    for paper in range(draw(st.integers(0, 6))):
        digest = f"{draw(st.integers(0, 2**32 - 1)):08x}{paper:x}".ljust(64, "f")  # no two begin alike, as of SHA-256
        head = {
            "article": digest,
            "asserted": draw(st.sampled_from([None, "2016-10-18", "2017-01-02"])),
            "headline": draw(st.sampled_from([None, "", "Slag om Karem — Ё"])),
            "language": draw(st.sampled_from([None, "nl"])),
        }
        accounts = [account(draw, number, head) for number in range(draw(st.integers(1, 4)))]
        found.append(sorted(accounts, key=place_in_list))
    return found


def account(draw: st.DrawFn, number: int, head: dict[str, Any]) -> Account:
    source, source_name = draw(st.sampled_from(SOURCES))
    begin = draw(DAYS)
    value = draw(NUMBERS)
    return Account(
        **head,
        claim=f"id/claim/{head['article']}-{number}",
        type=draw(st.sampled_from(["figure", "event"])),
        code=draw(st.sampled_from(["killed", "injured", "shelling"])),
        event=draw(st.sampled_from([None, "shelling"])),
        case=draw(st.sampled_from([None, "id/case/1"])),
        status=draw(st.sampled_from(["reported", "feared"])),
        measure=draw(st.sampled_from([None, "flow"])),
        scope=None,
        population=draw(st.sampled_from([None, "people"])),
        begin=begin,
        end=draw(DAYS) if begin is None else begin,
        place=draw(st.sampled_from([None, *SPOTS])),
        value=value,
        low=value,
        high=draw(NUMBERS),
        overtaken=draw(st.booleans()),
        actors=by_name(draw(st.lists(st.sampled_from(PARTIES), unique=True))),
        source=source,
        source_name=source_name,
        quote=draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=9)),
        start=draw(st.integers(0, 3)),
        stop=9,
    )


def by_name(actors: Iterable[Party]) -> tuple[Party, ...]:
    return tuple(sorted(actors, key=lambda one: (one.name, one.iri)))


def some_of(values: Sequence[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from([*values, "unknown"]), max_size=2)


WINDOWS = st.sampled_from([(None, None), ("2016-10-17", "2016-12-31"), ("0001-01-01", "2016-10-17")])
BOXES = st.sampled_from([None, (40.0, 30.0, 50.0, 40.0), (170.0, -20.0, -170.0, 0.0)])
CHOICES = st.builds(
    lambda window, box, **values: Choice(*window, box, values),
    WINDOWS,
    BOXES,
    type=some_of(["figure"]),
    code=some_of(["killed", "shelling"]),
    status=some_of(["feared"]),
    country=some_of(["IQ", "SY"]),
    place=some_of([spot.iri for spot in SPOTS]),
    actor=some_of([party.iri for party in PARTIES]),
    actorkind=some_of(["rebel", "state"]),
    source=some_of(["Post", "Wire"]),
)


def in_turn(arriving: list[list[Account]], first: int) -> Ledger:
    """A ledger that began with some articles, and that the others came to, each by itself."""
    begun = [one for accounts in arriving[:first] for one in accounts]
    ledger = Ledger((segment_of(begun),))
    for accounts in arriving[first:]:
        ledger = ledger.with_new(accounts, {})
    return ledger


@pytest.fixture(scope="module", autouse=True)
def _small() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledgers, "FULL", 3)
        patch.setattr(ledgers, "MOST_SEGMENTS", 3)
        patch.setattr(ledgers, "TOGETHER", 2)
        yield


@settings(max_examples=60, deadline=None)
@given(papers(), st.integers(0, 6), CHOICES, st.booleans())
def test_columns_choose_count_and_list_as_their_accounts_would(
    arriving: list[list[Account]], first: int, choice: Choice, in_files: bool
) -> None:
    every = sorted((one for accounts in arriving for one in accounts), key=place_in_list)
    ledger = in_turn(arriving, first)
    with TemporaryDirectory() as folder:
        if in_files:
            ledger = replace(ledger, segments=tuple(save(each, Path(folder)) for each in ledger.segments))
        for shown in (ledger, ledger.compacted()):
            found, expected = shown.chosen(choice), plainly.chosen(every, choice)
            assert (len(shown), len(found)) == (len(every), len(expected))
            assert list(found.page()) == expected
            assert list(found.page(1, 3)) == expected[1:3]
            located = [one for one in expected if one.place and one.place.latitude is not None]
            assert list(found.located().page()) == located
            assert shown.facets(choice) == plainly.facets(every, choice)


@settings(max_examples=20, deadline=None)
@given(papers(), st.integers(0, 6), CHOICES)
def test_what_is_called_by_another_name_is_so_everywhere(
    arriving: list[list[Account]], first: int, choice: Choice
) -> None:
    names, sources = {"a/army": "Zealots"}, {"s/wire": "Agency"}
    places = {"id/place/hill": replace(SPOTS[1], name="Mount", latitude=1.5, longitude=2.5)}

    def renamed(one: Account) -> Account:
        actors = by_name(replace(party, name=names.get(party.iri, party.name)) for party in one.actors)
        place = places.get(one.place.iri, one.place) if one.place else None
        return replace(one, actors=actors, place=place, source_name=sources.get(one.source, one.source_name))

    ledger = in_turn(arriving, first).called(names, places, sources)
    every = sorted((renamed(one) for accounts in arriving for one in accounts), key=place_in_list)
    assert list(ledger.chosen(choice).page()) == plainly.chosen(every, choice)
    assert ledger.facets(choice) == plainly.facets(every, choice)


@settings(max_examples=20, deadline=None)
@given(papers())
def test_a_claim_whose_event_went_to_another_case_says_so(arriving: list[list[Account]]) -> None:
    ledger = in_turn(arriving, 2)
    moved = {one.claim: "id/case/2" for accounts in arriving[:3] for one in accounts[:1]}
    of = {one.claim: (one.article, moved[one.claim]) for accounts in arriving[:3] for one in accounts[:1]}
    shown = ledger.with_new((), of).compacted().chosen(Choice()).page()
    before = {one.claim: one.case for accounts in arriving for one in accounts}
    assert {one.claim: one.case for one in shown} == before | moved


def test_columns_are_kept_once_and_read_again(tmp_path: Path) -> None:
    segment = segment_of(())
    first = kept(segment, tmp_path)
    assert kept(first, tmp_path) is first
    assert first.folder is not None
    assert len(load(first.folder)) == 0
    assert [path.name for path in tmp_path.iterdir()] == [first.folder.name]


def test_a_damaged_file_is_no_column(tmp_path: Path) -> None:
    folder = save(segment_of(()), tmp_path).folder
    assert folder is not None
    (folder / "key.npy").write_bytes(b"\x93NUMPY")
    with pytest.raises(ValueError, match=r"."):
        load(folder)
