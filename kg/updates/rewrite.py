"""What an update says of the default graph, said of the graph that keeps the statements of no graph.

The store's default graph is the union of all named graphs, so nothing can be written there. What a client writes to the
default graph goes to a named graph of its own (``home``), and an update reads its default graph from there, as the
standard has it. ``WITH`` does this for patterns; data blocks, CLEAR and COPY have to be told the name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.errors import BadParameter, QueryRefused
from kg.query.tokens import Token
from kg.updates.operations import Operation, brace, end_of, is_word, operations

Edit = tuple[int, int, str]  # from, to, what stands there instead
_NOTHING = "INSERT DATA {}"
_REFUSED = ("LOAD", "SERVICE")


@dataclass(frozen=True, slots=True)
class Datasets:
    """The graphs that the request names for the WHERE of every operation (using-graph-uri, using-named-graph-uri)."""

    default: Sequence[str] = ()
    named: Sequence[str] = ()

    def clause(self) -> str:
        clauses = [f"USING <{iri}>" for iri in self.default] + [f"USING NAMED <{iri}>" for iri in self.named]
        return " ".join(clauses)


@dataclass(frozen=True, slots=True)
class Prepared:
    text: str
    keeps_union: bool  # it writes what it adds to the default graph as well, so the union need not be made anew


@dataclass(frozen=True, slots=True)
class _Context:
    text: str
    home: str  # an IRI in angle brackets
    using: str
    graphs: Sequence[str]
    twice: bool  # only data is added: into the default graph too
    edits: list[Edit] = field(default_factory=list)


def prepare(text: str, home: str, datasets: Datasets, graphs: Sequence[str] = (), twice: bool = True) -> Prepared:
    """The update to give to the engine; ``graphs`` are those there are. Raises QueryRefused or BadParameter.

    ``twice``: data that is only added may go into the default graph as well, which then need not be made anew.
    """
    found = operations(text)
    only_data = twice and bool(found) and all(map(_is_plain_data, found))
    context = _Context(text, f"<{home}>", datasets.clause(), graphs, only_data)
    for operation in found:
        _check(operation, bool(context.using))
        context.edits.extend(_edits(operation, context))
    return Prepared(_edited(text, context.edits), only_data)


def _is_plain_data(operation: Operation) -> bool:
    """It adds data whose blank nodes have names: written twice, ``[]`` would be two blank nodes."""
    return operation.words[:2] == ("INSERT", "DATA") and not any(t.text in ("[", "(") for t in operation.tokens)


def _check(operation: Operation, has_datasets: bool) -> None:
    for token in operation.tokens:
        name = token.text.upper()
        if token.kind in ("word", "pname") and name.startswith(_REFUSED) and not _is_silent_load(operation):
            raise QueryRefused(
                f"{token.text[:40]}: this service never makes connections of its own. Send the data itself: "
                "INSERT DATA, or PUT to /store."
            )
    if has_datasets and {"USING", "WITH"} & set(operation.words):
        raise BadParameter(
            "The update says USING or WITH, and the request says using-graph-uri or using-named-graph-uri: choose one.",
            parameter="using-graph-uri",
        )


def _is_silent_load(operation: Operation) -> bool:
    """SILENT asks that a failure be no error, and not being allowed is a failure."""
    return operation.words[:2] == ("LOAD", "SILENT")


def _edits(operation: Operation, context: _Context) -> Iterator[Edit]:
    words = operation.words
    if _is_silent_load(operation):
        yield operation.start, operation.end, _NOTHING
    elif words[:2] in (("INSERT", "DATA"), ("DELETE", "DATA")):
        yield from _data(operation, context)
    elif words[:1] in (("CLEAR",), ("DROP",)):
        yield from _emptying(operation, context)
    elif words[:1] in (("COPY",), ("MOVE",), ("ADD",)):
        yield operation.start, operation.start, f"CREATE SILENT GRAPH {context.home} ; "
        yield from ((t.start, end_of(t), context.home) for t in operation.tokens if is_word(t, "DEFAULT"))
    elif words[:1] in (("INSERT",), ("DELETE",), ("WITH",)):
        yield from _modifying(operation, context)


def _modifying(operation: Operation, context: _Context) -> Iterator[Edit]:
    if not is_word(operation.tokens[0], "WITH"):
        yield operation.start, operation.start, f"WITH {context.home} "
    where = next((token for token in operation.outside() if is_word(token, "WHERE")), None)
    if where is None:
        return
    # DELETE WHERE {...} takes neither WITH nor USING; its long form does
    short = is_word(operation.tokens[0], "DELETE") and where is operation.tokens[1] and operation.blocks()
    template = _source(context.text, short[0]) if short else ""
    yield where.start, where.start, f"{template} {context.using} "


def _emptying(operation: Operation, context: _Context) -> Iterator[Edit]:
    for token in operation.outside():
        if is_word(token, "DEFAULT"):
            yield operation.start, operation.end, f"{operation.words[0]} SILENT GRAPH {context.home}"
        elif is_word(token, "NAMED"):
            parts = [f"{operation.words[0]} SILENT GRAPH <{iri}>" for iri in context.graphs]
            own = f"GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != {context.home})"
            parts.append(f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ {own} }}")
            yield operation.start, operation.end, " ; ".join(parts)


def _data(operation: Operation, context: _Context) -> Iterator[Edit]:
    """Put what stands outside GRAPH into the home graph; when data is all there is, all of it into the union too."""
    for block in operation.blocks():
        for part, graph in _parts(block[1:-1]):
            source = _source(context.text, part)
            into = f"GRAPH {graph or context.home}"
            if not graph:
                yield part[0].start, end_of(part[-1]), f"{into} {{ {source} }}"
            if context.twice:
                yield end_of(block[-2]), end_of(block[-2]), f"\n{_ending(source)}"


def _ending(triples: str) -> str:
    return triples if triples.rstrip().endswith(".") else f"{triples} ."


def _parts(tokens: tuple[Token, ...]) -> Iterator[tuple[tuple[Token, ...], str]]:
    """The triples of a data block in pieces, each with its graph as written; an empty one for none."""
    piece: list[Token] = []
    rest = iter(range(len(tokens)))
    for index in rest:
        if not is_word(tokens[index], "GRAPH"):
            piece.append(tokens[index])
            continue
        yield from _plain(piece)
        piece = []
        size = _block_size(tokens[index + 2 :])
        inside = tokens[index + 3 : index + 1 + size]
        if inside:
            yield inside, tokens[index + 1].text
        for _ in range(size + 1):
            next(rest, None)
    yield from _plain(piece)


def _plain(piece: list[Token]) -> Iterator[tuple[tuple[Token, ...], str]]:
    """Without the full stop that may follow the braces of a graph."""
    triples = tuple(piece[1:] if piece and piece[0].text == "." else piece)
    if triples:
        yield triples, ""


def _block_size(tokens: tuple[Token, ...]) -> int:
    depth = 0
    for index, token in enumerate(tokens):
        depth += brace(token)
        if depth == 0:
            return index + 1
    return len(tokens)


def _source(text: str, tokens: Sequence[Token]) -> str:
    return text[tokens[0].start : end_of(tokens[-1])]


def _edited(text: str, edits: list[Edit]) -> str:
    parts, at = [], 0
    for start, end, words in sorted(edits, key=lambda edit: edit[:2]):
        parts += [text[at:start], words]
        at = end
    return "".join([*parts, text[at:]])
