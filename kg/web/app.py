"""The application factory: what is shared, the blueprints, the error shape and the headers; no logic of its own."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request
from flask.json.provider import DefaultJSONProvider

from kg.federation import Federator
from kg.query.engine import QueryService
from kg.settings import Settings
from kg.stores import open_store
from kg.stores.base import Store
from kg.updates.service import UpdateService
from kg.web import carry, compression, cors, errors, filters, former, security, wording
from kg.web.accounts import blueprint as accounts
from kg.web.api import blueprint as api
from kg.web.articles import blueprint as articles
from kg.web.cases import blueprint as cases
from kg.web.context import KEY, Services, let_go, services
from kg.web.gsp import blueprint as gsp
from kg.web.held.counting import NAME as COUNTS
from kg.web.held.preparer import Preparer, Shelved
from kg.web.lane import Lane
from kg.web.metrics import Metrics
from kg.web.neighbourhood import blueprint as neighbourhood
from kg.web.opendata import blueprint as opendata
from kg.web.ops import blueprint as ops
from kg.web.overview import blueprint as overview
from kg.web.pages import blueprint as pages
from kg.web.path import blueprint as path
from kg.web.queries import blueprint as saved
from kg.web.querylog import QueryLog
from kg.web.reconcile import blueprint as reconcile
from kg.web.resources import blueprint as resources
from kg.web.reviews import blueprint as reviews
from kg.web.search import blueprint as search
from kg.web.snapshots import blueprint as snapshots
from kg.web.sparql import blueprint as sparql
from kg.web.vocabulary import blueprint as vocabulary

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

BLUEPRINTS = (
    sparql,
    vocabulary,
    gsp,
    saved,
    neighbourhood,
    path,
    search,
    overview,
    accounts,
    articles,
    cases,
    resources,
    pages,
    api,
    ops,
    opendata,
    snapshots,
    reconcile,
    reviews,
)


class Application(Flask):
    """Flask behind the short way of small queries (see ``Lane``)."""

    lane: Lane

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self.lane(environ, start_response)

    def long_way(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Routing, hooks and response objects."""
        return super().wsgi_app(environ, start_response)


def create_app(settings: Settings, store: Store | None = None) -> Application:
    """Assemble the application; it opens nothing but snapshots, and those at the first request."""
    app = Application("kg.web", static_folder="static", static_url_path="/static")
    served = store or open_store(settings)
    queries = QueryService(settings, served)
    log = QueryLog(settings.query_log)
    metrics = Metrics(str(os.getpid()) if settings.limit("web_workers") > 1 else "")
    app.extensions[KEY] = Services(
        settings,
        served,
        queries,
        UpdateService(settings),
        Federator(settings, queries),
        Preparer(settings),
        Preparer(settings, COUNTS),
        Shelved(settings),
        metrics,
        log,
    )
    assert isinstance(app.json, DefaultJSONProvider)
    app.json.sort_keys = False
    security.register(
        app,
        max_url_bytes=int(settings.limit("max_url_bytes")),
        max_body_bytes=int(settings.limit("max_body_bytes")),
        trusted_hosts=settings.trusted_hosts,
    )
    cors.register(app, settings.cors_origins)
    compression.register(app)
    carry.register(app)  # after it, so that it runs before: it needs the text
    errors.register(app)
    former.register(app)
    filters.register(app)
    wording.register(app)
    count_requests(app)
    app.teardown_request(let_go)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.lane = Lane(app.long_way, app.extensions[KEY])
    return app


def count_requests(app: Flask) -> None:
    """Count every response by route pattern: a pattern, not an address, so that the metrics stay few."""

    def begin() -> None:
        g.began = time.monotonic()

    def end(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "none"
        services().metrics.add("kg_requests_total", route=route, status=str(response.status_code))
        took = time.monotonic() - g.get("began", time.monotonic())
        services().metrics.add("kg_request_seconds_total", took, route=route)
        return response

    app.before_request(begin)
    app.after_request(end)
