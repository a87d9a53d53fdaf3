"""What the product derives - near-duplicates, cases, estimates - is the same on another server as on its own store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from bench.remote.link import Fate, link
from kg.cases import Cases
from kg.cases.reviews import OTHER
from kg.files import samples_dir
from kg.pipeline import take_in
from kg.prepare import Prepared, prepare
from kg.rdf import canonical
from kg.rdf.iris import Iris, named_graph
from kg.rdf.namespaces import term
from kg.settings import Settings
from kg.sources import read_bytes
from kg.stores import RemoteStore, Store, open_store
from tests.stores.conftest import SERVERS, opened

GOLD = Path(__file__).parents[2] / "data" / "gold" / "cases.jsonl"
DERIVED = ("graph/merged", "graph/duplicate/")
READ = ("graph/article/", "graph/meta", "graph/review/")
FIRST, NEXT, LAST = ("ba-en", "ba-en2", "kr-en", "kr-de", "so-fr"), ("ba-fr", "kr-nl"), ("kr-es", "so-en")
FEWEST = 15  # requests, beyond which an article is slow where each takes a third of a second
Paper = dict[str, str]


@dataclass(frozen=True)
class Pair:
    """A store of our own and one on a server, to which the same is done."""

    here: Store
    there: Store
    settings: Settings
    server: str

    def ingest(self, papers: Iterable[Paper]) -> list[str]:
        """One run on each; how the inputs ended, which is the same on both."""
        items = [prepared(json.dumps(paper)) for paper in papers]
        here, there = ([each.outcome.value for each in take_in(items, self.settings, one)] for one in self.each())
        assert here == there
        return here

    def each(self) -> tuple[Store, Store]:
        return self.here, self.there

    def compared(self) -> dict[str, str]:
        """The graphs that both hold, canonical; of an engine that changes literals those that are derived."""
        kinds = (*DERIVED, *READ) if self.server == SERVERS[0] else DERIVED
        here, there = (graphs_of(store, kinds) for store in self.each())
        assert here == there
        return here


@cache
def prepared(line: str) -> Prepared:
    settings = Settings.from_env({})
    made = prepare(next(read_bytes(line.encode(), "papers.jsonl", settings)), settings)
    assert isinstance(made, Prepared)
    return made


def graphs_of(store: Store, kinds: tuple[str, ...]) -> dict[str, str]:
    with store.snapshot() as view:
        names = [name for name in view.graphs() if any(kind in name for kind in kinds)]
        found = {name: canonical(view.quads(graph=NamedNode(name))).decode() for name in sorted(names)}
    return {name: text for name, text in found.items() if text}  # one store keeps the names of graphs that are emptied


def papers(*names: str) -> list[Paper]:
    """Short articles about cases that several papers tell."""
    wanted = ("id", "lang", "published", "publisher", "title", "text")
    every = {record["id"]: record for record in map(json.loads, GOLD.read_text(encoding="utf-8").splitlines())}
    return [{key: every[name][key] for key in wanted} for name in names]


def copy_of_sample(publisher: str, published: str, behind: str = "") -> Paper:
    text = (samples_dir() / "en-mosul.txt").read_text(encoding="utf-8")
    return {"id": publisher, "lang": "en", "published": published, "publisher": publisher, "text": text + behind}


def said(graphs: dict[str, str], name: str) -> int:
    """How often the derived graphs say it."""
    derived = (text for graph, text in graphs.items() if any(part in graph for part in DERIVED))
    return sum(text.count(f"<{term(name).value}>") for text in derived)


@pytest.fixture(params=SERVERS)
def pair(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Pair]:
    away = replace(settings, data_dir=settings.data_dir / "away")
    made = Pair(open_store(settings, "memory"), opened(request.param, away, request), settings, request.param)
    yield made
    made.here.close()
    made.there.close()


def test_cases_estimates_and_near_duplicates_are_the_same_on_a_server_whatever_happens(pair: Pair) -> None:
    assert pair.ingest([*papers(*FIRST), copy_of_sample("The Hill Herald", "2016-10-20")]) == ["stored"] * 6
    first = pair.compared()
    assert said(first, "cek:Estimate") > 3
    assert said(first, "cek:SameEventAssertion") > 3
    assert said(first, "cek:nearDuplicateOf") == 0

    for paper in (*papers(*NEXT), copy_of_sample("Kustcourant", "2016-10-21", "\n\nIn the town it rained.\n")):
        assert pair.ingest([paper]) == ["stored"]  # a run of its own, of which the one before knows nothing
    copied = pair.compared()
    assert said(copied, "cek:nearDuplicateOf") > 0
    assert said(copied, "cek:SameEventAssertion") > said(first, "cek:SameEventAssertion")

    assert pair.ingest(papers(*FIRST)) == ["duplicate"] * len(FIRST)
    assert pair.compared() == copied

    for store in pair.each():
        judged(store, pair.settings)
    assert pair.compared() != copied

    for store in pair.each():
        forgotten(store, pair.settings)
    pair.compared()

    assert pair.ingest(papers(*LAST)) == ["stored"] * len(LAST)
    assert pair.compared() == rebuilt(pair)


def judged(store: Store, settings: Settings) -> None:
    """A reviewer says of two events that stand in one case that they are two."""
    graph = named_graph(settings.base_iri, "review/ann")
    with store.writer() as writer:
        cases: dict[str, list[str]] = {}
        for quad in writer.find(predicate=term("cek:sameEvent")):
            cases.setdefault(str(quad.object), []).append(quad.subject.value)
        one, two = sorted(max(sorted(cases.items()), key=lambda each: len(each[1]))[1])[:2]
        writer.add([Quad(NamedNode(one), OTHER, NamedNode(two), graph)])
        Cases(writer, settings.base_iri).refresh()


def forgotten(store: Store, settings: Settings) -> None:
    """The first article of all is taken out again."""
    with store.writer() as writer, Cases(writer, settings.base_iri).kept() as cases:
        hashes = sorted(quad.object.value for quad in writer.find(predicate=term("cek:contentHash")))
        iris = Iris(settings.base_iri, hashes[0])
        with cases.change(iris.graph):
            assert writer.remove(iris.article, iris.graph)


def rebuilt(pair: Pair) -> dict[str, str]:
    for store in pair.each():
        with store.writer() as writer:
            Cases(writer, pair.settings.base_iri).rebuild()
    return pair.compared()


def test_an_article_takes_few_requests_however_many_events_are_near_it(
    settings: Settings, oxigraph_server: str
) -> None:
    host, port = oxigraph_server.removeprefix("sparql+http://").partition("?")[0].split(":")
    settings = replace(settings, store_user="")
    with link(host, int(port)) as cable:
        store = open_store(settings, f"sparql+http://{cable.address}?engine=oxigraph")
        assert isinstance(store, RemoteStore)
        store.empty()
        counted = []
        for paper in papers(*FIRST, *NEXT, *LAST):
            cable.counted()
            ended = take_in([prepared(json.dumps(paper))], settings, store)
            assert [each.outcome.value for each in ended] == ["stored"]
            counted.append(cable.counted().total())
        store.close()
    assert max(counted[1:]) < FEWEST, counted


def test_a_network_that_breaks_off_changes_nothing_in_what_is_stored(
    settings: Settings, oxigraph_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests are lost, and requests are carried out whose answer is lost: writes as well as look-ups."""
    monkeypatch.setattr("kg.stores.remote.endpoint.PAUSES", (0.0, 0.0, 0.0))
    monkeypatch.setattr("kg.pipeline.put_vocabulary", lambda *_: None)  # large, and written no otherwise
    host, port = oxigraph_server.removeprefix("sparql+http://").partition("?")[0].split(":")
    away = replace(settings, data_dir=settings.data_dir / "away", store_user="")
    with link(host, int(port)) as cable:
        there = open_store(away, f"sparql+http://{cable.address}?engine=oxigraph")
        assert isinstance(there, RemoteStore)
        there.empty()
        pair = Pair(open_store(settings, "memory"), there, settings, SERVERS[0])
        cable.break_off([Fate.UNHEARD, Fate.LOST, Fate.ANSWERED, Fate.ANSWERED, Fate.UNHEARD])
        for paper in (
            *papers(*FIRST),
            copy_of_sample("A", "2016-10-20"),
            copy_of_sample("B", "2016-10-21", " It rained."),
        ):
            assert pair.ingest([paper]) == ["stored"]
        cable.break_off([Fate.ANSWERED])
        assert said(pair.compared(), "cek:SameEventAssertion") > 3
        pair.here.close()
        there.close()
