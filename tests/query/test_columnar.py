"""An answer from columns is the engine's: random questions on random graphs, and what is left to the engine."""

from __future__ import annotations

import json
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence

import pyoxigraph as ox
import pytest

from kg.query.columnar.answer import Solved, solved, solved_alone
from kg.query.columnar.shared import mapped, shared
from kg.query.columnar.table import Gathering, Table
from kg.query.columnar.writing import MOST, Written, written
from kg.query.questions import question

ROUNDS = 2_000
MOST_ON_THE_WAY = 1_000
E = "urn:e:"
XSD = "http://www.w3.org/2001/XMLSchema#"
LABELS = ["Army", "army of é", "Police", "LEGER \u0130", "Leger I", "400 \u212a", 'a "line"\nmore', "back\\slash n"]
PREFIXES = {"e": E, "xsd": XSD}


def table_of(store: ox.Store, incomplete: Sequence[bytes] = ()) -> Table:
    """As readers hold it: written into memory and mapped."""
    gathering = Gathering()
    gathering.add(store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()).splitlines(keepends=True))
    descriptor = shared(gathering.table(incomplete))
    try:
        return mapped(descriptor)
    finally:
        os.close(descriptor)


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(E + name)


def typed(value: object, kind: str) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(XSD + kind))


def odd_value(rng: random.Random) -> ox.Literal | ox.NamedNode | ox.BlankNode:
    """What does not fit among numbers: other numbers, zones, languages, nodes."""
    choices: list[Callable[[], ox.Literal | ox.NamedNode | ox.BlankNode]] = [
        lambda: typed(rng.randint(0, 9) / 4, "decimal"),
        lambda: typed(rng.choice(["1e0", "2.5e0", "NaN"]), "double"),
        lambda: typed(f"2018-0{rng.randint(1, 9)}-01Z", "date"),
        lambda: typed(f"2018-0{rng.randint(1, 9)}-01T00:00:00Z", "dateTime"),
        lambda: typed("2018-02-30", "date"),
        lambda: ox.Literal("five", language="en"),
        lambda: ox.Literal('a "quoted"\nline, \U0001f600'),
        lambda: node(f"value{rng.randint(0, 2)}"),
        lambda: ox.BlankNode(f"b{rng.randint(0, 2)}"),
    ]
    return rng.choice(choices)()


def random_graph(rng: random.Random) -> ox.Store:
    """Events with a day, a kind and figures, actors who meet; some odd values, some without any."""
    store, odd = ox.Store(), rng.random() < 0.4

    def add(subject: ox.NamedNode, name: str, value: ox.NamedNode | ox.Literal | ox.BlankNode) -> None:
        store.add(ox.Quad(subject, node(name), value))

    for number in range(rng.randint(1, 14)):
        event = node(f"event/{number}")
        add(event, "type", node(rng.choice(["Battle", "Strike"])))
        for _ in range(rng.choice([1, 1, 1, 0, 2])):
            add(event, "begin", typed(f"2018-{rng.randint(1, 12):02}-{rng.randint(1, 3):02}", "date"))
        for _ in range(rng.choice([1, 1, 2, 3])):
            add(event, "actor", node(f"actor/{rng.randint(0, 4)}"))
        for _ in range(rng.choice([1, 1, 0, 2])):
            add(event, "value", odd_value(rng) if odd and rng.random() < 0.3 else typed(rng.randint(0, 9), "integer"))
        if rng.random() < 0.5:
            add(event, "after", node(f"event/{rng.randint(0, 13)}"))
    for number in range(5):
        add(node(f"actor/{number}"), "label", ox.Literal(rng.choice(LABELS)))
        if rng.random() < 0.5:
            add(node(f"actor/{number}"), "label", ox.Literal(rng.choice(LABELS), language="nl"))
    return store


