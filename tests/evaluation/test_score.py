"""What the score counts as right, and what it shows of what was wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import MalformedSource
from kg.evaluation import Gold, Score, answer, is_held_out, load_gold, score
from kg.evaluation.markdown import MARKER, table, with_section
from kg.evaluation.misses import misses
from kg.evaluation.show import as_record, changes

OPEN, HELD = "dev-nl-02", "dev-nl-01"
FIGURE = {"kind": "killed", "low": 41, "high": 41, "status": "reported", "quote": "41 doden", "who": "officers",
          "attributed_to": ["Haider al-Abadi"], "date": "2016-10-17", "place": "Mosul"}  # fmt: skip
ACTOR = {"name": "Iraqi Armed Forces", "mentions": ["Iraakse leger"]}
PLACE = {"name": "Mosul", "lat": 36.34, "lon": 43.13, "role": "event"}
EVENT = {"type": "battle", "status": "reported", "place": "Mosul", "date": "2016-10-17", "agents": [ACTOR["name"]]}
RIGHT: dict[str, Any] = {"figures": [FIGURE], "actors": [ACTOR], "places": [PLACE], "events": [EVENT]}


def gold(identifier: str = OPEN, *, negative: bool = False, **lists: Any) -> Gold:
    return Gold(identifier, "nl", negative, answer({} if negative else {**RIGHT, **lists}))


def scored(**lists: Any) -> Score:
    """One article whose figures, actors, places or events are found as given, the rest as they should be."""
    return score([gold()], {OPEN: answer({**RIGHT, **lists})})


def test_the_right_answer_scores_one_everywhere() -> None:
    whole = as_record(scored())
    assert {rates["F1"] for rates in whole["all"].values()} == {1.0}
    assert set(whole["slots"].values()) == {1.0}


FIGURES = [
    ("another kind", {"kind": "injured"}, 0, 0),
    ("one bound of two", {"low": 40}, 0, 1),
    ("both bounds others", {"low": 40, "high": 50}, 0, 0),
    ("no word of the quote", {"quote": "zeventien gewonden"}, 0, 0),
    ("the same number in another quote", {"quote": "(41)"}, 1, 1),
    ("another status", {"status": "denied"}, 1, 1),
]


@pytest.mark.parametrize(("case", "change", "strict", "loose"), FIGURES, ids=[case for case, *_ in FIGURES])
def test_a_figure_is_right_by_kind_and_bounds_where_it_stands(
    case: str, change: dict[str, Any], strict: int, loose: int
) -> None:
    whole = scored(figures=[{**FIGURE, **change}]).whole
    assert (whole.found("figures").hits, whole.found("figures_loose").hits) == (strict, loose)


SLOTS = [
    ("status", {"status": "expected"}, 0.0),
    ("attributed_to", {"attributed_to": ["al-Abadi"]}, 1.0),
    ("attributed_to", {"attributed_to": []}, 0.0),
    ("date", {"date": "2016-10"}, 1.0),
    ("date", {"date": "2016-10-18"}, 0.0),
    ("place", {"place": "Erbil"}, 0.0),
]


@pytest.mark.parametrize(("slot", "change", "share"), SLOTS)
def test_slots_are_asked_of_matched_figures(slot: str, change: dict[str, Any], share: float) -> None:
    assert scored(figures=[{**FIGURE, **change}]).whole.share(slot) == share


def test_a_slot_that_no_gold_has_is_no_mistake() -> None:
    unsaid = {**FIGURE, "place": None}
    assert score([gold(figures=[unsaid])], {OPEN: answer(RIGHT)}).whole.share("place") is None


def test_an_actor_is_found_by_a_mention_and_linked_by_its_name() -> None:
    whole = scored(actors=[{"name": "the military", "mentions": ["Iraakse leger"]}]).whole
    assert (whole.found("actors").hits, whole.found("actors_linked").hits) == (1, 0)


@pytest.mark.parametrize(("name", "latitude", "hits"), [("Ninive", 36.5, 1), ("Ninive", 37.5, 0), ("mosul", 0.0, 1)])
def test_a_place_is_right_by_name_or_within_fifty_kilometres(name: str, latitude: float, hits: int) -> None:
    assert scored(places=[{**PLACE, "name": name, "lat": latitude}]).whole.found("places").hits == hits


@pytest.mark.parametrize(("change", "hits", "typed"), [({"place": "Erbil"}, 0, 1), ({"date": None}, 1, 1)])
def test_an_event_is_right_by_type_place_and_day(change: dict[str, Any], hits: int, typed: int) -> None:
    whole = scored(events=[{**EVENT, **change}]).whole
    assert (whole.found("events").hits, whole.found("events_typed").hits) == (hits, typed)


def test_one_answer_stands_for_one_gold_slot_and_doubles_count_once() -> None:
    other = {**FIGURE, "who": "prisoners", "quote": "de 41"}
    assert (scored(figures=[FIGURE, FIGURE]).whole.found("figures").precision) == 1.0
    assert (scored(figures=[FIGURE, other]).whole.found("figures").precision) == 0.5


def test_what_is_found_in_other_news_is_a_false_alarm() -> None:
    whole = score([gold(negative=True), gold(HELD, negative=True)], {OPEN: answer(RIGHT)}).whole
    assert (whole.false_alarms("figures"), whole.false_alarms("events")) == (50.0, 50.0)
    assert whole.found("figures").precision == 0.0


def test_an_article_without_an_answer_is_all_missed() -> None:
    nothing = score([gold()], {})
    assert (nothing.absent, nothing.whole.found("actors").recall) == (1, 0.0)


def test_misses_are_shown_of_the_open_half_only() -> None:
    assert (is_held_out(OPEN), is_held_out(HELD)) == (False, True)
    result = score([gold(OPEN), gold(HELD)], {})
    assert {name: tally.found("figures").gold for name, tally in result.halves.items()} == {"open": 1, "held out": 1}
    shown = list(misses(result.comparisons))
    assert len(shown) == 4
    assert all(line.startswith(OPEN) for line in shown)


def test_what_changed_is_told_against_an_earlier_record() -> None:
    before = json.loads(json.dumps(as_record(scored(figures=[{**FIGURE, "place": "Erbil"}]))))
    lines = list(changes(before, as_record(scored())))
    assert [line.split() for line in lines] == [
        ["slots", "place", "0.000", "->", "1.000", "+1.000"],
        ["slots_by_language", "nl", "place", "0.000", "->", "1.000", "+1.000"],
        ["halves", "open", "place", "0.000", "->", "1.000", "+1.000"],
    ]


def test_a_section_is_replaced_and_what_a_person_wrote_is_kept() -> None:
    first = with_section("", "samples", "old") + "\nWeak: irony.\n"
    both = with_section(with_section(first, "samples", table(scored())), "wire", "| x |")
    assert "old" not in both
    assert both.index("## samples") < both.index("## wire") < both.index(MARKER) < both.index("Weak: irony.")
    assert "| nl | 1 | 1.00 |" in both


def test_a_line_that_is_no_gold_is_named(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text('\n{"id": "a", "text": "..."}\n')
    with pytest.raises(MalformedSource, match=r"gold\.jsonl:2 is no gold"):
        load_gold(file)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A gold file with one article in each half, and records that have the figures only."""
    right, found = tmp_path / "right.jsonl", tmp_path / "found.jsonl"
    entries = [{"id": each, "lang": "nl", "text": "41 doden", "gold": RIGHT} for each in (OPEN, HELD)]
    right.write_text("\n".join(map(json.dumps, entries)))
    found.write_text("\n".join(json.dumps({"id": each, "figures": [FIGURE]}) for each in (OPEN, HELD)))
    return right, found


