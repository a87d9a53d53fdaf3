"""The queries that look for what contradicts itself: silent about the sound world, and each finding is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyoxigraph as ox
import pytest

from tests.queries import world
from tests.queries.conftest import Table

GRAPH = ox.NamedNode(f"{world.BASE}graph/broken")
NAMES = ("doubtful-estimates", "doubtful-claims", "doubtful-cases")
Break = Callable[[str], None]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_doubtful_in_a_world_that_agrees_with_itself(table: Table, name: str) -> None:
    assert table(name, "finding subject detail") == []


@pytest.fixture
def breaking(store: ox.Store) -> Iterator[Break]:
    """Adds Turtle to the store, and takes it out again; `e:`, `c:`, `p:` are things of its own."""

    def add(turtle: str) -> None:
        head = (
            f"@prefix cek: <{world.CEK}> . @prefix v: <{world.BASE}v/> . @prefix e: <urn:e:> . "
            "@prefix prov: <http://www.w3.org/ns/prov#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
            "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . "
            "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
        )
        words = '<urn:words> cek:quote "nine dead" . e:ann skos:prefLabel "Ann"@en . e:bo skos:prefLabel "Bo"@en .'
        store.load((head + words + turtle).encode(), ox.RdfFormat.TURTLE, to_graph=GRAPH)

    yield add
    store.remove_graph(GRAPH)


CLAIM = "cek:inArticle <urn:article> ; cek:evidence <urn:words>"
NINE = (
    f"e:nine a cek:Figure ; {CLAIM} ; cek:kind <v/kind/killed> ; cek:measure <v/measure/flow> ; "
    "cek:scope <v/scope/incident> ; cek:status <v/status/reported> ; cek:value 9 ; cek:lower 9 ; cek:upper 9 ; "
    "cek:rootSource e:ann ; cek:verbatim 'nine' "
).replace("<v/", f"<{world.BASE}v/")
ESTIMATE = (
    "e:sum a cek:Estimate ; cek:about e:case ; cek:kind <v/kind/killed> ; cek:measure <v/measure/flow> ; "
    "cek:scope <v/scope/incident> ; prov:wasDerivedFrom e:nine "
).replace("<v/", f"<{world.BASE}v/")
REPORTED = f"cek:status <{world.BASE}v/status/reported>"
DENIED = f"cek:status <{world.BASE}v/status/denied>"


@pytest.mark.parametrize(
    ("finding", "turtle"),
    [
        ("estimate-mixes", f"{NINE} . {ESTIMATE} ; {DENIED} ."),
        ("estimate-of-overtaken", f"{NINE} ; cek:supersededBy e:ten . {ESTIMATE} ; {REPORTED} ."),
        ("range-reversed", f"{NINE} . {ESTIMATE} ; {REPORTED} ; cek:low 9 ; cek:best 12 ; cek:high 10 ."),
        ("claim-outside-range", f"{NINE} . {ESTIMATE} ; {REPORTED} ; cek:low 10 ; cek:high 12 ."),
        ("sources-overcounted", f"{NINE} . {ESTIMATE} ; {REPORTED} ; cek:independentSources 2 ."),
    ],
)
def test_an_estimate_that_breaks_its_own_rules_is_found(
    table: Table, breaking: Break, finding: str, turtle: str
) -> None:
    breaking(turtle)
    assert table("doubtful-estimates", "finding", finding=finding) == [(finding,)]


def act(name: str, case: str, *sides: str, more: str = "") -> str:
    said = f"cek:assertedOn '2024-03-06'^^xsd:date ; {REPORTED} ; {CLAIM}"
    told = f"e:{name}claim a cek:EventClaim ; cek:about e:{name} ; {said} ."
    pairs = [side.split() for side in sides]
    parts = [
        f"e:{name} cek:participation e:{name}{i} . e:{name}{i} cek:actor e:{who} ; cek:role {code('role', role)} ."
        for i, (who, role) in enumerate(pairs)
    ]
    return f"e:{name} a cek:Event ; cek:sameEvent e:{case} {more} . {told} {' '.join(parts)}"


def code(list_: str, name: str) -> str:
    return f"<{world.BASE}v/{list_}/{name}>"


TOWN = f"cek:placePrecision {code('precision', 'town')}"
DAY = f"cek:timePrecision {code('timeprecision', 'day')}"


@pytest.mark.parametrize(
    ("finding", "turtle"),
    [
        ("agent-is-target", act("raid", "case", "ann agent", "ann target")),
        ("told-before-it-happened", act("raid", "case", more="; cek:begin '2024-03-09'^^xsd:date")),
        (
            "counted-from-before",
            act("raid", "case", more="; cek:begin '2024-03-05'^^xsd:date")
            + f"{NINE} ; cek:about e:raid ; cek:begin '2013-01-01'^^xsd:date .",
        ),
        ("looks-like-a-year", f"e:f a cek:Figure ; cek:verbatim '2014' ; {CLAIM} ."),
        ("counts-itself", f"{NINE} ; cek:population e:group . e:group rdfs:label 'ann'@en ."),
        (
            "place-acts",
            act("raid", "case", "ann agent", more=f"; cek:place e:land ; {TOWN.replace('town', 'country')}")
            + f"e:land cek:country 'ML' ; skos:prefLabel 'Mali'@en . e:ann cek:country 'ML' ; "
            f"cek:actorKind {code('actorkind', 'state')} .",
        ),
        ("counter-acts", act("raid", "case", "ann agent", more=f"; cek:eventType {code('event', 'massacre')}")
            + f"e:ann cek:actorKind {code('actorkind', 'igo')} ."),
        (
            "toll-of-another-town",
            act("raid", "case", more=f"; cek:place e:sake ; {TOWN}")
            + f"{NINE} ; cek:about e:raid ; cek:place e:goma . "
            f"e:sake {TOWN} ; skos:prefLabel 'Sake'@en . e:goma {TOWN} ; skos:prefLabel 'Goma'@en .",
        ),
    ],
)  # fmt: skip
def test_a_claim_that_can_hardly_be_right_is_found(table: Table, breaking: Break, finding: str, turtle: str) -> None:
    breaking(turtle)
    assert {row[0] for row in table("doubtful-claims", "finding")} == {finding}


def test_both_sides_of_a_fight_are_agents_and_targets_and_no_finding(table: Table, breaking: Break) -> None:
    breaking(act("fight", "case", "ann agent", "ann target", "bo agent", "bo target"))
    assert table("doubtful-claims", "finding") == []


@pytest.mark.parametrize(
    ("finding", "turtle"),
    [
        ("case-turns-sides", act("raid", "case", "ann agent") + act("siege", "case", "ann target")),
        (
            "case-of-two-towns",
            act("raid", "case", more=f"; cek:place e:sake ; {TOWN}")
            + act("siege", "case", more=f"; cek:place e:goma ; {TOWN}")
            + "e:sake skos:prefLabel 'Sake'@en . e:goma skos:prefLabel 'Goma'@en .",
        ),
        (
            "case-of-two-days",
            act("raid", "case", more=f"; cek:begin '2024-03-05'^^xsd:date ; {DAY}")
            + act("siege", "case", more=f"; cek:begin '2024-03-06'^^xsd:date ; {DAY}"),
        ),
        (
            "one-event-in-two-cases",
            act("raid", "one", "ann agent") + act("siege", "two") + "".join(
                f"e:{case} a cek:Case ; cek:eventType {code('event', 'battle')} ; cek:place e:sake ; {TOWN} ; "
                "rdfs:label 'a battle' ; cek:begin '2024-03-05'^^xsd:date ; cek:end '2024-03-05'^^xsd:date ."
                for case in ("one", "two")
            ),
        ),
    ],
)  # fmt: skip
def test_a_case_that_joins_too_much_or_too_little_is_found(
    table: Table, breaking: Break, finding: str, turtle: str
) -> None:
    breaking(turtle)
    assert {row[0] for row in table("doubtful-cases", "finding")} == {finding}
