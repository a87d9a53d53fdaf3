"""One way to write a set of quads: two graphs are the same when these bytes are."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad


def written(quad: Quad) -> str:
    """The quad as a line of N-Quads, without its full stop."""
    return str(quad)


def canonical(quads: Iterable[Quad]) -> bytes:
    """Sorted N-Quads, each line once. Without blank nodes, sorting is all that canonicalisation takes."""
    return "".join(f"{line} .\n" for line in sorted({written(quad) for quad in quads})).encode("utf-8")
