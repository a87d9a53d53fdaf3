"""Who is counted: a toll of a group is no rival of the toll of all, and is never added to a number that holds it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kg.model import Figure, Kind, Period, Scope
from kg.pipeline import put_graphs
from kg.rdf import ontology_quads
from kg.settings import Settings
from kg.stores import open_store
from tests.browser.serving import serve
from tests.browser.watch import Watch
from tests.queries import world
from tests.stored import put_reading

EARLY, LATE = Period.day(dt.date(2024, 2, 3)), Period.day(dt.date(2024, 3, 4))
# (words, number, who is counted, where, when, scope): rivals, a group in a whole, a part, and another place and month.
TOLLS = (
    ("some 2,000 people were killed in Karem", 2000, "people", "s-karem", LATE, Scope.INCIDENT),
    ("the dead in Karem were put at 1,900", 1900, "people", "s-karem", LATE, Scope.INCIDENT),
    ("16 peacekeepers died in Karem", 16, "peacekeepers", "s-karem", LATE, Scope.INCIDENT),
    ("4 of the dead in Karem had come from elsewhere", 4, "people", "s-karem", LATE, Scope.PART),
    ("5 soldiers were killed at Saro", 5, "soldiers", "s-saro", EARLY, Scope.INCIDENT),
    ("a soldier of Ostland was killed at Saro", 1, "soldier of Ostland", "s-saro", EARLY, Scope.INCIDENT),
)


@pytest.fixture(scope="module")
def tolls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("tolls")
    fill(folder)
    with serve(folder) as address:
        yield address


def fill(folder: Path) -> None:
    settings = Settings.from_env({"KG_DATA": str(folder)})
    source = world.article("The Valley Post", dt.date(2024, 3, 6), *(words for words, *_ in TOLLS))

    def figure(words: str, number: int, who: str, place: str, when: Period, scope: Scope) -> Figure:
        counted = {"low": number, "high": number, "value": number, "kind": Kind.KILLED, "population": who}
        where = {"place": place, "period": when, "scope": scope}
        return world.figure(source, words, words.split()[0], **counted, **where)

    with open_store(settings).writer() as writer:
        put_graphs(writer, [*ontology_quads(settings.base_iri), *world.curated()])
        put_reading(
            open_store(settings),
            writer,
            world.reading(source, figures=tuple(figure(*one) for one in TOLLS)),
            settings.base_iri,
        )


@pytest.fixture
def look(browser: Browser, tolls: str) -> Iterator[Callable[[str], Page]]:
    watch = Watch(tolls)
    context = browser.new_context(reduced_motion="reduce", locale="en-GB")

    def open_page(path: str) -> Page:
        page = watch.over(context.new_page())
        page.goto(tolls + path)
        return page

    yield open_page
    context.close()
    watch.check()


def test_a_group_is_no_rival_of_all_and_not_added_to_them(look: Callable[[str], Page]) -> None:
    """From 2,000, the largest account there is, to 2,000 and the 5 at Saro: no peacekeeper counts twice."""
    page = look("/map")
    expect(page.locator(".sums > li > p")).to_have_text("1,900–2,005 killed, said to have happened")
    expect(page.locator(".sums .groups li")).to_have_text(
        ["people: 1,900–2,000 (3)", "peacekeepers: 16 (1)", "soldiers: 5 (1)", "soldiers of Ostland: 1 (1)"]
    )


def test_a_mark_says_who_its_number_counts(look: Callable[[str], Page]) -> None:
    page = look("/map")
    mark = page.get_by_role(
        "button", name="Karem: 1,900–2,000 (people, peacekeepers), said to have happened, accounts: 4"
    )
    mark.click()
    expect(page.locator(".sums .groups li")).to_have_text(["people: 1,900–2,000 (3)", "peacekeepers: 16 (1)"])
    facts = page.locator(".account", has_text="had come from elsewhere").locator(".facts")
    expect(facts).to_contain_text("part of a larger number")


def test_each_of_the_small_multiples_has_the_same_scale(look: Callable[[str], Page]) -> None:
    page = look("/map")
    page.get_by_role("combobox", name="Side by side, by").select_option("by who is counted")
    parts = page.locator(".multiples .grid li")
    expect(parts.get_by_role("heading")).to_have_text(["people", "peacekeepers", "soldiers", "soldiers of Ostland"])
    expect(page).to_have_url(re.compile("by=who"))
    expect(page.get_by_text("All with one scale, up to 2,000")).to_be_visible()
    heights = parts.locator("rect.low").evaluate_all("all => all.map((bar) => Number(bar.getAttribute('height')))")
    assert max(heights[: len(heights) // 4]) / max(heights[len(heights) // 4 : len(heights) // 2]) == pytest.approx(
        1900 / 16
    )


def test_a_few_accounts_make_no_percentage(look: Callable[[str], Page]) -> None:
    page = look("/map?begin=2024-03-01&end=2024-03-31")
    change = page.get_by_role("region", name="Against the period before")
    expect(change).to_contain_text("1 Feb 2024 – 29 Feb 2024")
    expect(change).to_contain_text("1,900–2,000 killed (4 accounts)")
    expect(change).to_contain_text("5 killed (2 accounts)")
    expect(change).to_contain_text("Too few accounts to speak of a change")
    assert "%" not in change.inner_text()


def test_the_histogram_of_the_first_page_has_the_same_ranges(look: Callable[[str], Page]) -> None:
    page = look("/?code=killed")
    last = page.locator(".browse .timeline svg g").last.locator("title")
    expect(last).to_have_text(re.compile(r": 1,900–2,000 \(4 accounts\)$"))
