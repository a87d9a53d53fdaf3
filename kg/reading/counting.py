"""What a number counts and what befell them: the counted noun, the kind, and the predicate that binds them."""

from __future__ import annotations

from kg.languages.patterns import Cue
from kg.model import Kind
from kg.reading.bound import Bound, Counted
from kg.reading.elliptic import elliptic
from kg.reading.numbers import Number
from kg.reading.predicates import TIGHT, predicate_of
from kg.reading.scene import Scene
from kg.registry.names import home_in_phrase

_REACH = 6  # tokens between a number and its noun
_BESIDE = 3  # tokens to a predicate that stands beside its noun
_SHARES = (5, 10, 100)
_OLDEST = 120  # nobody is so many years old
_ARMED = frozenset({"force", "fighter", "attacker", "police", "crowd"})
_HELD = frozenset({Kind.CAPTURED, Kind.ABDUCTED, Kind.DISPLACED, Kind.RELEASED})


def bind(scene: Scene, number: Number, previous: Bound | None) -> Bound | None:
    """The kind of a number, or None when it counts no people."""
    if excluded(scene, number):
        return None
    noun = counted_noun(scene, number)
    if noun is None:
        return None if number.indefinite else elliptic(scene, number, previous)
    joined = _joined_one(scene, number, noun, previous)
    if joined is not None:
        return joined
    predicate = predicate_of(scene, number, noun)
    listed = _listed(scene, number, noun, predicate, previous)
    return listed or _of_noun(scene, number, noun, predicate)


def _joined_one(scene: Scene, number: Number, noun: Counted, previous: Bound | None) -> Bound | None:
    """ "took 287 pupils and a teacher hostage": one more of what befell the many before it."""
    if previous is None or not number.indefinite or noun.kind not in (None, previous.kind) or previous.counted is None:
        return None
    beside = previous.sentence == scene.sentence.index and previous.counted.last == number.first - 2
    joined = any(c.code == "coordinator" and c.last == number.first - 1 for c in scene.sentence.cues_of("clause"))
    if not (beside and joined and previous.kind in (Kind.KILLED, Kind.INJURED, Kind.CAPTURED, Kind.ABDUCTED)):
        return None
    return Bound(number, previous.kind, noun, number.first, noun.last, "one more, joined to the count before it")


def _listed(
    scene: Scene, number: Number, noun: Counted, found: tuple[Cue, int] | None, previous: Bound | None
) -> Bound | None:
    """Parts of a count: "194 dead: 41 officers, two soldiers", "among the victims were 16 Kenyans and a Briton"."""
    among = [c for c in scene.cues("among") if 0 < number.first - c.last <= 12]
    end = noun.last
    apart = any(t.text in ";:" for t in scene.tokens[among[-1].last + 1 : number.first]) if among else True
    if among and not apart and noun.kind is None and not _verb_between(scene, among[-1].last, number.first):
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
    opened = any(previous.last < c.first < number.first for c in scene.cues("clause_open"))
    joined = any(t.text == ":" for t in tokens) or (previous.part and len(tokens) <= 3 and not opened)
    own = previous.last if previous.part else previous.number.last  # words that made the count before a part
    part = any(c.code == "part" and own < c.first < number.first for c in scene.cues("scope"))
    if not (joined or part) or _verb_between(scene, previous.last, number.first):
        return None
    return Bound(number, previous.kind, noun, number.first, end, "part of the count before it", part=True)


def _verb_between(scene: Scene, first: int, last: int) -> bool:
    return any(first < c.first < last and c.code.endswith((":verb", ":intransitive")) for c in scene.cues("kind"))


def _of_noun(scene: Scene, number: Number, noun: Counted, found: tuple[Cue, int] | None) -> Bound | None:
    end = noun.last
    if noun.kind is not None and not (found and _overrides(noun.kind, found) and not _joined(scene, number, found[0])):
        if number.indefinite and (noun.kind not in (Kind.KILLED, Kind.INJURED) or _is_verb(scene, number, noun)):
            return None
        return Bound(number, noun.kind, noun, number.first, end, f"counted noun: {noun.gloss}")
    if found is not None and _speaks(scene, number, found[0]):
        return None
    if found is not None and (not number.indefinite or (found[1] <= TIGHT and _may_be_one(scene, number, found[0]))):
        cue, _ = found
        kind = _of_held(Kind(cue.code.split(":")[0]), noun)
        first, last = min(number.first, cue.first), max(end, cue.tail)
        form = cue.code.split(":")[1]
        return Bound(number, kind, noun, first, last, f"predicate: {cue.phrase}", form=form, predicate=cue)
    lost = _tolled(scene, number)
    if lost is not None:
        kind = Kind(lost.code.split(":")[0])
        return Bound(number, kind, noun, lost.first, end, f"toll: {lost.phrase}")
    if noun.group in _ARMED and not number.indefinite and number.value != 1:
        return Bound(number, Kind.STRENGTH, noun, number.first, end, f"armed people without a predicate: {noun.gloss}")
    return None


