"""What a question asks, as far as columns can answer it: triples, conditions, names, groups, an order, a cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Pattern:
    """Three terms as written; the predicate is a variable only of a pattern that is alone, with a given subject."""

    subject: str
    predicate: str
    object: str
    variables: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        found = tuple(term for term in (self.subject, self.predicate, self.object) if is_variable(term))
        object.__setattr__(self, "variables", found)

    @property
    def is_open(self) -> bool:
        """Whether it asks for all triples of its subject."""
        return is_variable(self.predicate)


@dataclass(frozen=True, slots=True)
class Part:
    """OPTIONAL: triples, and what is optional to them.

    What it shares with anything outside stands in the triples that it is optional to, so that it is the same whether
    it is asked for each row or for itself.
    """

    patterns: tuple[Pattern, ...]
    optional: tuple[Part, ...] = ()

    @property
    def all_patterns(self) -> Iterator[Pattern]:
        yield from self.patterns
        for each in self.optional:
            yield from each.all_patterns


@dataclass(frozen=True, slots=True)
class Expression:
    """``comparison`` is what it compares, when that is all it does: two terms as written, or STR of two variables."""

    text: str
    variables: tuple[str, ...]
    comparison: tuple[str, str, str] | None = None
    strings: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """``BIND`` or ``(expression AS ?name)``."""

    expression: Expression
    name: str


@dataclass(frozen=True, slots=True)
class Aggregate:
    """``variable`` None stands for the star of COUNT."""

    function: str
    variable: str | None
    distinct: bool


@dataclass(frozen=True, slots=True)
class Key:
    """A variable of an order."""

    by: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A SELECT. ``columns`` name its variables, ``aggregates`` those of them that are counted, summed and so on.

    ``text`` is the whole of it, its IRIs numbered; ``declared`` are its own prefixes. ``named`` gets its name before
    the rows are grouped, ``derived`` its own then, when ``having`` is asked, too.
    """

    text: str
    prologue: str
    declared: Mapping[str, str]
    patterns: tuple[Pattern, ...]
    conditions: tuple[Expression, ...]
    optional: tuple[Part, ...]
    named: tuple[Named, ...]
    columns: tuple[str, ...]
    aggregates: Mapping[str, Aggregate]
    distinct: bool
    grouped: tuple[str, ...] | None  # None when nothing is grouped
    having: tuple[Expression, ...]
    derived: tuple[Named, ...]
    averages: bool  # an average of nothing is 0, which a division does not tell
    order: tuple[Key, ...]
    limit: int | None
    offset: int


def is_variable(term: str) -> bool:
    return term[0] in "?$"
