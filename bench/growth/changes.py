"""``python -m bench.growth.changes FOLDER``: what it costs the pages that something changed, by the kind of change.

FOLDER is that of a store which ``python -m bench.growth --keep FOLDER`` left. Each change is made in a copy of it; then
what the pages keep is brought up to date, as `kg views` does. Seconds of CPU, the reading of what was kept before and
the writing of what is kept then among them; they are told apart in the first rows.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from bench.faults.children import in_child
from bench.faults.material import opened, settings_in
from bench.growth.fill import clone, complete
from bench.imports.generate import write
from kg.cases import Cases
from kg.datasets.formats import formats
from kg.datasets.importing import import_file
from kg.rdf import named_graph
from kg.rdf.namespaces import DEFAULT_BASE, term
from kg.stores import Writer
from kg.stores.base import ArticleGraphs
from kg.web.held.preparing import prepare

Change = Callable[[Writer], object]


def changes(graphs: Sequence[str]) -> Mapping[str, Change]:
    """By name, in the order in which they are made."""
    return {
        "nothing": lambda writer: None,
        "an article taken out": partial(take_out, graphs[:1]),
        "100 taken out": partial(take_out, graphs[100:200]),
        "an article read again": partial(read_again, graphs[300:301]),
        "100 read again": partial(read_again, graphs[400:500]),
        "estimates of 5,000 cases": partial(estimate_otherwise, 5_000),
        "a name in the vocabulary": partial(name, "entities"),
        "proposals of links": partial(name, "link/wikidata"),
        "a cached answer": partial(name, "cache/wikidata"),
        "a review": lambda writer: writer.add([said(NamedNode(f"{DEFAULT_BASE}id/review/1"), "x", "review/jo")]),
    }


def take_out(graphs: Sequence[str], writer: Writer) -> None:
    with Cases(writer, DEFAULT_BASE).kept() as cases:
        for graph in map(NamedNode, graphs):
            with cases.change(graph):
                writer.remove(article_in(writer, graph), graph)


def read_again(graphs: Sequence[str], writer: Writer) -> None:
    """With another number in each figure."""
    with Cases(writer, DEFAULT_BASE).kept() as cases:
        for graph in map(NamedNode, graphs):
            article = article_in(writer, graph)
            own = tuple(changed(quad, "77") for quad in writer.find(graph=graph))
            meta = tuple(quad for quad in writer.find(article) if quad.graph_name == named_graph(DEFAULT_BASE, "meta"))
            with cases.change(graph):
                writer.put(ArticleGraphs(article, graph, own, meta))


def estimate_otherwise(number: int, writer: Writer) -> None:
    found = writer.find(None, term("cek:best"), None, named_graph(DEFAULT_BASE, "merged"))
    former = list(islice(found, number))
    writer.exchange(former, [Quad(quad.subject, quad.predicate, whole("13"), quad.graph_name) for quad in former])


def name(graph: str, writer: Writer) -> None:
    """One more name of an actor, in a graph that is replaced."""
    actor = next(quad.subject for quad in writer.find(None, term("cek:actorKind")))
    node = named_graph(DEFAULT_BASE, graph)
    writer.replace(node, [*writer.find(graph=node), said(actor, "Another name", graph)])


def said(subject: NamedNode, text: str, graph: str) -> Quad:
    return Quad(subject, term("rdfs:label"), Literal(text, language="en"), named_graph(DEFAULT_BASE, graph))


def article_in(writer: Writer, graph: NamedNode) -> NamedNode:
    return next(quad.subject for quad in writer.find(None, term("rdf:type"), term("cek:Article"), graph))


def changed(quad: Quad, number: str) -> Quad:
    is_value = quad.predicate == term("cek:value")
    return Quad(quad.subject, quad.predicate, whole(number), quad.graph_name) if is_value else quad


def whole(number: str) -> Literal:
    return Literal(number, datatype=term("xsd:integer"))


def carried_out(data: Path, work: Change) -> None:
    store = opened(data)
    with store.writer() as writer:
        work(writer)
    store.close()


def imported(data: Path, rows: int) -> None:
    """A file of so many rows, those of a smaller one among them."""
    store = opened(data)
    with tempfile.TemporaryDirectory() as folder:
        import_file(write("ucdp", rows, Path(folder)), formats()["ucdp"], settings_in(data), store)
    store.close()


def article_graphs(data: Path) -> list[str]:
    with opened(data).snapshot() as view:
        return sorted(graph for graph in view.graphs() if graph.startswith(f"{DEFAULT_BASE}graph/article/"))


def run(data: Path) -> None:
    tell("everything made anew", data)
    for title, work in changes(in_child(partial(article_graphs, data))).items():
        in_child(partial(carried_out, data, work))
        tell(title, data)
    for rows in (5_000, 5_500):
        in_child(partial(imported, data, rows))
        tell(f"an import of {rows:,} rows", data)


def tell(title: str, data: Path) -> None:
    print(f"| {title} | {in_child(partial(followed, data)):.2f} |", flush=True)


def followed(data: Path) -> float:
    """Seconds of CPU until what the pages keep is up to date."""
    began = time.process_time()
    prepare(settings_in(data))
    return time.process_time() - began


def main() -> None:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(dir=sys.argv[1]) as place:
        kept, data = Path(sys.argv[1]), Path(place) / "data"
        in_child(partial(clone, kept / "data", data))
        in_child(partial(complete, data, next(kept.glob("cases-*.nq"))))
        run(data)
    sys.stderr.write(f"{time.monotonic() - began:.0f} s\n")


if __name__ == "__main__":
    main()
