"""python -m bench.external FOLDER [--markdown FILE]: the reader on the corpora that lie in a folder."""

from __future__ import annotations

from pathlib import Path

import click

from bench.external import muc4, wikievents
from bench.external.corpus import load
from bench.external.measure import Result, lines, measure
from kg.evaluation.markdown import as_table, with_section


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--markdown", type=click.Path(dir_okay=False, path_type=Path), help="Write the tables into this file.")
def main(folder: Path | None, markdown: Path | None) -> None:
    """Measure the reader on each corpus that is there; nothing is a failure when none is."""
    for corpus in (muc4, wikievents):
        path = folder / corpus.FILE if folder else None
        if path is None or not path.exists():
            continue
        click.echo(f"== {corpus.NAME}")
        result = measure(load(path, corpus.counts))
        click.echo("\n".join(lines(result)))
        if markdown:
            document = markdown.read_text(encoding="utf-8") if markdown.exists() else ""
            markdown.write_text(with_section(document, corpus.NAME, _section(corpus.ABOUT, result)), encoding="utf-8")


def _section(about: str, result: Result) -> str:
    heads = ["documents", "explicit figures", "recall", "precision"]
    cells = [f"{result.documents}", f"{result.explicit}", f"{result.recall:.2f}", f"{result.precision:.2f}"]
    if result.false_per_100 is not None:
        heads.append("events per 100 documents without one")
        cells.append(f"{result.false_per_100:.0f}")
    return "\n".join([about, "", *as_table(heads, [cells])])


if __name__ == "__main__":
    main()
