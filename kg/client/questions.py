"""A saved question as a function: its parameters are arguments, its description is its documentation."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame

Run = Callable[..., "DataFrame"]


class Question:
    """``client.questions.timeline(begin="2016-10-01")``; ``help`` of it says what it takes and what it gives."""

    def __init__(self, described: Mapping[str, Any], run: Run) -> None:
        self.name: str = described["name"]
        self.title: str = described["title"]
        self.columns: tuple[str, ...] = tuple(described["columns"])
        self.parameters: tuple[Mapping[str, Any], ...] = tuple(described["parameters"])
        self.sparql: str = described.get("text", "")
        self._run = run
        self.__name__ = self.name.replace("-", "_")
        self.__doc__ = documentation(described)
        self.__signature__ = signature(self.parameters)

    def __call__(self, **values: Any) -> DataFrame:
        return self._run(self.name, **values)

    def __repr__(self) -> str:
        return f"<question {self.name}{self.__signature__}: {self.title}>"


class Questions:
    """All questions of a service, by name, with ``_`` for ``-``; called, it gives a table of them."""

    def __init__(
        self, load: Callable[[], list[Mapping[str, Any]]], run: Run, table: Callable[[Any], DataFrame]
    ) -> None:
        self._load, self._run, self._table = load, run, table
        self._known: dict[str, Question] = {}

    def __call__(self) -> DataFrame:
        return self._table(
            [
                {
                    "name": each.name,
                    "title": each.title,
                    "takes": str(each.__signature__),
                    "gives": ", ".join(each.columns),
                }
                for each in self
            ]
        )

    def __iter__(self) -> Iterator[Question]:
        return iter(self._all().values())

    def __getitem__(self, name: str) -> Question:
        try:
            return self._all()[name.replace("-", "_")]
        except KeyError:
            raise KeyError(f"There is no question {name!r}; questions() lists them.") from None

    def __getattr__(self, name: str) -> Question:
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError as error:
            raise AttributeError(str(error)) from None

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._all()]

    def _all(self) -> dict[str, Question]:
        if not self._known:
            made = (Question(each, self._run) for each in self._load())
            self._known = {each.__name__: each for each in made}
        return self._known


def written(value: object) -> str:
    """A value as an address has it: dates in ISO 8601, truth in lower case."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):  # a Timestamp of pandas is one
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def signature(parameters: tuple[Mapping[str, Any], ...]) -> inspect.Signature:
    """Keyword arguments only; those that must be given have no default."""
    return inspect.Signature(
        [
            inspect.Parameter(
                each["name"],
                inspect.Parameter.KEYWORD_ONLY,
                default=inspect.Parameter.empty if each.get("required") else each.get("default"),
                annotation=each["type"],
            )
            for each in parameters
        ]
    )


def documentation(described: Mapping[str, Any]) -> str:
    lines = [described["title"] + ".", "", described["description"].strip(), ""]
    for each in described["parameters"]:
        need = (
            "required" if each.get("required") else f"default {each['default']}" if each.get("default") else "optional"
        )
        lines.append(f"{each['name']}: {each['type']}, {need}. {each.get('description', '')}".rstrip())
    return "\n".join([*lines, f"Columns: {', '.join(described['columns'])}."])
