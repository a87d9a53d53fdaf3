"""Near-duplicates in a store: the same statements in whatever order the articles come, and no claim touched."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from kg import pipeline, prepare, rdf
from kg.duplicates import recognise
from kg.model import Actor, ActorKind, Article, Reading
from kg.rdf import canonical
from kg.rdf.namespaces import term
from kg.settings import Settings
from kg.stores import Store, open_store
from tests.factories import make_figure, quote

BODY = (
    "Government troops shelled the river town of Karem on Tuesday. Twelve villagers were killed, the mayor of the town "
    "told reporters at the bridge. Houses along the quay burned through the night while people carried what they could "
    "up the hill. The army said that it had fired at a column of pickup trucks and that it knew of no villagers among "
    "the dead. Nobody could reach the eastern bank, where the school stands, before the next morning."
)
Paper = dict[str, Any]
POST: Paper = {"id": "post", "published": "2024-03-06", "publisher": "The Valley Post", "text": f"Shells\n\n{BODY}"}
HERALD: Paper = {
    "id": "herald",
    "published": "2024-03-07",
    "publisher": "The Hill Herald",
    "text": f"Karem burns\n\n{BODY} Bread is handed out at the mill.",
}
WIRE: Paper = {
    "id": "wire",
    "published": "2024-03-07",
    "publisher": "Daily Quay",
    "text": f"Source: Reuters\n\nKarem under fire\n\n{BODY.partition(' Nobody')[0]}",
}
LATE: Paper = {"id": "late", "published": "2024-05-01", "publisher": "Yearbook", "text": f"A look back\n\n{BODY}"}
UNDATED: Paper = {"id": "undated", "publisher": "Leaflet", "text": f"To all\n\n{BODY}"}
OTHER: Paper = {
    "id": "other",
    "published": "2024-03-06",
    "publisher": "The Coast",
    "text": "A quiet day in Karem, where the market opened again and the ferry ran. " * 4,
}
EARLIER = HERALD | {"id": "herald-early", "published": "2024-03-05"}  # the same text: the article's day moves
PAPERS = (POST, HERALD, WIRE, LATE, UNDATED, OTHER, EARLIER)


@pytest.fixture(autouse=True)
def _hand_made_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each text that tells of the twelve makes one claim without a speaker."""

    def read(article: Article) -> Reading:
        if "Twelve villagers" not in article.text:
            return Reading(article=article)
        said = quote("Twelve villagers were killed", article.text)
        return Reading(article=article, figures=(make_figure(evidence=said, attribution=(), event=None, place=None),))

    monkeypatch.setattr(prepare, "read", read)
    monkeypatch.setattr(pipeline, "open_index", lambda: None)
    monkeypatch.setattr(rdf, "ontology_quads", lambda base: [])
    monkeypatch.setattr(rdf, "violations", rdf.text_violations)


Ingest = Callable[..., list[str]]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(settings_in(tmp_path), "memory")) as opened:
        yield opened


def settings_in(folder: Path) -> Settings:
    return Settings.from_env({"KG_DATA": str(folder / "data")})


def ingest(store: Store, folder: Path, *papers: Paper) -> list[str]:
    """Returns the notes of all articles."""
    file = folder / "in.jsonl"
    file.write_text("\n".join(json.dumps({"lang": "en"} | paper) for paper in papers), encoding="utf-8")
    return [note for made in pipeline.ingest([file], settings_in(folder), store) for note in made.notes]


def links(store: Store) -> set[tuple[str, str]]:
    """Which article is a near-duplicate of which, by their publishers."""
    with store.snapshot() as snapshot:
        names = {q.subject: q.object.value for q in snapshot.quads(None, term("schema:publisher"))}
        found = snapshot.quads(None, term("cek:nearDuplicateOf"))
        return {(names[quad.subject], names[quad.object]) for quad in found}


def voices(store: Store) -> set[str]:
    """The sources that the claims count as, where independent ones are counted."""
    with store.snapshot() as snapshot:
        counted = {quad.subject: quad.object for quad in snapshot.quads(None, term("cek:countedAs"))}
        roots = {quad.subject: quad.object for quad in snapshot.quads(None, term("cek:rootSource"))}
        names = {q.subject: q.object.value for q in snapshot.quads(None, term("rdfs:label"))}
        return {names[source] for source in (roots | counted).values()}


def count_of_voices(store: Store) -> int:
    with store.snapshot() as snapshot:
        counted = {quad.subject: quad.object for quad in snapshot.quads(None, term("cek:countedAs"))}
        roots = {quad.subject: quad.object for quad in snapshot.quads(None, term("cek:rootSource"))}
        return len(set((roots | counted).values()))


def dump(store: Store) -> bytes:
    with store.snapshot() as snapshot:
        return canonical(snapshot.quads())


def test_the_later_paper_points_at_the_earlier_and_says_how_alike_they_are(store: Store, tmp_path: Path) -> None:
    notes = ingest(store, tmp_path, HERALD, POST, OTHER)
    assert links(store) == {("The Hill Herald", "The Valley Post")}
    assert any("The same copy as article" in note for note in notes)
    with store.snapshot() as snapshot:
        (similarity,) = [float(quad.object.value) for quad in snapshot.quads(None, term("cek:similarity"))]
        (reason,) = [quad.object.value for quad in snapshot.quads(None, term("cek:reason"))]
    assert 0.9 < similarity < 1
    assert "published 1 day apart" in reason


def test_two_papers_with_one_copy_are_one_voice(store: Store, tmp_path: Path) -> None:
    ingest(store, tmp_path, HERALD, POST)
    assert voices(store) == {"The Valley Post"}


