"""What lies around an actor, a place, an event and an article, and how much there is beyond."""

from __future__ import annotations

import datetime as dt

import pyoxigraph as ox
import pytest

from kg.errors import BadParameter, NotFound
from kg.graph import Edge, Filters, Neighbourhood, Select, from_json, neighbourhood
from kg.model import Status
from tests.queries import world
from tests.queries.samples import event

ARMY, GUARD, FRONT = world.actor("x-army"), world.actor("x-guard"), world.actor("x-front")
DESERTERS, OSTLAND, VALLEY = world.actor("x-deserters"), world.actor("x-ostland"), world.actor("x-valley")


def edge(hood: Neighbourhood, source: str, relation: str, target: str) -> Edge:
    (found,) = [e for e in hood.edges if (e.source, e.relation, e.target) == (source, relation, target)]
    return found


def ties(hood: Neighbourhood) -> set[tuple[str, str, str]]:
    return {(short(e.source), e.relation, short(e.target)) for e in hood.edges}


def short(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def test_neighbours_of_an_actor_are_those_it_met_in_events_and_relations(select: Select) -> None:
    hood = neighbourhood(select, ARMY)
    assert [node.iri for node in hood.nodes] == [ARMY, GUARD, FRONT, OSTLAND]
    assert ties(hood) == {
        ("x-army", "against", "x-front"),
        ("x-army", "with", "x-guard"),
        ("x-army", "against", "x-guard"),
        ("x-guard", "against", "x-army"),
        ("x-guard", "against", "x-front"),
        ("x-ostland", "supports", "x-army"),
        ("x-ostland", "supports", "x-guard"),
    }


def test_edges_are_signed(select: Select) -> None:
    hood = neighbourhood(select, ARMY)
    assert edge(hood, ARMY, "against", FRONT).sign == -1
    assert edge(hood, ARMY, "with", GUARD).sign == 1
    assert not edge(hood, ARMY, "with", GUARD).directed
    assert edge(hood, OSTLAND, "supports", ARMY).sign == 1


def test_an_agency_quoted_by_two_papers_weighs_once_and_both_quotes_are_kept(select: Select) -> None:
    march = edge(neighbourhood(select, ARMY), ARMY, "with", GUARD)
    assert march.weight == 1
    assert {claim.source_name for claim in march.claims} == {"Harbour News Agency"}
    assert len({claim.article for claim in march.claims}) == march.claims_total == 2


def test_a_plan_is_counted_apart_and_adds_no_weight(select: Select) -> None:
    attack = edge(neighbourhood(select, ARMY), ARMY, "against", FRONT)
    assert attack.counts == {"planned": 1, "reported": 1}
    assert attack.weight == 1
    assert {claim.status for claim in attack.claims} == {"planned", "reported"}


def test_a_denial_stands_beside_the_report_it_denies(select: Select) -> None:
    execution = edge(neighbourhood(select, DESERTERS), FRONT, "against", DESERTERS)
    assert execution.counts == {"denied": 1, "reported": 1}
    assert execution.weight == 1
    assert {(claim.status, claim.source_name) for claim in execution.claims} == {
        ("denied", "Northern Front"),
        ("reported", "The Valley Post"),
    }


def test_a_claim_carries_its_sentence_with_offsets_into_the_article(select: Select) -> None:
    text = world.third_article().article.text
    (claim,) = edge(neighbourhood(select, ARMY), ARMY, "against", GUARD).claims
    assert text[claim.start : claim.stop] == claim.quote == world.CLASH
    assert claim.article == world.article_iri(world.third_article())
    assert claim.evidence == f"{claim.article}#char={claim.start},{claim.stop}"
    assert (claim.type, claim.begin, claim.asserted) == ("battle", "2024-09-10", "2024-09-20")


def test_those_who_only_talk_are_neither_friends_nor_foes(select: Select) -> None:
    talks = edge(neighbourhood(select, VALLEY), FRONT, "talks", VALLEY)
    assert (talks.sign, talks.directed) == (0, False)


def test_the_limit_keeps_the_strongest_and_says_what_is_beyond(select: Select) -> None:
    hood = neighbourhood(select, ARMY, limit=1)
    assert [node.iri for node in hood.nodes] == [ARMY, GUARD]
    assert hood.total == {"against": 2, "supports": 1, "with": 1}
    assert hood.beyond == {"against": 1, "supports": 1, "with": 0}
    assert hood.beyond_nodes == 2


def test_depth_two_reaches_the_neighbours_of_neighbours(select: Select) -> None:
    near = {node.iri: node.level for node in neighbourhood(select, DESERTERS).nodes}
    far = {node.iri: node.level for node in neighbourhood(select, DESERTERS, depth=2).nodes}
    assert near == {DESERTERS: 0, FRONT: 1}
    assert far == {DESERTERS: 0, FRONT: 1, ARMY: 2, GUARD: 2, VALLEY: 2}


def test_both_ends_of_an_edge_count_its_accounts_alike(select: Select) -> None:
    from_army, from_front = neighbourhood(select, ARMY, depth=2), neighbourhood(select, FRONT, depth=2)
    weights = [{(e.source, e.relation, e.target): e.counts for e in hood.edges} for hood in (from_army, from_front)]
    shared = weights[0].keys() & weights[1].keys()
    assert shared
    assert all(weights[0][key] == weights[1][key] for key in shared)


def test_a_time_window_keeps_the_acts_of_those_days(select: Select) -> None:
    september = Filters(begin=dt.date(2024, 9, 1), end=dt.date(2024, 9, 30))
    assert ties(neighbourhood(select, ARMY, filters=september)) == {
        ("x-army", "against", "x-guard"),
        ("x-guard", "against", "x-army"),
    }


def test_what_has_no_date_is_in_no_window(select: Select) -> None:
    always = Filters(begin=dt.date(1900, 1, 1), end=dt.date(2100, 1, 1))
    counts = [
        edge(neighbourhood(select, OSTLAND, filters=f), OSTLAND, "supports", GUARD).weight for f in (None, always)
    ]
    assert counts == [2, 1]  # that Ostland backs the guard is said without a day


def test_only_the_statuses_asked_for_are_counted(select: Select) -> None:
    planned = neighbourhood(select, ARMY, filters=Filters(statuses=frozenset({Status.PLANNED})))
    assert [(e.target, e.weight, e.counts) for e in planned.edges] == [(FRONT, 0, {"planned": 1})]


def test_only_the_relations_asked_for_are_followed(select: Select) -> None:
    hood = neighbourhood(select, ARMY, filters=Filters(relations=frozenset({"supports"})))
    assert ties(hood) == {("x-ostland", "supports", "x-army")}


def test_names_come_in_the_language_asked_for_where_there_is_one(select: Select) -> None:
    names = {node.iri: node.label for node in neighbourhood(select, ARMY, languages=("nl", "en")).nodes}
    assert (names[ARMY], names[FRONT], names[GUARD]) == ("Dalleger", "Noordelijk Front", "River Guard")


def test_nodes_say_what_kind_of_thing_they_are(select: Select) -> None:
    kinds = {short(node.iri): (node.category, node.kind) for node in neighbourhood(select, ARMY).nodes}
    assert kinds["x-army"] == ("actor", "state_force")
    assert kinds["x-ostland"] == ("actor", "state")


def test_around_a_place_are_its_events_and_those_who_took_part(select: Select) -> None:
    hood = neighbourhood(select, world.place("s-saro"))
    assert {(short(n.iri) if n.category == "actor" else n.kind) for n in hood.nodes if n.level} == {
        "x-army",
        "x-front",
        "shelling",
        "capture_of_territory",
    }
    army = edge(hood, ARMY, "agent", world.place("s-saro"))
    assert army.counts == {"planned": 1, "reported": 1}
    assert hood.nodes[0].latitude == pytest.approx(36.9)


def test_around_an_event_are_its_participants_and_its_place(select: Select, store: ox.Store) -> None:
    battle = event(store, "battle")
    hood = neighbourhood(select, battle)
    assert {(short(e.source), e.relation) for e in hood.edges if e.target == battle} == {
        ("x-army", "agent"),
        ("x-army", "target"),
        ("x-guard", "agent"),
        ("x-guard", "target"),
    }
    assert edge(hood, battle, "place", world.place("s-karem")).weight == 1


def test_around_an_article_are_its_events_participants_and_speakers(select: Select) -> None:
    article = world.article_iri(world.second_article())
    hood = neighbourhood(select, article)
    relations = {(e.relation, short(e.source)) for e in hood.edges if e.target == article}
    assert ("speaker", "x-agency") in relations
    assert ("agent", "x-army") in relations
    assert {e.relation for e in hood.edges if e.source == article} == {"claims"}


@pytest.mark.parametrize("iri", ["not an iri", "", "https://e.org/> } DROP ALL #", "/id/actor/x-army"])
def test_what_is_no_iri_is_refused_before_any_query(iri: str) -> None:
    def never(text: str) -> list[dict[str, ox.NamedNode]]:
        raise AssertionError(text)

    with pytest.raises(BadParameter):
        neighbourhood(never, iri)


@pytest.mark.parametrize(("depth", "limit"), [(0, 10), (4, 10), (1, 0), (-1, 10)])
def test_a_depth_or_limit_that_makes_no_sense_is_refused(select: Select, depth: int, limit: int) -> None:
    with pytest.raises(BadParameter, match="must be"):
        neighbourhood(select, ARMY, depth, limit)


@pytest.mark.parametrize("iri", [world.actor("nobody"), "https://w3id.org/cekg/v/status/denied"])
def test_what_the_graph_does_not_know_as_such_a_thing_is_not_found(select: Select, iri: str) -> None:
    with pytest.raises(NotFound, match=r"knows no actor, place, event or article"):
        neighbourhood(select, iri)


def test_an_actor_without_any_tie_is_alone(select: Select) -> None:
    hood = neighbourhood(select, world.actor("x-relief"))
    assert ([n.iri for n in hood.nodes], hood.edges, hood.beyond_nodes) == ([world.actor("x-relief")], (), 0)


def test_the_answer_is_the_same_through_sparql_json(select: Select, store: ox.Store) -> None:
    def answer(text: str) -> bytes:
        found = store.query(text, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        return bytes(found.serialize(format=ox.QueryResultsFormat.JSON) or b"")

    assert neighbourhood(from_json(answer), ARMY, depth=2) == neighbourhood(select, ARMY, depth=2)
