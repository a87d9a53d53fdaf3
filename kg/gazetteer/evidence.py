"""Whether a name that the gazetteer knows is a place in this text at all.

Big towns and countries are places unless something speaks against it; a hamlet that shares its name with a word or a
person is one only after "in" or in a country the article speaks of.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.gazetteer.cues import Cue
from kg.gazetteer.model import Candidate, Feature
from kg.gazetteer.places import PlaceMention
from kg.gazetteer.scoring import Surroundings

_CUES = {
    Cue.DATELINE: 3.0,
    Cue.LOCATIVE: 1.7,
    Cue.GENITIVE: 0.8,
    Cue.SETTLEMENT: 1.0,
    Cue.TITLE: -3.5,
    Cue.NAME_BEFORE: -2.5,
    Cue.NAME_AFTER: -1.6,
    Cue.INITIAL: -0.6,
    Cue.COMMON: -1.5,
}
_PERSONAL = frozenset({Cue.TITLE, Cue.NAME_BEFORE})
_TOWN = ((1_000_000, 2.4), (100_000, 2.0), (15_000, 1.0), (1_000, 0.3), (0, -0.3))
_UNCOUNTED = 0.3  # GeoNames' nought means that nobody knows
_COUNTRY, _SUPPLEMENT = 3.5, 2.2
_OTHER_NAME = -0.6  # known by this name only as an alternate, and not a big town
_BIG = 100_000
_MANY_WORDS = 0.6
_SUPPORTED = 1.2
_ALONE = ((1_000_000, 0.0), (100_000, -0.7), (0, -1.2))  # a town in a country the article does not speak of
_ARTICLE = -1.2  # "the Hall", "das Essen"; regions and countries have articles in many languages
_NEAR_KM, _NEAR = 150.0, 0.6
_CAPITAL_SAYS_NOTHING = -1.0
_ENOUGH = 1.5


def is_place(
    mentions: Sequence[PlaceMention], candidate: Candidate, around: Surroundings, *, capitals_are_plain: bool
) -> bool:
    score = _prior(candidate) + _support(candidate, around) + _cues(mentions, candidate)
    if candidate.feature is Feature.CITY and all(Cue.DETERMINER in m.cues for m in mentions):
        score += _ARTICLE
    if " " in mentions[0].text.strip():
        score += _MANY_WORDS
    elif capitals_are_plain and not any(m.is_located for m in mentions):
        score += _plain_word(candidate)
    return score >= _ENOUGH


def _plain_word(candidate: Candidate) -> float:
    """Where any word may have its capital, a small town may be but a word, and the more so by another name."""
    if candidate.feature is not Feature.CITY or candidate.population >= _BIG:
        return 0.0
    return _CAPITAL_SAYS_NOTHING if candidate.own_name else 2 * _CAPITAL_SAYS_NOTHING


def _prior(candidate: Candidate) -> float:
    if candidate.feature is Feature.COUNTRY:
        return _COUNTRY
    if candidate.feature is not Feature.CITY or candidate.key.startswith("s-"):
        return _SUPPLEMENT
    if not candidate.population:
        return _UNCOUNTED
    size = next(points for least, points in _TOWN if candidate.population >= least)
    return size + (_OTHER_NAME if not candidate.own_name and candidate.population < _BIG else 0.0)


def _support(candidate: Candidate, around: Surroundings) -> float:
    if candidate.feature is Feature.COUNTRY:
        return 0.0
    near = _NEAR if around.kilometres(candidate) <= _NEAR_KM else 0.0
    if share := around.share(candidate.country):
        return near + _SUPPORTED * (0.5 + 0.5 * share)
    if near or candidate.key.startswith("s-"):
        return near
    return near + next(points for least, points in _ALONE if candidate.population >= least)


def _cues(mentions: Sequence[PlaceMention], candidate: Candidate) -> float:
    """The best mention speaks for all, unless one of them is part of a person's name and none is located."""
    ignored = frozenset() if candidate.feature is Feature.CITY else _PERSONAL  # "the president of Ingushetia"
    scores = [sum(_CUES.get(cue, 0.0) for cue in mention.cues - ignored) for mention in mentions]
    personal = any(mention.cues - ignored & _PERSONAL for mention in mentions)
    return min(scores) if personal and not any(m.is_located for m in mentions) else max(scores)
