"""A handful of triples, looked up by subject and property: what one page was given by its queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf.namespaces import PREFIXES

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABELS = ("skos:prefLabel", "rdfs:label", "schema:headline")
# Longest namespaces first, so that a code list's own prefix is found before a shorter one.
PREFIXED = sorted(((namespace, prefix) for prefix, namespace in PREFIXES.items()), key=lambda pair: -len(pair[0]))
Row = Mapping[str, str]
Term = NamedNode | Literal | BlankNode | Triple


def expand(name: str) -> str:
    """``cek:status`` to its IRI."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def text_of(term: Term) -> str:
    """The characters of a term: an IRI, a literal's lexical form, or a blank node's label."""
    return str(term) if isinstance(term, Triple) else term.value


@dataclass(frozen=True, slots=True)
class Facts:
    """``facts.one(s, "cek:status")``: properties are written with the prefixes of ``kg.rdf.namespaces``."""

    index: Mapping[str, Mapping[str, tuple[Term, ...]]]

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> Facts:
        index: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            index[text_of(triple.subject)][triple.predicate.value].append(triple.object)
        return cls({s: {p: tuple(sorted(o, key=str)) for p, o in po.items()} for s, po in index.items()})

    def __contains__(self, subject: str) -> bool:
        return subject in self.index

    def terms(self, subject: str, name: str) -> tuple[Term, ...]:
        return self.index.get(subject, {}).get(expand(name), ())

    def all(self, subject: str, name: str) -> tuple[str, ...]:
        return tuple(text_of(term) for term in self.terms(subject, name))

    def one(self, subject: str, name: str) -> str | None:
        return next(iter(self.all(subject, name)), None)

    def number(self, subject: str, name: str) -> int | None:
        value = self.one(subject, name)
        return int(value) if value is not None and value.lstrip("+-").isdigit() else None

    def code(self, subject: str, name: str) -> str | None:
        """The last part of a code list IRI: ``.../v/status/feared`` -> ``feared``."""
        iri = self.one(subject, name)
        return iri.rsplit("/", 1)[-1] if iri else None

    def types(self, subject: str) -> tuple[str, ...]:
        return tuple(text_of(term) for term in self.index.get(subject, {}).get(RDF_TYPE, ()))

    def is_a(self, subject: str, name: str) -> bool:
        return expand(name) in self.types(subject)

    def label(self, subject: str, language: str = "en") -> str | None:
        """The label in a language, else one without a language, else any."""
        found = [term for name in LABELS for term in self.terms(subject, name) if isinstance(term, Literal)]
        wanted = sorted(found, key=lambda term: (term.language != language, term.language is not None))
        return wanted[0].value if wanted else None

    def properties(self, subject: str) -> Iterator[tuple[str, tuple[Term, ...]]]:
        yield from sorted(self.index.get(subject, {}).items())
