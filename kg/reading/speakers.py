"""Who speaks: the subject of a verb of speech, who stands beside its cue, and the body a spokesman speaks for."""

from __future__ import annotations

from collections.abc import Sequence

from kg.languages.patterns import Cue
from kg.model import ActorKind
from kg.reading.mentions import ActorMention
from kg.reading.scene import Scene

SPEAKERS = frozenset(ActorKind) - {ActorKind.CIVILIANS}
_NEAR = 7  # tokens between a speech cue and its speaker
_INSERTION = 24  # tokens of the longest insertion between a speaker and its verb
_CLOSING = ",”»\"’'–—:،"


def owner_of(scene: Scene, cue: Cue) -> tuple[str, ...]:
    """ "South Ossetia's claim that ...": whose claim it is."""
    opened = any(c.code == "complement" and 0 < c.first - cue.last <= 2 for c in scene.cues("clause_open"))
    before = [m for m in scene.actors if 0 < cue.first - scene.span(m)[1] <= 2 and m.kind in SPEAKERS]
    return (before[-1].key,) if opened and before else ()


def own_account(scene: Scene, cue: Cue) -> tuple[str, ...]:
    """ "by their own account": the subject of the sentence speaks for itself."""
    free = [m for m in scene.actors if m.kind in SPEAKERS and not m.counted and scene.preposition_of(m) is None]
    near = sorted(free, key=lambda m: scene.distance(*scene.span(m), cue.first, cue.last))
    return (near[0].key,) if near else ()


def beside(scene: Scene, cue: Cue) -> tuple[str, ...]:
    """The speaker inside a cue ("UNHCR-Angaben", "nach britischer Einschätzung") or right before it ("... zufolge")."""
    low = cue.first - (3 if cue.code == "after" else 1)
    near = [m for m in scene.actors if scene.span(m)[1] >= low and scene.span(m)[0] <= cue.last and not m.counted]
    return (near[-1].key,) if near else ()


def behind_preposition(scene: Scene, cue: Cue) -> tuple[str, ...]:
    after = [m for m in scene.actors if scene.span(m)[0] > cue.last]
    if not after or scene.span(after[0])[0] - cue.last > _NEAR or after[0].counted:
        return ()
    return with_body(scene, after)


def _person_first(scene: Scene, mentions: Sequence[ActorMention]) -> Sequence[ActorMention]:
    """ "the spokesman of the ministry X Y": the named person speaks, and not a spokesman beside him."""
    head = mentions[0]
    for mention in mentions[1:3] if head.source_noun else ():
        between = range(scene.span(head)[1] + 1, scene.span(mention)[0])
        apposed = bool(between) and scene.tokens[between[-1]].text == ","  # "the governor of the province, X Y"
        inner = between[:-1] if apposed else between
        broken = len(inner) > 5 or any(scene.tokens[i].kind == "punct" for i in inner)
        spoken = any(c.first in between for c in scene.cues("speech"))
        if mention.kind is ActorKind.PERSON and not (mention.source_noun or broken or spoken):
            return [mention, *(m for m in mentions[1:] if m is not mention)]
    return mentions


def with_body(scene: Scene, mentions: Sequence[ActorMention]) -> tuple[str, ...]:
    """A spokesman, then the body he speaks for, when their names stand side by side."""
    mentions = _person_first(scene, mentions)
    head = mentions[0]
    if len(mentions) > 1 and (head.kind is ActorKind.PERSON or head.source_noun):
        gap = scene.span(mentions[1])[0] - scene.span(head)[1]
        body = mentions[1]
        if any(t.text in ",;:" for t in scene.tokens[scene.span(head)[1] + 1 : scene.span(body)[0]]):
            return (head.key,)
        # A group that was named for what it did is no body one speaks for.
        if gap <= 5 and not body.counted and body.kind not in (ActorKind.PERSON, ActorKind.CIVILIANS):
            return (head.key, body.key) if body.key != head.key else (head.key,)
    return (head.key,)


def subject_of(scene: Scene, cue: Cue) -> tuple[str, ...]:
    """The subject of a speech verb: right behind it when the clause is inverted, else the nearest one before it."""
    after = [m for m in scene.actors if _right_behind(scene, m, cue) and _has_voice(scene, m, cue)]
    inserted = _before_insertion(scene, cue)
    if inserted is not None:
        return with_body(scene, [m for m in scene.actors if m.start >= inserted.start and scene.span(m)[1] < cue.first])
    before = [m for m in scene.actors if _may_speak(scene, m, cue) and not _is_quoted(scene, m)]
    inverted = cue.first == 0 or scene.tokens[cue.first - 1].text in _CLOSING or not before or scene.language.uncased
    if inverted and after and _is_subject_behind(scene, after[0]):
        return with_body(scene, [m for m in scene.actors if m.start >= after[0].start])
    if not before:
        return ()
    subject = _head_of(scene, before)
    rest = [m for m in scene.actors if subject.start <= m.start and scene.span(m)[1] < cue.first]
    return with_body(scene, rest)


def _is_subject_behind(scene: Scene, mention: ActorMention) -> bool:
    """ "said the army", "a annoncé la mission de l'ONU": free, or what a body is of."""
    preposition = scene.preposition_of(mention)
    return preposition is None or preposition.code == "of"


