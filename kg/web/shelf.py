"""What the server keeps of the newest snapshot for its pages, in files: one that starts begins where the last one was.

Each file says of which snapshot it is, and by which version of the code and words it was made: another makes it anew.
Files are written whole or not at all, and only by one process at a time.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from kg.files import PACKAGE
from kg.rdf.run import current_run, files_hash
from kg.stores.layout import write_file

T = TypeVar("T")
_CODE = frozenset({".py", ".rq"})
_FOLDERS = ("columns", "held", "queries", "views")  # of what is kept


@cache
def version() -> str:
    """Another when the same snapshot may give something else."""
    run, web = current_run(), PACKAGE / "web"
    code = hashlib.sha256(files_hash((web / name for name in _FOLDERS), _CODE).encode())
    return f"{run.software} {run.lexicon} {code.hexdigest()}"


class Shelf(Generic[T]):
    """One kind of what is kept; ``plain`` makes JSON of it and ``made`` makes it of that again."""

    def __init__(self, folder: Path, name: str, base: str) -> None:
        self.folder = folder
        self._file = folder / f"{name}.json"
        self.made_by = f"{version()} {base}"

    def read(self, made: Callable[[Any], T]) -> tuple[str, T] | None:
        """The snapshot that it is of, and what is kept of it; None when there is nothing that can be used."""
        try:
            found = json.loads(self._file.read_bytes())
            if found["by"] == self.made_by:
                return found["snapshot"], made(found["kept"])
        except FileNotFoundError:
            pass
        except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
            sys.stderr.write(f"kg: {self._file} cannot be used ({error}) and is made anew.\n")
        return None

    def write(self, snapshot: str, plain: Any) -> None:
        """Raises OSError where it cannot."""
        content = json.dumps({"by": self.made_by, "snapshot": snapshot, "kept": plain}, ensure_ascii=False)
        write_file(self._file, content.encode())


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Only one process at a time writes there: the others wait. Raises OSError where nobody may write."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
