"""Web archives, Parquet and compressed lines hold articles as the plain formats do."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import tracemalloc
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from fastwarc.warc import WarcRecord, WarcRecordType

from kg.errors import MalformedSource
from kg.model import Article
from kg.settings import Settings
from kg.sources import SourceFailure, count_articles, gzipped, jsonl, read_bytes, read_source

SETTINGS = Settings.from_env({})
TEXT = "Twelve soldiers were killed near Goma on Monday, the army said. " * 4
PAGE = f"<html><head><title>Clashes near Goma</title></head><body><article><p>{TEXT}</p></article></body></html>"


def warc(*pages: tuple[str, str, str]) -> bytes:
    """A web archive of (address, media type, body)."""
    out = io.BytesIO()
    for address, media_type, body in pages:
        content = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n\r\n{body}".encode()
        record = WarcRecord()
        record.init_headers(record_type=WarcRecordType.response)
        record.headers["WARC-Target-URI"] = address
        record.headers["Content-Type"] = "application/http; msgtype=response"
        record.set_bytes_content(content)
        record.write(out)
    return out.getvalue()


def test_the_pages_of_a_web_archive_are_articles_and_the_rest_is_passed_over() -> None:
    archive = warc(
        ("https://example.org/goma", "text/html; charset=utf-8", PAGE),
        ("https://example.org/photo", "image/png", "no page"),
        ("https://example.org/menu", "text/html", "<html><body></body></html>"),
    )
    article, failure = read_bytes(archive, "crawl.warc", SETTINGS)
    assert isinstance(article, Article)
    assert article.url == "https://example.org/goma"
    assert "Twelve soldiers" in article.text
    assert isinstance(failure, SourceFailure)
    assert "No article text" in str(failure.error)
    (again, _) = read_bytes(gzip.compress(archive), "crawl.warc.gz", SETTINGS)
    assert isinstance(again, Article)
    assert again.text == article.text


def test_a_web_archive_that_is_none_gives_no_article() -> None:
    assert not [item for item in read_bytes(b"no archive at all", "crawl.warc", SETTINGS) if isinstance(item, Article)]


def test_rows_of_parquet_are_articles_whatever_type_their_day_has(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    table = pyarrow.table(
        {"id": ["a", "b"], "text": [TEXT, None], "published": [dt.date(2025, 1, 27), None], "views": [1, 2]}
    )
    pyarrow.parquet.write_table(table, path)
    article, failure = read_source(path, SETTINGS)
    assert isinstance(article, Article)
    assert (article.identifier, article.published) == ("a", dt.date(2025, 1, 27))
    assert isinstance(failure, SourceFailure)
    assert failure.source.endswith("rows.parquet:2")
    assert count_articles(path) == 2


def test_parquet_without_texts_names_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"body": [TEXT]}), path)
    (failure,) = read_source(path, SETTINGS)
    assert isinstance(failure, SourceFailure)
    assert isinstance(failure.error, MalformedSource)
    assert "body" in str(failure.error)


def test_compressed_lines_are_articles_up_to_where_the_file_breaks_off() -> None:
    lines = "".join(json.dumps({"id": str(number), "text": f"{number}. {TEXT}"}) + "\n" for number in range(400))
    whole = gzip.compress(lines.encode())
    assert sum(isinstance(item, Article) for item in read_bytes(whole, "a.jsonl.gz", SETTINGS)) == 400
    *articles, failure = read_bytes(whole[: len(whole) // 2], "a.jsonl.gz", SETTINGS)
    assert articles
    assert isinstance(failure, SourceFailure)
    assert "decompressed" in str(failure.error)


@pytest.mark.parametrize("name", ["a.warc", "a.parquet"])
def test_bytes_of_another_kind_end_as_failures_or_nothing(name: str) -> None:
    assert all(isinstance(item, SourceFailure) for item in read_bytes(b"\x00\x01" * 500, name, SETTINGS))


def test_lines_are_counted_without_holding_one_that_is_larger_than_a_block() -> None:
    blank, long = b"\n \n", b"x" * (3 * jsonl.CHUNK)
    assert jsonl.filled_lines(io.BytesIO(b"")) == 0
    assert jsonl.filled_lines(io.BytesIO(blank)) == 0
    assert jsonl.filled_lines(io.BytesIO(long + b"\n" + blank + long)) == 2
    assert jsonl.filled_lines(io.BytesIO(b"a\nb\n" + long + b"\n")) == 3


def test_a_compressed_line_of_hundred_megabytes_takes_no_memory_to_count(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.jsonl.gz"
    with gzip.open(bomb, "wb", compresslevel=1) as out:
        for _ in range(100):
            out.write(b"0" * 1_000_000)
    tracemalloc.start()
    assert gzipped.count(bomb) == 1
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
