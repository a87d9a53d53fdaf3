"""The data of the languages: complete, well-formed, and matched as written."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from kg.files import ontology_dir
from kg.languages import load, supported
from kg.languages.patterns import PatternSet
from kg.languages.tokens import tokenize
from kg.registry.states import branches

FOLDER = Path(__file__).parents[2] / "kg" / "languages"
EVENT_TYPES = sorted(path.stem for path in (ontology_dir() / "events").glob("*.ttl"))


def test_five_languages_have_words() -> None:
    assert {"nl", "en", "fr", "de", "es"} <= set(supported())


@pytest.mark.parametrize("code", supported())
def test_every_event_type_has_a_trigger(code: str) -> None:
    text = (FOLDER / code / "triggers.ttl").read_text(encoding="utf-8")
    missing = [kind for kind in EVENT_TYPES if not re.search(rf"\be:{kind}\b", text)]
    assert missing == []


@pytest.mark.parametrize("code", supported())
def test_triggers_name_no_unknown_event_type(code: str) -> None:
    text = (FOLDER / code / "triggers.ttl").read_text(encoding="utf-8")
    assert set(re.findall(r"^e:(\w+)", text, re.M)) <= set(EVENT_TYPES)


@pytest.mark.parametrize("code", supported())
def test_every_language_has_the_sections_of_the_others(code: str) -> None:
    wanted = {"qualifier", "status", "speech", "preposition", "voice", "scope", "measure", "date", "title", "force"}
    found = {cue.category for cue in load(code).patterns.find(tokenize(_all_words(code)))}
    assert wanted <= found


def _all_words(code: str) -> str:
    text = (FOLDER / code / "words.toml").read_text(encoding="utf-8")
    return " . ".join(re.findall(r"[^\W\d_][\w' -]*", text.replace("*", "")))


def find(phrase: str, text: str) -> list[str]:
    patterns = PatternSet()
    patterns.add("test", "x", [phrase])
    tokens = tokenize(text)
    return [text[tokens[c.first].start : tokens[c.tail].end] for c in patterns.find(tokens)]


def test_wildcards_carry_inflection_at_either_end() -> None:
    assert find("dood*", "De doodgeschoten man") == ["doodgeschoten"]
    assert find("*angriff", "Der Raketenangriff") == ["Raketenangriff"]


def test_a_gap_joins_the_parts_of_a_separable_verb() -> None:
    assert find("nahm* ... fest", "Die Polizei nahm den Mann fest.") == ["nahm den Mann fest"]


def test_a_gap_does_not_cross_a_semicolon() -> None:
    assert find("nahm* ... fest", "Er nahm Platz; fest stand nichts.") == []


def test_a_phrase_matches_whole_words_only() -> None:
    assert find("dood", "doodstil") == []


@pytest.mark.parametrize("code", supported())
def test_every_force_and_body_a_language_names_is_one_the_registry_can_make(code: str) -> None:
    cues = tomllib.loads((FOLDER / code / "words.toml").read_text(encoding="utf-8"))["cues"]
    assert {*cues["force"], *cues["statebody"]} - {"state"} <= set(branches())
