"""What differs between SPARQL servers: one row an engine. docs/stores.md says which rows were tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from kg.errors import BadParameter
from kg.stores.remote.datatypes import WIDE_INTEGER

_GEO = "http://www.opengis.net/ont/geosparql#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_DURATIONS = ("duration", "dayTimeDuration", "yearMonthDuration")
SCHEMES = {"sparql+http": "http", "sparql+https": "https"}


class DefaultGraph(Enum):
    """What a query without GRAPH is asked of."""

    OWN = "a graph like the others, in which the writer keeps the union"
    UNION = "the union of the named graphs, made by the engine"
    UNSURE = "not asked: the named graphs are, and their union is made here"


class Trust(Enum):
    """What an engine is asked for."""

    QUERIES = "whole queries"
    PATTERNS = "triples that match a pattern; what is made of them is made here"


class Auth(Enum):
    BASIC = "basic"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Profile:
    """Paths are appended to the address, which itself names a data set where the engine has several."""

    name: str
    query: str
    update: str
    graphs: str | None  # the Graph Store Protocol, which takes ?graph=; None: graphs are replaced by updates
    default_graph: DefaultGraph = DefaultGraph.UNION
    atomic: bool = False  # whether several operations in one request are one transaction
    triples_per_update: int = 500  # more in one request is refused by some; 0: any number
    auth: Auth = Auth.BASIC
    rows: str = "application/sparql-results+json"  # what SELECT and ASK are asked to answer in
    triples: str = "application/n-triples"  # and CONSTRUCT and DESCRIBE
    quads: str = ""  # takes N-Quads of many graphs by POST; empty: it has no such path
    parameters: Mapping[str, str] = field(default_factory=dict)  # sent with every query
    hiding: str = ""  # before a query of the union, once for each hidden graph {graph}
    own_graphs: tuple[str, ...] = ()  # what the engine keeps of itself among the named graphs
    trust: Trust = Trust.QUERIES
    cut: str = ""  # a header of answers to SELECT that are not whole
    datatypes: Mapping[str, str] = field(default_factory=dict)  # in whose place others are written, and read again


# GraphDB, Stardog, Neptune and Fuseki by their documentation; Oxigraph and Virtuoso are run by the tests.
PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile(
            "oxigraph",
            "/query",
            "/update",
            "/store",
            DefaultGraph.OWN,
            atomic=True,
            triples_per_update=0,
            quads="/store",
        ),
        Profile(
            "virtuoso",
            "/sparql",
            "/sparql-auth",
            "/sparql-graph-crud-auth",
            auth=Auth.DIGEST,
            triples="text/turtle",
            hiding="define input:default-graph-exclude {graph} ",
            own_graphs=(
                "http://www.openlinksw.com/schemas/virtrdf#",
                "http://www.w3.org/ns/ldp#",
                "http://localuriqaserver/sparql",
            ),
            trust=Trust.PATTERNS,  # it answers some questions wrongly, without an error
            cut="X-SPARQL-MaxRows",
            datatypes={
                f"{_GEO}wktLiteral": f"{_GEO}wktLiteral-as-text",  # else it makes two 32-bit floats of it
                **{f"{_XSD}{kind}": f"{_XSD}{kind}-as-text" for kind in _DURATIONS},  # seconds
                WIDE_INTEGER: f"{_XSD}integer-as-text",  # a decimal
            },
        ),
        Profile(
            "fuseki", "/query", "/update", "/data", DefaultGraph.OWN, atomic=True, triples_per_update=0, quads="/data"
        ),
        Profile("graphdb", "", "/statements", "/rdf-graphs/service", atomic=True, quads="/statements"),
        Profile("stardog", "/query", "/update", "", DefaultGraph.OWN, atomic=True),
        Profile("other", "", "", None, DefaultGraph.UNSURE, trust=Trust.PATTERNS),  # of SPARQL 1.1 as little as will do
        Profile("neptune", "/sparql", "/sparql", "/sparql/gsp/", atomic=True),
    )
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store is, which engine it is, and who we are there."""

    url: str  # without a slash at the end
    profile: Profile
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def shown(self) -> str:
        """For messages: without the password."""
        return f"{self.profile.name} at {self.url}"


def parse(text: str, user: str = "", password: str = "") -> Address:
    """The address in ``KG_STORE``: ``sparql+http://HOST:PORT[/DATASET]?engine=NAME[&ask=patterns]``.

    Raises BadParameter.
    """
    parts = urlsplit(text)
    options = dict(parse_qsl(parts.query))
    engine, trust = options.pop("engine", "oxigraph"), options.pop("ask", "")
    if parts.scheme not in SCHEMES or not parts.hostname or options or trust not in ("", "patterns"):
        raise BadParameter(f"{text!r} is no address of a store; write sparql+http://HOST:PORT/PATH?engine=NAME.")
    if parts.username or parts.password:
        raise BadParameter("Put the user and password of the store into KG_STORE_USER and KG_STORE_PASSWORD.")
    if engine not in PROFILES:
        raise BadParameter(f"There is no profile for an engine {engine!r}; choose one of {', '.join(PROFILES)}.")
    url = urlunsplit((SCHEMES[parts.scheme], parts.netloc, parts.path.rstrip("/"), "", ""))
    profile = replace(PROFILES[engine], trust=Trust.PATTERNS) if trust else PROFILES[engine]
    return Address(url, profile, user, password)
