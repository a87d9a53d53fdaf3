"""The list of cases: each filter, the counts beside them, the same as data, and how contradictions and ranges show."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyoxigraph
import pytest
from flask.testing import FlaskClient

from kg.cases import Cases
from kg.model import Place
from kg.settings import Settings
from kg.stores import open_store
from kg.web.views.bars import WIDTH, Scale
from tests.cases.conftest import put
from tests.cases.papers import PLACES, act, paper, with_figures
from tests.cases.told import BASE
from tests.queries.test_case_queries import COURIER, DENIAL, HERALD, PLAN, POST, killed
from tests.web.conftest import BROWSER, body, put_vocabulary, serving

FORMULA = '=HYPERLINK("x")'
MARKET = replace(PLACES["s-saro"], key="s-market", name=FORMULA)


def elsewhere(place: Place, name: str, number: int, day: int) -> Any:
    told = with_figures(paper(name, act("bombing", place.key, day=day)), killed(number))
    return replace(told, places=(place,))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """One shelling of which four papers tell and contradict each other, a plan, two bombings told of twice and once."""
    settings = Settings.from_env({"KG_DATA": str(tmp_path_factory.mktemp("cases")), "KG_BASE": BASE})
    settings = replace(settings, limits={**settings.limits, "query_workers": 1})
    store = open_store(settings)
    saro = PLACES["s-saro"]
    with store.writer() as writer:
        put_vocabulary(writer)
        with Cases(writer, BASE).kept() as cases:
            put(writer, cases, POST, HERALD, COURIER, DENIAL, PLAN)
            put(writer, cases, elsewhere(saro, "Star", 100, 20), elsewhere(saro, "Globe", 100, 20))
            put(writer, cases, elsewhere(MARKET, "Echo", 3, 25))
    with serving(settings, store) as app:
        yield app.test_client()


def ask(client: FlaskClient, **given: Any) -> dict[str, Any]:
    return body(client.get("/cases", query_string={"format": "json", **given}))


def found(client: FlaskClient, **given: Any) -> list[tuple[str, int]]:
    """Type and number of articles of the cases there are."""
    return [(case["type"], case["articles"]) for case in ask(client, **given)["cases"]]


def test_the_list_begins_with_what_several_articles_tell(client: FlaskClient) -> None:
    assert found(client) == [("shelling", 4), ("bombing", 2)]
    told = ask(client)
    assert (told["total"], told["all"], told["pages"]) == (2, 4, 1)


def test_all_shows_what_one_article_tells_too(client: FlaskClient) -> None:
    assert len(found(client, articles="all")) == 4
    assert found(client, articles=3) == [("shelling", 4)]


@pytest.mark.parametrize(
    ("given", "types"),
    [
        ({"status": "contested"}, ["shelling"]),
        ({"status": "occurred"}, ["bombing", "bombing"]),
        ({"status": "ahead"}, ["capture_of_territory"]),
        ({"status": "denied"}, []),
        ({"type": "bombing"}, ["bombing", "bombing"]),
        ({"place": "kAReM"}, ["shelling"]),
        ({"place": "nowhere"}, []),
        ({"begin": "2024-03-25"}, ["bombing"]),
        ({"end": "2024-03-05"}, ["shelling"]),
        ({"begin": "2024-03-06", "end": "2024-03-19"}, ["capture_of_territory"]),
        ({"contradicted": "1"}, ["shelling"]),
    ],
    ids=str,
)
def test_each_filter_leaves_what_it_names(client: FlaskClient, given: dict[str, str], types: list[str]) -> None:
    assert [type_ for type_, _ in found(client, articles="all", **given)] == types
    assert ask(client, articles="all", **given)["total"] == len(types)


@pytest.mark.parametrize("country", ["Iraq", "irak", "Ирак"])
def test_a_country_is_found_by_its_name_in_any_of_our_languages(client: FlaskClient, country: str) -> None:
    assert len(found(client, articles="all", place=country)) == 4
    assert found(client, articles="all", place="Ukraine") == []


def test_the_counts_beside_a_filter_are_what_choosing_it_gives(client: FlaskClient) -> None:
    counts = ask(client, articles="all")["counts"]
    for name in ("status", "type", "articles"):
        for choice, n in counts[name].items():
            wanted = {"articles": "all", name: "" if (name, choice) == ("type", "all") else choice}
            assert ask(client, **wanted)["total"] == n, (name, choice)


def test_cases_are_sorted_by_articles_by_day_or_by_size(client: FlaskClient) -> None:
    days = [case["period"]["begin"] for case in ask(client, articles="all", sort="date")["cases"]]
    assert days == sorted(days, reverse=True)
    tolls = [case["toll"] for case in ask(client, articles="all", sort="size")["cases"]]
    assert [toll and (toll["best"] or toll["high"]) for toll in tolls] == [100, 16, 3, None]


def test_the_range_is_of_what_happened_not_of_what_was_feared(client: FlaskClient) -> None:
    toll = ask(client)["cases"][0]["toll"]
    assert (toll["kind"], toll["status"], toll["low"], toll["best"], toll["high"]) == ("killed", "reported", 12, 16, 57)
    assert (toll["open_ended"], toll["sources"]) == (True, 4)


def test_contradictions_are_those_of_the_saved_question(client: FlaskClient) -> None:
    rows = client.get("/queries/contradictions?format=csv").text.splitlines()[1:]
    theirs = {row.split(",")[0] for row in rows}
    ours = {case["iri"] for case in ask(client, articles="all")["cases"] if case["contradicted"]}
    assert ours == theirs
    assert theirs


def test_the_page_shows_the_range_the_mark_and_of_how_many(client: FlaskClient) -> None:
    page = client.get("/cases", headers=BROWSER).text
    assert "2 of 4 cases match." in page
    assert "sources contradict each other:" in page
    assert page.count('<svg class="bar"') == 3  # the scale and two cases
    assert "57 or more" in page
    assert "style=" not in page
    assert "<script" not in page


def test_the_page_is_there_in_dutch(client: FlaskClient) -> None:
    page = client.get("/cases", headers={**BROWSER, "Accept-Language": "nl"}).text
    assert "2 van 4 zaken voldoen." in page
    assert "cases match" not in page


def test_the_csv_has_all_that_match_and_no_formula(client: FlaskClient) -> None:
    answer = client.get("/cases?format=csv&articles=all")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.mimetype == "text/csv"
    assert len(rows) == 4
    assert f"'{FORMULA}" in {row["placeName"] for row in rows}
    assert rows[0]["contradicted"] == "killed"


def test_the_turtle_has_the_cases_that_match_with_their_estimates(client: FlaskClient) -> None:
    turtle = client.get("/cases?contradicted=1", headers={"Accept": "text/turtle"})
    triples = list(pyoxigraph.parse(turtle.data, format=pyoxigraph.RdfFormat.TURTLE))
    kinds = [
        str(getattr(one.object, "value", "")).rpartition("#")[2] for one in triples if "#type" in str(one.predicate)
    ]
    assert kinds.count("Case") == 1
    assert kinds.count("Estimate") == 2


def test_pages_follow_each_other_without_gap_or_overlap(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.web.cases.PAGE", 3)
    monkeypatch.setattr("kg.web.cases.page_of.__defaults__", (3,))
    first, second = (ask(client, articles="all", page=page, sort="date") for page in (1, 2))
    assert (first["pages"], len(first["cases"]), len(second["cases"])) == (2, 3, 1)
    assert len({case["iri"] for case in (*first["cases"], *second["cases"])}) == 4
    page = client.get("/cases?articles=all&sort=date", headers=BROWSER).text
    assert 'rel="next"' in page
    assert "sort=date&amp;page=2" in page


def test_a_former_state_is_kept_in_every_link(client: FlaskClient) -> None:
    state = client.get("/cases").headers["KG-Snapshot"]
    page = client.get(f"/cases?snapshot={state}", headers=BROWSER).text
    assert f'<input type="hidden" name="snapshot" value="{state}">' in page
    assert f"?articles=all&amp;snapshot={state}" in page or f"snapshot={state}&amp;format=csv" in page


@pytest.mark.parametrize(
    "wrong",
    ["status=gone", "articles=0", "articles=x", "begin=today", "end=2024-13-01", "sort=name", "contradicted=2",
     "begin=2024-02-01&end=2024-01-01", "place=" + "x" * 101, "page=0", "format=xlsx"],
)  # fmt: skip
def test_what_no_filter_takes_is_refused_by_name(client: FlaskClient, wrong: str) -> None:
    answer = client.get(f"/cases?{wrong}")
    assert answer.status_code == 400
    assert body(answer)["parameter"] == wrong.partition("=")[0]


@pytest.mark.parametrize("words", ['") } #', "a\\", "}", "?case", "<x>", '"y', "\n"])
def test_words_of_a_reader_are_never_query(client: FlaskClient, words: str) -> None:
    assert ask(client, articles="all", place=words)["total"] in (0, 4)  # blank words are no filter
    assert client.get("/cases", query_string={"type": words, "format": "json"}).status_code in (200, 400)


def test_a_scale_goes_to_the_next_power_of_ten_and_keeps_order() -> None:
    scale = Scale.over([57, 3])
    assert scale.most == 100
    assert [number for number, _ in scale.ticks] == [0, 10, 100]
    assert scale.at(0) == 0 < scale.at(3) < scale.at(57) < scale.at(100) == WIDTH
    assert scale.bar(None, None, 57).low is None


def test_the_record_of_a_claim_leads_to_its_case(client: FlaskClient) -> None:
    case = ask(client)["cases"][0]
    claim = body(client.get(case["href"], query_string={"format": "json"}))["claims"][0]
    assert f'href="{case["href"]}"' in client.get(claim["iri"].removeprefix(BASE[:-1]), headers=BROWSER).text


def test_the_first_page_is_given_the_cases_that_most_articles_tell_of(client: FlaskClient) -> None:
    given = body(client.get("/overview"))["cases"]
    assert (given["total"], given["all"]) == (2, 4)
    assert given["cases"] == ask(client)["cases"]
