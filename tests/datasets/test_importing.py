"""From a file to the graph and back: what each data set says is there, what it does not say is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.datasets.changes import Fate
from kg.datasets.formats import formats
from kg.datasets.importing import import_file
from kg.errors import BadParameter, MalformedSource
from kg.settings import Settings
from kg.stores import Store
from tests.datasets.conftest import Import, Rows
from tests.datasets.rows import ACLED, UCDP, write, zipped
from tests.solutions import solutions

Ask = Callable[[str], Rows]
FIGURES = """SELECT ?part ?kind ?status ?qualifier ?lower ?value ?upper ?who WHERE {
  ?figure a cek:DatasetFigure ; cek:kind ?kind ; cek:status ?status ; cek:qualifier ?qualifier ; cek:value ?value .
  OPTIONAL { ?figure cek:lower ?lower } OPTIONAL { ?figure cek:upper ?upper }
  OPTIONAL { ?figure cek:population/rdfs:label ?who }
  BIND(REPLACE(STR(?figure), "^.*/[a-z]+-[^-]+-", "") AS ?part)
} ORDER BY ?part"""
SIDES = """SELECT ?actor ?role WHERE {
  ?event cek:participation ?part . ?part cek:actor ?actor . OPTIONAL { ?part cek:role ?role } } ORDER BY ?actor"""


def content(store: Store) -> list[str]:
    with store.snapshot() as snapshot:
        return sorted(map(str, snapshot.quads()))


def test_ucdp_gives_its_range_as_bounds_and_its_parts_by_population(load: Import, ask: Ask) -> None:
    load("ucdp")
    assert ask(FIGURES) == [
        ("deaths-a", "killed", "reported", "approximate", None, "2", None, "Government of Iraq"),
        ("deaths-b", "killed", "reported", "approximate", None, "5", None, "IS"),
        ("deaths-unknown", "killed", "reported", "approximate", None, "1", None, "people of unknown identity"),
        ("total", "killed", "reported", "between", "8", "8", "14", None),
    ]


def test_parts_of_a_sure_toll_are_exact(load: Import, ask: Ask) -> None:
    load("ucdp", {"low": 8, "best": 8, "high": 8})
    assert {(row[3], row[4] == row[5] == row[6]) for row in ask(FIGURES)} == {("exact", True)}


def test_a_side_of_ucdp_is_no_attacker(load: Import, ask: Ask) -> None:
    load("ucdp")
    assert ask(SIDES) == [("government-of-iraq", None), ("islamic-state", None)]


def test_actors_of_acled_have_no_direction_and_its_toll_is_not_vouched_for(load: Import, ask: Ask) -> None:
    load("acled")
    assert ask(SIDES) == [("iraqi-armed-forces", None), ("islamic-state", None)]
    assert ask(FIGURES) == [("fatalities", "killed", "unverified", "exact", "11", "11", "11", None)]


def test_gdelt_says_who_acts_on_whom_and_has_no_figures(load: Import, ask: Ask) -> None:
    load("gdelt")
    roles = {role: actor for actor, role in ask(SIDES)}
    assert set(roles) == {"agent", "target"}
    assert roles["target"] == "iraq"
    assert ask(FIGURES) == []


def test_a_common_noun_of_gdelt_is_an_actor_of_its_country_only(load: Import, ask: Ask) -> None:
    load("gdelt", {}, {"GLOBALEVENTID": 2, "Actor1CountryCode": "SYR"})
    labels = ask("SELECT ?label WHERE { ?a a cek:Actor ; cek:provisional true ; rdfs:label ?label } ORDER BY ?label")
    assert labels == [("POLICE (IRQ)",), ("POLICE (SYR)",)]


@pytest.mark.parametrize(
    ("dataset", "codes"),
    [
        ("ucdp", {"1", "where-prec-1", "date-prec-1", "event-clarity-1"}),
        ("acled", {"armed-clash", "battles", "geo-precision-1", "time-precision-1"}),
        ("gdelt", {"1823", "geo-type-4"}),
    ],
)
def test_the_codes_of_the_data_set_itself_are_kept(load: Import, ask: Ask, dataset: str, codes: set[str]) -> None:
    load(dataset)
    assert {row[0] for row in ask("SELECT ?code WHERE { ?event cek:sourceCode ?code }")} == codes


def test_our_event_type_is_given_only_where_one_is_close(load: Import, ask: Ask) -> None:
    load("ucdp")
    load("acled")
    load("ucdp", {"id": 2, "type_of_violence": 3}, name="GEDEvent_v24_1_one-sided.csv")
    found = ask("SELECT ?event ?type WHERE { ?event a cek:DatasetEvent . OPTIONAL { ?event cek:eventType ?type } }")
    assert set(found) == {
        ("ucdp-900001", None),  # a state-based conflict may be a battle, a bombing, an execution
        ("ucdp-2", None),  # one-sided violence is close to two types of ours
        ("acled-IRQ99901", "battle"),
    }


def test_what_is_asked_of_the_press_does_not_find_the_data_sets(load: Import, ask: Ask) -> None:
    for dataset in formats():
        load(dataset)
    assert (
        ask("SELECT ?x WHERE { VALUES ?class { cek:Event cek:Figure cek:Claim cek:EventClaim cek:Place } ?x a ?class }")
        == []
    )


def test_the_graph_says_where_it_comes_from_and_under_which_terms(load: Import, ask: Ask, store: Store) -> None:
    load("ucdp")
    rows = ask(
        """SELECT ?name ?version ?licence ?rows ?refused WHERE { GRAPH <https://w3id.org/cekg/graph/import/ucdp> {
        ?event a cek:DatasetEvent ; prov:wasDerivedFrom ?file . ?file schema:name ?name ; schema:version ?version ;
        schema:isPartOf/schema:license ?licence ; schema:sha256 ?hash ; cek:retrieved ?day ; cek:importedAt ?moment ;
        cek:rowsRead ?rows ; cek:rowsRefused ?refused } }"""
    )
    assert rows == [("GEDEvent_v24_1.csv", "24.1", "https://creativecommons.org/licenses/by/4.0/", "1", "0")]


def test_the_same_file_again_changes_nothing_not_even_the_snapshot(load: Import, store: Store) -> None:
    load("ucdp", {"id": 1}, {"id": 2})
    before, snapshot = content(store), store.snapshot_id()
    report = load("ucdp", {"id": 1}, {"id": 2})
    assert report.known
    assert (content(store), store.snapshot_id()) == (before, snapshot)


def test_an_interrupted_import_is_taken_up_again_and_ends_the_same(
    settings: Settings, store: Store, load: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.datasets.importing.BATCH", 2)
    path = write(tmp_path, "ucdp", [{"id": number} for number in range(1, 7)])

    def stop(progress: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(path, formats()["ucdp"], settings, store, progress=stop)
    report = import_file(path, formats()["ucdp"], settings, store)
    assert not report.known
    assert report.rows == 6
    assert {row.split("> ")[0] for row in content(store) if "DatasetEvent" in row} == {
        f"<https://w3id.org/cekg/id/dataset-event/ucdp-{number}" for number in range(1, 7)
    }


def test_a_newer_version_replaces_an_event_and_leaves_no_trace_of_the_old(load: Import, ask: Ask, store: Store) -> None:
    load("ucdp", {"deaths_unknown": 1, "where_coordinates": "Saro", "side_b": "Northern Front", "side_b_new_id": 7})
    report = load("ucdp", {"best": 9, "deaths_unknown": 0, "deaths_b": 7}, name="GEDEvent_v25_1.csv")
    assert report.fates == {Fate.REPLACED: 1}
    assert [(row[0], row[5]) for row in ask(FIGURES)] == [("deaths-a", "2"), ("deaths-b", "7"), ("total", "9")]
    assert not [quad for quad in content(store) if "Saro" in quad or "Northern Front" in quad]


def test_what_a_replaced_event_shared_with_another_stays(load: Import, ask: Ask) -> None:
    load("ucdp", {"id": 1}, {"id": 2})
    load("ucdp", {"id": 1, "where_coordinates": "Saro"}, name="GEDEvent_v25_1.csv")
    assert ask("SELECT ?label WHERE { ?event cek:place/rdfs:label ?label } ORDER BY ?label") == [
        ("Karem town",),
        ("Saro",),
    ]


def test_the_union_never_holds_more_than_the_graphs(load: Import, store: Store) -> None:
    load("ucdp", {"id": 1}, {"id": 2, "where_coordinates": "Saro"})
    load("ucdp", {"id": 2, "where_coordinates": "Karem"}, {"id": 3}, name="GEDEvent_v25_1.csv")
    with store.snapshot() as snapshot:
        found = solutions(snapshot.query("SELECT * { ?s ?p ?o }"))
        union = {str(row["s"]) + str(row["p"]) + str(row["o"]) for row in found}
        told = {f"{quad.subject}{quad.predicate}{quad.object}" for quad in snapshot.quads()}
    assert union == told


def test_an_older_version_after_a_newer_one_changes_no_event(load: Import, ask: Ask) -> None:
    load("ucdp", {"best": 9, "high": 20}, name="GEDEvent_v25_1.csv")
    report = load("ucdp", name="GEDEvent_v25_0_12.csv")
    assert report.fates == {Fate.OLDER: 1}
    assert ("total", "9") in [(row[0], row[5]) for row in ask(FIGURES)]


def test_acled_rows_carry_their_own_edition(load: Import, ask: Ask) -> None:
    load("acled", {"timestamp": 1710000000, "fatalities": 11})
    load("acled", {"timestamp": 1720000000, "fatalities": 12}, name="later.csv")
    assert load("acled", {"timestamp": 1700000000, "fatalities": 10}, name="older.csv").fates == {Fate.OLDER: 1}
    assert load("acled", {"timestamp": 1720000000, "fatalities": 12, "tags": "x"}, name="again.csv").fates == {
        Fate.UNCHANGED: 1
    }
    assert [row[5] for row in ask(FIGURES)] == ["12"]


def test_of_two_rows_with_one_id_the_newer_speaks(load: Import, ask: Ask) -> None:
    report = load("acled", {"timestamp": 20, "fatalities": 2}, {"timestamp": 10, "fatalities": 1})
    assert report.fates == {Fate.NEW: 1, Fate.OLDER: 1}
    assert [row[5] for row in ask(FIGURES)] == ["2"]


def test_a_zip_archive_is_read_like_the_file_in_it(settings: Settings, store: Store, tmp_path: Path) -> None:
    path = zipped(write(tmp_path, "gdelt", [{}]), "20240305120000.export.CSV.zip")
    report = import_file(path, formats()["gdelt"], settings, store)
    assert (report.version, report.rows) == ("20240305120000", 1)


def test_other_delimiters_capitals_and_former_names_of_columns_are_read(
    settings: Settings, store: Store, tmp_path: Path, ask: Ask
) -> None:
    row = {("best_est" if name == "best" else name).upper(): value for name, value in UCDP.items()}
    path = tmp_path / "ged171.csv"
    path.write_text(
        ";".join(row) + "\n" + ";".join(str(v).replace("\n", " ").replace('"', "") for v in row.values()), "utf-8"
    )
    report = import_file(path, formats()["ucdp"], settings, store, version="17.1")
    assert report.rows == 1
    assert ("total", "8") in [(row[0], row[5]) for row in ask(FIGURES)]


def test_the_older_export_of_acled_writes_days_in_words(load: Import, ask: Ask) -> None:
    load("acled", {"event_date": "05 March 2024"})
    assert ask("SELECT ?begin WHERE { ?event cek:begin ?begin }") == [("2024-03-05",)]


def test_a_type_that_is_newer_than_our_list_is_kept_as_written(load: Import, ask: Ask) -> None:
    report = load("acled", {"sub_event_type": "Something new"})
    assert report.uncoded == {"Something new": 1}
    assert ask("SELECT ?code WHERE { ?event cek:sourceNotation ?code }") == [("Something new",)]


@pytest.mark.parametrize(
    ("dataset", "change", "reason"),
    [
        ("ucdp", {"low": 9}, "low 9, best 8 and high 14 are not in this order"),
        ("ucdp", {"best": "many"}, "best is 'many', which is no whole number"),
        ("ucdp", {"best": -1}, "best is '-1'"),
        ("ucdp", {"where_prec": 9}, "where_prec is '9'; its codes are 1 to 7"),
        ("ucdp", {"latitude": 91}, "latitude is '91'"),
        ("ucdp", {"latitude": ""}, "latitude or longitude is empty"),
        ("ucdp", {"date_end": "2024-03-01"}, "date_start 2024-03-04 is after date_end 2024-03-01"),
        ("ucdp", {"date_start": "yesterday"}, "date_start is 'yesterday', which is no day"),
        ("ucdp", {"id": "<script>"}, "id is '<script>', which is no id"),
        ("acled", {"fatalities": ""}, "fatalities is empty"),
        ("acled", {"longitude": "nan"}, "longitude is 'nan'"),
        ("gdelt", {"Day": "20241350"}, "Day is '20241350', which is no day"),
    ],
)
def test_a_wrong_row_is_a_dead_letter_with_line_and_reason_and_the_rest_is_stored(
    load: Import, store: Store, dataset: str, change: dict[str, object], reason: str
) -> None:
    key = {"ucdp": "id", "acled": "event_id_cnty", "gdelt": "GLOBALEVENTID"}[dataset]
    report = load(dataset, {key: "1"}, change, {key: "3"})
    assert (report.rows, report.refused_count) == (2, 1)
    (letter,) = store.archive.dead_letters()
    assert reason in letter.reason
    line = {"ucdp": 4, "acled": 3, "gdelt": 2}[dataset]  # UCDP's rows have a line break in a cell
    assert letter.source.endswith(f":{line}")
    assert str(next(iter(change.values()))).encode() in store.archive.dead_content(letter.id)


def test_a_row_with_too_few_cells_is_refused_and_the_next_is_read(
    settings: Settings, store: Store, tmp_path: Path
) -> None:
    path = write(tmp_path, "acled", [{}, {"event_id_cnty": "IRQ2"}])
    head, first, second = path.read_text("utf-8").splitlines()
    path.write_text("\n".join((head, first, "IRQ3,2024-03-05", "", second)), "utf-8")
    report = import_file(path, formats()["acled"], settings, store)
    assert (report.rows, report.refused) == (2, [f"acled.csv:3: the row has 2 cells, and a row of "
                                                 f"{formats()['acled'].title} {len(ACLED)} here."])  # fmt: skip


def test_a_cell_that_is_not_utf_8_matters_only_where_it_is_used(
    settings: Settings, store: Store, tmp_path: Path
) -> None:
    path = write(tmp_path, "acled", [{"notes": "Zoe"}, {"event_id_cnty": "IRQ2", "location": "Zoe"}])
    path.write_bytes(path.read_bytes().replace(b"Zoe", b"Zo\xeb"))
    report = import_file(path, formats()["acled"], settings, store)
    assert (report.rows, report.refused) == (1, ["acled.csv:3: location is not UTF-8."])


def test_a_line_without_an_end_is_cut_and_refused(tmp_path: Path, store: Store, settings: Settings) -> None:
    path = write(tmp_path, "gdelt", [{"SOURCEURL": "x" * 5000}, {"GLOBALEVENTID": 2}])
    narrow = Settings(settings.data_dir, settings.base_iri, {**settings.limits, "max_row_bytes": 1000})
    report = import_file(path, formats()["gdelt"], narrow, store)
    assert (report.rows, report.refused_count) == (1, 1)
    assert "more than 1,000 bytes" in report.refused[0]


def test_a_file_of_another_kind_is_named_as_such_and_nothing_is_stored(
    settings: Settings, store: Store, tmp_path: Path
) -> None:
    path = write(tmp_path, "acled", [{}], "GEDEvent_v24_1.csv")
    with pytest.raises(MalformedSource, match=r"has no best, date_end, date_prec.*It has event_id_cnty"):
        import_file(path, formats()["ucdp"], settings, store)
    assert store.snapshot_id() is None


def test_rows_that_are_all_wrong_end_the_import(
    settings: Settings, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.datasets.importing.HOPELESS", 3)
    path = write(tmp_path, "gdelt", [{"Day": ""}] * 5)
    with pytest.raises(MalformedSource, match="first 3 rows"):
        import_file(path, formats()["gdelt"], settings, store)


def test_a_version_that_nobody_tells_is_asked_for(load: Import) -> None:
    with pytest.raises(BadParameter, match="--version"):
        load("ucdp", name="events.csv")
    assert load("ucdp", name="events.csv", version="24.1").version == "24.1"


def test_an_unknown_column_is_named(settings: Settings, store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, "acled", [{"mood": "good"}])
    assert import_file(path, formats()["acled"], settings, store).unknown_columns == ("mood",)
