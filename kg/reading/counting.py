"""What a number counts and what befell them: the counted noun, the kind, and the predicate that binds them."""

from __future__ import annotations

from dataclasses import dataclass

from kg.languages.patterns import Cue
from kg.model import Kind
from kg.reading.numbers import Number
from kg.reading.scene import Scene

_REACH = 6  # tokens between a number and its noun
_LIMIT = 16  # weighted tokens between a number and its predicate
_TIGHT = 8
_ARMED = frozenset({"force", "fighter", "attacker", "police", "crowd"})
_HELD = frozenset({Kind.CAPTURED, Kind.ABDUCTED, Kind.DISPLACED, Kind.RELEASED})


@dataclass(frozen=True, slots=True)
class Counted:
    """The noun behind a number: its group ("civil", "force", ...), an English gloss, and its own kind if any."""

    last: int
    group: str
    gloss: str
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """A number with its kind, and the tokens of the predicate that decided it."""

    number: Number
    kind: Kind
    counted: Counted | None
    first: int
    last: int
    rule: str
    part: bool = False
    sentence: int = -1
    form: str = ""  # of the predicate: "verb" has an agent, "intransitive" has none
    predicate: Cue | None = None


def bind(scene: Scene, number: Number, previous: Bound | None) -> Bound | None:
    """The kind of a number, or None when it counts no people."""
    if _excluded(scene, number):
        return None
    noun = counted_noun(scene, number)
    if noun is None:
        return None if number.indefinite else _elliptic(scene, number, previous)
    predicate = _predicate(scene, number, noun)
    listed = _listed(scene, number, noun, predicate, previous)
    return listed or _of_noun(scene, number, noun, predicate)


def _listed(
    scene: Scene, number: Number, noun: Counted, found: tuple[Cue, int] | None, previous: Bound | None
) -> Bound | None:
    """Parts of a count: "194 dead: 41 officers, two soldiers", "among the victims were 16 Kenyans and a Briton"."""
    among = [c for c in scene.cues("among") if 0 < number.first - c.last <= 12]
    end = noun.last
    if among and noun.kind is None and not _verb_between(scene, among[-1].last, number.first):
        return Bound(number, Kind(among[-1].code), noun, number.first, end, f"part: {among[-1].phrase}", part=True)
    if previous is None or noun.kind is not None or previous.kind is Kind.STRENGTH or (found and found[1] <= 3):
        return None
    if (
        not previous.number.last < number.first
        or previous.number.core == number.core
        or previous.sentence != scene.sentence.index
    ):
        return None
    tokens = scene.tokens[previous.last + 1 : number.first]
    joined = any(t.text == ":" for t in tokens) or (previous.part and len(tokens) <= 3)
    part = any(c.code == "part" and previous.number.last < c.first < number.first for c in scene.cues("scope"))
    if not (joined or part) or _verb_between(scene, previous.last, number.first):
        return None
    return Bound(number, previous.kind, noun, number.first, end, "part of the count before it", part=True)


def _verb_between(scene: Scene, first: int, last: int) -> bool:
    return any(first < c.first < last and c.code.endswith((":verb", ":intransitive")) for c in scene.cues("kind"))


def _of_noun(scene: Scene, number: Number, noun: Counted, found: tuple[Cue, int] | None) -> Bound | None:
    end = noun.last
    if noun.kind is not None and not (found and _overrides(noun.kind, found)):
        if number.indefinite and noun.kind not in (Kind.KILLED, Kind.INJURED):
            return None
        return Bound(number, noun.kind, noun, number.first, end, f"counted noun: {noun.gloss}")
    if found is not None and (not number.indefinite or found[1] <= _TIGHT):
        cue, _ = found
        kind = Kind(cue.code.split(":")[0])
        first, last = min(number.first, cue.first), max(end, cue.tail)
        form = cue.code.split(":")[1]
        return Bound(number, kind, noun, first, last, f"predicate: {cue.phrase}", form=form, predicate=cue)
    if noun.group in _ARMED and not number.indefinite:
        return Bound(number, Kind.STRENGTH, noun, number.first, end, f"armed people without a predicate: {noun.gloss}")
    return None


def _overrides(kind: Kind, found: tuple[Cue, int]) -> bool:
    # "twelve prisoners were executed": held people to whom something worse happened.
    harm = found[0].code.split(":")[0] in (Kind.KILLED, Kind.INJURED, Kind.RELEASED)
    return kind in _HELD and harm and found[1] <= _TIGHT and not found[0].code.endswith(":event")


