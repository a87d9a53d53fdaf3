"""The figures as a table: what stands in it, and that its three descriptions are true of it."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from csvw import CSVW, Table
from flask.testing import FlaskClient
from frictionless import Package

from kg.cli import main
from kg.opendata.columns import COLUMNS
from kg.opendata.figures import lines, query
from kg.opendata.metadata import csvw, datapackage
from kg.rdf import ontology_quads, quads
from kg.settings import Settings
from kg.stores import Store
from tests.factories import make_figure, make_reading
from tests.opendata.conftest import BASE

FULL = {"figure": "https://x.example/1", "kind": "killed", "value": "12", "status": "reported"}


def table(text: str) -> list[dict[str, str]]:
    """The rows without the row of hashtags."""
    return list(csv.DictReader(io.StringIO(text)))[1:]


@pytest.fixture(scope="module")
def folder(settings: Settings, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("export")
    result = CliRunner(env={"KG_DATA": str(settings.data_dir), "KG_BASE": BASE}).invoke(main, ["export", str(made)])
    assert result.exit_code == 0, result.stderr
    assert "5 figures" in result.stdout
    return made


def test_every_figure_of_the_press_is_one_row_and_no_data_set_is_among_them(folder: Path) -> None:
    rows = table((folder / "figures.csv").read_text("utf-8"))
    assert len(rows) == len({row["figure"] for row in rows}) == 5
    assert {row["source"] for row in rows} >= {"The Valley Post", "United Relief"}
    assert not [row for row in rows if "UCDP" in row["source"]]


def test_the_number_stands_in_the_column_of_its_kind_and_an_open_bound_is_empty(folder: Path) -> None:
    rows = {row["quote"]: row for row in table((folder / "figures.csv").read_text("utf-8"))}
    killed = next(row for quote, row in rows.items() if "executed 12 deserters" in quote)
    assert (killed["killed"], killed["displaced"], killed["lower"], killed["upper"]) == ("12", "", "12", "12")
    assert (killed["place"], killed["event_type"], killed["begin"]) == ("Karem", "execution", "2024-03-02")
    fear = next(row for quote, row in rows.items() if "may flee" in quote)
    assert (fear["displaced"], fear["lower"], fear["upper"], fear["status"]) == ("3000", "", "3000", "feared")


def test_the_second_line_has_a_hashtag_of_hxl_for_each_column(folder: Path) -> None:
    names, tags = list(csv.reader(io.StringIO((folder / "figures.csv").read_text("utf-8"))))[:2]
    assert len(names) == len(tags) == len(COLUMNS)
    assert all(re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*", tag) for tag in tags)
    assert len(set(tags)) == len(tags)
    assert {"#affected+killed", "#affected+displaced", "#adm1+name", "#meta+source", "#event+type"} <= set(tags)


def test_the_table_is_valid_by_its_csvw_metadata(folder: Path) -> None:
    assert CSVW(str(folder / "figures.csv-metadata.json"), validate=True).is_valid
    rows = typed(folder)
    assert len(rows) == 5  # the hashtags are a comment
    assert {type(row["upper"]) for row in rows} <= {int, type(None)}


def test_the_csvw_check_would_notice_a_wrong_cell(folder: Path, tmp_path: Path) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    wrong = (tmp_path / "figures.csv").read_text("utf-8").replace("2024-03-02", "yesterday")
    (tmp_path / "figures.csv").write_text(wrong, "utf-8")
    with pytest.raises(ValueError, match="yesterday"):
        typed(tmp_path)


def typed(folder: Path) -> list[dict[str, object]]:
    """The rows as the metadata types them; raises ValueError for a cell that is not of its type."""
    described = Table.from_file(folder / "figures.csv-metadata.json")
    return list(described.iterdicts(strict=True))


def test_the_table_is_valid_by_its_data_package(folder: Path) -> None:
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["note"])
    assert report.tasks[0].stats["rows"] == 5


def test_the_same_table_and_descriptions_come_over_http(client: FlaskClient, folder: Path) -> None:
    answer = client.get("/export/figures.csv")
    assert answer.data == (folder / "figures.csv").read_bytes()
    assert answer.mimetype == "text/csv"
    assert 'rel="describedby"' in answer.headers["Link"]
    described = client.get("/export/figures.csv-metadata.json")
    assert described.mimetype == "application/csvm+json"
    assert json.loads(described.data) == json.loads((folder / "figures.csv-metadata.json").read_text("utf-8"))
    package = client.get("/export/datapackage.json").json
    assert package == json.loads((folder / "datapackage.json").read_text("utf-8"))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_looks_like_a_formula_is_defused_and_a_number_is_not(start: str) -> None:
    hostile = f'{start}HYPERLINK("https://evil.example")'
    written = "".join(lines([{**FULL, "quote": hostile, "population": hostile, "longitude": "-0.5"}]))
    (row,) = table(written)
    assert row["quote"] == row["population"] == f"'{hostile}"
    assert row["longitude"] == "-0.5"


def test_a_figure_with_two_rows_comes_once() -> None:
    assert len(table("".join(lines([{**FULL, "adm1": "A"}, {**FULL, "adm1": "B"}])))) == 1


def test_a_figure_without_a_place_has_the_province_of_none() -> None:
    made = ox.Store()
    nowhere = replace(make_figure(), place=None, event=None)
    made.extend([*quads(make_reading(figures=(nowhere,)), BASE), *ontology_quads(BASE)])
    rows = made.query(query(), use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    assert [(row["place"], row["adm1"], row["country"]) for row in rows] == [(None, None, None)]


def test_the_descriptions_name_the_columns_in_the_order_of_the_file() -> None:
    names = [column.name for column in COLUMNS]
    assert [column["name"] for column in csvw()["tableSchema"]["columns"]] == names
    assert [field["name"] for field in datapackage("1")["resources"][0]["schema"]["fields"]] == names
