"""How well two things fit, and how what other servers write is read: small pure functions, each at its edges."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.linking.candidates import candidate
from kg.linking.choosing import choose
from kg.linking.evidence import MOST, SAME_ID, ContradictionError, judge, kilometres
from kg.linking.model import Abstention, Candidate, Family, Name, Point, Proposal, Thing
from kg.linking.normal import geonames_id, normal
from kg.linking.sssom import curie

MOSUL, BAGHDAD = Point(36.335, 43.119), Point(33.3406, 44.4009)
TOWN = Thing("ours", Family.PLACE, (Name("Mosul", "en"),), country="IQ", point=MOSUL)
SAME = Candidate("theirs", (Name("Mosul", "en"),), frozenset({Family.PLACE}), frozenset({"IQ"}), MOSUL)


def test_a_distance_is_that_of_the_globe() -> None:
    assert kilometres(MOSUL, BAGHDAD) == pytest.approx(352, abs=3)
    assert kilometres(Point(0, 179.9), Point(0, -179.9)) == pytest.approx(22, abs=1)


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (Candidate("x", SAME.names, frozenset({Family.PERSON})), "it is person"),
        (Candidate("x", SAME.names, frozenset()), "none of what we look for"),
        (Candidate("x", SAME.names, None, frozenset({"SY"})), "it lies in SY"),
        (Candidate("x", SAME.names, None, point=BAGHDAD), "km away"),
    ],
)
def test_what_contradicts_ends_it(other: Candidate, says: str) -> None:
    with pytest.raises(ContradictionError, match=says):
        judge(TOWN, other)


def test_another_number_of_geonames_is_another_place_however_alike() -> None:
    numbered = Thing("ours", Family.PLACE, TOWN.names, point=MOSUL, geonames="1")
    with pytest.raises(ContradictionError, match="GeoNames 2"):
        judge(numbered, Candidate("x", SAME.names, SAME.families, SAME.countries, MOSUL, frozenset({"2"})))
    assert judge(numbered, Candidate("x", geonames=frozenset({"1"})))[0] == SAME_ID


def test_a_name_alone_is_never_enough_and_is_told_as_the_reason() -> None:
    (found,) = choose(Thing("o", Family.ARMED, (Name("Front", "en"),)), [Candidate("x", (Name("Front", "en"),))])
    assert isinstance(found, Abstention)
    assert "same name in en" in found.reason


def test_a_name_in_another_language_is_no_shared_name() -> None:
    assert judge(TOWN, Candidate("x", (Name("Mosul", "nl"),)))[0] == 0.0


def test_the_order_of_the_candidates_does_not_matter() -> None:
    near = Candidate("near", SAME.names, SAME.families, SAME.countries, Point(36.34, 43.12))
    assert choose(TOWN, [SAME, near]) == choose(TOWN, [near, SAME])
    assert {each.object for each in choose(TOWN, [SAME, near]) if isinstance(each, Proposal)} == {"theirs", "near"}


NAMES = st.builds(
    Name, st.sampled_from(["Mosul", "Front", "Karem"]), st.sampled_from(["en", "nl", "mul"]), st.booleans()
)
CANDIDATES = st.builds(
    Candidate,
    st.sampled_from(["a", "b", "c"]),
    st.lists(NAMES, max_size=4).map(tuple),
    st.none() | st.frozensets(st.sampled_from(Family), max_size=2),
    st.frozensets(st.sampled_from(["IQ", "SY"]), max_size=2),
    st.none() | st.builds(Point, st.floats(-90, 90), st.floats(-180, 180)),
)


@given(st.lists(CANDIDATES, max_size=6, unique_by=lambda each: each.iri))
def test_whatever_is_found_there_is_a_finding_and_the_chances_are_no_more_than_one(found: list[Candidate]) -> None:
    findings = choose(TOWN, found)
    assert findings
    proposals = [each for each in findings if isinstance(each, Proposal)]
    assert all(0 < each.confidence <= MOST and each.evidence for each in proposals)
    assert sum(each.confidence for each in proposals) <= 1
    assert len(proposals) in (0, len(findings))


def row(role: str, value: str, **more: str) -> dict[str, dict[str, str]]:
    return {"role": {"type": "literal", "value": role}, "value": {"type": "literal", "value": value, **more}}


def test_points_and_days_are_read_as_wikidata_writes_them() -> None:
    found = candidate(
        "https://www.wikidata.org/wiki/Q1",
        [
            row("point", "<http://www.wikidata.org/entity/Q405> Point(1 2)"),
            row("point", "Point(43.119 36.335)"),
            row("begin", "2016-10-16T00:00:00Z"),
            row("begin", "2017-00-00T00:00:00Z"),
            row("end", "-0044-03-15T00:00:00Z"),
            row("end", "http://www.wikidata.org/.well-known/genid/1"),
            row("label", "Mosul", **{"xml:lang": "EN"}),
        ],
        {},
    )
    assert found == Candidate(
        "http://www.wikidata.org/entity/Q1", (Name("Mosul", "en"),), point=MOSUL, begin=dt.date(2016, 10, 16)
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://www.wikidata.org/wiki/Q83317", "http://www.wikidata.org/entity/Q83317"),
        ("https://www.wikidata.org/entity/Q83317", "http://www.wikidata.org/entity/Q83317"),
        ("http://sws.geonames.org/99072", "https://sws.geonames.org/99072/"),
        ("https://www.geonames.org/99072/mosul.html", "https://sws.geonames.org/99072/"),
        ("https://dbpedia.org/page/Mosul", "http://dbpedia.org/resource/Mosul"),
        ("https://example.org/Q83317", "https://example.org/Q83317"),
    ],
)
def test_iris_are_written_as_each_graph_writes_the_thing_itself(written: str, meant: str) -> None:
    assert normal(written) == meant
    assert normal(meant) == meant


def test_a_number_of_geonames_is_read_from_its_iris_only() -> None:
    assert geonames_id("http://www.geonames.org/99072/") == "99072"
    assert geonames_id("http://www.wikidata.org/entity/Q99072") is None


def test_an_iri_that_a_curie_cannot_hold_stays_whole() -> None:
    spaces = {"dbr": "http://dbpedia.org/resource/"}
    assert curie("http://dbpedia.org/resource/Mosul", spaces) == "dbr:Mosul"
    assert curie("http://dbpedia.org/resource/A/B?c", spaces) == "http://dbpedia.org/resource/A/B?c"
