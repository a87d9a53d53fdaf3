"""A backup as a file (.tar, .tar.gz), a stream, or a folder that shares unchanging files with the store."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg.backups.gather import Gathered
from kg.backups.manifest import ABOUT, SUMS, Member
from kg.errors import BadParameter, StoreError

PACKED = (".tar", ".tar.gz", ".tgz")
_PIECE = 1 << 20
_LEVEL = 3  # of gzip: the engine's files are compressed already, texts are not

Told = Callable[[int, int], None]  # files done, of how many
Sink = IO[bytes] | gzip.GzipFile


def is_packed(target: Path) -> bool:
    """Whether a backup of that name is one file."""
    return target.name.endswith(PACKED)


def write(found: Gathered, target: Path | IO[bytes], told: Told = lambda done, total: None) -> None:
    """Write a backup whole or not at all; raises BadParameter when there is something of that name."""
    if not isinstance(target, Path):
        _pack(found, target, told)
        return
    if target.exists() and (is_packed(target) or not target.is_dir() or any(target.iterdir())):
        raise BadParameter(f"{target} exists already; a backup is never written over another. Take another name.")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part-{os.getpid()}")
    try:
        if is_packed(target):
            with part.open("wb") as file:
                with _compressed(file, target) as out:
                    _pack(found, out, told)
                os.fsync(file.fileno())
        else:
            _lay_out(found, part, told)
        part.replace(target)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True) if part.is_dir() else part.unlink(missing_ok=True)
        raise


@contextmanager
def _compressed(file: IO[bytes], target: Path) -> Iterator[Sink]:
    if target.suffix == ".tar":
        yield file
        return
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=_LEVEL) as out:
        yield out


def _pack(found: Gathered, out: Sink, told: Told) -> None:
    """A tar, written from front to back; files that two snapshots share stand in it once."""
    sums, shared = io.BytesIO(), dict[tuple[int, int], tuple[str, str]]()
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        _add_bytes(tar, ABOUT, found.manifest.as_json(), sums)
        for done, member in enumerate(found.members, start=1):
            _add(tar, member, sums, shared)
            told(done, len(found.members))
        _add_bytes(tar, SUMS, sums.getvalue(), io.BytesIO())


def _add(tar: tarfile.TarFile, member: Member, sums: IO[bytes], shared: dict[tuple[int, int], tuple[str, str]]) -> None:
    with member.path.open("rb") as file:
        stat = os.fstat(file.fileno())
        info = tarfile.TarInfo(member.name)
        info.mode, info.mtime = 0o600, int(stat.st_mtime)
        known = shared.get((stat.st_dev, stat.st_ino))
        if known is not None:
            info.type, info.linkname = tarfile.LNKTYPE, known[0]
            tar.addfile(info)
            digest = known[1]
        else:
            info.size = stat.st_size
            reader = _Digesting(file)
            try:
                tar.addfile(info, reader)
            except OSError as error:
                raise StoreError(f"{member.path} could not be copied whole: {error}") from error
            digest = reader.digest.hexdigest()
            if stat.st_nlink > 1:
                shared[(stat.st_dev, stat.st_ino)] = (member.name, digest)
    sums.write(f"{digest}  {member.name}\n".encode())


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes, sums: IO[bytes]) -> None:
    info = tarfile.TarInfo(name)
    info.mode, info.size = 0o600, len(content)
    tar.addfile(info, io.BytesIO(content))
    sums.write(f"{hashlib.sha256(content).hexdigest()}  {name}\n".encode())


class _Digesting(io.RawIOBase):
    """A file that is digested as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.digest.update(piece)
        return piece


def _lay_out(found: Gathered, folder: Path, told: Told) -> None:
    """The same as files; hard links where the folder is on the same disk, as none of these files is ever changed."""
    folder.mkdir()
    with (folder / SUMS).open("wb") as sums:
        (folder / ABOUT).write_bytes(found.manifest.as_json())
        sums.write(f"{digest_of(folder / ABOUT)}  {ABOUT}\n".encode())
        for done, member in enumerate(found.members, start=1):
            target = folder / member.name
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(member.path, target)
            except OSError:  # another disk, or one without links
                shutil.copyfile(member.path, target)
            sums.write(f"{digest_of(target)}  {member.name}\n".encode())
            told(done, len(found.members))


def digest_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
