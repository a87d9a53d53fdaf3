"""Each shape of ontology/shapes.ttl, with a graph that conforms and one that breaks it, and the checks on the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.files import ontology_dir
from kg.model import Reading
from kg.rdf import quads, text_violations, violations
from kg.rdf.literals import boolean, date, decimal, english, integer, text
from kg.rdf.namespaces import DEFAULT_BASE, code, term
from kg.rdf.triples import Node
from tests.factories import TUESDAY, make_article, make_figure, make_reading, quote
from tests.rdf.conftest import RUN
from tests.rdf.facts import subjects

Change = Callable[[list[Quad]], list[Quad]]


@dataclass(frozen=True)
class At:
    """The first node of a class, whose property is to be changed; ``at.gets(...)`` is a function of quads."""

    class_name: str
    prop: str

    def gets(self, *objects: Node, keep: bool = False) -> Change:
        def change(found: list[Quad]) -> list[Quad]:
            node, predicate = subjects(found, self.class_name)[0], term(self.prop)
            graph = next(q.graph_name for q in found if q.subject == node)
            rest = [q for q in found if keep or not (q.subject == node and q.predicate == predicate)]
            return rest + [Quad(node, predicate, value, graph) for value in objects]

        return change

    def loses_it(self) -> Change:
        return self.gets()

    def also_gets(self, value: Node) -> Change:
        return self.gets(value, keep=True)


NOBODY = NamedNode(f"{DEFAULT_BASE}id/actor/nobody")
BROKEN: dict[str, tuple[Change, str]] = {
    "a hash that is none": (At("cek:Article", "cek:contentHash").gets(text("12")), "one SHA-256"),
    "no length": (At("cek:Article", "cek:textLength").loses_it(), "one length"),
    "no language": (At("cek:Article", "schema:inLanguage").loses_it(), "one language"),
    "a date as a string": (At("cek:Article", "schema:datePublished").gets(text("2024")), "date of publication"),
    "evidence without an article": (At("cek:Evidence", "oa:hasSource").loses_it(), "lies in one article"),
    "a negative offset": (At("cek:Evidence", "cek:start").gets(integer(-1)), "starts at an offset"),
    "an end that is no number": (At("cek:Evidence", "cek:end").gets(text("9")), "ends at one offset"),
    "an empty quote": (At("cek:Evidence", "cek:quote").gets(text("")), "has one quote"),
    "a quote of another length": (At("cek:Evidence", "cek:quote").gets(text("xy")), "as long as its offsets"),
    "a text shorter than its quotes": (At("cek:Article", "cek:textLength").gets(integer(1)), "inside the text"),
    "a claim in no article": (At("cek:Claim", "cek:inArticle").loses_it(), "stands in one article"),
    "a claim without evidence": (At("cek:Claim", "cek:evidence").loses_it(), "has evidence"),
    "an unknown status": (At("cek:Claim", "cek:status").gets(code("status", "rumoured")), "one status of the list"),
    "a code of another list": (At("cek:Claim", "cek:status").gets(code("kind", "killed")), "one status of the list"),
    "two statuses": (At("cek:EventClaim", "cek:status").also_gets(code("status", "denied")), "one status"),
    "no root source": (At("cek:Claim", "cek:rootSource").loses_it(), "one root source"),
    "two root sources": (
        At("cek:RelationClaim", "cek:rootSource").also_gets(NamedNode(f"{DEFAULT_BASE}id/actor/x-front")),
        "one root source",
    ),
    "a root source that is nobody": (At("cek:Claim", "cek:rootSource").gets(NOBODY), "one root source, an actor"),
    "no chain": (At("cek:Claim", "cek:attribution").loses_it(), "at least one step"),
    "attributed to nobody": (At("cek:Claim", "cek:attributedTo").loses_it(), "attributed to actors"),
    "neither dated nor undated": (At("cek:Claim", "cek:assertedOn").loses_it(), "says that it is undated"),
    "both dated and undated": (At("cek:Claim", "cek:undated").gets(boolean(True)), "says that it is undated"),
    "asserted on two days": (At("cek:Claim", "cek:assertedOn").also_gets(date(TUESDAY)), "at most one day"),
    "a step without an order": (At("cek:AttributionStep", "cek:order").loses_it(), "one order"),
    "a step of nobody": (At("cek:AttributionStep", "cek:actor").gets(NOBODY), "one actor"),
    "a claim about no event": (At("cek:EventClaim", "cek:about").loses_it(), "about one event"),
    "no trigger": (At("cek:EventClaim", "cek:trigger").loses_it(), "words that triggered"),
    "background unsaid": (At("cek:EventClaim", "cek:background").loses_it(), "whether it is background"),
    "a claim about no relation": (At("cek:RelationClaim", "cek:about").loses_it(), "about one relation"),
    "no kind": (At("cek:Figure", "cek:kind").loses_it(), "one kind"),
    "no measure": (At("cek:Figure", "cek:measure").loses_it(), "one measure"),
    "no qualifier": (At("cek:Figure", "cek:qualifier").loses_it(), "one qualifier"),
    "no scope": (At("cek:Figure", "cek:scope").loses_it(), "one scope"),
    "no unit": (At("cek:Figure", "cek:unit").loses_it(), "one unit"),
    "no number words": (At("cek:Figure", "cek:verbatim").loses_it(), "number words"),
    "number words from elsewhere": (At("cek:Figure", "cek:verbatim").gets(text("Thirteen")), "stand in its quote"),
    "a population that is none": (At("cek:Figure", "cek:population").gets(NOBODY), "at most one population"),
    "a figure about an actor": (At("cek:Figure", "cek:about").gets(NOBODY), "at most one event"),
    "a figure in a place that is none": (At("cek:Figure", "cek:place").gets(NOBODY), "A figure has at most one place"),
    "a negative value": (At("cek:Figure", "cek:value").gets(integer(-3)), "not negative"),
    "a value with decimals": (At("cek:Figure", "cek:value").gets(decimal(1.5)), "one number"),
    "conventional bounds crossed": (
        lambda found: At("cek:Figure", "cek:conventionalUpper").gets(integer(3))(
            At("cek:Figure", "cek:conventionalLower").gets(integer(9))(found)
        ),
        "conventional lower bound",
    ),
    "superseded by an actor": (At("cek:Figure", "cek:supersededBy").gets(NOBODY), "at most one figure"),
    "an unknown event type": (At("cek:Event", "cek:eventType").gets(code("event", "picnic")), "one type of the list"),
    "an event in two places": (At("cek:Event", "cek:place").also_gets(NOBODY), "at most one place"),
    "a participation that is none": (At("cek:Event", "cek:participation").gets(NOBODY), "take part"),
    "a number on an event": (At("cek:Event", "cek:value").gets(integer(12)), "No number sits on an event"),
    "a part without an actor": (At("cek:Participation", "cek:actor").loses_it(), "one actor"),
    "an unknown role": (At("cek:Participation", "cek:role").gets(code("role", "hero")), "one role"),
    "a relation from nobody": (At("cek:ActorRelation", "cek:from").loses_it(), "starts at one actor"),
    "a relation to itself": (
        At("cek:ActorRelation", "cek:to").gets(NamedNode(f"{DEFAULT_BASE}id/actor/x-front")),
        "one other actor",
    ),
    "an unknown relation": (At("cek:ActorRelation", "cek:relationType").loses_it(), "one type of the list"),
    "a period without an end": (At("cek:Event", "cek:end").loses_it(), "ends on one day"),
    "a period that ends before it begins": (At("cek:Event", "cek:end").gets(date(TUESDAY.replace(year=1999))), "begin"),
    "a period of unknown precision": (At("cek:Event", "cek:timePrecision").loses_it(), "one precision"),
    "a year as a date": (
        At("cek:Event", "cek:begin").gets(Literal("2024", datatype=term("xsd:gYear"))),
        "begins on one day",
    ),
    "an actor without a kind": (At("cek:Actor", "cek:actorKind").loses_it(), "one kind"),
    "an actor with two English names": (At("cek:Actor", "skos:prefLabel").also_gets(english("Other")), "one preferred"),
    "a label that is preferred and alternative": (
        lambda found: At("cek:Place", "skos:altLabel").gets(english("Karem"))(found),
        "no alternative label is the same",
    ),
    "a place without a precision": (At("cek:Place", "cek:placePrecision").loses_it(), "one precision"),
    "a latitude off the globe": (At("cek:Place", "wgs84:lat").gets(decimal(91)), "latitude"),
    "a longitude as a string": (At("cek:Place", "wgs84:long").gets(text("43")), "longitude"),
    "a country in three letters": (At("cek:Place", "cek:country").gets(text("IRQ")), "ISO 3166-1"),
}


def test_the_graph_of_a_whole_reading_conforms(article_quads: list[Quad]) -> None:
    assert violations(article_quads, make_article().text) == ()


def test_the_graph_of_an_article_without_claims_or_date_conforms() -> None:
    bare = make_article(published=None, title="", publisher="")
    assert violations(quads(Reading(article=bare), DEFAULT_BASE, RUN), bare.text) == ()
    assert violations(quads(make_reading(article=bare), DEFAULT_BASE, RUN), bare.text) == ()


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_graph_is_refused_with_a_sentence_that_says_why(case: str, article_quads: list[Quad]) -> None:
    change, sentence = BROKEN[case]
    found = violations(change(article_quads))
    assert any(sentence in violation for violation in found), found


def test_at_most_with_a_lower_bound_is_refused(article_quads: list[Quad]) -> None:
    spoilt = [
        Quad(q.subject, term("cek:lower"), integer(1), q.graph_name)
        for q in article_quads
        if q.object == code("qualifier", "atMost")
    ]
    assert any("upper bound alone" in violation for violation in violations([*article_quads, *spoilt]))


def test_bounds_that_cross_are_refused() -> None:
    crossed = quads(make_reading(figures=(make_figure(low=20, high=12),)), DEFAULT_BASE, RUN)
    assert any("at most the upper bound" in violation for violation in violations(crossed))


@pytest.mark.parametrize("missing", [{"actors": ()}, {"places": ()}], ids=["actors", "places"])
def test_a_claim_that_names_what_the_reading_does_not_describe_is_refused(missing: dict[str, tuple[()]]) -> None:
    assert violations(quads(make_reading(**missing), DEFAULT_BASE, RUN))


def test_a_figure_without_any_number_is_refused() -> None:
    empty = quads(make_reading(figures=(make_figure(value=None, low=None, high=None),)), DEFAULT_BASE, RUN)
    assert any("A figure has a number" in violation for violation in violations(empty))


def test_a_quote_that_is_not_in_the_text_is_refused(article_quads: list[Quad]) -> None:
    other = make_article().text.replace("Twelve", "Eleven")
    found = text_violations(article_quads, other)
    assert any("not the text at its offsets, 'Eleven villagers were killed'" in violation for violation in found)
    assert any("not the hash of the text" in violation for violation in found)


def test_a_quote_is_compared_after_the_characters_that_xml_cannot_carry_are_replaced() -> None:
    body = make_article().text.replace("shelled", "she\x0bled")
    spans = (quote("Government troops she\x0bled", body),)
    actor = make_reading().actors[0]
    odd = Reading(article=make_article(body), actors=(type(actor)(actor.key, actor.name, actor.kind, spans),))
    assert violations(quads(odd, DEFAULT_BASE, RUN), body) == ()


def test_every_message_of_the_shapes_has_a_graph_that_breaks_it() -> None:
    shapes = (ontology_dir() / "shapes.ttl").read_text(encoding="utf-8")
    messages = [
        line.split('sh:message "', 1)[1].split('"', 1)[0] for line in shapes.splitlines() if "sh:message" in line
    ]
    sentences = [sentence for _, sentence in BROKEN.values()]
    elsewhere = {"An upper bound alone (atMost) has no lower bound.", "A figure has a number."}
    bare = [m for m in messages if m not in elsewhere and not any(sentence in m for sentence in sentences)]
    assert bare == []