def pattern(rng: random.Random, subject: str) -> str:
    return rng.choice(
        [
            f"{subject} e:type ?type",
            f"{subject} e:type e:Battle",
            f"{subject} e:begin ?begin",
            f"{subject} e:actor ?actor",
            f"{subject} e:actor ?actor , ?other",
            f"{subject} e:actor/e:label ?label",
            f"{subject} e:actor e:actor\\/1" if rng.random() < 0.1 else f"{subject} e:actor <{E}actor/1>",
            f"{subject} e:value ?value ; e:type ?type",
            f"{subject} e:value ?value",
            f"{subject} e:after ?next",
            f"?next e:after {subject}",
            f"?actor e:label ?label . {subject} e:actor ?actor",
            f"{subject} e:nothing ?nothing",
            f"?actor ^e:actor {subject}",
        ]
    )


CONDITIONS = [
    "?value > 3",
    "5 >= ?value && ?value != 2",
    "?value = 4 || ?value = 5",
    "?begin >= '2018-06-01'^^xsd:date",
    '?begin < "2018-03-02"^^xsd:date',
    '?begin < "2018-02-30"^^xsd:date',
    '?value < "2018-06-01"^^xsd:date',
    "STR(?actor) < STR(?other)",
    "?actor != ?other",
    f"?actor != <{E}actor/2>",
    "?type = e:Strike",
    "YEAR(?begin) = 2018 && MONTH(?begin) > 4",
    'CONTAINS(LCASE(?label), "army")',
    'LANG(?label) = ""',
    'CONTAINS(LCASE(?label), "leger i")',
    'CONTAINS(STR(?type), "Strike")',
    "CONTAINS(?label, 'sh n')",
    "CONTAINS(?label, 'nmore')",  # the letter of an escape is none of the text
    'CONTAINS(LCASE(STR(?label)), "400 k")',
    'CONTAINS(LCASE(?label), "i")',
    'CONTAINS(LCASE(?value), "five")',
    'CONTAINS(STR(?value), "5")',
    "?value IN (1, 2, 3)",
    "BOUND(?next)",
    "!BOUND(?value)",
    "?value + 1 > ?value",
    "?next < ?event",
]


AGGREGATES = ["SUM(?value)", "MIN(?begin)", "MAX(?value)", "AVG(?value)", "SUM(?value) * 2 + COUNT(?value)"]
WANTED = ["COUNT(*) > 1", "SUM(?value) < 9 && COUNT(?value) >= 1", "AVG(?value) > 2", "MAX(?value) IN (7, 8)"]


def names(text: str) -> list[str]:
    return sorted(
        {word for word in text.replace(",", " ").replace(")", " ").replace("(", " ").split() if word[0] == "?"}
    )


def question_about_all(rng: random.Random) -> str:
    """What there is about one node."""
    node = rng.choice([f"<{E}event/{rng.randint(0, 14)}>", f"<{E}actor/{rng.randint(0, 5)}>", f"<{E}Battle>"])
    condition = rng.choice(["", "", " FILTER(?o > 3)", f" FILTER(?p != <{E}type>)", " FILTER(ISIRI(?o))"])
    inside = f"{{ {node} ?p ?o{condition} }}"
    shown = rng.choice(["?p ?o", "?o", "DISTINCT ?p", "?p (COUNT(*) AS ?n)", "(COUNT(*) AS ?n)"])
    more = " GROUP BY ?p" if shown.startswith("?p (") else " ORDER BY ?p" if shown == "?p ?o" else ""
    return f"SELECT {shown} {inside}{more}"


