"""What a reader does on the page, in words."""

from __future__ import annotations

from urllib.parse import urlencode, urljoin

from playwright.sync_api import Locator, Page, expect


def network_of(iri: str, **view: str) -> str:
    return "/?" + urlencode({"iri": iri, **view})


def edge_key(relation: str, source: str, target: str) -> str:
    return f"{relation} {source} {target}"


def wait_until_drawn(page: Page) -> None:
    page.wait_for_selector(".canvas[data-settled]", state="attached")


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Details")


def drawn_at(page: Page, key: str) -> tuple[float, float]:
    """Where an actor or a relation is drawn, in the page."""
    wait_until_drawn(page)
    canvas = page.locator(".canvas")
    canvas.scroll_into_view_if_needed()
    point = canvas.evaluate("(frame, key) => frame.locate(key)", key)
    box = canvas.bounding_box()
    assert point is not None, f"{key} is not drawn"
    assert box is not None, "the canvas is not on the page"
    return box["x"] + point["x"], box["y"] + point["y"]


def click_drawn(page: Page, key: str, times: int = 1) -> None:
    x, y = drawn_at(page, key)
    page.mouse.move(x, y)
    page.mouse.click(x, y, click_count=times)


def answered(page: Page, link: str) -> str:
    """What the server gives behind a link of the page."""
    address = page.get_by_role("link", name=link, exact=True).get_attribute("href")
    assert address, link
    answer = page.request.get(urljoin(page.url, address))
    assert answer.ok, answer.status
    return answer.text()


def choose(page: Page, typed: str, name: str) -> None:
    """Type into the search box and take the match of that name by keyboard."""
    page.keyboard.press("/")
    page.keyboard.type(typed)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    names = options.locator(".name").all_inner_texts()
    for _ in range(names.index(name)):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
