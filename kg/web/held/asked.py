"""The same where the graph is on another server: asked of it by the queries of the pages, each kind when it is needed.

Others may write there, and no note tells of it: everything is asked anew of each of its states, and nothing is kept in
files.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from kg.web.columns.building import Builder
from kg.web.columns.ledger import Ledger
from kg.web.columns.listing import Listing, listing_of, place_of
from kg.web.context import gateway, held, services
from kg.web.gateway import Gateway
from kg.web.held.names import Named, named_of
from kg.web.held.sums import SUMMED, Known
from kg.web.held.words import Words
from kg.web.page_queries import iri_term
from kg.web.views.accounts import Lookups, accounts, parties, place_in_list
from kg.web.views.facts import Row

IN_ONE_QUERY = 500  # articles, so that no answer comes near to KG_MAX_RESULT_BYTES and KG_QUERY_SECONDS
LONGEST = 500 * IN_ONE_QUERY  # bytes of a query that names so many
NAMED_IN_ONE_ANSWER = 100_000  # IRIs of articles
AT_ONCE = 2  # of the parts of one question


def named() -> Named:
    def load() -> Named:
        door = _door()
        return named_of(door.rows("search-names"), door.rows("search-mentions"))

    found: Named = services().search_index.get(services().snapshot_id(), load)
    return found


def articles() -> Listing:
    found: Listing = services().articles.get(services().snapshot_id(), _articles)
    return found


def known() -> Known:
    found: Known = services().parties.get(services().snapshot_id(), _known)
    return found


def ledger() -> Ledger:
    found: Ledger = services().accounts.get(services().snapshot_id(), _ledger)
    return found


def _articles() -> Listing:
    found = _in_parts("articles", _named_articles(), lambda some: {"only": _of_articles(some)})
    return listing_of(sorted((row for rows in found for row in rows), key=place_of))


def _known() -> Known:
    row = _door().rows("overview-counts")[0]
    kinds = ((each["iri"], each["kind"].rpartition("/")[2]) for each in _door().rows("overview-kinds"))
    ties = _in_parts("overview-ties", _in_order(), lambda some: {"only": _of_articles(some)})
    pairs = ((each["iri"], each["other"]) for rows in ties for each in rows)
    return Known().with_more({name: int(row[name]) for name in SUMMED}, kinds, pairs)


def _ledger() -> Ledger:
    papers = {row["article"]: row for row in articles()}
    door, names = _door(), named().labels
    words = Words().with_more(
        names, door.rows("accounts-places"), door.rows("accounts-populations"), door.rows("accounts-sources")
    )
    cases = {row["about"]: row["case"] for row in door.rows("accounts-cases")}
    builder = Builder()
    taking_part = _in_parts("accounts-actors", _in_order(), _actors_of)
    for rows, actors in zip(_in_parts("accounts", _in_order(), _claims_of), taking_part, strict=True):
        known = Lookups(words.places, parties(actors, names), cases, words.populations, words.sources, papers)
        for one in sorted(accounts(rows, known), key=place_in_list):
            builder.add(one)
    return Ledger((builder.segment(),))


def _in_order() -> list[str]:
    return sorted(row["article"] for row in articles())


def _door() -> Gateway:
    """Of our own engine it asks the snapshot of this request, and holds it: what takes long must not be of two."""
    door = replace(gateway(), once=True)
    return door if services().store.endpoint is not None else replace(door, snapshot=held(services().snapshot_id()))


def _in_parts(
    name: str, articles: Sequence[str], told: Callable[[Sequence[str]], Mapping[str, str]]
) -> Iterator[list[Row]]:
    """The answers of a query for some articles after the other, in their order; ``told`` are its parts for them.

    Two are asked at once while they are taken one by one, so that few are in memory.
    """
    door = _door()
    waiting = deque(told(articles[at : at + IN_ONE_QUERY]) for at in range(0, len(articles), IN_ONE_QUERY))
    with ThreadPoolExecutor(AT_ONCE) as threads:
        asked: deque[Future[list[Row]]] = deque()
        while waiting or asked:
            while waiting and len(asked) < AT_ONCE:
                asked.append(threads.submit(door.rows, name, parts=waiting.popleft(), max_bytes=LONGEST))
            yield asked.popleft().result()


def _of_articles(articles: Sequence[str]) -> str:
    """Query text that leaves these articles."""
    return f"VALUES ?article {{ {' '.join(map(iri_term, articles))} }}"


def _named_articles() -> list[str]:
    """The IRIs of all articles, sorted."""
    number = int(gateway().rows("articles-count")[0]["articles"])
    parts = _beginnings(number)
    return sorted(row["article"] for part in parts for row in _door().rows("articles-iris", parts={"only": part}))


def _beginnings(articles: int) -> Iterator[str]:
    """Query text that divides articles by the beginnings of their hashes, so that each part has few."""
    digits = 0
    while articles > NAMED_IN_ONE_ANSWER * 16**digits:
        digits += 1
    if not digits:
        yield ""
        return
    iri = f"{services().settings.base_iri}id/article/"
    for number in range(16**digits):
        first = f"{iri}{number:0{digits}x}"
        yield f'FILTER(STRSTARTS(STR(?article), "{first}"))'


def _actors_of(articles: Sequence[str]) -> dict[str, str]:
    return {"only": f"{_of_articles(articles)} ?claim cek:inArticle ?article . ?claim cek:about ?about ."}


def _claims_of(articles: Sequence[str]) -> dict[str, str]:
    """The claims of some articles first, and the rest of each looked up, where our own engine is asked.

    In the order that SPARQL 1.1 leaves to an engine, it joins all claims there are for every part.
    """
    claims = f"{_of_articles(articles)} ?claim cek:inArticle ?article ."
    if services().store.endpoint is not None:
        return {"first": claims, "last": ""}
    return {"first": f"{{ SELECT ?claim ?article WHERE {{ {claims} }} }} LATERAL {{", "last": "}"}