def optional(rng: random.Random) -> str:
    """Triples of the event, of what comes after it, or of one that is given; with more that is optional to them."""
    if rng.random() < 0.5:
        return f" OPTIONAL {{ {pattern(rng, '?event')} }}"
    given = f"<{E}event/{rng.randint(0, 5)}>"
    outer, subject = rng.choice(
        [
            ("?event e:after ?later", "?later"),
            (f"{given} e:begin ?day", given),
            (f"{given} e:type e:Battle . ?former e:after {given}", "?former"),
            ("?event e:begin ?day . ?same e:begin ?day", "?same"),
        ]
    )
    inner = [f"{subject} e:value ?inner", f"{subject} e:actor ?who OPTIONAL {{ ?who e:label ?l }}"]
    more = " ".join(f"OPTIONAL {{ {each} }}" for each in rng.sample(inner, rng.randint(0, 2)))
    return f" OPTIONAL {{ {outer} {more} }}"


def random_question(rng: random.Random) -> str:
    if rng.random() < 0.1:
        return question_about_all(rng)
    parts = [pattern(rng, "?event") for _ in range(rng.randint(1, 3))]
    inside = " . ".join(parts)
    known = names(inside)
    wanted = [each for each in CONDITIONS if set(names(each.replace("!", " "))) <= set(known)]
    for _ in range(rng.randint(0, 2)):
        if wanted:
            inside += f" FILTER({rng.choice(wanted)})"
    if rng.random() < 0.3:
        inside += optional(rng)
        known = names(inside)
    if rng.random() < 0.1:
        inside = f"<{E}event/{rng.randint(0, 5)}> e:type e:Battle . {inside}"
    if rng.random() < 0.3 and (bound := [name for name in known if name in ("?begin", "?actor", "?value")]):
        expression = rng.choice(
            [
                "SUBSTR(STR({}), 1, 7)",
                "STR({})",
                "IF({} > 3, 'many', 'few')",
                "YEAR({})",
                "DAY({})",
                "SUBSTR(STR({}), 6)",
                "{} + 1",
            ]
        )
        inside += f" BIND({expression.format(rng.choice(bound))} AS ?made)"
        known = [*known, "?made"]
    if rng.random() < 0.6:
        return grouped_question(rng, inside, known)
    chosen = rng.sample(known, rng.randint(1, len(known)))
    order = f" ORDER BY {rng.choice(['', 'DESC'])}({rng.choice(chosen)})" if rng.random() < 0.4 else ""
    return f"SELECT {rng.choice(['', 'DISTINCT '])}{' '.join(chosen)} {{ {inside} }}{order}"


def grouped_question(rng: random.Random, inside: str, known: list[str]) -> str:
    keys = rng.sample(known, rng.randint(0, min(2, len(known))))
    counted = rng.choice(known)
    aggregates = rng.sample(
        [*AGGREGATES, "COUNT(*)", f"COUNT({counted})", f"COUNT(DISTINCT {counted})"],
        rng.randint(1, 3),
    )
    shown = " ".join(f"({each} AS ?a{number})" for number, each in enumerate(aggregates))
    key = rng.choice(["DESC(?a0)", "DESC(COUNT(*))", "MAX(?value)"])
    order = f" ORDER BY {key} {' '.join(keys)}" if rng.random() < 0.5 else ""
    having = f" HAVING({rng.choice(WANTED)})" if rng.random() < 0.3 else ""
    made = f"(STR({keys[0]}) AS ?key) {shown}" if keys and rng.random() < 0.2 else f"{' '.join(keys)} {shown}"
    return f"SELECT {made} {{ {inside} }}{' GROUP BY ' + ' '.join(keys) if keys else ''}{having}{order}"


def bindings(written: bytes) -> list[str]:
    return [json.dumps(each, sort_keys=True) for each in json.loads(written)["results"]["bindings"]]


def in_order(written: bytes, text: str) -> list[str]:
    """What the first key of the order is, row by row; rows that have the same one may come in any order."""
    match = re.search(r"ORDER BY (?:DESC)?\(?\?(\w+)", text)
    rows = json.loads(written)["results"]["bindings"]
    return [json.dumps(row.get(match[1])) for row in rows] if match else []


