"""The compiled shapes and the validator agree: on every case of `test_shapes`, and on graphs spoilt at random."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad

from kg.files import ontology_dir
from kg.rdf.conformance import compiled, surely_conforms
from kg.rdf.constraints import Unknown
from kg.rdf.literals import date, decimal, english, integer, text
from kg.rdf.namespaces import term
from kg.rdf.shacl import shape_violations
from tests.factories import TUESDAY
from tests.rdf.test_shapes import BROKEN

ODD = (
    *(text("odd"), text(""), integer(-1), integer(10**6), decimal(0.5), date(TUESDAY), english("odd")),
    Literal("2024-02-30", datatype=term("xsd:date")),
    Literal("20240213", datatype=term("xsd:date")),
    Literal("twelve", datatype=term("xsd:integer")),
)


def spoilt(quads: list[Quad], chance: random.Random) -> list[Quad]:
    """One quad gone, or another object in it, or beside it."""
    at = chance.randrange(len(quads))
    victim = quads[at]
    objects = [*ODD, *(quad.object for quad in quads)]
    other = Quad(victim.subject, victim.predicate, chance.choice(objects), victim.graph_name)
    kept = quads[:at] + quads[at + 1 :]
    return chance.choice([kept, [*kept, other], [*quads, other]])


def test_a_graph_that_conforms_is_told_without_the_validator(article_quads: list[Quad]) -> None:
    assert surely_conforms(article_quads)
    assert shape_violations(article_quads) == ()


@pytest.mark.parametrize("case", BROKEN)
def test_no_broken_graph_passes(case: str, article_quads: list[Quad]) -> None:
    change, _ = BROKEN[case]
    assert not surely_conforms(change(article_quads))


@pytest.mark.parametrize("seed", range(40))
def test_both_agree_on_a_graph_that_was_spoilt_at_random(seed: int, article_quads: list[Quad]) -> None:
    found = spoilt(article_quads, random.Random(seed))
    assert surely_conforms(found) == (shape_violations(found) == ())


def test_both_a_yes_and_a_no_come_up_at_random(article_quads: list[Quad]) -> None:
    verdicts = {surely_conforms(spoilt(article_quads, random.Random(seed))) for seed in range(40)}
    assert verdicts == {True, False}


@pytest.mark.parametrize(
    "addition",
    [
        "shape:Article sh:closed true .",
        "shape:Article sh:targetNode shape:Article .",
        "shape:Article sh:property [ sh:path cek:end ; sh:datatype xsd:dateTime ] .",
        "shape:Article sh:property [ sh:path cek:end ; sh:uniqueLang false ] .",
    ],
)
def test_what_is_not_compiled_is_left_to_the_validator(addition: str, tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text((ontology_dir() / "shapes.ttl").read_text(encoding="utf-8") + addition, encoding="utf-8")
    with pytest.raises(Unknown):
        compiled(shapes)
