"""Servers refuse, dawdle, lie. What passes is tried again with pauses, what does not is told, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.errors import RemoteError, RemoteRefused, RemoteTimeout
from kg.linking.asking import Asker, Question
from kg.linking.cache import AnswerCache
from kg.linking.remote import Manners, Remote, RemoteTooLarge, seconds_of
from kg.linking.run import today
from kg.settings import Settings
from tests.linking.conftest import with_limits
from tests.linking.servers import Proxy

ASK = 'SELECT ?item WHERE { ?item <http://www.wikidata.org/prop/direct/P1566> "99072" }'
LABEL = Question(
    "SELECT ?kgRow ?item WHERE { VALUES (?kgRow ?name) { ?_values } "
    "?item <http://www.w3.org/2000/01/rdf-schema#label> ?name }"
)
MOSUL = "http://www.wikidata.org/entity/Q83317"
Pauses = list[float]
Make = Callable[..., Remote]


@pytest.fixture
def pauses() -> Pauses:
    return []


@pytest.fixture
def remote(settings: Settings, wikidata: Proxy, pauses: Pauses) -> Make:
    """``remote(remote_seconds=0.3)``: the server behind its proxy; pauses are noted, not waited for."""

    def make(**limits: float) -> Remote:
        manners = Manners.of(with_limits(settings, **{"remote_backoff_seconds": 1.0, **limits}))
        return Remote("wikidata", wikidata.url, manners, sleep=pauses.append)

    return make


def test_it_says_who_asks_and_how_to_reach_them(remote: Make, wikidata: Proxy) -> None:
    assert remote().select(ASK)[0]["item"]["value"] == MOSUL
    (agent,) = wikidata.agents
    assert agent.startswith("conflict-kg/")
    assert "someone@example.org" in agent


@pytest.mark.parametrize("trick", ["500", "502", "503", "html", "truncated", "broken"])
def test_what_may_pass_is_tried_again_after_a_pause(remote: Make, wikidata: Proxy, pauses: Pauses, trick: str) -> None:
    wikidata.tricks = [trick]
    assert remote().select(ASK)[0]["item"]["value"] == MOSUL
    assert pauses == [1.0]


def test_pauses_double_and_the_attempts_have_an_end(remote: Make, wikidata: Proxy, pauses: Pauses) -> None:
    wikidata.tricks = ["500"] * 9
    with pytest.raises(RemoteError, match="answered 500"):
        remote(remote_attempts=4).select(ASK)
    assert pauses == [1.0, 2.0, 4.0]
    assert len(wikidata.queries) == 4


def test_a_retry_after_is_kept_to(remote: Make, wikidata: Proxy, pauses: Pauses) -> None:
    wikidata.tricks = ["429 7"]
    assert remote().select(ASK)
    assert pauses == [7.0]


def test_a_retry_after_beyond_our_patience_ends_the_run(remote: Make, wikidata: Proxy, pauses: Pauses) -> None:
    wikidata.tricks = ["429 3600"]
    with pytest.raises(RemoteRefused, match="come back in 3600 s"):
        remote().select(ASK)
    assert not pauses


def test_a_refusal_is_not_argued_with(remote: Make, wikidata: Proxy, pauses: Pauses) -> None:
    wikidata.tricks = ["403"]
    with pytest.raises(RemoteRefused, match="KG_CONTACT"):
        remote().select(ASK)
    assert len(wikidata.queries) == 1


def test_a_redirection_is_not_followed(remote: Make, wikidata: Proxy) -> None:
    wikidata.tricks = [f"redirect {wikidata.url}"]
    with pytest.raises(RemoteRefused, match="points to"):
        remote().select(ASK)
    assert len(wikidata.queries) == 1


@pytest.mark.parametrize("trick", ["slow", "drip"])
def test_an_answer_has_a_time(remote: Make, wikidata: Proxy, trick: str) -> None:
    wikidata.tricks = [trick]
    with pytest.raises(RemoteTimeout, match="in time"):
        remote(remote_seconds=0.3, remote_attempts=1).select(ASK)


def test_an_answer_has_a_size(remote: Make, wikidata: Proxy) -> None:
    wikidata.tricks = ["large 5000"]
    with pytest.raises(RemoteTooLarge, match="4,000 bytes"):
        remote(max_remote_bytes=4_000).select(ASK)


def test_a_server_that_is_not_there_is_an_error_that_says_so(settings: Settings, pauses: Pauses) -> None:
    nowhere = Remote("nowhere", "http://127.0.0.1:1/sparql", Manners.of(settings), sleep=pauses.append)
    with pytest.raises(RemoteError, match="nowhere is out of reach"):
        nowhere.select(ASK)


def asker(remote: Remote, settings: Settings, batch: int) -> Asker:
    return Asker(remote, AnswerCache(settings.data_dir, "wikidata", 30), batch, today=today)


def test_values_go_in_batches_and_come_back_each_with_its_rows(
    remote: Make, wikidata: Proxy, settings: Settings
) -> None:
    names = ['"Mosul"@en', '"Nobody"@en', '"Bashiqa"@nl']
    found = asker(remote(), settings, batch=2).ask(LABEL, names)
    assert [len(found[name].rows) for name in names] == [3, 0, 1]
    assert len(wikidata.queries) == 2


@pytest.mark.parametrize("trick", ["large 5000", "504", "blazegraph"])
def test_a_batch_that_is_too_much_is_halved_at_once(
    remote: Make, wikidata: Proxy, settings: Settings, pauses: Pauses, trick: str
) -> None:
    wikidata.tricks = [trick]
    names = ['"Mosul"@en', '"Bashiqa"@nl']
    found = asker(remote(max_remote_bytes=4_000), settings, batch=2).ask(LABEL, names)
    assert [len(found[name].rows) for name in names] == [3, 1]
    assert len(wikidata.queries) == 3
    assert not pauses


def test_what_was_answered_before_a_refusal_is_not_asked_again(
    remote: Make, wikidata: Proxy, settings: Settings
) -> None:
    wikidata.tricks = ["", "403"]
    with pytest.raises(RemoteRefused):
        asker(remote(), settings, batch=1).ask(LABEL, ['"Mosul"@en', '"Bashiqa"@nl'])
    found = asker(remote(), settings, batch=1).ask(LABEL, ['"Mosul"@en', '"Bashiqa"@nl'])
    assert [len(kept.rows) for kept in found.values()] == [3, 1]
    assert sum('"Mosul"@en' in query for query in wikidata.queries) == 1


@pytest.mark.parametrize(("header", "seconds"), [("7", 7.0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("soon", None)])
def test_a_retry_after_is_seconds_or_a_date(header: str, seconds: float | None) -> None:
    assert seconds_of(header) == seconds
