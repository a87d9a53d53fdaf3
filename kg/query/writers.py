"""How a worker writes an answer: the engine's own serialisers, with what they leave open in XML closed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import IO, cast

import pyoxigraph as ox

from kg.errors import QueryError, QueryTooLarge
from kg.query.columnar.writing import Written
from kg.query.formats import XML

Answer = Written | ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple]

_RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPH_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_PIECE = 65_536
_PEEKED = 1_000  # triples looked at for prefixes; later ones are written in full where theirs is missing
_ILLEGAL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")  # no XML 1.0 document may hold these
_REPLACEMENT = "\ufffd".encode()
_NAME_END = re.compile(r"[^\W\d][\w.\-]*\Z")  # an XML element needs a local name; many IRIs end in none


class Sink:
    """A file for the serialiser: gathers its small writes, counts them, and mends XML."""

    def __init__(self, send: Callable[[bytes], None], max_bytes: int, xml: bool) -> None:
        self._send = send
        self._max_bytes = max_bytes
        self._xml = xml
        self._buffer = bytearray()
        self._total = 0

    def write(self, data: bytes) -> int:
        self._buffer += data
        if len(self._buffer) >= _PIECE:
            self._flush(keep=2)  # U+FFFE and U+FFFF are three bytes, of which two may have come
        return len(data)

    def flush(self) -> None:
        """Nothing leaves before ``close``; serialisers call this when they feel like it."""

    def close(self) -> None:
        self._flush(keep=0)

    def _flush(self, keep: int) -> None:
        cut = len(self._buffer) - keep
        piece = bytes(self._buffer[:cut])
        if keep and piece.endswith(b"\xef\xbf"):
            cut, piece = cut - 2, piece[:-2]
        elif keep and piece.endswith(b"\xef"):
            cut, piece = cut - 1, piece[:-1]
        del self._buffer[:cut]
        self._emit(_mended(piece) if self._xml else piece)

    def _emit(self, piece: bytes) -> None:
        self._total += len(piece)
        if self._total > self._max_bytes:
            raise QueryTooLarge(
                f"The answer is larger than {self._max_bytes:,} bytes (KG_MAX_RESULT_BYTES). "
                "Add a LIMIT, ask for fewer columns, or ask in parts with ORDER BY, LIMIT and OFFSET."
            )
        if piece:
            self._send(piece)


def _mended(piece: bytes) -> bytes:
    """A reader of XML turns a raw carriage return into a line feed, so it travels as a reference."""
    return _ILLEGAL.sub(_REPLACEMENT, piece).replace(b"\r", b"&#xD;")


def write_answer(
    answer: Answer, name: str, prefixes: Mapping[str, str], send: Callable[[bytes], None], max_bytes: int
) -> None:
    """Serialise an answer in the format ``name``, in pieces."""
    sink = Sink(send, max_bytes, name in XML)
    output = cast(IO[bytes], sink)
    if isinstance(answer, Written):
        for piece in answer.pieces:
            sink.write(piece)
    elif isinstance(answer, ox.QuerySolutions | ox.QueryBoolean):
        answer.serialize(output, _RESULT_FORMATS[name])
    elif name in ("turtle", "rdfxml"):
        triples, used = _peek(_with_names(answer) if name == "rdfxml" else answer, prefixes)
        ox.serialize(triples, output, _GRAPH_FORMATS[name], prefixes=used)
    else:
        ox.serialize(answer, output, _GRAPH_FORMATS[name])
    sink.close()


def _peek(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> tuple[Iterable[ox.Triple], dict[str, str]]:
    """The triples, and those of the prefixes that the first of them use: nobody reads a list of thirty."""
    rest = iter(triples)
    first = list(islice(rest, _PEEKED))
    text = "".join(map(str, first))
    return chain(first, rest), {name: iri for name, iri in prefixes.items() if f"<{iri}" in text}


def _with_names(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    for triple in triples:
        if not _NAME_END.search(triple.predicate.value):
            raise QueryError(
                f"RDF/XML cannot write the property <{triple.predicate.value}>, as it does not end in a name. "
                "Ask for Turtle, N-Triples or JSON-LD."
            )
        yield triple
