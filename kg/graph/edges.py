"""From the rows of the views to weighted edges with their claims."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode

from kg.graph.model import HAPPENED, ClaimRef, Edge, Filters
from kg.graph.relations import SIGN, SYMMETRIC, Interactions, Tie, code, tie
from kg.graph.select import Row, Select
from kg.graph.texts import ROOM, Choice, Value, batches, bind, view
from kg.model import Role

_XSD = "http://www.w3.org/2001/XMLSchema#"
_LISTS = 4  # a pairs file names its seeds so often, at most
_ACCOUNT = ("seed", "other", "pattern", "type", "status", "told")
Key = tuple[str, str, str]  # source, target, relation


@dataclass(frozen=True, slots=True)
class Link:
    """One ranked row: so many independent accounts join a seed to another node."""

    seed: str
    other: str
    tie: Tie
    status: str
    accounts: int
    begin: str | None = None  # first and last day of the acts, where any is dated
    end: str | None = None

    @property
    def key(self) -> Key:
        return (*self.tie.ends(self.seed, self.other), self.tie.relation)

    @property
    def weight(self) -> int:
        return self.accounts if self.status in HAPPENED else 0


@dataclass(frozen=True, slots=True)
class Room:
    """How many claims an edge shows: those of the seed more than those that lie beside it."""

    seed: str
    own: int
    beside: int

    def of(self, edge: Edge) -> int:
        return self.own if self.seed in (edge.source, edge.target) else self.beside


def links(select: Select, pairs: str, seeds: Sequence[str], filters: Filters, known: Interactions) -> list[Link]:
    """All neighbours of the seeds with the accounts behind them, by relation and status."""
    texts = (bind(view("rank", pairs), {"seeds": some, **window(filters)}) for some in batches(seeds, ROOM // _LISTS))
    return _links(select, [row for text in texts for row in select(text)], filters, known)


def all_links(select: Select, filters: Filters, known: Interactions) -> list[Link]:
    """Every pair of actors in the graph, each asked for once."""
    return _links(select, list(select(bind(view("rank", "pairs-network"), window(filters)))), filters, known)


def _links(select: Select, rows: Sequence[Row], filters: Filters, known: Interactions) -> list[Link]:
    clashes = _clashes(select, {row["act"].value for row in rows if row["act"].value})
    sound = [row for row in rows if not clashes[row["act"].value] & {row["seed"].value, row["other"].value}]
    once = {tuple(row[name] for name in _ACCOUNT): row for row in sound}  # one account of an act that two papers tell
    return [link for link in (_link(row, known) for row in once.values()) if _kept(link.status, link.tie, filters)]


def _clashes(select: Select, acts: Iterable[str]) -> Mapping[str, set[str]]:
    """The targets of each act: both sides of a clash may be named as agents and as targets at once.

    Then co-agents do not stand side by side. (In SPARQL, NOT EXISTS took a thousand times longer.)
    """
    targets: dict[str, set[str]] = defaultdict(set)
    for some in batches(sorted(acts), ROOM):
        for row in select(bind(view("roles"), {"acts": some})):
            if code(row["role"].value) == Role.TARGET:
                targets[row["act"].value].add(row["actor"].value)
    return targets


def edges_of(found: Iterable[Link]) -> dict[Key, Edge]:
    """One edge for each pair and relation.

    A tie that was asked for from both its ends comes twice with the same accounts, so only one side is counted.
    """
    sides: dict[Key, dict[str, list[Link]]] = defaultdict(lambda: defaultdict(list))
    for link in found:
        sides[link.key][link.seed].append(link)
    return {key: _edge(key, next(iter(by_seed.values()))) for key, by_seed in sides.items()}


def with_claims(
    edges: Mapping[Key, Edge],
    rows: Iterable[Row],
    names: Mapping[str, str],
    known: Interactions,
    filters: Filters,
    room: Room,
) -> tuple[Edge, ...]:
    """The edges with as many claims as there is room for (all are counted), strongest first."""
    behind: dict[Key, dict[tuple[str, str], ClaimRef]] = defaultdict(dict)
    for row in _without_clashes(rows):
        bond = tie(row["pattern"].value, code(row["type"].value), known)
        ref = _claim(row, names)
        if _kept(ref.status, bond, filters):
            key = (*bond.ends(row["seed"].value, row["other"].value), bond.relation)
            behind[key].setdefault((ref.claim, ref.evidence), ref)
    return strongest(_filled(edge, tuple(behind[key].values()), room.of(edge)) for key, edge in edges.items())


def _without_clashes(rows: Iterable[Row]) -> list[Row]:
    """Without the co-agents of an act in which one is also the other's target."""
    found = [(row, (row["seed"], row["other"], row["about"])) for row in rows]
    hostile = {pair for row, pair in found if row["pattern"].value in ("agent-target", "target-agent")}
    return [row for row, pair in found if row["pattern"].value != "agent-agent" or pair not in hostile]


