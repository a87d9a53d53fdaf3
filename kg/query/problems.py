"""What is wrong with a query that the engine cannot parse, said so that its author can mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from itertools import pairwise

from kg.errors import QuerySyntax
from kg.query.grammar import Grammar, Select, read
from kg.query.guard import UPDATES, declared
from kg.query.hints import FORMS, hint, unclosed
from kg.query.tokens import Token, position, scan, significant

_PLACE = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_SENTENCE = re.compile(r"(?:one of )?(The [^,\[]+|[A-Z][a-z]+ [a-z][^,\[]+)")  # the parser's rarer, helpful words
_CLOSES = {"(": ")", "[": "]", "{": "}"}
# Prefixes that people know and our graphs do not use: what to declare when one is forgotten.
_WELL_KNOWN = {
    "adms": "http://www.w3.org/ns/adms#",
    "dbo": "http://dbpedia.org/ontology/",
    "dbp": "http://dbpedia.org/property/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "p": "http://www.wikidata.org/prop/",
    "pq": "http://www.wikidata.org/prop/qualifier/",
    "ps": "http://www.wikidata.org/prop/statement/",
    "qb": "http://purl.org/linked-data/cube#",
    "sdo": "https://schema.org/",
    "sf": "http://www.opengis.net/ont/sf#",
    "sh": "http://www.w3.org/ns/shacl#",
    "sioc": "http://rdfs.org/sioc/ns#",
    "sosa": "http://www.w3.org/ns/sosa/",
    "vann": "http://purl.org/vocab/vann/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "wikibase": "http://wikiba.se/ontology#",
}

_AGGREGATE = re.compile(r"\b(?:COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT)\s*+\(", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:FILTER|BIND)\b", re.IGNORECASE)

Found = tuple[Token | None, str]  # the token it is about (None: the end of the query), and what to do


def syntax_error(query: str, told: str, prefixes: Mapping[str, str], *, update: bool = False) -> QuerySyntax:
    """A QuerySyntax with line, column and a hint, from the engine's message and our own reading.

    Of an update, only what it shares with queries is read by ourselves.
    """
    tokens = list(significant(scan(query)))
    place = _PLACE.search(told)
    token, advice = (
        _broken(query, tokens)
        or _undeclared(tokens, prefixes)
        or _unbalanced(query, tokens)
        or (_query_as_update(tokens) if update else _ours(tokens))
        or (_theirs(query, tokens, int(place[1]), int(place[2]), place[3]) if place else (None, f"{told}."))
    )
    line, column = position(query, token.start if token else len(query.rstrip()))
    what = f"unexpected {token.text[:40]!r}" if token else "the query ends too early" if place else "not SPARQL"
    return QuerySyntax(f"Line {line}, column {column}: {what}. {advice}".strip(), line=line, column=column, hint=advice)


def check_aggregates(query: str) -> None:
    """Raises SyntaxError for COUNT and its like where the standard has none: the engine would answer all the same."""
    found = _AGGREGATE.findall(query)
    if len(found) > 1 or (found and _CONDITION.search(query)):  # at a glance: most queries have neither
        grammar, stop = read(list(significant(scan(query))))
        if stop is None and grammar.misplaced:
            raise SyntaxError("an aggregate stands where none may")


def _broken(query: str, tokens: Sequence[Token]) -> Found | None:
    return (tokens[-1], unclosed(query, tokens[-1])) if tokens and tokens[-1].kind == "broken" else None


def _undeclared(tokens: Sequence[Token], prefixes: Mapping[str, str]) -> Found | None:
    known = {*prefixes, *declared(tokens), *_with_relative_iris(tokens)}
    for at, token in enumerate(tokens):
        prefix = token.text.partition(":")[0]
        if token.kind == "pname" and prefix not in known and tokens[max(at - 1, 0)].text.upper() != "PREFIX":
            if tokens[at - 1].text == "<":
                return tokens[at - 1], "An IRI that begins here must end with > and hold no blanks or quotes."
            return token, _declaration(prefix, prefixes)
    return None


def _declaration(prefix: str, prefixes: Mapping[str, str]) -> str:
    missing = f"The prefix {prefix}: is not declared"
    if iri := _WELL_KNOWN.get(prefix):
        return f"{missing}; put PREFIX {prefix}: <{iri}> before the query."
    similar = get_close_matches(prefix, [*prefixes, *_WELL_KNOWN], n=1, cutoff=0.66)
    return (
        f"{missing}. Did you mean {similar[0]}:?"
        if similar
        else f"{missing}; put PREFIX {prefix}: <...> before the query."
    )


def _with_relative_iris(tokens: Sequence[Token]) -> set[str]:
    return {name.text[:-1] for word, name in pairwise(tokens) if word.text.upper() == "PREFIX" and name.kind == "pname"}


def _unbalanced(query: str, tokens: Sequence[Token]) -> Found | None:
    open_: list[Token] = []
    for token in (token for token in tokens if token.kind == "punct"):
        if token.text in _CLOSES:
            open_.append(token)
        elif token.text in _CLOSES.values():
            if not open_:
                return token, f"The {_named(query, token)} closes nothing."
            if _CLOSES[(last := open_.pop()).text] != token.text:
                return token, f"The {_named(query, last)} is not closed before this."
    return (None, f"The {_named(query, open_[-1])} is never closed.") if open_ else None


def _named(query: str, token: Token) -> str:
    line, column = position(query, token.start)
    return f"{token.text!r} in line {line}, column {column}"


def _ours(tokens: Sequence[Token]) -> Found | None:
    """Where our own grammar stops, or what breaks a rule about variables; None when neither is so."""
    grammar, stop = read(tokens)
    if stop is not None:
        return (tokens[stop.at] if stop.at < len(tokens) else None), hint(tokens, stop)
    return (
        _misplaced(grammar)
        or _bound_twice(grammar)
        or next(filter(None, (_variables(grammar, each) for each in grammar.selects)), None)
    )


def _query_as_update(tokens: Sequence[Token]) -> Found | None:
    first = next((token for token in tokens if token.kind == "word" and token.text.upper() in {*FORMS, *UPDATES}), None)
    if first is None or first.text.upper() in UPDATES:
        return None
    return first, f"{first.text.upper()} is a query: send it as query=, or as application/sparql-query."


def _misplaced(grammar: Grammar) -> Found | None:
    if not grammar.misplaced:
        return None
    token = grammar.tokens[grammar.misplaced[0]]
    where = "SELECT (... AS ?name), HAVING and ORDER BY, and not inside another of its kind"
    return token, f"{token.text.upper()} stands in {where}; a condition on it is a HAVING behind the pattern."


def _bound_twice(grammar: Grammar) -> Found | None:
    if not grammar.bound_twice:
        return None
    token = grammar.tokens[grammar.bound_twice[0]]
    return token, f"BIND gives {token.text} a value, but it has one already in this group: take a new name."


def _variables(grammar: Grammar, select: Select) -> Found | None:
    """Variables that a grouping SELECT must not show, and names that are taken."""
    named = {grammar.tokens[at].text for at in select.named}
    for at in select.shown if select.groups else ():
        token = grammar.tokens[at]
        if token.text not in select.grouped:
            advice = f"{token.text} is neither in GROUP BY nor inside COUNT, SUM or the like: put it into GROUP BY"
            return token, f"{advice}, or take one of its values by (SAMPLE({token.text}) AS ?one)."
    for at in select.shown:
        if grammar.tokens[at].text in named:
            return grammar.tokens[
                at
            ], f"{grammar.tokens[at].text} is also the name of something computed: take another name."
    for began, end in select.parts if select.groups else ():
        for token in grammar.tokens[began:end]:
            if token.kind == "var" and token.text in named:
                return (
                    token,
                    f"{token.text} is itself computed in this SELECT: repeat its expression, or use a subquery.",
                )
    return None


def _theirs(query: str, tokens: Sequence[Token], line: int, column: int, expected: str) -> Found:
    """The engine's own place; it may point behind the token it could not use."""
    at = sum(len(each) + 1 for each in query.split("\n")[: line - 1]) + column - 1
    token = next((token for token in tokens if token.start + len(token.text) > at), None)
    sentence = _SENTENCE.match(expected)
    return token, f"{sentence[1].strip()}." if sentence else "" if token else "Something is missing at the end."
