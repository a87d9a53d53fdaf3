"""Errors with a stable code and, where a request can cause them, an HTTP status.

KgError
├── SourceError          an input cannot be read as an article      (422)
│   ├── EmptySource          nothing in it
│   ├── BinarySource         not text
│   ├── EncodingFailure      no encoding fits
│   ├── TooLarge             over a limit of kg.settings            (413)
│   ├── MalformedSource      JSON, HTML or a field that is wrong
│   └── RowRefused           a row of a data set that is wrong
├── ReadingError         the reader broke its own evidence check    (422)
├── ShapeViolation       an article graph fails ontology/shapes.ttl (422)
├── StoreError           the store cannot be used                   (503)
│   ├── StoreLocked          another writer holds it
│   ├── NoSnapshot           nothing ingested yet
│   └── BeingPrepared        what a page keeps of so much is not read yet
├── QueryError           a query cannot be answered                 (400)
│   ├── QuerySyntax          with line, column and hint
│   ├── QueryRefused         SERVICE, LOAD, FROM a URL, too deep    (403)
│   ├── QueryTooLarge        text or result over its limit          (413)
│   ├── QueryTimeout         over its deadline                      (504)
│   ├── QueryMemory          over its memory cap                    (507)
│   ├── NotAcceptable        no format of the answer is accepted    (406)
│   ├── TooManyQueries       a client holds all its slots           (429)
│   ├── QueryQueue           too many queries are before this one   (503)
│   └── QueryCancelled       the client left before the answer      (499)
├── RemoteError          another server gave no usable answer       (502)
│   ├── RemoteRefused        it refuses us, for good or for now         (502)
│   ├── RemoteTimeout        it took too long                           (504)
│   └── NotCached            offline, and nobody asked this before      (503)
├── NotFound             no such thing in the graph                 (404)
├── SnapshotGone         a former state that was not kept           (410)
└── BadParameter         a parameter is missing or of a wrong type  (400)
"""

from __future__ import annotations

from typing import Any, ClassVar


class KgError(Exception):
    """Base of all errors that are told to a user; ``str(error)`` says what, where and what to do."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500

    def __init__(self, message: str, **extra: Any) -> None:
        super().__init__(message)
        self.extra = extra  # members of the problem+json object, e.g. line, column, hint


def as_error(code: str, message: str) -> KgError:
    """The error that was told elsewhere as its code and message."""
    kinds = [kind for kind in globals().values() if isinstance(kind, type) and issubclass(kind, KgError)]
    return next((kind for kind in kinds if kind.code == code), KgError)(message)


class SourceError(KgError):
    code, status = "source", 422


class EmptySource(SourceError):
    code = "source-empty"


class BinarySource(SourceError):
    code = "source-binary"


class EncodingFailure(SourceError):
    code = "source-encoding"


class TooLarge(SourceError):
    code, status = "source-too-large", 413


class MalformedSource(SourceError):
    code = "source-malformed"


class RowRefused(SourceError):
    code = "dataset-row"


class ReadingError(KgError):
    code, status = "reading", 422


class ShapeViolation(KgError):
    code, status = "shape-violation", 422


class StoreError(KgError):
    code, status = "store", 503


class StoreLocked(StoreError):
    code = "store-locked"


class NoSnapshot(StoreError):
    code = "store-empty"


class BeingPrepared(StoreError):
    code = "being-prepared"


class QueryError(KgError):
    code, status = "query", 400


class QuerySyntax(QueryError):
    code = "query-syntax"


class QueryRefused(QueryError):
    code, status = "query-refused", 403


class QueryTooLarge(QueryError):
    code, status = "query-too-large", 413


class QueryTimeout(QueryError):
    code, status = "query-timeout", 504


class QueryMemory(QueryError):
    code, status = "query-memory", 507


class NotAcceptable(QueryError):
    code, status = "query-not-acceptable", 406


class TooManyQueries(QueryError):
    code, status = "query-slots", 429


class QueryQueue(QueryError):
    code, status = "query-queue", 503


class QueryCancelled(QueryError):
    code, status = "query-cancelled", 499  # nobody reads it; the number is for the log, as proxies write it


class RemoteError(KgError):
    code, status = "remote", 502


class RemoteRefused(RemoteError):
    code = "remote-refused"


class RemoteTimeout(RemoteError):
    code, status = "remote-timeout", 504


class NotCached(RemoteError):
    code, status = "remote-not-cached", 503


class SnapshotGone(KgError):
    code, status = "snapshot-gone", 410


class NotFound(KgError):
    code, status = "not-found", 404


class BadParameter(KgError):
    code, status = "bad-parameter", 400
