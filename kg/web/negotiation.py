"""Content negotiation (RFC 9110, section 12) as pure functions over the formats of ``kg.query`` and a few of our own.

offers + Accept header + ?format=  ->  the Format to send, or NotAcceptable
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from kg.errors import BadParameter, NotAcceptable
from kg.query.formats import GRAPHS, RESULTS, Format

HTML = Format("html", "text/html", ("application/xhtml+xml",))
JSON = Format("json", "application/json")

# Short names for ?format=; json and xml mean what they mean for the form of the query, rows or a graph.
SHORT: Mapping[str, str] = {
    "ttl": "turtle",
    "nt": "ntriples",
    "n3": "turtle",
    "rdf": "rdfxml",
    "rdf+xml": "rdfxml",
    "json-ld": "jsonld",
    "srj": "json",
    "srx": "xml",
}
ACCEPTS: Mapping[str, str] = {
    "json": "application/json",
    "xml": "application/xml",
    **{offer.name: offer.media_type for offer in (*RESULTS, *GRAPHS) if offer.name not in ("json", "xml")},
}
MEDIA_TYPES = frozenset({"application/json", "application/xml"} | {offer.media_type for offer in (*RESULTS, *GRAPHS)})


def one_of(names: Sequence[str]) -> str | None:
    """The format to take when a client names several ways to say it, as SPARQLWrapper does: the first that we know."""
    known = (name for name in names if SHORT.get(name.lower(), name.lower()) in {*ACCEPTS, *MEDIA_TYPES})
    return next(known, names[0] if names else None)


def accepted(header: str | None) -> MIMEAccept:
    """The parsed Accept header; a missing or empty one accepts anything."""
    return parse_accept_header(header or "*/*", MIMEAccept)


def quality(accept: MIMEAccept, offer: Format) -> float:
    """How much the client wants this format, by its media type or another name that the client gives it.

    Another name counts only when it is written out: ``text/*`` must not reach a format through an alias.
    """
    named = (float(wanted) for media, wanted in accept if media.lower() in offer.aliases)
    return max(float(accept.quality(offer.media_type)), *named, 0.0)


def choose(header: str | None, offers: Sequence[Format], name: str | None = None) -> Format:
    """The offer named by ?format=, else the one the client wants most, the server's order breaking ties."""
    if name:
        return by_name(name, offers)
    accept = accepted(header)
    best = max(offers, key=lambda offer: quality(accept, offer))
    if quality(accept, best) <= 0:
        listed = ", ".join(offer.media_type for offer in offers)
        raise NotAcceptable(f"Nothing here can be sent as {header!r}. Ask for one of: {listed}.")
    return best


def by_name(name: str, offers: Sequence[Format]) -> Format:
    """The offer that ``?format=name`` asks for; BadParameter lists the names there are."""
    wanted = SHORT.get(name.lower(), name.lower())
    for offer in offers:
        if wanted in (offer.name, offer.media_type):
            return offer
    known = ", ".join(offer.name for offer in offers)
    raise BadParameter(f"format={name[:40]} is not known here; choose one of: {known}.", parameter="format")


def accept_of(name: str) -> str:
    """The Accept header that ``?format=`` stands for at the endpoint, before the form of the query is known."""
    wanted = SHORT.get(name.lower(), name.lower())
    if wanted in MEDIA_TYPES:
        return wanted
    if wanted not in ACCEPTS:
        raise BadParameter(f"format={name[:40]} is not known; choose one of: {', '.join(ACCEPTS)}.", parameter="format")
    return ACCEPTS[wanted]


def wants_html(header: str | None) -> bool:
    """True when a page is wanted rather than data: a browser names text/html and likes nothing better.

    Programs may name it too, far behind: Comunica reads data out of pages where it gets no RDF.
    """
    accept = accepted(header)
    page = float(accept.quality("text/html"))
    return any(media == "text/html" for media, _ in accept) and page >= max(float(wanted) for _, wanted in accept)
