"""A rewritten query means what it meant: random queries on random data, by the engine or the standard."""

from __future__ import annotations

import random
from collections import Counter

import pyoxigraph as ox
import pytest

from kg.query.rewriting import rewritten

P = [f"<urn:p{number}>" for number in range(3)]
N = [f"<urn:n{number}>" for number in range(4)]
V = ["?a", "?b", "?c", "?d"]
ROUNDS = 400


def solutions(store: ox.Store, text: str) -> Counter[tuple[str, ...]]:
    answer = store.query(text)
    assert isinstance(answer, ox.QuerySolutions)
    return Counter(tuple(str(term) for term in row) for row in answer)


def random_store(rng: random.Random) -> ox.Store:
    store = ox.Store()
    for _ in range(rng.randint(3, 14)):
        s, p, o = (ox.NamedNode(rng.choice(names)[1:-1]) for names in (N, P, N))
        store.add(ox.Quad(s, p, o, ox.NamedNode(rng.choice(("urn:g1", "urn:g2")))))
        store.add(ox.Quad(s, p, o))
    return store


def triples(rng: random.Random, most: int) -> str:
    terms = (V + N[:1], [*P, *P, "?d"], V + N[:2])
    found = [" ".join(map(rng.choice, terms)) for _ in range(rng.randint(1, most))]
    return rng.choice([" . ", " .\n # }\n"]).join(found)


def group(rng: random.Random, depth: int = 0) -> str:
    parts = [triples(rng, 2)]
    for _ in range(rng.randint(0 if depth else 1, 2)):
        kind = rng.randrange(8 if depth < 2 else 2)
        if kind < 2:
            parts.append(triples(rng, 3))
        elif kind == 2:
            parts.append(f"FILTER(BOUND({rng.choice(V)}) || {rng.choice(V)} != {rng.choice(N)})")
        elif kind == 3:
            parts.append(f"{{ {group(rng, depth + 1)} }} UNION {{ {triples(rng, 2)} }}")
        elif kind == 4:
            parts.append(f"GRAPH {rng.choice(['?g', '<urn:g1>'])} {{ {group(rng, depth + 1)} }}")
        else:
            inner = f"GRAPH ?g {{ {triples(rng, 3)} }}" if kind == 5 else f"{triples(rng, 3)} . {group(rng, depth + 1)}"
            parts.append(f"OPTIONAL {{ {inner} }}")
    return " . ".join(parts).replace("} . ", "} ").replace(") . ", ") ")


def test_an_optional_part_means_the_same_when_what_it_shares_has_a_second_name() -> None:
    rng, changed, rows = random.Random(11), 0, 0
    for _ in range(ROUNDS):
        store, text = random_store(rng), f"SELECT ?a ?b ?c ?d ?g {{ {group(rng)} }}"
        fresh = rewritten(text)
        changed += fresh != text
        before = solutions(store, text)
        rows += bool(before)
        assert solutions(store, fresh) == before, (text, fresh)
    assert changed > ROUNDS / 8  # else this would test nothing
    assert rows > ROUNDS / 8


Path = tuple[str, "Path", "Path"] | tuple[str, "Path"] | str
Pairs = Counter[tuple[str, str]]


def path(rng: random.Random, depth: int = 0) -> Path:
    if depth > 2 or rng.random() < 0.3:
        return rng.choice(P)
    kind = rng.choice("||//^*+?")
    return (kind, path(rng, depth + 1), path(rng, depth + 1)) if kind in "|/" else (kind, path(rng, depth + 1))


def written(route: Path) -> str:
    if isinstance(route, str):
        return route
    if route[0] == "^":
        return f"^({written(route[1])})"
    if len(route) == 3:
        return f"({written(route[1])}){route[0]}({written(route[2])})"
    return f"({written(route[1])}){route[0]}"


