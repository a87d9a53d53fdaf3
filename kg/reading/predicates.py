"""The predicate that decides what befell the counted: the nearest one that takes the number as its patient."""

from __future__ import annotations

from kg.languages.patterns import Cue
from kg.model import Kind
from kg.reading.bound import Counted
from kg.reading.numbers import Number
from kg.reading.scene import Scene

LIMIT = 16  # weighted tokens between a number and its predicate
_NEVER_DISPLACED = frozenset({"force", "fighter", "attacker", "police", "captive"})
_INSERTION = 14  # tokens of the longest insertion
TIGHT = 8  # at this distance a predicate overrides a noun


def predicate_of(scene: Scene, number: Number, noun: Counted | None) -> tuple[Cue, int] | None:
    """The nearest predicate that takes this number as its patient, with its weighted distance."""
    end = _behind_insertion(scene, noun.last if noun else number.last)
    scored: list[tuple[int, int, Cue]] = []
    for cue in scene.cues("kind"):
        kind, form = cue.code.split(":")
        if form in ("noun", "toll") or (
            noun and cue.first == noun.last and (form != "intransitive" or noun.kind == kind)
        ):
            continue
        cost = min(
            scene.distance(number.first, end, cue.first, cue.last),
            scene.distance(number.first, end, cue.tail, cue.tail),
        )
        inside = cue.first < number.first and cue.tail > end  # "verloor ... het leven" around the number
        cost = 1 if inside and cue.tail != cue.last else cost
        if kind == Kind.DISPLACED and noun is not None and noun.group in _NEVER_DISPLACED:
            continue  # soldiers who flee are no displaced people, nor are suspects on the run
        if _of_part(scene, end, cue):
            continue
        if cost <= LIMIT and takes(scene, cue, number, end):
            scored.append((cost + (4 if kind == Kind.STRENGTH else 0), abs(cue.first - number.core), cue))
    if not scored:
        return None
    cost, _, cue = min(scored, key=lambda item: (item[0], item[1], item[2].code))
    return cue, cost


def _behind_insertion(scene: Scene, end: int) -> int:
    """ "23 people, among them seven children, were killed": the inserted part keeps nobody from their predicate."""
    tokens = scene.tokens
    if end + 2 >= len(tokens) or tokens[end + 1].text != ",":
        return end
    part = any(c.code == "part" and end + 1 < c.first <= end + 3 for c in scene.cues("scope"))
    closing = next((j for j in range(end + 2, min(end + _INSERTION, len(tokens))) if tokens[j].text == ","), None)
    return closing if part and closing is not None else end


def _of_part(scene: Scene, end: int, cue: Cue) -> bool:
    """ "270 people, three of whom drowned": the predicate behind a part that nothing closes befell the part."""
    if end + 1 >= len(scene.tokens) or scene.tokens[end + 1].text != ",":
        return False
    parts = [c for c in scene.cues("scope") if c.code == "part" and end + 1 < c.first <= end + 3]
    return bool(parts) and parts[0].last < cue.first and any(end < n.first < cue.first for n in scene.numbers)


def why_not(scene: Scene, cue: Cue, number: Number, noun: Counted | None) -> str:
    """Why a predicate of the sentence cannot bind a number, in a few words; empty when it could."""
    end = noun.last if noun else number.last
    if cue.code.split(":")[1] in ("noun", "toll"):
        return "a noun: it counts what stands before it only"
    if scene.distance(number.first, end, cue.first, cue.tail) > LIMIT:
        return "too far away, or behind too many clauses"
    if not takes(scene, cue, number, end):
        return "by its voice and side it befell somebody else"
    return ""


