"""Graph views over the claims: neighbourhoods, networks and timelines, with the sentences behind every edge.

One file a view; the query texts are data (``views/*.rq``). A view asks through ``Select``, a function from SPARQL text
to rows, so it runs alike over the killable query service and over a store in a test.
"""

from kg.graph.export import to_gexf, to_graphml, to_json, to_networkx
from kg.graph.model import ClaimRef, Edge, Filters, Neighbourhood, Node
from kg.graph.neighbourhood import neighbourhood
from kg.graph.network import network
from kg.graph.select import Row, Select, Term, from_json, from_store
from kg.graph.timeline import TimelineEntry, timeline

__all__ = [
    "ClaimRef",
    "Edge",
    "Filters",
    "Neighbourhood",
    "Node",
    "Row",
    "Select",
    "Term",
    "TimelineEntry",
    "from_json",
    "from_store",
    "neighbourhood",
    "network",
    "timeline",
    "to_gexf",
    "to_graphml",
    "to_json",
    "to_networkx",
]
