"""Saved queries: ``queries/*.rq``, SPARQL with a header that says what it answers and what it takes.

A header is YAML in lines that start with ``#+``: title, description, parameters (name, type, required or default,
description) and columns. A parameter ``actor`` stands in the query as the variable ``?_actor``; binding puts one term
in the place of that token. Of ``words`` each is a regular expression, ``?_words_1`` to ``?_words_6``. A parameter with
neither value nor default stays a variable, which matches anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from kg.errors import BadParameter, MalformedSource
from kg.query.terms import TYPES, expected, term
from kg.query.tokens import scan
from kg.query.words import patterns
from kg.rdf.files import queries_dir
from kg.rdf.namespaces import DEFAULT_BASE

_NAMED = {"actor": "id/actor/", "place": "id/place/"}  # types that a key may stand for, and where their IRIs start
Resolve = Callable[[str, str], str]  # type of a thing, what the user called it -> its IRI


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: str  # one of kg.query.terms.TYPES
    description: str = ""
    required: bool = False
    default: str | None = None


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A question with a name; see the module."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    text: str

    def bind(self, values: Mapping[str, str], resolve: Resolve | None = None) -> str:
        """The query with these values; raises BadParameter for one that is missing, unknown or not of its type.

        ``resolve`` turns the key or the name of an actor or place into its IRI (kg.query.resolve.Resolver); without it
        only keys and IRIs are understood.
        """
        self._check_names(values)
        terms: dict[str, str] = {}
        for parameter in self.parameters:
            value = self._value(parameter, values)
            if value is not None:
                written = _term(parameter, value, resolve or by_key)
                if parameter.type == "words":
                    terms |= {f"{parameter.name}_{at}": each for at, each in enumerate(patterns(value), start=1)}
                    continue
                terms[parameter.name] = written
        return substitute(self.text, terms)

    def _check_names(self, values: Mapping[str, str]) -> None:
        known = [parameter.name for parameter in self.parameters]
        for name in values:
            if name not in known:
                takes = f"it takes {', '.join(known)}" if known else "it takes none"
                raise BadParameter(f"The query {self.name} has no parameter {name!r}; {takes}.", parameter=name)

    def _value(self, parameter: Parameter, values: Mapping[str, str]) -> str | None:
        value = values.get(parameter.name, parameter.default)
        if value is None and parameter.required:
            wanted = expected(parameter.type)
            message = f"The query {self.name} needs the parameter {parameter.name}: {wanted} ({parameter.description})."
            raise BadParameter(message, parameter=parameter.name, expected=wanted)
        return None if value is None else str(value)


def substitute(text: str, terms: Mapping[str, str]) -> str:
    """Put terms in the place of the tokens ``?_name``; strings, comments and longer names are left alone.

    The terms must come from kg.query.terms, which never gives more than one term.
    """
    pieces = []
    for token in scan(text):
        is_parameter = token.kind == "var" and token.text[1:2] == "_"
        pieces.append(terms.get(token.text[2:], token.text) if is_parameter else token.text)
    return "".join(pieces)


def by_key(kind: str, value: str, base: str = DEFAULT_BASE) -> str:
    """The IRI of an actor or place from its key, or the IRI itself."""
    return value if ":" in value else f"{base}{_NAMED[kind]}{value}"


def _term(parameter: Parameter, value: str, resolve: Resolve) -> str:
    if parameter.type in _NAMED:
        try:
            value = resolve(parameter.type, value)
        except BadParameter as error:
            raise BadParameter(f"The parameter {parameter.name}: {error}", parameter=parameter.name) from None
    return term(parameter.name, parameter.type, value)


def saved_queries(folder: Path | None = None) -> dict[str, SavedQuery]:
    """The saved queries by name."""
    files = sorted((folder or queries_dir()).glob("*.rq"))
    return {file.stem: _load_unchanged(file, file.stat().st_mtime_ns) for file in files}


@lru_cache(maxsize=256)
def _load_unchanged(file: Path, changed: int) -> SavedQuery:
    """Kept until the file changes: a page lists them all, and YAML is slow."""
    return load(file)


def load(file: Path) -> SavedQuery:
    """One saved query; raises MalformedSource that says what its header lacks."""
    text = file.read_text(encoding="utf-8")
    try:
        return _from_header(file.stem, text, yaml.safe_load(_header(text)))
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise MalformedSource(f"The header of {file.name} is not what it should be: {error!r}.") from error


def _header(text: str) -> str:
    lines = (line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+"))
    return "\n".join(lines)


def _from_header(name: str, text: str, header: Mapping[str, Any]) -> SavedQuery:
    parameters = tuple(_parameter(fields) for fields in header.get("parameters") or ())
    columns = tuple(str(column) for column in header["columns"])
    return SavedQuery(name, str(header["title"]), str(header["description"]).strip(), parameters, columns, text)


def _parameter(fields: Mapping[str, Any]) -> Parameter:
    kind, default = str(fields["type"]), fields.get("default")
    if kind not in TYPES:
        raise KeyError(f"type {kind!r}; choose one of {', '.join(sorted(TYPES))}")
    return Parameter(
        name=str(fields["name"]),
        type=kind,
        description=str(fields.get("description", "")),
        required=bool(fields.get("required", False)),
        default=None if default is None else str(default),
    )
