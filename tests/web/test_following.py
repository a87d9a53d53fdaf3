"""What is kept after any changes, followed one by one, is what would be made of the last state from nothing."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from bench.speed.generate import reading
from bench.speed.world import make_world
from kg.cases import Cases
from kg.datasets.formats import formats
from kg.datasets.importing import import_file
from kg.model import Reading
from kg.pipeline import put_graphs
from kg.prepare import graphs_of
from kg.rdf import named_graph, ontology_quads
from kg.rdf.namespaces import term
from kg.settings import Settings
from kg.stores import Store, Writer, open_store
from kg.updates.service import UpdateService
from kg.web.columns import ledger, listing
from kg.web.columns.ledger import Ledger
from kg.web.columns.listing import Listing
from kg.web.held import changing, following
from kg.web.held.following import renewed
from kg.web.held.making import make
from kg.web.held.news import news
from kg.web.held.preparing import read, write
from kg.web.held.sums import Known
from kg.web.held.views import Views
from tests.cases.papers import act, corrected, paper
from tests.datasets import rows
from tests.queries import world
from tests.stored import BASE
from tests.web.conftest import hostile_links, hostile_reading, make_settings, put_vocabulary
from tests.web.kept import plainly

ARMY = NamedNode(f"{BASE}id/actor/valley-army")
PRESS = (
    paper("Post", act(killed=12, agent="valley-army"), published=7),
    paper("Herald", act(killed=14), act("bombing", "s-saro", killed=3), published=5),  # of one case with the other
    paper("Wire", act(killed=12, agent="northern-front"), published=6),
    hostile_reading(),
    *world.readings()[:3],
    *(reading(random.Random(each), make_world(random.Random(5), actors=6, places=4), each) for each in range(4)),
)


class Graph:
    """A store to which things happen, and what the pages keep of it."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings, self.store, self.imports = settings, store, 0
        with self.store.snapshot() as view:
            self.snapshot, self.views = view.id, make(view, BASE)

    def change(self, work: Callable[[Writer], object]) -> None:
        with self.store.writer() as writer:
            work(writer)

    def put(self, told: Reading) -> None:
        made = graphs_of(told, BASE)

        def put(writer: Writer) -> None:
            with Cases(writer, BASE).kept() as cases, cases.change(made.graph):
                writer.put(made)

        self.change(put)

    def remove(self, told: Reading) -> None:
        made = graphs_of(told, BASE)

        def remove(writer: Writer) -> None:
            with Cases(writer, BASE).kept() as cases, cases.change(made.graph):
                writer.remove(made.article, made.graph)

        self.change(remove)

    def replace(self, name: str, *quads: Quad) -> None:
        self.change(lambda writer: writer.replace(named_graph(BASE, name), quads))

    def load(self, name: str, *cells: rows.Cells) -> None:
        self.imports += 1
        folder = self.settings.data_dir.parent / f"import{self.imports}"
        folder.mkdir()
        import_file(rows.write(folder, name, cells), formats()[name], self.settings, self.store)

    def update(self, text: str) -> None:
        """As the endpoint carries it out."""
        UpdateService(self.settings).update(text, BASE)

    def fresh(self) -> Views:
        with self.store.snapshot() as view:
            return make(view, BASE)

    def follow(self) -> bool:
        """Whether what is kept could be brought up to date; else it is made anew."""
        until = self.store.snapshot_id()
        assert until is not None
        found = news(self.store.difference(self.snapshot, until), BASE, self.views.known.sums["articles"])
        with self.store.snapshot() as view:
            now = renewed(view, BASE, self.views, found) if found is not None else None
            self.snapshot, self.views = until, now or make(view, BASE)
        return now is not None

    def keep(self) -> None:
        """As a server that stops and another that starts."""
        folder = self.settings.data_dir / "views"
        folder.mkdir(exist_ok=True)
        write(folder, self.settings, self.snapshot, self.views)
        found = read(folder, self.settings)
        assert found is not None
        self.views = found[1]


