"""Where the ontology, the saved queries and the sample articles lie: in a checkout, or inside the installed package.

A wheel carries them as ``kg/_ontology``, ``kg/_queries`` and ``kg/_samples``; a checkout has them beside ``kg/``. The
checkout comes first, so that an edit of an ontology file counts at once.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def ontology_dir() -> Path:
    """The folder with core.ttl, codes/, events/, entities/ and shapes.ttl."""
    return _beside_or_inside("ontology", "core.ttl")


def queries_dir() -> Path:
    """The folder with the saved queries (.rq)."""
    return _beside_or_inside("queries", "")


def samples_dir() -> Path:
    """The folder with the sample articles."""
    beside = PACKAGE.parent / "data" / "samples"
    return beside if beside.is_dir() and _is_checkout() else PACKAGE / "_samples"


def languages_dir() -> Path:
    """The folder with one folder a language."""
    return PACKAGE / "languages"


def _beside_or_inside(name: str, landmark: str) -> Path:
    beside = PACKAGE.parent / name
    return beside if (beside / landmark).exists() and _is_checkout() else PACKAGE / f"_{name}"


def _is_checkout() -> bool:
    """A folder named `queries` beside an installed kg/ may be anybody's; a project file beside it is ours."""
    return (PACKAGE.parent / "pyproject.toml").is_file()
