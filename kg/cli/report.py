"""kg report: what is in the store, for a reader in a hurry."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict

import click

from kg.cli import _console
from kg.report import ArticleReport, FigureLine, foremost, report
from kg.settings import Settings
from kg.stores import open_store

QUOTE = 100  # characters
SHORT_ARTICLES = 20  # the newest ones
SHORT_FIGURES = 2  # of each
WIDTH = 120  # columns, where there is no terminal to ask
NOTES = {("displaced", "capacity"): " (room for)", ("displaced", "stock"): " (in all)"}  # 500 beds are not 500 people


@click.command("report")
@click.option("--short", is_flag=True, help="Only the foremost figures of the newest articles.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an article instead of text.")
@_console.tells_errors
def command(short: bool, as_json: bool) -> None:
    """Print each article in the store with its figures: bounds, status, source chain, date, place and quote.

    \b
    Example:
      kg report --short
      kg report --json
    """
    with open_store(Settings.from_env()).snapshot() as snapshot:
        articles = report(snapshot)
        if as_json:
            print_json(articles)
        else:
            print_short(list(articles)) if short else print_report(articles)


def print_json(articles: Iterable[ArticleReport]) -> None:
    for article in articles:
        click.echo(json.dumps(asdict(article), ensure_ascii=False))


def print_report(articles: Iterable[ArticleReport]) -> None:
    """Text for people: a headline an article, and all its figures."""
    for article in articles:
        click.echo()
        _print_article(article, article.figures)


def print_short(articles: list[ArticleReport]) -> None:
    """A screen or three: the foremost figures of the newest articles, and how to see the rest."""
    newest = articles[-SHORT_ARTICLES:]
    chosen = [(article, foremost(article.figures, SHORT_FIGURES)) for article in newest]
    click.echo()
    for article, figures in chosen:
        _print_article(article, figures)
    shown, total = (sum(map(len, each)) for each in ([f for _, f in chosen], [a.figures for a in articles]))
    click.echo(
        f"\n{shown} of {total} figures are shown, of {len(newest)} of {len(articles)} articles. "
        f"All of them: {_console.as_typed('report')}"
    )


def _print_article(article: ArticleReport, figures: tuple[FigureLine, ...]) -> None:
    origin = ", ".join(filter(None, (article.publisher, article.published or "no date", article.language)))
    click.echo(f"{click.style(article.headline, bold=True)} ({origin})")
    for figure in figures:
        click.echo(_figure(figure, shutil.get_terminal_size((WIDTH, 0)).columns))
    if not article.figures:
        click.echo("  no figures")


def _figure(figure: FigureLine, width: int) -> str:
    """The claim and its quote, on one line where they fit."""
    claim, quote = _claim(figure), _quote(figure)
    fits = len(click.unstyle(claim)) + len(quote) + 3 <= width
    return f"  {claim} {quote}" if fits else f"  {claim}\n      {quote}"


def _claim(figure: FigureLine) -> str:
    said = " via ".join(figure.speakers)
    facts = "; ".join(filter(None, (figure.status + (f", {said}" if said else ""), figure.when, figure.where)))
    number = f"{figure.kind}{NOTES.get((figure.kind, figure.measure), '')} {figure.amount}"
    return f"{click.style(number, bold=True)} {figure.who} ({facts})"


def _quote(figure: FigureLine) -> str:
    """The quote on one line, cut around the number when it is long."""
    words = " ".join(figure.quote.split())
    if len(words) <= QUOTE:
        return f"“{words}”"
    middle = max(words.find(" ".join(figure.verbatim.split())), 0)
    start = max(0, min(middle - QUOTE // 3, len(words) - QUOTE))
    return f"“{'…' if start else ''}{words[start : start + QUOTE]}{'…' if start + QUOTE < len(words) else ''}”"
