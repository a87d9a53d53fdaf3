"""Pictures of the page for a store, in light, dark and on a phone: ``python -m tests.browser.pictures STORE OUTPUT``.

They show the first page, its claims narrowed down, the network of the actor with most ties, the strongest relation of
it with its sentences, the map, the record of a claim and the query workbench. With ``--readme`` only the screens that
the README shows are taken, in light.
"""

from __future__ import annotations

import json
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import ARGUMENTS, chromium
from tests.browser.serving import serve
from tests.browser.steps import edge_key, network_of, wait_until_drawn

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": DESK},
    "dark": {"color_scheme": "dark", "viewport": DESK},
    "phone": {"color_scheme": "light", "viewport": PHONE, "device_scale_factor": 2},
}
# What is on the page when the last answer has come.
WHOLE = {
    "first": ".articles, .notice",
    "explore": ".small-map .mark",
    "network": ".panel section",
    "relation": ".claim .headline",
    "map": ".world .mark, main .notice",  # the brand of the site is a mark too
    "record": "main h1",
    "query": ".results",
}
CHART = """SELECT ?kind (COUNT(*) AS ?figures) WHERE { ?figure a cek:Figure ; cek:kind ?kind }
GROUP BY ?kind ORDER BY DESC(?figures)"""
DRAWN = ("network", "relation")
README = ("explore", "relation", "map", "record", "query")


def take(browser: Browser, origin: str, folder: Path) -> Iterator[Path]:
    """Write ``first-light.png``, ``network-dark.png`` and so on."""
    folder.mkdir(parents=True, exist_ok=True)
    for look, options in LOOKS.items():
        for name, path in scenes(origin).items():
            yield shoot(browser, origin + path, name, folder / f"{name}-{look}.png", options)


def take_for_readme(browser: Browser, origin: str, folder: Path) -> Iterator[Path]:
    for name, path in scenes(origin).items():
        if name in README:
            yield shoot(browser, origin + path, name, folder / f"{name}.png", LOOKS["light"])


def shoot(browser: Browser, address: str, name: str, target: Path, options: dict[str, Any]) -> Path:
    page = browser.new_context(reduced_motion="reduce", locale="en-GB", **options).new_page()
    page.goto(address)
    page.wait_for_selector(WHOLE[name])
    if name in DRAWN:
        wait_until_drawn(page)
    page.wait_for_load_state("networkidle")  # names that come after the first answer
    if name == "explore":
        page.locator(".browse").evaluate("part => part.scrollIntoView()")
    page.screenshot(path=target)
    page.context.close()
    return target


def scenes(origin: str) -> dict[str, str]:
    overview = ask(origin, "/overview")
    actors = overview["actors"]
    if not actors:
        return {"first": "/"}
    seed = actors[0]["iri"]
    edges = ask(origin, f"/graph/neighbourhood?iri={quote(seed, safe='')}")["edges"]
    best = max(edges, key=lambda edge: (edge["relation"] == "against", edge["claims_total"]), default=None)
    chart = "#defaultView:Chart\n" + CHART
    found = {
        "first": "/",
        "explore": "/?type=figure&code=killed",
        "network": network_of(seed),
        "map": "/map",
        "query": "/query#" + urlencode({"query": chart}),
    }
    if told := [claim["iri"] for article in overview["articles"] for claim in article["highlights"]]:
        found["record"] = "/resource?" + urlencode({"iri": told[0]})
    if best:
        found["relation"] = network_of(seed, edge=edge_key(best["relation"], best["source"], best["target"]))
    return found


def ask(origin: str, path: str) -> Any:
    request = urllib.request.Request(origin + path, headers={"Accept": "application/json"})
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def main(store: str, output: str, mode: str = "") -> None:
    taken = take_for_readme if mode == "--readme" else take
    with serve(Path(store)) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=[*ARGUMENTS, "--enable-unsafe-swiftshader"]
        )
        for picture in taken(browser, origin, Path(output)):
            sys.stdout.write(f"{picture}\n")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