def vocabulary() -> list[Quad]:
    """Of what the articles speak of: each state is made from nothing here, and the whole takes half a second."""
    spoken = {quad.subject for told in PRESS for quad in graphs_of(told, BASE).quads} | {ARMY}
    return [quad for quad in (*ontology_quads(BASE), *hostile_links()) if quad.subject in spoken]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled") / "data"
    with closing(open_store(make_settings(folder, publish_seconds=1e9))) as store:
        with store.writer() as writer:
            put_graphs(writer, vocabulary())
        graph = Graph(store.settings, store)  # type: ignore[attr-defined]
        for told in PRESS[:3]:
            graph.put(told)
    return folder


def opened(filled: Path, folder: Path) -> Settings:
    shutil.copytree(filled, folder / "data", symlinks=True)
    return make_settings(folder / "data", publish_seconds=1e9)


@pytest.fixture
def graph(filled: Path, tmp_path: Path) -> Iterator[Graph]:
    settings = opened(filled, tmp_path)
    with closing(open_store(settings)) as store:
        yield Graph(settings, store)


def said(subject: NamedNode, name: str, value: NamedNode | Literal, graph: str) -> Quad:
    return Quad(subject, term(name), value, named_graph(BASE, graph))


def label(text: str, graph: str) -> Quad:
    return said(ARMY, "rdfs:label", Literal(text, language="en"), graph)


def told_of(graph: Graph, at: int) -> str:
    """A name of an actor in a graph of somebody's own, and one more beginning of an event in the article's."""
    with graph.store.snapshot() as view:
        quads = sorted(view.quads(None, term("cek:begin")), key=str)
    begins = [quad for quad in quads if "/graph/article/" in str(quad.graph_name)]
    named = f"GRAPH <{BASE}graph/names> {{ {label(f'{at} army', 'names').triple} }}"
    if not begins:
        return named
    said = f'{begins[0].subject} {begins[0].predicate} "2016-01-0{at % 9 + 1}"^^{term("xsd:date")}'
    return f"{named} GRAPH {begins[0].graph_name} {{ {said} }}"


def named_in_import(at: int) -> list[Quad]:
    """An actor and a place that the press names as well, and others."""
    place = NamedNode(f"{BASE}id/place/{['s-karem', 's-elsewhere'][at % 2]}")
    return [
        label(f"Army of {at}", "import/ucdp"),
        said(place, "rdf:type", term("cek:Place"), "import/ucdp"),
        said(place, "skos:prefLabel", Literal(f"A place {at}", language="en"), "import/ucdp"),
        said(place, "cek:placePrecision", NamedNode(f"{BASE}v/precision/site"), "import/ucdp"),
    ]


def claim_of(graph: Graph) -> NamedNode:
    with graph.store.snapshot() as view:
        found = sorted(quad.subject.value for quad in view.quads(None, term("rdf:type"), term("cek:Figure")))
    return NamedNode(found[0] if found else f"{BASE}id/claim/none")


def read_again(told: Reading) -> Reading:
    """By a reader that sees another number, fewer events, and no longer who took part."""
    return replace(corrected(told, 99), figures=corrected(told, 99).figures[:1], relations=())


