"""The search box works from the keyboard alone and says what it found."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage


def test_slash_moves_to_the_search_box_and_arrows_move_through_the_matches(visit: OpenPage) -> None:
    page = visit("/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Find an actor, place or event type")
    expect(box).to_be_focused()
    page.keyboard.type("valley")
    options = page.get_by_role("option")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    page.keyboard.press("ArrowUp")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")


def test_enter_pressed_before_the_matches_come_takes_the_best_one(visit: OpenPage) -> None:
    page = visit("/")
    page.keyboard.press("/")
    page.keyboard.type("northern front")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Northern Front")


def test_an_actor_is_found_by_its_name_in_another_language(visit: OpenPage) -> None:
    page = visit("/")
    page.keyboard.press("/")
    page.keyboard.type("noordelijk")
    expect(page.get_by_role("option", name="Northern Front also Noordelijk Front")).to_be_visible()


def test_a_name_nobody_has_is_said_to_be_unknown(visit: OpenPage) -> None:
    page = visit("/")
    page.keyboard.press("/")
    page.keyboard.type("qqqq")
    expect(page.get_by_text("Nothing in the store is called “qqqq”.")).to_be_visible()
