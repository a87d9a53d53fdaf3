"""Checks of an installation and its store: each says what is so, and what to do where something is wrong."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from pyoxigraph import Literal

from kg.errors import KgError
from kg.gazetteer.cache import cache_dir, index_path
from kg.gazetteer.entries import SUPPLEMENT
from kg.languages import supported
from kg.rdf.files import ontology_dir, queries_dir
from kg.rdf.namespaces import term
from kg.settings import Settings
from kg.stores import open_store
from kg.stores.layout import Layout
from kg.stores.lock import describe_holder, is_locked

DISTRIBUTION = "conflict-kg"
PYTHON = (3, 11)
FREE = 500_000_000  # bytes
PAGE = Path(__file__).parent / "web" / "static" / "app" / "index.html"


@dataclass(frozen=True, slots=True)
class Finding:
    name: str
    ok: bool
    says: str
    advice: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """All findings, in the order one would look; a check that itself fails is a finding too."""
    for check in CHECKS:
        try:
            yield check(settings)
        except (KgError, OSError) as error:
            yield Finding(check.__name__, False, str(error), "See the message; nothing was changed.")


def python(settings: Settings) -> Finding:
    says = f"Python {sys.version.split()[0]}"
    return Finding("python", sys.version_info >= PYTHON, says, "Install Python 3.11 or newer.")


def packages(settings: Settings) -> Finding:
    """The packages kg asks for, by the metadata of the installation."""
    try:
        wanted = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return Finding("packages", True, "kg is not installed but runs from a checkout: packages are not checked")
    names = [re.split(r"[^\w.-]", line)[0] for line in wanted if "extra ==" not in line]
    missing = [name for name in names if not _installed(name)]
    says = f"{len(names)} packages are installed" if not missing else f"missing: {', '.join(missing)}"
    return Finding("packages", not missing, says, f"Install them: pip install --force-reinstall {DISTRIBUTION}.")


def ontology(settings: Settings) -> Finding:
    files = [ontology_dir() / "core.ttl", ontology_dir() / "shapes.ttl", queries_dir()]
    missing = [str(file) for file in files if not file.exists()]
    says = f"ontology in {ontology_dir()}" if not missing else f"missing: {', '.join(missing)}"
    return Finding("ontology", not missing, says, "Reinstall conflict-kg.")


def languages(settings: Settings) -> Finding:
    codes = supported()
    return Finding("languages", bool(codes), f"reads {', '.join(codes) or 'none'}", "Reinstall conflict-kg.")


def places(settings: Settings) -> Finding:
    index = index_path(SUPPLEMENT)
    if index.is_dir():
        return Finding("places", True, f"index of place names in {index}")
    ok = _writable(cache_dir())
    says = f"the index of place names is not built yet; the first ingest builds it in {cache_dir()}"
    return Finding("places", ok, says, f"Make {cache_dir()} writable, or point KG_CACHE at a folder that is.")


def page(settings: Settings) -> Finding:
    says = "the browser page is built" if PAGE.is_file() else f"the browser page is not built: {PAGE} is missing"
    return Finding(
        "page", PAGE.is_file(), says, "Build it by installing again: pip install --force-reinstall --no-deps ."
    )


def folder(settings: Settings) -> Finding:
    says = f"the store's folder is {settings.data_dir}"
    if not _writable(settings.data_dir):
        return Finding("folder", False, f"{says}, which cannot be written", "Change its rights, or set KG_DATA.")
    free = shutil.disk_usage(_existing(settings.data_dir)).free
    return Finding("folder", free > FREE, f"{says} ({free / 1e9:.1f} GB free)", "Make room, or set KG_DATA.")


def writer(settings: Settings) -> Finding:
    """A writer at work is no fault; it is good to know who it is."""
    lock = Layout(settings.data_dir).lock
    busy = lock.exists() and is_locked(lock)
    return Finding("writer", True, f"being written by {describe_holder(lock)}" if busy else "nobody is writing")


def recovery(settings: Settings) -> Finding:
    """What an ingest that was killed had stored is made visible, unless another ingest is about to do so."""
    recovered = open_store(settings).recover()
    says = "articles that a broken-off ingest had stored are visible now" if recovered else "no ingest was broken off"
    return Finding("recovery", True, says)


def snapshot(settings: Settings) -> Finding:
    store = open_store(settings)
    identifier = store.snapshot_id()
    if identifier is None:
        return Finding("snapshot", True, "nothing is stored yet; fill the store with: kg ingest FILE...")
    counts = store.counts()
    return Finding("snapshot", True, f"snapshot {identifier}: {counts.quads:,} statements in {counts.graphs:,} graphs")


def texts(settings: Settings) -> Finding:
    """A claim is looked up in its text. Whether that is the right one is seen when it is read."""
    store = open_store(settings)
    if store.snapshot_id() is None:
        return Finding("texts", True, "no article is stored yet")
    with store.snapshot() as view:
        said = view.quads(predicate=term("cek:contentHash"))
        hashes = sorted({quad.object.value for quad in said if isinstance(quad.object, Literal)})
    missing = [each for each in hashes if not store.archive.has_text(each)]
    if not missing:
        return Finding("texts", True, f"the texts of {len(hashes):,} articles are there")
    says = f"{len(missing):,} of {len(hashes):,} articles lack their text, e.g. {missing[0]}"
    return Finding("texts", False, says, "Ingest these articles again: what is kept of them is made whole.")


def dead_letters(settings: Settings) -> Finding:
    letters = list(open_store(settings).archive.dead_letters())
    if not letters:
        return Finding("dead letters", True, "no input was refused")
    says = f"{len(letters)} inputs were refused, the last one: {max(letters, key=lambda letter: letter.time).reason}"
    return Finding("dead letters", True, says)


CHECKS: tuple[Callable[[Settings], Finding], ...] = (
    python,
    packages,
    ontology,
    languages,
    places,
    page,
    folder,
    writer,
    recovery,
    snapshot,
    texts,
    dead_letters,
)


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _existing(path: Path) -> Path:
    """The path itself or the nearest folder above it that is there."""
    return next(folder for folder in (path, *path.absolute().parents) if folder.exists())


def _writable(path: Path) -> bool:
    folder = _existing(path)
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
