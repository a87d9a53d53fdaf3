"""The sample articles and what a careful reader finds in them agree with each other."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from kg.model import ActorKind, Article, Kind, Measure, Scope
from kg.settings import Settings
from kg.sources import files_below, read_source

FOLDER = Path(__file__).parents[2] / "data" / "samples"
ANSWERS = FOLDER.parent / "gold" / "samples.jsonl"
GOLD: dict[str, dict[str, Any]] = {
    record["id"]: record for record in map(json.loads, ANSWERS.read_text(encoding="utf-8").splitlines())
}
EVENT_TYPES = {path.stem for path in (FOLDER.parents[1] / "ontology" / "events").glob("*.ttl")}
STATUSES = {"reported", "unconfirmed", "expected", "planned", "denied"}
ROLES = {"agent", "target", "supporter", "speaker", "mentioned"}

AGENCIES = {
    "de-kharkiv": ("dpa", "AFP"),
    "de-mosul": ("dpa", "AP"),
    "en-kharkiv": ("AFP",),
    "en-mogadishu": ("AP", "BBC"),
    "en-mosul": ("HW",),
    "es-catatumbo": ("EFE", "AP"),
    "fr-goma": ("AFP", "Reuters"),
    "nl-goma": ("AFP", "ANP"),
    "nl-kharkiv": ("Interfax", "Reuters"),
    "nl-mosul": ("Reuters", "Belga"),
}

record_of = pytest.mark.parametrize("record", GOLD.values(), ids=GOLD.keys())


def at_word_edges(phrase: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text) is not None


def names_its_paper(article: Article) -> bool:
    """A bare text says which paper it is from in its head or nowhere; a record of the wire always does."""
    head = article.text[: article.body_start]
    return not article.source.endswith(".txt") or GOLD[article.identifier]["publisher"] in head


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    settings = Settings.from_env({})
    read = [item for path in files_below(FOLDER)[0] for item in read_source(path, settings)]
    assert all(isinstance(item, Article) for item in read)
    return {item.identifier: item for item in read if isinstance(item, Article)}


def test_there_are_at_least_twelve_articles_in_five_languages():
    assert len(GOLD) >= 12
    assert {record["lang"] for record in GOLD.values()} == {"nl", "en", "fr", "de", "es"}


def test_the_folder_holds_the_articles_of_the_gold_and_nothing_else_to_ingest(articles):
    assert set(articles) == set(GOLD)


@record_of
def test_the_text_is_what_a_source_reads(articles, record):
    article = articles[record["id"]]
    assert article.text == record["text"]
    assert article.language == record["lang"]
    assert article.published == dt.date.fromisoformat(record["published"])
    assert article.publisher == (record["publisher"] if names_its_paper(article) else "")


@record_of
def test_the_credited_agencies_are_what_the_head_credits(articles, record):
    assert articles[record["id"]].agencies == AGENCIES.get(record["id"], ())


@record_of
def test_an_article_is_short(record):
    assert 110 <= len(record["text"].split()) <= 260
    dt.date.fromisoformat(record["published"])


@record_of
def test_quotes_and_mentions_are_in_the_text(record):
    gold, text = record["gold"], record["text"]
    quotes = [claim["quote"] for claim in (*gold["figures"], *gold["events"])]
    mentions = [mention for thing in (*gold["actors"], *gold["places"]) for mention in thing["mentions"]]
    assert [quote for quote in quotes if quote not in text] == []
    assert [mention for mention in mentions if not at_word_edges(mention, text)] == []


@record_of
def test_claims_name_only_listed_actors_and_places(record):
    gold = record["gold"]
    actors = {actor["name"] for actor in gold["actors"]}
    places = {place["name"] for place in gold["places"]}
    for claim in (*gold["figures"], *gold["events"]):
        assert set(claim["attributed_to"]) <= actors
        assert claim["place"] is None or claim["place"] in places
    for event in gold["events"]:
        assert {*event["agents"], *event["targets"]} <= actors


@record_of
def test_the_vocabularies_are_those_of_the_guidelines(record):
    gold = record["gold"]
    for figure in gold["figures"]:
        assert figure["kind"] in set(Kind)
        assert figure["measure"] in set(Measure)
        assert figure["scope"] in set(Scope)
        assert None in (figure["low"], figure["high"]) or figure["low"] <= figure["high"]
    assert {claim["status"] for claim in (*gold["figures"], *gold["events"])} <= STATUSES
    assert {event["type"] for event in gold["events"]} <= EVENT_TYPES
    assert {actor["kind"] for actor in gold["actors"]} <= set(ActorKind)
    assert {role for actor in gold["actors"] for role in actor["roles"]} <= ROLES


@record_of
def test_roles_follow_from_the_events_and_the_attributions(record):
    gold = record["gold"]
    agents = {name for event in gold["events"] for name in event["agents"]}
    targets = {name for event in gold["events"] for name in event["targets"]}
    speakers = {name for claim in (*gold["figures"], *gold["events"]) for name in claim["attributed_to"]}
    for actor in gold["actors"]:
        assert ("agent" in actor["roles"]) == (actor["name"] in agents), actor
        assert ("target" in actor["roles"]) == (actor["name"] in targets), actor
        assert "speaker" in actor["roles"] or actor["name"] not in speakers, actor


@record_of
def test_an_event_place_is_one_where_something_is_claimed(record):
    gold = record["gold"]
    claimed = {claim["place"] for claim in (*gold["figures"], *gold["events"])}
    assert {p["name"] for p in gold["places"] if p["role"] == "event"} == claimed - {None}


def test_an_article_without_conflict_has_no_claims():
    negatives = [record for record in GOLD.values() if record["negative"]]
    assert negatives
    assert all(not any(record["gold"].values()) for record in negatives)


def test_the_articles_overlap():
    """One event in three papers with other tolls, and every state of a displacement figure somewhere."""
    tolls = {
        f["low"] for i in ("nl", "en", "de") for f in GOLD[f"{i}-kharkiv"]["gold"]["figures"] if f["kind"] == "killed"
    }
    assert {6, 12, 16, 18} <= tolls
    displaced = {
        (f["status"], f["measure"]) for r in GOLD.values() for f in r["gold"]["figures"] if f["kind"] == "displaced"
    }
    assert {("expected", "flow"), ("planned", "capacity"), ("reported", "stock"), ("reported", "flow")} <= displaced
