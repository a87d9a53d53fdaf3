"""A newcomer's way: from a name to a network, to a line, to the sentence, to the article it stands in."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.steps import choose, click_drawn, edge_key, network_of, panel
from tests.browser.world import ARMY, FRONT
from tests.queries.world import EXECUTION, MARCH_ATTACK


def test_a_newcomer_goes_from_a_name_to_the_sentence_in_the_article(visit: OpenPage) -> None:
    page = visit("/")
    choose(page, "north", "Northern Front")
    expect(page.get_by_role("heading", level=1)).to_have_text("Northern Front")
    expect(page.get_by_text(re.compile(r"Showing \d of \d neighbours"))).to_be_visible()

    click_drawn(page, edge_key("against", ARMY, FRONT))
    claim = panel(page).locator(".claim", has_text=MARCH_ATTACK).first
    expect(claim.locator("mark")).to_have_text(MARCH_ATTACK)
    expect(claim).to_contain_text("reported")
    expect(claim).to_contain_text("Harbour News Agency")
    expect(claim).to_contain_text("7 Mar 2024")

    claim.get_by_role("link", name="Open in the article").click()
    page.wait_for_url(re.compile(r"/articles/[0-9a-f]{64}#char="))
    marked = page.locator("mark", has_text=MARCH_ATTACK).first
    expect(marked).to_be_in_viewport()


def test_the_first_page_shows_what_is_in_the_store(visit: OpenPage) -> None:
    page = visit("/")
    expect(page.locator(".counts")).to_contain_text("articles")
    card = page.locator(".article", has_text="6 Mar 2024")
    expect(card).to_contain_text("12 killed")
    expect(card).to_contain_text("up to 3,000")
    expect(card).to_contain_text("feared")
    page.locator(".examples").get_by_role("link", name=re.compile("^Northern Front")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Northern Front")


def test_the_panel_of_an_actor_shows_its_figures_with_their_sentence(visit: OpenPage) -> None:
    page = visit(network_of(FRONT))
    figure = panel(page).locator(".figure", has_text="killed")
    expect(figure).to_contain_text("12 killed")
    expect(figure).to_contain_text("reported")
    expect(figure.locator("blockquote")).to_have_text(EXECUTION)


def test_double_clicking_an_actor_draws_its_neighbours_too(visit: OpenPage) -> None:
    page = visit(network_of(FRONT))
    ostland = page.locator(".tables").get_by_role("button", name="Ostland", exact=True)
    expect(page.locator(".tables").get_by_role("button", name="Valley Army", exact=True)).to_be_visible()
    expect(ostland).to_have_count(0)
    click_drawn(page, ARMY, times=2)
    expect(ostland).to_be_visible()
    expect(page).to_have_url(re.compile("expand="))
    page.get_by_role("button", name="Collapse what was expanded").click()
    expect(ostland).to_have_count(0)
