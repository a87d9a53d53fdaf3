"""docs/notebook.ipynb does what it says: its cells are run here as they stand, articles, server and chart included."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import pytest

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "notebook.ipynb"


@pytest.fixture(scope="module")
def names() -> Any:
    """What the cells leave behind."""
    matplotlib.use("Agg")
    found: dict[str, Any] = {}
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    try:
        for cell in cells:
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), f"{NOTEBOOK.name}:{cell['id']}", "exec"), found)
        yield found
    finally:
        plt.close("all")
        for name in ("client", "after"):
            with contextlib.suppress(KeyError):
                found[name].close()
        if "server" in found:
            found["server"].kill()
            found["server"].wait()
        if "folder" in found:
            found["folder"].cleanup()


def test_it_goes_from_articles_to_a_chart_of_a_contradicted_toll(names: dict[str, Any]) -> None:
    assert len(names["tolls"]) >= 5
    assert len(names["contradicted"]) >= 1
    axis, tolls = names["axis"], names["tolls"]
    drawn = {label.get_text() for label in names["figure"].legends[0].get_texts()}
    assert drawn == set(tolls["source"])
    assert axis.get_ylim()[1] > tolls["low"].max()


def test_its_estimate_spans_the_figures_it_is_derived_from(names: dict[str, Any]) -> None:
    best = names["estimates"].iloc[0]
    assert best["sources"] >= 2
    assert names["tolls"]["low"].between(best["low"], best["high"]).sum() >= 2
    words = f"estimate: {best['low']:,.0f} to {best['high']:,.0f}"
    assert any(words in text.get_text() for text in names["axis"].texts)


def test_one_more_paper_with_the_same_copy_adds_no_source(names: dict[str, Any]) -> None:
    assert list(names["copies"]["paper"]) == ["Evening Post"]
    before, after = names["before_and_after"]
    assert before == after
