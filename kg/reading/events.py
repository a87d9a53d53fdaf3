"""Events of a sentence: triggers with agents, targets, status, date and place; one record per act of the article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.languages.patterns import Cue
from kg.model import ActorKind, EventClaim, Evidence, Period, Status
from kg.reading.attribution import Frame, frame_for, status_of
from kg.reading.mentions import NAMED, ActorMention
from kg.reading.scene import Scene
from kg.reading.setting import Setting

_ACTING = frozenset({ActorKind.STATE, ActorKind.STATE_FORCE, ActorKind.ARMED_GROUP, ActorKind.PERSON, ActorKind.IGO,
                     ActorKind.NGO, ActorKind.OTHER, ActorKind.CIVILIANS})  # fmt: skip
_LONGEST_QUOTE = 240
_WITHOUT_TARGET = frozenset({"troop_deployment", "withdrawal", "protest", "ceasefire", "negotiation"})
_PATIENTS = frozenset({"displacement"})  # who flees is the one it befalls
RECALLED = "definite noun"
_GOING = frozenset({"troop_deployment"})  # types whose place is where they go


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
    frame = frame_for(scene, found, cue.first)
    status = status_of(scene, cue.first, frame, tail=cue.tail)
    if _negated(scene, cue):
        status = Status.DENIED
    speakers = set(frame.speakers) if frame is not None and form == "noun" else set()
    agents, targets = _roles(scene, cue, form, speakers)
    if kind in _PATIENTS:
        agents, targets = (), targets or agents
    elif kind in _WITHOUT_TARGET:
        targets = ()
    date = setting.date_near(scene, cue.first) or _begun(scene, cue, setting)
    return EventClaim(
        type=kind, status=status, evidence=_clause(scene, cue, text),
        trigger=_span(scene, cue.first, cue.last, text), agents=agents, targets=targets,
        place=_place(scene, cue, kind, setting), period=date,
        attribution=frame.speakers if frame else setting.issuer, background=setting.is_past(date),
        rule=f"{RECALLED if form == 'noun' and _is_definite(scene, cue) else form} trigger: {cue.phrase}",
    )  # fmt: skip


def _place(scene: Scene, cue: Cue, kind: str, setting: Setting) -> str | None:
    goals = [m for m in scene.places if m.toward]
    return goals[0].place.key if goals and kind in _GOING else setting.place_near(scene, cue.first)


def _begun(scene: Scene, cue: Cue, setting: Setting) -> Period | None:
    """ "The offensive has begun": what has just begun began on the day of the news."""
    begun = any(abs(scene.clause_of[c.first] - scene.clause_of[cue.first]) <= 0 for c in scene.cues("begun"))
    return Period.day(setting.published) if begun and setting.published else None


def _is_definite(scene: Scene, cue: Cue) -> bool:
    """ "the offensive", "this battle": an act told before, in this article or to its readers."""
    for j in (cue.first - 1, cue.first - 2):
        before = scene.cue_ending(j, "article") if j >= 0 else None
        if before is not None:
            return scene.tokens[before.first].norm not in scene.language.numbers.one
    return False


def _negated(scene: Scene, cue: Cue) -> bool:
    return any(
        scene.clause_of[c.first] == scene.clause_of[cue.first] and abs(c.first - cue.first) <= 6
        for c in scene.cues("negation")
    )


def _span(scene: Scene, first: int, last: int, text: str) -> Evidence:
    start, end = scene.tokens[first].start, scene.tokens[last].end
    return Evidence(start, end, text[start:end])


def _clause(scene: Scene, cue: Cue, text: str) -> Evidence:
    """The sentence, or the clauses around the trigger when the sentence is long."""
    first, last = 0, len(scene.tokens) - 1
    while last > first and scene.tokens[last].text in ".!?\"”»’'":
        last -= 1
    whole = _span(scene, first, last, text)
    if len(whole.quote) <= _LONGEST_QUOTE:
        return whole
    clause = scene.clause_of[cue.first]
    near = [i for i in range(first, last + 1) if abs(scene.clause_of[i] - clause) <= 1 or cue.first <= i <= cue.tail]
    return _span(scene, near[0], near[-1], text)


def _roles(scene: Scene, cue: Cue, form: str, speakers: set[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Agents and targets by preposition, voice and side; who speaks of an act is not thereby its agent."""
    acting = [m for m in scene.actors if m.kind in _ACTING and not m.source_noun and m.key not in speakers]
    inside = [m for m in acting if scene.span(m)[0] <= cue.last and scene.span(m)[1] >= cue.first]
    if inside:
        return _keys(inside), ()
    agents = [m for m in acting if _governed(scene, m, "agent")]
    targets = [m for m in acting if _governed(scene, m, "against")]
    free = [m for m in acting if m not in agents and m not in targets and _is_argument(scene, m)]
    before = [m for m in free if scene.span(m)[1] < cue.first and _close(scene, m, cue)]
    after = [m for m in free if scene.span(m)[0] > cue.last and _close(scene, m, cue)]
    sides = _between(scene, acting)
    if len(sides) > 1:
        return _keys(sides), _keys(sides)
    if form == "noun":
        owners = [m for m in acting if _owns(scene, m, cue)]
        if not owners and scene.cue_ending(cue.first - 1, "possessive"):
            owners = free[:1]  # "for their offensive the government troops get support"
        if not owners and _is_definite(scene, cue):
            return _keys(agents), _keys([m for m in targets if m not in agents])
        agents = agents or owners or _coordinated(scene, before, last=True)
        return _keys(agents), _keys([m for m in targets if m not in agents])
    passive = _is_passive(scene, cue)
    if passive:
        targets = targets or _coordinated(scene, before, last=True) or _coordinated(scene, after, last=False)
        return _keys(agents), _keys([m for m in targets if m not in agents])
    if not agents:
        agents = _coordinated(scene, before, last=False)
    rest = [m for m in (after if not scene.language.object_first else before + after) if m not in agents]
    targets = targets or _coordinated(scene, rest, last=False)
    return _keys(agents), _keys([m for m in targets if m not in agents])


