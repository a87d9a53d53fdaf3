from __future__ import annotations

from flask.testing import FlaskClient

from tests.web.conftest import ARMY, BASE, body

REPORTER = f"{BASE}id/actor/x-villagers"


def test_a_path_through_nobody_is_said_in_a_sentence(client: FlaskClient) -> None:
    answer = client.get("/graph/path", query_string={"from": ARMY, "to": f"{BASE}id/actor/x-hostile"})
    assert answer.status_code == 404
    assert "No chain" in body(answer)["detail"]


def test_a_path_has_its_actors_in_order(client: FlaskClient) -> None:
    answer = body(client.get("/graph/path", query_string={"from": ARMY, "to": REPORTER}))
    assert [node["id"] for node in answer["nodes"]] == [ARMY, REPORTER]
    assert answer["edges"][0]["claims"]


def test_a_path_needs_both_ends(client: FlaskClient) -> None:
    answer = client.get("/graph/path", query_string={"from": ARMY})
    assert (answer.status_code, body(answer)["parameter"]) == (400, "to")
