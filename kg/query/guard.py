"""What is refused before the engine sees a query: too long, too deep, not a query, or out to reach other servers.

The engine follows SERVICE and cannot be told not to. Looking for the keyword is not enough, because the engine has no
lexer: ``SERVICESILENT<x>{}`` and ``SERVICE:x{}`` work too, and where a string or an IRI ends is its own view. So the
guard does not trust its own view: what it takes for harmless is rewritten so that it *stays* harmless when the engine
disagrees. Within strings and IRIs the word is written with an escape (the engine reads escapes there and nowhere
else), in comments it is blotted out, and then the word may only be left in the names of variables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from kg.errors import QueryRefused, QuerySyntax, QueryTooLarge
from kg.query.hints import opening, unclosed
from kg.query.tokens import Token, position, scan, significant

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")

_SERVICE = re.compile("service", re.IGNORECASE)
_SUSPICIOUS = re.compile("service|from", re.IGNORECASE)
_HEAD = re.compile(
    r"(?:\s++|\#[^\r\n]*+|(?:PREFIX\s++[\w.\-]*+:|BASE)\s*+<[^<>\"{}|^`\\\s]*+>)*+(SELECT|ASK|CONSTRUCT|DESCRIBE)\b",
    re.IGNORECASE,
)
_NAMES = re.compile(r"[?$]\w+|_:\w[\w.\-]*")  # where the word is just part of a name, whoever reads it
_LOCAL_ESCAPE, _KEEP = re.compile(r"\\(.)"), r"\1"
_REMARK = re.compile(r"^[ \t]*#[^\r\n]*$", re.MULTILINE)
_UNARY = frozenset({"!", "+", "-", "^", "^^"})


@dataclass(frozen=True, slots=True)
class Guarded:
    """A query that may be given to an engine."""

    text: str  # safe to evaluate: means the same as what was asked
    form: str  # one of FORMS
    has_dataset: bool  # it says FROM: the default graph is what it names, not the union
    graphs: tuple[str, ...]  # absolute IRIs it names in FROM and FROM NAMED


def check(query: str, max_bytes: int, max_depth: int, prefixes: Mapping[str, str]) -> Guarded:
    """Raises QueryTooLarge, QueryRefused or QuerySyntax; ``prefixes`` are those a query need not declare."""
    _check_size(query, max_bytes)
    return _plain(query, max_depth) or examined(query, max_depth, prefixes)


def _plain(query: str, max_depth: int) -> Guarded | None:
    """Most queries at a glance: no word that may mean another graph or server, and too few brackets to nest too deep.

    Looking for the words alone can be wrong in one direction only, and then the tokens are looked at; also where a
    string may never be closed, which the engine says less well.
    """
    head = _HEAD.match(query)
    if head is None or _is_suspicious(query) or sum(map(query.count, "([{!+-^")) > max_depth:
        return None
    if _has_odd_quotes(query) and _has_odd_quotes(_without_remarks(query)):
        return None
    return Guarded(query, head.group(1).upper(), False, ())


def _has_odd_quotes(query: str) -> bool:
    return bool(query.count("'") % 2 or query.count('"') % 2)


def _without_remarks(query: str) -> str:
    """Without lines that are comments as a whole, which may have an apostrophe; they may be a part of a long string."""
    return query if '"""' in query or "'''" in query else _REMARK.sub("", query)


def _is_suspicious(query: str) -> bool:
    """Whether one of the words is in it; the pattern is slower, but knows what else is the same letter somewhere."""
    words = query.upper()
    return _SUSPICIOUS.search(query) is not None if not query.isascii() else "SERVICE" in words or "FROM" in words


def examined(query: str, max_depth: int, prefixes: Mapping[str, str]) -> Guarded:
    """The same by tokens."""
    tokens = list(_shallow(scan(query), max_depth))
    meant = list(significant(iter(tokens)))
    _check_closed(query, meant)
    form = _form(query, meant)
    known = {**prefixes, **declared(meant)}
    text = _without_service(query, tokens, known)
    graphs = tuple(_dataset(meant, known))
    return Guarded(text, form, any(_is_word(token, "FROM") for token in meant), graphs)


def declared(tokens: Iterable[Token]) -> dict[str, str]:
    """The prefixes a query declares, where their IRIs need no base."""
    found = {}
    window = list(tokens)
    for keyword, name, iri in zip(window, window[1:], window[2:], strict=False):
        if _is_word(keyword, "PREFIX") and name.kind == "pname" and iri.kind == "iri" and ":" in iri.text:
            found[name.text[:-1]] = iri.text[1:-1]
    return found


