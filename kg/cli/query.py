"""kg query: a saved query, a file, or SPARQL from the command line, through the same guard as the endpoint."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from kg.cli import _console
from kg.errors import BadParameter
from kg.query.engine import Answer, QueryService
from kg.query.formats import GRAPHS, RESULTS
from kg.query.guard import check
from kg.query.saved import SavedQuery, parse_query, saved_queries
from kg.rdf import PREFIXES
from kg.settings import Settings
from kg.stores import open_store

FORMATS = ["table", *dict.fromkeys(form.name for form in (*RESULTS, *GRAPHS))]


@click.command("query")
@click.argument("query", required=False)
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of a saved query.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print.")
@_console.tells_errors
def command(query: str | None, params: tuple[str, ...], form: str) -> None:
    """Ask the store in KG_DATA: QUERY is the name of a saved query, a file (.rq), SPARQL itself, or - for stdin.

    Without QUERY the saved queries are listed with their parameters.

    \b
    Example:
      kg query actors-by-name -p name=Peshmerga
      kg query figures-with-evidence -p kind=killed --format csv
      kg query 'SELECT (COUNT(*) AS ?figures) WHERE { ?f a cek:Figure }' --format json
    """
    if query is None:
        _list_saved()
        return
    settings = Settings.from_env()
    text = _text(query, _pairs(params))
    with QueryService(settings, open_store(settings)) as service:
        if form == "table":
            _print_table(service, text, settings)
        else:
            _print_bytes(service.run(text, format=form))


def _text(query: str, params: dict[str, str]) -> str:
    """The SPARQL behind the argument, with its parameters in place."""
    saved = _saved(query)
    if saved is not None:
        return saved.bind(params)
    if params:
        raise BadParameter("-p fills in the parameters of a saved query or a .rq file with a header; this is neither.")
    return sys.stdin.read() if query == "-" else query


def _saved(query: str) -> SavedQuery | None:
    known = saved_queries()
    if query in known:
        return known[query]
    if query.endswith(".rq"):
        path = Path(query)
        if not path.is_file():
            raise BadParameter(f"There is no file {query}.")
        return parse_query(path)
    if query != "-" and not any(character.isspace() for character in query):
        raise BadParameter(f"There is no saved query {query!r}; `kg query` lists them: {', '.join(sorted(known))}.")
    return None


def _pairs(params: tuple[str, ...]) -> dict[str, str]:
    for param in params:
        if "=" not in param:
            raise BadParameter(f"-p {param} has no value; write -p {param}=VALUE.")
    return dict(param.split("=", 1) for param in params)


def _print_bytes(answer: Answer) -> None:
    out = click.get_binary_stream("stdout")
    for chunk in answer.chunks():
        out.write(chunk)
    out.flush()


def _print_table(service: QueryService, text: str, settings: Settings) -> None:
    """Rows as a table; yes or no as a word; a graph, which is no table, as Turtle."""
    limits = int(settings.limit("max_query_bytes")), int(settings.limit("max_query_depth"))
    kind = check(text, *limits, PREFIXES).form
    if kind not in ("SELECT", "ASK"):
        _print_bytes(service.run(text, format="turtle"))
        return
    results = json.loads(service.run(text, format="json").read())
    if kind == "ASK":
        click.echo("yes" if results["boolean"] else "no")
    else:
        _print_rows(results)


def _print_rows(results: dict[str, Any]) -> None:
    names, rows = results["head"]["vars"], results["results"]["bindings"]
    table = Table(*names)
    for row in rows:
        table.add_row(*(_cell(row.get(name)) for name in names))
    console = Console(markup=False, highlight=False, width=None if sys.stdout.isatty() else 200)
    console.print(table)
    _console.tell(f"{len(rows)} rows")


def _cell(term: dict[str, str] | None) -> str:
    """A literal as it is, an IRI with its prefix."""
    if term is None:
        return ""
    if term["type"] != "uri":
        return term["value"]
    for prefix, namespace in PREFIXES.items():
        if term["value"].startswith(namespace):
            return f"{prefix}:{term['value'][len(namespace) :]}"
    return term["value"]


def _list_saved() -> None:
    for name, saved in sorted(saved_queries().items()):
        parameters = (f"-p {p.name}={p.type.upper()}" for p in saved.parameters)
        needed = " ".join(
            text if p.required else f"[{text}]" for p, text in zip(saved.parameters, parameters, strict=True)
        )
        click.echo(f"{name} {needed}".rstrip())
        click.echo(f"    {saved.title}")
