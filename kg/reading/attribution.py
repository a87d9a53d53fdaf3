"""Who says so, and how sure they are: speech frames and the status of a claim inside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.languages.patterns import Cue
from kg.model import ActorKind, Status
from kg.reading.mentions import ActorMention, PlaceMention
from kg.reading.scene import Scene

_ORDER = (Status.DENIED, Status.FEARED, Status.PLANNED, Status.UNVERIFIED, Status.EXPECTED)
_NEAR = 7  # tokens between a speech cue and its speaker
_SPEAKERS = frozenset(ActorKind) - {ActorKind.CIVILIANS}


@dataclass(frozen=True, slots=True)
class Frame:
    """A speech cue with its speakers, nearest first. ``first``..``last`` are the cue's tokens."""

    speakers: tuple[str, ...]
    first: int
    last: int
    statuses: tuple[str, ...]  # status codes the cue itself carries ("beweert": unverified, "vrezen": feared)
    trailing: bool  # the speaker stands behind what is said ("..., aldus Carter")


def frames(scene: Scene, last_speaker: tuple[str, ...]) -> tuple[Frame, ...]:
    """The speech frames of a sentence; a pronoun subject is the last speaker of the text."""
    found: list[Frame] = []
    for cue in scene.cues("speech"):
        speakers = _by_preposition(scene, cue) if cue.code in ("by", "verb_at") else ()
        if cue.code in ("after", "inside"):
            speakers = _beside(scene, cue)
        if cue.code == "own":
            speakers = _own(scene, cue) or last_speaker
        if cue.code == "verb" or (cue.code == "verb_at" and not speakers):  # "сообщили в МВД", "сообщили в среду"
            speakers = _subject(scene, cue) or (last_speaker if _pronoun_subject(scene, cue) else ())
        if speakers and not any(f.first == cue.first for f in found):
            found.append(Frame(speakers, cue.first, cue.last, _statuses(scene, cue), cue.code == "by"))
    if not found and last_speaker and scene.cues("reported_mood"):
        mood = scene.cues("reported_mood")[0]  # German reports on in the subjunctive: the speaker stays the same
        return (Frame(last_speaker, mood.first, mood.last, (), False),)
    return tuple(_chain(scene, found + _colons(scene, found)))


def _colons(scene: Scene, found: Sequence[Frame]) -> list[Frame]:
    """ "Premier Yildirim: 161 dead": a speaker right before a colon."""
    out = []
    for i, token in enumerate(scene.tokens):
        if token.text == ":" and i + 2 < len(scene.tokens) and not any(f.first <= i <= f.last + 8 for f in found):
            before = [
                m for m in scene.actors if 0 < i - scene.span(m)[1] <= 2 and m.kind in _SPEAKERS and not m.counted
            ]
            if before:
                out.append(Frame(_with_body(scene, before[-1:]), i, i, (), False))
    return out


def is_echo(scene: Scene) -> bool:
    """ "That is what the governor said": the sentence gives the source of the one before it."""
    return any(c.first <= 1 for c in scene.cues("speech_back"))


def statement_dates(scene: Scene, found: Sequence[Frame]) -> frozenset[int]:
    """First tokens of the dates of statements ("said on Wednesday"): they date no event."""
    out = set()
    for frame in found:
        for date in scene.dates:
            gap = min(abs(date.first - frame.last), abs(frame.first - date.last))
            claims = any(scene.clause_of[c.first] == scene.clause_of[date.first] for c in scene.cues("kind", "event"))
            if gap <= 3 and not claims:
                out.add(date.first)
    return frozenset(out)


def _own(scene: Scene, cue: Cue) -> tuple[str, ...]:
    """ "by their own account": the subject of the sentence speaks for itself."""
    free = [m for m in scene.actors if m.kind in _SPEAKERS and not m.counted and scene.preposition_of(m) is None]
    near = sorted(free, key=lambda m: scene.distance(*scene.span(m), cue.first, cue.last))
    return (near[0].key,) if near else ()


def spoken_from(scene: Scene, found: Sequence[Frame]) -> frozenset[int]:
    """Offsets of the places that say where a speaker is ("the ambassador in Moscow says"): nothing happened there."""
    keys = {key for frame in found for key in frame.speakers}
    speakers = [m for m in scene.actors if m.key in keys]
    return frozenset(
        place.start
        for place in scene.places
        for speaker in speakers
        if place.locative and _beside_speaker(scene, place, speaker)
    )


def _beside_speaker(scene: Scene, place: PlaceMention, speaker: ActorMention) -> bool:
    """ "the ambassador in Moscow says", "In Moscow the general staff acknowledged"."""
    behind = scene.span(place)[0] - scene.span(speaker)[1]
    ahead = scene.span(speaker)[0] - scene.span(place)[1]
    return 0 < behind <= 2 or 0 < ahead <= 2


def _statuses(scene: Scene, cue: Cue) -> tuple[str, ...]:
    return tuple(c.code for c in scene.cues("status") if c.first <= cue.last and c.last >= cue.first)


def _beside(scene: Scene, cue: Cue) -> tuple[str, ...]:
    """The speaker inside a cue ("UNHCR-Angaben", "nach britischer Einschätzung") or right before it ("... zufolge")."""
    low = cue.first - (3 if cue.code == "after" else 1)
    near = [m for m in scene.actors if scene.span(m)[1] >= low and scene.span(m)[0] <= cue.last and not m.counted]
    return (near[-1].key,) if near else ()


def _by_preposition(scene: Scene, cue: Cue) -> tuple[str, ...]:
    after = [m for m in scene.actors if scene.span(m)[0] > cue.last]
    if not after or scene.span(after[0])[0] - cue.last > _NEAR or after[0].counted:
        return ()
    return _with_body(scene, after)


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


