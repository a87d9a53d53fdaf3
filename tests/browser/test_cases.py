"""From the first page to the list of cases, narrowed down to where sources disagree, to the words behind a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kg.files import samples_dir
from kg.pipeline import ingest
from kg.settings import Settings
from kg.stores import open_store
from tests.browser.conftest import OpenPage
from tests.browser.serving import serve
from tests.browser.test_accessibility import LOOKS, PHONE, violations

TOLD = ("en-kharkiv.txt", "nl-kharkiv.txt", "de-kharkiv.txt", "fr-goma.txt", "nl-goma.txt")


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Samples of which several tell of one event, in place of the small war."""
    folder = tmp_path_factory.mktemp("cases")
    settings = Settings.from_env({"KG_DATA": str(folder)})
    store = open_store(settings)
    list(ingest([Path(samples_dir()) / name for name in TOLD], settings, store))
    store.close()
    with serve(folder) as address:
        yield address


@pytest.mark.parametrize(("scheme", "size"), LOOKS, ids=["light-desk", "dark-phone"])
def test_the_list_of_cases_has_no_violations(visit: OpenPage, scheme: str, size: dict[str, int]) -> None:
    page = visit("/cases?articles=all&sort=size", color_scheme=scheme, viewport=size)
    expect(page.locator("svg.bar").first).to_be_visible()
    assert violations(page) == []


def test_a_phone_never_scrolls_sideways(visit: OpenPage) -> None:
    page = visit("/cases?articles=all", viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_an_analyst_finds_the_words_behind_a_contradicted_toll(visit: OpenPage) -> None:
    page = visit("/")
    told = page.get_by_role("region", name="Told by several articles")
    expect(told.get_by_role("listitem").first).to_contain_text("3 articles")
    told.get_by_role("link", name=re.compile("^All \\d+ cases")).click()

    expect(page.get_by_role("status")).to_contain_text(re.compile(r"\d+ of \d+ cases match"))
    page.get_by_label("Told by").select_option("all")
    page.get_by_label("only where sources contradict each other").check()
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(re.compile("contradicted=1"))
    first = page.locator(".case").first
    expect(first).to_contain_text("sources contradict each other")

    first.get_by_role("heading").get_by_role("link").click()
    expect(page.get_by_role("heading", name="What the figures come to")).to_be_visible()
    expect(page.locator("table").first).to_contain_text("“")