def test_the_command_scores_records_of_another_reader(files: tuple[Path, Path], tmp_path: Path) -> None:
    quality = tmp_path / "quality.md"
    arguments = [str(files[0]), "--predicted", str(files[1]), "--misses", "9", "--markdown", str(quality)]
    result = CliRunner().invoke(main, ["eval", *arguments])
    assert "figures         P 1.000  R 1.000" in result.stdout
    assert "dev-nl-02 missed event: battle reported in Mosul" in result.stdout
    assert "dev-nl-01" not in result.stdout
    assert "## right" in quality.read_text()


def test_the_command_runs_the_reader_itself(tmp_path: Path) -> None:
    text = "Rebels killed 17 soldiers in the town of Goma on Monday. The army confirmed the attack."
    entry = {"id": "x", "lang": "en", "published": "2016-10-17", "text": text,
             "gold": {**RIGHT, "figures": [{**FIGURE, "low": 17, "high": 17, "quote": "17 soldiers"}]}}  # fmt: skip
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps(entry))
    record = json.loads(CliRunner().invoke(main, ["eval", str(file), "--json"]).stdout)
    assert record["all"]["figures"]["F1"] == 1.0
    assert CliRunner().invoke(main, ["eval", str(file), "--lang", "fr"]).exit_code == 2
