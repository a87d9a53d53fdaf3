"""What a paper's server may expect of us: its rules are asked for and kept, and a refusal is remembered."""

from __future__ import annotations

import time
from contextlib import closing

import pytest

from kg.feeds.polite import seconds_of
from kg.feeds.state import State
from kg.settings import Settings
from tests.feeds.conftest import Round
from tests.feeds.paper import Paper, Reply
from tests.feeds.test_watch import outcomes, reasons


def test_we_say_who_we_are(paper: Paper, look: Round) -> None:
    look(paper.feed(paper.article("/a", "The bridge fell")))
    agents = {headers["User-Agent"] for _, headers, _ in paper.asked}
    assert len(agents) == 1
    assert agents.pop().endswith("(+https://w3id.org/cekg/; desk@example.org)")


def test_what_robots_txt_forbids_is_not_fetched(paper: Paper, look: Round) -> None:
    paper.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /*secret\nAllow: /\n")
    told = look(paper.feed(paper.article("/the-secret", "The bridge fell"), paper.article("/a", "It stands")))
    assert outcomes(told) == {"dead": 1, "stored": 1}
    assert "robots.txt does not want /the-secret fetched" in reasons(told)
    assert "/the-secret" not in paper.paths()
    assert paper.paths().count("/robots.txt") == 1


def test_a_robots_txt_that_cannot_be_had_forbids_all_for_now(paper: Paper, look: Round) -> None:
    feed = paper.feed(paper.article("/a", "The bridge fell"))
    paper.pages["/robots.txt"] = Reply(status=500)
    assert "robots.txt cannot be had" in look(feed)[0].message
    assert paper.paths() == ["/robots.txt"]


def test_requests_to_one_host_keep_their_distance(paper: Paper, look: Round, settings: Settings) -> None:
    paper.pages["/robots.txt"] = Reply(b"User-agent: conflict-kg\nCrawl-delay: 7\n")
    feed = paper.feed(paper.article("/a", "The bridge fell"))
    before = time.time()
    look(feed)  # the pause of this watcher does not wait, but the state says when the host is free
    with closing(State(settings.data_dir)) as state:
        assert state.free_at(paper.url.removeprefix("http://")) > before + 6


def test_retry_after_is_kept_to_also_after_a_new_start(paper: Paper, look: Round) -> None:
    feed = paper.feed(paper.article("/a", "The bridge fell"), paper.article("/b", "It stands"))
    paper.pages["/a"] = paper.pages["/b"] = Reply(status=429, headers={"Retry-After": "3600"})
    look(feed)
    asked = paper.paths()
    assert asked.count("/a") + asked.count("/b") == 1  # the other one was not even tried
    assert "left alone" in look(feed)[0].message
    assert paper.paths() == [*asked, *paper.paths()[len(asked) :]]
    assert set(paper.paths()[len(asked) :]) <= {"/robots.txt"}


@pytest.mark.parametrize(
    ("given", "least", "most"),
    [("120", 120, 120), ("Wed, 21 Oct 2037 07:28:00 GMT", 86_400, 86_400), ("-5", 0, 0), ("99999999", 86_400, 86_400)],
)
def test_retry_after_is_seconds_or_a_date(given: str, least: float, most: float) -> None:
    found = seconds_of(given)
    assert found is not None
    assert least <= found <= most


@pytest.mark.parametrize("given", ["soon", "", None, "nan"])
def test_a_retry_after_that_says_nothing_is_none(given: object) -> None:
    assert seconds_of(given) is None
