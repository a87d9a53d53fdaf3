"""A reader's note beside a claim, as a Web Annotation in the reviewer's own graph: ``{base}graph/review/{reviewer}``.

A note changes no claim and no other note: an answer is a note on a note, and the newest says what became of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.errors import BadParameter
from kg.rdf.iris import digest, named_graph, slug, thing
from kg.rdf.namespaces import code, term
from kg.updates.bodies import GraphPart

MOTIVATIONS: Mapping[str, str] = {  # as the Web Annotation vocabulary names them
    "error": "oa:editing",
    "question": "oa:questioning",
    "confirmation": "oa:assessing",
    "remark": "oa:commenting",
    "answer": "oa:replying",
}
STATUSES = ("open", "accepted", "rejected")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Review:
    """``target`` is the IRI of a claim, or of the note that is answered; ``written`` is in UTC."""

    target: str
    reviewer: str
    motivation: str
    status: str
    text: str
    written: dt.datetime

    @property
    def key(self) -> str:
        """The same note, sent twice, is one note."""
        return digest("review", self.target, self.reviewer, self.motivation, self.status, self.text)


@dataclass(frozen=True, slots=True)
class Sizes:
    """The most code points that a note and a name may have."""

    text: int
    reviewer: int


def review(sent: Mapping[str, str], *, answers: bool, now: dt.datetime, most: Sizes) -> Review:
    """A note from the fields that were sent; ``answers`` says that its target is a note. Raises BadParameter."""
    name = " ".join(_written(sent, "reviewer", most.reviewer).split())
    text = _written(sent, "text", most.text).replace("\r\n", "\n").strip()
    motivation = "answer" if answers else sent.get("motivation", "") or "error"
    status = (sent.get("status", "") if answers else "") or "open"
    _check_one_of("motivation", motivation, tuple(MOTIVATIONS) if answers else tuple(MOTIVATIONS)[:-1])
    _check_one_of("status", status, STATUSES)
    return Review(sent["target"], name, motivation, status, text, now)


def _written(sent: Mapping[str, str], name: str, most: int) -> str:
    found = sent.get(name, "")
    if not found.strip():
        raise BadParameter(f"{name} is empty: say {'who you are' if name == 'reviewer' else 'what is the matter'}.")
    if len(found) > most:
        raise BadParameter(f"{name} has {len(found):,} characters, and {most:,} is the most.", parameter=name)
    if _UNWRITABLE.search(found):
        raise BadParameter(f"{name} holds a control character, which no format can carry.", parameter=name)
    return found


def _check_one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise BadParameter(f"{name}={value[:40]} is not known; choose one of: {', '.join(known)}.", parameter=name)


def graph_of(base: str, reviewer: str) -> NamedNode:
    return named_graph(base, f"review/{slug(reviewer)}")


def iri_of(base: str, note: Review) -> NamedNode:
    return thing(base, "review", note.key)


def triples(base: str, note: Review) -> list[Triple]:
    """The annotation, its body and its writer."""
    own, writer = iri_of(base, note), thing(base, "reviewer", slug(note.reviewer))
    body = NamedNode(f"{own.value}#body")
    when = Literal(note.written.strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=term("xsd:dateTime"))
    is_a = term("rdf:type")
    return [
        Triple(own, is_a, term("cek:Review")),
        Triple(own, is_a, term("oa:Annotation")),
        Triple(own, term("oa:hasTarget"), NamedNode(note.target)),
        Triple(own, term("oa:motivatedBy"), term(MOTIVATIONS[note.motivation])),
        Triple(own, term("oa:hasBody"), body),
        Triple(own, term("cek:reviewStatus"), code("reviewstatus", note.status)),
        Triple(own, term("prov:wasAttributedTo"), writer),
        Triple(own, term("prov:generatedAtTime"), when),
        Triple(body, is_a, term("oa:TextualBody")),
        Triple(body, term("rdf:value"), Literal(note.text)),
        Triple(writer, is_a, term("prov:Agent")),
        Triple(writer, term("rdfs:label"), Literal(note.reviewer)),
    ]


def part(base: str, note: Review) -> GraphPart:
    """The note as a graph that ``UpdateService.post`` adds."""
    return GraphPart("application/n-triples", serialize(triples(base, note), format=RdfFormat.N_TRIPLES) or b"")
