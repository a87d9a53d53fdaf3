"""Files here or elsewhere: a path, or any address that fsspec knows (s3://, gs://, hdfs://, https:// ...)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from kg.errors import BadParameter, SourceError
from kg.sources import files_below


def is_address(text: str) -> bool:
    return "://" in text


def files_at(text: str) -> list[str]:
    """A file, or all files of known formats in a folder; an address may hold wildcards."""
    if not is_address(text):
        return [str(file) for file in files_below(Path(text))[0]]
    system, path = _system(text)
    found = system.glob(path) if any(sign in path for sign in "*?[") else [path]
    return [str(system.unstrip_protocol(each)) for each in sorted(found)]


def stamp_of(text: str) -> tuple[int, str]:
    """How large a file is, and what changes when it does; raises SourceError."""
    try:
        if not is_address(text):
            known = Path(text).stat()
            return known.st_size, str(known.st_mtime_ns)
        system, path = _system(text)
        info = system.info(path)
        return int(info["size"] or 0), str(info.get("ETag") or info.get("mtime") or info.get("LastModified") or "")
    except OSError as error:
        raise SourceError(f"{text} cannot be read: {error.strerror or error}.") from error


@contextmanager
def opened(text: str) -> Iterator[BinaryIO]:
    if not is_address(text):
        with Path(text).open("rb") as stream:
            yield stream
        return
    system, path = _system(text)
    with system.open(path, "rb") as stream:
        yield cast(BinaryIO, stream)


class Folder:
    """Where the files of parts are kept. What is written is there whole, or not at all."""

    def __init__(self, place: str) -> None:
        self.place = place.rstrip("/")

    def has(self, name: str) -> bool:
        if not is_address(self.place):
            return (Path(self.place) / name).exists()
        system, path = _system(self.place)
        return bool(system.exists(f"{path}/{name}"))

    def read(self, name: str) -> bytes:
        with opened(f"{self.place}/{name}") as stream:
            return stream.read()

    def write(self, name: str, content: bytes) -> None:
        if not is_address(self.place):
            from kg.stores.layout import write_file

            write_file(Path(self.place) / name, content)
            return
        system, path = _system(self.place)
        system.makedirs(path, exist_ok=True)
        system.pipe_file(f"{path}/{name}", content)  # an object store shows an object when all of it is there

    def remove(self, names: list[str]) -> None:
        """Remove files of ours, and the folder if nothing else is in it."""
        if not is_address(self.place):
            for name in names:
                (Path(self.place) / name).unlink(missing_ok=True)
            if Path(self.place).is_dir() and not any(Path(self.place).iterdir()):
                Path(self.place).rmdir()
            return
        system, path = _system(self.place)
        for name in names:
            if system.exists(f"{path}/{name}"):
                system.rm(f"{path}/{name}")


def _system(text: str) -> tuple[Any, str]:
    try:
        import fsspec
    except ImportError:
        raise BadParameter(f"To read {text}: pip install 'conflict-kg[archives]'.") from None
    try:
        system, path = fsspec.core.url_to_fs(text)
    except (ValueError, ImportError) as error:
        raise BadParameter(f"{text} cannot be opened: {error}.") from error
    return system, str(path)