def _with_body(scene: Scene, mentions: Sequence[ActorMention]) -> tuple[str, ...]:
    """A spokesman, then the body he speaks for, when their names stand side by side."""
    mentions = _person_first(scene, mentions)
    head = mentions[0]
    if len(mentions) > 1 and (head.kind is ActorKind.PERSON or head.source_noun):
        gap = scene.span(mentions[1])[0] - scene.span(head)[1]
        body = mentions[1]
        # A group that was named for what it did is no body one speaks for.
        if gap <= 5 and not body.counted and body.kind not in (ActorKind.PERSON, ActorKind.CIVILIANS):
            return (head.key, body.key) if body.key != head.key else (head.key,)
    return (head.key,)


def _subject(scene: Scene, cue: Cue) -> tuple[str, ...]:
    """The subject of a speech verb: right behind it when the clause is inverted, else the nearest one before it."""
    after = [m for m in scene.actors if _right_behind(scene, m, cue) and _has_voice(scene, m, cue)]
    before = [m for m in scene.actors if _may_speak(scene, m, cue)]
    inverted = cue.first == 0 or scene.tokens[cue.first - 1].text in ",”»\"’'–—:" or not before
    if inverted and after and not scene.preposition_of(after[0]):
        return _with_body(scene, [m for m in scene.actors if m.start >= after[0].start])
    if not before:
        return ()
    subject = _head_of(scene, before)
    rest = [m for m in scene.actors if subject.start <= m.start and scene.span(m)[1] < cue.first]
    return _with_body(scene, rest)


def _right_behind(scene: Scene, mention: ActorMention, cue: Cue) -> bool:
    """Within three tokens behind a verb, dates not counted, and not inside what is said ("claimed that a ...")."""
    first, _ = scene.span(mention)
    dated = sum(cue.last < i < first for d in scene.dates for i in range(d.first, d.last + 1))
    opened = any(cue.last < c.first < first for c in scene.cues("clause_open"))
    return 0 < first - cue.last - dated <= 3 and not opened


def _may_speak(scene: Scene, mention: ActorMention, cue: Cue) -> bool:
    first, last = scene.span(mention)
    if last >= cue.first or not _has_voice(scene, mention, cue):
        return False
    if scene.distance(first, last, cue.first, cue.last) > 14:
        return False
    preposition = scene.preposition_of(mention)
    return preposition is None or preposition.code in ("source", "of")


def _has_voice(scene: Scene, mention: ActorMention, cue: Cue) -> bool:
    """Whether a mention may be the subject of a verb of speech; people who are counted only beside it, and uncounted."""
    if not mention.counted:
        return mention.kind in _SPEAKERS
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
        if gap <= 5 and (
            (preposition is not None and preposition.code in ("source", "of")) or mention.kind is ActorKind.PERSON
        ):
            best = mention
        else:
            break
    return best


def _pronoun_subject(scene: Scene, cue: Cue) -> bool:
    return any(c.code == "speaker" and abs(c.first - cue.first) <= 3 for c in scene.cues("pronoun"))


def _chain(scene: Scene, found: Sequence[Frame]) -> list[Frame]:
    """ "local sources quoted by AFP": a frame whose cue follows at once on another's speaker is the outer source."""
    out: list[Frame] = []
    for frame in found:
        inner = out[-1] if out else None
        quoted = any(c.code == "quoted" and c.first <= frame.first <= c.last for c in scene.cues("speech_outer"))
        if inner is not None and quoted:
            out[-1] = Frame(inner.speakers + frame.speakers, inner.first, frame.last, inner.statuses, inner.trailing)
        else:
            out.append(frame)
    return out


def frame_for(scene: Scene, found: Sequence[Frame], at: int) -> Frame | None:
    """The frame in whose scope token ``at`` stands: the nearest one, a strong boundary or a contrast between costs."""
    if not found:
        return None
    return min(found, key=lambda f: (scene.distance(f.first, f.last, at, at), f.first))


def status_of(scene: Scene, at: int, frame: Frame | None, tail: int | None = None, counted: range = range(0)) -> Status:
    """The status of a claim at token ``at`` (its predicate at ``tail``): cues of its clause, and its frame's own.

    Words inside ``counted``, between a number and its noun, are about who they are ("four suspected militants").
    """
    clauses = {scene.clause_of[at]} | ({scene.clause_of[tail]} if tail is not None else set())
    codes = {c.code for c in scene.cues("status") if scene.clause_of[c.first] in clauses and c.first not in counted}
    if frame is not None:
        codes |= set(frame.statuses) if _in_reach(scene, frame, at) else set()
    codes |= {c.code for c in scene.cues("status") if _governs(scene, c, at)}
    for status in _ORDER:
        if status.value in codes:
            return status
    return Status.REPORTED


def _in_reach(scene: Scene, frame: Frame, at: int) -> bool:
    """Fear and denial reach what stands in their own clause or behind it, and never past a colon or a semicolon."""
    low, high = sorted((frame.last, at))
    barred = any(t.text in ":;" for t in scene.tokens[low + 1 : high])
    return not barred and (at > frame.first or scene.clause_of[at] == scene.clause_of[frame.first])


def _governs(scene: Scene, cue: Cue, at: int) -> bool:
    """A verb of fear, plan or denial before "that ...": its complement stands in its scope."""
    if cue.last >= at or cue.code not in ("feared", "denied", "planned"):
        return False
    between = range(cue.last + 1, at)
    complement = any(c.code == "complement" and c.first in between for c in scene.cues("clause_open"))
    return complement and scene.clause_of[at] - scene.clause_of[cue.first] <= 2
