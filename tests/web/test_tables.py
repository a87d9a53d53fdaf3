from __future__ import annotations

from typing import Any

from kg.web.views.tables import MOST_ROWS, Table, filled, joined, named, quoted, table

XSD = "http://www.w3.org/2001/XMLSchema#"


def made(*rows: dict[str, Any], columns: tuple[str, ...] = ()) -> Table:
    names = columns or tuple(dict.fromkeys(name for row in rows for name in row))
    results = {"head": {"vars": list(names)}, "results": {"bindings": list(rows)}}
    return table(results, lambda iri: f"/x?{iri}", lambda iri: iri.rpartition("/")[2])


def text(words: str) -> dict[str, str]:
    return {"type": "literal", "value": words}


def iri(value: str) -> dict[str, str]:
    return {"type": "uri", "value": value}


def test_numbers_stand_to_the_right_and_sentences_have_room() -> None:
    number = {"type": "literal", "value": "58", "datatype": XSD + "integer"}
    (row,) = made({"n": number, "short": text("Mosul"), "long": text("x" * 80)}).rows
    assert [row[name].style for name in ("n", "short", "long")] == ["num", "", "long"]


def test_things_link_to_their_page_and_keep_their_iri() -> None:
    (row,) = made({"a": iri("urn:x/mosul")}).rows
    assert (row["a"].text, row["a"].href, row["a"].iri) == ("mosul", "/x?urn:x/mosul", "urn:x/mosul")


def test_a_quoted_triple_is_written_out() -> None:
    triple = {"type": "triple", "value": {"subject": iri("u/s"), "predicate": iri("u/p"), "object": text("o")}}
    (row,) = made({"t": triple, "b": {"type": "bnode", "value": "b1"}}).rows
    assert (row["t"].text, row["b"].text) == ("<< s p o >>", "_:b1")


def test_yes_or_no_is_a_table_of_one_cell() -> None:
    assert table({"head": {}, "boolean": False}, str, str).rows[0]["answer"].text == "no"


def test_known_names_take_the_place_of_iris() -> None:
    found = named(made({"a": iri("urn:x"), "b": iri("urn:y")}), {"urn:x": "Mosul"})
    assert [cell.text for cell in found.rows[0].values()] == ["Mosul", "urn:y"]


def test_a_thing_and_its_name_are_one_column() -> None:
    found = joined(made({"source": iri("urn:x"), "sourceName": text("AP"), "aName": text("kept")}))
    assert found.columns == ("source", "aName")
    assert (found.rows[0]["source"].text, found.rows[0]["source"].href) == ("AP", "/x?urn:x")


def test_a_quote_leads_to_its_place_and_stands_up_front() -> None:
    row = {
        "claim": iri("u"),
        "article": iri("a"),
        "start": text("3"),
        "end": text("9"),
        "n": text(""),
        "quote": text("q"),
    }
    found = quoted(made(row))
    assert found.columns == ("claim", "quote", "article", "n")
    assert found.rows[0]["quote"].href == "/x?a#char=3,9"


def test_a_row_that_does_not_say_where_its_quote_stands_keeps_it_as_text() -> None:
    found = quoted(made({"claim": iri("u"), "quote": text("q")}, columns=("claim", "article", "start", "end", "quote")))
    assert found.rows[0]["quote"].href == ""


def test_columns_without_any_value_are_left_out_unless_there_are_no_rows() -> None:
    assert filled(made({"a": text("1")}, columns=("a", "b"))).columns == ("a",)
    assert filled(made(columns=("a", "b"))).columns == ("a", "b")


def test_a_long_answer_is_shown_in_part_and_counted_whole() -> None:
    found = made(*({"a": iri(f"urn:{n}")} for n in range(MOST_ROWS + 10)))
    assert (found.shown, len(found.rows), len(found.iris())) == (MOST_ROWS, MOST_ROWS + 10, MOST_ROWS)
