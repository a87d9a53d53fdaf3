"""The SPARQL 1.1 Protocol: an HTTP request becomes a ``SparqlRequest`` or an error; pure.

Decoding is strict: text that is not UTF-8, two queries at once, or a query with an update are told apart and refused,
because a lenient reading would answer another question than the one asked.
"""

from __future__ import annotations

from binascii import a2b_qp
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from pyoxigraph import NamedNode
from werkzeug.http import parse_options_header

from kg.errors import BadParameter, KgError
from kg.web.negotiation import one_of

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
OPERATIONS: Mapping[str, str] = {
    "default-graph-uri": "query",
    "named-graph-uri": "query",
    "using-graph-uri": "update",
    "using-named-graph-uri": "update",
}
MAX_FIELDS = 200  # dataset graphs are named one a field


class ContentTypeError(KgError):
    code, status = "content-type", 415


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    query: str | None  # None: no query was sent, which asks for the service description
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None
    update: str | None = None
    using_graphs: tuple[str, ...] = ()
    using_named_graphs: tuple[str, ...] = ()


def fields(encoded: bytes) -> list[tuple[str, str]]:
    """Decode form fields or a query string, refusing bytes that are not UTF-8."""
    pieces = [piece.partition(b"=") for piece in encoded.split(b"&") if piece]
    if len(pieces) > MAX_FIELDS:
        raise BadParameter(f"There are more than {MAX_FIELDS} parameters.")
    try:
        encoded.decode("ascii")
        return [(unquoted(name).decode(), unquoted(value).decode()) for name, _, value in pieces]
    except UnicodeDecodeError:
        raise BadParameter("The parameters are not UTF-8; percent-encode them as UTF-8.") from None


def unquoted(encoded: bytes) -> bytes:
    """A form field without its escapes: in C, as those of a query are hundreds.

    Quoted-printable is the same with another sign, but for the ends of lines. Where a sign begins no escape, which is
    left as it is, the length tells.
    """
    plain = encoded.replace(b"+", b" ")
    escapes = plain.count(b"%")
    if escapes and b"\n" not in plain and b"\r" not in plain:
        found = a2b_qp(plain.replace(b"=", b"%3D").replace(b"%", b"="))
        if len(found) == len(plain) - 2 * escapes:
            return found
    return unquote_to_bytes(plain)


def direct(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadParameter("The text in the body is not UTF-8; the SPARQL Protocol knows no other encoding.") from None


def check_charset(options: Mapping[str, str]) -> None:
    charset = options.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise ContentTypeError(f"The body is declared as {charset}; the SPARQL Protocol asks for UTF-8.")


def posted(content_type: str | None, body: bytes) -> list[tuple[str, str]]:
    """The parameters that a POST body adds: a form's fields, or the query or update itself."""
    media, options = parse_options_header(content_type)
    check_charset(options)
    if media.lower() == FORM:
        return fields(body)
    if media.lower() == DIRECT:
        return [("query", direct(body))]
    if media.lower() == UPDATE:
        return [("update", direct(body))]
    kinds = f"{DIRECT}, {UPDATE} or {FORM}"
    raise ContentTypeError(f"Queries and updates are posted as {kinds}, not as {media or 'a body without a type'}.")


def single(parameters: list[tuple[str, str]], name: str) -> str | None:
    found = [value for key, value in parameters if key == name]
    if len(found) > 1:
        raise BadParameter(f"{name}= was sent {len(found)} times; send it once.", parameter=name)
    return found[0] if found else None


def parse(method: str, url_query: bytes, content_type: str | None, body: bytes) -> SparqlRequest:
    """Read a request by the protocol; raises BadParameter (400) or ContentTypeError (415)."""
    parameters = fields(url_query)
    if method == "POST":
        parameters += posted(content_type, body)
    query, update = single(parameters, "query"), single(parameters, "update")
    if query is None and update is None and method == "POST":
        raise BadParameter("There is no query: send it as the form field query=.", parameter="query")
    if query is not None and update is not None:
        raise BadParameter("There is a query and an update: send one of them.", parameter="update")
    check_graphs(parameters, "update" if query is not None else "query" if update is not None else "")
    return SparqlRequest(
        query,
        every(parameters, "default-graph-uri"),
        every(parameters, "named-graph-uri"),
        one_of(every(parameters, "format")),
        update,
        every(parameters, "using-graph-uri"),
        every(parameters, "using-named-graph-uri"),
    )


def every(parameters: list[tuple[str, str]], name: str) -> tuple[str, ...]:
    return tuple(value for key, value in parameters if key == name)


def check_graphs(parameters: list[tuple[str, str]], other: str) -> None:
    """The graphs must be absolute IRIs, and of the operation that is asked for: those of the other would be ignored."""
    for name, value in parameters:
        if OPERATIONS.get(name) == other:
            raise BadParameter(f"{name} belongs to a request with {other}=.", parameter=name)
        if name in OPERATIONS and not is_iri(value):
            raise BadParameter(f"{name}={value[:80]} is not an absolute IRI.", parameter=name)


def is_iri(value: str) -> bool:
    try:
        return bool(NamedNode(value))
    except ValueError:
        return False
