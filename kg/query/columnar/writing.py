"""How an answer from columns is written: JSON and CSV here, other formats by the engine, which is given the rows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.query.columnar.answer import Solved
from kg.query.columnar.groups import Column, Counted
from kg.query.columnar.rows import Bound
from kg.query.columnar.terms import BLANK, IRI, OTHER, TAGGED, UNBOUND, Numbers, Terms, plain
from kg.query.groups import NotUnderstoodError

MOST = 2_000  # rows that the engine is given: it has to read them
_FEW = 64  # rows whose terms are written one by one, though some may be the same
_PIECE = 4_096  # rows that are written at once
_INTEGER = b"^^<http://www.w3.org/2001/XMLSchema#integer>"
_QUOTED = re.compile(rb'[",\r\n]')
_LONG = re.compile(rb"\\(?:U([0-9A-Fa-f]{8})|.)", re.DOTALL)
_EMPTY = ox.Store()

_Write = Callable[[Iterable[bytes], bool, bytes], list[bytes]]  # terms, whether all are IRIs, what each stands behind


@dataclass(frozen=True, slots=True)
class Written:
    """An answer in its format already."""

    pieces: Iterator[bytes]


def written(found: Solved, name: str) -> Written | ox.QuerySolutions | None:
    """The answer in the format ``name``, or as the engine's to be written; None when neither is to be had."""
    try:
        write = _WRITERS.get(name)
        if write is None:
            return _solutions(found)
        return Written(write(found, [_Column(column) for column in found.columns.values()]))
    except NotUnderstoodError:
        return None


def _solutions(found: Solved) -> ox.QuerySolutions:
    if found.count > MOST:
        raise NotUnderstoodError
    names = [f"?{name}" for name in found.columns]
    columns = [_terms(column) for column in found.columns.values()]
    rows = " ".join(f"({' '.join(row)})" for row in zip(*columns, strict=True))
    answer = _EMPTY.query(f"SELECT {' '.join(names)} {{ VALUES ({' '.join(names)}) {{ {rows} }} }}")
    assert isinstance(answer, ox.QuerySolutions)
    return answer


def _json(found: Solved, columns: Sequence[_Column]) -> Iterator[bytes]:
    names = [json.dumps(name, ensure_ascii=False).encode() + b":" for name in found.columns]
    yield b'{"head":{"vars":[' + b",".join(name[:-1] for name in names) + b']},"results":{"bindings":['
    for start in range(0, found.count, _PIECE):
        parts = (column.written(start, _objects, name) for column, name in zip(columns, names, strict=True))
        objects = b"},{".join(b",".join(filter(None, row)) for row in zip(*parts, strict=True))
        yield (b",{" if start else b"{") + objects + b"}"
    yield b"]}}"


def _csv(found: Solved, columns: Sequence[_Column]) -> Iterator[bytes]:
    yield ",".join(found.columns).encode() + b"\r\n"
    for start in range(0, found.count, _PIECE):
        parts = (column.written(start, _fields, b"") for column in columns)
        yield b"".join(b",".join(row) + b"\r\n" for row in zip(*parts, strict=True))


_WRITERS: dict[str, Callable[[Solved, Sequence[_Column]], Iterator[bytes]]] = {"json": _json, "csv": _csv}


class _Column:
    """Terms row by row; nothing where a variable is unbound."""

    def __init__(self, column: Column) -> None:
        self._column = column
        if isinstance(column, Bound):
            kinds = column.terms.kind[column.numbers[column.numbers != UNBOUND]]
            if ((kinds == BLANK) | (kinds == OTHER) | (kinds == TAGGED)).any() and not _are_plain(column):
                raise NotUnderstoodError

    def written(self, start: int, write: _Write, before: bytes) -> list[bytes]:
        """Those of a piece that begins there, each behind ``before``."""
        column = self._column
        if isinstance(column, Counted):
            texts = (b'"%d"%b' % (number, _INTEGER) for number in column.numbers[start : start + _PIECE].tolist())
            return write(texts, False, before)
        part = Bound(column.terms, column.numbers[start : start + _PIECE])
        if len(part.numbers) < _FEW:
            each = iter(_all_written(part.terms, part.numbers[part.numbers != UNBOUND], write, before))
            return [b"" if number == UNBOUND else next(each) for number in part.numbers.tolist()]
        known, places = part.different()
        different = [*_all_written(part.terms, known, write, before), b""]
        return [different[place] for place in places.tolist()]


def _all_written(terms: Terms, numbers: Numbers, write: _Write, before: bytes) -> list[bytes]:
    return write(terms.texts_of(numbers), bool((terms.kind[numbers] == IRI).all()), before)


def _are_plain(column: Bound) -> bool:
    """Neither a blank node, whose name is the engine's, nor a triple, nor a literal with a direction."""
    few = len(column.numbers) < _FEW
    known = column.numbers[column.numbers != UNBOUND] if few else column.different()[0]
    return all(
        text.startswith((b"<h", b"<u", b'"')) and b"--" not in text.rpartition(b'"')[2]
        for text in column.terms.texts_of(known)
    )


def _objects(texts: Iterable[bytes], are_iris: bool, before: bytes) -> list[bytes]:
    if not are_iris:
        return [before + _object(text) for text in texts]
    before += b'{"type":"uri","value":"'
    return [b'%b%b"}' % (before, text[1:-1]) for text in texts]


def _fields(texts: Iterable[bytes], are_iris: bool, before: bytes) -> list[bytes]:
    return [text[1:-1] for text in texts] if are_iris else [_field(text) for text in texts]


def _object(text: bytes) -> bytes:
    if text.startswith(b"<"):
        return b'{"type":"uri","value":"' + text[1:-1] + b'"}'
    content, _, rest = text.rpartition(b'"')
    value = b'{"type":"literal","value":' + (_LONG.sub(_unescaped, content) if b"\\U" in content else content)
    if rest.startswith(b"@"):
        return value + b'","xml:lang":"' + rest[1:] + b'"}'
    return value + (b'","datatype":"' + rest[3:-1] + b'"}' if rest else b'"}')


def _field(text: bytes) -> bytes:
    if text.startswith(b"<"):
        return text[1:-1]
    content = text[1 : text.rindex(b'"')]
    if b"\\" in content:
        content = plain(content)
    return b'"' + content.replace(b'"', b'""') + b'"' if _QUOTED.search(content) else content


def _unescaped(match: re.Match[bytes]) -> bytes:
    return chr(int(match[1], 16)).encode() if match[1] else match[0]


def _terms(column: Column) -> Iterator[str]:
    if isinstance(column, Counted):
        return map(str, column.numbers.tolist())
    return _texts(column)


def _texts(column: Bound) -> Iterator[str]:
    known = column.numbers != UNBOUND
    if (column.terms.kind[column.numbers[known]] == BLANK).any():
        raise NotUnderstoodError
    texts = column.terms.texts_of(column.numbers[known])
    return (next(texts).decode() if is_known else "UNDEF" for is_known in known.tolist())