def engines(store: ox.Store, text: str) -> ox.QuerySolutions:
    answer = store.query(text, prefixes=PREFIXES)
    assert isinstance(answer, ox.QuerySolutions)
    return answer


def as_json(answer: ox.QuerySolutions) -> bytes:
    written = answer.serialize(format=ox.QueryResultsFormat.JSON)
    assert written is not None
    return written


def columnar(store: ox.Store, text: str) -> Solved | None:
    asked = question(text, PREFIXES)
    return asked.form.columnar and solved(asked.form.columnar, asked.iris, table_of(store), PREFIXES)


def alone(store: ox.Store, text: str, most: int = MOST_ON_THE_WAY) -> Solved | None:
    """Without the engine."""
    asked = question(text, PREFIXES)
    assert asked.form.columnar is not None
    return solved_alone(asked.form.columnar, asked.iris, table_of(store), PREFIXES, most)


def as_written(found: Solved) -> tuple[bytes, bytes, bytes] | None:
    """JSON, JSON of the engine that was given the rows, and CSV; None when an answer has blank nodes."""
    own, given, table = (written(found, name) for name in ("json", "xml", "csv"))
    if own is None or given is None or table is None:
        return None
    assert isinstance(own, Written)
    assert isinstance(given, ox.QuerySolutions)
    assert isinstance(table, Written)
    return b"".join(own.pieces), as_json(given), b"".join(table.pieces)


def test_what_columns_answer_is_what_the_engine_answers() -> None:
    rng, answered, rows, aggregated, without = random.Random(5), 0, 0, 0, 0
    for _ in range(ROUNDS):
        store, text = random_graph(rng), random_question(rng)
        found = columnar(store, text)
        ways = as_written(found) if found is not None else None
        if ways is None:
            continue
        *own, table = ways
        if (same := alone(store, text)) is not None and (told := as_written(same)) is not None:
            own.append(told[0])
            without += 1
        expected = as_json(engines(store, text))
        for each in own:
            assert Counter(bindings(each)) == Counter(bindings(expected)), text
            assert in_order(each, text) == in_order(expected, text), text
            assert json.loads(each)["head"] == json.loads(expected)["head"], text
        lines = engines(store, text).serialize(format=ox.QueryResultsFormat.CSV) or b""
        assert Counter(table.split(b"\r\n")) == Counter(lines.split(b"\r\n")), text
        answered, rows, aggregated = answered + 1, rows + bool(bindings(expected)), aggregated + ("GROUP BY" in text)
    assert answered > ROUNDS * 0.4  # else this would test little
    assert rows > ROUNDS / 5
    assert aggregated > ROUNDS / 16
    assert without > ROUNDS / 5


def test_what_grows_on_the_way_beyond_what_is_allowed_is_not_answered() -> None:
    store = ox.Store()
    for number in range(6):
        store.add(ox.Quad(node(f"event/{number}"), node("actor"), node("actor/1")))
    text = "SELECT ?one ?other { ?one e:actor ?actor . ?other e:actor ?actor }"
    asked = question(text, PREFIXES).form.columnar
    assert asked is not None
    assert [alone(store, text, most) is None for most in (5, 35, 36)] == [True, True, False]


