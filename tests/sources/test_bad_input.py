"""Whatever is wrong with an input, it gives one clear result: an article with a note, or an error that helps."""

from __future__ import annotations

import json
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kg.errors import (
    BinarySource,
    EmptySource,
    EncodingFailure,
    KgError,
    MalformedSource,
    SourceError,
    TooLarge,
)
from kg.model import Article
from kg.settings import Settings
from kg.sources import SourceFailure, files_below, read_bytes, read_source

DUTCH = (
    "Het leger nam gisteren vier dorpen in. Drie soldaten kwamen om het leven, zei een woordvoerder – één is vermist."
)
RUSSIAN = "Армия вчера взяла четыре деревни. Погибли трое солдат, сообщил представитель министерства обороны России."


def line(**fields: Any) -> bytes:
    return json.dumps(fields).encode() + b"\n"


@pytest.mark.parametrize(
    ("data", "name", "error", "says"),
    [
        (b"", "a.txt", EmptySource, "holds no text"),
        (b" \n\t \n", "a.txt", EmptySource, "holds no text"),
        (b"\xef\xbb\xbf", "a.txt", EmptySource, "holds no text"),
        (b"%PDF-1.7 stream", "a.txt", BinarySource, "PDF"),
        (b"PK\x03\x04word/document.xml", "a.txt", BinarySource, "unpack"),
        (b"\x1f\x8b\x08abc\nmore\nlines", "a.jsonl", BinarySource, "gzip"),
        (b'\xff\xfe{\x00"\x00', "a.jsonl", EncodingFailure, "UTF-8"),
        (bytes(range(256)) * 20, "a.txt", BinarySource, "no text"),
        (b"\x00\x01\x02\x03" * 300, "a.txt", BinarySource, "zero bytes"),
        (b"a\x00b", "a.txt", BinarySource, "zero bytes"),
        (b"\xff\xfeh\x00i\x00\x00", "a.txt", EncodingFailure, "announces utf-16"),
        (("o" + "\u0301" * 31).encode(), "a.txt", MalformedSource, "combining"),
        (b"<html><body><script>var a = 1</script></body></html>", "a.html", MalformedSource, "No article text"),
        (b"{not json}\n", "a.jsonl", MalformedSource, "a.jsonl:1 is no JSON"),
        (b'["a list"]\n', "a.jsonl", MalformedSource, "no object"),
        (b"[" * 100_000, "a.jsonl", MalformedSource, "no JSON"),
        (line(id="1"), "a.jsonl", MalformedSource, 'no key "text"'),
        (line(id="1", text=7), "a.jsonl", MalformedSource, '"text" is a int'),
        (line(id=["1"], text=DUTCH), "a.jsonl", MalformedSource, '"id" is a list'),
        (line(id="1", text=DUTCH, published="last week"), "a.jsonl", MalformedSource, "ISO date"),
        (line(id="1", text=DUTCH, lang="Dutch!"), "a.jsonl", MalformedSource, "ISO 639"),
        (line(id="1", text="  "), "a.jsonl", EmptySource, "holds no text"),
        (b'{"id": "1", "text": "half \\ud83d a pair"}\n', "a.jsonl", EncodingFailure, "surrogate"),
        (b'{"id": "1", "text": "a \\u0000 b"}\n', "a.jsonl", MalformedSource, "NUL"),
    ],
)
def test_a_bad_input_is_one_error_that_names_it(
    read: Callable[..., list[Any]], data: bytes, name: str, error: type[SourceError], says: str
) -> None:
    (result,) = read(data, name)
    assert type(result.error) is error
    assert says in str(result.error)
    assert name in str(result.error)
    assert result.content == data.rstrip(b"\n") or result.content == data


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (DUTCH, "utf-8"),
        (DUTCH, "utf-8-sig"),
        (DUTCH, "utf-16"),
        (DUTCH, "utf-16-le"),
        (DUTCH, "utf-16-be"),
        (DUTCH, "utf-32"),
        (DUTCH, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "utf-16"),
    ],
)
def test_a_text_in_another_encoding_is_read_as_it_was_written(
    article: Callable[..., Article], text: str, encoding: str
) -> None:
    read = article((text * 5).encode(encoding))
    assert read.text == text * 5
    announced = encoding.startswith(("utf-8", "utf-32")) or encoding == "utf-16"
    assert any("guessed" in note for note in read.notes) != announced


