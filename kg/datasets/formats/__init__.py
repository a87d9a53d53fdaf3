"""One module a data set, each with its ``FORMAT``; found by listing this folder, so a module more is a format more."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from kg.datasets.model import Format


@cache
def formats() -> Mapping[str, Format]:
    """All data sets that can be imported, by name."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    return {module.FORMAT.name: module.FORMAT for module in modules}
