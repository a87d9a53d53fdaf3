"""One file an event type, and each file whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, parse

from kg.files import ontology_dir
from kg.rdf.eventtypes import event_type, event_types
from kg.rdf.namespaces import CODES, code, term

FILES = sorted((ontology_dir() / "events").glob("*.ttl"))
CLASSES = {"Operation", "Engagement", "Attack", "Displacement", "Response", "Statement", "Event"}
TYPES = [
    "offensive",
    "capture_of_territory",
    "battle",
    "riot",
    "protest",
    "shelling",
    "airstrike",
    "missile_attack",
    "drone_attack",
    "bombing",
    "suicide_attack",
    "sabotage",
    "naval_incident",
    "massacre",
    "execution",
    "attack_on_civilians",
    "arrest",
    "abduction",
    "prisoner_exchange",
    "ceasefire",
    "negotiation",
    "withdrawal",
    "troop_deployment",
    "displacement",
    "evacuation",
    "aid",
    "other",
]


def facts(path: Path, prop: str) -> list[Literal | NamedNode]:
    return [t.object for t in parse(path=path) if t.predicate == term(prop)]


def test_the_types_are_those_of_the_guidelines() -> None:
    assert {path.stem for path in FILES} == set(TYPES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_describes_the_type_it_is_named_for(path: Path) -> None:
    assert {t.subject for t in parse(path=path)} == {code("event", path.stem)}
    assert facts(path, "skos:notation") == [Literal(path.stem)]
    assert facts(path, "skos:inScheme") == [NamedNode(f"{CODES}event")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_has_labels_in_eight_languages_and_definitions_in_two(path: Path) -> None:
    labelled = sorted(label.language for label in facts(path, "skos:prefLabel"))
    assert labelled == ["ar", "de", "en", "es", "fr", "nl", "ru", "uk"]
    assert sorted(text.language for text in facts(path, "skos:definition")) == ["en", "nl"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_has_one_class_of_the_core(path: Path) -> None:
    (found,) = facts(path, "cek:eventClass")
    assert found in {term(f"cek:{name}") for name in CLASSES}


@pytest.mark.parametrize("path", [p for p in FILES if p.stem not in ("other", "aid")], ids=lambda path: path.stem)
def test_a_file_maps_to_acled_plover_and_cameo(path: Path) -> None:
    mapped = {
        t.object.value.removeprefix(CODES).partition("/")[0] for t in parse(path=path) if "Match" in str(t.predicate)
    }
    assert {"acled", "plover", "cameo"} <= mapped


def test_victims_of_an_event_are_of_the_kind_that_the_act_makes() -> None:
    kinds = {path.stem: found.value.rpartition("/")[2] for path in FILES for found in facts(path, "cek:figureKind")}
    assert kinds["massacre"] == kinds["execution"] == "killed"
    assert (kinds["arrest"], kinds["abduction"], kinds["displacement"]) == ("captured", "abducted", "displaced")


def test_an_execution_is_not_taken_for_violence_against_civilians() -> None:
    """Deserters who are executed are no civilians: UCDP's one-sided violence is related, not the same."""
    triples: list[Quad] = list(parse(path=ontology_dir() / "events" / "execution.ttl"))
    to_ucdp = [t.predicate for t in triples if str(t.object).startswith(f"<{CODES}ucdp/")]
    assert to_ucdp == [term("skos:relatedMatch")]


def test_types_are_read_from_the_files() -> None:
    assert set(event_types()) == set(TYPES)
    assert event_type("airstrike").label == "air strike"
    assert event_type("airstrike").event_class == term("cek:Attack")


def test_an_unknown_type_is_the_general_class_and_named_by_its_code() -> None:
    assert event_type("picnic").event_class == term("cek:Event")
    assert event_type("picnic").label == "picnic"
