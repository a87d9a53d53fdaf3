"""kg report: what is in the store, for a reader in a hurry."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

import click

from kg.cli import _console
from kg.report import ArticleReport, FigureLine, report
from kg.settings import Settings
from kg.stores import open_store

QUOTE = 100  # characters


@click.command("report")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an article instead of text.")
@_console.tells_errors
def command(as_json: bool) -> None:
    """Print each article in the store with its figures: bounds, status, source chain, date, place and quote.

    \b
    Example:
      kg report
      kg report --json
    """
    with open_store(Settings.from_env()).snapshot() as snapshot:
        articles = report(snapshot.store)
        print_json(articles) if as_json else print_report(articles)


def print_json(articles: Iterable[ArticleReport]) -> None:
    for article in articles:
        click.echo(json.dumps(asdict(article), ensure_ascii=False))


def print_report(articles: Iterable[ArticleReport]) -> None:
    """Text for people: a headline an article, two lines a figure."""
    for article in articles:
        origin = ", ".join(filter(None, (article.publisher, article.published or "no date", article.language)))
        click.echo(f"\n{click.style(article.headline, bold=True)} ({origin})")
        for figure in article.figures:
            click.echo(f"  {_claim(figure)}\n      {_quote(figure)}")
        if not article.figures:
            click.echo("  no figures")


def _claim(figure: FigureLine) -> str:
    said = " via ".join(figure.speakers)
    facts = "; ".join(filter(None, (figure.status + (f", {said}" if said else ""), figure.when, figure.where)))
    return f"{click.style(f'{figure.kind} {figure.amount}', bold=True)} {figure.who} ({facts})"


def _quote(figure: FigureLine) -> str:
    """The quote on one line, cut around the number when it is long."""
    words = " ".join(figure.quote.split())
    if len(words) <= QUOTE:
        return f"“{words}”"
    middle = max(words.find(" ".join(figure.verbatim.split())), 0)
    start = max(0, min(middle - QUOTE // 3, len(words) - QUOTE))
    return f"“{'…' if start else ''}{words[start : start + QUOTE]}{'…' if start + QUOTE < len(words) else ''}”"