def claim_rows(
    select: Select, pairs: str, joined: Mapping[str, Collection[str]], filters: Filters, most: int
) -> tuple[list[Row], bool]:
    """The claims that join each seed to its others, and whether some question had more than ``most`` rows as answer.

    Some seeds are asked about together with their own others only: asking each for all would grow with the square.
    """
    rows: list[Row] = []
    cut = False
    for start in batches(list(joined), ROOM // 2 // _LISTS):
        others = sorted({other for seed in start for other in joined[seed.value]})
        for some in batches(others, ROOM // 2):
            values: dict[str, Value] = {"seeds": start, "others": Choice(some), "most": most}
            answer = list(select(bind(view("claims", pairs), {**values, **window(filters)})))
            rows += answer
            cut |= len(answer) >= most
    return rows, cut


def window(filters: Filters) -> dict[str, Value]:
    """The time window as the views' parameters."""
    begin = "0001-01-01" if filters.begin is None else filters.begin.isoformat()
    end = "9999-12-31" if filters.end is None else filters.end.isoformat()
    date = NamedNode(_XSD + "date")
    undated = Literal(str(filters.undated).lower(), datatype=NamedNode(_XSD + "boolean"))
    return {"begin": Literal(begin, datatype=date), "end": Literal(end, datatype=date), "undated": undated}


def _link(row: Row, known: Interactions) -> Link:
    bond = tie(row["pattern"].value, code(row["type"].value), known)
    first, last = row["first"].value, row["last"].value
    return Link(
        seed=row["seed"].value,
        other=row["other"].value,
        tie=bond,
        status=code(row["status"].value),
        accounts=int(row["accounts"].value),
        begin=None if first == "unknown" else first,
        end=last or None,
    )


def _kept(status: str, bond: Tie, filters: Filters) -> bool:
    return status in filters.statuses and (not filters.relations or bond.relation in filters.relations)


def _edge(key: Key, side: Sequence[Link]) -> Edge:
    counts: Counter[str] = Counter()
    for link in side:
        counts[link.status] += link.accounts
    source, target, relation = key
    return Edge(
        source=source,
        target=target,
        relation=relation,
        sign=SIGN.get(relation, 0),
        directed=relation not in SYMMETRIC,
        weight=sum(link.weight for link in side),
        counts=dict(sorted(counts.items())),
        begin=min((link.begin for link in side if link.begin), default=None),
        end=max((link.end for link in side if link.end), default=None),
    )


def _filled(edge: Edge, refs: tuple[ClaimRef, ...], most: int) -> Edge:
    return replace(edge, claims=refs[:most], claims_total=len(refs))


def strongest(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """By weight, then by all accounts; the IRIs settle ties so that two runs agree."""
    return tuple(sorted(edges, key=lambda e: (-e.weight, -sum(e.counts.values()), e.source, e.target, e.relation)))


def _claim(row: Row, names: Mapping[str, str]) -> ClaimRef:
    text = {name: term.value for name, term in row.items()}
    return ClaimRef(
        claim=text["claim"],
        status=code(text["status"]),
        about=text["about"],
        type=code(text["type"]),
        begin=text.get("begin"),
        end=text.get("end"),
        place=text.get("place"),
        source=text["root"],
        source_name=names.get(text["root"]),
        article=text["article"],
        asserted=text.get("asserted"),
        evidence=text["evidence"],
        start=int(text["start"]),
        stop=int(text["stop"]),
        quote=text["quote"],
    )
