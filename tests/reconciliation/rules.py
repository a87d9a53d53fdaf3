"""What the JSON Schemas of the Reconciliation API 0.2 demand, written out as checks of our own."""

from __future__ import annotations

import re
from typing import Any

PLACEHOLDER = "{{id}}"


def check_manifest(told: Any) -> None:
    assert isinstance(told, dict)
    assert "0.2" in told["versions"]
    for name in ("name", "identifierSpace", "schemaSpace"):
        assert is_text(told[name]), name
    for name in ("documentation", "serviceVersion", "logo"):
        assert isinstance(told.get(name, ""), str), name
    for name in ("view", "preview"):
        if name in told:
            assert PLACEHOLDER in told[name]["url"]
    for size in ("width", "height"):
        assert is_integer(told["preview"][size])
    for each in told["defaultTypes"]:
        check_type(each)
    assert len({repr(each) for each in told["defaultTypes"]}) == len(told["defaultTypes"])
    assert set(told["suggest"]) <= {"entity", "type", "property"}
    for service in told["suggest"].values():
        assert is_text(service["service_url"])
        assert is_text(service["service_path"])
    proposing = told["extend"]["propose_properties"]
    assert is_text(proposing["service_url"] + proposing["service_path"])
    for setting in told["extend"].get("property_settings", []):
        assert setting["type"] in ("number", "text", "checkbox", "select")
        assert is_text(setting["label"])
        assert is_text(setting["name"])
        if setting["type"] == "number":
            assert is_number(setting.get("default", 0))
    assert is_integer(told.get("batchSize", 1))


def check_type(told: Any) -> None:
    """An id, or an object with one, a name, and broader types."""
    if isinstance(told, str):
        assert told
        return
    assert is_text(told["id"])
    assert isinstance(told.get("name", ""), str)
    for above in told.get("broader", []):
        check_type(above)


def check_results(told: Any, keys: set[str]) -> None:
    assert set(told) == keys
    for answer in told.values():
        scores = [each["score"] for each in answer["result"]]
        assert scores == sorted(scores, reverse=True)
        for each in answer["result"]:
            assert is_text(each["id"])
            assert is_text(each["name"])
            assert is_number(each["score"])
            assert isinstance(each["match"], bool)
            assert isinstance(each.get("description", ""), str)
            for type_ in each["type"]:
                check_type(type_)
            features = [feature["id"] for feature in each.get("features", [])]
            assert len(set(features)) == len(features)
            assert all(
                isinstance(feature["value"], bool) or is_number(feature["value"]) for feature in each["features"]
            )


def check_suggestions(told: Any) -> None:
    for each in told["result"]:
        assert is_text(each["id"])
        assert is_text(each["name"])
        assert isinstance(each.get("description", ""), str)
        for type_ in each.get("notable", []):
            check_type(type_)


def check_proposal(told: Any, type_: str) -> None:
    assert told["type"] == type_
    for each in told["properties"]:
        assert is_text(each["id"])
        assert is_text(each["name"])


def check_extension(told: Any, ids: list[str], properties: list[str]) -> None:
    assert [each["id"] for each in told["meta"]] == properties
    for each in told["meta"]:
        assert is_text(each["name"])
        if "type" in each:
            check_type(each["type"])
    assert set(told["rows"]) == set(ids)
    for row in told["rows"].values():
        assert set(row) == set(properties)
        for cells in row.values():
            for cell in cells:
                check_cell(cell)


def check_cell(cell: dict[str, Any]) -> None:
    """Nothing, an entity, or one value of one kind."""
    kinds = set(cell)
    if kinds == {"id", "name"} or kinds == {"id", "name", "description"}:
        assert all(is_text(value) for value in cell.values())
    elif kinds == {"str"}:
        assert isinstance(cell["str"], str)
    elif kinds == {"float"}:
        assert is_number(cell["float"])
    elif kinds == {"int"}:
        assert is_integer(cell["int"])
    elif kinds == {"date"}:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", cell["date"])
    else:
        assert not kinds, cell


def is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
