"""Named arrays in a folder of their own, written whole before it gets its name, and mapped into memory when read."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from kg.stores.layout import sync_folder, write_file
from kg.web.columns.texts import Numbers

_PLAIN = "values.json"


def save_arrays(parent: Path, arrays: Mapping[str, Numbers], plain: Any) -> Path:
    """The new folder within ``parent``, with what else there is as JSON; raises OSError."""
    name = secrets.token_hex(8)
    building = parent / f".tmp-{name}"
    building.mkdir(parents=True)
    try:
        for column, numbers in arrays.items():
            with (building / f"{column}.npy").open("wb") as file:
                np.save(file, numbers)
                file.flush()
                os.fsync(file.fileno())
        write_file(building / _PLAIN, json.dumps(plain, ensure_ascii=False).encode())
        building.rename(parent / name)
        sync_folder(parent)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    return parent / name


def load_array(folder: Path, name: str) -> Any:
    """Raises OSError, EOFError and ValueError of a file that is not there or damaged."""
    mapped = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    return mapped.view(np.ndarray)  # plain arrays are quicker than np.memmap, and keep it


def load_plain(folder: Path) -> Any:
    return json.loads((folder / _PLAIN).read_bytes())
