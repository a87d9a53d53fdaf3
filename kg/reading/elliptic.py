"""Numbers without a noun: tolls, participles, parts of a count, counts told again."""

from __future__ import annotations

from dataclasses import replace

from kg.languages.patterns import Cue
from kg.model import Kind
from kg.reading.bound import Bound
from kg.reading.numbers import Number
from kg.reading.predicates import TIGHT, predicate_of
from kg.reading.scene import Scene

_CORRECTION = 9  # tokens between a number and the one that it takes back
_OPENING = 3  # tokens into a sentence that still look back to the one before
_MIDDLE = 3  # words between an auxiliary and its participle
_OF_PEOPLE = ("killed", "injured", "abducted", "released")  # befalls nobody but people, whatever the word behind it


def elliptic(scene: Scene, number: Number, previous: Bound | None) -> Bound | None:
    """A number without a noun: a toll ("to 21"), a participle right behind it, or a part of what was counted before."""
    if number.value is not None and number.bare_digits and 1900 <= number.value <= 2100:
        return None
    corrected = _corrected(scene, number, previous)
    if corrected is not None:
        return corrected
    for cue in scene.cues("kind"):
        if cue.code.endswith(":toll") and 0 < number.first - cue.last <= 7 and not _number_between(scene, cue, number):
            return Bound(number, Kind(cue.code.split(":")[0]), None, cue.first, number.last, f"toll: {cue.phrase}")
    risen = _risen(scene, number, previous)
    if risen is not None:
        return risen
    for cue in scene.cues("kind"):
        ahead = cue.code.endswith(":event") and 1 <= number.first - cue.last <= 2
        if ahead and (cue.code.startswith(_OF_PEOPLE) or _closed(scene, number.last + 1)):  # "room for 55,000"
            return Bound(
                number, Kind(cue.code.split(":")[0]), None, cue.first, number.last, f"complement: {cue.phrase}"
            )
    for cue in scene.cues("kind"):
        close = 0 < cue.first - number.last <= 2 + _auxiliaries(scene, number.last, cue.first)
        same = scene.clause_of[cue.first - 1] == scene.clause_of[number.last]  # its own first word may open a clause
        if close and same and not (cue.code.endswith((":toll", ":event")) or _other_verb(scene, number, cue)):
            kind = Kind(cue.code.split(":")[0])
            return Bound(number, kind, None, number.first, cue.tail, f"participle: {cue.phrase}")
    return (
        _enclosed(scene, number)
        or _object_alone(scene, number)
        or _others(scene, number, previous)
        or _equated(scene, number, previous)
        or _recounted(scene, number, previous)
        or _part(scene, number, previous)
    )


def _other_verb(scene: Scene, number: Number, cue: Cue) -> bool:
    """ "killed 5 and wounded 12": behind an "and" another verb begins, and the one before has its number."""
    between = range(number.last + 1, cue.first)
    joined = any(c.code == "coordinator" and c.first in between for c in scene.sentence.cues_of("clause"))
    own = any(c.last == number.first - 1 and c.code.endswith(":verb") for c in scene.cues("kind"))
    return joined and own


def _corrected(scene: Scene, number: Number, previous: Bound | None) -> Bound | None:
    """ "14 soldiers, not 16", "65 combattants, et non 80": a number that is taken back for the one before it."""
    if previous is None or previous.sentence != scene.sentence.index or previous.kind is Kind.STRENGTH:
        return None
    no = any(c.last == number.first - 1 for c in scene.sentence.cues_of("negation"))
    gap = number.first - max(previous.last, previous.number.last)
    if not no or gap > _CORRECTION or not _closed(scene, number.last + 1):
        return None
    return replace(
        previous, number=number, first=number.first, last=number.last, rule="taken back by a correction", denied=True
    )


def _equated(scene: Scene, number: Number, previous: Bound | None) -> Bound | None:
    """ "Of the 412 dead, 219 were civilians and 60 were children": who some of those counted before were."""
    if previous is None or previous.sentence != scene.sentence.index:
        return None
    verb = next((c for c in scene.sentence.cues_of("voice") if c.first == number.last + 1), None)
    if verb is None or not any(c.first == verb.last + 1 for c in scene.sentence.cues_of("person")):
        return None
    return Bound(number, previous.kind, None, number.first, verb.last + 1, "part: who some of them were", part=True)


def _enclosed(scene: Scene, number: Number) -> Bound | None:
    """ "forced 5 million from their homes": a number in the gap of a verb, which goes on right behind it."""
    for cue in scene.cues("kind"):
        if (
            cue.code.endswith((":verb", ":intransitive"))
            and cue.last < number.first
            and 0 < cue.tail - number.last <= 4
        ):
            between = any(cue.last < n.core < number.first for n in scene.numbers)
            if cue.tail != cue.last and not between:
                kind = Kind(cue.code.split(":")[0])
                return Bound(number, kind, None, cue.first, cue.tail, f"predicate: {cue.phrase}", predicate=cue)
    return None


def _others(scene: Scene, number: Number, previous: Bound | None) -> Bound | None:
    """ "and was preparing for 100,000 more", "ещё 20 тысяч ожидают отправки": more of those who were counted before."""
    if previous is None or previous.sentence != scene.sentence.index:
        return None
    others = scene.sentence.cues_of("other")
    if any(number.first - 1 <= c.last < number.core for c in others):  # "otros 600", "ещё двенадцать"
        last, rule = number.last, "others than those counted before"
    elif previous.kind is not Kind.STRENGTH and any(c.first == number.last + 1 for c in others):
        if not _closed(scene, number.last + 2):
            return None
        last, rule = number.last + 1, "more of those counted before"
    else:
        return None
    return Bound(number, previous.kind, previous.counted, number.first, last, rule)