def _excluded(scene: Scene, number: Number) -> bool:
    tokens = scene.tokens
    dated = any(d.first <= number.core <= d.last for d in scene.dates)
    if dated or any(c.code == "before" and c.last == number.first - 1 for c in scene.cues("unit")):
        return True
    after = tokens[number.last + 1] if number.last + 1 < len(tokens) else None
    if any(c.code == "any" and c.first == number.last + 1 for c in scene.sentence.cues_of("unit")):
        return not any(c.first == number.last + 1 for c in scene.sentence.cues_of("person"))
    if after is not None and after.text in "%€$£°/":
        return True
    before = tokens[number.first - 1] if number.first else None
    if number.indefinite and any(
        c.code in ("source", "of") and c.last == number.first - 1 for c in scene.cues("preposition")
    ):
        return True  # "the wife of an attacker"
    if before is not None and before.text in "€$£#/":
        return True
    if before is not None and after is not None and before.text == "(" and after.text == ")":
        return number.bare_digits  # an age or a year in brackets
    return _ordinal(scene, number)


def _ordinal(scene: Scene, number: Number) -> bool:
    """ "19. Raketenbrigade": digits with a dot that closes no sentence."""
    i = number.last + 1
    dotted = (
        i + 1 < len(scene.tokens) and scene.tokens[i].text == "." and scene.tokens[i].start == scene.tokens[i - 1].end
    )
    return dotted and number.bare_digits


def counted_noun(scene: Scene, number: Number) -> Counted | None:
    """The counted noun within a few tokens behind a number; adjectives and "of" may come between."""
    j = number.last + 1 - number.holds_noun
    while j < len(scene.tokens) and j - number.last <= _REACH:
        found = _noun_at(scene, j)
        if found is not None:
            return _noun_behind(scene, found) or found
        token = scene.tokens[j]
        stop = not (token.is_word or token.text in "\"'“”‘’«»„-,") or _blocks(scene, j, number)
        if stop or (token.text == "," and not _noun_at(scene, j + 2)):
            return None
        j += 1
    return None


def _noun_behind(scene: Scene, found: Counted) -> Counted | None:
    """ "299 civilian deaths": a person word before the noun that is counted."""
    behind = _noun_at(scene, found.last + 1)
    return behind if behind is not None and found.kind is None and behind.kind is not None else None


def _blocks(scene: Scene, j: int, number: Number) -> bool:
    if any(n.core == j for n in scene.numbers):
        return True
    linking = any(c.first == j for c in scene.sentence.cues_of("linker"))
    cues = [c for c in scene.sentence.cues if c.first == j]
    if linking and j == number.last + 1:
        return False
    return any(c.category in ("voice", "speech", "clause", "unit") for c in cues) or (
        any(c.category == "preposition" for c in cues) and not linking
    )


def _noun_at(scene: Scene, j: int) -> Counted | None:
    if j >= len(scene.tokens):
        return None
    if scene.language.nouns_capitalised and not scene.tokens[j].capitalised:
        return None
    here = [c for c in scene.sentence.cues if c.first == j]
    noun = max((c for c in here if c.category == "kind" and c.code.endswith(":noun")), key=_width, default=None)
    person = max((c for c in here if c.category == "person"), key=_width, default=None)
    if noun is not None and (person is None or _width(noun) >= _width(person)):
        return Counted(noun.last, "victim", scene.tokens[noun.last].norm, Kind(noun.code.split(":")[0]))
    if person is not None:
        group, gloss = person.code.split(":")
        return Counted(person.last, group, gloss)
    return _nationals(scene, j)


def _width(cue: Cue) -> int:
    return cue.last - cue.first


def _nationals(scene: Scene, j: int) -> Counted | None:
    """ "16 Kenyans": a demonym that no noun follows."""
    if j not in scene.demonyms or not scene.tokens[j].capitalised:
        return None
    follows = [c for c in scene.sentence.cues if c.first in (j + 1, j + 2) and c.category in ("person", "force")]
    noun = any(c.first == j + 1 and c.code.endswith(":noun") for c in scene.sentence.cues_of("kind"))
    return None if follows or noun else Counted(j, "civil", f"people from {scene.demonyms[j]}")


def _predicate(scene: Scene, number: Number, noun: Counted | None) -> tuple[Cue, int] | None:
    """The nearest predicate that takes this number as its patient, with its weighted distance."""
    end = noun.last if noun else number.last
    scored: list[tuple[int, int, Cue]] = []
    for cue in scene.cues("kind"):
        kind, form = cue.code.split(":")
        if form in ("noun", "toll") or (noun and cue.first == noun.last and form != "intransitive"):
            continue
        cost = min(
            scene.distance(number.first, end, cue.first, cue.last),
            scene.distance(number.first, end, cue.tail, cue.tail),
        )
        inside = cue.first < number.first and cue.tail > end  # "verloor ... het leven" around the number
        cost = 1 if inside and cue.tail != cue.last else cost
        if kind == Kind.DISPLACED and noun is not None and noun.group in ("force", "fighter", "attacker", "police"):
            continue  # soldiers who flee are no displaced people
        if cost <= _LIMIT and takes(scene, cue, number, end):
            scored.append((cost + (4 if kind == Kind.STRENGTH else 0), abs(cue.first - number.core), cue))
    if not scored:
        return None
    cost, _, cue = min(scored, key=lambda item: (item[0], item[1], item[2].code))
    return cue, cost


