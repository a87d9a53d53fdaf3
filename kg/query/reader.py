"""What the pool asks of a reader, wherever it evaluates: a process of ours on a snapshot, or another server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from kg.query.direct import Columns


class Reader(Protocol):
    """One question at a time. ``kg.query.process.Worker`` documents the methods."""

    @property
    def usable(self) -> bool: ...

    @property
    def worked(self) -> float: ...

    def ask(
        self,
        request: Mapping[str, Any],
        deadline: float,
        receive: Callable[[bytes, bytes], None],
        gone: Callable[[], bool] | None = None,
        crowded: Callable[[], bool] | None = None,
    ) -> None: ...

    def wait_until_ready(self, deadline: float) -> None: ...

    def make_way(self) -> None: ...

    def kill(self) -> None: ...

    def close(self) -> None: ...


class Source(Protocol):
    """Where readers come from. ``kg.query.readers.Readers`` documents the methods."""

    columns: Columns | None  # the newest that there are, for who can answer from them

    def start(self) -> Reader: ...

    def notice(self, snapshot: str) -> None: ...

    def settled(self, snapshot: str) -> bool: ...

    def close(self) -> None: ...
