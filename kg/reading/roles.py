"""Who acts and who is acted upon: by preposition, voice and side of the trigger."""

from __future__ import annotations

from collections.abc import Sequence

from kg.languages.patterns import Cue
from kg.model import ActorKind
from kg.reading.mentions import NAMED, ActorMention
from kg.reading.reach import antecedent, belongs, broken, is_passive, suffers, undergoes
from kg.reading.scene import Scene

Sides = tuple[tuple[str, ...], tuple[str, ...]]
_ACTING = frozenset(ActorKind) - {ActorKind.MEDIA}
_REACH = 24  # weighted tokens between a trigger and its arguments


def sides(
    scene: Scene, cue: Cue, form: str, speakers: set[str], spoken: frozenset[int] = frozenset(),
    *, passive: bool = False, attribute: bool = False,
) -> Sides:  # fmt: skip
    """Keys of the agents and of the targets; who speaks of an act is not thereby its agent.

    ``speakers`` are keys, ``spoken`` the offsets of mentions that are but the subject of a verb of speech; ``passive``
    says that the trigger is a participle of those it befell, ``attribute`` that it is an adjective of what it befell.
    """
    free = [m for m in scene.actors if m.kind in _ACTING and not m.source_noun]
    acting = [m for m in free if m.key not in speakers and m.start not in spoken]
    inside = [m for m in acting if scene.span(m)[0] <= cue.last and scene.span(m)[1] >= cue.first and not m.counted]
    heads = antecedent(scene, [m for m in acting if m not in inside and scene.span(m)[1] < cue.first], cue)
    if inside and heads is None:
        return _keys(inside), ()
    both = _between(scene, acting)
    if len(both) > 1:
        return _keys(both), _keys(both)
    near = [m for m in acting if belongs(scene, m, cue)]
    agents = [m for m in near if _governed(scene, m, "agent")]
    targets = [m for m in near if _governed(scene, m, "against")] or [m for m in near if _is_aim(scene, m)]
    free = [m for m in acting if m not in agents and m not in targets and _is_argument(scene, m, cue)]
    before = [m for m in free if scene.span(m)[1] < cue.first and _close(scene, m, cue)]
    after = [m for m in free if scene.span(m)[0] > cue.last and _close(scene, m, cue)]
    after = [m for m in after if not scene.parted(cue.last, scene.span(m)[0])]
    if attribute:  # "the search of a bombed store": who searches did not bomb it
        return _pair(agents, targets)
    if form == "noun":
        return _of_noun(scene, cue, agents, targets, acting, before, free)
    if passive or is_passive(scene, cue):
        targets = targets or coordinated(scene, before, last=True) or coordinated(scene, after, last=False)
        return _pair(agents, targets)
    return _active(scene, cue, agents, targets, before, after, heads)


def _active(
    scene: Scene, cue: Cue, agents: list[ActorMention], targets: list[ActorMention],
    before: list[ActorMention], after: list[ActorMention], heads: list[ActorMention] | None,
) -> Sides:  # fmt: skip
    """The subject stands before its verb, or right behind one that a verb-second clause put first."""
    subjects = [m for m in before if not _is_object(scene, m)]
    inverted = scene.language.object_first and not any(_same_clause(scene, m, cue) for m in subjects)
    if inverted and len(subjects) < len(before):  # "Den Täter nahm die Polizei fest"
        targets = targets or [m for m in before if m not in subjects]
    if not agents and heads is not None:
        agents = coordinated(scene, heads, last=True)
    elif not agents:
        agents = coordinated(scene, after, last=False) if inverted and after else _subject(scene, before, cue)
    rest = [m for m in (before + after if scene.language.object_first else after) if m not in agents]
    if inverted:
        rest = [m for m in after if m not in agents]
    return _pair(agents, targets or coordinated(scene, rest, last=False))


def _subject(scene: Scene, before: Sequence[ActorMention], cue: Cue) -> list[ActorMention]:
    """The mention beside its verb; the first of the sentence where an object may stand there, or an insertion does."""
    if not scene.language.object_first:
        beside = [m for m in before if not broken(scene, scene.span(m)[1], cue.first) and not undergoes(scene, m, cue)]
        if beside:
            return coordinated(scene, beside, last=True)
    return coordinated(scene, [m for m in before if not suffers(scene, m)], last=False)


def _of_noun(
    scene: Scene, cue: Cue, agents: list[ActorMention], targets: list[ActorMention],
    acting: list[ActorMention], before: list[ActorMention], free: list[ActorMention],
) -> Sides:  # fmt: skip
    """ "the offensive of the ELN against ...", "a Russian air strike", "was killed by a roadside bomb"."""
    owners = [m for m in acting if _owns(scene, m, cue)]
    if not owners and scene.cue_ending(cue.first - 1, "possessive"):
        owners = free[:1]  # "for their offensive the government troops get support"
    governor = scene.cue_ending(scene.before_noun_phrase(cue.first), "preposition") if cue.first else None
    if governor is not None and governor.code == "agent" and is_passive(scene, cue):
        return _pair(owners, targets or coordinated(scene, before, last=True))
    if owners or is_definite(scene, cue):
        return _pair(agents or owners, targets)
    near = [m for m in before if not broken(scene, scene.span(m)[1], cue.first, ":;–—") and not suffers(scene, m)]
    if scene.cue_ending(cue.first - 1, "article") is None:  # "took the town after a siege": both acts are one side's
        near = [m for m in near if belongs(scene, m, cue)]
    return _pair(agents or coordinated(scene, near, last=True), targets)


