"""When the browser page is built at installation, and what is said when it cannot be."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from hatch_build import Page, PageBuildError, new_enough, run


@pytest.fixture
def page(tmp_path: Path) -> Page:
    """Sources, and a built page with the stamp of these sources."""
    made = Page(tmp_path)
    (made.source / "src").mkdir(parents=True)
    (made.source / "src" / "main.ts").write_text("one")
    made.target.mkdir(parents=True)
    (made.target / "index.html").write_text("built")
    made.stamp.write_text(made.digest())
    return made


def test_a_page_built_from_these_sources_is_left_alone(page: Page) -> None:
    assert not page.is_stale()


def test_installed_npm_packages_are_no_sources(page: Page) -> None:
    (page.source / "node_modules").mkdir()
    (page.source / "node_modules" / "any.js").write_text("fetched")
    assert not page.is_stale()


@pytest.mark.parametrize("change", ["edited", "renamed", "added", "never built", "built by hand"])
def test_the_page_is_built_again_after_any_change(page: Page, change: str) -> None:
    source = page.source / "src" / "main.ts"
    if change == "edited":
        source.write_text("two")
    elif change == "renamed":
        source.rename(page.source / "src" / "app.ts")
    elif change == "added":
        (page.source / "new.css").write_text("")
    elif change == "never built":
        (page.target / "index.html").unlink()
    else:
        page.stamp.unlink()
    assert page.is_stale()


@pytest.mark.parametrize(
    ("version", "enough"),
    [
        ("v18.20.4", False),
        ("v20.18.1", False),
        ("v20.19.0", True),
        ("v21.7.3", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.1.0", True),
        ("", False),
    ],
)
def test_a_node_that_vite_does_not_run_on_is_not_used(version: str, enough: bool) -> None:
    assert new_enough(version) is enough


def test_a_failed_step_is_told_in_a_sentence_with_what_it_said(tmp_path: Path) -> None:
    complain = [sys.executable, "-c", "import sys; sys.exit('the registry does not answer')"]
    with pytest.raises(PageBuildError) as told:
        run("fetching its npm packages", complain, tmp_path, dict(os.environ))
    assert str(told.value).startswith("The browser page could not be built: fetching its npm packages failed.")
    assert "the registry does not answer" in str(told.value)
