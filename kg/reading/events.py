"""Events of a sentence: triggers with agents, targets, status, date and place; one record per act of the article."""

from __future__ import annotations

from collections.abc import Sequence

from kg.languages.patterns import Cue
from kg.model import ActorKind, EventClaim, Evidence, Period, Status
from kg.reading import acts
from kg.reading.attribution import Frame, frame_for, status_of
from kg.reading.eventtypes import with_trait
from kg.reading.lead import dateline_end
from kg.reading.mentions import PlaceMention
from kg.reading.reach import is_passive
from kg.reading.roles import is_definite, sides
from kg.reading.scene import Scene
from kg.reading.setting import Setting

_LONGEST_QUOTE = 240
_OWN_ACT = 12  # tokens between a verb of speech and the act its speaker tells of
_DECLARED = 3  # tokens between a verb of speech and the noun that is its object
_BESIDE = 4  # tokens between a verb of speech and its subject


def read_events(scene: Scene, found: Sequence[Frame], setting: Setting, text: str) -> list[EventClaim]:
    """The events of one sentence, one for each trigger of another type or clause."""
    out: list[EventClaim] = []
    for cue in _triggers(scene):
        event = _event(scene, cue, found, setting, text)
        if event is not None:
            out.append(event)
    return out


def _triggers(scene: Scene) -> list[Cue]:
    """Triggers without repeats: the longest at a place, one of a type in a clause."""
    cues = sorted(scene.cues("event"), key=lambda c: (c.first - c.tail, c.first))
    kept: list[Cue] = []
    heading = _heading(scene)
    for cue in cues:
        if cue.first < heading:
            continue
        kind = cue.code.split(":")[0]
        overlaps = any(k.first <= cue.last and cue.first <= k.last for k in kept)
        repeats = any(
            k.code.split(":")[0] == kind and scene.clause_of[k.first] == scene.clause_of[cue.first] for k in kept
        )
        if not overlaps and not repeats:
            kept.append(cue)
    return sorted(kept, key=lambda c: c.first)


def _heading(scene: Scene) -> int:
    """1 when a heading ran into the sentence ("Tunnels The offensive ..."), else 0."""
    if len(scene.tokens) < 3 or scene.language.nouns_capitalised:
        return 0
    second = scene.cue_ending(1, "article")
    return 1 if second is not None and scene.tokens[1].capitalised and scene.tokens[0].capitalised else 0


def _event(scene: Scene, cue: Cue, found: Sequence[Frame], setting: Setting, text: str) -> EventClaim | None:
    kind, form = cue.code.split(":")
    if _prevented(scene, cue):
        return None
    frame = frame_for(scene, found, cue.first)
    status = status_of(scene, cue.first, frame, tail=cue.tail)
    if _negated(scene, cue):
        status = Status.DENIED
    speakers = set(frame.speakers) if frame is not None and form == "noun" else set()
    attribute = form == "verb" and is_definite(scene, cue, one=True)
    agents, targets = sides(scene, cue, form, speakers, _spoken(scene, frame), attribute=attribute)
    if frame is not None and not agents and not attribute and _tells_of_itself(scene, cue, form, frame):
        agents = tuple(key for key in frame.speakers[:1] if key not in targets)
    if kind in with_trait("befalls"):
        everyone = sides(scene, cue, form, set(frame.speakers) if frame is not None else set())
        agents, targets = (), _victims(scene, everyone[1] or everyone[0])
    elif kind in with_trait("noTarget"):
        targets = ()
    if kind == "battle" and targets and set(targets) <= {m.key for m in scene.actors if m.kind is ActorKind.CIVILIANS}:
        kind = "attack_on_civilians"  # who is attacked decides, as the word does not
    recalled = attribute or (form == "noun" and is_definite(scene, cue))
    date = None if attribute else setting.date_near(scene, cue.first, told=not recalled) or _begun(scene, cue, setting)
    return EventClaim(
        type=kind, status=status, evidence=_clause(scene, cue, text),
        trigger=_span(scene, cue.first, cue.last, text), agents=agents, targets=targets,
        place=_place(scene, cue, kind, setting, date), period=date,
        attribution=frame.speakers if frame else setting.issuer, background=setting.is_past(date),
        rule=f"{acts.RECALLED if recalled else form} trigger: {cue.phrase}",
    )  # fmt: skip


def _spoken(scene: Scene, frame: Frame | None) -> frozenset[int]:
    """Offsets of the mentions beside a verb of speech that are its subject."""
    if frame is None or any(c.code == "own" and c.first == frame.first for c in scene.cues("speech")):
        return frozenset()  # "by its own account the army took ...": its own act
    near = [m for m in scene.actors if m.key in frame.speakers]
    spans = [(m.start, *scene.span(m)) for m in near]
    return frozenset(s for s, a, b in spans if 0 < frame.first - b <= _BESIDE or 0 < a - frame.last <= _BESIDE)


