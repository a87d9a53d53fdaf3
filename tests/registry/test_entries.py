"""The shipped registry keeps its own rules."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from kg.model import ActorKind
from kg.registry import Weight, load
from kg.registry.names import codes, state_key

# Names that two entries bear on purpose; the text decides between them.
SHARED = {
    ("RSF", "rapid-support-forces", "reporters-without-borders"),  # Sudan's paramilitaries / Reporters sans frontières
}
VERIFIED_WIKIDATA: dict[str, str] = {}  # no identifier of an actor was checked against Wikidata itself so far
LANGUAGES = {"en", "nl", "fr", "de", "es", "ru", "uk", "ar", "mul"}


@pytest.fixture(scope="module")
def entries():
    return load().entries


def test_it_holds_several_hundred_actors_of_every_named_kind(entries):
    kinds = Counter(entry.kind for entry in entries.values())
    assert sum(kinds.values()) >= 300
    assert all(kinds[kind] >= 10 for kind in ActorKind if kind is not ActorKind.CIVILIANS)


def test_loading_twice_gives_the_same_registry():
    assert load() is load()


def test_every_entry_has_one_english_name_which_no_other_has(entries):
    names = Counter(entry.name for entry in entries.values())
    assert [name for name, count in names.items() if count > 1] == []
    assert all(entry.description for entry in entries.values())


def test_keys_are_slugs(entries):
    assert [key for key in entries if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)] == []


def test_an_entry_has_one_preferred_label_a_language_and_no_label_twice(entries):
    for entry in entries.values():
        preferred = Counter(label.language for label in entry.labels if label.weight is Weight.PREF)
        assert max(preferred.values()) == 1, entry.key
        spelt = Counter((label.text, label.language) for label in entry.labels)
        assert [label for label, count in spelt.items() if count > 1] == [], entry.key


def test_labels_are_in_languages_we_name(entries):
    labels = [label for entry in entries.values() for label in (*entry.labels, *entry.generic)]
    assert {label.language for label in labels} <= LANGUAGES
    assert [label for label in labels if label.text != label.text.strip() or not label.text] == []


def test_no_name_belongs_to_two_actors_unless_on_purpose(entries):
    bearers = defaultdict(set)
    for entry in entries.values():
        for label in entry.labels:
            bearers[label.text].add(entry.key)
    shared = {(text, *sorted(keys)) for text, keys in bearers.items() if len(keys) > 1}
    assert shared == SHARED


def test_only_verified_wikidata_identifiers_are_shipped(entries):
    assert {key: e.wikidata for key, e in entries.items() if e.wikidata} == VERIFIED_WIKIDATA


def test_units_and_offices_point_at_known_actors_or_states(entries):
    known = set(entries) | {state_key(code) for code in codes()}
    for entry in entries.values():
        assert set(entry.unit_of) <= known, entry.key
        assert {office.body for office in entry.offices} <= known, entry.key


def test_countries_are_codes_of_states(entries):
    assert {e.country for e in entries.values() if e.country} <= set(codes())


def test_nothing_ends_before_it_begins(entries):
    for entry in entries.values():
        for span in (entry, *entry.offices):
            assert span.begin is None or span.end is None or span.begin <= span.end, entry.key


@pytest.mark.parametrize(
    ("key", "name", "kind"),
    [
        ("islamic-state", "Islamic State", "armed_group"),
        ("jnim", "Jama'at Nusrat al-Islam wal-Muslimin", "armed_group"),
        ("al-shabaab", "al-Shabaab", "armed_group"),
        ("national-liberation-army", "National Liberation Army", "armed_group"),
        ("peshmerga", "Peshmerga", "state_force"),
        ("global-coalition-against-islamic-state", "Global Coalition against Islamic State", "state_force"),
        ("amisom", "AMISOM", "igo"),
        ("international-committee-of-the-red-cross", "International Committee of the Red Cross", "ngo"),
        ("european-pressphoto-agency", "European Pressphoto Agency", "media"),
        ("haider-al-abadi", "Haider al-Abadi", "person"),
    ],
)
def test_well_known_actors_have_their_usual_name_and_kind(entries, key, name, kind):
    assert (entries[key].name, entries[key].kind.value) == (name, kind)
