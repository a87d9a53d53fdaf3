"""Links: each with its evidence, several or none where one would be a guess, and the same again from what is kept."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from pyoxigraph import Quad

from kg.errors import NotCached, RemoteError
from kg.linking import wikidata
from kg.linking.assertions import link_graph, value
from kg.linking.finding import Finder
from kg.linking.model import Abstention, Family, Finding, Name, Proposal, Thing
from kg.linking.run import asker
from kg.rdf.iris import named_graph
from kg.rdf.namespaces import term
from kg.settings import Settings
from kg.stores import Store
from tests.linking.conftest import BASE, First, Link
from tests.linking.servers import Proxy

WD = "http://www.wikidata.org/entity/"


def of(findings: object, key: str) -> list[Finding]:
    assert hasattr(findings, "findings")
    return [finding for finding in findings.findings if finding.thing.iri.endswith(f"/{key}")]


def one(findings: object, key: str) -> Proposal:
    (found,) = of(findings, key)
    assert isinstance(found, Proposal), found
    return found


def none(findings: object, key: str) -> str:
    (found,) = of(findings, key)
    assert isinstance(found, Abstention), found
    return found.reason


def test_a_place_with_a_number_of_geonames_links_by_it_and_not_by_its_name(first: First) -> None:
    found = first.found["wikidata"]
    mosul = one(found, "gn-99072")
    assert (mosul.object, mosul.confidence) == (f"{WD}Q83317", 0.99)
    assert mosul.justification == "BackgroundKnowledgeBasedMatching"
    assert "both are GeoNames 99072" in mosul.evidence


def test_an_actor_links_by_its_names_in_languages_and_its_type(first: First) -> None:
    found = one(first.found["wikidata"], "islamic-state")
    assert (found.object, found.confidence) == (f"{WD}Q2429253", 0.85)
    assert found.evidence == ("same name in de, en, fr, nl", "same type: armed actor")
    assert found.object_label == "Islamic State"


def test_two_that_fit_alike_are_both_proposed_with_half_the_chance(first: First) -> None:
    found = of(first.found["wikidata"], "s-hamdan")
    assert [(each.object, each.confidence) for each in found if isinstance(each, Proposal)] == [
        (f"{WD}Q90000011", 0.48),
        (f"{WD}Q90000012", 0.48),
    ]
    assert all("2 fit alike" in each.evidence for each in found if isinstance(each, Proposal))


def test_a_name_that_too_many_bear_or_nobody_bears_gives_a_reason_instead_of_a_link(first: First) -> None:
    found = first.found["wikidata"]
    assert none(found, "x-front") == "over 3 things there are called Front"
    assert none(found, "s-nowhere") == "nothing there has one of its names or identifiers"


def test_persons_whom_no_curated_list_has_are_never_looked_up(first: First) -> None:
    assert not of(first.found["wikidata"], "x-somebody")


def test_only_what_articles_mention_is_looked_up_unless_all_is_asked_for(link: Link) -> None:
    assert not of(link("wikidata")["wikidata"], "iraq")
    assert one(link("wikidata", everything=True)["wikidata"], "iraq").object == f"{WD}Q796"


def test_a_case_links_by_where_and_when_and_stays_a_possibility(first: First) -> None:
    found = one(first.found["wikidata"], "offensive")
    assert found.object == f"{WD}Q90000041"
    assert "at the same place" in found.evidence
    assert found.confidence < 0.85
    assert term("cek:possiblySameAs") in {quad.predicate for quad in quads(first.store, "wikidata")}


def test_geonames_takes_known_numbers_as_they_are_and_others_through_wikidata(first: First) -> None:
    found = first.found["geonames"]
    mosul, bashiqa = one(found, "gn-99072"), one(found, "s-bashiqa")
    assert (mosul.object, mosul.confidence) == ("https://sws.geonames.org/99072/", 1.0)
    assert (bashiqa.object, bashiqa.justification) == ("https://sws.geonames.org/90000021/", "MappingChaining")
    assert "no server to ask" in none(found, "s-hamdan")


def test_geonames_is_asked_by_name_where_a_server_has_its_data(
    link: Link, settings: Settings, servers: tuple[str, str]
) -> None:
    asked = replace(settings, endpoints={**settings.endpoints, "geonames": servers[1]})
    hamdan = one(link("geonames", changed=asked)["geonames"], "s-hamdan")
    assert (hamdan.object, hamdan.confidence) == ("https://sws.geonames.org/90000012/", 0.84)
    assert "both of IQ" in hamdan.evidence


def test_a_name_that_is_written_once_for_all_languages_counts_in_ours(first: First) -> None:
    found = one(first.found["wikidata"], "ansar-front")
    assert (found.object, found.confidence) == (f"{WD}Q90000061", 0.63)
    assert found.object_label == "Ansar Front"


def test_a_class_that_the_server_calls_otherwise_is_no_evidence(settings: Settings) -> None:
    state = Thing("i", Family.ARMED, (Name("Islamic State", "en"), Name("Islamitische Staat", "nl")))
    mistaken = replace(wikidata.TARGET, labels=dict.fromkeys(wikidata.TARGET.labels, "mistaken"))
    told = {}
    for name, target in (("right", wikidata.TARGET), ("wrong", mistaken)):
        found = Finder(target, asker(settings, "wikidata"), 10).find([state], {})
        told[name] = {each.object: each.evidence for each in found if isinstance(each, Proposal)}
    assert "same type: armed actor" in told["right"][f"{WD}Q2429253"]
    assert "same type: armed actor" not in told["wrong"][f"{WD}Q2429253"]


def test_the_classes_that_are_asked_for_are_those_of_the_table() -> None:
    assert wikidata.TARGET.facts is not None
    asked = set(re.findall(r"wd:(Q\d+)", wikidata.TARGET.facts.text))
    assert asked == {iri.removeprefix(WD) for iri in wikidata.TARGET.labels}


def test_dbpedia_links_by_what_it_says_is_the_same_item_of_wikidata(first: First) -> None:
    found = first.found["dbpedia"]
    assert one(found, "gn-99072").object == "http://dbpedia.org/resource/Mosul"
    state = one(found, "islamic-state")
    assert (state.object, state.justification) == ("http://dbpedia.org/resource/Islamic_State", "MappingChaining")


def test_an_assertion_says_in_sssom_what_links_what_how_sure_and_why(first: First) -> None:
    state = about(quads(first.store, "wikidata"), "actor/islamic-state")
    assert {name: value(state, name) for name in ("object_id", "predicate_id", "confidence", "mapping_tool")} == {
        "object_id": f"{WD}Q2429253",
        "predicate_id": "https://schema.org/sameAs",
        "confidence": "0.85",
        "mapping_tool": "conflict-kg",
    }
    assert value(state, "mapping_justification") == "https://w3id.org/semapv/vocab/CompositeMatching"
    assert value(state, "mapping_date")
    assert "same name in de, en, fr, nl" in value(state, "comment")


def test_each_proposal_is_a_direct_triple_too_and_none_is_owl_same_as(first: First) -> None:
    for target in ("wikidata", "geonames", "dbpedia"):
        stored = quads(first.store, target)
        proposals = {quad.subject for quad in stored if quad.object == term("cek:LinkAssertion")}
        direct = {(q.subject, q.predicate, q.object) for q in stored if q.predicate in SAME}
        assert len(direct) == len(proposals) > 0
        assert not any("owl#sameAs" in quad.predicate.value for quad in stored)


SAME = (term("schema:sameAs"), term("cek:possiblySameAs"))


def test_a_second_run_asks_nothing_and_changes_nothing(link: Link, store: Store, wikidata: Proxy) -> None:
    assert all(linked.changed for linked in link().values())
    before, asked = {name: quads(store, name) for name in ("wikidata", "geonames", "dbpedia")}, len(wikidata.queries)
    assert not any(linked.changed for linked in link().values())
    assert {name: quads(store, name) for name in before} == before
    assert len(wikidata.queries) == asked


def test_offline_the_kept_answers_give_the_same_links_and_what_is_not_kept_is_an_error(
    link: Link, settings: Settings, wikidata: Proxy
) -> None:
    offline = replace(settings, offline=True)
    with pytest.raises(NotCached, match="KG_OFFLINE"):
        link("wikidata", changed=offline)
    online, asked = link("wikidata"), len(wikidata.queries)
    assert link("wikidata", changed=offline)["wikidata"].findings == online["wikidata"].findings
    assert len(wikidata.queries) == asked


def test_links_of_things_that_were_not_looked_at_stay(link: Link, store: Store) -> None:
    link("wikidata", everything=True)
    link("wikidata")
    assert about(quads(store, "wikidata"), "actor/iraq")


def test_links_of_a_case_that_is_no_more_go(link: Link, store: Store) -> None:
    link("wikidata")
    assert about(quads(store, "wikidata"), "case/offensive")
    with store.writer() as writer:
        there = [q for q in writer.find(graph=named_graph(BASE, "entities")) if "sameEvent" not in q.predicate.value]
        writer.replace(named_graph(BASE, "entities"), there)
    link("wikidata")
    assert not about(quads(store, "wikidata"), "case/offensive")


def test_what_was_found_at_one_server_is_stored_before_the_next_is_asked(
    link: Link, settings: Settings, store: Store
) -> None:
    gone = replace(settings, endpoints={**settings.endpoints, "dbpedia": "http://127.0.0.1:1/sparql"})
    with pytest.raises(RemoteError, match="dbpedia is out of reach"):
        link(changed=gone)
    assert about(quads(store, "wikidata"), "actor/islamic-state")


def test_every_thing_ends_with_a_link_or_a_reason(first: First) -> None:
    for target, count in (("wikidata", 8), ("geonames", 4), ("dbpedia", 6)):
        subjects = {quad.object for quad in quads(first.store, target) if quad.predicate == term("sssom:subject_id")}
        assert len(subjects) >= count - 1, target


def quads(store: Store, target: str) -> frozenset[Quad]:
    with store.snapshot() as snapshot:
        return frozenset(snapshot.quads(graph=link_graph(BASE, target)))


def about(stored: frozenset[Quad], thing: str) -> list[Quad]:
    """The quads of the assertion about a thing."""
    nodes = {
        quad.subject for quad in stored if quad.predicate == term("sssom:subject_id") and thing in str(quad.object)
    }
    return [quad for quad in stored if quad.subject in nodes]
