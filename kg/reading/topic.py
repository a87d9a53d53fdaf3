"""Is the article about armed conflict at all? Sport, business and floods borrow its words; they get no claims."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import ActorKind
from kg.reading.eventtypes import with_trait
from kg.reading.mentions import NAMED
from kg.reading.scene import Scene

_ARMED = (ActorKind.ARMED_GROUP, ActorKind.STATE_FORCE)
_GROUPS = ("force", "fighter", "attacker", "police", "crowd")


def is_conflict(scenes: Sequence[Scene]) -> bool:
    """Signs of conflict outweigh signs of another subject; each distinct word counts once, a named force thrice."""
    return _conflict(scenes) > _other(scenes)


def _conflict(scenes: Sequence[Scene]) -> int:
    named = {m.key for s in scenes for m in s.actors if m.kind in _ARMED and m.rank == NAMED and not m.counted}
    events = {c.phrase for s in scenes for c in s.cues("event") if c.code.split(":")[0] not in with_trait("everyday")}
    people = {c.phrase for s in scenes for c in s.cues("person") if c.code.split(":")[0] in _GROUPS}
    harmed = {c.phrase for s in scenes for c in s.cues("kind") if c.code.startswith(("killed", "injured", "abducted"))}
    return 3 * len(named) + len(events) + len(people) + (1 if harmed else 0)


def _other(scenes: Sequence[Scene]) -> int:
    return 2 * len({(c.code, c.phrase) for s in scenes for c in s.cues("domain")})
