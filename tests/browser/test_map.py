"""Where and when: marks with their range, vague places as areas, and what is only feared or planned kept apart."""

from __future__ import annotations

import csv
import re

import pytest
from playwright.sync_api import expect
from rdflib import RDF, Graph, URIRef

from tests.browser.conftest import OpenPage
from tests.browser.steps import answered
from tests.browser.test_accessibility import PHONE, violations
from tests.queries import world


def test_a_newcomer_goes_from_a_mark_to_the_sentence(visit: OpenPage) -> None:
    page = visit("/map")
    place = page.get_by_role("button", name="Karem: 12 (deserters), said to have happened, accounts: 1")
    place.click()
    expect(page.get_by_role("heading", name="Karem")).to_be_visible()
    item = page.locator(".account")
    expect(item.locator(".interval")).to_have_text("12")
    item.get_by_role("link", name="Open in the article").click()
    expect(page).to_have_url(re.compile("/articles/[0-9a-f]{64}#char="))


def test_a_card_leads_to_its_case(visit: OpenPage) -> None:
    page = visit("/map?what=killed")
    page.locator(".account", has_text="deserters").get_by_role("link", name="Its case").click()
    expect(page).to_have_url(re.compile("/id/case/"))
    expect(page.get_by_role("heading", name="What the figures come to")).to_be_visible()


def test_what_the_map_shows_is_given_as_data(visit: OpenPage) -> None:
    page = visit("/map?what=killed&begin=2024-03-01&end=2024-03-31")
    page.get_by_role("button", name=re.compile("^Karem: 12")).click()
    expect(page.locator(".account")).to_have_count(1)
    table, rdf = (answered(page, name) for name in ("CSV", "Turtle"))
    (row,) = csv.DictReader(table.splitlines())
    assert (row["code"], row["place_name"], row["low"], row["begin"]) == ("killed", "Karem", "12", "2024-03-02")
    figures = Graph().parse(data=rdf, format="turtle").subjects(RDF.type, URIRef(world.CEK + "Figure"))
    assert [str(one) for one in figures] == [row["claim"]]


def test_what_is_feared_is_never_added_to_what_happened(visit: OpenPage) -> None:
    page = visit("/map?what=displaced")
    sums = page.locator(".sums > li > p")
    expect(sums).to_have_text(["3,400 displaced, said to have happened"])
    page.get_by_role("checkbox", name="feared").check()
    expect(sums).to_have_text(["3,400 displaced, said to have happened", "up to 3,000 displaced, feared"])
    expect(page).to_have_url(re.compile("show=happened&show=feared"))


def test_tolls_that_may_hold_each_other_are_a_range_and_no_sum(visit: OpenPage) -> None:
    """Twelve at Karem, seven at Saro: a toll named after one town is often of those around it too."""
    page = visit("/map?what=killed")
    expect(page.locator(".sums > li > p")).to_have_text(["12–19 killed, said to have happened"])
    expect(page.locator(".sums .groups li")).to_have_count(2)


def test_a_country_is_an_area_and_no_point(visit: OpenPage) -> None:
    page = visit("/map?what=displaced")
    expect(page.locator(".mark.vague")).to_have_attribute(
        "aria-label", re.compile(r"Valley Republic: 3,400 \(people\)")
    )
    expect(page.locator(".world .mark.disc")).to_have_count(0)


def test_list_and_map_light_up_together(visit: OpenPage) -> None:
    page = visit("/map?what=events")
    page.locator(".account", has_text="Karem").first.hover()
    expect(page.locator(".mark.disc.lit")).to_have_count(1)
    page.locator(".world .mark.disc", has_text=re.compile(r"\d")).first.hover()
    expect(page.locator(".account.lit").first).to_be_visible()


def test_the_extent_and_the_period_filter_and_are_in_the_address(visit: OpenPage) -> None:
    page = visit("/map?what=events&bbox=43.5,36,45,38")
    expect(page.locator(".account").first).to_contain_text("Saro")
    expect(page.locator(".account", has_text="Karem")).to_have_count(0)
    page.get_by_role("button", name="Everywhere").click()
    expect(page.locator(".account", has_text="Karem").first).to_be_visible()
    page.get_by_role("slider", name="To").press("Home")
    expect(page).to_have_url(re.compile("begin=2024-01-01&end=2024-01-31"))
    expect(page.locator(".account")).to_have_count(1)


def test_keys_move_and_zoom_the_map(visit: OpenPage) -> None:
    page = visit("/map?what=events")
    page.get_by_role("group", name=re.compile("Map of")).focus()
    page.keyboard.press("+")
    expect(page).to_have_url(re.compile("bbox="))
    before = page.url
    page.keyboard.press("ArrowLeft")
    expect(page).not_to_have_url(before)


@pytest.mark.parametrize(("scheme", "size"), [("light", {"width": 1280, "height": 900}), ("dark", PHONE)])
def test_the_map_has_no_violations(visit: OpenPage, scheme: str, size: dict[str, int]) -> None:
    page = visit(
        "/map?what=events&show=happened&show=feared&by=actor&begin=2024-01-01&end=2024-03-31&country=IQ",
        color_scheme=scheme,
        viewport=size,
    )
    expect(page.locator(".account").first).to_be_visible()
    expect(page.locator(".multiples .grid li").first).to_be_visible()
    expect(page.get_by_role("region", name="Against the period before")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
