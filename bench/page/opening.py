"""One opening of a page in a browser that has never seen it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

PATIENCE = 60.0  # seconds

# Notes, from inside the page, the first moment at which every part is there.
NOTE = """(selectors => {
  const isThere = () => selectors.every((one) => document.querySelector(one));
  const note = () => { if (window.usableAfter === undefined && isThere()) window.usableAfter = performance.now(); };
  new MutationObserver(note).observe(document, { childList: true, subtree: true, attributes: true });
})(%s)"""


@dataclass(frozen=True, slots=True)
class Opening:
    usable_after: float  # seconds since the navigation began
    file_bytes: int  # of the page, its scripts and styles, as they came over the wire
    all_bytes: int


def opened(browser: Browser, address: str, usable: str) -> Opening:
    """Raises TimeoutError for a page that never becomes usable."""
    context = browser.new_context(reduced_motion="reduce", locale="en-GB")
    page = context.new_page()
    sizes: dict[str, int] = {}
    addresses: dict[str, str] = {}
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")

    def heard(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["response"]["url"]

    def finished(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = int(event["encodedDataLength"])

    wire.on("Network.responseReceived", heard)
    wire.on("Network.loadingFinished", finished)
    page.add_init_script(NOTE % [part.strip() for part in usable.split(",")])
    page.goto(address)
    after = usable_after(page)
    page.wait_for_load_state("networkidle")
    context.close()
    own = {urlsplit(address).path}
    files = sum(size for key, size in sizes.items() if is_file(addresses.get(key, ""), own))
    return Opening(after, files, sum(sizes.values()))


def usable_after(page: Page) -> float:
    """Asked again and again: the page's policy forbids the driver's own way of waiting, which evaluates text."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if noted := page.evaluate("window.usableAfter"):
            return float(noted) / 1000
        page.wait_for_timeout(20)
    raise TimeoutError(f"{page.url} was not usable within {PATIENCE:.0f} s.")


def is_file(address: str, own: set[str]) -> bool:
    path = urlsplit(address).path
    return path.startswith("/static/") or path in own
