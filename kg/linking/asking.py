"""A question to another server about many values: from the cache what it has, the rest in batches by VALUES."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from kg.errors import NotCached, RemoteError, RemoteTimeout
from kg.linking.cache import AnswerCache, Kept
from kg.linking.remote import Remote, RemoteTooLarge, Row
from kg.query.tokens import scan

ROW = "kgRow"  # the variable that says which value a row of the answer belongs to
Progress = Callable[[int, int], None]  # values done, of how many


@dataclass(frozen=True, slots=True)
class Question:
    """SPARQL with ``?_values`` where the values go: ``VALUES (?kgRow ?name) { ?_values }``; it selects ?kgRow too."""

    text: str

    def about(self, values: Sequence[str]) -> str:
        """The query about these values, each one or more terms as SPARQL writes them."""
        rows = " ".join(f"({number} {value})" for number, value in enumerate(values))
        return "".join(rows if token.text == "?_values" else token.text for token in scan(self.text))


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks one server. Offline only the cache answers, however old; what it lacks is an error that says so."""

    remote: Remote
    cache: AnswerCache
    batch: int
    offline: bool = False
    today: Callable[[], dt.date] = dt.date.today
    deadline: float | None = None

    def ask(
        self, question: Question, values: Sequence[str], progress: Progress = lambda done, total: None
    ) -> dict[str, Kept]:
        """Every value with its rows; raises the RemoteError family, with all that was answered before in the cache."""
        key, wanted = f"{self.remote.url}\n{question.text}", list(dict.fromkeys(values))
        found = self.cache.get(key, wanted, self.today(), stale=self.offline)
        missing = [value for value in wanted if value not in found]
        if missing and self.offline:
            raise NotCached(
                f"{len(missing)} of {len(wanted)} answers of {self.remote.name} are not kept, and KG_OFFLINE "
                f"forbids to ask: {missing[0]} is one. Run this once online."
            )
        progress(len(found), len(wanted))
        for batch in _batches(missing, self.batch):
            for part, rows in self._answers(question, batch):
                self.cache.put(key, rows, self.today())
                found |= {value: Kept(rows[value], self.today()) for value in part}
                progress(len(found), len(wanted))
        return {value: found[value] for value in wanted}

    def _answers(
        self, question: Question, batch: Sequence[str]
    ) -> Iterator[tuple[Sequence[str], Mapping[str, Sequence[Row]]]]:
        """A batch that is too much for the server is halved until one value is left."""
        try:
            rows = self.remote.select(question.about(batch), self.deadline, insist=len(batch) == 1)
            yield batch, by_value(batch, rows, self.remote.name)
        except (RemoteTimeout, RemoteTooLarge):
            if len(batch) == 1 or self.deadline is not None:
                raise
            middle = len(batch) // 2
            yield from self._answers(question, batch[:middle])
            yield from self._answers(question, batch[middle:])


def by_value(values: Sequence[str], rows: Sequence[Row], name: str) -> dict[str, list[Row]]:
    """The rows under the value they are about, without the number that said so."""
    found: dict[str, list[Row]] = {value: [] for value in values}
    for row in rows:
        number = row.get(ROW, {}).get("value", "")
        if not number.isdigit() or int(number) >= len(values):
            raise RemoteError(f"{name} answered about something it was not asked: {dict(row)}.")
        found[values[int(number)]].append({key: term for key, term in row.items() if key != ROW})
    return found


def _batches(values: Sequence[str], size: int) -> Iterator[list[str]]:
    rest = iter(values)
    while batch := list(islice(rest, max(size, 1))):
        yield batch
