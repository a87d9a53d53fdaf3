"""Expressions of a query as far as columns have to know them: what they call, are about, and compare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.query.columnar.asked import Expression
from kg.query.groups import NotUnderstoodError
from kg.query.tokens import Token

_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
_COMPARISONS = frozenset({"<", ">", "<=", ">=", "=", "!="})
_BEFORE_IRI = _COMPARISONS | frozenset({"(", ",", "^^"})
# What an expression may call: it says the same of the same values whenever and wherever it is asked.
_FUNCTIONS = frozenset(
    {"ABS", "BOUND", "CEIL", "COALESCE", "CONCAT", "CONTAINS", "DATATYPE", "DAY", "FALSE", "FLOOR", "HOURS", "IF", "IN"}
    | {"ISIRI", "ISLITERAL", "ISNUMERIC", "ISURI", "LANG", "LANGMATCHES", "LCASE", "MINUTES", "MONTH", "NOT", "REGEX"}
    | {"REPLACE", "ROUND", "SAMETERM", "SECONDS", "STR", "STRAFTER", "STRBEFORE", "STRENDS", "STRLEN", "STRSTARTS"}
    | {"SUBSTR", "TRUE", "UCASE", "YEAR"}
)


def expression(tokens: Sequence[Token]) -> Expression:
    """Raises NotUnderstoodError where it calls what only the engine knows, or is about nothing."""
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        if token.kind in ("blank", "broken") or (token.kind == "word" and token.text.upper() not in _FUNCTIONS):
            raise NotUnderstoodError
        if token.kind in ("iri", "pname") and after is not None and after.text == "(":
            raise NotUnderstoodError
        if token.kind == "iri" and before is not None and before.text not in _BEFORE_IRI:  # ?a<b:c&&?d>5 has none
            raise NotUnderstoodError
    variables = tuple(dict.fromkeys(token.text for token in tokens if token.kind == "var"))
    if not variables:
        raise NotUnderstoodError
    return Expression(_written(tokens), variables, *_comparison(tokens))


def _written(tokens: Sequence[Token]) -> str:
    """With a blank between tokens, but for those of a literal."""
    parts: list[str] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        together = token.kind == "lang" or token.text == "^^" or (before is not None and before.text == "^^")
        parts += [token.text] if together else [" ", token.text]
    return "".join(parts).strip()


def conjuncts(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """``(A && B)`` as A and B: what fails or has no value in either keeps nothing."""
    inner = _within(tokens)
    if inner is None:
        yield tokens
        return
    depth, began = 0, 0
    texts = [token.text for token in inner]
    ends = []
    for at, text in enumerate(texts):
        depth += (text in _OPEN) - (text in _CLOSE)
        if depth == 0 and text == "||":
            yield tokens
            return
        if depth == 0 and text == "&&":
            ends.append(at)
    for end in [*ends, len(inner)]:
        yield from conjuncts(inner[began:end])
        began = end + 1


def _within(tokens: Sequence[Token]) -> Sequence[Token] | None:
    """What stands in the brackets that are around all of it; also the whole where they join conditions only."""
    if not tokens or tokens[0].text != "(":
        return None
    depth = 0
    for at, token in enumerate(tokens):
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        if depth == 0:
            return tokens[1:-1] if at == len(tokens) - 1 else None
    return None


def _comparison(tokens: Sequence[Token]) -> tuple[tuple[str, str, str] | None, bool]:
    """The terms and the operator of a plain comparison, and whether it is one of STR of two variables."""
    texts = [token.text for token in tokens]
    operators = [at for at, text in enumerate(texts) if text in _COMPARISONS]
    if len(operators) != 1:
        return None, False
    at = operators[0]
    left, right = tokens[:at], tokens[at + 1 :]
    if (one := _string_of(left)) and (other := _string_of(right)):
        return (one, texts[at], other), True
    one, other = _term(left), _term(right)
    return ((one, texts[at], other), False) if one and other else (None, False)


def _string_of(tokens: Sequence[Token]) -> str:
    texts = [token.text for token in tokens]
    plain = len(texts) == 4 and texts[0].upper() == "STR" and texts[1] == "(" and tokens[2].kind == "var"
    return texts[2] if plain else ""


def _term(tokens: Sequence[Token]) -> str:
    """A variable, a number, a date, an IRI; empty for what is more than that."""
    texts, kinds = [token.text for token in tokens], [token.kind for token in tokens]
    if kinds in (["var"], ["number"], ["iri"], ["pname"]):
        return texts[0]
    if kinds == ["punct", "number"] and texts[0] in "+-":
        return "".join(texts)
    typed = len(kinds) == 3 and kinds[0] == "string" and texts[1] == "^^" and kinds[2] in ("iri", "pname")
    return "".join(texts) if typed else ""