def _before_insertion(scene: Scene, cue: Cue) -> ActorMention | None:
    """ "The president, who signed a ceasefire on Saturday, has promised": whom an insertion parts from its verb."""
    auxiliary = scene.cue_ending(cue.first - 1, "voice")
    close = (auxiliary.first if auxiliary else cue.first) - 1
    if close < 1 or scene.tokens[close].text != ",":
        return None
    open_ = [m for m in scene.actors if _opens(scene, m, close) and _has_voice(scene, m, cue) and not m.counted]
    return open_[-1] if open_ else None


def _opens(scene: Scene, mention: ActorMention, close: int) -> bool:
    last = scene.span(mention)[1]
    preposition = scene.preposition_of(mention)
    free = preposition is None or preposition.code == "of"
    marks = [i for i in range(last + 1, close) if scene.tokens[i].text in ",;:"]
    listed = any(c.first == last + 2 for c in scene.sentence.cues_of("article"))  # "two factions, the one of ..."
    return last + 1 < close <= last + _INSERTION and free and marks == [last + 1] and not listed


def _is_quoted(scene: Scene, mention: ActorMention) -> bool:
    """ "TASS, citing a security source, claimed": whom a speaker quotes is not the subject of the verb behind."""
    first, _ = scene.span(mention)
    return any(c.code == "quoting" and 0 < first - c.last <= 3 for c in scene.cues("speech_outer"))


def _right_behind(scene: Scene, mention: ActorMention, cue: Cue) -> bool:
    """Within three tokens behind a verb, dates not counted, and not inside what is said ("claimed that a ...")."""
    first, _ = scene.span(mention)
    dated = sum(cue.last < i < first for d in scene.dates for i in range(d.first, d.last + 1))
    opened = any(cue.last < c.first < first for c in scene.cues("clause_open"))
    reach = 5 if cue.first and scene.tokens[cue.first - 1].text in _CLOSING else 3
    return 0 < first - cue.last - dated <= reach and not opened


def _may_speak(scene: Scene, mention: ActorMention, cue: Cue) -> bool:
    first, last = scene.span(mention)
    if last >= cue.first or not _has_voice(scene, mention, cue):
        return False
    if scene.distance(first, last, cue.first, cue.last) > 14:
        return False
    if _is_among_the_victims(scene, first, cue):
        return False
    preposition = scene.preposition_of(mention)
    if scene.tokens[cue.first - 1].text in _CLOSING and mention.key in _agents_before(scene, cue):
        return False  # "killed by rebels of the ADF (ADF), announced ..."
    if preposition is not None and preposition.code == "of" and _is_agent(scene, preposition.first - 1):
        return False  # "killed by rebels of the ADF, announced ..."
    return preposition is None or preposition.code in ("source", "of")


def _is_among_the_victims(scene: Scene, first: int, cue: Cue) -> bool:
    """ "Twelve villagers were killed on Tuesday, Jones said": who was counted and killed did not say so."""
    counted = any(number.last == first - 1 for number in scene.numbers)
    return counted and any(first < kind.first < cue.first for kind in scene.cues("kind"))


def _agents_before(scene: Scene, cue: Cue) -> set[str]:
    """Keys of the agents of passives before a verb of speech."""
    before = [m for m in scene.actors if scene.span(m)[1] < cue.first]
    return {m.key for m in before if (p := scene.preposition_of(m)) is not None and p.code == "agent"}


def _is_agent(scene: Scene, last: int) -> bool:
    """Whether a group that ends at a token is the agent of a passive, or one that something is done to or with."""
    group = next((m for m in scene.actors if scene.span(m)[1] == last), None)
    preposition = scene.preposition_of(group) if group is not None else None
    return preposition is not None and preposition.code in ("agent", "against", "with")


def _has_voice(scene: Scene, mention: ActorMention, cue: Cue) -> bool:
    """Whether a mention may be the subject of a verb of speech; groups of people only right beside it."""
    if not mention.counted:
        return mention.kind in SPEAKERS
    first, last = scene.span(mention)
    counted = any(0 <= first - n.last <= 3 and not n.indefinite for n in scene.numbers)
    passive = any(c.code.startswith("passive") and last < c.first < cue.first for c in scene.sentence.cues_of("voice"))
    return not counted and not passive and (cue.first - last == 1 or 1 <= first - cue.last <= 2)


def _head_of(scene: Scene, before: Sequence[ActorMention]) -> ActorMention:
    """Of "the spokesman of the army" the spokesman: step left while the nearest candidate hangs on a source word."""
    best = before[-1]
    for mention in reversed(before[:-1]):
        gap = scene.span(best)[0] - scene.span(mention)[1]
        preposition = scene.preposition_of(best)
        if gap == 2 and any(c.code == "coordinator" for c in _cues_at(scene, scene.span(best)[0] - 1)):
            best = mention  # "officials and residents said": the first of them
            continue
        if gap <= 5 and (
            (preposition is not None and preposition.code in ("source", "of")) or mention.kind is ActorKind.PERSON
        ):
            best = mention
        else:
            break
    return best


def _cues_at(scene: Scene, i: int) -> list[Cue]:
    return [c for c in scene.sentence.cues_of("clause") if c.first == i]


def has_pronoun_subject(scene: Scene, cue: Cue) -> bool:
    return any(c.code == "speaker" and abs(c.first - cue.first) <= 3 for c in scene.cues("pronoun"))