def takes(scene: Scene, cue: Cue, number: Number, end: int) -> bool:
    """Whether a predicate takes the number as its patient: by form, voice and side."""
    form = cue.code.split(":")[1]
    if _after_agent_word(scene, number):
        return False
    if form == "event":
        return 0 < number.first - cue.last <= 4 or 0 < cue.first - end <= 6
    if form == "intransitive" or cue.code.startswith("strength"):
        return True
    if _passive(scene, cue, number):
        return True
    behind = number.first > cue.last
    if scene.language.object_first:
        return behind or not _object_between(scene, end, cue)
    return behind or not _object_after(scene, cue)


def _after_agent_word(scene: Scene, number: Number) -> bool:
    before = scene.cue_ending(scene.before_noun_phrase(number.first), "preposition") if number.first else None
    return before is not None and before.code == "agent"


def _passive(scene: Scene, cue: Cue, number: Number) -> bool:
    low, high = min(cue.first, number.first) - 5, max(cue.last, number.last) + 4
    near = [c for c in scene.sentence.cues_of("voice") if low <= c.first <= high]
    passive = any(c.code == "passive" for c in near)
    perfect = any(c.code == "perfect" and scene.clause_of[c.first] == scene.clause_of[cue.first] for c in near)
    doubled = any(c.code == "passive_been" for c in near)  # "have been killed"
    return doubled or (passive and not perfect)


def _object_between(scene: Scene, end: int, cue: Cue) -> bool:
    others = [n for n in scene.numbers if end < n.first and n.last < cue.first and not n.indefinite]
    between = [c for c in scene.cues("person") if end < c.first and c.last < cue.first]
    coordinated = any(c.code == "coordinator" and end < c.first < cue.first for c in scene.cues("clause"))
    return bool(others or between) and not coordinated


def _object_after(scene: Scene, cue: Cue) -> bool:
    window = range(cue.last + 1, cue.last + 6)
    persons = any(c.first in window for c in scene.cues("person"))
    return persons or any(n.core in window for n in scene.numbers if not n.indefinite)


def _elliptic(scene: Scene, number: Number, previous: Bound | None) -> Bound | None:
    """A number without a noun: a toll ("to 21"), a participle right behind it, or a part of what was counted before."""
    if number.value is not None and number.bare_digits and 1900 <= number.value <= 2100:
        return None
    for cue in scene.cues("kind"):
        if cue.code.endswith(":toll") and 0 < number.first - cue.last <= 7 and not _number_between(scene, cue, number):
            return Bound(number, Kind(cue.code.split(":")[0]), None, cue.first, number.last, f"toll: {cue.phrase}")
    for cue in scene.cues("kind"):
        if cue.code.endswith(":event") and 1 <= number.first - cue.last <= 2:  # "room for 55,000"
            return Bound(
                number, Kind(cue.code.split(":")[0]), None, cue.first, number.last, f"complement: {cue.phrase}"
            )
    for cue in scene.cues("kind"):
        close = 0 < cue.first - number.last <= 2
        if (
            close
            and not cue.code.endswith((":toll", ":event"))
            and scene.clause_of[cue.first] == scene.clause_of[number.last]
        ):
            kind = Kind(cue.code.split(":")[0])
            return Bound(number, kind, None, number.first, cue.tail, f"participle: {cue.phrase}")
    return _part(scene, number, previous)


def _number_between(scene: Scene, cue: Cue, number: Number) -> bool:
    return any(cue.last < n.core < number.first for n in scene.numbers)


def _part(scene: Scene, number: Number, previous: Bound | None) -> Bound | None:
    near = [
        c
        for c in scene.cues("scope")
        if c.code == "part" and number.first - c.last >= -4 and c.first - number.last <= 3
    ]
    if (
        previous is None
        or not near
        or (previous.sentence == scene.sentence.index and previous.number.core == number.core)
    ):
        return _coordinate(scene, number, previous)
    predicate = _predicate(scene, number, None)
    cue = near[0]
    if predicate is not None and predicate[1] <= _TIGHT:
        kind = Kind(predicate[0].code.split(":")[0])
        first, last = min(cue.first, number.first), max(cue.last, predicate[0].tail)
        return Bound(number, kind, None, number.first, last, f"part: {cue.phrase}", part=True)
    first, last = min(cue.first, number.first), max(cue.last, number.last)
    return Bound(number, previous.kind, previous.counted, first, last, f"part: {cue.phrase}", part=True)


def _coordinate(scene: Scene, number: Number, previous: Bound | None) -> Bound | None:
    """ "killed 67 people at Westgate and 148 at Garissa": the second number takes the noun and kind of the first."""
    if previous is None or previous.sentence != scene.sentence.index or previous.counted is None:
        return None
    joined = any(c.code == "coordinator" and c.last == number.first - 1 for c in scene.sentence.cues_of("clause"))
    placed = any(c.first == number.last + 1 and c.code == "locative" for c in scene.sentence.cues_of("preposition"))
    if not (joined and placed):
        return None
    return Bound(number, previous.kind, None, number.first, number.last, "coordinated with the count before it")
