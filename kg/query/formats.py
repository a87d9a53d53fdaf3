"""The media types of answers and which of them an Accept header asks for (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import NotAcceptable


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write an answer."""

    name: str  # short, for ?format= and `kg query --format`
    media_type: str
    aliases: tuple[str, ...] = ()  # what clients also ask for; answered with the same words

    @property
    def content_type(self) -> str:
        """With the character set where the type has that parameter."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


# The first of each is the answer to */* and to no Accept header at all.
RESULTS = (
    Format("json", "application/sparql-results+json", ("application/json",)),
    Format("xml", "application/sparql-results+xml", ("application/xml", "text/xml")),
    Format("csv", "text/csv"),
    Format("tsv", "text/tab-separated-values"),
)
GRAPHS = (
    Format("turtle", "text/turtle", ("application/x-turtle", "text/plain")),
    Format("ntriples", "application/n-triples"),
    Format("jsonld", "application/ld+json", ("application/json",)),
    Format("rdfxml", "application/rdf+xml", ("application/xml", "text/xml")),
)
XML = frozenset({"xml", "rdfxml"})


def formats_for(form: str) -> tuple[Format, ...]:
    """The formats of a query form: rows and yes or no, or a graph."""
    return RESULTS if form in ("SELECT", "ASK") else GRAPHS


def negotiate(form: str, accept: str) -> Format:
    """The format the client likes best, ours on a tie; raises NotAcceptable when it likes none."""
    offered = formats_for(form)
    ranges = _ranges(accept) or [("*/*", 1.0)]
    quality, best = max(((_quality(each, ranges), each) for each in offered), key=lambda pair: pair[0])
    if quality <= 0:
        listed = ", ".join(each.media_type for each in offered)
        raise NotAcceptable(f"An answer to {form} cannot be written as {accept!r}. Ask for one of: {listed}.")
    return best


def by_name(form: str, name: str) -> Format:
    """The format with a short name or a media type."""
    wanted = name.lower()
    for each in formats_for(form):
        if wanted in (each.name, each.media_type):
            return each
    listed = ", ".join(each.name for each in formats_for(form))
    raise NotAcceptable(f"An answer to {form} has no format {name!r}. Choose one of: {listed}.")


def _ranges(accept: str) -> list[tuple[str, float]]:
    """Media ranges with their q-values; parameters other than q are ignored, as our types have none."""
    found = []
    for part in accept.split(","):
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if media_range:
            found.append((media_range, _q(parameters)))
    return found


def _q(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return min(max(float(parameter[2:]), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def _quality(offered: Format, ranges: list[tuple[str, float]]) -> float:
    """The q-value of the most specific range that fits: text/csv before text/* before */*."""
    best, quality = 0, 0.0
    for media_range, q in ranges:
        precision = _precision(offered, media_range)
        if precision > best or (precision == best and q > quality):
            best, quality = precision, q
    return quality if best else 0.0


def _precision(offered: Format, media_range: str) -> int:
    if media_range == offered.media_type:
        return 4
    if media_range in offered.aliases:
        return 3
    main, _, sub = media_range.partition("/")
    if sub == "*" and main == offered.media_type.partition("/")[0]:
        return 2
    return 1 if media_range in ("*/*", "*") else 0
