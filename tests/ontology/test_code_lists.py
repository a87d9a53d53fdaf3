"""The code lists hold every value of the model, with labels, definitions and mappings that lead somewhere."""

from __future__ import annotations

from enum import StrEnum

import pytest
from pyoxigraph import NamedNode, Quad

from kg import model
from kg.rdf.namespaces import CODES, code, term

LISTS: dict[str, type[StrEnum]] = {
    "kind": model.Kind,
    "status": model.Status,
    "measure": model.Measure,
    "qualifier": model.Qualifier,
    "scope": model.Scope,
    "actorkind": model.ActorKind,
    "role": model.Role,
    "precision": model.Precision,
}
OWN = (*LISTS, "event", "unit", "relation", "timeprecision", "office", "reviewstatus", "method")
EXTERNAL = ("acled", "plover", "cameo", "ucdp", "gdelt")
MATCHES = {term(f"skos:{name}Match") for name in ("close", "broad", "narrow", "related")}


def concepts(ontology: list[Quad], scheme: str) -> list[NamedNode]:
    listed = NamedNode(CODES + scheme)
    return [q.subject for q in ontology if q.predicate == term("skos:inScheme") and q.object == listed]


def words(ontology: list[Quad], node: NamedNode, prop: str, language: str) -> list[str]:
    return [
        q.object.value
        for q in ontology
        if q.subject == node and q.predicate == term(prop) and q.object.language == language
    ]


@pytest.mark.parametrize("scheme", LISTS)
def test_a_list_holds_exactly_the_values_of_the_model(ontology: list[Quad], scheme: str) -> None:
    assert set(concepts(ontology, scheme)) == {code(scheme, value) for value in LISTS[scheme]}


def test_every_enumeration_of_the_model_that_is_written_has_a_list() -> None:
    in_model = {found for found in vars(model).values() if isinstance(found, type) and issubclass(found, StrEnum)}
    assert in_model - {StrEnum, model.Outcome} == set(LISTS.values())


def test_the_precisions_of_periods_and_the_unit_person_are_listed(ontology: list[Quad]) -> None:
    assert {node.value.rpartition("/")[2] for node in concepts(ontology, "timeprecision")} == {
        "day",
        "month",
        "year",
        "range",
    }
    assert code("unit", "person") in concepts(ontology, "unit")


@pytest.mark.parametrize("scheme", OWN)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_code_has_one_label_and_one_definition(ontology: list[Quad], scheme: str, language: str) -> None:
    listed = concepts(ontology, scheme)
    assert listed
    for prop in ("skos:prefLabel", "skos:definition"):
        assert [node.value for node in listed if len(words(ontology, node, prop, language)) != 1] == []


@pytest.mark.parametrize("scheme", [*OWN, *EXTERNAL])
def test_labels_are_unique_in_a_list(ontology: list[Quad], scheme: str) -> None:
    for language in ("en", "nl", "fr", "de", "es"):
        labels = [label for n in concepts(ontology, scheme) for label in words(ontology, n, "skos:prefLabel", language)]
        assert sorted(label for label in labels if labels.count(label) > 1) == []


def test_every_mapping_leads_to_a_code_that_is_listed(ontology: list[Quad]) -> None:
    known = {node for scheme in EXTERNAL for node in concepts(ontology, scheme)}
    mapped = {q.object for q in ontology if q.predicate in MATCHES}
    assert mapped - known == set()


def test_every_status_says_polarity_certainty_and_tense(ontology: list[Quad]) -> None:
    for prop in ("cek:polarity", "cek:certainty", "cek:tense"):
        told = {q.subject for q in ontology if q.predicate == term(prop)}
        assert told == set(concepts(ontology, "status"))


def test_only_a_denial_is_negative_and_only_plans_fears_and_expectations_lie_ahead(ontology: list[Quad]) -> None:
    negative = {q.subject for q in ontology if q.predicate == term("cek:polarity") and q.object.value == "negative"}
    ahead = {q.subject for q in ontology if q.predicate == term("cek:tense") and q.object.value == "future"}
    assert negative == {code("status", "denied")}
    assert ahead == {code("status", name) for name in ("feared", "expected", "planned")}
