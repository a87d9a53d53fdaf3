"""A table that several processes hold: written once into memory that has a descriptor, mapped by each that gets it."""

from __future__ import annotations

import json
import mmap
import os
import struct
import tempfile
from collections.abc import Mapping
from dataclasses import fields
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from kg.query.columnar.table import Around, Column, Predicate, Table
from kg.query.columnar.terms import Terms, Texts

_HEAD = struct.Struct("<QQ")  # where the description is, and its bytes
_LINE = 64  # arrays begin at multiples of it
_PAGE = mmap.ALLOCATIONGRANULARITY  # and texts, which are mapped on their own, at multiples of this

Array = npt.NDArray[Any]


def shared(table: Table) -> int:
    """The descriptor of a copy in memory, which its last holder's end gives back."""
    with _nameless() as file:
        file.write(bytes(_HEAD.size))
        description = _described(table, _Out(file))
        place = file.tell()
        file.write(json.dumps(description).encode())
        size = file.tell() - place
        file.seek(0)
        file.write(_HEAD.pack(place, size))
        file.flush()
        return os.dup(file.fileno())


def mapped(descriptor: int) -> Table:
    """The table behind a descriptor, which may be closed then."""
    whole = mmap.mmap(descriptor, os.fstat(descriptor).st_size, access=mmap.ACCESS_READ)
    place, size = _HEAD.unpack_from(whole)
    described, source = json.loads(whole[place : place + size]), _In(descriptor, whole)
    return Table(
        _terms(described["terms"], source),
        {
            each["name"].encode(): Predicate(*(_column(each[way], source) for way in ("by_subject", "by_object")))
            for each in described["predicates"]
        },
        Around(
            source.array(described["around"]["starts"]),
            source.array(described["around"]["predicates"]),
            source.array(described["around"]["objects"]),
            _terms(described["around"]["names"], source),
        ),
        source.array(described["incomplete"]),
    )


class _Out:
    """Puts arrays and texts into a file; each is where its place and length say."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def array(self, array: Array) -> list[Any]:
        place = self._at(_LINE)
        self._file.write(np.ascontiguousarray(array).tobytes())
        return [place, len(array), array.dtype.str]

    def text(self, text: Texts) -> list[int]:
        place = self._at(_PAGE)
        self._file.write(text)
        return [place, len(text)]

    def _at(self, unit: int) -> int:
        self._file.write(bytes(-self._file.tell() % unit))
        return self._file.tell()


class _In:
    def __init__(self, descriptor: int, whole: mmap.mmap) -> None:
        self._descriptor = descriptor
        self._whole = whole

    def array(self, at: list[Any]) -> Array:
        place, length, kind = at
        return np.frombuffer(self._whole, dtype=kind, count=length, offset=place)

    def text(self, at: list[int]) -> Texts:
        place, length = at
        return mmap.mmap(self._descriptor, length, access=mmap.ACCESS_READ, offset=place) if length else b""


def _described(table: Table, out: _Out) -> Mapping[str, Any]:
    around = table.around
    return {
        "terms": _of_terms(table.terms, out),
        "predicates": [
            {
                "name": name.decode(),
                "by_subject": _of_column(each.by_subject, out),
                "by_object": _of_column(each.by_object, out),
            }
            for name, each in table.predicates.items()
        ],
        "around": {
            "starts": out.array(around.starts),
            "predicates": out.array(around.predicates),
            "objects": out.array(around.objects),
            "names": _of_terms(around.names, out),
        },
        "incomplete": out.array(table.incomplete),
    }


def _of_terms(terms: Terms, out: _Out) -> Mapping[str, Any]:
    return {each.name: _put(getattr(terms, each.name), out) for each in fields(terms)}


def _put(value: Texts | Array, out: _Out) -> list[Any]:
    return out.array(value) if isinstance(value, np.ndarray) else out.text(value)


def _terms(at: Mapping[str, Any], source: _In) -> Terms:
    found: dict[str, Any] = {
        name: source.array(each) if len(each) > 2 else source.text(each) for name, each in at.items()
    }
    return Terms(**found)


def _of_column(column: Column, out: _Out) -> Mapping[str, Any]:
    starts = None if column.starts is None else out.array(column.starts)
    return {"keys": out.array(column.keys), "others": out.array(column.others), "starts": starts, "fan": column.fan}


def _column(at: Mapping[str, Any], source: _In) -> Column:
    starts = None if at["starts"] is None else source.array(at["starts"])
    return Column(source.array(at["keys"]), source.array(at["others"]), starts, at["fan"])


def _nameless() -> IO[bytes]:
    """A file that is nowhere; in memory where the system can."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("kg-columns"), "w+b")
    return tempfile.TemporaryFile("w+b")