def test_what_there_is_about_a_node_is_not_told_where_triples_of_it_are_missing() -> None:
    store, text = ox.Store(), f"SELECT ?p ?o {{ <{E}one> ?p ?o }}"
    for name in ("one", "two"):
        store.add(ox.Quad(node(name), node("value"), typed(3, "integer")))
    asked = question(text, PREFIXES)
    assert asked.form.columnar is not None
    for incomplete, told in ((b"<urn:e:two>", True), (b"<urn:e:one>", False)):
        found = solved(asked.form.columnar, asked.iris, table_of(store, [incomplete]), PREFIXES)
        assert (found is not None) == told
    unknown = question(text.replace("one", "three"), PREFIXES)
    assert solved(asked.form.columnar, unknown.iris, table_of(store), PREFIXES) is None


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s e:type ?type }",
        "CONSTRUCT { ?s e:type ?type } { ?s e:type ?type }",
        "SELECT ?s { ?s ?p ?o }",
        "SELECT ?p { e:one ?p ?p }",
        "SELECT ?p { e:one ?p e:two }",
        "SELECT ?p { e:one ?p ?o ; e:type ?type }",
        "SELECT ?p { e:one e:type ?type OPTIONAL { e:one ?p ?o } }",
        "SELECT ?p { _:one ?p ?o }",
        "SELECT ?s { ?s e:type|e:kind ?o }",
        "SELECT ?s { ?s e:type/e:broader* ?o }",
        "SELECT ?s { ?s e:type ?o OPTIONAL { ?s e:after ?n OPTIONAL { ?n e:value ?v . ?o e:label ?l } } }",
        "SELECT ?s { ?s e:type ?o OPTIONAL { ?s e:after ?n OPTIONAL { ?n e:value ?v } OPTIONAL { ?n e:begin ?v } } }",
        "SELECT ?s { ?s e:type ?o OPTIONAL { ?s e:after ?n OPTIONAL { ?n e:value ?v } ?n e:begin ?b } }",
        "SELECT ?s { ?s e:type ?s }",
        "SELECT ?s { ?s e:type [ e:label ?o ] }",
        "SELECT ?s { { ?s e:type ?o } UNION { ?s e:value ?o } }",
        "SELECT ?s { ?s e:type ?o MINUS { ?s e:value 3 } }",
        "SELECT ?s { ?s e:type ?o VALUES ?o { e:Battle } }",
        "SELECT ?s { ?s e:type ?o FILTER EXISTS { ?s e:value ?v } }",
        "SELECT ?s { ?s e:type ?o OPTIONAL { ?s e:value ?v FILTER(?v > 3) } }",
        "SELECT ?s { ?s e:type ?o OPTIONAL { ?s e:value ?v } ?s e:begin ?v }",  # joins what may be unbound
        "SELECT ?s { ?s e:type ?o OPTIONAL { ?s e:value ?v } OPTIONAL { ?s e:after ?v } }",
        "SELECT ?s { BIND(STR(?o) AS ?n) ?s e:type ?o }",  # is not bound when it is named
        "SELECT ?s { ?s e:type ?o FILTER(RAND() > 0.5 && BOUND(?o)) }",
        "SELECT ?s { ?s e:value ?o FILTER(?o > NOW()) }",
        "SELECT ?s { ?s e:value ?o FILTER(e:close(?o, 3)) }",
        "SELECT ?s { ?s e:value ?o FILTER(?o<e:a&&?s>3) }",  # reads like an IRI
        "SELECT (SUM(DISTINCT ?o) AS ?n) { ?s e:value ?o }",
        "SELECT (AVG(DISTINCT ?o) AS ?n) { ?s e:value ?o }",
        "SELECT ?o (COUNT(*) AS ?n) { ?s e:value ?o } GROUP BY ?o HAVING(?s > 2)",
        "SELECT (COUNT(DISTINCT *) AS ?n) { ?s e:value ?o }",
        "SELECT (COUNT(*) AS ?n) { ?s e:value ?o } GROUP BY (STR(?o) AS ?key)",
        "SELECT ?s { ?s e:value ?o } ORDER BY STRLEN(STR(?o))",
        "SELECT DISTINCT ?s { ?s e:value ?o } ORDER BY ?o",
        "SELECT ?s { ?s e:value ?o } VALUES ?s { e:one }",
        "SELECT ?s { ?s e:value $o . ?x e:type ?o }",  # one variable in two spellings
        "SELECT ?kgrow { ?kgrow e:value ?o }",
        "BASE <urn:e:> SELECT ?s { ?s <value> ?o }",
        "SELECT ?s { ?s e:value ?o . ?other e:type ?type ",
        "SELECT ?s { ?s e:value ?o LIMIT 3",
    ],
)
def test_what_is_not_understood_is_left_to_the_engine(text: str) -> None:
    assert question(text, PREFIXES).form.columnar is None


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s ?other { ?s e:value ?o . ?other e:type ?type }",  # a product
        "SELECT ?s { ?s e:value ?o . ?s <relative> ?type }",
        "SELECT ?s { ?s e:value ?o . ?s <urn:e:a/../b> ?type }",
        "SELECT ?s { ?s e:value 3 }",  # the engine knows which literals are the same
        "SELECT ?s { ?s unknown:value ?o }",
        "SELECT (SUM(?type) AS ?n) { ?s e:type ?type }",
        "SELECT ?o { ?s e:mixed ?o } ORDER BY ?o",
    ],
)
def test_what_the_graph_makes_hard_is_left_to_the_engine(text: str) -> None:
    store = ox.Store()
    for name, value in (("value", typed(3, "integer")), ("type", node("Battle")), ("mixed", typed(3, "integer"))):
        store.add(ox.Quad(node("one"), node(name), value))
    store.add(ox.Quad(node("one"), node("mixed"), ox.Literal("three")))
    assert columnar(store, text) is None


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (f"PREFIX e: <{E}>\n# PREFIX e: <urn:other:>\nSELECT ?o {{ ?s e:value ?o }}", 1),
        (f"PREFIX e: <urn:other:>\nPREFIX e: <{E}> SELECT ?o {{ ?s e:value ?o }}", 1),
        ('SELECT ?o { ?s e:value ?o FILTER(CONTAINS(?o, "see <urn:e:one>")) }', 1),
        ('SELECT ?o { ?s e:value ?o FILTER(CONTAINS(?o, "see <urn:e:two>")) }', 0),
        ('SELECT ?o { ?s e:value ?o FILTER(CONTAINS(?o, "urn:kgshape:0")) }', 0),
    ],
)
def test_what_only_looks_like_a_prefix_or_an_iri_is_none(text: str, rows: int) -> None:
    store = ox.Store()
    store.add(ox.Quad(node("one"), node("value"), ox.Literal("see <urn:e:one>")))
    found = columnar(store, text)
    assert found is not None
    assert found.count == rows == len(list(engines(store, text)))


