"""The server's side of a write: start the process, give it the order, wait, and say what came of it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import kg
from kg import errors
from kg.errors import KgError, QueryMemory, QueryRefused, QueryTimeout, StoreError
from kg.rdf.namespaces import PREFIXES
from kg.settings import Settings
from kg.updates.bodies import GraphPart

_ERRORS: dict[str, type[KgError]] = {
    kind.code: kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, KgError)
}
_ENVIRONMENT = {
    "PYTHONPATH": str(Path(kg.__file__).parent.parent),
    "PYTHONDONTWRITEBYTECODE": "1",
    "LANG": "C.UTF-8",
}  # and nothing else: it has no use for the server's secrets


@dataclass(frozen=True, slots=True)
class Written:
    existed: bool  # whether there was such a graph before; True of an update
    snapshot: str  # the first one that shows the change


class UpdateService:
    """Writes one at a time; what it returns from is published."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turn = threading.Lock()

    @property
    def home(self) -> str:
        """The named graph for what a client writes to the default graph, which itself is the union."""
        return self._settings.base_iri + "graph/default"

    def update(self, text: str, base: str, using: Sequence[str] = (), using_named: Sequence[str] = ()) -> Written:
        """Carry out a SPARQL update whole or not at all; relative IRIs are resolved against ``base``."""
        order = {"text": text, "using": list(using), "using_named": list(using_named), "prefixes": dict(PREFIXES)}
        return self._run({**order, "kind": "update", "base": base}, ())

    def put(self, graph: str, parts: Sequence[GraphPart]) -> Written:
        """Make a graph exactly what the parts hold."""
        return self._run({"kind": "put", "graph": graph, "base": graph}, parts)

    def post(self, graph: str, parts: Sequence[GraphPart]) -> Written:
        """Add what the parts hold to a graph."""
        return self._run({"kind": "post", "graph": graph, "base": graph}, parts)

    def delete(self, graph: str) -> Written:
        """Remove a graph; raises NotFound when there is none."""
        return self._run({"kind": "delete", "graph": graph, "base": graph}, ())

    def _run(self, order: Mapping[str, Any], parts: Sequence[GraphPart]) -> Written:
        seconds = self._settings.limit("update_seconds")
        if not self._turn.acquire(timeout=seconds):
            raise StoreError("Other updates are under way and did not end in time.")
        try:
            return _written(self._ask(self._described(order, parts), seconds))
        finally:
            self._turn.release()

    def _described(self, order: Mapping[str, Any], parts: Sequence[GraphPart]) -> bytes:
        described = {
            **order,
            "data_dir": str(self._settings.data_dir),
            "base_iri": self._settings.base_iri,
            "limits": dict(self._settings.limits),
            "store": self._settings.store,
            "store_user": self._settings.store_user,
            "store_password": self._settings.store_password,
            "home": self.home,
            "parts": [{"type": part.media_type, "size": len(part.content)} for part in parts],
        }
        return json.dumps(described).encode() + b"\n" + b"".join(part.content for part in parts)

    def _ask(self, request: bytes, seconds: float) -> bytes:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "kg.updates.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
        )
        with process:
            try:
                answer, _ = process.communicate(request, timeout=seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                raise QueryTimeout(
                    f"The update took longer than {seconds:g} s (KG_UPDATE_SECONDS) and was stopped.",
                    seconds=seconds,
                ) from None
        if not answer:
            raise _obituary(-process.returncode)
        return answer


def _written(answer: bytes) -> Written:
    told = json.loads(answer)
    if "code" in told:
        raise _ERRORS[told["code"]](told["message"], **told["extra"])
    return Written(told["existed"], told["snapshot"])


def _obituary(ended_by: int) -> KgError:
    """What the way the process ended says about the update."""
    if ended_by in (signal.SIGABRT, signal.SIGKILL):
        return QueryMemory("The update needs more memory than it may have (KG_QUERY_MEMORY_MB); nothing was written.")
    if ended_by in (signal.SIGSEGV, signal.SIGBUS):
        return QueryRefused("The update is too deeply nested for the engine; nothing was written.")
    return StoreError("The process that writes broke down over this update; the store is as it was.")
