"""Files that are small and unpack to much, or are simply too much: how each ends, and the memory it takes."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.faults.children import Ended, in_child, kg
from bench.faults.material import opened
from bench.faults.row import Row

MIB = 1024 * 1024
MOST_MB = 200  # above an ingest of one short article
MOST_SECONDS = 300.0
DEPTH = 200_000
ARTICLE = "Two soldiers were killed on Monday by shelling near Kharkiv, the army said."
KINDS = ("gzip, one line of zeros", "gzip, many lines", "deep HTML", "text", "one line of JSON", "WARC, one page")


def run(folder: Path, tell: Callable[[str], None], megabytes: int = 100) -> list[Row]:
    folder.mkdir(parents=True)
    plain = folder / "plain.txt"
    plain.write_text(ARTICLE, encoding="utf-8")
    base = kg(["ingest", str(plain)], folder / "data-plain")
    rows: list[Row] = []
    for name, file in make(folder, megabytes):
        tell(f"bomb: {name}")
        data = folder / f"data-{len(rows)}"
        ended = kg(["ingest", str(file)], data, MOST_SECONDS)
        letters = in_child(lambda data=data: [(each.code, each.reason) for each in opened(data).archive.dead_letters()])
        rows.append(_row(name, file, ended, letters, base))
        file.unlink()
    return rows


def _row(name: str, file: Path, ended: Ended, letters: list[tuple[str, str]], base: Ended) -> Row:
    above = ended.memory_mb - base.memory_mb
    accounted = bool(letters) or "1 stored" in ended.said
    kept = ended.status in (0, 1, 3) and accounted and above <= MOST_MB
    how = (
        f"stopped after {MOST_SECONDS:g} s"
        if ended.status is None
        else (ended.said.strip() or ended.told[-200:].strip())
    )
    reason = f', e.g. {letters[0][0]}: "{letters[0][1].replace(str(file), file.name)[:120]}"' if letters else ""
    found = f"{how}{reason}; peak {ended.memory_mb:.0f} MiB ({above:+.0f} beside one short article)"
    return Row(f"bomb: {name}", f"{file.stat().st_size:,} bytes on disk", found.replace("\n", " "), kept)


def make(folder: Path, megabytes: int) -> Iterator[tuple[str, Path]]:
    """Each bomb by its name, written when it is asked for."""
    yield KINDS[0], _zipped(folder / "zeros.jsonl.gz", bytes(MIB), 10 * megabytes)
    line = json.dumps({"text": "x" * (MIB // 64)}).encode() + b"\n"
    yield KINDS[1], _zipped(folder / "lines.jsonl.gz", line * 64, megabytes // 10)
    deep = folder / "deep.html"
    deep.write_text(f"<html><body>{'<div>' * DEPTH}{ARTICLE}{'</div>' * DEPTH}</body></html>", encoding="utf-8")
    yield KINDS[2], deep
    text = folder / "long.txt"
    text.write_text((ARTICLE + " ") * (megabytes * MIB // (len(ARTICLE) + 1)), encoding="utf-8")
    yield KINDS[3], text
    one = folder / "one.jsonl"
    with one.open("w", encoding="utf-8") as out:
        out.write('{"text": "')
        for _ in range(megabytes):
            out.write("war " * (MIB // 4))
        out.write('"}\n')
    yield KINDS[4], one
    yield KINDS[5], _warc(folder / "page.warc.gz", 10 * megabytes)


def _zipped(file: Path, block: bytes, times: int) -> Path:
    with gzip.open(file, "wb", compresslevel=1) as out:
        for _ in range(times):
            out.write(block)
    return file


def _warc(file: Path, megabytes: int) -> Path:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    fields = (
        "WARC/1.0",
        "WARC-Type: response",
        "WARC-Target-URI: http://bomb.example/",
        "WARC-Date: 2024-01-01T00:00:00Z",
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(head) + megabytes * MIB}",
    )
    with gzip.open(file, "wb", compresslevel=1) as out:
        out.write("\r\n".join(fields).encode() + b"\r\n\r\n" + head)
        for _ in range(megabytes):
            out.write(b"<p>" + bytes(MIB - 3))
        out.write(b"\r\n\r\n")
    return file


if __name__ == "__main__":
    from bench.faults.row import table

    with tempfile.TemporaryDirectory() as place:
        print(table(run(Path(place) / "bombs", print)))