def _risen(scene: Scene, number: Number, previous: Bound | None) -> Bound | None:
    """ "rose from 42 to 57": the second number of a toll that moved."""
    if previous is None or not previous.rule.startswith("toll") or previous.sentence != scene.sentence.index:
        return None
    near = 0 < number.first - previous.number.last <= 2 and bool(scene.cues("rise"))
    return replace(previous, number=number, first=previous.first, last=number.last) if near else None


def _auxiliaries(scene: Scene, first: int, last: int) -> int:
    """ "496 had been killed": auxiliaries between a number and its participle do not part them."""
    between = [c for c in scene.sentence.cues_of("voice") if first < c.first < last]
    if between and between[0].first == first + 1 and scene.language.object_first:
        return len(between) + _MIDDLE  # "zeven waren bij aankomst overleden"
    return len(between)


def _object_alone(scene: Scene, number: Number) -> Bound | None:
    """ "has displaced tens of thousands.", "capturado a nueve;": a predicate, a number, and the clause is over."""
    other = any(c.first == number.last + 1 for c in scene.sentence.cues_of("other"))  # "wounded eleven more"
    if not _closed(scene, number.last + 1 + other):
        return None
    for cue in scene.cues("kind"):
        if cue.code.endswith((":verb", ":intransitive")) and 0 < number.first - cue.last <= 2 and cue.tail == cue.last:
            kind = Kind(cue.code.split(":")[0])
            return Bound(
                number, kind, None, cue.first, number.last, f"predicate: {cue.phrase}", form="verb", predicate=cue
            )
    return None


def _closed(scene: Scene, i: int) -> bool:
    """Whether nothing that is counted can stand at token ``i``: the clause is over, or an adverbial opens."""
    if i >= len(scene.tokens) or scene.tokens[i].kind == "punct":
        return True
    opening = {c.category for c in scene.sentence.cues if c.first == i}
    linker = "linker" in opening
    return not linker and bool(opening & {"preposition", "clause", "date", "status", "speech"})


def _recounted(scene: Scene, number: Number, previous: Bound | None) -> Bound | None:
    """ "had still spoken of eleven", "the figure was 72": another number for what was counted before."""
    if previous is None or previous.kind is Kind.STRENGTH:
        return None
    same = previous.sentence == scene.sentence.index
    spoken = not same and any(c.tail == number.first - 1 and c.tail != c.first for c in scene.cues("speech"))
    since = previous.last if same else -1
    counted = any(0 < number.first - c.last <= 4 and c.first > since for c in scene.cues("count_word"))
    if not (spoken or counted):
        return None
    return Bound(number, previous.kind, previous.counted, number.first, number.last, "recounts what was counted before")


def _number_between(scene: Scene, cue: Cue, number: Number) -> bool:
    return any(cue.last < n.core < number.first for n in scene.numbers)


def _part(scene: Scene, number: Number, previous: Bound | None) -> Bound | None:
    near = [
        c
        for c in scene.cues("scope")
        if c.code == "part" and number.first - c.last >= -4 and c.first - number.last <= 3
    ]
    same = previous is not None and previous.sentence == scene.sentence.index
    if not near or (same and previous is not None and previous.number.core == number.core):
        return _coordinate(scene, number, previous)
    predicate = predicate_of(scene, number, None)
    cue = near[0]
    if predicate is not None and predicate[1] <= TIGHT:
        kind = Kind(predicate[0].code.split(":")[0])
        first, last = min(cue.first, number.first), max(cue.last, number.last, predicate[0].tail)
        first = first if cue.last == number.first - 1 else number.first  # "among them two", not "among them"
        return Bound(number, kind, None, first, last, f"part: {cue.phrase}", part=True)
    far = not same and min(cue.first, number.first) > _OPENING  # "of whom": of somebody in its own sentence
    if previous is None or far or (number.value == 1 and previous.kind is Kind.STRENGTH) or _is_age(scene, number, cue):
        return None  # "one of them" is no force
    first, last = min(cue.first, number.first), max(cue.last, number.last)
    return Bound(number, previous.kind, previous.counted, first, last, f"part: {cue.phrase}", part=True)


def _is_age(scene: Scene, number: Number, part: Cue) -> bool:
    """ "een van hen, een student van 19": a preposition of its own stands before the number."""
    before = scene.cue_ending(number.first - 1, "preposition") if part.last < number.first - 1 else None
    return before is not None and before.code == "of"


def _coordinate(scene: Scene, number: Number, previous: Bound | None) -> Bound | None:
    """ "killed 67 people at Westgate and 148 at Garissa": the second number takes the noun and kind of the first."""
    if previous is None or previous.sentence != scene.sentence.index or previous.counted is None:
        return None
    joined = any(c.code == "coordinator" and c.last == number.first - 1 for c in scene.sentence.cues_of("clause"))
    placed = any(c.first == number.last + 1 and c.code == "locative" for c in scene.sentence.cues_of("preposition"))
    if not (joined and placed):
        return None
    return Bound(number, previous.kind, None, number.first, number.last, "coordinated with the count before it")
