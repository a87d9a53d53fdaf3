"""A backup put back: checked first, in a folder of its own, then moved into place; the pointer to the newest last."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.backups.manifest import ABOUT, SUMS, Manifest, is_name, manifest_from
from kg.errors import BadParameter, MalformedSource, StoreError
from kg.settings import Settings
from kg.stores.layout import Layout, sync_folder
from kg.stores.lock import try_lock, writer_lock

_PIECE = 1 << 20
_STAGING, _FORMER = ".restoring-", ".replaced-"
_UNCHANGING = (".sst", ".blob")  # files of the engine that are never written again
_OURS_ANYWAY = {"writer.lock", "lost+found"}

Told = Callable[[int], None]  # files so far
Piece = tuple[str, IO[bytes] | None, str]  # name, content, and instead of it the name of a file that is the same


def restore(
    source: Path | IO[bytes], settings: Settings, *, force: bool = False, told: Told = lambda _: None
) -> Manifest:
    """Put a backup into the folder of the settings; returns what it says of itself.

    Raises BadParameter when the folder holds something and ``force`` is not given, StoreLocked and StoreError when it
    is written to or served, and MalformedSource for a backup that is cut off, changed, or none: then nothing changed.
    """
    layout = Layout(settings.data_dir)
    if settings.store != "oxigraph":
        raise BadParameter(f"A backup is restored into a folder, and KG_STORE is {settings.store.partition(':')[0]}.")
    layout.root.mkdir(parents=True, exist_ok=True)
    if _holdings(layout) and not force:
        raise BadParameter(
            f"{layout.root} is not empty. Restore into another folder (KG_DATA), or replace all that is in it: --force."
        )
    with writer_lock(layout.lock):
        _refuse_readers(layout)
        with tempfile.TemporaryDirectory(dir=layout.root, prefix=_STAGING) as folder:
            staged = Layout(Path(folder))
            manifest = _staged(source, staged, told)
            _move(staged, layout)
    return manifest


def _holdings(layout: Layout) -> list[Path]:
    own = (_STAGING, _FORMER)  # rubble of a restore that was killed
    return [p for p in layout.root.iterdir() if p.name not in _OURS_ANYWAY and not p.name.startswith(own)]


def _refuse_readers(layout: Layout) -> None:
    """A server must not be left with files that are gone."""
    for lease in layout.snapshots.glob("*.lease"):
        handle = os.open(lease, os.O_RDONLY | os.O_CLOEXEC)
        try:
            if not try_lock(handle, fcntl.LOCK_EX):
                raise StoreError(f"{layout.root} is being served; stop the server, then restore.")
        finally:
            os.close(handle)


def _staged(source: Path | IO[bytes], staged: Layout, told: Told) -> Manifest:
    """All files of a backup, checked against its digests, and what a store has beside them."""
    digests = _written(source, staged.root, told)
    if ABOUT not in digests:
        raise MalformedSource(f"This is no backup of conflict-kg: it holds no {ABOUT}.")
    manifest = manifest_from((staged.root / ABOUT).read_bytes())
    if SUMS not in digests:
        raise MalformedSource(f"The backup is cut off: it does not end with {SUMS}. Nothing was restored.")
    _compare(_sums((staged.root / SUMS).read_text(encoding="utf-8")), digests)
    for name in (ABOUT, SUMS):
        (staged.root / name).unlink()
    _complete(staged, manifest)
    return manifest


def _written(source: Path | IO[bytes], root: Path, told: Told) -> dict[str, str]:
    """Write each file of a backup, with its digest by its name."""
    digests: dict[str, str] = {}
    with _told_as_ours():
        for name, content, same in _pieces(source):
            if not is_name(name) or name in digests or (content is None and same not in digests):
                raise MalformedSource(
                    f"This is no backup of conflict-kg: it holds {name[:200]!r}. Nothing was restored."
                )
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                os.link(root / same, target)
                digests[name] = digests[same]
            else:
                digests[name] = _copy(content, target)
            told(len(digests))
    return digests


@contextmanager
def _told_as_ours() -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # the disk's own words: full, not readable
            raise
        raise MalformedSource(f"The backup cannot be read to its end: {error}. Nothing was restored.") from error


def _pieces(source: Path | IO[bytes]) -> Iterator[Piece]:
    if isinstance(source, Path) and source.is_dir():
        yield from _files(source)
        return
    with ExitStack() as stack:
        file = stack.enter_context(source.open("rb")) if isinstance(source, Path) else source
        tar = stack.enter_context(tarfile.open(fileobj=file, mode="r|*"))
        for info in tar:
            if info.islnk():
                yield info.name, None, info.linkname
            else:
                yield info.name, tar.extractfile(info) if info.isreg() else None, ""


def _files(folder: Path) -> Iterator[Piece]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as content:
                yield path.relative_to(folder).as_posix(), content, ""


def _copy(content: IO[bytes], target: Path) -> str:
    digest = hashlib.sha256()
    with target.open("xb") as out:
        while piece := content.read(_PIECE):
            digest.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _sums(text: str) -> dict[str, str]:
    lines = (line.partition("  ") for line in text.splitlines())
    return {name: digest for digest, _, name in lines}


def _compare(expected: dict[str, str], found: dict[str, str]) -> None:
    found = {name: digest for name, digest in found.items() if name != SUMS}
    wrong = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
    if wrong:
        raise MalformedSource(
            f"The backup was changed or damaged: {len(wrong):,} files are not what {SUMS} says, among them {wrong[0]}. "
            "Nothing was restored."
        )


def _complete(staged: Layout, manifest: Manifest) -> None:
    """The database that is written on, the names, the leases and the pointer."""
    newest = staged.snapshots / manifest.snapshot
    try:
        ox.Store.read_only(str(newest))
    except (OSError, RuntimeError) as error:
        raise MalformedSource(f"Snapshot {manifest.snapshot} of the backup cannot be opened: {error}.") from error
    staged.database.mkdir()
    for file in newest.iterdir():
        target = staged.database / file.name
        os.link(file, target) if file.suffix in _UNCHANGING else shutil.copyfile(file, target)
    for snapshot in list(staged.snapshots.iterdir()):
        os.utime(snapshot, (0, manifest.published.get(snapshot.name, 0)))  # which says when it was published
        staged.lease(snapshot.name).touch()
        os.utime(staged.lease(snapshot.name), (0, 0))
    if manifest.names:
        staged.kept.mkdir()
    for name, identifier in manifest.names.items():
        (staged.kept / Path(name).name).symlink_to(Path("..") / staged.snapshots.name / identifier)
    staged.current.symlink_to(Path(staged.snapshots.name) / manifest.snapshot)


def _move(staged: Layout, layout: Layout) -> None:
    """The former content goes aside, the new one comes in; who is killed in between restores again with --force."""
    former = Path(tempfile.mkdtemp(dir=layout.root, prefix=_FORMER))
    for path in sorted(_holdings(layout), key=lambda each: each != layout.current):  # the pointer goes first
        path.rename(former / path.name)
    for path in sorted(staged.root.iterdir(), key=lambda each: each == staged.current):  # ... and comes last
        path.rename(layout.root / path.name)
    sync_folder(layout.root)
    for rubble in layout.root.glob(f"{_FORMER}*"):
        with suppress(OSError):
            shutil.rmtree(rubble)