def test_more_rows_than_a_format_can_be_given_are_left_to_the_engine() -> None:
    store = ox.Store()
    for number in range(MOST + 1):
        store.add(ox.Quad(node("one"), node("value"), typed(number, "integer")))
    found = columnar(store, "SELECT ?o { ?s e:value ?o }")
    assert found is not None
    assert written(found, "tsv") is None
    assert written(found, "csv") is not None


def test_a_sum_that_a_double_may_not_hold_is_left_to_the_engine() -> None:
    store = ox.Store()
    for number in range(10):
        store.add(ox.Quad(node("one"), node("value"), typed(10**15 - 1 - number, "integer")))
    assert columnar(store, "SELECT (SUM(?o) AS ?n) { ?s e:value ?o }") is None
    assert columnar(store, "SELECT (MAX(?o) AS ?n) { ?s e:value ?o }") is not None


def test_a_term_is_found_by_its_text_alone() -> None:
    store, texts = ox.Store(), ['a "b"', "a\\b", "a\nb", "", "é", "\U0001f600"]
    for text in texts:
        store.add(ox.Quad(node("s"), node("p"), ox.Literal(text)))
        store.add(ox.Quad(node("s"), node("p"), ox.Literal(text, language="en")))
    terms = table_of(store).terms
    written_out = {terms.text(number) for number in range(len(terms))}
    assert len(written_out) == 2 * len(texts) + 1
    assert [terms.find(text) is not None for text in [*written_out, b'"c"']] == [True] * len(written_out) + [False]
