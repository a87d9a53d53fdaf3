"""A file of a data set into its graph: streaming, in batches, the same file twice without a trace.

New events go in the engine's bulk way, replaced ones as differences. Rows that cannot be used are dead letters.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from pyoxigraph import Quad

from kg.datasets.changes import Fate, difference, order, orphans
from kg.datasets.files import Source, columns_of, rows, size_of, source_of, version_of
from kg.datasets.model import Columns, Format, Refused, Row
from kg.datasets.provenance import IMPORTED_AT, Provenance
from kg.datasets.triples import Described, Describer, import_graph
from kg.errors import MalformedSource, RowRefused
from kg.model import Disposition, Outcome
from kg.pipeline import put_vocabulary
from kg.settings import Settings
from kg.stores import Archive, Store, Writer

BATCH = 2_000  # rows: some 250,000 quads with the union, about 200 MB while the engine sorts them
HOPELESS = 1_000  # rows refused before the first good one: the file is of another kind, whatever its header says


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file is; ``share`` is between 0 and 1."""

    path: Path
    rows: int
    refused: int
    share: float


@dataclass(slots=True)
class Report:
    """What became of the rows of one file."""

    path: Path
    version: str
    fates: Counter[Fate] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)  # the first reasons, to be shown
    refused_count: int = 0
    uncoded: Counter[str] = field(default_factory=Counter)  # codes that our lists do not have
    unknown_columns: tuple[str, ...] = ()
    known: bool = False  # the very file was imported before

    @property
    def rows(self) -> int:
        return self.fates.total()


def import_file(
    path: Path,
    format: Format,
    settings: Settings,
    store: Store,
    *,
    version: str | None = None,
    retrieved: dt.date | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Report:
    """Raises MalformedSource or BadParameter when the file as a whole cannot be used; nothing is then stored."""
    source = source_of(path)
    columns = columns_of(source, format)
    told = version_of(source, format, version)
    report = Report(path, told, unknown_columns=columns.unknown)
    provenance = Provenance(settings.base_iri, format)
    graph = import_graph(settings.base_iri, format.name)
    with store.writer() as writer:
        if any(True for _ in writer.find(provenance.file(source), IMPORTED_AT, None, graph)):
            report.known = True
            store.archive.record(Disposition(str(path), Outcome.DUPLICATE, source.digest, reason="imported already"))
            return report
        put_vocabulary(writer, settings)
        describer = Describer(settings.base_iri, format, provenance.file(source), told)
        begun = [*provenance.begun(source, told, retrieved or changed_on(path))]
        stream = _good_rows(source, format, columns, settings, store.archive, report, progress)
        for number, batch in enumerate(_batches(stream)):
            if number == 0:
                writer.add(begun)
            _write(batch, describer, writer, report)
        writer.add((*begun, *provenance.done(source, report.rows, report.refused_count, dt.datetime.now(dt.UTC))))
    store.archive.record(_disposition(report, source))
    return report


def changed_on(path: Path) -> dt.date:
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).date()


def _good_rows(
    source: Source,
    format: Format,
    columns: Columns,
    settings: Settings,
    archive: Archive,
    report: Report,
    progress: Callable[[Progress], None],
) -> Iterator[Row]:
    size, good = max(size_of(source), 1), 0
    for read, found in rows(source, format, columns, int(settings.limit("max_row_bytes"))):
        if isinstance(found, Refused):
            _bury(found, source, archive, report)
            if not good and report.refused_count >= HOPELESS:
                raise MalformedSource(
                    f"The first {HOPELESS:,} rows of {source.path} are all wrong, so the file is no {format.title}; "
                    f"the first: {report.refused[0]}. They are dead letters; nothing was stored."
                )
        else:
            good += 1
            yield found
        if (good + report.refused_count) % BATCH == 0:
            progress(Progress(source.path, good, report.refused_count, min(read / size, 1.0)))
    progress(Progress(source.path, good, report.refused_count, 1.0))


def _bury(found: Refused, source: Source, archive: Archive, report: Report) -> None:
    where = f"{source.path.name}:{found.line}"
    reason = f"{where}: {found.reason}"
    archive.bury(where, RowRefused.code, reason, found.content)
    report.refused_count += 1
    if len(report.refused) < 5:
        report.refused.append(reason)


def _batches(stream: Iterable[Row]) -> Iterator[list[Row]]:
    rest = iter(stream)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _write(batch: list[Row], describer: Describer, writer: Writer, report: Report) -> None:
    fresh: list[Described] = []
    gone: set[Quad] = set()
    for row in _latest(batch, describer.version, report):
        report.uncoded.update([row.uncoded] if row.uncoded else ())
        described = describer.describe(row)
        found = difference(described, describer.graph, writer.find)
        report.fates[found.fate] += 1
        if found.fate is Fate.NEW:
            fresh.append(described)
        elif found.fate is Fate.REPLACED:
            writer.exchange(found.removed, found.added)
            gone |= found.removed
    if fresh:
        writer.bulk(quad for each in fresh for quad in (*each.own, *each.shared))
    if gone:
        describer.forget()  # what is an orphan here may be pointed at again later
        writer.exchange(orphans(gone, describer.graph, writer.find), ())


def _latest(batch: list[Row], version: str, report: Report) -> Iterator[Row]:
    """The newest of the rows with one id, the last where they are of one edition."""
    chosen: dict[str, Row] = {}
    for row in batch:
        other = chosen.get(row.id)
        if other is not None:
            report.fates[Fate.OLDER] += 1
        if other is None or order(row.edition or version) >= order(other.edition or version):
            chosen[row.id] = row
    yield from chosen.values()


def _disposition(report: Report, source: Source) -> Disposition:
    counts = {fate.value: number for fate, number in sorted(report.fates.items())} | {"refused": report.refused_count}
    changed = report.fates[Fate.NEW] + report.fates[Fate.REPLACED]
    outcome = Outcome.STORED if changed else Outcome.DUPLICATE
    return Disposition(str(report.path), outcome, source.digest, counts=counts)
