"""The network is really painted: each kind of line and shape leaves its colour. Pictures of all looks go to output/."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.conftest import OpenPage
from tests.browser.pictures import take
from tests.browser.steps import network_of, wait_until_drawn
from tests.browser.world import FRONT

OUTPUT = Path(__file__).parents[2] / "output"
COUNT_PIXELS = """async ([bytes, wanted]) => {
  const image = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const near = (at, hex) => [1, 3, 5].every((digit, channel) =>
    Math.abs(data[at + channel] - parseInt(hex.slice(digit, digit + 2), 16)) < 12);
  return wanted.map((hex) => {
    let count = 0;
    for (let at = 0; at < data.length; at += 4) if (near(at, hex)) count += 1;
    return count;
  });
}"""


def token(page: Page, name: str) -> str:
    return str(page.evaluate("name => getComputedStyle(document.body).getPropertyValue(name).trim()", name))


def test_lines_and_shapes_are_painted_in_their_colours(visit: OpenPage) -> None:
    page = visit(network_of(FRONT))
    wait_until_drawn(page)
    colours = [token(page, name) for name in ("--against", "--with", "--talks", "--kind-armed_group", "--kind-state")]
    painted = page.locator(".canvas").screenshot()
    counts = page.evaluate(COUNT_PIXELS, [list(painted), colours])
    assert all(count > 20 for count in counts), dict(zip(colours, counts, strict=True))


def test_pictures_of_every_look_are_written(browser: Browser, origin: str) -> None:
    written = [picture.name for picture in take(browser, origin, OUTPUT)]
    assert len(written) == 21
    assert all((OUTPUT / name).stat().st_size > 10_000 for name in written)
