"""python -m bench.speed [--quads N] [--markdown FILE]: ours and its peers on one graph, in one run."""

from __future__ import annotations

import shutil
import subprocess
import time
from contextlib import ExitStack, closing
from pathlib import Path

import click
import pyoxigraph as ox

from bench.speed import columnar
from bench.speed.client import Client, Timing
from bench.speed.comunica import Comunica
from bench.speed.engine_alone import measured
from bench.speed.generate import articles
from bench.speed.load_test import points_a_second
from bench.speed.peers import ROOT, Data, MissingError, Ours, OursAgain, Oxigraph, Peer, RdflibEndpoint
from bench.speed.processes import disk_mb, memory_mb
from bench.speed.report import Result, tables, with_section
from bench.speed.virtuoso import Virtuoso
from kg.rdf.namespaces import DEFAULT_BASE, term

PEERS: tuple[type[Peer], ...] = (Ours, OursAgain, Oxigraph, Virtuoso, RdflibEndpoint, Comunica)
WARM_SECONDS = 40.0  # for all: ours copies the union into memory after the first question
WARM_FOR_MILLION = 10.0  # more
QUERIES = Path(__file__).parent / "queries"


@click.command()
@click.option("--quads", default=1_000_000, show_default=True, help="Size of the graph; 100000 is a quick look.")
@click.option("--times", default=15, show_default=True, help="How often each query is asked; slow ones less often.")
@click.option("--folder", default=ROOT / "output" / "bench", type=click.Path(file_okay=False, path_type=Path))
@click.option("--markdown", type=click.Path(dir_okay=False, path_type=Path), help="Write the tables into this file.")
def main(quads: int, times: int, folder: Path, markdown: Path | None) -> None:
    """Load one synthetic graph into every store that can be had, ask all the same questions, and compare."""
    folder.mkdir(parents=True, exist_ok=True)
    data, values = generate(folder, quads)
    results = [prepare(kind, folder, data) for kind in PEERS]
    beside = ask([result for result in results if not result.missing], values, times, data)
    first, again = results[0].timings, results[1].timings
    beside += columnar.lines(data, folder.parent / "peers", folder, first, again)
    written = "\n".join([*tables(results, data.count), "", *beside])
    click.echo(written)
    if markdown:
        known = markdown.read_text(encoding="utf-8") if markdown.exists() else ""
        section = with_section(known, f"{quads:,} quads", written)
        markdown.write_text(section, encoding="utf-8")


def generate(folder: Path, quads: int) -> tuple[Data, dict[str, str]]:
    """The graph as quads and as the triples of their union, and what the queries ask about."""
    data = Data(folder / f"{quads}.nq", folder / "triples" / f"{quads}.nt", quads)
    shutil.rmtree(data.triples.parent, ignore_errors=True)
    data.triples.parent.mkdir()
    seen: set[int] = set()
    count = 0
    with data.quads.open("wb") as named, data.triples.open("wb") as union:
        for graph in articles(quads):
            count += len(graph)
            ox.serialize(graph, named, ox.RdfFormat.N_QUADS)
            fresh = [quad.triple for quad in graph if hash(quad.triple) not in seen]
            seen.update(map(hash, fresh))
            ox.serialize(fresh, union, ox.RdfFormat.N_TRIPLES)
    return Data(data.quads, data.triples, count), values_from(graph)


def values_from(graph: list[ox.Quad]) -> dict[str, str]:
    """What stands for CLAIM, ARTICLE and the actors in the queries; the claim and its article from the last graph."""
    claim = next(quad for quad in graph if quad.predicate == term("cek:inArticle"))
    actors = {"ACTOR": f"{DEFAULT_BASE}id/actor/actor-0", "RARE": f"{DEFAULT_BASE}id/actor/actor-700"}
    return {"CLAIM": str(claim.subject)[1:-1], "ARTICLE": str(claim.object)[1:-1], **actors}


def query_texts(values: dict[str, str]) -> dict[str, str]:
    texts = {}
    for file in sorted(QUERIES.glob("*.rq")):
        text = file.read_text(encoding="utf-8")
        for name, value in values.items():
            text = text.replace(f"<{name}>", f"<{value}>")
        texts[file.stem] = text
    return texts


def prepare(kind: type[Peer], folder: Path, data: Data) -> Result:
    """Install and load a peer; one that cannot be had, or breaks, is said to be missing."""
    peer = kind(folder.parent / "peers", folder)
    result = Result(peer)
    if data.count > peer.most_quads:
        result.missing = f"not asked: more than {peer.most_quads:,} quads"
        return result
    click.echo(f"{peer.name}: loading {data.count:,} quads ...", err=True)
    try:
        peer.install()
        started = time.perf_counter()
        peer.load(data)
        result.load_seconds = time.perf_counter() - started
        result.disk_mb = disk_mb(peer.folder)
    except (MissingError, OSError, RuntimeError, subprocess.CalledProcessError) as error:
        result.missing = str(error)
    return result


def ask(results: list[Result], values: dict[str, str], times: int, data: Data) -> list[str]:
    """All servers run, and each query goes round: what else the machine does weighs on all alike.

    Gives what is to be said of ours beside the engine it is built on.
    """
    with ExitStack() as stack:
        for result in results:
            start(result, stack)
        clients = [
            (result, stack.enter_context(closing(Client(result.served.url)))) for result in results if result.served
        ]
        texts = query_texts(values)
        for _, client in clients:
            client.ask(texts["01-point"], Timing())
        time.sleep(WARM_SECONDS + WARM_FOR_MILLION * data.count / 1e6)
        for name, text in texts.items():
            click.echo(name, err=True)
            for _, client in clients:
                client.ask(text, Timing())  # to warm up
            for _ in range(times):
                for result, client in clients:
                    client.ask(text, result.timings.setdefault(name, Timing()))
        for result, _ in clients:
            assert result.served
            result.memory_mb = memory_mb(result.served.pid)
            result.points = points_a_second(result.served.url, texts["01-point"])
        ours = results[0]
        if not isinstance(ours.peer, Ours) or ours.served is None:
            return []
        return measured(data, ours.peer.folder / "data", ours.load_seconds, ours.served).lines(data.count)


def start(result: Result, stack: ExitStack) -> None:
    started = time.perf_counter()
    try:
        result.served = stack.enter_context(result.peer.serve())
    except (RuntimeError, OSError) as error:
        result.missing = str(error)
        return
    if not result.peer.loads_before_it_serves:
        result.load_seconds = time.perf_counter() - started


if __name__ == "__main__":
    main()
