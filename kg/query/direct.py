"""Small questions about the newest snapshot are answered where they arrive, when nobody else asks (decision 0160).

Which ones are small, readers find out: a question of the same shape was answered from columns alone, and at once. The
columns are the readers' own, mapped. What turns out to be more is handed to a reader after all.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from kg.query.columnar.answer import solved_alone
from kg.query.columnar.table import Table
from kg.query.columnar.writing import Written, written
from kg.query.copying import asks_union_only
from kg.query.left_out import names_it
from kg.query.questions import of_shape
from kg.query.shapes import parted

MOST_ROWS = 50_000  # on the way; more goes to a reader
MOST_WRITTEN = 5_000  # rows of an answer
MOST_BYTES = 4_000  # of a question: how long it takes to look at its text is bounded with it
_FORMATS = frozenset({"csv", "json"})  # that are written without the engine
_REMEMBERED = 512  # shapes


@dataclass(frozen=True, slots=True)
class Columns:
    """Those of the union of a snapshot."""

    snapshot: str
    table: Table


class Direct:
    """Safe to share between threads."""

    def __init__(self, most_seconds: float, prefixes: Mapping[str, str]) -> None:
        """``most_seconds`` of a processor may an answer have taken a reader; 0 answers nothing here."""
        self._most = most_seconds
        self._prefixes = prefixes
        self._guard = threading.Lock()
        self._turn = threading.Lock()
        self._known: OrderedDict[tuple[str, ...], bool] = OrderedDict()  # shapes, and whether columns alone can tell

    def learn(self, text: str, seconds: float | None) -> None:
        """A reader answered this, which columns can tell, in so many seconds of a processor; None: it did otherwise."""
        if seconds is None or seconds > self._most or len(text) > MOST_BYTES:
            return
        pieces = parted(text)[0]
        if pieces not in self._known:
            self._note(pieces, True)

    def answer(self, text: str, written_as: str, columns: Columns | None) -> bytes | None:
        """None when a reader has to answer."""
        if columns is None or len(text) > MOST_BYTES or written_as not in _FORMATS:
            return None
        pieces, iris = parted(text)
        if not self._known.get(pieces) or names_it(text) or not asks_union_only(text):
            return None
        if not self._turn.acquire(blocking=False):  # somebody else is at it
            return None
        try:
            began = time.thread_time()
            body = self._answered(pieces, iris, written_as, columns.table)
        finally:
            self._turn.release()
        if body is None:
            self._note(pieces, False)
        elif time.thread_time() - began > 2 * self._most:  # it depends on what it is about
            self._note(pieces, None)
        return body

    def _answered(self, pieces: tuple[str, ...], iris: list[str], written_as: str, table: Table) -> bytes | None:
        form = of_shape(pieces, tuple(self._prefixes))
        if form.wrong or form.columnar is None:
            return None
        prefixes = {name: self._prefixes[name] for name in form.prefixes}
        found = solved_alone(form.columnar, iris, table, prefixes, MOST_ROWS)
        if found is None or found.count > MOST_WRITTEN:
            return None
        answer = written(found, written_as)
        return b"".join(answer.pieces) if isinstance(answer, Written) else None

    def _note(self, pieces: tuple[str, ...], alone: bool | None) -> None:
        with self._guard:
            self._known.pop(pieces, None)
            if alone is not None:
                self._known[pieces] = alone
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
