"""Words of articles are text wherever they appear: no page runs them, no link follows them."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import BROWSER, PAYLOAD

PAGES = (
    "/articles",
    "/articles/{hostile}",
    "/id/actor/x-hostile",
    "/search?q=hostile",
    "/search?q=" + quote(PAYLOAD),
    "/queries/figures-with-evidence",
    "/queries/timeline?type=" + quote(f'"{PAYLOAD}'),
    "/query?query=" + quote("SELECT * { ?s <https://schema.org/headline> ?o }"),
    "/query?query=" + quote(f"SELECT ('{PAYLOAD}' AS ?x) {{}}"),
    "/query?query=" + quote(f"nonsense {PAYLOAD}"),
    "/query?query=" + quote("CONSTRUCT { ?s ?p ?o } WHERE { ?s <https://schema.org/headline> ?o . ?s ?p ?o }"),
    "/graph/entities",
    "/graph/article/{hostile16}",
    "/resource?iri=" + quote("javascript:alert(3)"),
    "/" + quote(PAYLOAD),
    "/id/actor/" + quote('"><script>alert(9)</script>'),
)
OURS = ("script", "iframe", "object", "embed")


class Tags(HTMLParser):
    """The tags, handlers and links that a browser would see."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name == "style"]
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action", "formaction")]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_runs_what_an_article_or_an_address_says(client: FlaskClient, hostile: str, path: str) -> None:
    page = client.get(path.format(hostile=hostile, hostile16=hostile[:16]), headers=BROWSER)
    assert page.mimetype == "text/html"
    seen = Tags(page.text)
    assert not set(OURS) & set(seen.tags)
    assert "img" not in seen.tags
    assert seen.handlers == []
    for link in seen.links:
        assert link.startswith(("/", "#", "?", "http://", "https://")), link
        assert "alert(" not in link or link.startswith(("/", "?"))


def test_the_words_themselves_are_still_readable(client: FlaskClient, hostile: str) -> None:
    page = client.get(f"/articles/{hostile}", headers=BROWSER).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_only_web_addresses_become_links_to_elsewhere(client: FlaskClient) -> None:
    page = client.get("/id/actor/x-hostile", headers=BROWSER).text
    assert 'href="http://www.wikidata.org/entity/Q83317"' in page
    assert "javascript:alert(3)" in page
    assert 'href="javascript' not in page
    assert 'href="data:' not in page


def test_a_link_to_elsewhere_tells_the_other_site_nothing(client: FlaskClient) -> None:
    page = client.get("/id/actor/x-hostile", headers=BROWSER)
    assert 'rel="external noopener noreferrer"' in page.text
    assert page.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "name",
    [
        "../server.py",
        "..%2fserver.py",
        "%2e%2e/%2e%2e/etc/passwd",
        "app/../../app.py",
        "....//....//etc/passwd",
        "%00",
        "/etc/passwd",
        "..\\..\\app.py",
    ],
)
def test_no_file_outside_the_static_folder_is_served(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/static/{name}", buffered=True, follow_redirects=True)
    assert answer.status_code in (400, 404)