def takes(scene: Scene, cue: Cue, number: Number, end: int) -> bool:
    """Whether a predicate takes the number as its patient: by form, voice and side."""
    form = cue.code.split(":")[1]
    if form == "event" and 0 < number.core - cue.last <= 4:  # "der Tod von zehn": its last word is no agent's
        return True
    nobody_acts = cue.code == "missing:intransitive"  # "von 17 Menschen fehlt jede Spur"
    if not nobody_acts and _after_agent_word(scene, number):
        return False
    if form == "event":  # a word that ends in a preposition looks ahead only: "the death of"
        if any(0 < n.first - cue.last <= 4 for n in scene.numbers):
            return False  # "مقتل 30 شخصا وإصابة نحو مئة": it looks ahead to a number of its own
        return 0 < cue.first - end <= 6 and scene.cue_ending(cue.last, "preposition", "linker") is None
    if _object_inside(scene, cue, number) or _own_clause(scene, cue, number, end):
        return False
    if form == "intransitive" or cue.code.startswith("strength"):
        return True
    if _passive(scene, cue, number):
        return True
    behind = number.first > cue.last
    if scene.language.object_first:
        return behind or not (_object_between(scene, end, cue) or _is_subject(scene, number, end, cue))
    return behind or not _object_after(scene, cue)


def _after_agent_word(scene: Scene, number: Number) -> bool:
    before = scene.cue_ending(scene.before_noun_phrase(number.first), "preposition") if number.first else None
    return before is not None and before.code == "agent"


def _passive(scene: Scene, cue: Cue, number: Number) -> bool:
    low, high = min(cue.first, number.first) - 5, max(cue.last, number.last) + 4
    near = [c for c in scene.sentence.cues_of("voice") if low <= c.first <= high]
    passive = any(c.code == "passive" for c in near)
    perfect = any(c.code == "perfect" and scene.clause_of[c.first] == scene.clause_of[cue.first] for c in near)
    if any(c.code == "passive" and c.last == cue.first - 1 for c in near) and number.last < cue.first:
        return True  # "174 people were rounded up and 63 have not been seen": its own auxiliary decides
    doubled = any(c.code == "passive_been" for c in near)  # "have been killed"
    return doubled or (passive and not perfect)


def _object_inside(scene: Scene, cue: Cue, number: Number) -> bool:
    """ "shot ... dead", "lost _ men": who stands inside a verb is its object, not who stands before."""
    if any(number.last < n.first and n.last + 1 == cue.first for n in scene.numbers):
        return True  # "1,200 officers ... 69 killed": a number of its own stands before it
    held = [n for n in scene.numbers if cue.first < n.first and n.last < cue.tail and not n.indefinite]
    return number.last < cue.first and bool(held)


def _own_clause(scene: Scene, cue: Cue, number: Number, end: int) -> bool:
    """ "houses were burned and 3,200 people were sleeping outside": behind an "and", with a verb of their own."""
    joined = any(c.code == "coordinator" and cue.tail < c.first < number.first for c in scene.cues("clause"))
    return joined and any(c.first == end + 1 for c in scene.sentence.cues_of("voice"))


def _is_subject(scene: Scene, number: Number, end: int, cue: Cue) -> bool:
    """ "Vier schutters doodden zes mensen": in a main clause without an auxiliary the object follows its verb."""
    clause = scene.clause_of[cue.first]
    if any(scene.clause_of[c.first] == clause for c in scene.sentence.cues_of("voice")) or cue.first - end > 1:
        return False
    objects = [n for n in scene.numbers if cue.tail < n.first <= cue.tail + 8 and scene.clause_of[n.first] == clause]
    joined = [c.first for c in scene.cues("clause") if c.code == "coordinator"]
    return any(not any(cue.tail < j < n.first for j in joined) for n in objects if not n.indefinite)


def _object_between(scene: Scene, end: int, cue: Cue) -> bool:
    others = [n for n in scene.numbers if end < n.first and n.last < cue.first and not n.indefinite]
    between = [c for c in scene.cues("person") if end < c.first and c.last < cue.first]
    coordinated = any(c.code == "coordinator" and end < c.first < cue.first for c in scene.cues("clause"))
    return bool(others or between) and not coordinated


def _object_after(scene: Scene, cue: Cue) -> bool:
    window = range(cue.last + 1, cue.last + 6)
    persons = any(c.first in window for c in scene.cues("person"))
    return persons or any(n.core in window for n in scene.numbers if not n.indefinite)