def _pair(agents: Sequence[ActorMention], targets: Sequence[ActorMention]) -> Sides:
    return _keys(agents), _keys([m for m in targets if m.key not in {a.key for a in agents}])


def _same_clause(scene: Scene, mention: ActorMention, cue: Cue) -> bool:
    return scene.clause_of[scene.span(mention)[1]] == scene.clause_of[cue.first]


def _between(scene: Scene, acting: Sequence[ActorMention]) -> list[ActorMention]:
    """ "fighting between the ELN and the FARC": both sides act on each other."""
    first = next((i for i, m in enumerate(acting) if _governed(scene, m, "between")), None)
    return [] if first is None else coordinated(scene, acting[first:], last=False)


def _governed(scene: Scene, mention: ActorMention, code: str) -> bool:
    preposition = scene.preposition_of(mention)
    return preposition is not None and preposition.code == code


def _is_object(scene: Scene, mention: ActorMention) -> bool:
    """Whether the article before a mention shows the object's case."""
    first, _ = scene.span(mention)
    steps = [j for j in (first - 1, first - 2) if j >= 0]
    return any(c.code == "object" and c.last == steps[0] for c in scene.sentence.cues_of("case")) if steps else False


def _is_aim(scene: Scene, mention: ActorMention) -> bool:
    """ "an attack on the army", "taken from Islamic State": a force is no place; what is done there is done to it."""
    armed = mention.kind in (ActorKind.ARMED_GROUP, ActorKind.STATE_FORCE)
    return armed and any(_governed(scene, mention, code) for code in ("locative", "source", "toward"))


def _is_argument(scene: Scene, mention: ActorMention, cue: Cue) -> bool:
    preposition = scene.preposition_of(mention)
    return preposition is None or (preposition.code in ("agent", "against") and belongs(scene, mention, cue))


def _close(scene: Scene, mention: ActorMention, cue: Cue) -> bool:
    first, last = scene.span(mention)
    return scene.distance(first, last, cue.first, cue.tail) <= _REACH


def _owns(scene: Scene, mention: ActorMention, cue: Cue) -> bool:
    first, last = scene.span(mention)
    if 1 in (cue.first - last, first - cue.last) and mention.rank < NAMED:
        return True  # "a Russian air strike", "une frappe russe"
    if first > cue.last:
        preposition = scene.preposition_of(mention)
        if preposition is None:
            return _is_genitive(scene, mention, cue)
        return preposition.code in ("of", "agent") and first - cue.last <= 4
    possessive = last + 1 < len(scene.tokens) and scene.tokens[last + 1].kind == "possessive"
    return possessive and cue.first - last <= 4


def _is_genitive(scene: Scene, mention: ActorMention, cue: Cue) -> bool:
    """ "der Angriff der Miliz", "наступление армии": languages with cases need no "of"."""
    cases = scene.language.nouns_capitalised or not scene.language.articles
    armed = mention.kind in (ActorKind.ARMED_GROUP, ActorKind.STATE_FORCE) and not mention.counted
    between = scene.tokens[cue.last + 1 : scene.span(mention)[0]]
    return cases and armed and len(between) <= 2 and all(token.is_word for token in between)


def coordinated(scene: Scene, mentions: Sequence[ActorMention], *, last: bool) -> list[ActorMention]:
    """The first (or last) mention with those joined to it by commas and "and"."""
    if not mentions:
        return []
    ordered = list(reversed(mentions)) if last else list(mentions)
    group = [ordered[0]]
    for mention in ordered[1:]:
        if not _joined(scene, group[-1], mention):
            break
        group.append(mention)
    return list(reversed(group)) if last else group


def _joined(scene: Scene, one: ActorMention, other: ActorMention) -> bool:
    a, b = sorted((scene.span(one), scene.span(other)))
    between = scene.tokens[a[1] + 1 : b[0]]
    conjunction = any(
        c.code == "coordinator" and (a[1] < c.first < b[0] or a[1] < c.tail < b[0])
        for c in scene.sentence.cues_of("clause")
    )
    return len(between) <= 4 and (conjunction or bool(between and between[0].text == ","))


def is_definite(scene: Scene, cue: Cue, *, one: bool = False) -> bool:
    """ "the offensive", "this battle": an act told before, in this article or to its readers.

    With ``one`` whether any article stands right before it: "a bombed store" is no act of its sentence either.
    """
    for j in (cue.first - 1,) if one else (cue.first - 1, cue.first - 2):
        before = scene.cue_ending(j, "article") if j >= 0 else None
        if one and before is not None:
            return scene.cue_ending(j, "voice") is None  # "zijn" is an auxiliary, too
        if before is not None:
            return scene.tokens[before.first].norm not in scene.language.numbers.one
    return False


def _keys(mentions: Sequence[ActorMention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.key for m in mentions))
