"""Pictures of the page for a store, in light, dark and on a phone: ``python -m tests.browser.pictures STORE OUTPUT``.

They show the first page, the network of the actor with most ties, the strongest relation of it with its sentences,
the map and the query workbench.
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
    "network": ".panel section",
    "relation": ".claim .headline",
    "map": ".mark, .notice",
    "query": ".results",
}
CHART = "SELECT ?kind (COUNT(*) AS ?figures) WHERE { ?figure cek:kind ?kind } GROUP BY ?kind ORDER BY DESC(?figures)"
DRAWN = ("network", "relation")


def take(browser: Browser, origin: str, folder: Path) -> Iterator[Path]:
    """Write ``first-light.png``, ``network-dark.png`` and so on."""
    folder.mkdir(parents=True, exist_ok=True)
    for look, options in LOOKS.items():
        page = browser.new_context(reduced_motion="reduce", locale="en-GB", **options).new_page()
        for name, path in scenes(origin).items():
            page.goto(origin + path)
            page.wait_for_selector(WHOLE[name])
            if name in DRAWN:
                wait_until_drawn(page)
            target = folder / f"{name}-{look}.png"
            page.screenshot(path=target)
            yield target
        page.context.close()


def scenes(origin: str) -> dict[str, str]:
    actors = ask(origin, "/overview")["actors"]
    if not actors:
        return {"first": "/"}
    seed = actors[0]["iri"]
    edges = ask(origin, f"/graph/neighbourhood?iri={quote(seed, safe='')}")["edges"]
    best = max(edges, key=lambda edge: (edge["relation"] == "against", edge["claims_total"]), default=None)
    chart = "#defaultView:Chart\n" + CHART
    found = {"first": "/", "network": network_of(seed), "map": "/map", "query": "/query#" + urlencode({"query": chart})}
    if best:
        found["relation"] = network_of(seed, edge=edge_key(best["relation"], best["source"], best["target"]))
    return found


def ask(origin: str, path: str) -> Any:
    request = urllib.request.Request(origin + path, headers={"Accept": "application/json"})
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def main(store: str, output: str) -> None:
    with serve(Path(store)) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=[*ARGUMENTS, "--enable-unsafe-swiftshader"]
        )
        for picture in take(browser, origin, Path(output)):
            sys.stdout.write(f"{picture}\n")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
