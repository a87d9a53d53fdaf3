"""A store that is too large to be read while somebody waits: the page says so, and shows it when it is there."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

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