def _between(scene: Scene, acting: Sequence[ActorMention]) -> list[ActorMention]:
    """ "fighting between the ELN and the FARC": both sides act on each other."""
    first = next((i for i, m in enumerate(acting) if _governed(scene, m, "between")), None)
    return [] if first is None else _coordinated(scene, acting[first:], last=False)


def _governed(scene: Scene, mention: ActorMention, code: str) -> bool:
    preposition = scene.preposition_of(mention)
    return preposition is not None and preposition.code == code


def _is_argument(scene: Scene, mention: ActorMention) -> bool:
    preposition = scene.preposition_of(mention)
    return preposition is None or preposition.code in ("agent", "against")


def _close(scene: Scene, mention: ActorMention, cue: Cue) -> bool:
    first, last = scene.span(mention)
    return scene.distance(first, last, cue.first, cue.tail) <= 16


def _owns(scene: Scene, mention: ActorMention, cue: Cue) -> bool:
    """ "the offensive of the ELN", "ELN's offensive"."""
    first, last = scene.span(mention)
    if cue.first - last == 1 and mention.rank < NAMED:
        return True  # "a Russian air strike"
    if first > cue.last:
        preposition = scene.preposition_of(mention)
        return preposition is not None and preposition.code in ("of", "agent") and first - cue.last <= 4
    possessive = last + 1 < len(scene.tokens) and scene.tokens[last + 1].kind == "possessive"
    return possessive and cue.first - last <= 4


def _coordinated(scene: Scene, mentions: Sequence[ActorMention], *, last: bool) -> list[ActorMention]:
    """The first (or last) mention with those joined to it by commas and "and"."""
    if not mentions:
        return []
    ordered = list(reversed(mentions)) if last else list(mentions)
    group = [ordered[0]]
    for mention in ordered[1:]:
        a, b = sorted((scene.span(group[-1]), scene.span(mention)))
        between = scene.tokens[a[1] + 1 : b[0]]
        joined = any(
            c.code == "coordinator" and (a[1] < c.first < b[0] or a[1] < c.tail < b[0])
            for c in scene.sentence.cues_of("clause")
        )
        if len(between) <= 4 and (joined or (between and between[0].text == ",")):
            group.append(mention)
        else:
            break
    return group


def _is_passive(scene: Scene, cue: Cue) -> bool:
    near = [
        c for c in scene.sentence.cues_of("voice") if abs(c.first - cue.first) <= 10 or abs(c.first - cue.tail) <= 6
    ]
    same = [c for c in near if abs(scene.clause_of[c.first] - scene.clause_of[cue.first]) <= 1]
    if any(c.code == "passive_been" for c in same):
        return True
    return any(c.code == "passive" for c in same) and not any(c.code == "perfect" for c in same)


def _keys(mentions: Sequence[ActorMention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.key for m in mentions))


def merge_events(events: Sequence[EventClaim]) -> tuple[list[EventClaim], dict[int, int]]:
    """One record per act: later mentions of an act fill the gaps of the first. Gives also old index -> new index."""
    kept: list[EventClaim] = []
    where: dict[int, int] = {}
    for index, event in enumerate(events):
        same = _same_kind if event.rule.startswith(RECALLED) else _same_act
        home = next((k for k, other in enumerate(kept) if same(other, event)), None)
        if home is None:
            where[index] = len(kept)
            kept.append(event)
        else:
            where[index] = home
            kept[home] = _filled(kept[home], event, recalled=event.rule.startswith(RECALLED))
    return kept, where


def _same_act(a: EventClaim, b: EventClaim) -> bool:
    if a.type != b.type or a.status != b.status or a.background != b.background:
        return False
    dates = a.period is None or b.period is None or a.period == b.period
    agents = not a.agents or not b.agents or bool(set(a.agents) & set(b.agents))
    return dates and agents and (a.place is None or b.place is None or a.place == b.place)


def _same_kind(a: EventClaim, b: EventClaim) -> bool:
    return a.type == b.type and a.status != Status.DENIED and not a.background


def _filled(a: EventClaim, b: EventClaim, *, recalled: bool) -> EventClaim:
    if recalled:  # a later "the offensive" stands in sentences of their own date, place and status
        return replace(a, agents=a.agents or b.agents, targets=a.targets or b.targets)
    return replace(
        a, agents=a.agents or b.agents, targets=a.targets or b.targets, place=a.place or b.place,
        period=a.period or b.period, attribution=a.attribution or b.attribution,
    )  # fmt: skip