def _speaks(scene: Scene, number: Number, predicate: Cue) -> bool:
    """ "were killed, said a soldier": one who is told of behind a verb of speech speaks, and did not die."""
    said = [c for c in scene.cues("speech") if c.last == number.first - 1]
    return number.value == 1 and any(predicate.last < c.first for c in said)


def _tolled(scene: Scene, number: Number) -> Cue | None:
    """ "put its own losses at 192 soldiers": a toll right before the number."""
    tolls = [c for c in scene.cues("kind") if c.code.endswith(":toll") and 0 < number.first - c.last <= _BESIDE]
    return tolls[-1] if tolls and not number.indefinite else None


def _is_verb(scene: Scene, number: Number, noun: Counted) -> bool:
    """ "A roadside bomb wounded three": a participle that stands apart from an article is no noun of it."""
    if scene.language.nouns_capitalised or noun.last == number.last + 1:
        return False
    return any(c.first == noun.last and c.code.endswith(":verb") for c in scene.cues("kind"))


def _of_held(kind: Kind, noun: Counted) -> Kind:
    """Suspects who are stuck are held: nobody besieges them."""
    return Kind.CAPTURED if kind is Kind.AFFECTED and noun.group == "captive" else kind


def _may_be_one(scene: Scene, number: Number, cue: Cue) -> bool:
    """A bare article counts only victims and captives: "a Briton was killed", never "a man fled"."""
    opened = any(c.first == number.first - 1 for c in scene.cues("clause"))
    if opened and cue.last < number.first and scene.clause_of[cue.first] != scene.clause_of[number.first]:
        return False  # "were wounded when a bomber struck"
    return cue.code.split(":")[0] in (Kind.KILLED, Kind.INJURED, Kind.CAPTURED, Kind.ABDUCTED)


def _joined(scene: Scene, number: Number, cue: Cue) -> bool:
    """ "were hurt and 14 arrests made": a predicate before an "and" befell those before it."""
    return any(c.code == "coordinator" and cue.last < c.first < number.first for c in scene.cues("clause"))


def _overrides(kind: Kind, found: tuple[Cue, int]) -> bool:
    # "twelve prisoners were executed": held people to whom something worse happened.
    if kind is Kind.INJURED:  # "three of the wounded died": right beside their noun only
        return found[0].code == "killed:intransitive" and found[1] <= _BESIDE
    if found[0].code.endswith(":event"):  # "the execution of 47 prisoners"
        return kind in _HELD and found[0].code.startswith(("killed", "released")) and found[1] <= _BESIDE
    harm = found[0].code.split(":")[0] in (Kind.KILLED, Kind.INJURED, Kind.RELEASED)
    return kind in _HELD and harm and found[1] <= TIGHT


def why_not(scene: Scene, number: Number) -> str:
    """Why a number that ``bind`` refused counts nobody, in a few words."""
    reason = excluded(scene, number)
    if reason:
        return reason
    noun = counted_noun(scene, number)
    if noun is None:
        return "no counted noun behind it, and nothing that lets it stand without one"
    return f"counts {noun.gloss}, but no predicate says what befell them"


def excluded(scene: Scene, number: Number) -> str:
    """What a number is that counts no people; empty when it may count them."""
    tokens = scene.tokens
    before = tokens[number.first - 1].text if number.first else ""
    after = tokens[number.last + 1].text if number.last + 1 < len(tokens) else ""
    if _is_ratio(scene, number):
        return "part of a ratio"
    if any(c.first == number.last + 1 for c in scene.cues("difference")):
        return "a difference between two counts"  # "ten fewer dead": nobody is counted
    if any(d.first <= number.core <= d.last for d in scene.dates):
        return "part of a date"
    if any(c.code == "before" and c.last == number.first - 1 for c in scene.cues("unit")):
        return f"a number behind {before!r} counts no people"
    if any(c.code == "any" and c.first == number.last + 1 for c in scene.sentence.cues_of("unit")):
        person = any(c.first == number.last + 1 for c in scene.sentence.cues_of("person"))
        return "" if person else f"a unit or a thing is counted: {after!r}"
    if after and after in "%€$£°/":
        return f"an amount: {after!r} behind it"
    if number.indefinite and any(
        c.code in ("source", "of") and c.last == number.first - 1 for c in scene.cues("preposition")
    ):
        return "an article that belongs to somebody else's noun"  # "the wife of an attacker"
    if any(c.first <= number.core <= c.last for c in scene.cues("negation")):
        return "a word for nobody"  # "no one"
    before_it = [n for n in scene.numbers if 0 < number.core - n.last <= 3]
    if any(_whole_of(scene, n) == number.last + 1 for n in before_it):
        return "the whole that another number is a part of"
    if before and before in "€$£#/":
        return f"an amount: {before!r} before it"
    if _is_age(scene, number) or _beside_age(scene, number):
        return "an age"
    if (before, after) == ("(", ")"):
        return "an age or a year in brackets" if number.bare_digits else ""
    return "an ordinal" if _ordinal(scene, number) else ""


