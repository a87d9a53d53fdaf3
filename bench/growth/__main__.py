"""``python -m bench.growth [--articles 10000 100000] [--write FILE]``: what one article more costs as the store grows.

One store is filled with articles as lean as the product's own shape permits, in bulk, together with all that stands
beside it. At each size articles that were really read come, as `kg ingest` takes them, and are looked for in the pages
of a running server. A million articles take 65 GB of disk until the engine has sorted them, and as much again for the
copy that is measured; to fill them takes half an hour on a machine that is alone.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

from bench.faults.children import in_child
from bench.faults.material import articles
from bench.growth.fill import begin, clone, complete, grow
from bench.growth.known import places_of
from bench.growth.lines import Lines
from bench.growth.measure import PAGES, TIMES, added, shown
from bench.growth.table import as_markdown, weighed, written_into
from bench.growth.ties import tied
from bench.growth.world import make_world
from kg.prepare import Prepared
from kg.rdf.namespaces import DEFAULT_BASE

PART = 100_000  # articles that are loaded together
SPARE_GB = 12.0  # of disk that stay free


def run(folder: Path, sizes: Sequence[int], pages: Sequence[str]) -> dict[int, dict[str, float]]:
    """The figures at each of these sizes, in ascending order."""
    fresh = articles(2 * TIMES, folder / "reading")[: 2 * TIMES]
    lines = Lines(make_world(places_of(fresh)), DEFAULT_BASE)
    together = tied(lines.world, sizes[-1])
    in_child(lambda: begin(folder / "data", lines))
    rows = {}
    for former, size in pairwise((0, *sizes)):
        for start in range(former, size, PART):
            _spare(folder)
            in_child(partial(grow, folder / "data", lines, range(start, min(start + PART, size)), together))
            sys.stderr.write(f"{min(start + PART, size):,} articles\n")
        _room_for_a_copy(folder / "data")
        in_child(partial(clone, folder / "data", folder / "copy"))
        in_child(partial(complete, folder / "copy", lines, sorted(each for each in together if each < size)))
        rows[size] = measured(folder / "copy", fresh, pages)
        shutil.rmtree(folder / "copy")
        sys.stderr.write(as_markdown({size: rows[size]}) + "\n")
    return rows


def measured(folder: Path, fresh: Sequence[Prepared], pages: Sequence[str]) -> dict[str, float]:
    return {**weighed(folder), **added(folder, fresh[:TIMES]), **shown(folder, fresh[TIMES:], pages)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="growth", description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--folder", type=Path, help="where the stores are made; else where temporary files go")
    parser.add_argument("--pages", nargs="*", default=list(PAGES), help="whose first looks are measured")
    parser.add_argument("--write", type=Path, help="the document whose table is to be that of this run")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder, prefix="growth-") as place:
        rows = run(Path(place), sorted(chosen.articles), chosen.pages)
    if chosen.write:
        chosen.write.write_text(written_into(chosen.write.read_text(encoding="utf-8"), rows), encoding="utf-8")
    sys.stdout.write(as_markdown(rows) + "\n")


def _spare(folder: Path) -> None:
    free = shutil.disk_usage(folder).free / 1e9
    if free < SPARE_GB + PART * 100e-6:  # of which a part takes a third; the engine rewrites it as it sorts
        raise SystemExit(f"{free:.0f} GB are free in {folder}: too little for {PART:,} articles more.")


def _room_for_a_copy(store: Path) -> None:
    """A clone holds on to files that the engine replaces as it sorts what was loaded: at worst to all of them."""
    size = sum(file.stat().st_size for file in store.rglob("*") if file.is_file()) / 1e9
    free = shutil.disk_usage(store).free / 1e9
    if free < size + SPARE_GB:
        raise SystemExit(f"{free:.0f} GB are free in {store}: too little for a copy of a store of {size:.0f} GB.")


if __name__ == "__main__":
    main()
