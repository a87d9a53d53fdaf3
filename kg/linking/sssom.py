"""Links as a mapping set in SSSOM/TSV: metadata as YAML behind ``#``, then one row a mapping. Pure.

https://mapping-commons.github.io/sssom/spec-formats-tsv/ : the columns stand in the order of the standard, identifiers
are CURIEs of the curie_map, tabs and line ends in values are blanks.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence

import yaml
from pyoxigraph import NamedNode, Quad

from kg import __version__
from kg.linking.assertions import SUBJECT, TOOL, value
from kg.rdf.namespaces import PREFIXES

COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "mapping_date",
    "mapping_tool_version",
    "confidence",
    "comment",
)
_IDENTIFIERS = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_LOCAL = re.compile(r"[^\s/?#\[\]@]+/?")  # a CURIE holds what follows the longest namespace, without further parts
_BLANKS = re.compile(r"[\t\r\n]+")


def rows_of(quads: Iterable[Quad]) -> list[dict[str, str]]:
    """The mappings among the quads of a link graph, sorted; abstentions, which have no object, stay out."""
    grouped: dict[str, list[Quad]] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            grouped.setdefault(quad.subject.value, []).append(quad)
    nodes = (node for node in grouped.values() if any(q.predicate == SUBJECT for q in node))
    rows = [{column: value(node, column) for column in COLUMNS} for node in nodes]
    return sorted((row for row in rows if row["object_id"]), key=lambda row: (row["subject_id"], row["object_id"]))


def written(rows: Sequence[Mapping[str, str]], base: str, licence: str, target: str, today: dt.date) -> str:
    """The file; the same rows give the same text on the same day."""
    curies = _curie_map(base, rows)
    head = {
        "mapping_set_id": f"{base}graph/link/{target}",
        "mapping_set_title": f"Proposed links of conflict-kg to {target}",
        "license": licence,
        "mapping_date": today.isoformat(),
        "mapping_tool": TOOL,
        "mapping_tool_version": __version__,
        "curie_map": curies,
    }
    metadata = yaml.safe_dump(head, sort_keys=False, allow_unicode=True, width=1_000)
    lines = [f"#{line}" for line in metadata.splitlines()]
    lines.append("\t".join(COLUMNS))
    lines += ["\t".join(_cell(row, column, curies) for column in COLUMNS) for row in rows]
    return "\n".join([*lines, ""])


def _curie_map(base: str, rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The prefixes that the identifiers need, those of our things among them; SSSOM knows its own and semapv's."""
    ours = {"actor": f"{base}id/actor/", "place": f"{base}id/place/", "case": f"{base}id/case/"}
    known = {**ours, **{name: PREFIXES[name] for name in ("cek", "schema", "wd", "gn", "dbr", "semapv")}}
    used = {row[column] for row in rows for column in _IDENTIFIERS}
    return {name: space for name, space in known.items() if any(iri.startswith(space) for iri in used)}


def _cell(row: Mapping[str, str], column: str, curies: Mapping[str, str]) -> str:
    text = _BLANKS.sub(" ", row[column])
    return curie(text, curies) if column in _IDENTIFIERS else text


def curie(iri: str, curies: Mapping[str, str]) -> str:
    """The identifier with its prefix; one that no prefix fits stays the IRI it is."""
    fitting = sorted(((space, name) for name, space in curies.items() if iri.startswith(space)), reverse=True)
    for space, name in fitting:
        if _LOCAL.fullmatch(iri[len(space) :]):
            return f"{name}:{iri[len(space) :]}"
    return iri
