"""What each saved query answers about the small war of `world.py`, and what it must not say."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from tests.queries import world
from tests.queries.conftest import Table
from tests.queries.samples import event


def test_participants_stand_with_their_role_and_root_source_for_each_telling(table: Table, store: ox.Store) -> None:
    rows = table("participants-of-event", "actor role source article", event=event(store, "offensive"))
    assert {row[:3] for row in rows} == {
        ("x-army", "agent", "x-agency"),
        ("x-guard", "agent", "x-agency"),
        ("x-front", "target", "x-agency"),
        ("x-ostland", "supporter", "x-agency"),
    }
    assert len({row[3] for row in rows}) == 2  # the same act in the other paper is found too


def test_participants_of_rival_versions_keep_their_own_status(table: Table, store: ox.Store) -> None:
    rows = table("participants-of-event", "actor role status sourceName", event=event(store, "execution"))
    assert ("x-front", "agent", "reported", "The Valley Post") in rows
    assert ("x-front", "agent", "denied", "Northern Front") in rows


def test_every_figure_has_its_quote_offsets_and_hash(table: Table) -> None:
    article = world.first_article().article
    rows = table("figures-with-evidence", "verbatim start end quote hash")
    assert len(rows) == 4
    for verbatim, start, end, quote, digest in rows:
        assert (start, end, quote, digest) != (None, None, None, None)
        assert article.text[int(start or 0) : int(end or 0)] == quote
        assert verbatim is not None
        assert quote is not None
        assert verbatim in quote
        assert digest == article.content_hash


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"kind": "killed"}, ["12"]),
        ({"place": world.place("s-karem")}, ["12"]),
        ({"place": world.place("s-valley")}, ["3,400"]),
        ({"begin": "2024-03-07"}, []),
        ({"end": "2024-03-06", "kind": "displaced"}, ["up to 3,000", "1,200", "3,400"]),
    ],
)
def test_figures_can_be_asked_by_kind_place_and_day(table: Table, given: dict[str, str], expected: list[str]) -> None:
    assert [row[0] for row in table("figures-with-evidence", "verbatim", **given)] == expected


def test_up_to_gives_an_upper_bound_only_and_unknown_is_not_zero(table: Table) -> None:
    article = world.article_iri(world.first_article())
    rows = table("figures-of-article", "kind lower upper status", article=article)
    assert rows == [
        ("killed", "12", "12", "reported"),
        ("displaced", None, "3000", "feared"),
        ("displaced", "1200", "1200", "planned"),
        ("displaced", "3400", "3400", "reported"),
    ]


def test_a_chain_runs_from_the_publisher_to_the_one_root(table: Table) -> None:
    article = world.article_iri(world.second_article())
    rows = table("attribution-chains", "quote order name isRoot", article=article)
    attack = [row[1:] for row in rows if row[0] == world.MARCH_ATTACK]
    assert attack == [("0", "Harbour Times", "false"), ("1", "Harbour News Agency", "true")]


def test_claims_without_a_named_source_are_those_of_the_publisher_alone(table: Table) -> None:
    quotes = {row[0] for row in table("claims-without-source", "quote")}
    assert {world.EXECUTION, world.CAMP, world.BACKING} <= quotes
    assert not quotes & {world.MARCH_ATTACK, world.FEAR, world.DENIAL}


def test_displacement_is_split_by_status_and_measure_and_never_added_up(table: Table) -> None:
    rows = table("displacement-by-status", "status measure unit figures sources low high")
    assert rows == [
        ("feared", "flow", "person", "1", "1", None, "3000"),
        ("planned", "capacity", "person", "1", "1", "1200", "1200"),
        ("reported", "stock", "person", "1", "1", "3400", "3400"),
    ]


def test_events_known_late_give_the_days_between_event_and_first_word(table: Table) -> None:
    assert table("events-known-late", "type end asserted days", days=100) == [
        ("bombing", "2024-01-01", "2024-09-20", "263")
    ]
    assert table("events-known-late", "type", days=264) == []


def test_the_timeline_is_in_order_and_holds_nothing_planned_or_denied_only(table: Table) -> None:
    rows = table("timeline", "begin type status placeName")
    assert rows == [
        ("2024-01-01", "bombing", "reported", "Karem"),
        ("2024-03-02", "execution", "reported", "Karem"),
        ("2024-03-04", "offensive", "reported", "Karem"),
        ("2024-03-04", "offensive", "reported", "Karem"),
        ("2024-09-10", "battle", "reported", "Karem"),
        ("2024-09-15", "negotiation", "reported", None),
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"type": "battle"}, ["battle"]),
        ({"place": world.place("s-saro")}, []),  # planned there, or not dated
        ({"begin": "2024-09-11"}, ["negotiation"]),
        ({"end": "2024-02-01"}, ["bombing"]),
    ],
)
def test_the_timeline_can_be_narrowed(table: Table, given: dict[str, str], expected: list[str]) -> None:
    assert [row[0] for row in table("timeline", "type", **given)] == expected


def test_what_is_planned_stands_among_the_events_ahead_only(table: Table) -> None:
    assert table("events-ahead", "type status begin quote") == [
        ("capture_of_territory", "planned", "2024-04-01", world.PLAN)
    ]


def test_parts_of_an_operation_are_found_at_any_depth(table: Table, store: ox.Store) -> None:
    operation, middle, leaf = event(store, "offensive"), event(store, "battle"), event(store, "bombing")
    graph = ox.NamedNode(f"{world.BASE}graph/parts")
    part_of = ox.NamedNode(world.CEK + "partOf")
    links = [(middle, operation), (leaf, middle)]
    quads = [ox.Quad(ox.NamedNode(a), part_of, ox.NamedNode(b), graph) for a, b in links]
    store.extend(quads)
    try:
        assert [row[0] for row in table("sub-events", "type", operation=operation)] == ["bombing", "battle"]
        assert [row[0] for row in table("sub-events", "type", operation=middle)] == ["bombing"]
    finally:
        store.remove_graph(graph)


def test_a_box_on_the_map_holds_the_events_of_its_towns(table: Table) -> None:
    box = {"south": 36, "north": 37.5, "west": 43, "east": 45}
    assert table("events-in-area", "type placeName placePrecision status", **box) == [
        ("shelling", "Saro", "town", "reported"),
        ("capture_of_territory", "Saro", "town", "planned"),
    ]
    assert table("events-in-area", "type", south=0, north=10) == []


def test_an_event_without_a_date_is_in_no_window(table: Table) -> None:
    assert "shelling" not in {row[0] for row in table("events-in-area", "type", begin="2024-01-01", end="2024-12-31")}


def test_allies_of_march_fight_each_other_in_september(table: Table) -> None:
    pair = {"x-army", "x-guard"}
    columns = "source target relation"
    march = {r for r in table("alliances-on", columns, date="2024-03-10") if set(r[:2]) == pair}
    september = {r for r in table("alliances-on", columns, date="2024-09-21", days=30) if set(r[:2]) == pair}
    assert march == {("x-army", "x-guard", "with")}
    assert september == {("x-army", "x-guard", "against"), ("x-guard", "x-army", "against")}


def test_ties_are_not_known_before_their_day_nor_kept_for_ever(table: Table) -> None:
    assert table("alliances-on", "source", date="2024-03-01") == []
    assert table("alliances-on", "source", date="2024-03-10", days=2, actor=world.actor("x-front")) == []


def test_an_undated_relation_holds_from_the_day_it_was_stated(table: Table) -> None:
    columns, backing = "source target basis last", ("x-ostland", "x-guard", "relation/supports", "2024-09-20")
    given = {"actor": world.actor("x-ostland"), "days": 30}
    assert table("alliances-on", columns, date="2024-09-25", **given) == [backing]
    assert table("alliances-on", columns, date="2024-09-19", **given) == []


def test_the_network_is_signed_and_an_agency_quoted_twice_counts_once(table: Table) -> None:
    rows = table("actor-network", "source relation sign target status weight")
    assert ("x-army", "against", "-1", "x-front", "reported", "1") in rows
    assert ("x-army", "against", "-1", "x-front", "planned", "1") in rows
    assert ("x-army", "with", "1", "x-guard", "reported", "1") in rows
    assert ("x-ostland", "supports", "1", "x-guard", "reported", "2") in rows  # the agency in March, a paper later
    assert ("x-front", "against", "-1", "x-deserters", "denied", "1") in rows


def test_a_number_about_an_act_is_no_telling_of_the_act(table: Table) -> None:
    # United Relief fears for those who flee the attack; that makes nobody fear the attack.
    assert "feared" not in {row[0] for row in table("actor-network", "status")}


def test_talking_makes_nobody_an_ally_in_the_network(table: Table) -> None:
    assert not [row for row in table("actor-network", "source target") if "x-valley" in row]


def test_the_network_of_a_window_leaves_out_other_days(table: Table) -> None:
    rows = table("actor-network", "source relation target", begin="2024-09-01", end="2024-09-30")
    assert rows == [("x-army", "against", "x-guard"), ("x-guard", "against", "x-army")]


def test_a_state_answers_for_its_forces_by_status(table: Table) -> None:
    rows = table("roll-up-to-state", "role status events forces", state=world.actor("x-valley"))
    assert rows == [
        ("agent", "planned", "1", "1"),
        ("agent", "reported", "4", "2"),  # the army thrice, the republic's own talks once
        ("target", "reported", "1", "1"),
    ]


def test_the_audit_of_sound_evidence_is_empty(table: Table) -> None:
    assert table("evidence-audit", "claim problem") == []


@pytest.mark.parametrize(
    ("property_", "value", "problem"),
    [
        ("quote", ox.Literal("12 de"), "the quote is not as long as its offsets say"),
        ("verbatim", ox.Literal("13"), "the number is not in its quote"),
        ("lower", ox.Literal(13), "the lower bound is above the upper bound"),
    ],
)
def test_the_audit_finds_evidence_that_does_not_hold(
    table: Table, store: ox.Store, property_: str, value: ox.Literal, problem: str
) -> None:
    graph = ox.NamedNode(f"{world.BASE}graph/broken")
    killed = ox.NamedNode("https://w3id.org/cekg/v/kind/killed")
    of_kind = {q.subject for q in store.quads_for_pattern(None, ox.NamedNode(world.CEK + "kind"), killed, None)}
    (figure,) = {node for node in of_kind if "/id/claim/" in str(node)}
    evidence = next(store.quads_for_pattern(figure, ox.NamedNode(world.CEK + "evidence"), None, None)).object
    broken = evidence if property_ == "quote" else figure
    store.add(ox.Quad(broken, ox.NamedNode(world.CEK + property_), value, graph))
    try:
        assert problem in {row[0] for row in table("evidence-audit", "problem")}
    finally:
        store.remove_graph(graph)


def test_an_actor_is_found_by_any_of_its_names(table: Table) -> None:
    assert table("actors-by-name", "actor name matched articles", text="dalLEGER") == [
        ("x-army", "Valley Army", "Dalleger", "3")
    ]
    assert table("actors-by-name", "name", text="front") == [("Northern Front",)]


def test_a_name_may_hold_what_would_break_out_of_a_query(table: Table) -> None:
    assert table("actors-by-name", "name", text='"} UNION { ?s ?p ?o } #') == []


def test_the_latest_articles_come_first(table: Table) -> None:
    rows = table("latest-articles", "publisher published claims")
    assert rows == [
        ("The Valley Post", "2024-09-20", "5"),
        ("Harbour Times", "2024-03-07", "2"),
        ("The Valley Post", "2024-03-06", "7"),
    ]
    assert table("latest-articles", "published", before="2024-03-06") == [("2024-03-06",)]


def test_event_types_are_counted_by_status(table: Table) -> None:
    rows = table("event-types", "type status events sources")
    assert ("offensive", "reported", "2", "1") in rows  # told in two papers by one agency
    assert ("execution", "denied", "1", "1") in rows
