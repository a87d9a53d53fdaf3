"""python -m bench.reading.growth: does twice the text take twice the time? Repeated shapes find what does not."""

from __future__ import annotations

import sys
import time

import click

from kg.model import Article
from kg.reading import read

WORDS = "Rebels killed 17 soldiers in Goma and the army said 41 were wounded "
SHAPES = {
    "paragraphs": WORDS + "on Monday.\n\n",
    "one sentence without punctuation": WORDS,
    "digits": "7",
    "numbers": "17 ",
    "number words": "two hundred and ",
    "capitals": "A",
    "words in capitals": "GOMA KILLED ",
    "letters": "a",
    "hyphens": "a-",
    "elisions": "l'",
    "commas": ",",
    "brackets": "(",
    "full stops": ". ",
    "abbreviations": "U.S.",
    "datelines": "GOMA - ",
    "quotation marks": '"',
    "colons": "the army: ",
    "speakers": "said the army ",
    "predicates": "killed ",
    "names": "Islamic State ",
    "credits": "© ",
    "handles": "@a ",
    "addresses": "https://t.co/a ",
    "dates": "17/10/16 ",
    "line ends": "\n",
    "blanks": " ",
    "marks": "e\u0336",
    "zero-width spaces": "\u200b",
    "look-alikes": "kіlled ",
    "Arabic": "قتل سبعة عشر جنديا في الموصل ",
}
SIZE = 12_000  # characters of the shorter text
MOST = 3.0  # work that is linear doubles, quadratic work takes four times as long
RUNS = 3  # the quickest counts


def seconds(text: str) -> float:
    """Processor time of one reading."""
    article = Article("growth", text, "en")
    started = time.process_time()
    read(article)
    return time.process_time() - started


def growth(text: str) -> tuple[float, float]:
    """Seconds of a text, and how many times as long a text twice as long takes."""
    once, twice = (min(seconds(one) for _ in range(RUNS)) for one in (text, f"{text}\n{text}"))
    return once, twice / once


@click.command()
def main() -> None:
    """A line a shape; exit 1 when one grows faster than its length."""
    seconds(WORDS)
    rows = {name: growth(WORDS + shape * (SIZE // len(shape))) for name, shape in SHAPES.items()}
    for name, (once, ratio) in sorted(rows.items(), key=lambda row: -row[1][1]):
        click.echo(f"{name:34} {1000 * once:7.1f} ms  twice the text {ratio:4.2f} x")
    sys.exit(any(ratio > MOST for _, ratio in rows.values()))


if __name__ == "__main__":
    main()