def test_a_source_without_a_name_is_one_in_all_copies(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ "The mayor of the town" is another actor in each article, because two papers may mean two mayors."""

    def read(article: Article) -> Reading:
        key = f"x-{article.content_hash[:12]}"
        mayor = Actor(key, "mayor", ActorKind.OTHER, (quote("mayor", article.text),), provisional=True)
        said = quote("Twelve villagers were killed", article.text)
        figure = make_figure(evidence=said, attribution=(key,), event=None, place=None)
        return Reading(article=article, actors=(mayor,), figures=(figure,))

    monkeypatch.setattr(prepare, "read", read)
    ingest(store, tmp_path, POST, LATE)
    assert count_of_voices(store) == 2  # no copies: months apart
    ingest(store, tmp_path, HERALD, WIRE)
    assert count_of_voices(store) == 2


def test_copy_that_an_agency_is_credited_for_anywhere_is_the_agencys(store: Store, tmp_path: Path) -> None:
    ingest(store, tmp_path, POST, HERALD, WIRE)
    assert voices(store) == {"Reuters"}


def test_the_same_text_months_later_is_another_text(store: Store, tmp_path: Path) -> None:
    ingest(store, tmp_path, POST, LATE)
    assert links(store) == set()


def test_an_article_without_a_date_is_the_later_one(store: Store, tmp_path: Path) -> None:
    ingest(store, tmp_path, UNDATED, POST)
    assert links(store) == {("Leaflet", "The Valley Post")}


def test_no_article_graph_is_touched_and_it_can_be_taken_back(store: Store, tmp_path: Path) -> None:
    def article_graphs() -> set[Quad]:
        with store.snapshot() as snapshot:
            return {quad for quad in snapshot.quads() if "/graph/duplicate/" not in str(quad.graph_name)}

    with closing(open_store(settings_in(tmp_path / "alone"), "memory")) as alone:
        ingest(alone, tmp_path, POST)
        ingest(store, tmp_path, POST, HERALD)
        with alone.snapshot() as snapshot:
            assert set(snapshot.quads()) <= article_graphs()
    before = article_graphs()
    with store.writer() as writer:
        for graph in {q.graph_name for q in writer.find(None, term("cek:nearDuplicateOf"))}:
            assert isinstance(graph, NamedNode)
            writer.replace(graph, [])
    assert (links(store), voices(store)) == (set(), {"The Valley Post", "The Hill Herald"})
    assert article_graphs() == before


@given(st.lists(st.sampled_from(range(len(PAPERS))), min_size=1, max_size=9), st.randoms(use_true_random=False))
@hypothesis_settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_order_and_any_batches_give_the_same_graph(
    tmp_path_factory: pytest.TempPathFactory, picked: list[int], random: Any
) -> None:
    folder, again = tmp_path_factory.mktemp("once"), tmp_path_factory.mktemp("again")
    shuffled = random.sample(picked, len(picked))
    half = len(shuffled) // 2
    with closing(open_store(settings_in(folder), "memory")) as one:
        ingest(one, folder, *(PAPERS[at] for at in picked))
        with closing(open_store(settings_in(again), "memory")) as other:
            for batch in (shuffled[:half], shuffled[half:], shuffled[:1]):
                ingest(other, again, *(PAPERS[at] for at in batch))
            assert dump(one) == dump(other)


def test_every_pair_in_either_order_agrees_with_comparing_them_directly(tmp_path: Path) -> None:
    """The index finds what comparing all with all finds."""
    near = {frozenset(pair) for pair in itertools.combinations(("post", "herald", "wire"), 2)}
    near |= {frozenset((name, "undated")) for name in ("post", "herald", "wire", "late")}
    for number, (one, other) in enumerate(itertools.permutations((POST, HERALD, WIRE, LATE, UNDATED, OTHER), 2)):
        folder = tmp_path / str(number)
        folder.mkdir()
        with closing(open_store(settings_in(folder), "memory")) as store:
            ingest(store, folder, one, other)
            assert bool(links(store)) == (frozenset((one["id"], other["id"])) in near), (one["id"], other["id"])


def test_what_a_writer_killed_between_two_steps_left_the_next_one_makes(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(store, tmp_path, POST)
    with monkeypatch.context() as killed, suppress(KeyboardInterrupt):
        killed.setattr(recognise.Recogniser, "recognise", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        ingest(store, tmp_path, HERALD)
    assert links(store) == set()
    ingest(store, tmp_path, OTHER)
    assert links(store) == {("The Hill Herald", "The Valley Post")}


@pytest.mark.parametrize("finished", [True, False])
def test_an_article_whose_text_was_lost_keeps_no_other_out_and_is_compared_when_it_comes_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, finished: bool
) -> None:
    with monkeypatch.context() as killed, suppress(KeyboardInterrupt):
        if not finished:
            killed.setattr(recognise.Recogniser, "recognise", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        ingest(store, tmp_path, POST)
    (text,) = settings_in(tmp_path).data_dir.glob("texts/*.txt")
    text.write_bytes(b"")
    ingest(store, tmp_path, HERALD)
    ingest(store, tmp_path, POST)
    ingest(store, tmp_path, OTHER)
    assert links(store) == (set() if finished else {("The Hill Herald", "The Valley Post")})


def test_a_lost_index_is_made_again_from_the_store(store: Store, tmp_path: Path) -> None:
    ingest(store, tmp_path, POST)
    for file in settings_in(tmp_path).data_dir.glob("near-duplicates*"):
        file.unlink()
    ingest(store, tmp_path, HERALD)
    assert links(store) == {("The Hill Herald", "The Valley Post")}
