"""Settings and limits: one table, each with name, default, unit and reason. Environment: ``KG_<NAME>`` in capitals."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import BadParameter


@dataclass(frozen=True, slots=True)
class Limit:
    name: str
    default: int | float
    unit: str
    why: str


LIMITS: tuple[Limit, ...] = (
    Limit("max_article_bytes", 5_000_000, "bytes", "an article is a few kB; more is an archive or an attack"),
    Limit("max_combining_run", 30, "code points", "Unicode stream-safe format; longer runs make normalising quadratic"),
    Limit("max_row_bytes", 1_000_000, "bytes", "a line of a data set is a few kB; a longer one is no row"),
    Limit("reading_seconds", 30.0, "seconds", "one hostile article must not stop a batch"),
    Limit(
        "max_query_bytes", 32_768, "bytes", "an engine's parser dies of stack depth long before a person writes more"
    ),
    Limit("max_query_depth", 200, "brackets", "nested brackets above 1,600 kill the engine's process"),
    Limit("query_seconds", 20.0, "seconds", "covers parsing, evaluation and serialisation"),
    Limit("query_memory_mb", 2_048, "MiB", "address space of one reader beyond the store's own mapping"),
    Limit("max_result_bytes", 64_000_000, "bytes", "a larger answer is an error, never a cut one"),
    Limit("answer_cache_mb", 64, "MB", "answers of the newest snapshots are exact as long as they fit; 0 keeps none"),
    Limit("ahead_seconds", 10.0, "seconds", "dear questions are asked again of each snapshot that lasts; 0 asks none"),
    Limit("copy_quads", 5_000_000, "triples", "readers answer from memory up to here, 350 bytes each; 0 never copies"),
    Limit(
        "direct_ms",
        3.0,
        "ms",
        "what columns tell within it is answered without a reader, while none is asked; 0: never",
    ),
    Limit("copy_spare_mb", 1_024, "MiB", "stay free when the newest snapshot is copied, else readers stay on disk"),
    Limit("query_workers", 2, "processes", "readers that answer queries; one a core"),
    Limit(
        "queries_per_client",
        8,
        "requests",
        "in flight or waiting, more get 429; a browser opens six connections at once",
    ),
    Limit("views_at_once", 500, "articles", "are read while a page waits; more by a process beside the server"),
    Limit("web_threads", 128, "threads", "requests at once; most wait for a reader, and waiting costs little"),
    Limit("requests_per_client", 24, "requests", "inside at once, more get 429; twice what a browser page opens"),
    Limit("bodies_per_client", 4, "requests", "whose body is on the way; slow ones hold a thread, more get 503"),
    Limit(
        "web_workers", 1, "processes", "that take requests, each with readers of its own; more help from four cores on"
    ),
    Limit("stop_seconds", 25, "seconds", "that requests under way have after SIGTERM; a query has query_seconds"),
    Limit("update_seconds", 60.0, "seconds", "a write waits for its turn, for another writer and for its snapshot"),
    Limit("max_update_bytes", 16_000_000, "bytes", "body of an update or a graph from who has the token"),
    Limit("max_review_chars", 2_000, "code points", "a note beside a claim is a paragraph; more is a document"),
    Limit("max_reviewer_chars", 120, "code points", "the name of who writes a note, as given"),
    Limit("max_neighbours", 300, "nodes", "a drawing stays readable; the answer says how many there are beyond"),
    Limit(
        "max_url_bytes", 16_384, "bytes", "longer queries travel by POST; proxies cut addresses at about this length"
    ),
    Limit(
        "max_body_bytes", 131_072, "bytes", "a percent-encoded query of max_query_bytes fits; nothing else is posted"
    ),
    Limit("duplicate_days", 7, "days", "two papers print an agency's copy within days; later it is another text"),
    Limit(
        "duplicate_words", 20_000, "words", "of each text are compared for near-duplicates; a long article has 5,000"
    ),
    Limit("publish_seconds", 2.0, "seconds", "how long a stored article may wait in an ingest until queries see it"),
    Limit("archive_wait_seconds", 3_600.0, "seconds", "an archive waits for another writer; what is read is kept"),
    Limit("held_quads", 300_000, "quads", "that a writer to a SPARQL server holds of its store; 450 bytes each"),
    Limit("snapshots_kept", 3, "snapshots", "old ones stay until their readers are done"),
    Limit("watch_seconds", 900.0, "seconds", "between two looks at a feed; most papers add a few articles an hour"),
    Limit("host_seconds", 2.0, "seconds", "between two requests to one host, more where its robots.txt asks for more"),
    Limit("fetch_seconds", 30.0, "seconds", "one answer of a paper's server, all of it, slow bodies too"),
    Limit("fetch_redirections", 5, "redirections", "each to an address that is checked again; more are a circle"),
    Limit("settle_seconds", 60.0, "seconds", "that `kg watch --once` waits for files that are still being written"),
    Limit("fetch_attempts", 5, "attempts", "at one entry of a feed, hours apart; then it is a dead letter"),
    Limit("max_fetch_bytes", 10_000_000, "bytes", "a feed or a page, decompressed; a bomb stops here"),
    Limit("remote_seconds", 60.0, "seconds", "one answer of another server; Wikidata stops its own queries after 60"),
    Limit("remote_attempts", 5, "attempts", "then the server is called unreachable and what is done so far is kept"),
    Limit("remote_backoff_seconds", 1.0, "seconds", "before the second attempt, doubled each time, at most 60"),
    Limit("remote_patience_seconds", 300.0, "seconds", "a Retry-After beyond this ends the run; what it has stays"),
    Limit("max_remote_bytes", 32_000_000, "bytes", "of one answer of another server; beyond, a batch is halved"),
    Limit("remote_batch", 100, "values", "in one query to another server (VALUES), below its limits"),
    Limit("remote_cache_days", 30, "days", "an answer of another server is asked for anew after this, if it can be"),
    Limit("link_candidates", 25, "candidates", "a name that more things bear elsewhere says nothing of which"),
    Limit("federation_rows", 5_000, "rows", "that a question gives to, or gets from, another server; more is an error"),
    Limit("federations", 2, "questions", "to other servers under way at once; each holds a thread while it waits"),
    Limit("reconcile_batch", 50, "queries", "of a table that is matched at once; OpenRefine sends ten"),
    Limit("reconcile_candidates", 25, "candidates", "of one name at most, whatever a client asks for"),
    Limit("reconcile_ids", 500, "identifiers", "whose properties are fetched at once"),
    Limit("gathered_quads", 300_000, "quads", "of a server that is asked for triples only, for one question"),
    Limit("snapshot_idle_minutes", 60.0, "minutes", "one asked for by its id stays so long after the last time"),
)


_LIMITS_HEAD = """# Limits

