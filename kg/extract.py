"""A reading as the plain object `kg extract` prints: names instead of keys, ISO dates, nothing left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg.model import Actor, EventClaim, Evidence, Figure, Period, Place, Reading
from kg.rdf import iris


def as_record(reading: Reading, base: str) -> dict[str, Any]:
    """The claims of one article; keys and vocabularies are the contract of `kg extract`."""
    article = reading.article
    actors, places = reading.actor_names(), reading.place_names()
    return {
        "id": article.identifier,
        "source": article.source,
        "lang": article.language,
        "published": article.published.isoformat() if article.published else None,
        "title": article.title,
        "figures": [_figure(figure, actors, places) for figure in reading.figures],
        "actors": [_actor(actor, base) for actor in reading.actors],
        "places": [_place(place) for place in reading.places],
        "events": [_event(event, actors, places) for event in reading.events],
        "notes": [*article.notes, *reading.notes],
    }


def _figure(figure: Figure, actors: Mapping[str, str], places: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": figure.kind.value,
        "low": figure.low,
        "high": figure.high,
        "value": figure.value,
        "qualifier": figure.qualifier.value,
        "who": figure.population,
        "status": figure.status.value,
        "measure": figure.measure.value,
        "scope": figure.scope.value,
        "attributed_to": _names(figure.attribution, actors),
        "date": _date(figure.period),
        "place": _name(figure.place, places),
        **_span(figure.evidence),
        "verbatim": figure.verbatim,
        "conventional": figure.conventional,
        "derived_from": list(figure.derived_from),
        "superseded_by": figure.superseded_by,
        "event": figure.event,
    }


def _actor(actor: Actor, base: str) -> dict[str, Any]:
    return {
        "name": actor.name,
        "kind": actor.kind.value,
        "iri": iris.actor(base, actor.key).value,
        "roles": [role.value for role in actor.roles],
        "mentions": _mentions(actor.mentions),
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "name": place.name,
        "country": place.country,
        "lat": place.latitude,
        "lon": place.longitude,
        "geonames": place.geonames,
        "precision": place.precision.value,
        "role": "event" if place.is_event_place else "mentioned",
        "mentions": _mentions(place.mentions),
    }


def _event(event: EventClaim, actors: Mapping[str, str], places: Mapping[str, str]) -> dict[str, Any]:
    return {
        "type": event.type,
        "status": event.status.value,
        "agents": _names(event.agents, actors),
        "targets": _names(event.targets, actors),
        "supporters": _names(event.supporters, actors),
        "attributed_to": _names(event.attribution, actors),
        "place": _name(event.place, places),
        "date": _date(event.period),
        **_span(event.evidence),
        "trigger": event.trigger.quote,
        "background": event.background,
    }


def _names(keys: Iterable[str], names: Mapping[str, str]) -> list[str]:
    return [names[key] for key in keys]


def _name(key: str | None, names: Mapping[str, str]) -> str | None:
    return None if key is None else names[key]


def _date(period: Period | None) -> str | None:
    return period.iso if period else None


def _span(evidence: Evidence) -> dict[str, Any]:
    return {"quote": evidence.quote, "start": evidence.start, "end": evidence.end}


def _mentions(mentions: Iterable[Evidence]) -> list[dict[str, Any]]:
    return [{"text": mention.quote, "start": mention.start, "end": mention.end} for mention in mentions]
