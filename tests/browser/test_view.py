"""Everything a reader chooses is in the address; the tables and the picture always show the same."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.steps import edge_key, network_of, panel, wait_until_drawn
from tests.browser.watch import Watch
from tests.browser.world import ARMY, FRONT


def test_back_and_forward_walk_through_what_was_looked_at(visit: OpenPage) -> None:
    page = visit("/")
    page.locator(".examples").get_by_role("link", name=re.compile("^Northern Front")).click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Northern Front")
    page.get_by_role("button", name=re.compile("Read .: Valley Army against Northern Front")).click()
    expect(panel(page).get_by_role("heading", level=2)).to_contain_text("against")
    page.go_back()
    expect(panel(page).get_by_role("heading", level=2)).to_have_text("Northern Front")
    page.go_back()
    expect(heading).to_have_text("Who did what to whom, and who says so")
    page.go_forward()
    expect(heading).to_have_text("Northern Front")


def test_a_link_opens_the_same_view_again(visit: OpenPage) -> None:
    key = edge_key("against", ARMY, FRONT)
    page = visit(network_of(FRONT, edge=key, hide="kind:state"))
    expect(panel(page).get_by_role("heading", level=2)).to_contain_text("against")
    expect(page.locator("tr.selected")).to_contain_text("Valley Army")
    expect(page.get_by_role("checkbox", name=re.compile("State [0-9]"))).not_to_be_checked()


def test_the_legend_hides_actors_and_says_how_many(visit: OpenPage) -> None:
    page = visit(network_of(FRONT))
    wait_until_drawn(page)
    rows = page.get_by_role("region", name=re.compile("Actors in the picture")).locator("tbody tr")
    before = rows.count()
    page.get_by_role("checkbox", name=re.compile("State force")).click()
    expect(page.get_by_text("1 hidden by filters")).to_be_visible()
    expect(rows).to_have_count(before - 1)
    expect(page).to_have_url(re.compile("hide=kind%3Astate_force"))
    page.get_by_role("button", name="Show all").click()
    expect(rows).to_have_count(before)


def test_a_limit_is_stated_and_can_be_lifted(visit: OpenPage) -> None:
    page = visit(network_of(FRONT, limit="2"))
    expect(page.get_by_text("Showing 2 of 4 neighbours")).to_be_visible()
    page.get_by_role("button", name="Show 2 more").click()
    expect(page.get_by_text("Showing 4 of 4 neighbours")).to_be_visible()


def test_an_unknown_actor_is_answered_in_a_sentence(visit: OpenPage, watch: Watch) -> None:
    page = visit(network_of("https://w3id.org/cekg/id/actor/nobody"))
    expect(page.get_by_role("alert")).to_contain_text("The graph knows no actor")
    watch.wrongs.clear()  # the browser logs the 404 itself