def defined(route: Path, edges: set[tuple[str, str, str]]) -> Pairs:
    """SPARQL 1.1 Query, section 18.4: sequences and alternatives count ways, what repeats counts pairs."""
    if isinstance(route, str):
        return Counter((s, o) for s, p, o in edges if p == route)
    first = defined(route[1], edges)
    if route[0] == "^":
        return Counter({(o, s): n for (s, o), n in first.items()})
    if route[0] == "|":
        return first + defined(route[2], edges)  # type: ignore[misc]
    if route[0] == "/":
        found: Pairs = Counter()
        for (s, middle), n in first.items():
            for (again, o), m in defined(route[2], edges).items():  # type: ignore[misc]
                if middle == again:
                    found[(s, o)] += n * m
        return found
    same = {(node, node) for s, _, o in edges for node in (s, o)}
    if route[0] == "?":
        return Counter(same | set(first))
    reached = set(first)
    while more := {(s, o) for s, middle in reached for again, o in first if middle == again} - reached:
        reached |= more
    return Counter(reached | same if route[0] == "*" else reached)


def test_paths_count_every_way_as_the_standard_defines_it() -> None:
    rng, changed, wrong_alone = random.Random(5), 0, 0
    for _ in range(ROUNDS):
        store, route = ox.Store(), path(rng)
        store.extend(ox.Quad(*quad.triple) for quad in random_store(rng))
        text = f"SELECT ?a ?b {{ ?a {written(route)} ?b }}"
        fresh = rewritten(text)
        changed += fresh != text
        expected = defined(route, {tuple(map(str, quad.triple)) for quad in store})  # type: ignore[misc]
        assert solutions(store, fresh) == expected, fresh
        wrong_alone += solutions(store, text) != expected
    assert changed > ROUNDS / 5
    assert wrong_alone > ROUNDS / 20, "the engine counts alternatives: the rewriting may go"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s <p:p> ?o }",
        "SELECT * { ?s <p:p> ?o FILTER(?s = 1 || ?o = 2) }",
        "SELECT * { _:b <p:p>|<p:q> ?o }",  # a label must not stand in two basic graph patterns
        "SELECT * { [] <p:p>|<p:q> ?o }",
        "SELECT * { ?s (<p:p>|<p:q>)* ?o }",
        "SELECT * { ?s <p:p> ?o OPTIONAL { ?s <p:q> ?x . ?x <p:r> ?y } }",  # joined by a variable of its own
        "SELECT * { ?s <p:p> ?o OPTIONAL { ?x <p:q> ?y . ?v <p:r> ?w } }",  # not joined at all
        "SELECT * { ?s <p:p>|<p:q> ?o . ?kgalias0 ?y ?z }",
        "SELECT * { ?s <p:p>|<p:q> 'open }",
        "CONSTRUCT WHERE { ?s <p:p> ?o }",
        "OPTIONAL |",
        "",
    ],
)
def test_what_needs_no_other_words_or_is_not_understood_stays_as_it_is(text: str) -> None:
    assert rewritten(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX : <u:> SELECT (EXISTS { ?s :p ?o } AS ?e) { ?s :p|:q ?o }",
        "PREFIX : <u:> CONSTRUCT { ?s :p ?o } FROM <u:g> WHERE { ?s :p|^:q ?o ; a 'x'@en, 'y'^^:t, -5, true ; . }",
        "PREFIX : <u:> SELECT ?s { { SELECT ?s (COUNT(*) AS ?n) { ?s :p|:q ?o } GROUP BY ?s HAVING(?n > 1) } }",
        "PREFIX : <u:> ASK { ?s !(:p|^:q)|a/:r ?o . VALUES (?s) { (:a) } MINUS { ?s :x|:y ?o } BIND(1 AS ?one) }",
        "PREFIX : <u:> SELECT ?s { ?s :p ?o FILTER NOT EXISTS { ?s :p 1 } OPTIONAL { ?s :p ?x ; :q ?y } } ORDER BY ?s",
        "PREFIX : <u:> DESCRIBE ?s { GRAPH ?g { ?s :p|:q ?o OPTIONAL { ?s :p ?x ; :q ?y FILTER regex(?y, '|') } } }",
    ],
)
def test_all_of_the_language_is_read_or_left_alone(text: str) -> None:
    fresh = rewritten(text)
    assert fresh != text
    ox.Store().query(fresh)
