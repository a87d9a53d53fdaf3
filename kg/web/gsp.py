"""``/store``: the SPARQL 1.1 Graph Store Protocol. Anyone may read a graph; writing is as in ``kg.web.update``.

?graph=IRI     the named graph with this IRI
?default       what was written to no named graph; it is kept in the graph ``{base}graph/default``
/store/any     the named graph whose IRI is this very address
POST /store    makes a new graph below this address and says where it is
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from flask import Blueprint, Response, request
from pyoxigraph import NamedNode
from werkzeug.datastructures import FileStorage
from werkzeug.http import parse_options_header

from kg.errors import BadParameter, NoSnapshot, NotFound
from kg.query.formats import GRAPHS
from kg.updates.bodies import FORMATS, GraphPart
from kg.web.conditional import is_fresh, not_modified, stamp, tag
from kg.web.context import client, services, snapshot
from kg.web.negotiation import choose
from kg.web.page_queries import bind, iri_term
from kg.web.protocol import ContentTypeError, check_charset, fields
from kg.web.representations import send, serialise
from kg.web.update import check_coding, check_may_change, read_more, updates, written

blueprint = Blueprint("gsp", __name__)
METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"]
DEFAULT = ""  # instead of an IRI


@blueprint.route("/store", methods=METHODS, provide_automatic_options=False)
def indirect() -> Response:
    graph = named_in(fields(request.query_string))
    if graph is not None:
        return act(graph)
    if request.method == "POST":
        return create()
    raise BadParameter("Which graph? Add ?default or ?graph=IRI, or use an address below /store as its name.")


@blueprint.route("/store/<path:rest>", methods=METHODS, provide_automatic_options=False)
def direct(rest: str) -> Response:
    """The address is the name of the graph."""
    return act(request.base_url)


def named_in(parameters: list[tuple[str, str]]) -> str | None:
    """The graph that the address names: an IRI, DEFAULT, or None when it names none."""
    names = [DEFAULT if name == "default" else value for name, value in parameters if name in ("default", "graph")]
    if len(names) > 1:
        raise BadParameter("One graph at a time: the address names more.", parameter="graph")
    if not names or (names[0] == DEFAULT and ("graph", "") not in parameters):
        return names[0] if names else None
    try:
        iri_term(names[0])
    except BadParameter:
        raise BadParameter(f"graph={names[0][:80]} is not an absolute IRI.", parameter="graph") from None
    return names[0]


def act(graph: str) -> Response:
    if request.method in ("GET", "HEAD"):
        return fetch(graph)
    check_may_change()
    iri = graph or updates().home
    if request.method == "DELETE":
        return written(updates().delete(iri), 204)
    parts = list(sent_parts())
    done = updates().put(iri, parts) if request.method == "PUT" else updates().post(iri, parts)
    return written(done, 204 if done.existed or graph == DEFAULT else 201)


def create() -> Response:
    """POST to the service itself: the client leaves the name to us."""
    check_may_change()
    address = f"{request.base_url.rstrip('/')}/{uuid.uuid4()}"
    response = written(updates().post(address, list(sent_parts())), 201)
    response.headers["Location"] = address
    return response


def fetch(graph: str) -> Response:
    wanted = choose(request.headers.get("Accept"), GRAPHS, request.args.get("format"))
    etag = tag("store", wanted.name)
    if is_fresh(etag):
        return not_modified(etag)
    iri = graph or updates().home
    if not is_there(iri):
        if graph != DEFAULT:
            raise NotFound(f"There is no graph <{iri}>.")
        return stamp(Response(serialise((), wanted), content_type=wanted.content_type), etag)
    text = bind("graph-contents", iri=iri)
    return stamp(send(services().queries.run(text, format=wanted.name, client=client(), snapshot=snapshot())), etag)


def is_there(graph: str) -> bool:
    """Whether the state that is asked for has the graph."""
    try:
        with services().store.snapshot(snapshot()) as view:
            return view.contains(NamedNode(graph))
    except NoSnapshot:
        return False


def sent_parts() -> Iterator[GraphPart]:
    """The body as a graph, or each file of a multipart form as one."""
    check_coding()
    read_more()
    media, _ = parse_options_header(request.content_type)
    if media.lower() != "multipart/form-data":
        yield part(request.content_type, request.get_data())
        return
    for file in files():
        yield part(file.content_type, file.read())


def files() -> Iterator[FileStorage]:
    for _, listed in request.files.lists():
        yield from listed


def part(content_type: str | None, content: bytes) -> GraphPart:
    media, options = parse_options_header(content_type)
    if media.lower() not in FORMATS:
        raise ContentTypeError(
            f"A graph is sent as one of {', '.join(FORMATS)}; not as {media or 'a body without a type'}."
        )
    check_charset(options)
    return GraphPart(media.lower(), content)
