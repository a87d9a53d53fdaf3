"""kg match: which events of the press other data sets record too."""

from __future__ import annotations

import datetime as dt
import json

import click

from kg.cli import _console
from kg.datasets.formats import formats
from kg.datasets.links import Linked, link
from kg.datasets.match import Match, Window
from kg.settings import Settings
from kg.stores import open_store


@click.command("match")
@click.argument("datasets", nargs=-1, type=click.Choice(sorted(formats())))
@click.option("--days", type=click.IntRange(0, 31), default=3, show_default=True, help="Days between the two, at most.")
@click.option("--km", type=click.FloatRange(0, 500), default=25, show_default=True, help="Kilometres, at most.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a proposal on stdout.")
@_console.tells_errors
def command(datasets: tuple[str, ...], days: int, km: float, as_json: bool) -> None:
    """Propose which events of the articles an imported data set records too, by days, distance, sides and type.

    DATASETS are some of those imported; without any, UCDP and ACLED. The proposals of a former run are replaced. Ask
    the saved queries dataset-matches, press-without-dataset and dataset-without-press for what they say.

    \b
    Example:
      kg match
      kg match ucdp --days 7 --km 50
      kg query dataset-matches -p dataset=ucdp
    """
    settings = Settings.from_env()
    store = open_store(settings)
    for name in datasets or ("ucdp", "acled"):
        _console.tell(f"Comparing the press with {formats()[name].title} ...")
        found = link(formats()[name], settings, store, Window(days, km), dt.datetime.now(dt.UTC).date())
        if as_json:
            for match in found.proposals:
                click.echo(json.dumps(_record(match), ensure_ascii=False))
        else:
            click.echo(_summary(name, found))


def _record(match: Match) -> dict[str, object]:
    return {
        "event": match.press.iri,
        "recorded_as": match.dataset.iri,
        "days": match.days,
        "kilometres": round(match.kilometres, 1),
        "sides": match.sides,
        "confidence": match.confidence,
        "rank": match.rank,
        "comment": match.comment,
    }


def _summary(name: str, found: Linked) -> str:
    changed = "" if found.changed else ", as before"
    return (
        f"{name}: {found.matched:,} of {found.press:,} comparable events of the press have a proposal, "
        f"{len(found.proposals):,} proposals in all{changed}"
    )