def test_fifty_megabytes_are_refused_without_being_held(tmp_path: Path, settings: Settings) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        for _ in range(50):
            file.write(b"word " * 200_000)
    tracemalloc.start()
    (result,) = read_source(large, settings)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(result, SourceFailure)
    assert isinstance(result.error, TooLarge)
    assert result.content == b""
    assert peak < 15_000_000


def test_a_line_beyond_the_limit_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    small = Settings.from_env({"KG_DATA": str(tmp_path), "KG_MAX_ARTICLE_BYTES": "1000"})
    data = line(id="1", text="x" * 20_000) + line(id="2", text="y" * 1001) + line(id="3", text=DUTCH)
    first, second, third = read_bytes(data, "a.jsonl", small)
    assert isinstance(first, SourceFailure)
    assert isinstance(first.error, TooLarge)
    assert isinstance(second, SourceFailure)
    assert isinstance(second.error, TooLarge)
    assert isinstance(third, Article)
    assert third.source == "a.jsonl:3"


def test_bad_lines_do_not_stop_good_ones(read: Callable[..., list[Any]]) -> None:
    results = read(line(id="1", text=DUTCH) + b"\n{broken\n" + line(id=4, text=RUSSIAN), "a.jsonl")
    assert [getattr(result, "identifier", None) for result in results] == ["1", None, "4"]
    assert results[1].source == "a.jsonl:3"


def test_a_page_saved_as_text_is_read_as_a_page(article: Callable[..., Article]) -> None:
    page = f"""<!DOCTYPE html><html lang="nl"><head><title>Dorpen ingenomen</title>
    <meta property="article:published_time" content="2016-10-17T10:00:00+02:00">
    <meta property="og:site_name" content="De Bode"></head><body><nav>Menu</nav><article><h1>Dorpen ingenomen</h1>
    <p>{DUTCH}</p><p>{DUTCH[::-1]}</p></article></body></html>"""
    saved = article(page)
    assert saved.title == "Dorpen ingenomen"
    assert str(saved.published) == "2016-10-17"
    assert saved.publisher == "De Bode"
    assert DUTCH in saved.text
    assert "Menu" not in saved.text


def test_a_page_is_decoded_as_it_declares(article: Callable[..., Article]) -> None:
    page = f'<html><head><meta charset="windows-1251"></head><body><article><p>{RUSSIAN}</p></article></body></html>'
    assert RUSSIAN in article(page.encode("cp1251"), "a.html").text


def test_what_cannot_be_told_is_noted_and_the_article_kept(article: Callable[..., Article]) -> None:
    vague = article("Goma 12 34")
    assert vague.language == "und"
    assert vague.published is None
    assert [note.split()[1] for note in vague.notes] == ["date", "language"]


def test_an_unread_language_is_named_and_not_forced_into_one_we_read(article: Callable[..., Article]) -> None:
    assert (
        article("Scontri a Tripoli: uccisi dieci civili, tra cui due bambini, secondo fonti mediche.").language == "it"
    )


def test_line_ends_and_composition_are_made_one(article: Callable[..., Article]) -> None:
    assert article("Eén\r\ntwee\rcafe\u0301\fvier\x07").text == "Eén\ntwee\ncafé\nvier "


def test_normalising_a_flood_of_marks_is_never_tried(refusal: Callable[..., KgError]) -> None:
    started = time.thread_time()
    assert isinstance(refusal("a" + "\u0301\u0316" * 100_000), MalformedSource)
    assert time.thread_time() - started < 5  # it would take minutes


def test_a_missing_file_is_a_failure_and_no_traceback(tmp_path: Path, settings: Settings) -> None:
    (result,) = read_source(tmp_path / "absent.txt", settings)
    assert isinstance(result, SourceFailure)
    assert "No such file" in str(result.error)


def test_a_folder_gives_its_known_formats_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "a.jsonl", "c.png", ".hidden.txt"):
        (tmp_path / name).write_text("x")
    files, passed_over = files_below(tmp_path)
    assert [file.name for file in files] == ["a.jsonl", "b.txt"]
    assert passed_over == 1


@given(st.binary(max_size=400))
@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.html"])
def test_any_bytes_end_as_articles_or_failures(settings: Settings, name: str, data: bytes) -> None:
    for result in read_bytes(data, name, settings):
        assert isinstance(result, Article | SourceFailure)


@given(st.text(max_size=300))
@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_in_a_record_keeps_its_words_and_offsets(settings: Settings, text: str) -> None:
    for result in read_bytes(line(id="1", lang="nl", text=text), "a.jsonl", settings):
        if isinstance(result, Article):
            assert 0 <= result.body_start < len(result.text)
            assert result.text.encode("utf-8")
