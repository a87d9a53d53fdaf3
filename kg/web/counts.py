"""The counts behind the description of the data set and behind what an editor completes from.

Of little they are asked while somebody waits. Of much the last ones are shown, with the snapshot that they are of, and
a process beside the server makes others.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from kg.errors import BeingPrepared
from kg.web.context import gateway, services
from kg.web.context import snapshot as named_in_address
from kg.web.gateway import PerSnapshot
from kg.web.held.counting import counted
from kg.web.held.preparer import RETRY_SECONDS
from kg.web.held.serving import is_ours, is_small
from kg.web.views.facts import Row

Answers = Mapping[str, list[Row]]  # by the names of page queries


def counts(names: Sequence[str], kept: PerSnapshot[Answers]) -> tuple[str, Answers]:
    """The answers of these page queries, and the snapshot that they are of; raises BeingPrepared."""
    snapshot = services().snapshot_id()
    if not snapshot or not is_ours() or _is_little(snapshot):
        return snapshot, kept.get(snapshot, lambda: _asked(names))
    former = snapshot if named_in_address() and snapshot != services().store.snapshot_id() else None
    found = counted(services().settings, former)
    if found is None or (found[0] != snapshot and time.time() >= found[1].due):
        services().counter.begin(former)
    if found is None:
        raise BeingPrepared(
            "There is much in the graph, and what it holds is being counted. Please ask again in a minute; everything"
            " else answers meanwhile.",
            retry_after=RETRY_SECONDS,
        )
    return found[0], found[1].rows


def count_ahead() -> None:
    """Have much counted that never was, so that who asks first need not wait."""
    snapshot = services().snapshot_id()
    if snapshot and is_ours() and counted(services().settings) is None and not _is_little(snapshot):
        services().counter.begin()


def _is_little(snapshot: str) -> bool:
    with services().store.snapshot(snapshot) as view:
        return is_small(view)


def _asked(names: Sequence[str]) -> Answers:
    door = gateway()
    return {name: door.rows(name) for name in names}
