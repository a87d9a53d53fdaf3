"""No violation of WCAG 2.2 AA that axe can find, in light and dark, wide and narrow."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.steps import edge_key, network_of, wait_until_drawn
from tests.browser.world import ARMY, FRONT

AXE = Path(__file__).parents[2] / "ui" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 390, "height": 844}
LOOKS = [("light", {"width": 1280, "height": 900}), ("dark", PHONE)]


@cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    page.evaluate(axe())
    found = page.evaluate("tags => axe.run(document, { runOnly: { type: 'tag', values: tags } })", TAGS)
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes']]}" for one in found["violations"]]


@pytest.mark.parametrize(("scheme", "size"), LOOKS, ids=["light-desk", "dark-phone"])
def test_the_first_page_has_no_violations(visit: OpenPage, scheme: str, size: dict[str, int]) -> None:
    page = visit("/", color_scheme=scheme, viewport=size)
    expect(page.locator(".articles")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize(("scheme", "size"), LOOKS, ids=["light-desk", "dark-phone"])
def test_a_network_with_an_open_relation_has_no_violations(visit: OpenPage, scheme: str, size: dict[str, int]) -> None:
    path = network_of(FRONT, edge=edge_key("against", ARMY, FRONT))
    page = visit(path, color_scheme=scheme, viewport=size)
    wait_until_drawn(page)
    expect(page.locator(".claim .headline").first).to_be_visible()
    assert violations(page) == []


def test_the_list_of_matches_has_no_violations(visit: OpenPage) -> None:
    page = visit("/")
    page.keyboard.press("/")
    page.keyboard.type("valley")
    expect(page.get_by_role("option").first).to_be_visible()
    assert violations(page) == []


def test_a_phone_never_scrolls_sideways(visit: OpenPage) -> None:
    page = visit(network_of(FRONT), viewport=PHONE)
    wait_until_drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_page_speaks_the_language_of_the_browser(visit: OpenPage) -> None:
    page = visit(network_of(FRONT), locale="nl-NL")
    expect(page.get_by_text("4 van 4 buren getoond")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "nl-NL"
