"""gzip for who accepts it, piece by piece as the answer is sent: a large one takes no more memory than a small one."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

LEAST = 1024  # bytes; smaller answers fit into a packet anyway
LEVEL = 4  # most of the gain for a third of the time of the usual 6
GZIP = 16 + zlib.MAX_WBITS  # zlib's way to ask for the gzip format
BEST = 9  # for what is compressed once
KEPT = 64  # files
PACKED = (".js", ".css", ".svg")
TYPES = ("json", "xml", "turtle", "n-triples", "n-quads", "trig", "javascript", "svg")


def compress_asset(response: Response) -> Response:
    """A file of the built page: it is handed on as a file, so it is compressed once and kept; its name has its hash."""
    view = request.view_args or {}
    asset = Path(current_app.static_folder or "") / str(view.get("filename", ""))
    is_asset = request.endpoint == "static" and response.status_code == 200 and asset.suffix in PACKED
    if not is_asset or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    if request.range or not takes_gzip(request.headers.get("Accept-Encoding", "")):
        return response
    response.direct_passthrough = False
    response.close()
    response.set_data(packed_file(asset, asset.stat().st_mtime_ns))
    response.headers["Content-Encoding"] = "gzip"
    etag, _ = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)
    return response


@lru_cache(KEPT)
def packed_file(path: Path, changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), BEST, mtime=0)


def compress(response: Response) -> Response:
    """The answer, compressed when the client asks for it and it is worth it; a HEAD gets the same headers."""
    if not compressible(response):
        return response
    response.vary.add("Accept-Encoding")
    if not takes_gzip(request.headers.get("Accept-Encoding", "")):
        return response
    response.headers["Content-Encoding"] = "gzip"
    etag, _ = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)  # the bytes are others than those the strong tag stands for
    response.headers.pop("Content-Length", None)
    if request.method != "HEAD":
        response.response = compressed(response.response)
    return response


def takes_gzip(accepted: str) -> bool:
    """Whether an ``Accept-Encoding`` allows it; at a glance for those that do not speak of it."""
    if "gzip" not in accepted and "*" not in accepted:
        return False
    return float(parse_accept_header(accepted, Accept).quality("gzip")) > 0


def compressible(response: Response) -> bool:
    """Text of some size that is there; other files that the server hands on are left to a proxy."""
    media = response.mimetype or ""
    text = media.startswith("text/") or any(name in media for name in TYPES)
    size = response.content_length if response.content_length is not None else response.calculate_content_length()
    whole = response.status_code == 200 and not response.direct_passthrough
    return text and whole and "Content-Encoding" not in response.headers and (size is None or size > LEAST)


def compressed(pieces: Iterable[bytes] | Iterable[str]) -> Iterator[bytes]:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
    for piece in pieces:
        packed = packer.compress(piece.encode() if isinstance(piece, str) else piece)
        if packed:
            yield packed
    yield packer.flush()


def register(app: Flask) -> None:
    app.after_request(compress_asset)
    app.after_request(compress)
