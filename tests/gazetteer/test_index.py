"""The index of place names: what it finds, and how it comes into being."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.gazetteer import Feature, Gazetteer, build_index
from kg.gazetteer.cache import cache_dir
from kg.gazetteer.fold import fold, worth_indexing
from kg.gazetteer.model import Entry
from kg.model import Precision
from tests.gazetteer.conftest import entries


@pytest.mark.parametrize("name", ["Mosul", "MOSUL", "Mosoel", "mosul", "الموصل", "Мосул", "МОСУЛ"])
def test_a_town_is_found_by_any_of_its_names_in_any_script_and_case(index: Gazetteer, name: str) -> None:
    assert [candidate.key for candidate in index.lookup(name)] == ["gn-99072"]


def test_a_candidate_carries_all_that_is_known(index: Gazetteer) -> None:
    (mosul,) = index.lookup("Mosul")
    assert (mosul.name, mosul.country, mosul.geonames, mosul.population) == ("Mosul", "IQ", 99072, 1683000)
    assert (mosul.latitude, mosul.longitude) == (36.335, 43.1189)
    assert mosul.precision is Precision.TOWN
    assert mosul.own_name


def test_a_name_in_another_language_is_not_the_places_own(index: Gazetteer) -> None:
    assert not index.lookup("Mosoel")[0].own_name


def test_homonyms_come_with_the_most_populous_first(index: Gazetteer) -> None:
    assert [candidate.country for candidate in index.lookup("Athens")] == ["GR", "US"]


def test_a_place_of_our_supplement_has_a_slug_and_no_geonames_id(index: Gazetteer) -> None:
    (strip,) = index.lookup("Gazastrook")
    assert (strip.key, strip.geonames, strip.feature) == ("s-gaza-strip", None, Feature.REGION)


def test_an_unknown_name_has_no_candidates(index: Gazetteer) -> None:
    assert index.lookup("Xyzzyville") == ()
    assert index.lookup("") == ()


def test_longer_names_are_found_by_their_beginning(index: Gazetteer) -> None:
    assert [candidate.name for candidate in index.longer("San José")] == ["San José del Guaviare"]


def test_an_index_that_is_there_is_not_built_again(tmp_path: Path) -> None:
    told: list[str] = []
    for _ in range(2):
        build_index(tmp_path / "index", told.append, entries)
    assert len(told) == 2  # one start, one end


def test_an_index_is_for_all_who_may_read_the_cache(tmp_path: Path) -> None:
    """One user builds it, maybe into a container image, and another one reads it."""
    others = tmp_path / "others"
    others.mkdir()
    build_index(tmp_path / "index", lambda message: None, entries)
    assert (tmp_path / "index").stat().st_mode == others.stat().st_mode


def test_a_build_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken() -> list[Entry]:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        build_index(tmp_path / "index", lambda message: None, broken)
    assert [path.name for path in tmp_path.iterdir()] == ["index.lock"]


def test_two_that_want_the_index_at_once_build_it_once(tmp_path: Path) -> None:
    built: list[int] = []

    def counted() -> list[Entry]:
        built.append(1)
        return entries()

    threads = [
        threading.Thread(target=build_index, args=(tmp_path / "index", lambda message: None, counted)) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert built == [1]
    assert Gazetteer(tmp_path / "index").lookup("Goma")


def test_the_cache_folder_follows_the_environment() -> None:
    assert cache_dir({"KG_CACHE": "/a"}) == Path("/a")
    assert cache_dir({"XDG_CACHE_HOME": "/b"}) == Path("/b/conflict-kg")
    assert cache_dir({}) == Path(os.path.expanduser("~")) / ".cache" / "conflict-kg"  # noqa: PTH111


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Al-Qayyārah", "al Qayyarah"),
        ("N'Djamena", "N’Djaména"),
        ("Łódź", "LODZ"),
        ("Tibú", "Tibu"),
        ("St. Petersburg", "St Petersburg"),
        ("Ёлкино", "Елкино"),
        ("أربيل", "اربيل"),
    ],
)
def test_spellings_of_one_name_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize("name", ["almwsl", "OSM", "摩苏尔", ""])
def test_transliterations_airport_codes_and_scripts_we_do_not_read_stay_out(name: str) -> None:
    assert not worth_indexing(name)
