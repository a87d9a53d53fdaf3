"""Markup in an article is text on the page. The watch fails a test in which any of it is run."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.steps import edge_key, network_of, panel, wait_until_drawn
from tests.browser.watch import Watch
from tests.browser.world import HOSTILE, PAYLOAD
from tests.queries.world import actor


def test_a_hostile_headline_is_text_on_the_first_page(visit: OpenPage) -> None:
    page = visit("/")
    expect(page.get_by_role("heading", name=f"Headline {PAYLOAD}")).to_be_visible()
    expect(page.locator("main img")).to_have_count(0)


def test_hostile_names_and_quotes_are_text_in_the_network(visit: OpenPage) -> None:
    page = visit(network_of(HOSTILE, edge=edge_key("against", HOSTILE, actor("x-guard"))))
    wait_until_drawn(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Brigade {PAYLOAD}")
    expect(panel(page).locator("mark").first).to_contain_text("</script><script>alert(2)</script>")
    expect(page.locator("main img, main script")).to_have_count(0)


def test_a_hostile_address_is_a_sentence_and_not_a_page(visit: OpenPage, watch: Watch) -> None:
    page = visit(network_of(f"javascript:alert(1)//{PAYLOAD}"))
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("main img")).to_have_count(0)
    watch.wrongs.clear()  # the browser logs the 400 itself
