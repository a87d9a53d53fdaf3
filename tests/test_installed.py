"""kg away from its checkout: a package as the wheel lays it out finds its ontology, queries, words and samples."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of installed packages: kg/ and what pyproject.toml says the wheel holds besides."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "kg", folder / "kg", ignore=shutil.ignore_patterns("__pycache__", "app"))
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    for source, target in build["targets"]["wheel"]["force-include"].items():
        shutil.copytree(ROOT / source, folder / target)
    return folder


def kg(site: Path, *arguments: str) -> str:
    """Run the installed kg from a folder where nothing of the checkout is in reach."""
    ours = {"PYTHONPATH": str(site), "KG_DATA": str(site.parent / "data")}
    done = subprocess.run(
        [sys.executable, "-m", "kg", *arguments],
        cwd=site.parent,
        env=os.environ | ours,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_installed_kg_stores_its_own_sample_and_answers_its_own_question(site: Path) -> None:
    samples = kg(site, "samples").split()
    (sample,) = (file for file in samples if Path(file).stem == "en-kharkiv")
    assert Path(sample).is_relative_to(site / "kg")
    kg(site, "ingest", sample)
    rows = list(csv.DictReader(kg(site, "query", "figures-with-evidence", "--format", "csv").splitlines()))
    told = {(row["verbatim"], row["sourceName"]) for row in rows}
    assert ("43", "State Emergency Service of Ukraine") in told
