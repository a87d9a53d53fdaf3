"""Every string of the hostile corpus, as headline, publisher, name, quote and population, is text on every page.

The watch of each page fails the test when a dialog opens, a request leaves the origin or the console complains.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.serving import ROOT, serve
from tests.browser.steps import network_of, wait_until_drawn
from tests.browser.test_workbench import bench
from tests.browser.world import fill, hostile_reading
from tests.queries.world import actor

CORPUS = tomllib.loads((ROOT / "bench/hostile/corpus/strings.toml").read_text(encoding="utf-8"))
PAYLOADS = [*CORPUS["scripts"], "<details open ontoggle=alert(10)>", "]]><script>alert(11)</script>", "\u202e<b>txt"]
RUNNABLE = "main script, main iframe, main object, main embed, main [onerror], main [onload], main [ontoggle], \
main a[href^='javascript:' i], main a[href^='data:' i], main img"


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("payloads")
    fill(folder, *(hostile_reading(payload, f"payload-{number}") for number, payload in enumerate(PAYLOADS)))
    with serve(folder) as address:
        yield address


def harmless(page: Page) -> None:
    assert page.locator(RUNNABLE).count() == 0


def test_names_in_a_network_are_text(visit: OpenPage, origin: str) -> None:
    page = visit("/")
    for number, payload in enumerate(PAYLOADS):
        one = actor(f"x-payload-{number}")
        page.goto(origin + network_of(one, node=one))
        wait_until_drawn(page)
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Brigade {payload}".strip())
        harmless(page)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/articles",
        "/queries/latest-articles",
        "/queries/figures-with-evidence",
        "/map",
        bench(
            query="SELECT DISTINCT ?name ?quote { ?f cek:evidence/cek:quote ?quote ; cek:rootSource/rdfs:label ?name }"
        ),
    ],
)
def test_headlines_and_quotes_are_text_in_every_list(visit: OpenPage, path: str) -> None:
    page = visit(path)
    expect(page.get_by_text("alert(2)").first).to_be_attached()
    harmless(page)


def test_the_pages_of_articles_and_claims_are_text(visit: OpenPage, origin: str) -> None:
    page = visit("/articles")
    articles = [link.get_attribute("href") for link in page.get_by_role("link", name="Headline").all()]
    assert len(articles) == len(PAYLOADS) + 1
    for address in articles:
        page.goto(origin + str(address))
        harmless(page)
        page.get_by_role("link", name="this claim").last.click()
        expect(page.get_by_label("Citation")).to_be_visible()
        harmless(page)
