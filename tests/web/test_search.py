from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from kg.gazetteer import open_index
from kg.web.views.search_index import (
    Entry,
    SearchIndex,
    build,
    by_thing,
    each_once,
    entries_of,
    find,
    fold,
    under_other_names,
)
from tests.web.conftest import ARMY, BASE, BROWSER, PAYLOAD, body


def index(*names: tuple[str, str, int]) -> SearchIndex:
    return build(Entry(f"urn:{iri}", "actor", iri, name, mentions) for iri, name, mentions in names)


def found(names: SearchIndex, query: str) -> list[str]:
    return [entry.iri.removeprefix("urn:") for entry in find(names, query)]


def test_the_whole_name_comes_before_its_beginning_before_a_word_within_it() -> None:
    names = index(("within", "Greater Mosul", 9), ("begins", "Mosul Dam", 9), ("whole", "Mosul", 0))
    assert found(names, "mosul") == ["whole", "begins", "within"]


def test_among_equals_the_often_mentioned_comes_first() -> None:
    assert found(index(("rare", "Ali Ahmed", 1), ("often", "Ali Hassan", 7)), "ali") == ["often", "rare"]


def test_case_accents_and_hyphens_make_no_difference() -> None:
    names = index(("qayyarah", "Al-Qayyārah", 0))
    assert found(names, "al qayyarah") == found(names, "AL-QAYYĀRAH") == ["qayyarah"]


def test_names_in_other_scripts_are_found_by_their_beginning() -> None:
    assert found(index(("mosul", "الموصل", 0)), "المو") == ["mosul"]


def test_every_word_typed_must_begin_a_word_of_the_name_in_any_order() -> None:
    names = index(("is", "Islamic State in Iraq", 0))
    assert found(names, "iraq isl") == ["is"]
    assert found(names, "iraq syria") == []


def test_a_thing_is_listed_once_by_the_name_that_fits_best() -> None:
    (only,) = find(index(("is", "Islamic State", 0), ("is", "Daesh", 0)), "dae")
    assert only.name == "Daesh"


def test_nothing_typed_finds_nothing() -> None:
    assert found(index(("a", "A", 0)), "  ") == []


def test_folding_ends_where_a_name_would() -> None:
    assert len(fold("x" * 500)) == 100


def test_the_shown_name_is_the_english_preferred_one() -> None:
    rows = [
        {"iri": "urn:a", "type": "place", "property": "altLabel", "name": "Nineveh city", "language": "en"},
        {"iri": "urn:a", "type": "place", "property": "prefLabel", "name": "Mosoel", "language": "nl"},
        {"iri": "urn:a", "type": "place", "property": "prefLabel", "name": "Mosul", "language": "en"},
    ]
    assert {entry.label for entry in entries_of(by_thing(rows), {})} == {"Mosul"}


def test_an_actor_of_an_article_is_found_as_json(client: FlaskClient) -> None:
    answer = client.get("/search?q=valley+ar").json
    assert answer == {
        "query": "valley ar",
        "total": 1,
        "totals": {"actor": 1},
        "results": [
            {
                "iri": ARMY,
                "href": "/id/actor/valley-army",
                "type": "actor",
                "label": "Valley Army",
                "match": "Valley Army",
                "articles": 1,
            }
        ],
    }


def test_places_and_event_types_are_found_too_and_can_be_asked_for_alone(client: FlaskClient) -> None:
    assert body(client.get("/search?q=karem"))["results"][0]["type"] == "place"
    types = body(client.get("/search?q=shell&type=eventtype"))["results"]
    assert types[0]["iri"] == "https://w3id.org/cekg/v/event/shelling"
    assert client.get("/search?q=x&type=planet").status_code == 400


def test_a_limit_cuts_the_list_but_not_the_total(client: FlaskClient) -> None:
    answer = body(client.get("/search?q=s&limit=2"))
    assert len(answer["results"]) == 2 < answer["total"]


def test_a_limit_that_makes_no_sense_is_named(client: FlaskClient) -> None:
    for limit in ("0", "101", "-1", "x", "1e3", "٣"):
        answer = client.get("/search", query_string={"q": "a", "limit": limit})
        assert answer.status_code == 400
        assert body(answer)["parameter"] == "limit"


def test_a_browser_without_scripts_gets_the_matches_as_links(client: FlaskClient) -> None:
    page = client.get("/search?q=hostile", headers=BROWSER).text
    assert f'href="/id/{(BASE + "id/actor/x-hostile").rpartition("/id/")[2]}"' in page
    assert PAYLOAD not in page


def test_no_type_crowds_out_another(client: FlaskClient) -> None:
    answer = client.get("/search?q=a&each=1&limit=10").json
    types = [one["type"] for one in answer["results"]]
    assert len(types) == len(set(types)) > 1
    assert answer["total"] == sum(answer["totals"].values()) > len(types)


def test_a_place_is_found_by_the_names_that_the_gazetteer_has_of_it() -> None:
    names = SearchIndex((), (), (), {"urn:mosul": Entry("urn:mosul", "place", "Mosul", "Mosul", 4)})
    (found,) = under_other_names(names, [("urn:mosul", "мосул"), ("urn:elsewhere", "мостар")])
    assert (found.label, found.name, found.mentions) == ("Mosul", "Мосул", 4)
    assert each_once([found, Entry("urn:mosul", "place", "Mosul", "Mosul", 4)]) == [found]


@pytest.mark.parametrize("typed", ["Mosoe", "mossou", "Мосу", "الموص"])
def test_the_gazetteer_knows_a_name_from_its_beginning_in_any_script(typed: str) -> None:
    assert "gn-99072" in {candidate.key for _, candidate in open_index().beginning(typed, 2_000)}
