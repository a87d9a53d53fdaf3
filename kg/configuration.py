"""Every variable that is no limit: name, default, what it does; docs/configuration.md and deploy/kg.env.example.

``python -m kg.configuration > docs/configuration.md``, ``python -m kg.configuration env > deploy/kg.env.example``.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass

from kg.settings import ENDPOINTS, LIMITS

TUNED = ("query_workers", "web_workers", "query_seconds", "query_memory_mb", "copy_quads", "stop_seconds")


@dataclass(frozen=True, slots=True)
class Variable:
    name: str
    default: str  # "" = none
    does: str
    example: str
    secret: bool = False


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "KG_DATA",
        "`$XDG_DATA_HOME/conflict-kg`, else `~/.local/share/conflict-kg`",
        "the folder of the store: graph, snapshots, texts, journal, dead letters",
        "/var/lib/conflict-kg",
    ),
    Variable(
        "KG_CACHE",
        "`$XDG_CACHE_HOME/conflict-kg`, else `~/.cache/conflict-kg`",
        "the folder of the index of place names, which is built once and can be built again",
        "/var/cache/conflict-kg",
    ),
    Variable(
        "KG_BASE",
        "`https://w3id.org/cekg/`",
        "what the IRIs of the graph begin with; a store keeps the one that it was filled with",
        "https://example.org/kg/",
    ),
    Variable("KG_STORE", "`oxigraph`", "where the graph lives: see [stores.md](stores.md)", "oxigraph"),
    Variable("KG_STORE_USER", "", "who we are at a SPARQL server that holds the graph", "kg"),
    Variable("KG_STORE_PASSWORD", "", "... and the password", "", secret=True),
    Variable(
        "KG_TRUSTED_HOSTS",
        "`localhost,127.0.0.1,[::1]`",
        "host names that requests may be for, by commas; `*` is any. Others are refused (DNS rebinding)",
        "kg.example.org",
    ),
    Variable(
        "KG_CORS_ORIGINS",
        "",
        "origins whose web pages may use the service, by commas; `*` lets any read",
        "https://maps.example.org",
    ),
    Variable(
        "KG_UPDATE_TOKEN",
        "",
        "who sends it may write over HTTP (`Authorization: Bearer ...`); without it nobody may",
        "",
        secret=True,
    ),
    Variable(
        "KG_QUERY_LOG",
        "",
        "a file that gets a line of JSON for each query at the endpoint; headers, and so tokens, are never in it",
        "/var/log/conflict-kg/queries.jsonl",
    ),
    Variable(
        "KG_FEDERATION",
        "",
        "names of SPARQL servers that saved questions may ask (`SERVICE`), by commas",
        "wikidata",
    ),
    Variable("KG_FEDERATION_FREE", "", "... and that anybody's query may ask", "wikidata"),
    Variable(
        "KG_ENDPOINTS",
        "",
        "more SPARQL servers by name: `name=https://address`, by blanks",
        "ours=https://sparql.example.org/query",
    ),
    *(
        Variable(
            f"KG_{name.upper()}_ENDPOINT",
            f"`{url}`" if url else "",
            f"the SPARQL server that is asked as `{name}`",
            f"https://sparql.example.org/{name}",
        )
        for name, url in ENDPOINTS.items()
    ),
    Variable(
        "KG_CONTACT",
        "",
        "a mail address or page of who runs this, told to the servers that are asked; some require it",
        "https://example.org/contact",
    ),
    Variable("KG_OFFLINE", "", "`1`: other servers are never asked, what they answered before has to do", "1"),
    Variable(
        "KG_WATCH_PRIVATE",
        "",
        "hosts inside your own network that `kg watch` may ask, by commas; others there are refused",
        "feeds.example.internal",
    ),
)

_HEAD = """# Configuration

All of it is environment variables, read once when a command starts; there is no other file.
`deploy/kg.env.example` lists them for systemd (`EnvironmentFile=`) and containers (`--env-file`); in a shell,
`set -a; . ./kg.env`. A value that cannot be is an error that names the variable. This page is made from
`kg/configuration.py`; the limits (sizes, times, processes) are in [limits.md](limits.md).

| variable | default | what it does |
|---|---|---|"""
_TAIL = """
The limits that are tuned most:

| variable | default | why |
|---|---|---|"""
_SECRETS = """
`KG_UPDATE_TOKEN` and `KG_STORE_PASSWORD` are secrets: no page, log or error shows them. Keep a file that holds them
readable by the service only."""


def as_markdown() -> str:
    rows = [f"| `{each.name}` | {each.default or 'none'} | {each.does} |" for each in VARIABLES]
    limits = [f"| `KG_{e.name.upper()}` | {e.default:,} {e.unit} | {e.why} |" for e in LIMITS if e.name in TUNED]
    return "\n".join([_HEAD, *rows, _TAIL, *limits, _SECRETS, ""])


def as_env() -> str:
    """A file for systemd and containers: nothing in it is set; the defaults hold until a line is uncommented."""
    lines = ["# Settings of conflict-kg, one a line; docs/configuration.md and docs/limits.md say what each does."]
    for each in VARIABLES:
        lines += [f"# {_plain(each.does)}", f"#{each.name}={each.example}"]
    for limit in LIMITS:
        if limit.name in TUNED:
            lines += [f"# {limit.unit}: {limit.why}", f"#KG_{limit.name.upper()}={limit.default}"]
    return "\n".join([*lines, ""])


def _plain(words: str) -> str:
    """Without the marks of Markdown."""
    return re.sub(r"\[([^]]+)\]\([^)]+\)", r"docs/\1", words).replace("`", "")


if __name__ == "__main__":
    sys.stdout.write(as_env() if sys.argv[1:] == ["env"] else as_markdown())