def _tells_of_itself(scene: Scene, cue: Cue, form: str, frame: Frame) -> bool:
    """ "The army says it has freed ...", "affirme avoir libéré", "declared a ceasefire": whose act a force tells of."""
    armed = {m.key for m in scene.actors if m.kind in (ActorKind.ARMED_GROUP, ActorKind.STATE_FORCE, ActorKind.STATE)}
    gap = cue.first - frame.last
    if frame.trailing:
        return False  # "according to the army 12 villages burnt"
    if not 0 < gap <= (_DECLARED if form == "noun" else _OWN_ACT) or frame.speakers[0] not in armed:
        return False
    if form == "noun" and gap > 2 and scene.parted(frame.last, cue.first - 2):  # "die" may be its article
        return False  # "police said after the bombing": not what they said
    return form == "noun" or not is_passive(scene, cue)


def _place(scene: Scene, cue: Cue, kind: str, setting: Setting, date: Period | None) -> str | None:
    goals = [m for m in scene.places if m.toward]
    if goals and kind in with_trait("destination"):
        return goals[0].place.key
    taken = [m for m in scene.places if kind in with_trait("takes") and _is_object(scene, m)]
    if taken:
        return min(taken, key=lambda m: scene.distance(*scene.span(m), cue.first, cue.tail)).place.key
    return setting.place_near(scene, cue.first, here=not setting.began_before(date))


def _is_object(scene: Scene, mention: PlaceMention) -> bool:
    """ "took the town of Bashiqa, north of Mosul": a place without a preposition of place."""
    preposition = scene.preposition_of(mention)
    free = preposition is None or preposition.code not in ("locative", "source", "toward")
    return (
        free and not (mention.toward or mention.aside or mention.holds) and scene.span(mention)[0] > dateline_end(scene)
    )


def _begun(scene: Scene, cue: Cue, setting: Setting) -> Period | None:
    """ "The offensive has begun": what has just begun began on the day of the news."""
    begun = any(abs(scene.clause_of[c.first] - scene.clause_of[cue.first]) <= 0 for c in scene.cues("begun"))
    return Period.day(setting.published) if begun and setting.published else None


def _victims(scene: Scene, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the keys that are groups of people: bodies count the displaced, they do not flee."""
    groups = {m.key for m in scene.actors if m.kind in (ActorKind.CIVILIANS, ActorKind.OTHER)}
    return tuple(key for key in keys if key in groups)


def _negated(scene: Scene, cue: Cue) -> bool:
    near = [c for c in scene.cues("negation") if abs(c.first - cue.first) <= 6]
    same = [c for c in near if scene.clause_of[c.first] == scene.clause_of[cue.first]]
    same = [c for c in same if not _of_the_dead(scene, c, cue)]
    words = [c.first for c in scene.cues("speech", "status")]
    if is_definite(scene, cue):  # "nobody claimed the attack": that there was one is taken for granted
        same = [c for c in same if c.code != "no"]
    return any(not any(c.last < word < cue.first for word in words) for c in same)


def _of_the_dead(scene: Scene, negation: Cue, cue: Cue) -> bool:
    """ "As a result of the shelling nobody died": it denies the dead and not the shelling."""
    harm = [k for k in scene.sentence.cues_of("casualties", "kind") if k.first > cue.last or k.last < cue.first]
    return any(0 < k.first - negation.last <= 3 and not negation.last < cue.first < k.first for k in harm)


def _prevented(scene: Scene, cue: Cue) -> bool:
    """ "Police foiled an attack": what was prevented did not happen, and who prevented it did not do it."""
    near = [c for c in scene.cues("prevented") if 0 < cue.first - c.last <= 4 or 0 < c.first - cue.tail <= 6]
    return any(scene.clause_of[c.first] == scene.clause_of[cue.first] for c in near)


def _span(scene: Scene, first: int, last: int, text: str) -> Evidence:
    start, end = scene.tokens[first].start, scene.tokens[last].end
    return Evidence(start, end, text[start:end])


def _clause(scene: Scene, cue: Cue, text: str) -> Evidence:
    """The sentence, or the clauses around the trigger when the sentence is long."""
    first, last = dateline_end(scene) + 1, len(scene.tokens) - 1
    if first > cue.first:
        first = 0
    while first < cue.first and scene.tokens[first].kind == "punct":
        first += 1
    while last > first and scene.tokens[last].text in ".!?\"”»’'":
        last -= 1
    whole = _span(scene, first, last, text)
    if len(whole.quote) <= _LONGEST_QUOTE:
        return whole
    clause = scene.clause_of[cue.first]
    near = [i for i in range(first, last + 1) if abs(scene.clause_of[i] - clause) <= 1 or cue.first <= i <= cue.tail]
    return _span(scene, near[0], near[-1], text)