CHANGES: dict[str, Callable[[Graph, int], None]] = {
    "added": lambda graph, at: graph.put(PRESS[at]),
    "read again": lambda graph, at: graph.put(read_again(PRESS[at])),
    "taken out": lambda graph, at: graph.remove(PRESS[at]),
    "graph deleted": lambda graph, at: graph.change(
        lambda writer: writer.replace(graphs_of(PRESS[at], BASE).graph, ())
    ),
    "imported": lambda graph, at: graph.replace("import/ucdp", *named_in_import(at)),
    "cached": lambda graph, at: graph.replace("cache/wikidata", label(f"Army {at}", "cache/wikidata")),
    "linked": lambda graph, at: graph.replace("link/wikidata", label(f"Army {at}", "link/wikidata")),
    "reviewed": lambda graph, at: graph.replace("review/jo", label(f"Army {at}", "review/jo")),
    "called otherwise": lambda graph, at: graph.replace("names", label(f"{'ABC'[at % 3]} army", "names")),
    "of another kind": lambda graph, at: graph.replace(
        "kinds", said(ARMY, "cek:actorKind", NamedNode(f"{BASE}v/actorkind/{['state', 'other'][at % 2]}"), "kinds")
    ),
    "overtaken": lambda graph, at: graph.replace(
        "notes", said(claim_of(graph), "cek:supersededBy", claim_of(graph), "notes")
    ),
    "data inserted": lambda graph, at: graph.update(f"INSERT DATA {{ {told_of(graph, at)} }}"),
    "data deleted": lambda graph, at: graph.update(f"DELETE DATA {{ {told_of(graph, 1)} }} ; INSERT DATA {{ }}"),
    "notes taken out": lambda graph, at: graph.replace("notes"),
}
STEPS = st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(0, len(PRESS) - 1), st.booleans()), max_size=7)


@examples(max_examples=15, deadline=None)
@given(steps=STEPS)
def test_what_is_followed_is_what_is_made_from_nothing(
    filled: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, bool]]
) -> None:
    settings = opened(filled, tmp_path_factory.mktemp("graph"))
    with closing(open_store(settings)) as store:
        graph = Graph(settings, store)
        for change, at, looked in [*steps, ("linked", 0, True)]:
            CHANGES[change](graph, at)
            if looked:
                assert graph.follow()
                assert plainly(graph.views) == plainly(graph.fresh())
                graph.keep()


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_each_change_is_followed(graph: Graph, change: str) -> None:
    for at in (1, 4, 1):
        CHANGES[change](graph, at)
        assert graph.follow()
        assert plainly(graph.views) == plainly(graph.fresh())


def test_a_newer_vocabulary_and_a_data_set_are_followed(graph: Graph) -> None:
    graph.change(put_vocabulary)
    graph.load("ucdp", *({"id": each, "best": each} for each in range(3)))
    assert graph.follow()
    assert len(graph.views.named.rows) > 1_000
    graph.load("ucdp", {"id": 1, "where_coordinates": "Saro"}, {"id": 7})
    assert graph.follow()
    assert plainly(graph.views) == plainly(graph.fresh())


def test_what_is_gone_does_not_stay_in_columns_for_ever(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "FULL", 3)
    monkeypatch.setattr(listing, "FULL", 1)
    monkeypatch.setattr(ledger, "MOST_SEGMENTS", 3)
    for told in PRESS[3:6]:
        graph.put(told)
    for number in range(6):
        graph.put(PRESS[number])
        graph.put(corrected(PRESS[number], number))
        graph.remove(PRESS[number + 3])
        assert graph.follow()
        assert plainly(graph.views) == plainly(graph.fresh())
        graph.keep()
        assert len(graph.views.ledger.segments) <= 4
        assert sum(map(len, graph.views.ledger.segments)) < 2 * len(graph.views.ledger) + 8
        assert len(graph.views.articles.gone) <= 1


@pytest.mark.parametrize("broken", ["claims", "names", "ties", "list"])
def test_the_comparison_finds_what_a_retraction_leaves_behind(
    graph: Graph, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if broken == "names":
        monkeypatch.setattr(following.changing, "renamed", lambda view, views, *_, **__: changing.Renamed(views))
    elif broken == "ties":
        monkeypatch.setattr(Known, "with_fewer", lambda self, *_: self)
    elif broken == "claims":
        monkeypatch.setattr(Ledger, "without", lambda self, _: self)
    else:
        monkeypatch.setattr(Listing, "without", lambda self, _: self)
    graph.remove(PRESS[0])
    assert graph.follow()
    assert plainly(graph.views) != plainly(graph.fresh())
