"""Reading a source from bytes, with the default limits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.model import Article
from kg.settings import Settings
from kg.sources import SourceFailure, read_bytes

Results = list[Article | SourceFailure]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env({"KG_DATA": str(tmp_path)})


@pytest.fixture
def read(settings: Settings) -> Callable[..., Results]:
    def results(data: bytes | str, name: str = "news.txt") -> Results:
        return list(read_bytes(data.encode() if isinstance(data, str) else data, name, settings))

    return results


@pytest.fixture
def article(read: Callable[..., Results]) -> Callable[..., Article]:
    def one(data: bytes | str, name: str = "news.txt") -> Article:
        (result,) = read(data, name)
        assert isinstance(result, Article), result.error
        return result

    return one


@pytest.fixture
def refusal(read: Callable[..., Results]) -> Callable[..., KgError]:
    def one(data: bytes | str, name: str = "news.txt") -> KgError:
        (result,) = read(data, name)
        assert isinstance(result, SourceFailure)
        return result.error

    return one