def _check_size(query: str, max_bytes: int) -> None:
    try:
        size = len(query.encode())
    except UnicodeEncodeError:
        raise QuerySyntax("The query holds half of a surrogate pair, which is not a character.") from None
    if size > max_bytes:
        raise QueryTooLarge(f"The query has {size:,} bytes; at most {max_bytes:,} are read (KG_MAX_QUERY_BYTES).")


def _check_closed(query: str, tokens: list[Token]) -> None:
    if tokens and tokens[-1].kind == "broken":
        line, column = position(query, tokens[-1].start)
        hint = unclosed(query, tokens[-1])
        message = f"Line {line}, column {column}: what starts here is no string. {hint}"
        raise QuerySyntax(message, line=line, column=column, hint=hint)


def _shallow(tokens: Iterator[Token], max_depth: int) -> Iterator[Token]:
    """The tokens up to where they nest too deep; no more of such a query is looked at, as that would take a while.

    Deep nesting overflows the stack of the engine's parser and kills its process; so do long chains of ``!``.
    """
    depth = unary = 0
    for token in tokens:
        if token.kind == "punct":
            depth += (token.text in "([{") - (token.text in ")]}")
            unary = unary + len(token.text) if token.text in _UNARY else 0
        elif token.kind not in ("space", "comment"):
            unary = 0
        if depth + unary > max_depth:
            raise QueryRefused(
                f"The query nests more than {max_depth} brackets (KG_MAX_QUERY_DEPTH), more than engines survive."
            )
        yield token


def _form(query: str, tokens: list[Token]) -> str:
    at = _after_prologue(tokens)
    first = tokens[at] if at < len(tokens) else None
    word = first.text.upper() if first and first.kind == "word" else ""
    if word in FORMS:
        return word
    if word in UPDATES:
        raise QueryRefused(
            f"{word} is an update, and query= takes queries only: {', '.join(FORMS)}. "
            "Where updates are allowed, send it as update= with the token."
        )
    line, column = position(query, first.start if first else len(query))
    found = f"found {first.text[:40]!r}" if first else "the query is empty"
    message = f"Line {line}, column {column}: expected {', '.join(FORMS[:-1])} or {FORMS[-1]}; {found}."
    hint = opening(tokens, at) or "Prefixes come first, then one of these."
    raise QuerySyntax(f"{message} {hint}", line=line, column=column, hint=hint)


def _after_prologue(tokens: list[Token]) -> int:
    """The index of the token behind the prefixes and bases that a query begins with."""
    at = 0
    while at < len(tokens) and (length := {"PREFIX": 3, "BASE": 2}.get(tokens[at].text.upper())):
        at += length if _is_iri(tokens, at + length - 1) else length - 1
    return at


def _is_iri(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind == "iri"


def _is_word(token: Token, word: str) -> bool:
    return token.kind == "word" and token.text.upper() == word


def _dataset(tokens: list[Token], prefixes: Mapping[str, str]) -> Iterator[str]:
    without_named = [token for token in tokens if not _is_word(token, "NAMED")]
    for keyword, name in pairwise(without_named):
        if _is_word(keyword, "FROM") and name.kind == "iri" and ":" in name.text:
            yield name.text[1:-1]
        elif _is_word(keyword, "FROM") and name.kind == "pname":
            prefix, _, local = name.text.partition(":")
            if prefix in prefixes:
                yield prefixes[prefix] + _LOCAL_ESCAPE.sub(_KEEP, local)


def _without_service(query: str, tokens: list[Token], prefixes: Mapping[str, str]) -> str:
    if not _SERVICE.search(query):
        return query
    harmless = "".join(_harmless(token, prefixes) for token in tokens)
    left = _SERVICE.search(_NAMES.sub(" ", harmless))
    if left:
        raise QueryRefused(
            "The query asks another server (SERVICE). This service never makes connections of its own; "
            "ask the other server directly, or rename the prefix if that is what holds the word."
        )
    return harmless


def _harmless(token: Token, prefixes: Mapping[str, str]) -> str:
    """The same token, with the word escaped where an escape means the letter itself and is an error elsewhere."""
    if token.kind in ("string", "iri"):
        return _escaped(token.text)
    if token.kind == "comment":
        return _SERVICE.sub("-------", token.text)
    if token.kind == "pname" and _SERVICE.search(token.text):
        prefix, _, local = token.text.partition(":")
        if prefix in prefixes and not _SERVICE.search(prefix):
            return _escaped(f"<{prefixes[prefix]}{_LOCAL_ESCAPE.sub(_KEEP, local)}>")
    return token.text


def _escaped(text: str) -> str:
    return _SERVICE.sub(lambda word: rf"\u{ord(word.group()[0]):04X}{word.group()[1:]}", text)
