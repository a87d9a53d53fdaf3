"""What a reader feels of a drawn network, in Chromium: when it is there, and how quickly it follows the hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median, quantiles
from urllib.parse import urlencode

from playwright.sync_api import Page

from bench.network.world import SEED_IRI

PATIENCE_MS = 600_000
STEPS = 40  # of a drag or a hover
# Frames are counted in the page: how long the page took between two of them.
WATCH = "() => { const times = []; window.frames_ = times; let last = performance.now(); window.watching_ = true; \
const tick = now => { times.push(now - last); last = now; if (window.watching_) requestAnimationFrame(tick) }; \
requestAnimationFrame(tick) }"
STOP = "() => { window.watching_ = false; return window.frames_.slice(1) }"
ANSWERED = "() => Math.max(...performance.getEntriesByType('resource').filter(one => one.name.includes('/graph/')) \
.map(one => one.responseEnd))"
DRAWN = "() => performance.getEntriesByName('network-drawn')[0]?.startTime"


@dataclass
class Felt:
    """Milliseconds throughout."""

    answered: float = 0.0
    drawn: float = 0.0  # after the answer was there
    settled: float = 0.0  # after the answer was there
    frames: dict[str, list[float]] = field(default_factory=dict)
    reactions: dict[str, float] = field(default_factory=dict)

    def lines(self) -> list[str]:
        told = [
            f"answer received        {self.answered:9.0f} ms",
            f"first draw after that  {self.drawn:9.0f} ms",
            f"settled after that     {self.settled:9.0f} ms",
        ]
        for name, times in self.frames.items():
            slow = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
            told.append(f"{name:<22} {median(times):9.0f} ms a frame, 95 % within {slow:.0f} ms ({len(times)} frames)")
        return told + [f"{name:<22} {took:9.0f} ms" for name, took in self.reactions.items()]


def measure(page: Page, origin: str, limit: int) -> Felt:
    """Open the network of the hub with so many neighbours and use it."""
    felt = Felt()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(origin + "/?" + urlencode({"iri": SEED_IRI, "limit": limit}))
    while page.evaluate(DRAWN) is None:  # asked again and again: the page's policy lets no text run as a program
        page.wait_for_timeout(50)
        if page.get_by_role("alert").count():
            raise RuntimeError(page.get_by_role("alert").inner_text())
    felt.answered, felt.drawn = page.evaluate(ANSWERED), page.evaluate(DRAWN)
    felt.drawn -= felt.answered
    page.wait_for_selector(".canvas[data-settled]", state="attached")
    felt.settled = page.evaluate("performance.now()") - felt.answered
    page.locator(".canvas").scroll_into_view_if_needed()
    box = page.locator(".canvas").bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    felt.frames["moving over it"] = frames(page, lambda: hover(page, *middle))
    felt.frames["dragging it"] = frames(page, lambda: drag(page, *middle))
    felt.frames["zooming in"] = frames(page, lambda: zoom(page, *middle))
    for name, act, there in REACTIONS:
        felt.reactions[name] = reaction(page, act, there)
    return felt


def frames(page: Page, act: Callable[[], None]) -> list[float]:
    page.evaluate(WATCH)
    act()
    page.wait_for_timeout(300)
    return list(page.evaluate(STOP))


def hover(page: Page, x: float, y: float) -> None:
    for step in range(STEPS):
        page.mouse.move(x - 200 + step * 10, y - 60 + step * 3)


def drag(page: Page, x: float, y: float) -> None:
    page.mouse.move(x + 3, y + 250)
    page.mouse.down()
    for step in range(STEPS):
        page.mouse.move(x + 3 + step * 3, y + 250 - step * 2)
    page.mouse.up()


def zoom(page: Page, x: float, y: float) -> None:
    page.mouse.move(x, y)
    for _ in range(6):
        page.mouse.wheel(0, -240)
        page.wait_for_timeout(120)


def reaction(page: Page, act: Callable[[Page], None], there: str) -> float:
    """From an action to the page that shows it, and a frame after."""
    began = time.perf_counter()
    act(page)
    page.wait_for_selector(there, state="attached")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return (time.perf_counter() - began) * 1000


def open_relation(page: Page) -> None:
    page.locator(".tables tbody button").first.click()


def hide_kind(page: Page) -> None:
    page.locator(".legend input[type=checkbox]").first.click()


def undo(page: Page) -> None:
    page.keyboard.press("Control+z")


REACTIONS: tuple[tuple[str, Callable[[Page], None], str], ...] = (
    ("opening a relation", open_relation, ".panel .claims"),
    ("hiding a kind", hide_kind, ".canvas[data-settled]"),
    ("taking it back", undo, ".canvas[data-settled]"),
    (
        "finding communities",
        lambda page: page.get_by_role("button", name="Who stands together").click(),
        ".groups, .notice",
    ),
)
