"""Where a browser cannot draw, the tables are the page: the same actors, relations and sentences."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.browser.steps import network_of, panel
from tests.browser.watch import Watch
from tests.browser.world import FRONT
from tests.queries.world import MARCH_ATTACK


def test_without_webgl_the_tables_lead_to_the_sentences(
    browser_without_webgl: Browser, origin: str, watch: Watch
) -> None:
    page = watch.over(browser_without_webgl.new_page(locale="en-GB"))
    page.goto(origin + network_of(FRONT))
    expect(page.get_by_text("This browser cannot draw the network")).to_be_visible()
    expect(page.locator(".canvas")).to_have_count(0)
    page.get_by_role("button", name=re.compile("Read .: Valley Army against Northern Front")).click()
    expect(panel(page).locator("mark", has_text=MARCH_ATTACK).first).to_be_visible()
    page.close()