Every limit of the program, from `kg/settings.py`. Each is an environment variable; `/api` of a running server shows
the values it runs with. What goes over a limit is an error in one shape, never an answer that was cut.

| variable | default | unit | why |
|---|---|---|---|"""


def limits_as_markdown() -> str:
    """The table of docs/limits.md, which a test compares: ``python -m kg.settings > docs/limits.md``."""
    rows = [f"| `KG_{each.name.upper()}` | {each.default:,} | {each.unit} | {each.why} |" for each in LIMITS]
    return "\n".join([_LIMITS_HEAD, *rows, ""])


def default_data_dir(env: Mapping[str, str] = os.environ) -> Path:
    """``$KG_DATA``, else the user's data folder (XDG base directory specification)."""
    if env.get("KG_DATA"):
        return Path(env["KG_DATA"])
    base = env.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "conflict-kg"


ENDPOINTS: Mapping[str, str] = {  # SPARQL servers known by name
    "wikidata": "https://query.wikidata.org/sparql",
    "dbpedia": "https://dbpedia.org/sparql",
    "geonames": "",  # has none of its own
}

_ENDPOINT_NAME = re.compile(r"[a-z][a-z0-9-]*")

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")  # against DNS rebinding: a web page elsewhere cannot use these names


@dataclass(frozen=True, slots=True)
class Settings:
    data_dir: Path
    base_iri: str
    limits: Mapping[str, int | float]
    trusted_hosts: tuple[str, ...] = LOOPBACK  # Host headers the server answers to; ("*",) = any
    update_token: str = field(default="", repr=False)  # who sends it may write over HTTP; empty: nobody may
    cors_origins: tuple[str, ...] = ()  # web pages of these origins may use the service; ("*",) = any may read
    endpoints: Mapping[str, str] = field(default_factory=lambda: ENDPOINTS)  # SPARQL servers that may be asked
    federation: tuple[str, ...] = ()  # names of endpoints that saved questions may ask
    federation_free: tuple[str, ...] = ()  # ... and that anybody's query may ask
    contact: str = ""  # mail address or page of who runs this, told to the servers that are asked
    offline: bool = False  # other servers are never asked: what they answered before has to do
    watch_private: tuple[str, ...] = ()  # hosts inside one's own network that `kg watch` may ask
    store: str = "oxigraph"  # a kind of kg.stores.STORES, or the address of a SPARQL server: sparql+http://HOST:PORT
    store_user: str = ""
    store_password: str = field(default="", repr=False)
    query_log: Path | None = None  # a file that gets a line of JSON for each query at the endpoint

    def limit(self, name: str) -> float:
        return self.limits[name]

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Settings:
        """Read the environment; raises BadParameter naming the variable when a value is no number."""
        limits: dict[str, int | float] = {}
        for limit in LIMITS:
            raw = env.get(f"KG_{limit.name.upper()}")
            limits[limit.name] = limit.default if raw is None else _number(raw, limit)
        base = env.get("KG_BASE", "https://w3id.org/cekg/")
        return cls(
            default_data_dir(env),
            base if base.endswith("/") else base + "/",
            limits,
            _names(env.get("KG_TRUSTED_HOSTS", "")) or LOOPBACK,
            env.get("KG_UPDATE_TOKEN", "").strip(),
            _names(env.get("KG_CORS_ORIGINS", "")),
            endpoints_of(env),
            _endpoint_names("KG_FEDERATION", env),
            _endpoint_names("KG_FEDERATION_FREE", env),
            env.get("KG_CONTACT", "").strip(),
            env.get("KG_OFFLINE", "").strip().lower() in ("1", "true", "yes"),
            watch_private=_names(env.get("KG_WATCH_PRIVATE", "")),
            store=env.get("KG_STORE", "").strip() or "oxigraph",
            store_user=env.get("KG_STORE_USER", ""),
            store_password=env.get("KG_STORE_PASSWORD", ""),
            query_log=Path(env["KG_QUERY_LOG"]) if env.get("KG_QUERY_LOG") else None,
        )


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name.strip().lower() for name in listed.split(",") if name.strip())


