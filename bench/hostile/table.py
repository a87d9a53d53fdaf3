"""What a run found, as the one table that is printed, tested and written into SECURITY.md."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bench.hostile.crowd import Hostility, Normal
from bench.hostile.differential import Compared

BEGIN, END = "<!-- figures of make hostile -->", "<!-- end of figures -->"
Checked = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Findings:
    """One run; every list names what was wrong and is empty when nothing was."""

    alone: Hostility
    crowd: Hostility
    corpus: int
    idle: Normal
    beside: Normal
    slow: Normal
    deadline: float
    deaths: int
    visits: int
    openings: int
    watched: bool
    memory: tuple[float, float]  # MiB before and after
    checks: dict[str, Checked] = field(default_factory=dict)
    compared: Compared | None = None

    @property
    def overshoot(self) -> float:
        return max(self.alone.slowest, self.crowd.slowest) - self.deadline

    @property
    def slowest(self) -> str:
        return max((self.alone, self.crowd), key=lambda seen: seen.slowest).which

    @property
    def growth(self) -> float:
        return self.memory[1] - self.memory[0]

    def failures(self) -> list[str]:
        """What breaks a promise."""
        found = [*self.alone.wrong, *self.crowd.wrong, *self.idle.failed, *self.beside.failed, *self.slow.failed]
        for name, (_, wrong) in self.checks.items():
            found += [f"{name}: {what}" for what in wrong]
        told = {
            "a server process died": self.deaths,
            "a connection went out": self.visits,
            "the watched file was opened": self.openings,
            "the secret leaked": self.alone.leaks + self.crowd.leaks,
            "errors without the one shape": self.alone.shapeless + self.crowd.shapeless,
            f"the deadline was overshot by more than 0.5 s: {self.slowest}": self.overshoot > 0.5,
            "memory grew by more than 50 MiB": self.growth > 50,
            "an answer is wrong by the definitions of SPARQL": self.compared
            and dict(self.compared.judged).get("wrong"),
        }
        return (
            found + [what for what, true in told.items() if true] + list(self.compared.broken if self.compared else ())
        )


def rows(found: Findings) -> list[tuple[str, str]]:
    total = sum((found.alone.statuses + found.crowd.statuses).values())
    compared = found.compared
    lines = [
        (
            "hostile queries sent",
            f"{total:,} ({found.corpus} different; {_statuses(found.alone.statuses + found.crowd.statuses)})",
        ),
        ("server deaths", str(found.deaths)),
        ("connections out", str(found.visits)),
        ("files opened", str(found.openings) if found.watched else "not watched on this system"),
        ("answers that were none of the right ones", str(len(found.alone.wrong) + len(found.crowd.wrong))),
        ("errors without problem+json", str(found.alone.shapeless + found.crowd.shapeless)),
        ("normal client beside 8 hostile addresses", _success(found.beside)),
        ("normal client beside slow connections", _success(found.slow)),
        ("p50, p99 of the normal client, idle", _times(found.idle)),
        ("p50, p99 beside the hostile", _times(found.beside)),
        ("worst overshoot of the deadline, one at a time", _over(found.alone, found.deadline)),
        ("worst overshoot of the deadline, in the crowd", _over(found.crowd, found.deadline)),
        ("growth of the server's memory", f"{found.growth:.0f} MiB (from {found.memory[0]:.0f})"),
    ]
    lines += [(name, f"{len(wrong)} wrong of {count:,}") for name, (count, wrong) in found.checks.items()]
    if compared is not None:
        lines.append(("random queries against rdflib", _agreement(compared)))
        lines.append(
            ("partitions by true, false and error", f"{len(compared.broken)} do not add up of {compared.partitions}")
        )
    return lines


def _over(seen: Hostility, deadline: float) -> str:
    return f"{max(seen.slowest - deadline, 0):.2f} s of {deadline:g} s"


def _agreement(compared: Compared) -> str:
    judged = ", ".join(f"{count} {what}" for what, count in compared.judged)
    by = f"; ours by the definitions: {judged}" if judged else ""
    return f"{len(compared.disagreements)} disagree of {compared.queries} ({compared.filled} with rows){by}"


def _success(normal: Normal) -> str:
    good = normal.asked - len(normal.failed)
    return f"{100 * good / max(normal.asked, 1):.1f} % of {normal.asked:,} answered"


def _times(normal: Normal) -> str:
    return f"{1000 * normal.quantile(0.5):.0f} ms, {1000 * normal.quantile(0.99):.0f} ms"


def _statuses(seen: Counter[int]) -> str:
    return ", ".join(f"{count:,} x {status}" for status, count in sorted(seen.items()))


def as_text(lines: list[tuple[str, str]]) -> str:
    width = max(len(name) for name, _ in lines)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in lines)


def as_markdown(lines: list[tuple[str, str]]) -> str:
    return "\n".join(["| what | measured |", "|---|---|", *(f"| {name} | {value} |" for name, value in lines)])


def written_into(document: str, lines: list[tuple[str, str]]) -> str:
    """The document with the figures between its two marks."""
    before, _, rest = document.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{as_markdown(lines)}\n{END}{after}"
