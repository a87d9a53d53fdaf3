"""Decoded text to the text an article keeps: NFC, one kind of line end, nothing XML cannot carry.

Offsets count in this text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from kg.errors import EmptySource, EncodingFailure, MalformedSource, TooLarge
from kg.settings import Settings

MARKS = (0x300, 0x20000)  # where Unicode has combining marks: none beyond plane 1
LINE_ENDS = re.compile(r"\r\n?|[\v\f]")
NOT_IN_XML = re.compile(r"[\x01-\x08\x0e-\x1f\ufffe\uffff]")
SURROGATES = re.compile(r"[\ud800-\udfff]")


def clean(text: str, name: str, settings: Settings) -> str:
    """Raise the error that says why a text cannot be an article; every change made keeps the words as they were."""
    refuse_oversize(len(text), name, settings)  # a code point is a byte at least
    text = LINE_ENDS.sub("\n", text.removeprefix("\ufeff"))
    if not text.strip():
        raise EmptySource(f"{name} holds no text.")
    _refuse_broken_unicode(text, name)
    _refuse_combining_floods(text, name, settings)
    return unicodedata.normalize("NFC", NOT_IN_XML.sub(" ", text))


def refuse_oversize(size: int, name: str, settings: Settings) -> None:
    if size > settings.limit("max_article_bytes"):
        raise oversize(name, settings)


def oversize(name: str, settings: Settings) -> TooLarge:
    return TooLarge(
        f"{name} is larger than {int(settings.limit('max_article_bytes')):,} bytes, the limit for one article. "
        f"Split it, put one article a line in a .jsonl file, or raise KG_MAX_ARTICLE_BYTES."
    )


def _refuse_broken_unicode(text: str, name: str) -> None:
    if (at := text.find("\0")) >= 0:
        raise MalformedSource(f"{name} holds a NUL character at offset {at}; remove it.")
    if found := SURROGATES.search(text):
        raise EncodingFailure(
            f"{name} holds half a surrogate pair at offset {found.start()}: it was cut or encoded "
            f"wrongly. Export it again."
        )


def _refuse_combining_floods(text: str, name: str, settings: Settings) -> None:
    """Normalising is quadratic in the length of a run of combining marks, so a flood of them must not reach it."""
    longest = int(settings.limit("max_combining_run"))
    if found := _combining_run(longest + 1).search(text):
        raise MalformedSource(
            f"{name} stacks more than {longest} combining marks on one character at offset {found.start()}; no "
            f"language writes that. Remove them."
        )


@cache
def _combining_run(length: int) -> re.Pattern[str]:
    marks = [code for code in range(*MARKS) if unicodedata.combining(chr(code))]
    return re.compile(f"[{''.join(_ranges(marks))}]{{{length},}}")


def _ranges(codes: list[int]) -> list[str]:
    """Sorted code points as the ranges of a character class: 450 instead of 900 members."""
    ranges: list[str] = []
    start = last = codes[0]
    for code in [*codes[1:], -1]:
        if code != last + 1:
            ranges.append(chr(start) if start == last else f"{chr(start)}-{chr(last)}")
            start = code
        last = code
    return ranges
