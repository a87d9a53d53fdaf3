"""kg query: a saved query, a file, or SPARQL from the command line, through the same guard as the endpoint."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.table import Column, Table

from kg.cli import _console
from kg.errors import BadParameter
from kg.federation import Federator
from kg.query.engine import Answer, QueryService
from kg.query.formats import GRAPHS, RESULTS
from kg.query.resolve import Resolver
from kg.query.saved import Parameter, SavedQuery, load, saved_queries
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
    with QueryService(settings, open_store(settings)) as service:
        text = _text(query, _pairs(params), Resolver(service, settings.base_iri))
        answer = _asker(settings, service, query)(text, format=None if form == "table" else form)
        _print(answer, as_table=form == "table")


def _asker(settings: Settings, service: QueryService, query: str) -> Callable[..., Answer]:
    """Saved questions may ask the servers of KG_FEDERATION, others those of KG_FEDERATION_FREE."""
    federator = Federator(settings, service, patient=True)
    return partial(federator.run, free=query not in saved_queries())


def _text(query: str, params: dict[str, str], resolver: Resolver) -> str:
    """The SPARQL behind the argument, with its parameters in place."""
    saved = _saved(query)
    if saved is not None:
        return saved.bind(params, resolver)
    if params:
        raise BadParameter("-p is for a saved query or a .rq file with a header, and this is neither.")
    if query.endswith(".rq"):
        return Path(query).read_text(encoding="utf-8")
    return sys.stdin.read() if query == "-" else query


def _saved(query: str) -> SavedQuery | None:
    """A saved query by name, or a file with a header such as saved queries have."""
    known = saved_queries()
    if query in known:
        return known[query]
    if query.endswith(".rq"):
        return load(Path(query)) if _has_header(Path(query)) else None
    if query != "-" and not any(map(str.isspace, query)):
        raise BadParameter(f"There is no saved query {query!r}; choose one of {', '.join(known)}.")
    return None


def _has_header(path: Path) -> bool:
    if not path.is_file():
        raise BadParameter(f"There is no file {path}.")
    return any(line.startswith("#+") for line in path.read_text(encoding="utf-8").splitlines())


def _pairs(params: tuple[str, ...]) -> dict[str, str]:
    for param in params:
        if "=" not in param:
            raise BadParameter(f"-p {param} has no value; write -p {param}=VALUE.")
    return dict(param.split("=", 1) for param in params)


def _print(answer: Answer, as_table: bool) -> None:
    """Rows as a table and yes or no as a word, where asked for; all else as the engine wrote it."""
    if as_table and answer.kind == "SELECT":
        _print_rows(json.loads(answer.read()))
    elif as_table and answer.kind == "ASK":
        click.echo("yes" if json.loads(answer.read())["boolean"] else "no")
    else:
        out = sys.stdout.buffer
        for chunk in answer.chunks():
            out.write(chunk)
        out.flush()


def _print_rows(results: dict[str, Any]) -> None:
    names, rows = results["head"]["vars"], results["results"]["bindings"]
    table = Table(*(Column(name, overflow="fold") for name in names))
    for row in rows:
        table.add_row(*(_cell(row.get(name)) for name in names))
    _console.stdout().print(table)
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
        click.echo(" ".join([name, *map(_usage, saved.parameters)]))
        click.echo(f"    {saved.title}")


def _usage(parameter: Parameter) -> str:
    usage = f"-p {parameter.name}={parameter.type.upper()}"
    return usage if parameter.required else f"[{usage}]"
