"""One state: what a reader chose goes along from page to page, is in the address, and Back takes it off again."""

from __future__ import annotations

import json
import re
import urllib.request
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import OpenPage
from tests.browser.steps import network_of, panel, wait_until_drawn
from tests.browser.test_accessibility import violations
from tests.browser.world import FRONT

WINDOW = {"begin": "2024-03-01", "end": "2024-03-31"}
PERIOD = "begin=2024-03-01&end=2024-03-31"


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_the_list_goes_to_the_map_and_back_with_all_its_filters(visit: OpenPage) -> None:
    page = visit(f"/?type=event&status=reported&country=IQ&{PERIOD}")
    shown = page.locator(".browse [role=status]").first
    expect(shown).to_have_text(re.compile(r"^\d+ of \d+ claims$"))
    page.get_by_role("link", name="On the map", exact=True).click()
    expect(page.get_by_role("heading", name="Where and when")).to_be_visible()
    assert asked(page) == {"what": ["events"], "status": ["reported"], "country": ["IQ"], **as_lists(WINDOW)}
    pills = page.get_by_role("list", name="What this page is narrowed down to").get_by_role("listitem")
    expect(pills).to_contain_text(["Status: reported", "Country: Iraq", "Period: 1 Mar 2024 – 31 Mar 2024"])
    listed = page.locator(".accounts .account")
    expect(listed.first).to_be_visible()
    number = listed.count()
    page.get_by_role("link", name="As a list of claims").click()
    expect(page.locator(".browse .account")).to_have_count(number)
    assert asked(page) == {"type": ["event"], "status": ["reported"], "country": ["IQ"], **as_lists(WINDOW)}
    page.go_back()
    expect(page.get_by_role("heading", name="Where and when")).to_be_visible()
    page.go_back()
    expect(shown).to_be_visible()


def as_lists(fields: dict[str, str]) -> dict[str, list[str]]:
    return {name: [value] for name, value in fields.items()}


def test_a_network_is_opened_in_the_same_period_and_leads_back_to_its_claims(visit: OpenPage) -> None:
    page = visit(f"/?{PERIOD}&status=reported&status=planned")
    page.locator(".elsewhere").get_by_role("link", name="Northern Front").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Northern Front")
    assert asked(page)["begin"] == ["2024-03-01"]
    assert "status:feared" in asked(page)["hide"]
    assert "status:planned" not in asked(page)["hide"]
    page.get_by_role("link", name="As a list of claims").click()
    expect(page.locator(".browse .account").first).to_be_visible()
    assert asked(page) == {"actor": [FRONT], "status": ["reported", "planned"], **as_lists(WINDOW)}
    expect(page.locator(".pills")).to_contain_text("Actor: Northern Front")


def test_the_actor_that_is_selected_goes_along_to_the_map_and_to_the_query(visit: OpenPage) -> None:
    page = visit(network_of(FRONT))
    wait_until_drawn(page)
    page.get_by_role("button", name="Valley Army", exact=True).first.click()
    expect(panel(page).get_by_role("heading", level=2)).to_have_text("Valley Army")
    page.locator(".elsewhere").get_by_role("link", name="Show the query").click()
    expect(page.locator(".results tbody tr").first).to_be_visible()
    page.go_back()
    page.locator(".elsewhere").get_by_role("link", name="On the map").click()
    expect(page.locator(".pills li")).to_contain_text(["Actor: Valley Army"])
    expect(page.locator(".world .mark").first).to_be_visible()


def test_the_pages_of_the_site_keep_the_period_and_the_name_starts_afresh(visit: OpenPage) -> None:
    page = visit(f"/map?what=events&{PERIOD}")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Explore").click()
    expect(page.locator(".pills li")).to_contain_text(["Period: 1 Mar 2024 – 31 Mar 2024"])
    page.get_by_role("link", name="conflict-kg", exact=True).click()
    expect(page.locator(".pills li")).to_have_count(0)
    assert urlsplit(page.url).query == ""


def test_back_takes_a_filter_off_and_forward_puts_it_on(visit: OpenPage) -> None:
    page = visit("/")
    box = page.locator(".facets").get_by_role("checkbox", name=re.compile("denied"))
    box.check()
    expect(page.locator(".browse .account")).to_have_count(1)
    page.go_back()
    expect(box).not_to_be_checked()
    expect(page.locator(".browse .account")).not_to_have_count(1)
    page.go_forward()
    expect(box).to_be_checked()


def test_the_mark_that_is_selected_is_in_the_address(visit: OpenPage) -> None:
    page = visit("/map?what=events")
    page.get_by_role("button", name=re.compile("^Saro")).first.click()
    expect(page).to_have_url(re.compile("at="))
    again = visit(page.url.removeprefix(page.evaluate("location.origin")))
    expect(again.get_by_role("heading", name="Saro")).to_be_visible()
    expect(again.locator(".mark[aria-pressed=true]").first).to_be_visible()


@pytest.fixture(scope="module")
def state(origin: str) -> str:
    request = urllib.request.Request(f"{origin}/snapshots", headers={"Accept": "application/json"})
    with urllib.request.urlopen(request) as response:
        return str(json.load(response)["snapshots"][0]["id"])


def foreign(page: Page, state: str) -> list[str]:
    """Links of ours that would leave the state."""
    links = page.locator("a[href^='/']:not([data-newest])").evaluate_all(
        "all => all.map((a) => a.getAttribute('href'))"
    )
    assert links
    return [link for link in links if f"snapshot={state}" not in link]


def test_a_former_state_survives_every_link_and_every_question(visit: OpenPage, state: str) -> None:
    astray: list[str] = []

    def watch(request: Request) -> None:
        path = urlsplit(request.url).path
        if not path.startswith("/static/") and f"snapshot={state}" not in request.url:
            astray.append(request.url)

    page = visit("/articles")
    page.on("request", watch)
    page.goto(page.evaluate("location.origin") + f"/?snapshot={state}")
    expect(page.locator(".browse .account").first).to_be_visible()
    assert foreign(page, state) == []
    page.locator(".facets").get_by_role("checkbox", name=re.compile("denied")).check()
    expect(page.locator(".browse .account")).to_have_count(1)
    page.get_by_role("link", name="On the map", exact=True).click()
    expect(page.locator(".world .mark").first).to_be_visible()
    assert foreign(page, state) == []
    page.get_by_role("link", name="Articles").click()
    assert foreign(page, state) == []
    page.get_by_role("link", name="SPARQL").click()
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".results tbody tr").first).to_be_visible()
    page.get_by_role("link", name="Explore").click()
    page.locator(".examples").get_by_role("link", name=re.compile("^Northern Front")).first.click()
    wait_until_drawn(page)
    assert foreign(page, state) == []
    assert astray == []
    assert violations(page) == []
    page.get_by_role("link", name="The newest state").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Northern Front")
    assert "snapshot" not in page.url
