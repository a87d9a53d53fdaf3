"""What is kept beside the graph: the texts of the articles, the journal of the ingest and the dead letters."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kg.errors import NotFound, StoreError
from kg.model import Disposition
from kg.stores.layout import Layout, sync_file, write_file, writing

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An input that was refused, with what is needed to look at it and to try again."""

    id: str
    source: str
    code: str
    reason: str
    time: str


class Archive:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    @property
    def near_duplicates(self) -> Path:
        """The file of the index that kg.duplicates keeps."""
        return self._layout.near_duplicates

    @property
    def case_index(self) -> Path:
        """The file of the index that kg.cases keeps."""
        return self._layout.case_index

    def put_text(self, text: str) -> str:
        """Keep the text of an article; returns its SHA-256, under which it is found again.

        A file that is not what was kept is written again.
        """
        content = text.encode("utf-8")
        digest = hashlib.sha256(content).hexdigest()
        target = self._layout.texts / f"{digest}.txt"
        if _content(target) != content:
            with writing(self._layout.root):
                write_file(target, content)
        return digest

    def get_text(self, digest: str) -> str:
        """The text of an article; raises NotFound, and StoreError when the file is not what was kept."""
        if not _SHA256.fullmatch(digest):
            raise NotFound(f"{digest!r} is not the SHA-256 of an article: 64 hexadecimal digits in lower case.")
        try:
            content = (self._layout.texts / f"{digest}.txt").read_bytes()
        except FileNotFoundError:
            raise NotFound(f"There is no text of an article {digest}.") from None
        if hashlib.sha256(content).hexdigest() != digest:
            raise StoreError(f"The text of article {digest} was changed on disk; ingest the article again.")
        return content.decode("utf-8")

    def has_text(self, digest: str) -> bool:
        """Whether there is something in the file of a text; ``get_text`` says whether it is the right one."""
        file = self._layout.texts / f"{digest}.txt"
        return file.is_file() and file.stat().st_size > 0

    def record(self, disposition: Disposition) -> None:
        """Write into the journal what became of an input: one line, appended in one system call."""
        entry = {
            "time": _now(),
            "source": disposition.source,
            "outcome": disposition.outcome.value,
            "hash": disposition.content_hash,
            "code": disposition.code,
            "reason": disposition.reason,
            "counts": dict(disposition.counts),
        }
        with writing(self._layout.root):
            self._append(json.dumps(entry, ensure_ascii=False).encode("utf-8", "replace") + b"\n")

    def sync(self) -> None:
        """Ask the disk to keep the journal; texts and dead letters are there as soon as they are kept."""
        with writing(self._layout.root), suppress(FileNotFoundError):
            sync_file(self._layout.journal)

    def journal(self) -> Iterator[dict[str, object]]:
        """The entries, oldest first; a line torn by a power cut is passed over."""
        if not self._layout.journal.exists():
            return
        with self._layout.journal.open("rb") as file:
            for line in file:
                try:
                    entry = json.loads(line)
                except ValueError:
                    continue
                yield entry

    def bury(self, source: str, code: str, reason: str, content: bytes) -> str:
        """Keep a refused input with the reason; the same input from the same source is one dead letter."""
        digest = hashlib.sha256(source.encode("utf-8", "replace") + b"\0" + content).hexdigest()
        letter = DeadLetter(digest[:16], source, code, reason, _now())
        fields = {"id": letter.id, "source": source, "code": code, "reason": reason, "time": letter.time}
        folder = self._layout.dead_letters
        with writing(self._layout.root):
            write_file(folder / f"{letter.id}.bin", content)
            write_file(folder / f"{letter.id}.json", json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace"))
        return letter.id

    def dead_letters(self) -> Iterator[DeadLetter]:
        """The refused inputs, in the order of their ids."""
        for file in sorted(self._layout.dead_letters.glob("*.json")):
            yield DeadLetter(**json.loads(file.read_bytes()))

    def dead_content(self, identifier: str) -> bytes:
        """The input behind a dead letter."""
        if not re.fullmatch(r"[0-9a-f]{16}", identifier):
            raise NotFound(f"{identifier!r} is not the id of a dead letter.")
        return (self._layout.dead_letters / f"{identifier}.bin").read_bytes()

    def revive(self, identifier: str) -> None:
        """Drop a dead letter: its input was read after all."""
        for suffix in (".json", ".bin"):
            (self._layout.dead_letters / f"{identifier}{suffix}").unlink(missing_ok=True)

    def _append(self, line: bytes) -> None:
        self._layout.root.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._layout.journal, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        try:
            end = os.lseek(handle, 0, os.SEEK_END)
            torn = end > 0 and os.pread(handle, 1, end - 1) != b"\n"
            os.write(handle, b"\n" + line if torn else line)
        finally:
            os.close(handle)


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
