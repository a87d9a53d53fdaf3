"""A store that is too large to be read while somebody waits: the page says so, and shows it when it is there."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Browser, expect

from kg.settings import Settings
from kg.stores import open_store
from kg.web.held.preparing import prepare
from tests.browser.serving import serve
from tests.browser.world import fill

PATIENCE = 90_000  # milliseconds


def test_the_page_says_that_it_is_being_prepared_and_then_shows_it_by_itself(browser: Browser, tmp_path: Path) -> None:
    fill(tmp_path)
    with serve(tmp_path, KG_VIEWS_AT_ONCE="0") as origin:
        page = browser.new_page(locale="en-GB")
        page.goto(origin)
        told = page.get_by_role("alert").first
        expect(told).to_contain_text("being prepared", timeout=PATIENCE)
        expect(page.get_by_role("alert")).to_have_count(0, timeout=PATIENCE)
        expect(page.get_by_role("link", name="Karem").first.or_(page.locator("article").first)).to_be_visible()
        page.close()


def test_while_all_is_made_anew_the_page_shows_the_state_before_and_says_so(browser: Browser, tmp_path: Path) -> None:
    fill(tmp_path)
    settings = Settings.from_env({"KG_DATA": str(tmp_path)})
    prepare(settings)
    with serve(tmp_path, KG_VIEWS_AT_ONCE="0") as origin, closing(open_store(settings)) as store:
        page = browser.new_page(locale="en-GB")
        page.goto(origin)
        expect(page.get_by_role("link", name="Karem").first).to_be_visible(timeout=PATIENCE)
        told = page.get_by_role("complementary", name="Which state of the graph")
        expect(told).to_have_count(0)
        former = store.snapshot_id()
        assert former
        with store.writer() as writer:  # of an update nobody knows what it changed
            text = "DELETE WHERE { GRAPH ?g { ?s <https://w3id.org/cekg/ns#comment> ?o } }"
            writer.update(text, base=settings.base_iri, prefixes={}, keeps_union=False)
        page.reload()
        expect(told).to_contain_text(former, timeout=PATIENCE)
        expect(page.get_by_role("link", name="Karem").first).to_be_visible()
        page.screenshot(path=tmp_path / "preparing.png")
        deadline = time.monotonic() + PATIENCE / 1000
        while told.count() and time.monotonic() < deadline:
            page.wait_for_timeout(1000)
            page.reload()
            expect(page.get_by_role("link", name="Karem").first).to_be_visible(timeout=PATIENCE)
        expect(told).to_have_count(0)
        page.close()
