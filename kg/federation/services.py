"""Where a query asks another server, what has to be known before, and the query with the answer in its place. Pure.

By tokens, in linear time: a parser with a grammar takes seconds that nobody can stop, and two threads poison rdflib's.
What this does not understand it refuses, and what is left goes through the guard of ``kg.query``, which lets no SERVICE
pass: a mistake here is a refusal there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.errors import QueryRefused
from kg.query.guard import declared
from kg.query.tokens import Token, scan

_OPEN, _CLOSE = {"{": "}", "(": ")", "[": "]"}, {"}", ")", "]"}
_NOT_WITHIN = {"EXISTS": "EXISTS", "MINUS": "MINUS"}
_OURS = frozenset({"kgRow", "_values"})  # of kg.linking.asking
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


@dataclass(frozen=True, slots=True)
class Service:
    """One SERVICE block of a query; offsets are of its text."""

    start: int
    end: int
    endpoint: str  # the IRI that it names
    silent: bool
    body: str  # what stands within its braces
    variables: frozenset[str]  # in the body, without their mark
    before: str  # the group patterns before it, all groups closed: what is known when it is asked
    known: tuple[str, ...]  # its variables that ``before`` binds, in the order of their names


def asks_others(text: str) -> bool:
    """Whether SERVICE stands in a query as a word of its own."""
    return any(_is(token, "SERVICE") for token in scan(text))


def depth(text: str) -> int:
    """How deep its brackets nest."""
    now = most = 0
    for token in scan(text):
        if token.kind == "punct":
            now += (token.text in _OPEN) - (token.text in _CLOSE)
            most = max(most, now)
    return most


def prologue(text: str) -> str:
    """The prefixes and base that a query declares."""
    tokens = _significant(text)
    first = next((token for token in tokens if token.kind == "word" and token.text.upper() in _FORMS), None)
    return text[: first.start] if first else ""


def first_service(text: str, prefixes: Mapping[str, str]) -> Service | None:
    """The first SERVICE block, or None; raises QueryRefused for what cannot be cut out without a change of meaning."""
    tokens = _significant(text)
    at = next((number for number, token in enumerate(tokens) if _is(token, "SERVICE")), None)
    if at is None:
        return None
    _check_form(tokens)
    silent = _is(tokens[at + 1], "SILENT") if at + 1 < len(tokens) else False
    name = at + 1 + silent
    endpoint = _endpoint(tokens[name] if name < len(tokens) else None, {**prefixes, **declared(tokens)})
    opened = name + 1
    if opened >= len(tokens) or tokens[opened].text != "{":
        raise QueryRefused("Behind SERVICE and its address a group in braces is expected.")
    closed = _matching(tokens, opened)
    inner = tokens[opened + 1 : closed]
    if any(_is(token, "SERVICE") for token in inner):
        raise QueryRefused("A SERVICE within a SERVICE is not sent: the other server would ask a third.")
    variables = frozenset(_variables(inner))
    if variables & _OURS:
        raise QueryRefused(f"?{min(variables & _OURS)} is a name we need ourselves; rename the variable.")
    kept, known = _before(tokens[:at], variables)
    end = tokens[closed].start + 1
    body = text[tokens[opened].start + 1 : tokens[closed].start]
    return Service(tokens[at].start, end, endpoint, silent, body, variables, _written(kept), known)


def _significant(text: str) -> list[Token]:
    return [token for token in scan(text) if token.kind not in ("space", "comment")]


def _is(token: Token, word: str) -> bool:
    return token.kind == "word" and token.text.upper() == word


def _variables(tokens: Sequence[Token]) -> Iterator[str]:
    return (token.text[1:] for token in tokens if token.kind == "var")


def _check_form(tokens: Sequence[Token]) -> None:
    form = next((token.text.upper() for token in tokens if token.kind == "word" and token.text.upper() in _FORMS), "")
    if form not in ("SELECT", "ASK"):
        raise QueryRefused("A query that asks another server has to be a SELECT or ASK.")
    if any(_is(token, "FROM") for token in tokens):
        raise QueryRefused("A query that asks another server cannot choose graphs with FROM; use GRAPH.")


def _endpoint(token: Token | None, prefixes: Mapping[str, str]) -> str:
    if token is not None and token.kind == "iri":
        return token.text[1:-1]
    if token is not None and token.kind == "pname":
        prefix, _, local = token.text.partition(":")
        if prefix in prefixes:
            return prefixes[prefix] + local
    raise QueryRefused("SERVICE needs the name of a server, such as endpoint:wikidata; variables are not asked.")


def _matching(tokens: Sequence[Token], opened: int) -> int:
    """The number of the token that closes what the token ``opened`` opens."""
    waiting: list[str] = []
    for number in range(opened, len(tokens)):
        text = tokens[number].text if tokens[number].kind == "punct" else ""
        if text in _OPEN:
            waiting.append(_OPEN[text])
        elif text in _CLOSE:
            if not waiting or waiting.pop() != text:
                break
            if not waiting:
                return number
    raise QueryRefused("The brackets of the query do not fit each other.")


@dataclass
class _Group:
    """A group that is open: where, what word opened it, and where the alternatives before it began."""

    opened: int
    word: str
    alternatives: int | None
    last: int | None = None  # where the last group closed in it began, if nothing stands behind that
    chain: int | None = None  # where the alternatives began that this last group ends
    cut: list[int] = field(default_factory=list)


def _before(tokens: Sequence[Token], wanted: frozenset[str]) -> tuple[list[Token | str], tuple[str, ...]]:
    """The patterns of the WHERE clause up to a SERVICE, and which of its variables they bind.

    Alternatives of the one it stands in tell nothing of it and go. A FILTER about what only the SERVICE binds goes too:
    in SPARQL it belongs to the whole group, and the finished query holds it.
    """
    start = next((number for number, token in enumerate(tokens) if token.text == "{"), None)
    if start is None:
        raise QueryRefused("SERVICE stands outside of a group.")
    groups = _open_groups(tokens, start)
    for group in groups:
        if group.word in _NOT_WITHIN:
            raise QueryRefused(f"SERVICE within {group.word} cannot be asked; use OPTIONAL and FILTER(!BOUND(...)).")
        if group.word == "SELECT":
            raise QueryRefused("SERVICE within a sub-select cannot be asked; put it beside the sub-select.")
    gone = {n for group in groups if group.alternatives is not None for n in range(group.alternatives, group.opened)}
    kept = [number for number in range(start, len(tokens)) if number not in gone]
    filters = _filters(tokens, kept)
    within = {number for begin, end in filters for number in range(begin, end + 1)}
    bound = {name for n in kept if n not in within for name in _variables([tokens[n]])}
    dropped = {
        number
        for begin, end in filters
        if (set(_variables(tokens[begin : end + 1])) & wanted) - bound
        for number in range(begin, end + 1)
    }
    pieces: list[Token | str] = [tokens[number] for number in kept if number not in dropped]
    return [*pieces, *["}"] * len(groups)], tuple(sorted(wanted & bound))


def _open_groups(tokens: Sequence[Token], start: int) -> list[_Group]:
    """The groups that are open at the end, the outermost first."""
    groups: list[_Group] = []
    for number in range(start, len(tokens)):
        text = tokens[number].text if tokens[number].kind == "punct" else ""
        top = groups[-1] if groups else None
        if text in _OPEN:
            groups.append(_opened(tokens, number, top))
        elif text in _CLOSE:
            if top is None or _OPEN[tokens[top.opened].text] != text:
                raise QueryRefused("The brackets of the query do not fit each other.")
            groups.pop()
            if groups and text == "}":
                groups[-1].last = top.opened
                groups[-1].chain = top.opened if top.alternatives is None else top.alternatives
        elif top is not None and not _is(tokens[number], "UNION"):
            top.last = top.chain = None
    if any(tokens[group.opened].text != "{" for group in groups):
        raise QueryRefused("SERVICE within an expression cannot be asked.")
    return groups


def _opened(tokens: Sequence[Token], number: int, top: _Group | None) -> _Group:
    before = tokens[number - 1] if number else None
    word = before.text.upper() if before is not None and before.kind == "word" else ""
    after_union = word == "UNION" and top is not None
    behind = tokens[number + 1] if number + 1 < len(tokens) else None
    if behind is not None and _is(behind, "SELECT"):
        word = "SELECT"
    return _Group(number, word, top.chain if after_union and top is not None else None)


def _filters(tokens: Sequence[Token], kept: Sequence[int]) -> list[tuple[int, int]]:
    """First and last token of each FILTER among the kept; those that are still open are none."""
    found = []
    for number in kept:
        if _is(tokens[number], "FILTER"):
            behind = range(number + 1, min(number + 4, len(tokens)))  # NOT EXISTS {, or the name of a function and (
            opening = next((n for n in behind if tokens[n].text in ("(", "{")), None)
            if opening is not None:
                found.append((number, _matching(tokens, opening)))
    return found


def _written(pieces: Sequence[Token | str]) -> str:
    """Tokens that touched still touch, as the engine reads ``- 5`` and ``"x" @en`` otherwise; the rest is blanks."""
    written, end = [], -1
    for piece in pieces:
        if isinstance(piece, str):
            written.append(f" {piece}")
            end = -1
        else:
            written.append(piece.text if piece.start == end else f" {piece.text}")
            end = piece.start + len(piece.text)
    return "".join(written)
