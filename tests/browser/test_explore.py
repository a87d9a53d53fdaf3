"""All that is claimed, narrowed down by facets that say what they would give; and the same question in SPARQL."""

from __future__ import annotations

import csv
import re

import pytest
from playwright.sync_api import Locator, Page, expect
from rdflib import RDF, Graph, URIRef

from tests.browser.conftest import OpenPage
from tests.browser.steps import answered
from tests.browser.test_accessibility import PHONE, violations
from tests.queries.world import CEK


def count(page: Page) -> int:
    said = page.locator(".browse [role=status]").first.inner_text()
    return int(re.match(r"(\d+) of \d+ claims", said)[1])  # type: ignore[index]


def lefts(cells: Locator) -> list[float]:
    found: list[float] = cells.evaluate_all("cells => cells.map(cell => cell.getBoundingClientRect().left)")
    return found


def test_a_facet_gives_as_many_as_it_says(visit: OpenPage) -> None:
    page = visit("/")
    box = page.get_by_role("checkbox", name=re.compile("feared"))
    row = page.locator(".facets label", has=box)
    promised = int(row.locator(".num").inner_text())
    box.check()
    expect(page).to_have_url(re.compile(r"/\?status=feared"))
    expect(page.get_by_text(re.compile(rf"^{promised} of \d+ claims"))).to_be_visible()
    expect(page.locator(".browse .account")).to_have_count(promised)
    page.get_by_role("button", name="No filters").click()
    expect(page).to_have_url(re.compile(r"/$"))


def test_the_undated_and_other_times_are_left_out_of_a_period(visit: OpenPage) -> None:
    page = visit("/")
    page.locator(".browse .timeline").scroll_into_view_if_needed()
    whole = count(page)
    page.locator(".browse").get_by_role("slider", name="To").press("Home")
    expect(page).to_have_url(re.compile("begin=2024-01-01&end=2024-01-31"))
    expect(page.locator(".browse .account")).to_have_count(1)
    assert whole > 1


def test_a_link_opens_the_same_selection_first(visit: OpenPage) -> None:
    page = visit("/?status=denied")
    expect(page.locator(".browse .account")).to_have_count(1)
    browse, latest = page.locator(".browse").bounding_box(), page.locator(".articles").bounding_box()
    assert browse is not None
    assert latest is not None
    assert browse["y"] < latest["y"]


def test_the_query_behind_a_selection_gives_the_same(visit: OpenPage) -> None:
    page = visit("/?type=figure&status=reported&begin=2024-01-01&end=2024-12-31&country=IQ")
    expect(page.locator(".browse .account").first).to_be_visible()
    shown = count(page)
    page.get_by_role("link", name="Show the query").click()
    expect(page.locator(".results tbody tr")).to_have_count(shown)


def test_what_is_selected_is_given_as_data(visit: OpenPage) -> None:
    page = visit("/?type=figure&status=reported")
    expect(page.locator(".browse .account").first).to_be_visible()
    rows = list(csv.DictReader(answered(page, "CSV").splitlines()))
    assert {(row["type"], row["status"]) for row in rows} == {("figure", "reported")}
    assert len(rows) == count(page)
    figures = Graph().parse(data=answered(page, "Turtle"), format="turtle").subjects(RDF.type, URIRef(CEK + "Figure"))
    assert {str(one) for one in figures} == {row["claim"] for row in rows}


def test_the_table_has_a_row_for_each_claim_of_the_page(visit: OpenPage) -> None:
    page = visit("/?type=figure")
    expect(page.locator(".browse .account").first).to_be_visible()
    number = page.locator(".browse .account").count()
    page.get_by_role("link", name="Table", exact=True).click()
    rows = page.locator("table.claims tbody tr")
    expect(rows).to_have_count(number)
    expect(page).to_have_url(re.compile("as=table"))
    heads, cells = (page.locator(f"table.claims {part} tr").first.locator("th, td") for part in ("thead", "tbody"))
    assert lefts(heads) == lefts(cells)
    row = rows.filter(has_text="deserters")
    expect(row).to_contain_text("12 killed")
    expect(row.get_by_role("link", name="Its case")).to_be_visible()
    row.get_by_role("link", name=re.compile("executed 12 deserters")).click()
    expect(page).to_have_url(re.compile("/articles/[0-9a-f]{64}#char="))


def test_the_histogram_shows_the_range_of_the_kind_that_is_selected(visit: OpenPage) -> None:
    page = visit("/?code=killed")
    expect(page.get_by_role("region", name="killed, lowest to highest: said to have happened")).to_be_visible()
    page.get_by_role("combobox", name="Show").select_option("how many claims")
    expect(page.get_by_role("region", name="When it happened")).to_be_visible()
    expect(page).to_have_url(re.compile("what=claims"))


def test_a_mark_of_the_small_map_narrows_down_to_its_place(visit: OpenPage) -> None:
    page = visit("/?type=event")
    small = page.get_by_role("region", name="On a small map")
    small.get_by_role("button", name=re.compile("^Karem")).first.click()
    expect(page.locator(".pills li")).to_contain_text(["Figures or events: events", "Place: "])
    chosen = page.locator(".pills li", has_text="Place: ").all_inner_texts()
    there = re.compile("|".join(re.escape(name.removeprefix("Place: ").split()[0]) for name in chosen))
    listed = page.locator(".browse .account .facts")
    expect(listed.filter(has_not_text=there)).to_have_count(0)  # the list follows the pills
    expect(listed).not_to_have_count(0)


def test_the_extent_that_one_sees_can_be_a_filter(visit: OpenPage) -> None:
    page = visit("/?type=event")
    small = page.get_by_role("region", name="On a small map")
    small.get_by_role("group", name=re.compile("Map of")).focus()
    page.keyboard.press("+")
    small.get_by_role("button", name="Only what lies in this extent").click()
    expect(page).to_have_url(re.compile("bbox="))
    page.get_by_role("button", name=re.compile("Take off Extent")).click()
    expect(page).not_to_have_url(re.compile("bbox="))


@pytest.mark.parametrize("shape", ["cards", "table"])
@pytest.mark.parametrize(("scheme", "size"), [("light", {"width": 1280, "height": 900}), ("dark", PHONE)])
def test_the_facets_have_no_violations(visit: OpenPage, scheme: str, size: dict[str, int], shape: str) -> None:
    page = visit(f"/?type=figure&type=event&as={shape}", color_scheme=scheme, viewport=size)
    expect(page.locator(".browse :is(.account, table.claims)").first).to_be_visible()
    expect(page.locator(".small-map .mark").first).to_be_visible()
    if size is PHONE:
        page.get_by_text("Filters", exact=True).click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
