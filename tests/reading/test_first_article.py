"""The first article, a messy Dutch piece on the start of the Mosul offensive, as a careful reader reads it."""

from __future__ import annotations

from functools import cache

from kg.model import Article, Kind, Measure, Reading, Role, Scope, Status
from kg.reading import read
from kg.settings import Settings
from kg.sources import read_source
from tests.reading.conftest import SEED


@cache
def mosul() -> Reading:
    (article,) = read_source(SEED, Settings.from_env({}))
    assert isinstance(article, Article)
    return read(article)


def test_the_five_figures_and_nothing_else() -> None:
    assert [(f.kind, f.low, f.high, f.status, f.measure) for f in mosul().figures] == [
        (Kind.KILLED, 58, 58, Status.REPORTED, Measure.FLOW),
        (Kind.STRENGTH, 4000, 4000, Status.UNVERIFIED, Measure.STOCK),
        (Kind.DISPLACED, None, 1_000_000, Status.FEARED, Measure.FLOW),
        (Kind.DISPLACED, 1_200_000, 1_200_000, Status.PLANNED, Measure.CAPACITY),
        (Kind.DISPLACED, 3_400_000, 3_400_000, Status.REPORTED, Measure.FLOW),
    ]


def test_two_days_ago_is_the_fifteenth_and_the_rest_has_no_day() -> None:
    assert [f.period.iso if f.period else None for f in mosul().figures] == ["2016-10-15", None, None, None, None]


def test_each_figure_has_its_place() -> None:
    names = mosul().place_names()
    assert [names.get(f.place or "") for f in mosul().figures] == ["Mosul", "Mosul", "Mosul", "Mosul", "Iraq"]


def test_fear_and_plan_have_their_speakers_and_the_paper_is_none() -> None:
    names = mosul().actor_names()
    speakers = [[names[key] for key in f.attribution] for f in mosul().figures]
    assert speakers == [[], [], ["United Nations"], ["UNHCR"], []]


def test_the_displaced_so_far_are_a_running_total() -> None:
    assert [f.scope for f in mosul().figures][-1] is Scope.CUMULATIVE


def test_the_parties_and_sources_are_found_with_their_mentions() -> None:
    mentions = {a.name: {m.quote for m in a.mentions} for a in mosul().actors}
    wanted = {
        "Iraqi Armed Forces": {"Iraakse soldaten", "Iraakse troepen", "regeringstroepen"},
        "Peshmerga": {"Koerdische Peshmerga-strijders"},
        "Islamic State": {"IS", "Islamitsiche Staat", "IS-strijders", "jihadisten"},
        "Global Coalition against Islamic State": {"internationale coalitie"},
        "United States": {"VS"},
        "United Kingdom": {"Groot-Brittannië"},
        "Haider al-Abadi": {"Haider al-Abadi"},
        "Ash Carter": {"Ash Carter", "Carter"},
        "United Nations": {"Verenigde Naties"},
        "UNHCR": {"UNHCR"},
        "CNN": {"CNN"},
        "Belga": {"Belga"},
        "Associated Press": {"© ap"},
        "Reuters": {"© reuters"},
    }
    assert {name: texts for name, texts in wanted.items() if not texts <= mentions.get(name, set())} == {}


def test_places_are_resolved_and_the_comparison_is_no_scene() -> None:
    places = {p.name: (p.geonames, p.is_event_place) for p in mosul().places}
    scenes = {"Mosul": (99072, True), "Iraq": (99237, True), "Qayyarah": (99003, True)}
    assert places == scenes | {"Aleppo": (170063, False)}


def test_the_offensive_is_announced_by_al_abadi() -> None:
    names = mosul().actor_names()
    offensive = next(e for e in mosul().events if e.type == "offensive")
    assert [names[key] for key in offensive.attribution] == ["Haider al-Abadi"]
    assert [names[key] for key in offensive.agents] == ["Iraqi Armed Forces"]


def test_the_acts_of_the_article_with_their_own_dates() -> None:
    told = {(e.type, e.status, e.period.iso if e.period else None, e.background) for e in mosul().events}
    assert {
        ("offensive", Status.REPORTED, "2016-10-17", False),
        ("capture_of_territory", Status.UNVERIFIED, None, False),
        ("execution", Status.REPORTED, "2016-10-15", False),
        ("other", Status.REPORTED, "2016-10-16", False),  # the leaflets of the day before
        ("airstrike", Status.REPORTED, None, False),
        ("capture_of_territory", Status.REPORTED, "2014", True),
        ("withdrawal", Status.REPORTED, "2011", True),
    } <= told


def test_the_tweet_and_the_credits_are_no_events() -> None:
    quotes = [e.evidence.quote for e in mosul().events]
    assert not any("embedded" in quote or quote.startswith("©") for quote in quotes)


def test_the_us_and_the_uk_support_the_iraqi_forces() -> None:
    supporters = {a.name for a in mosul().actors if Role.SUPPORTER in a.roles}
    assert supporters == {"United States", "United Kingdom"}
