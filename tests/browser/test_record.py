"""The record of a claim: from the article to what it means, what is held against it, and a note beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.serving import serve
from tests.browser.steps import edge_key, network_of, panel
from tests.browser.test_accessibility import LOOKS, violations
from tests.browser.watch import Watch
from tests.browser.world import ARMY, FRONT, PAYLOAD, fill

TOKEN = "sesame"


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own, which takes notes."""
    folder: Path = tmp_path_factory.mktemp("reviewed")
    fill(folder)
    with serve(folder, KG_UPDATE_TOKEN=TOKEN) as address:
        yield address


def open_toll(page: Page) -> None:
    """From the list of articles to the record of the figure in the hostile one."""
    page.get_by_role("link", name=f"Headline {PAYLOAD}").click()
    page.get_by_role("article").filter(has_text="killed").get_by_role("link", name="this claim").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("figure claim")


def test_a_reader_goes_from_an_article_to_what_its_figure_means_and_notes_an_error(visit: OpenPage) -> None:
    page = visit("/articles")
    open_toll(page)
    expect(page.locator(".passages mark")).to_have_text(f"Some 7 {PAYLOAD} people died")
    expect(page.locator("dl.meanings")).to_contain_text("The source states it as a fact.")
    expect(page.get_by_label("Citation")).to_contain_text("SHA-256")

    page.get_by_role("link", name="Report an error").click()
    form = page.get_by_role("form", name="Report an error")
    form.get_by_label("What is wrong").fill(f"Seven were hurt. {PAYLOAD}\nSee the second line.")
    form.get_by_label("Your name").fill(f"A reader {PAYLOAD}")
    form.get_by_label("Token").fill(TOKEN)
    form.get_by_role("button", name="Store the note").click()

    expect(page).to_have_url(re.compile("#reviews$"))
    note = page.get_by_role("article", name=re.compile("^Note by A reader"))
    expect(note).to_contain_text(f"Seven were hurt. {PAYLOAD}")
    expect(note.locator(".chip")).to_have_text("open")
    expect(page.locator("main img, main script")).to_have_count(0)

    note.get_by_text("Answer this note").click()
    answer = page.get_by_role("form", name="Answer")
    answer.get_by_label("What becomes of the note").select_option("rejected")
    answer.get_by_label("Why").fill("The sentence says died.")
    answer.get_by_label("Your name").fill("The desk")
    answer.get_by_label("Token").fill(TOKEN)
    answer.get_by_role("button").click()
    expect(note.locator(".chip")).to_have_text("rejected")
    expect(page.locator(".number").first).to_have_text("7")


def test_a_wrong_token_is_told_and_nothing_is_stored(visit: OpenPage, watch: Watch) -> None:
    page = visit("/articles")
    open_toll(page)
    page.get_by_role("link", name="Report an error").click()
    form = page.get_by_role("form", name="Report an error")
    form.get_by_label("What is wrong").fill("Let me in.")
    form.get_by_label("Your name").fill("Somebody")
    form.get_by_label("Token").fill("guess")
    form.get_by_role("button", name="Store the note").click()
    expect(page.get_by_role("main")).to_contain_text("needs the token")
    page.goto(page.url.rsplit("/", 1)[0] + "/reviews")
    expect(page.get_by_role("main")).not_to_contain_text("Let me in.")
    watch.wrongs.clear()  # the browser logs the 401 itself


@pytest.mark.parametrize(("scheme", "size"), LOOKS, ids=["light-desk", "dark-phone"])
def test_a_record_has_no_violations(visit: OpenPage, scheme: str, size: dict[str, int]) -> None:
    page = visit("/articles", color_scheme=scheme, viewport=size)
    open_toll(page)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("path", ["/articles", "/reviews", "/queries", "/queries/timeline", "/api", "/query?plain=1"])
def test_the_pages_around_it_have_no_violations(visit: OpenPage, path: str) -> None:
    page = visit(path)
    assert violations(page) == []


def test_a_note_stands_beside_the_claim_in_the_network_too(visit: OpenPage, origin: str) -> None:
    page = visit(network_of(FRONT))
    edges = page.request.get(f"{origin}/graph/neighbourhood", params={"iri": FRONT}).json()["edges"]
    edge = next(one for one in edges if (one["relation"], one["source"], one["target"]) == ("against", ARMY, FRONT))
    note = {"target": edge["claims"][0]["claim"], "reviewer": "The desk", "text": f"Not there. {PAYLOAD}"}
    headers = {"Authorization": f"Bearer {TOKEN}"}
    assert page.request.post(f"{origin}/reviews", data=note, headers=headers).status == 201
    page.goto(origin + network_of(FRONT, edge=edge_key("against", ARMY, FRONT)))
    expect(panel(page).get_by_role("list", name="Notes of readers")).to_contain_text(f"Not there. {PAYLOAD}")
    expect(panel(page).get_by_role("link", name="Report an error").first).to_have_attribute(
        "href", re.compile("#report$")
    )
