"""What a backup holds, by name, and the first file of it: backup.json. Names are those of kg.stores.layout."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.errors import MalformedSource

ABOUT = "backup.json"
SUMS = "SHA256SUMS"  # of all files but itself, as sha256sum writes and checks them; the last file, so none is cut off
FORMAT = 1
_NAMES = re.compile(
    r"backup\.json|SHA256SUMS|journal\.jsonl|watch\.sqlite|near-duplicates\.sqlite|cases\.sqlite|texts/[0-9a-f]{64}\.txt"
    r"|dead-letters/[0-9a-f]{16}\.(?:json|bin)|snapshots/\d{8,}-[0-9a-f]{8}/[A-Za-z0-9_][A-Za-z0-9._-]*"
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a backup: its name there, and where its content is now."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    snapshot: str  # the newest state in it
    made: str  # when, ISO 8601
    base: str  # KG_BASE, which its IRIs begin with
    program: str  # the version of conflict-kg
    texts: int
    journal: int  # entries
    dead_letters: int
    names: Mapping[str, str]  # of kept snapshots -> their ids
    published: Mapping[str, float]  # when each snapshot in it was made, seconds since the epoch
    index: bool  # whether the indexes of near-duplicates and events are in it; else the next writer makes them again
    format: int = FORMAT

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode() + b"\n"


def manifest_from(content: bytes) -> Manifest:
    """Raises MalformedSource for what no version of ours wrote."""
    try:
        fields = json.loads(content)
        if fields["format"] != FORMAT:
            raise MalformedSource(f"The backup is of format {fields['format']}; this version reads format {FORMAT}.")
        return Manifest(**fields)
    except (ValueError, KeyError, TypeError) as error:
        raise MalformedSource(f"This is no backup of conflict-kg: its {ABOUT} cannot be read ({error}).") from None


def is_name(name: str) -> bool:
    """Whether a file of that name may stand in a backup: nothing else is ever written anywhere."""
    return _NAMES.fullmatch(name) is not None
