"""States and their forces, made by rule."""

from __future__ import annotations

import pytest

from kg.registry import force_entry, load, state
from kg.registry.names import codes
from kg.registry.states import branches, states


@pytest.mark.parametrize(
    ("code", "key", "name"),
    [
        ("US", "united-states", "United States"),
        ("CD", "democratic-republic-of-the-congo", "Democratic Republic of the Congo"),
        ("TR", "turkey", "Turkey"),
        ("MM", "myanmar", "Myanmar"),
        ("BA", "bosnia-and-herzegovina", "Bosnia and Herzegovina"),
        ("CI", "ivory-coast", "Ivory Coast"),
        ("PS", "palestine", "Palestine"),
        ("XK", "kosovo", "Kosovo"),
        ("YU", "yugoslavia", "Yugoslavia"),
    ],
)
def test_a_state_has_its_common_name(code, key, name):
    assert (state(code).key, state(code).name, state(code).country) == (key, name, code)


def test_a_state_is_labelled_in_the_languages_we_read():
    labels = {label.language: label.text for label in state("IQ").labels}
    assert labels["nl"] == "Irak"
    assert labels["ar"] == "العراق"


def test_an_unknown_code_is_an_error():
    with pytest.raises(KeyError):
        state("QQ")


def test_only_checked_wikidata_identifiers_are_on_states():
    assert {s.key: s.wikidata for s in states() if s.wikidata} == {"iraq": "Q796"}


@pytest.mark.parametrize(
    ("code", "branch", "name", "kind"),
    [
        ("IQ", "armed_forces", "Iraqi Armed Forces", "state_force"),
        ("US", "armed_forces", "United States Armed Forces", "state_force"),
        ("IL", "armed_forces", "Israel Defense Forces", "state_force"),
        ("KE", "armed_forces", "Kenya Defence Forces", "state_force"),
        ("KE", "police", "Kenya Police", "state_force"),
        ("DE", "police", "German police", "state_force"),
        ("DE", "armed_forces", "Bundeswehr", "state_force"),
        ("UA", "air_force", "Ukrainian Air Force", "state_force"),
        ("NL", "armed_forces", "Dutch Armed Forces", "state_force"),
        ("NE", "armed_forces", "Nigerien Armed Forces", "state_force"),
        ("NL", "defence_ministry", "Dutch Ministry of Defence", "state"),
        ("US", "defence_ministry", "US Department of Defense", "state"),
        ("CD", "government", "Government of the Democratic Republic of the Congo", "state"),
        ("BF", "government", "Government of Burkina Faso", "state"),
    ],
)
def test_a_force_is_named_by_adjective_and_branch_or_by_exception(code, branch, name, kind):
    entry = force_entry(code, branch)
    assert (entry.name, entry.kind.value, entry.country) == (name, kind, code)


def test_a_force_the_registry_knows_is_the_registrys_entry():
    assert force_entry("IQ", "armed_forces") is load().get("iraqi-armed-forces")


def test_a_navy_is_a_unit_of_the_armed_forces_which_are_a_unit_of_the_state():
    assert force_entry("PE", "navy").unit_of == ("peruvian-armed-forces",)
    assert force_entry("CL", "armed_forces").unit_of == ("chile",)


def test_every_state_has_every_branch_under_a_name_of_its_own():
    for branch in ("armed_forces", "police", "government"):
        entries = [force_entry(code, branch) for code in codes()]
        assert len({entry.key for entry in entries}) == len(entries)


def test_an_unknown_branch_is_an_error():
    assert "armed_forces" in branches()
    with pytest.raises(KeyError):
        force_entry("IQ", "space_rangers")
