"""Papers that quote one agency count as one source: the sample articles, from the file to the quads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pyoxigraph import Quad

from kg.cli.samples import sample_files
from kg.model import Article
from kg.rdf import quads
from kg.rdf.namespaces import DEFAULT_BASE, term
from kg.reading import read
from kg.settings import Settings
from kg.sources import SourceFailure, read_source

AFP = f"{DEFAULT_BASE}id/actor/agence-france-presse"
PROSECUTORS = f"{DEFAULT_BASE}id/actor/ukrainian-prosecutors"  # who tell of the bombing in a later sentence
BY_NOBODY = "death toll rose to 16"  # the paper credits AFP for its report and quotes nobody for this


def sample(stem: str, folder: Path) -> Article:
    (file,) = (file for file in sample_files() if file.stem == stem)
    (article,) = read_source(file, Settings.from_env({"KG_DATA": str(folder)}))
    assert not isinstance(article, SourceFailure)
    return article


def told_by(article: Article) -> list[Quad]:
    return quads(read(article), DEFAULT_BASE)


def roots(told: list[Quad], words: str) -> set[str]:
    """The root sources of the claims whose quote holds some words."""
    evidence = {q.subject for q in told if q.predicate == term("cek:quote") and words in q.object.value}
    claims = {q.subject for q in told if q.predicate == term("cek:evidence") and q.object in evidence}
    return {q.object.value for q in told if q.predicate == term("cek:rootSource") and q.subject in claims}


def figure_roots(told: list[Quad], words: str) -> set[str]:
    """Of the figures alone: the event that a sentence names may be told by somebody else in another one."""
    figures = {q.subject for q in told if q.object == term("cek:Figure")}
    return roots([q for q in told if q.predicate == term("cek:quote") or q.subject in figures], words)


def test_a_paper_that_credits_an_agency_and_one_that_quotes_it_have_one_root(tmp_path: Path) -> None:
    crediting, quoting = told_by(sample("en-kharkiv", tmp_path)), told_by(sample("nl-goma", tmp_path))
    assert figure_roots(crediting, BY_NOBODY) == {AFP}
    assert roots(crediting, BY_NOBODY) == {AFP, PROSECUTORS}
    assert figure_roots(quoting, "meer dan twaalfhonderd Congolese militairen") == {AFP}


def test_the_same_report_in_another_paper_adds_no_source(tmp_path: Path) -> None:
    first = sample("en-kharkiv", tmp_path)
    reprint = replace(first, text=first.text.rstrip() + " More follows.", publisher="The Hill Herald")
    papers = [told_by(first), told_by(reprint)]
    assert len({q.subject for told in papers for q in told if q.object == term("cek:Article")}) == 2
    assert [figure_roots(told, BY_NOBODY) for told in papers] == [{AFP}, {AFP}]
    assert [roots(told, BY_NOBODY) for told in papers] == [{AFP, PROSECUTORS}] * 2


def test_of_two_credited_agencies_neither_is_the_root(tmp_path: Path) -> None:
    article = sample("de-mosul", tmp_path)
    assert article.agencies == ("dpa", "AP")
    assert not {root.rpartition("/")[2] for root in roots(told_by(article), "32 Luftangriffe")} & {
        "dpa",
        "associated-press",
    }
