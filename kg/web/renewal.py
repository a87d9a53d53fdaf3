"""What is kept of one snapshot made into what is kept of the next, from the articles that came new between them.

Each article says in its own graph all that lists, maps and counts take from it, so what a new one adds is the answer to
the same question over its graph alone. Where anything else changed - an article was read again or taken out, a
vocabulary, an import - everything is asked anew. See docs/decisions/0145.
"""

from __future__ import annotations

from bisect import insort
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from kg.web.context import gateway, held, services
from kg.web.gateway import Gateway
from kg.web.page_queries import iri_term
from kg.web.views.accounts import newest_first
from kg.web.views.facts import Row

FEW = 50  # new articles that are added to what is known, however little that is
SHARE = 10  # of one article in so many being new, everything is read anew as quickly
TOGETHER = 100  # graphs that a question is asked of at once: the engine merges them first
IN_ONE_QUERY = 500  # articles, so that no answer comes near to KG_MAX_RESULT_BYTES and KG_QUERY_SECONDS
LONGEST = 500 * IN_ONE_QUERY  # bytes of a query that names so many
NAMED_IN_ONE_ANSWER = 100_000  # IRIs of articles
AT_ONCE = 2  # of the parts of one question
_SIDE = ("graph/meta", "graph/merged", "graph/duplicate/")  # say nothing that the lists and counts of articles take


def fresh_articles(former: str) -> list[str] | None:
    """The graphs of the articles that are new since that snapshot; None when anything else may have changed."""
    found = services().store.difference(former, services().snapshot_id())
    if found is None:
        return None
    base = services().settings.base_iri
    articles = sorted(graph for graph in found.fresh if graph.startswith(f"{base}graph/article/"))
    others = (found.fresh | found.touched).difference(articles)
    side = tuple(base + name for name in _SIDE)
    if not all(graph.startswith(side) for graph in others):
        return None
    return articles if len(articles) <= FEW or SHARE * len(articles) <= number_of_articles() else None


def touched_in(former: str, graph: str, kind: str) -> list[str] | None:
    """The things of a kind of which that graph says something else than at that snapshot; None when it is not known."""
    found = services().store.difference(former, services().snapshot_id())
    base = services().settings.base_iri
    subjects = found.subjects(base + graph) if found else None
    return None if subjects is None else sorted(iri for iri in subjects if iri.startswith(base + kind))


def few(graphs: Sequence[str]) -> list[Sequence[str]]:
    """The graphs, some after the other; of none, nothing: a question of no graph would be asked of all."""
    return [graphs[at : at + TOGETHER] for at in range(0, len(graphs), TOGETHER)]


def steady() -> Gateway:
    """Asks the snapshot of this request by its id, and holds it: what takes long must not be of two snapshots."""
    door = replace(gateway(), once=True)
    return door if services().store.endpoint is not None else replace(door, snapshot=held(services().snapshot_id()))


def in_parts(
    name: str, articles: Sequence[str], told: Callable[[Sequence[str]], Mapping[str, str]]
) -> Iterator[list[Row]]:
    """The answers of a query for some articles after the other, in their order; ``told`` are its parts for them.

    Two are asked at once while they are taken one by one, so that few are in memory.
    """
    door = steady()
    waiting = deque(told(articles[at : at + IN_ONE_QUERY]) for at in range(0, len(articles), IN_ONE_QUERY))
    with ThreadPoolExecutor(AT_ONCE) as threads:
        asked: deque[Future[list[Row]]] = deque()
        while waiting or asked:
            while waiting and len(asked) < AT_ONCE:
                asked.append(threads.submit(door.rows, name, parts=waiting.popleft(), max_bytes=LONGEST))
            yield asked.popleft().result()


def of_articles(articles: Sequence[str]) -> str:
    """Query text that leaves these articles."""
    return f"VALUES ?article {{ {' '.join(map(iri_term, articles))} }}"


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


def listed_articles() -> tuple[Row, ...]:
    """Every article with how many claims it holds, newest first."""
    restore = services().kept("articles", tuple)
    found: tuple[Row, ...] = services().articles.get(services().snapshot_id(), _articles, _more_articles, restore)
    return found


def _articles() -> tuple[Row, ...]:
    found = in_parts("articles", named_articles(), lambda articles: {"only": of_articles(articles)})
    return tuple(sorted((row for rows in found for row in rows), key=_place))


def named_articles() -> list[str]:
    """The IRIs of all articles, sorted."""
    door = steady()
    parts = _beginnings(number_of_articles())
    return sorted(row["article"] for part in parts for row in door.rows("articles-iris", parts={"only": part}))


def number_of_articles() -> int:
    return int(gateway().rows("articles-count")[0]["articles"])


def _more_articles(former: str, held: tuple[Row, ...]) -> tuple[Row, ...] | None:
    graphs = fresh_articles(former)
    if graphs is None:
        return None
    rows = list(held)
    for some in few(graphs):
        for row in gateway().rows("articles", some, parts={"only": ""}):
            insort(rows, row, key=_place)
    return tuple(rows)


def _place(row: Row) -> tuple[int, str]:
    """Newest first, then by IRI; without a day last."""
    return newest_first(row.get("published")), row["article"]
