"""Does an article's graph conform? SHACL for what the graph shows, and the text for what only the text shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf.conformance import surely_conforms
from kg.rdf.literals import clean
from kg.rdf.namespaces import term

_START, _END, _QUOTE = term("cek:start"), term("cek:end"), term("cek:quote")
_HASH = term("cek:contentHash")


def violations(quads: Sequence[Quad], text: str | None = None) -> tuple[str, ...]:
    """What is wrong, a sentence each; empty when all is well. With the text, every quote is compared with it."""
    found = () if surely_conforms(quads) else _broken_shapes(quads)
    return found if text is None else (*found, *text_violations(quads, text))


def _broken_shapes(quads: Sequence[Quad]) -> tuple[str, ...]:
    # Here, because pyshacl and rdflib take 0.3 s to import, and hardly any article needs them.
    from kg.rdf.shacl import shape_violations

    return shape_violations(quads)


def text_violations(quads: Sequence[Quad], text: str) -> tuple[str, ...]:
    """Quotes that are not the text at their offsets, and a hash that is not the text's."""
    return (*_wrong_hash(quads, text), *sorted(_wrong_quotes(quads, text)))


def _wrong_hash(quads: Sequence[Quad], text: str) -> Iterator[str]:
    actual = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    for node, stated in _values(quads, _HASH).items():
        if stated != actual:
            yield f"The content hash is not the hash of the text, {actual}. At {node}"


def _wrong_quotes(quads: Sequence[Quad], text: str) -> Iterator[str]:
    start, end = _values(quads, _START), _values(quads, _END)
    for node, quote in _values(quads, _QUOTE).items():
        there = clean(text[int(start[node]) : int(end[node])])
        if there != quote:
            yield f"The quote {quote!r} is not the text at its offsets, {there!r}. At {node}"


def _values(quads: Sequence[Quad], predicate: NamedNode) -> Mapping[str, str]:
    return {
        quad.subject.value: quad.object.value
        for quad in quads
        if quad.predicate == predicate and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
    }