def endpoints_of(env: Mapping[str, str]) -> Mapping[str, str]:
    """Names and addresses: those known, with KG_<NAME>_ENDPOINT, and the operator's own, as KG_ENDPOINTS="a=https://...".

    Raises BadParameter for what is no name and address.
    """
    found = {name: env.get(f"KG_{name.upper()}_ENDPOINT", usual).strip() for name, usual in ENDPOINTS.items()}
    for pair in env.get("KG_ENDPOINTS", "").split():
        name, _, address = pair.partition("=")
        if not _ENDPOINT_NAME.fullmatch(name) or not address.startswith(("http://", "https://")):
            raise BadParameter(f"KG_ENDPOINTS has {pair!r}; write name=https://address, several apart by blanks.")
        found[name] = address
    return found


def _endpoint_names(variable: str, env: Mapping[str, str]) -> tuple[str, ...]:
    names, known = _names(env.get(variable, "")), endpoints_of(env)
    for name in names:
        if name not in known:
            raise BadParameter(
                f"{variable} names {name!r}, which is none of {', '.join(known)}; KG_ENDPOINTS adds some."
            )
    return names


def _number(raw: str, limit: Limit) -> int | float:
    try:
        return type(limit.default)(raw)
    except ValueError:
        name = f"KG_{limit.name.upper()}"
        raise BadParameter(f"{name}={raw!r} is not a number of {limit.unit}; its default is {limit.default}.") from None


if __name__ == "__main__":
    sys.stdout.write(limits_as_markdown())
