"""A real server over a small store, and a real Chromium in front of it.

Every page of every test is watched: a request that leaves the server's origin, a message on the console or an uncaught
error fails the test that caused it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.browser.chromium import ARGUMENTS, chromium, lacking
from tests.browser.serving import serve
from tests.browser.watch import Watch
from tests.browser.world import fill

OpenPage = Callable[..., Page]

collect_ignore_glob = ["test_*.py"] if lacking() else []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Said at the end: the header is written before this folder's conftest is known."""
    if lacking():
        terminalreporter.write_line(f"browser tests: not collected, {lacking()}", yellow=True)


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over the world of `world.py`."""
    folder: Path = tmp_path_factory.mktemp("store")
    fill(folder)
    with serve(folder) as address:
        yield address


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS, "--enable-unsafe-swiftshader"])
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def browser_without_webgl(playwright: Playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS, "--disable-3d-apis"])
    yield launched
    launched.close()


@pytest.fixture
def watch(origin: str) -> Iterator[Watch]:
    watching = Watch(origin)
    yield watching
    watching.check()


@pytest.fixture
def visit(browser: Browser, origin: str, watch: Watch) -> Iterator[OpenPage]:
    """`visit("/?iri=...", color_scheme="dark")`: a fresh page, without animation unless the test asks for it."""
    pages: list[Page] = []

    def open_page(path: str = "/", **options: object) -> Page:
        context = browser.new_context(**{"reduced_motion": "reduce", "locale": "en-GB", **options})
        page = watch.over(context.new_page())
        page.goto(origin + path)
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.context.close()
