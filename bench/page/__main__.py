"""python -m bench.page [STORE] [--times N]: how heavy each page is, and how soon a reader can use it.

Without STORE the sample articles are read first. Every opening is a fresh browser context: no cache, no warmed
connection. Weight is what came over the wire, as compressed as the server sends it: the files of the page, and all with
its data, what comes after the first view included. A page is usable when what one came for stands there: on the first
page the search box and the latest articles, elsewhere the first rows of its content. The budget (300 kB, 1.5 s on two
cores) is that of the first view; times hold for the machine that prints them.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import click
from playwright.sync_api import Browser, sync_playwright

from bench.page.opening import Opening, opened
from kg.files import samples_dir
from tests.browser.chromium import ARGUMENTS, chromium, lacking
from tests.browser.pictures import ask
from tests.browser.serving import serve
from tests.browser.steps import network_of

# Of each page: what must be there before a reader can use it.
USABLE = {
    "first": ".search.large input, .articles .article",
    "network": ".canvas, .legend label, table tbody tr",
    "map": ".world .land, .world .mark, .account",
    "query": ".cm-content, .library li",
}


@click.command()
@click.argument("store", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--times", default=5, show_default=True, help="How often each page is opened; the median counts.")
def main(store: Path | None, times: int) -> None:
    """Open the pages of a store, by default of the sample articles, and print their weight and time as a table."""
    if reason := lacking():
        raise click.ClickException(reason)
    with tempfile.TemporaryDirectory() as folder:
        held = store or read_samples(Path(folder))
        with serve(held) as origin, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium(), args=[*ARGUMENTS, "--enable-unsafe-swiftshader"]
            )
            report(browser, origin, times)
            browser.close()


def read_samples(folder: Path) -> Path:
    files = sorted(map(str, samples_dir().iterdir()))
    command = [sys.executable, "-m", "kg", "ingest", *files]
    subprocess.run(command, env=os.environ | {"KG_DATA": str(folder)}, check=True, capture_output=True)
    return folder


def report(browser: Browser, origin: str, times: int) -> None:
    click.echo("| page | files, kB gzip | with data, kB | usable after, s (median) | slowest, s |")
    click.echo("|---|---|---|---|---|")
    for name, path in pages(origin).items():
        seen = [opened(browser, origin + path, USABLE[name]) for _ in range(times)]
        click.echo(row(name, seen))
    click.echo(f"{os.cpu_count()} cores, {times} openings each; budget of the first view: 300 kB and 1.5 s.", err=True)


def row(name: str, seen: list[Opening]) -> str:
    seconds = [one.usable_after for one in seen]
    last = seen[-1]
    return (
        f"| {name} | {last.file_bytes / 1000:.0f} | {last.all_bytes / 1000:.0f} "
        f"| {statistics.median(seconds):.2f} | {max(seconds):.2f} |"
    )


def pages(origin: str) -> dict[str, str]:
    found = {"first": "/", "map": "/map", "query": "/query"}
    actors = ask(origin, "/overview")["actors"]
    return found | ({"network": network_of(actors[0]["iri"])} if actors else {})


if __name__ == "__main__":
    main()
