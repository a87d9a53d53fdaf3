"""A hostile server: it cannot lead us inside, keep us, or fill the memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import KgError, RemoteError, RemoteRefused, RemoteTimeout, TooLarge
from kg.feeds import pages
from kg.feeds.addresses import is_public, target
from kg.feeds.fetch import Fetcher
from kg.model import Article
from kg.settings import Settings
from tests.feeds.conftest import Round
from tests.feeds.paper import Paper, Reply, bomb
from tests.feeds.test_watch import outcomes, reasons

PRIVATE = (
    "127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "2002:7f00:1::", "2001:0:0:0:0:0:80ff:fffe",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_is_not_public_however_it_is_written(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_an_address_outside_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost:6379/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "http:///nowhere",
        "http://user:word@example.org/",
        "http://example.org:99999/",
    ],
)
def test_addresses_that_lead_inside_are_refused(url: str) -> None:
    with pytest.raises((RemoteRefused, RemoteError)):
        target(url, private=())


def test_a_private_host_may_be_asked_when_it_is_listed() -> None:
    assert target("http://127.0.0.1:8080/rss?x=1", private=("127.0.0.1",)).authority == "127.0.0.1:8080"


def test_the_checked_address_is_the_one_that_is_asked(paper: Paper, settings: Settings) -> None:
    """No second look-up that could give another answer: the name goes into the Host header only."""
    goals = []
    Fetcher(settings).get(paper.feed(), goals.append)
    assert [goal.address for goal in goals] == ["127.0.0.1"]
    assert paper.asked[0][1]["Host"] == goals[0].authority


@pytest.mark.parametrize("onward", ["http://169.254.169.254/latest", "http://localhost:1/x", "file:///etc/passwd"])
def test_a_redirection_inside_is_refused(paper: Paper, look: Round, onward: str) -> None:
    paper.pages["/a"] = Reply(status=302, headers={"Location": onward})
    told = look(paper.feed(f"{paper.url}/a"))
    assert outcomes(told) == {"dead": 1}
    assert "no public address" in reasons(told) or "not an http" in reasons(told)


def test_a_circle_of_redirections_ends(paper: Paper, look: Round) -> None:
    paper.pages["/a"] = Reply(status=301, headers={"Location": "/a"})
    assert "redirects more than 5 times" in reasons(look(paper.feed(f"{paper.url}/a")))


def test_a_redirection_is_followed_and_its_rules_are_kept(paper: Paper, look: Round) -> None:
    paper.article("/b", "The bridge fell")
    paper.pages["/a"] = Reply(status=308, headers={"Location": "/b"})
    assert outcomes(look(paper.feed(f"{paper.url}/a"))) == {"stored": 1}


def fetch(paper: Paper, settings: Settings, reply: Reply) -> KgError:
    paper.pages["/x"] = reply
    with pytest.raises(KgError) as caught:
        Fetcher(settings).get(f"{paper.url}/x", lambda goal: None)
    return caught.value


def test_a_gzip_bomb_is_known_before_it_goes_off(paper: Paper, settings: Settings) -> None:
    assert isinstance(fetch(paper, settings, Reply(bomb(50), headers={"Content-Encoding": "gzip"})), TooLarge)


def test_a_body_that_comes_byte_by_byte_is_given_up(paper: Paper, settings: Settings) -> None:
    assert isinstance(fetch(paper, settings, Reply(b"x" * 1000, drip=0.1)), RemoteTimeout)


def test_what_is_no_gzip_and_a_body_cut_short_are_failures_of_the_server(paper: Paper, settings: Settings) -> None:
    assert isinstance(fetch(paper, settings, Reply(b"nothing", headers={"Content-Encoding": "gzip"})), RemoteError)
    assert isinstance(fetch(paper, settings, Reply(b"short", headers={"Content-Length": "500"})), RemoteError)


def test_a_feed_cannot_read_our_files(paper: Paper, look: Round, tmp_path: Path, read_articles: list[Article]) -> None:
    (tmp_path / "canary").write_text("a canary sings")
    link = paper.article("/a", "The bridge fell")
    entity = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{tmp_path}/canary">]>'
    channel = f"<channel><title>The &x; Post</title><item><link>{link}</link><title>&x;</title></item></channel>"
    paper.pages["/rss"] = Reply(f'{entity}<rss version="2.0">{channel}</rss>'.encode())
    assert outcomes(look(f"{paper.url}/rss")) == {"stored": 1}
    assert "canary" not in f"{read_articles[0].publisher} {read_articles[0].title}"


def test_a_page_that_cannot_be_taken_apart_in_time_is_a_dead_letter(
    paper: Paper, look: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr(pages, "read_bytes", endless)
    assert "to be taken apart" in reasons(look(paper.feed(paper.article("/a", "The bridge fell"))))


def test_a_feed_of_entities_does_not_grow_in_memory(paper: Paper, look: Round) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 9))
    body = (
        f'<!DOCTYPE rss [<!ENTITY e0 "ha">{entities}]><rss version="2.0"><channel><title>&e8;</title></channel></rss>'
    )
    paper.pages["/rss"] = Reply(body.encode(), headers={"Content-Type": "text/xml"})
    (told,) = look(f"{paper.url}/rss")
    assert len(told.message) < 1000
