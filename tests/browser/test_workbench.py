"""The query workbench: from a question to an answer in the form that fits, helped on by the data and told of errors."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_accessibility import PHONE, violations
from tests.browser.watch import Watch
from tests.browser.world import PAYLOAD


def bench(**state: str) -> str:
    return "/query#" + urlencode(state)


def write(page: Page, query: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(query)


def test_a_newcomer_runs_the_example_and_follows_a_row(visit: OpenPage) -> None:
    page = visit("/query")
    expect(page.locator(".cm-content")).to_be_visible()
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text(re.compile("5 rows"))).to_be_visible()
    expect(page.get_by_role("cell", name="up to 3,000", exact=True)).to_be_visible()
    page.get_by_role("link", name="status:feared").click()
    expect(page).to_have_url(re.compile("/resource|/v/status"))


def test_classes_and_properties_are_completed_from_the_data(visit: OpenPage, watch: Watch) -> None:
    page = visit("/query")
    with page.expect_response("**/sparql/vocabulary"):
        page.reload()
    write(page, "SELECT * WHERE { ?f a ")
    page.keyboard.type("cek:Fig")
    expect(page.locator(".cm-tooltip-autocomplete li").first).to_contain_text("cek:Figure")
    page.keyboard.press("Enter")
    page.keyboard.type(" ; cek:verb")
    expect(page.locator(".cm-tooltip-autocomplete li").first).to_contain_text("cek:verbatim")
    page.keyboard.press("Escape")
    write(page, "SELECT * WHERE { ?f cek:status ")
    page.keyboard.type("status:den")
    expect(page.locator(".cm-tooltip-autocomplete li").first).to_contain_text("status:denied")
    watch.wrongs.clear()  # the browser logs the 400 of a half-written query


def test_an_error_is_marked_where_it_is(visit: OpenPage, watch: Watch) -> None:
    page = visit(bench(query="SELECT * WHERE {\n  ?s ?p\n}"))
    expect(page.get_by_role("alert")).to_contain_text("Line 3")
    expect(page.locator(".cm-lintRange-error, .cm-lintPoint-error").first).to_be_attached()
    watch.wrongs.clear()  # the browser logs the 400 itself


def test_keys_run_a_query_and_numbers_become_a_chart(visit: OpenPage) -> None:
    page = visit("/query")
    write(page, "#defaultView:Chart\nSELECT ?kind (COUNT(*) AS ?n) WHERE { ?f cek:kind ?kind } GROUP BY ?kind")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("img", name="n by kind; the table has the numbers")).to_be_visible()
    page.get_by_role("button", name="As sent").click()
    expect(page.locator(".raw")).to_contain_text('"bindings"')
    expect(page).to_have_url(re.compile("view=raw"))


def test_a_graph_is_drawn_as_a_network(visit: OpenPage) -> None:
    query = "CONSTRUCT { ?e cek:place ?p } WHERE { ?e cek:place ?p }"
    page = visit(bench(query=query, view="graph"))
    expect(page.locator(".canvas[data-settled]")).to_be_attached()
    expect(page.get_by_text(re.compile("triples"))).to_be_visible()


def test_a_saved_question_has_a_form_and_an_address(visit: OpenPage) -> None:
    page = visit("/query")
    page.get_by_role("button", name="What is said to have happened, in order of time").click()
    form = page.get_by_role("form", name="What is said to have happened, in order of time")
    form.get_by_label("begin").fill("2024-09-01")
    form.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("link", name="As an address for programs")).to_have_attribute(
        "href", "/queries/timeline?begin=2024-09-01"
    )
    expect(page).to_have_url(re.compile("saved=timeline&p.begin=2024-09-01"))
    expect(page.locator(".results tbody tr").first).to_contain_text("2024-09")


def test_words_of_articles_are_text_in_the_answer(visit: OpenPage) -> None:
    page = visit(bench(query="SELECT DISTINCT ?h { ?a schema:headline ?h } ORDER BY ?h"))
    expect(page.get_by_role("cell", name=f"Headline {PAYLOAD}").first).to_be_visible()
    expect(page.locator("main img")).to_have_count(0)


@pytest.mark.parametrize(("scheme", "size"), [("light", {"width": 1280, "height": 900}), ("dark", PHONE)])
def test_the_workbench_has_no_violations(visit: OpenPage, scheme: str, size: dict[str, int]) -> None:
    page = visit("/query?saved=timeline", color_scheme=scheme, viewport=size)
    expect(page.locator(".results tbody tr").first).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_rows_with_a_latitude_and_a_longitude_stand_on_a_map(visit: OpenPage) -> None:
    query = "SELECT DISTINCT ?name ?lat ?long { ?p wgs84:lat ?lat ; wgs84:long ?long ; rdfs:label ?name }"
    page = visit(bench(query=query, view="map"))
    expect(page.get_by_role("group", name=re.compile("Map of 3"))).to_be_visible()
    page.locator(".mark", has_text="1").first.click()
    expect(page.locator(".results > [role=status]")).to_be_visible()


def text_of(page: Page) -> str:
    """What stands in the editor: a line of the page a line of the text."""
    return "\n".join(page.locator(".cm-line").all_inner_texts())


def letters(query: str) -> str:
    return re.sub(r"\s", "", query).upper()


UGLY = """prefix  x: <http://x/>   select ?kind (count(*) as ?n) where{?f a cek:Figure;cek:kind ?kind.
filter(?n<3 && ?kind!=<a> )  optional{?f cek:about/^cek:about ?e} # a remark
{ ?f cek:value 1.5 } union { values ?f { x:a x:b } ?f cek:verbatim "a { b } ; c."@en , 'd' }
filter not exists { ?f cek:place [ cek:country "IQ" ] }
} group by ?kind order by desc(?n) limit 5"""
TIDY = """PREFIX x: <http://x/>
SELECT ?kind (COUNT(*) AS ?n) WHERE {
  ?f a cek:Figure ;
    cek:kind ?kind .
  FILTER(?n<3 && ?kind!=<a>)
  OPTIONAL {
    ?f cek:about/^cek:about ?e
  } # a remark
  {
    ?f cek:value 1.5
  } UNION {
    VALUES ?f { x:a x:b }
    ?f cek:verbatim "a { b } ; c."@en, 'd'
  }
  FILTER NOT EXISTS {
    ?f cek:place [cek:country "IQ"]
  }
}
GROUP BY ?kind
ORDER BY DESC(?n)
LIMIT 5"""


def test_a_query_is_laid_out_and_nothing_but_white_space_and_case_changes(visit: OpenPage) -> None:
    page = visit("/query")
    write(page, UGLY)
    page.get_by_role("button", name="Format").click()
    assert text_of(page).rstrip() == TIDY
    page.keyboard.press("Shift+Alt+F")
    assert text_of(page).rstrip() == TIDY


def test_every_saved_question_keeps_its_words_when_it_is_laid_out(visit: OpenPage, watch: Watch) -> None:
    page = visit("/query")
    page.set_viewport_size({"width": 1280, "height": 4000})  # the editor lays out the lines in sight only
    names = page.get_by_role("navigation", name="Saved questions").get_by_role("button")
    expect(names.first).to_be_visible()
    for name in names.all():
        name.click()
        before = text_of(page)
        page.get_by_role("button", name="Format").click()
        once = text_of(page)
        assert letters(once) == letters(before)
        page.get_by_role("button", name="Format").click()
        assert text_of(page) == once
        expect(page.get_by_role("button", name="Run")).to_be_visible()  # its answer has come: one question at a time
    # The browser logs what the server refuses: questions to other servers, which nobody allowed here.
    watch.wrongs[:] = [wrong for wrong in watch.wrongs if "403" not in wrong]


def test_a_saved_question_runs_with_its_values_until_it_is_edited(visit: OpenPage) -> None:
    page = visit("/query#" + urlencode({"saved": "timeline", "p.begin": "2024-09-01"}))
    row = page.locator(".results tbody tr").first
    expect(row).to_contain_text("2024-09")
    page.get_by_role("button", name="Run").click()
    expect(row).to_contain_text("2024-09")
    page.get_by_role("button", name="Edit as SPARQL").click()
    expect(page.get_by_role("form")).to_have_count(0)
    assert '"2024-09-01"' in text_of(page)
    page.get_by_role("button", name="Run").click()
    expect(row).to_contain_text("2024-09")


def test_a_question_that_lacks_a_value_says_which(visit: OpenPage) -> None:
    page = visit("/query#saved=actors-by-name")
    expect(page.get_by_role("form")).to_be_visible()
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_contain_text("text")


@pytest.mark.parametrize("saved", [False, True], ids=["a query", "a saved question"])
def test_what_is_copied_gives_the_same_answer_elsewhere(visit: OpenPage, origin: str, saved: bool) -> None:
    """The shell line is run, and the Python program too; for R only its address is looked at."""
    state = (
        {"saved": "timeline", "p.begin": "2024-09-01"} if saved else {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
    )
    page = visit(bench(**state))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=origin)
    expect(page.locator(".results tbody tr").first).to_be_visible()
    copied = {}
    for name in ("curl", "Python", "R"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_text(f"Copied for {name}")).to_be_visible()
        copied[name] = page.evaluate("navigator.clipboard.readText()")
    shell = subprocess.run(["sh", "-c", copied["curl"]], capture_output=True, text=True, check=True).stdout
    program = copied["Python"] + "print(frame.to_csv(index=False), end='')\n"
    python = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert list(csv.DictReader(io.StringIO(shell))) == list(csv.DictReader(io.StringIO(python)))
    assert "2024-09" in shell if saved else int(shell.split()[1]) > 1000
    assert origin in copied["R"]
