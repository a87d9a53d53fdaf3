"""From a feed to the store: everything once, nothing lost, and each entry ends with a reason."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from pathlib import Path

import pytest

from kg.feeds import Told, watch
from kg.model import Article
from kg.stores import Store
from tests.feeds.conftest import Round
from tests.feeds.paper import Paper, Reply


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def outcomes(told: list[Told]) -> Counter[str]:
    return Counter(each.disposition.outcome.value for each in told if each.disposition)


def reasons(told: list[Told]) -> str:
    return " ".join(each.disposition.reason for each in told if each.disposition)


def test_each_entry_of_a_feed_is_stored_once(paper: Paper, look: Round, read_articles: list[Article]) -> None:
    feed = paper.feed(paper.article("/a", "The bridge fell"), paper.article("/b", "The bridge stands"))
    assert outcomes(look(feed)) == {"stored": 2}
    assert outcomes(look(feed)) == {}
    assert len(read_articles) == 2
    assert paper.paths().count("/a") == paper.paths().count("/b") == 1


def test_what_the_page_does_not_say_the_feed_says(paper: Paper, look: Round, read_articles: list[Article]) -> None:
    look(paper.feed(paper.article("/a", "The bridge fell")))
    (article,) = read_articles
    assert (article.publisher, article.published, article.url) == (
        "The Valley Post",
        dt.date(2024, 3, 6),  # as the paper's own clock had it, not the seventh in Greenwich
        f"{paper.url}/a",
    )
    assert not [note for note in article.notes if "date" in note]


def test_what_the_page_says_of_itself_goes_first(paper: Paper, look: Round, read_articles: list[Article]) -> None:
    head = (
        '<meta property="article:published_time" content="2024-02-01T10:00:00Z">'
        '<meta property="og:site_name" content="Harbour Daily">'
    )
    look(paper.feed(paper.article("/a", "The bridge fell", head)))
    (article,) = read_articles
    assert (article.publisher, article.published) == ("Harbour Daily", dt.date(2024, 2, 1))


def test_a_feed_is_asked_whether_it_changed(paper: Paper, look: Round) -> None:
    feed = paper.feed(paper.article("/a", "The bridge fell"))
    look(feed)
    assert "nothing new" in look(feed)[0].message
    paper.feed(f"{paper.url}/a", paper.article("/b", "The bridge stands"), tag='"2"')
    assert outcomes(look(feed)) == {"stored": 1}


def test_the_same_page_under_another_address_is_a_duplicate(paper: Paper, look: Round) -> None:
    one, other = paper.article("/a", "The bridge fell"), paper.article("/b", "The bridge fell")
    assert outcomes(look(paper.feed(other, one))) == {"stored": 1, "duplicate": 1}


def test_every_entry_ends_with_a_reason(paper: Paper, look: Round, store: Store) -> None:
    paper.pages["/picture"] = Reply(b"\x89PNG", headers={"Content-Type": "image/png"})
    paper.pages["/empty"] = Reply(b"<html><body></body></html>", headers={"Content-Type": "text/html"})
    paper.pages["/huge"] = Reply(b"x" * 300_000, headers={"Content-Type": "text/html"})
    links = [f"{paper.url}/{name}" for name in ("gone", "picture", "empty", "huge")]
    told = look(paper.feed(*links, paper.article("/a", "The bridge fell")))
    assert outcomes(told) == {"dead": 4, "stored": 1}
    for words in ("is not there (404)", "is image/png", "No article text", "larger than 200,000 bytes"):
        assert words in reasons(told)
    assert {letter.source for letter in store.archive.dead_letters()} == set(links)
    assert len(list(store.archive.journal())) == 5


def test_an_entry_whose_server_is_down_waits_for_another_attempt(paper: Paper, look: Round) -> None:
    paper.pages["/down"] = Reply(status=500)
    feed = paper.feed(f"{paper.url}/down")
    told = look(feed)
    assert outcomes(told) == {}
    assert "1 entries wait for another attempt" in told[-1].message


def test_an_entry_whose_server_comes_back_is_stored_and_one_that_never_does_is_a_dead_letter(
    paper: Paper, look: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_RETRY_SECONDS", 0.0)
    paper.pages["/late"] = paper.pages["/never"] = Reply(status=500)
    late, never = paper.feed(f"{paper.url}/late"), paper.feed(f"{paper.url}/never", path="/other")
    assert [outcomes(look(late)) for _ in range(2)] == [{}, {}]
    paper.article("/late", "The bridge fell")
    assert outcomes(look(late)) == {"stored": 1}
    assert [outcomes(look(never)) for _ in range(5)] == [{}] * 4 + [{"dead": 1}]


def test_a_broken_feed_gives_what_can_still_be_read_of_it(paper: Paper, look: Round) -> None:
    link = paper.article("/a", "The bridge fell")
    body = f"<rss version='2.0'><channel><title>T & T</title><item><link>{link}</link><title>a<b></title></item><item>"
    paper.pages["/rss"] = Reply(body.encode(), headers={"Content-Type": "text/xml"})
    assert outcomes(look(f"{paper.url}/rss")) == {"stored": 1}


def test_what_is_no_feed_is_told_and_looked_at_again_later(paper: Paper, look: Round) -> None:
    paper.article("/a", "The bridge fell")
    (told,) = look(f"{paper.url}/a")
    assert "is no feed" in told.message
    assert look(f"{paper.url}/a", now=False) == []


def test_an_atom_feed_and_relative_links_are_followed(paper: Paper, look: Round, read_articles: list[Article]) -> None:
    paper.article("/news/a", "The bridge fell")
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Quay</title><id>urn:q</id>'
        '<entry><id>urn:q:1</id><title>a</title><updated>2024-03-05T23:00:00-05:00</updated><link href="a"/></entry>'
        "</feed>"
    )
    paper.pages["/news/atom"] = Reply(body.encode(), headers={"Content-Type": "application/atom+xml"})
    assert outcomes(look(f"{paper.url}/news/atom")) == {"stored": 1}
    assert (read_articles[0].publisher, read_articles[0].published) == ("Quay", dt.date(2024, 3, 5))


def test_files_that_appear_in_a_folder_are_read_once(inbox: Path, look: Round, read_articles: list[Article]) -> None:
    settled(inbox / "a.txt", "The bridge fell on Tuesday.")
    settled(inbox / "b.jsonl", '{"id": "1", "text": "One."}\n{"id": "2", "text": "Two."}\n{no json\n')
    (inbox / "now.txt").write_text("somebody is still writing th")
    assert outcomes(look(inbox, now=False)) == {"stored": 3, "dead": 1}
    assert look(inbox, now=False) == []
    settled(inbox / "a.txt", "The bridge fell on Tuesday, twice.")
    settled(inbox / "now.txt", "somebody is still writing this.")
    assert outcomes(look(inbox)) == {"stored": 2}
    assert len(read_articles) == 5


def test_who_looks_once_waits_for_a_file_that_is_being_copied(inbox: Path, look: Round) -> None:
    file = inbox / "copied.txt"
    file.write_text("somebody is still writing th")
    told = look(inbox, pause=lambda seconds: settled(file, "somebody is still writing this."))
    assert "copied.txt changed a moment ago; waiting" in told[0].message
    assert outcomes(told) == {"stored": 1}
    assert not any(each.failed for each in told)


def test_a_file_that_never_rests_is_told_and_left(inbox: Path, look: Round) -> None:
    for name in ("one.txt", "two.txt"):
        (inbox / name).write_text("somebody is writing for ever")
    told = look(inbox, pause=lambda seconds: os.utime(inbox / "two.txt"), settle_seconds=0.1)
    assert outcomes(told) == {}
    assert ("still changing: one.txt and 1 more" in told[-1].message, told[-1].failed) == (True, True)


def test_who_looks_once_is_told_of_files_that_are_none_of_ours(inbox: Path, look: Round) -> None:
    (inbox / "picture.png").write_bytes(b"\x89PNG")
    assert [each.message for each in look(inbox)] == [f"{inbox}: 1 files are of another format and were passed over"]


def test_a_file_of_a_day_to_come_is_not_waited_for(inbox: Path, look: Round) -> None:
    settled(inbox / "a.txt", "The bridge fell on Tuesday.")
    os.utime(inbox / "a.txt", (4_000_000_000, 4_000_000_000))
    assert [each.disposition is not None for each in look(inbox)] == [True]


def settled(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    os.utime(file, (1_700_000_000 + len(text), 1_700_000_000 + len(text)))