def _is_age(scene: Scene, number: Number) -> bool:
    """ "su hijo de 30", "een dochter van 8": behind a person and "of"."""
    of = scene.cue_ending(number.first - 1, "preposition")
    if of is None or of.code != "of" or not number.bare_digits or (number.value or _OLDEST) >= _OLDEST:
        return False
    return any(c.last == of.first - 1 for c in scene.sentence.cues_of("person"))


def _beside_age(scene: Scene, number: Number) -> bool:
    """ "aged 7, 9 and 12": joined to a number that is an age."""
    ahead = next((n for n in scene.numbers if n.last == number.first - 2), None)
    joined = scene.tokens[number.first - 1] if number.first else None
    if ahead is None or joined is None or not (number.bare_digits and ahead.bare_digits):
        return False
    coordinated = any(c.last == number.first - 1 and c.code == "coordinator" for c in scene.sentence.cues_of("clause"))
    aged = any(c.code == "before" and c.last == ahead.first - 1 for c in scene.cues("unit"))
    return (joined.text == "," or coordinated) and (aged or _is_age(scene, ahead) or _beside_age(scene, ahead))


def _is_ratio(scene: Scene, number: Number) -> bool:
    """ "nine out of ten refugees": a share counts nobody."""
    for cue in scene.cues("ratio"):
        whole = next((n for n in scene.numbers if n.core == cue.last + 1 and n.value in _SHARES), None)
        share = whole and any(0 < cue.first - n.last <= 3 for n in scene.numbers if n.core != whole.core)
        if whole is not None and share and (whole.core == number.core or 0 < cue.first - number.last <= 3):
            return True
    return False


def _ordinal(scene: Scene, number: Number) -> bool:
    """ "19. Raketenbrigade": digits with a dot that closes no sentence."""
    i = number.last + 1
    dotted = (
        i + 1 < len(scene.tokens) and scene.tokens[i].text == "." and scene.tokens[i].start == scene.tokens[i - 1].end
    )
    return dotted and number.bare_digits


def counted_noun(scene: Scene, number: Number) -> Counted | None:
    """The counted noun within a few tokens behind a number; adjectives and "of" may come between."""
    j = _whole_of(scene, number) or number.last + 1 - number.holds_noun
    while j < len(scene.tokens) and j - number.last <= _REACH:
        found = _noun_at(scene, j)
        if found is not None:
            if number.indefinite and found.last == j and j in scene.demonyms and _modifies(scene, j):
                return None
            return _noun_behind(scene, found) or found
        token = scene.tokens[j]
        stop = not (token.is_word or token.text in "\"'“”‘’«»„-,") or _blocks(scene, j, number)
        if stop or (token.text == "," and not _noun_at(scene, j + 2)):
            return None
        j += 1
    return None


def _whole_of(scene: Scene, number: Number) -> int:
    """ "three of the five hostages": index behind the whole, 0 where a number is no part of one."""
    of = [c for c in scene.sentence.cues_from(number.last + 1) if c.category in ("linker", "preposition")]
    for whole in scene.numbers if of else ():
        gap = whole.core - number.last - 1  # its qualifier may have taken the "of"
        if 1 <= gap <= 2 and (gap == 1 or scene.cue_ending(whole.core - 1, "article", "linker")):
            return whole.last + 1 if any(c.category == "linker" or c.code == "of" for c in of) else 0
    return 0


def _modifies(scene: Scene, j: int) -> bool:
    """ "an American drone strike": a demonym before the noun of an event is its adjective."""
    return any(c.first == j + 1 and c.code.endswith(":noun") for c in scene.sentence.cues_of("event"))


def _noun_behind(scene: Scene, found: Counted) -> Counted | None:
    """ "299 civilian deaths": a person word before the noun that is counted."""
    behind = _noun_at(scene, found.last + 1)
    return behind if behind is not None and found.kind is None and behind.kind is not None else None


def _blocks(scene: Scene, j: int, number: Number) -> bool:
    if any(n.core == j for n in scene.numbers):
        return True
    linking = any(c.first == j for c in scene.sentence.cues_of("linker"))
    cues = scene.sentence.cues_from(j)
    behind = any(c.first == number.last + 1 for c in scene.sentence.cues_of("linker"))
    if number.indefinite and not linking and any(c.category == "preposition" for c in cues):
        return True
    if number.indefinite and j > number.last + 1 and linking:
        return True  # "an ambush of the rebels" counts no rebels
    if linking and (j == number.last + 1 or (behind and j == number.last + 2)):
        return False
    return any(c.category in ("voice", "speech", "clause", "unit") for c in cues) or (
        any(c.category == "preposition" for c in cues) and not linking
    )


def _noun_at(scene: Scene, j: int) -> Counted | None:
    if j >= len(scene.tokens):
        return None
    if scene.language.nouns_capitalised and not scene.tokens[j].capitalised:
        return None
    here = scene.sentence.cues_from(j)
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
    return None if follows or noun else Counted(j, "civil", f"people from {home_in_phrase(scene.demonyms[j])}")
