"""What `kg extract` prints is a contract: keys, vocabularies, names instead of keys, offsets that hold."""

from __future__ import annotations

from pathlib import Path

from kg import pipeline
from kg.extract import as_record
from kg.settings import Settings
from kg.sources import SourceFailure
from tests.factories import TEXT, make_reading

BASE = "https://w3id.org/cekg/"
FIGURE = {"kind", "low", "high", "value", "qualifier", "who", "status", "measure", "scope", "attributed_to", "date"}
FIGURE |= {"place", "quote", "start", "end"}


def test_a_record_holds_the_keys_of_the_contract() -> None:
    record = as_record(make_reading(), BASE)
    assert {"id", "source", "lang", "published", "title", "figures", "actors", "places", "events"} <= set(record)
    assert set(record["figures"][0]) >= FIGURE
    assert set(record["actors"][0]) == {"name", "kind", "iri", "roles", "mentions"}
    assert set(record["places"][0]) >= {"name", "country", "lat", "lon", "geonames", "precision", "role", "mentions"}
    assert set(record["events"][0]) >= {"type", "status", "agents", "targets", "place", "date", "quote", "start", "end"}


def test_keys_become_names_and_periods_iso_dates() -> None:
    record = as_record(make_reading(), BASE)
    figure, bound = record["figures"]
    assert (figure["attributed_to"], figure["place"], figure["date"]) == (
        ["Harbour News Agency"],
        "Karem",
        "2024-03-05",
    )
    assert (bound["low"], bound["high"], bound["date"], bound["status"]) == (None, 3000, None, "feared")
    assert record["events"][0]["agents"] == ["Valley Army"]
    assert record["actors"][0]["iri"] == "https://w3id.org/cekg/id/actor/valley-army"
    assert record["places"][0]["role"] == "event"


def test_every_quote_stands_where_its_offsets_say() -> None:
    record = as_record(make_reading(), BASE)
    spans = [*record["figures"], *record["events"]]
    mentions = [mention for slot in ("actors", "places") for thing in record[slot] for mention in thing["mentions"]]
    assert all(TEXT[span["start"] : span["end"]] == span["quote"] for span in spans)
    assert all(TEXT[mention["start"] : mention["end"]] == mention["text"] for mention in mentions)


def test_the_id_is_echoed_and_failures_stand_between_the_records(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "one", "text": "x"}\nbroken\n{"id": 2, "text": "y"}\n')
    first, failure, second = pipeline.extract([tmp_path / "a.jsonl"], settings)
    assert not isinstance(first, SourceFailure)
    assert not isinstance(second, SourceFailure)
    assert (first["id"], second["id"]) == ("one", "2")
    assert isinstance(failure, SourceFailure)
