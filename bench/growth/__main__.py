"""``python -m bench.growth [--articles 10000 100000] [--write FILE]``: what one article more costs as the store grows.

One store is filled with articles as lean as the product's own shape permits, in bulk, together with all that stands
beside it. At each size articles that were really read come, as `kg ingest` takes them, and are looked for in the pages
of a running server. ``--keep FOLDER`` leaves the store for another run, which goes on from what lies there, and
``--figures FILE`` what was measured, so that sizes may be measured one by one.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

from bench.faults.children import in_child
from bench.faults.material import articles
from bench.growth.fill import begin, clone, complete, grow, settle, tell_cases
from bench.growth.guard import free_gb, guarded
from bench.growth.kept import Filled, figures_of, filled, filling, keep_figures, note_sorted
from bench.growth.known import places_of
from bench.growth.lines import Lines
from bench.growth.measure import PAGES, TIMES, added, shown
from bench.growth.table import as_markdown, weighed, written_into
from bench.growth.ties import tied
from bench.growth.views import prepared
from bench.growth.world import make_world
from kg.prepare import Prepared
from kg.rdf.namespaces import DEFAULT_BASE

PART = 100_000


def run(
    folder: Path, sizes: Sequence[int], pages: Sequence[str], part: int = PART
) -> Iterator[tuple[int, dict[str, float]]]:
    """The figures at each of these sizes, in ascending order; goes on with the store that is in the folder."""
    fresh = articles(2 * TIMES, folder / "reading")[: 2 * TIMES]
    lines = Lines(make_world(places_of(fresh)), DEFAULT_BASE)
    together = cache(lambda: tied(lines.world, sizes[-1]))
    for size in sizes:
        fill(folder, lines, size, together, part)
        guarded(partial(clone, folder / "data", folder / "copy"), folder)
        cases = folder / f"cases-{size}.nq"
        if not cases.exists():
            guarded(partial(tell_cases, cases, lines, sorted(each for each in together() if each < size)), folder)
        guarded(partial(complete, folder / "copy", cases), folder)
        yield size, guarded(partial(measured, folder / "copy", fresh, pages), folder)
        shutil.rmtree(folder / "copy")


def fill(folder: Path, lines: Lines, size: int, together: Callable[[], Set[int]], part: int) -> None:
    """Part by part, each sorted before the next comes: what is not takes twice the disk."""
    data, there = folder / "data", filled(folder)
    if there is None:
        with filling(folder, 0):
            in_child(partial(begin, data, lines))
        there = Filled(0, sorted=True)
    if there.articles > size:
        raise SystemExit(f"The store in {folder} holds {there.articles:,} articles: more than {size:,}.")
    if not there.sorted:
        _sort(folder, there.articles)
    for start in range(there.articles, size, part):
        until = min(start + part, size)
        with filling(folder, until):
            guarded(partial(grow, data, lines, range(start, until), together()), folder)
        _tell(folder, until, "loaded")
        _sort(folder, until)


def _sort(folder: Path, count: int) -> None:
    guarded(partial(settle, folder / "data"), folder)
    note_sorted(folder, count)
    _tell(folder, count, "sorted")


def _tell(folder: Path, count: int, done: str) -> None:
    clock = time.strftime("%H:%M:%S")
    sys.stderr.write(f"{clock} {count:,} articles {done}, {free_gb(folder):.0f} GB of disk are free\n")


def measured(folder: Path, fresh: Sequence[Prepared], pages: Sequence[str]) -> dict[str, float]:
    return {
        **weighed(folder),
        **(prepared(folder) if pages else {}),
        **added(folder, fresh[:TIMES]),
        **shown(folder, fresh[TIMES:], pages),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="growth", description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--folder", type=Path, help="where the stores are made; else where temporary files go")
    parser.add_argument("--keep", type=Path, help="the folder of a store that is left there, and gone on with")
    parser.add_argument("--part", type=int, default=PART, help="articles that are loaded together, then sorted")
    parser.add_argument("--pages", nargs="*", default=list(PAGES), help="whose first looks are measured")
    parser.add_argument("--figures", type=Path, help="a file of what was measured, to which this run adds its own")
    parser.add_argument("--write", type=Path, help="the document whose table is to be that of these figures")
    chosen = parser.parse_args()
    rows = figures_of(chosen.figures)
    with _folder(chosen.folder, chosen.keep) as place:
        for size, row in run(place, sorted(chosen.articles), chosen.pages, chosen.part):
            rows = dict(sorted({**rows, size: row}.items()))
            keep_figures(chosen.figures, rows)
            sys.stderr.write(as_markdown({size: row}) + "\n")
    if chosen.write:
        chosen.write.write_text(written_into(chosen.write.read_text(encoding="utf-8"), rows), encoding="utf-8")
    sys.stdout.write(as_markdown(rows) + "\n")


@contextmanager
def _folder(within: Path | None, kept: Path | None) -> Iterator[Path]:
    if kept is None:
        with tempfile.TemporaryDirectory(dir=within, prefix="growth-") as place:
            yield Path(place)
        return
    kept.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(kept / "copy", ignore_errors=True)  # of a run that was stopped
    yield kept


if __name__ == "__main__":
    main()
