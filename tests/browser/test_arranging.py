"""A reader arranges the network: by time, by hand, by who stands together; and takes it away as a file."""

from __future__ import annotations

import io
import re
from pathlib import Path

import networkx as nx
import pandas as pd
import pyoxigraph as ox
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.steps import choose, drawn_at, network_of, panel, wait_until_drawn
from tests.browser.test_accessibility import violations
from tests.browser.watch import Watch
from tests.browser.world import ARMY, FRONT
from tests.queries.world import actor

OSTLAND = actor("x-ostland")


def listed(page: Page) -> list[str]:
    rows = page.get_by_role("region", name=re.compile("Actors in the picture")).locator("tbody tr")
    return sorted(rows.locator("td:first-child").all_inner_texts())


def saved(page: Page, what: str) -> bytes:
    page.locator(".save summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=what).click()
    page.locator(".save summary").click()
    return Path(download.value.path()).read_bytes()


def told(graph: nx.Graph) -> list[tuple[str, str, str, int]]:
    """The relations of a network, each with how many independent accounts there are of it."""
    return sorted((source, data["relation"], target, data["weight"]) for source, target, data in graph.edges(data=True))


def test_a_period_is_chosen_with_the_keys_and_kept_in_the_address(visit: OpenPage) -> None:
    page = visit(network_of(FRONT))
    expect(page.get_by_text("All of time: 1 Mar 2024 – 30 Sept 2024")).to_be_visible()
    end = page.get_by_role("slider", name="To")
    end.focus()
    end.press("Home")
    expect(page).to_have_url(re.compile("begin=2024-03-01&end=2024-03-31"))
    expect(page.get_by_text("Showing 3 of 3 neighbours")).to_be_visible()
    assert "Valley Republic" not in listed(page)
    page.get_by_role("button", name="All of time").click()
    expect(page.get_by_text("Showing 4 of 4 neighbours")).to_be_visible()


def test_a_period_is_chosen_by_drawing_over_the_bars(visit: OpenPage) -> None:
    page = visit(network_of(FRONT))
    bars = page.locator(".timeline svg")
    bars.scroll_into_view_if_needed()
    box = bars.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.97, box["y"] + 12, steps=3)
    page.mouse.up()
    expect(page).to_have_url(re.compile("begin=2024-09-01&end=2024-09-30"))


def test_what_is_hidden_comes_back_by_undo(visit: OpenPage) -> None:
    page = visit(network_of(FRONT, node=ARMY))
    wait_until_drawn(page)
    before = listed(page)
    page.keyboard.press("Delete")
    expect(page.get_by_role("button", name="Valley Army show again")).to_be_visible()
    assert listed(page) == [name for name in before if name != "Valley Army"]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Valley Army show again")).to_have_count(0)
    assert listed(page) == before


def test_an_actor_stays_where_it_is_dragged(visit: OpenPage) -> None:
    page = visit(network_of(FRONT))
    x, y = drawn_at(page, ARMY)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 40, steps=5)
    page.mouse.up()
    expect(page).to_have_url(re.compile("pin="))
    page.get_by_role("button", name="Let go of 1 pinned actor").click()
    expect(page).not_to_have_url(re.compile("pin="))


def test_the_way_to_another_actor_is_found_and_told(visit: OpenPage) -> None:
    page = visit(network_of(FRONT))
    panel(page).get_by_role("button", name="Way to another actor").click()
    page.get_by_role("combobox", name="Find an actor", exact=True).click()
    page.keyboard.type("ostland")
    page.get_by_role("option", name=re.compile("Ostland")).click()
    expect(page.get_by_text("2 steps: Northern Front → Valley Army → Ostland")).to_be_visible()
    expect(page).to_have_url(re.compile("path="))


def test_where_no_way_leads_it_is_said(visit: OpenPage, watch: Watch) -> None:
    page = visit(network_of(FRONT, path=actor("x-relief")))
    expect(page.get_by_text("No chain of at most 6 ties")).to_be_visible()
    expect(page.get_by_text("Showing 4 of 4 neighbours")).to_be_visible()
    watch.wrongs.clear()  # the browser logs the 404 itself


def test_chosen_neighbours_are_added_and_counted_first(visit: OpenPage) -> None:
    page = visit(network_of(FRONT, node=ARMY))
    panel(page).get_by_role("button", name="Choose neighbours").click()
    expect(panel(page).get_by_role("checkbox", name=re.compile("Ostland"))).to_be_checked()
    panel(page).get_by_role("button", name="Add 1 of 1").click()
    expect(page.locator(".tables").get_by_role("button", name="Ostland", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("add="))


def test_groups_are_drawn_and_named(visit: OpenPage) -> None:
    page = visit(network_of(FRONT, depth="2", groups="1"))
    groups = page.get_by_role("region", name="Who stands together").get_by_role("listitem")
    expect(groups.first).to_contain_text("A")
    expect(groups.first).to_contain_text("River Guard")
    expect(groups.first).not_to_contain_text("Northern Front")


def test_the_picture_is_saved_for_other_programs(visit: OpenPage) -> None:
    page = visit(network_of(FRONT, hide="kind:state"))
    wait_until_drawn(page)
    names = {"Northern Front", "Valley Army", "River Guard", "deserters"}
    table = pd.read_csv(io.BytesIO(saved(page, "CSV")))
    listed = nx.from_pandas_edgelist(table, edge_attr=True, create_using=nx.MultiDiGraph)
    wanted = told(listed)
    assert {relation for _, relation, *_ in wanted} >= {"against", "with"}
    graphml = nx.read_graphml(io.BytesIO(saved(page, "GraphML")))
    gexf = nx.read_gexf(io.BytesIO(saved(page, "GEXF")))
    for graph in (graphml, gexf):
        assert {data["label"] for _, data in graph.nodes(data=True)} == names
        assert set(graph) == set(listed)
        assert told(graph) == wanted
    linked = list(ox.parse(saved(page, "JSON-LD"), ox.RdfFormat.JSON_LD))
    assert {quad.object.value for quad in linked if quad.predicate.value.endswith("#label")} == names
    assert len({quad.subject for quad in linked if quad.predicate.value.endswith("#relationType")}) == len(wanted)
    assert saved(page, "PNG").startswith(b"\x89PNG")
    drawing = saved(page, "SVG").decode()
    assert "Valley Army" in drawing
    assert "<script" not in drawing


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_arranged_network_has_no_violations(visit: OpenPage, scheme: str) -> None:
    path = network_of(FRONT, depth="2", groups="1", begin="2024-03-01", end="2024-09-30", without=OSTLAND)
    page = visit(path, color_scheme=scheme)
    wait_until_drawn(page)
    panel(page).get_by_role("button", name="Choose neighbours").click()
    page.locator(".save summary").click()
    assert violations(page) == []


def test_a_newcomer_can_do_without_the_mouse(visit: OpenPage) -> None:
    page = visit("/")
    choose(page, "north", "Northern Front")
    page.locator(".tables").get_by_role("button", name="Valley Army", exact=True).focus()
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("heading", level=2)).to_have_text("Valley Army")
    page.keyboard.press("Delete")
    page.keyboard.press("Control+z")
    assert "Valley Army" in listed(page)
