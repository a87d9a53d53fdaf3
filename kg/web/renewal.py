"""What is kept of one snapshot made into what is kept of the next, from the articles that came new between them.

Each article says in its own graph all that lists, maps and counts take from it, so what a new one adds is the answer to
the same question over its graph alone. Where anything else changed - an article was read again or taken out, a
vocabulary, an import - everything is asked anew. See docs/decisions/0145.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator

from kg.web.context import gateway, services
from kg.web.views.facts import Row

MOST = 200  # new articles; of more, everything is read as quickly
IN_ONE_QUERY = 1_500  # articles, so that no answer comes near to KG_MAX_RESULT_BYTES and KG_QUERY_SECONDS
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
    return articles if len(articles) <= MOST and all(graph.startswith(side) for graph in others) else None


def touched_in(former: str, graph: str, kind: str) -> list[str] | None:
    """The things of a kind of which that graph says something else than at that snapshot; None when it is not known."""
    found = services().store.difference(former, services().snapshot_id())
    base = services().settings.base_iri
    subjects = found.subjects(base + graph) if found else None
    return None if subjects is None else sorted(iri for iri in subjects if iri.startswith(base + kind))


def parts(articles: int) -> Iterator[str]:
    """Query text that divides articles by the beginnings of their hashes, so that each part has few."""
    digits = 0
    while articles > IN_ONE_QUERY * 16**digits:
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
    found: tuple[Row, ...] = services().articles.get(services().snapshot_id(), _articles, _more_articles)
    return found


def _articles() -> tuple[Row, ...]:
    door = gateway()
    number = int(door.rows("articles-count")[0]["articles"])
    rows = [row for part in parts(number) for row in door.rows("articles", parts={"only": part})]
    return tuple(sorted(rows, key=_place))


def _more_articles(former: str, held: tuple[Row, ...]) -> tuple[Row, ...] | None:
    graphs = fresh_articles(former)
    if graphs is None:
        return None
    rows = list(held)
    for row in gateway().rows("articles", graphs, parts={"only": ""}) if graphs else ():
        insort(rows, row, key=_place)
    return tuple(rows)


def _place(row: Row) -> tuple[int, str]:
    """Newest first, then by IRI; without a day last."""
    return newest_first(row.get("published")), row["article"]


def newest_first(day: str | None) -> int:
    """A number that sorts ISO days the latest first, and none last."""
    return -int(day[:10].replace("-", "")) if day else 0
