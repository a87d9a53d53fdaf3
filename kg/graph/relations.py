"""From the roles two actors play in one act to the relation between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.graph.select import Select
from kg.graph.texts import view

AGAINST, WITH, SUPPORTS, TALKS, INVOLVED = "against", "with", "supports", "talks", "involved"
SIGN: Mapping[str, int] = {AGAINST: -1, WITH: 1, SUPPORTS: 1, "commands": 1, "memberOf": 1, "headOf": 1}
SYMMETRIC = frozenset({WITH, TALKS})
RELATION_TYPES: Mapping[str, str] = {"opposes": AGAINST, "alliedWith": WITH}  # others keep their own code

# What an agent does to a target, and what co-agents are to each other, by PLOVER code of the event type. Enemies sign a
# ceasefire or swap prisoners together, so acts of consulting and of retreat make nobody an ally.
_BY_PLOVER: Mapping[str, tuple[str, str]] = {
    "ASSAULT": (AGAINST, WITH),
    "COERCE": (AGAINST, WITH),
    "PROTEST": (AGAINST, WITH),
    "THREATEN": (AGAINST, WITH),
    "SANCTION": (AGAINST, WITH),
    "ACCUSE": (AGAINST, INVOLVED),
    "REJECT": (AGAINST, INVOLVED),
    "MOBILIZE": (INVOLVED, WITH),
    "AID": (SUPPORTS, WITH),
    "SUPPORT": (SUPPORTS, WITH),
    "COOPERATE": (WITH, WITH),
    "CONSULT": (TALKS, TALKS),
    "AGREE": (TALKS, TALKS),
    "RETREAT": (INVOLVED, TALKS),
}
_UNKNOWN = (INVOLVED, INVOLVED)

# Patterns of the actor pairs: does the seed stand at the source of the edge?
_FORWARD = frozenset({"agent-target", "agent-agent", "supporter-agent", "from-to"})
# Patterns around places, events and articles: does the seed stand at the source?
_OUTWARD = frozenset({"has-place", "part-of", "claims"})
_SHOWN_AS: Mapping[str, str] = {"has-place": "place", "part-of": "partOf", "has-part": "partOf"}


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as seen from the seed."""

    relation: str
    outward: bool  # the seed is the source

    @property
    def sign(self) -> int:
        return SIGN.get(self.relation, 0)

    @property
    def directed(self) -> bool:
        return self.relation not in SYMMETRIC

    def ends(self, seed: str, other: str) -> tuple[str, str]:
        """Source and target; symmetric ties are stored one way only, in the order of the IRIs."""
        if not self.directed:
            return (seed, other) if seed < other else (other, seed)
        return (seed, other) if self.outward else (other, seed)


Interactions = Mapping[str, str]  # event type code -> PLOVER code


def interactions(select: Select) -> Interactions:
    """The PLOVER code of each event type in the ontology graph (the first when there are more)."""
    found: dict[str, str] = {}
    for row in select(view("interactions")):
        found.setdefault(code(row["type"].value), code(row["plover"].value))
    return found


def code(iri: str) -> str:
    """The last part of a code list IRI."""
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def tie(pattern: str, type_code: str, known: Interactions) -> Tie:
    """The relation that a pattern of roles in an act of this type stands for."""
    to_target, together = _BY_PLOVER.get(known.get(type_code, ""), _UNKNOWN)
    match pattern:
        case "agent-target" | "target-agent":
            relation = to_target
        case "agent-agent":
            relation = together
        case "supporter-agent" | "agent-supporter":
            relation = SUPPORTS
        case "from-to" | "to-from":
            relation = RELATION_TYPES.get(type_code, type_code)
        case _:
            return Tie(_SHOWN_AS.get(pattern, pattern), pattern in _OUTWARD)
    return Tie(relation, pattern in _FORWARD)
