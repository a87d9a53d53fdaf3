"""python -m bench.network [--nodes N]: draw a network of so many actors in Chromium and print how it feels.

Without a graphics card WebGL is computed on the processor, so the times are a floor.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import click
from playwright.sync_api import sync_playwright

from bench.network.measure import measure
from bench.network.world import fill
from bench.speed.processes import free_port, running

ARGUMENTS = ("--no-sandbox", "--enable-unsafe-swiftshader", "--disable-background-networking")
ROOT = Path(__file__).parents[2]


@click.command()
@click.option("--nodes", default=5_000, show_default=True, help="How many actors stand around the one in the middle.")
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), help="Keep the store here for the next run."
)
def main(nodes: int, folder: Path | None) -> None:
    """Fill a store with a synthetic war, serve it, open its network in Chromium and use it."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise click.ClickException("there is no chromium here; `apt-get install chromium` brings it.")
    with tempfile.TemporaryDirectory() as made:
        store = (folder or Path(made)) / f"network-{nodes}"
        if not store.exists():
            click.echo(f"filling a store with {nodes:,} actors ...", err=True)
            click.echo(f"{fill(store, nodes):,} quads", err=True)
        port = free_port()
        env = {
            "KG_DATA": str(store),
            "KG_MAX_NEIGHBOURS": str(nodes),
            "KG_QUERY_SECONDS": "120",
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", "kg", "serve", "--port", str(port)]
        with running(command, port, store / "server.log", env), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
            page = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce").new_page()
            click.echo(f"{nodes:,} actors")
            click.echo("\n".join(measure(page, f"http://127.0.0.1:{port}", nodes).lines()))
            browser.close()


if __name__ == "__main__":
    main()
