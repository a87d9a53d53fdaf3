"""Who says so, and how sure they are: speech frames and the status of a claim inside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.languages.patterns import Cue
from kg.model import Status
from kg.reading.mentions import ActorMention, PlaceMention
from kg.reading.scene import Scene
from kg.reading.speakers import (
    SPEAKERS,
    behind_preposition,
    beside,
    has_pronoun_subject,
    own_account,
    owner_of,
    subject_of,
    with_body,
)  # fmt: skip

_INSERTION = 8  # tokens of "citing a security source" between a speaker and its verb
_ORDER = (Status.DENIED, Status.FEARED, Status.PLANNED, Status.UNVERIFIED, Status.EXPECTED)


@dataclass(frozen=True, slots=True)
class Frame:
    """A speech cue with its speakers, nearest first. ``first``..``last`` are the cue's tokens."""

    speakers: tuple[str, ...]
    first: int
    last: int
    statuses: tuple[str, ...]  # status codes the cue itself carries ("beweert": unverified, "vrezen": feared)
    trailing: bool  # the speaker stands behind what is said ("..., aldus Carter")
    claim: bool = False  # a noun: what somebody else's claim holds ("rejects the claim by X that ...")
    back: bool = False  # a denial of what was said before it (", a figure the army denied")

    @property
    def denies(self) -> bool:
        return Status.DENIED.value in self.statuses


def frames(scene: Scene, antecedent: tuple[str, ...], last_speaker: tuple[str, ...] = ()) -> tuple[Frame, ...]:
    """The speech frames of a sentence; ``antecedent`` is whom a pronoun means, ``last_speaker`` who spoke last."""
    found: list[Frame] = []
    for cue in scene.cues("speech"):
        speakers = _speakers_of(scene, cue, antecedent, last_speaker)
        if speakers and not any(f.first == cue.first for f in found):
            claim = cue.code.startswith("claim")
            back = not claim and _points_back(scene, cue)
            found.append(
                Frame(speakers, cue.first, cue.last, _statuses(scene, cue), cue.code == "by", claim=claim, back=back)
            )
    if not found and last_speaker and scene.cues("reported_mood"):
        mood = scene.cues("reported_mood")[0]  # German reports on in the subjunctive: the speaker stays the same
        return (Frame(last_speaker, mood.first, mood.last, (), False),)
    return tuple(_chain(scene, found + _colons(scene, found)))


def _speakers_of(scene: Scene, cue: Cue, antecedent: tuple[str, ...], last_speaker: tuple[str, ...]) -> tuple[str, ...]:
    """Whom a cue of speech gives the word to, by its code."""
    if cue.code in ("after", "inside"):
        return beside(scene, cue)
    if cue.code == "own":
        return own_account(scene, cue) or last_speaker
    if cue.code == "again":
        return antecedent  # "he said", "according to the same source"
    if cue.code == "claim_of":
        return owner_of(scene, cue)
    speakers = behind_preposition(scene, cue) if cue.code in ("by", "verb_at", "claim") else ()
    if cue.code == "verb" or (cue.code == "verb_at" and not speakers):  # "сообщили в МВД", "сообщили в среду"
        return subject_of(scene, cue) or (antecedent if has_pronoun_subject(scene, cue) else ())
    return speakers


def _points_back(scene: Scene, cue: Cue) -> bool:
    """ ", a figure the ministry called exaggerated": the verb is about a number before it."""
    codes = _statuses(scene, cue)
    if not set(codes) & {Status.DENIED.value, Status.UNVERIFIED.value}:
        return False
    return any(
        c.code == "relative" and 0 < cue.first - c.last <= 8 and c.first > 1 and scene.tokens[c.first - 1].text == ","
        for c in scene.cues("back")
    )


def _colons(scene: Scene, found: Sequence[Frame]) -> list[Frame]:
    """ "Premier Yildirim: 161 dead": a speaker right before a colon."""
    out = []
    for i, token in enumerate(scene.tokens):
        if token.text == ":" and i + 2 < len(scene.tokens) and not any(f.first <= i <= f.last + 8 for f in found):
            before = [m for m in scene.actors if 0 < i - scene.span(m)[1] <= 2 and m.kind in SPEAKERS and not m.counted]
            if before:
                out.append(Frame(with_body(scene, before[-1:]), i, i, (), False))
    return out


def is_echo(scene: Scene) -> bool:
    """ "That is what the governor said": the sentence gives the source of the one before it."""
    return any(c.first <= 1 for c in scene.cues("speech_back"))


def statement_dates(scene: Scene, found: Sequence[Frame]) -> frozenset[int]:
    """First tokens of the dates of statements ("said on Wednesday"): they date no event."""
    told = {cue.first: cue.tail for cue in scene.cues("speech")}
    echo = is_echo(scene) and not scene.cues("event")  # "Das teilte der Gouverneur am Samstag mit"
    out = {date.first for date in scene.dates if found and echo}
    for frame in found:
        last = max(frame.last, told.get(frame.first, frame.last) if echo else frame.last)
        for date in scene.dates:
            gap = min(abs(date.first - last), abs(frame.first - date.last))
            claims = any(scene.clause_of[c.first] == scene.clause_of[date.first] for c in scene.cues("kind", "event"))
            opens = any(c.code == "complement" and c.first == date.last + 1 for c in scene.cues("clause_open"))
            if gap <= 3 and (not claims or (opens and date.first > frame.first)):
                out.add(date.first)  # "had told AFP on Sunday that 12 were dead"
    return frozenset(out)


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


def _chain(scene: Scene, found: Sequence[Frame]) -> list[Frame]:
    """ "local sources quoted by AFP": a frame whose cue follows at once on another's speaker is the outer source.

    "the website, quoting the rebels": behind a word that quotes stands the inner one.
    """
    out: list[Frame] = []
    for frame in sorted(found, key=lambda f: f.first):
        inner = out[-1] if out else None
        codes = {c.code for c in scene.cues("speech_outer") if c.first <= frame.first <= c.last}
        if inner is not None and "quoting" in codes:
            speakers = tuple(dict.fromkeys(frame.speakers + inner.speakers))
            out[-1] = replace(inner, speakers=speakers)
        elif inner is not None and _quotes(scene, inner) and frame.first - inner.last <= _INSERTION:
            speakers = tuple(dict.fromkeys(inner.speakers + frame.speakers))  # "TASS, citing a source, claimed"
            out[-1] = replace(frame, speakers=speakers)
        elif inner is not None and "quoted" in codes:
            out[-1] = replace(inner, speakers=inner.speakers + frame.speakers, last=frame.last)
        else:
            out.append(frame)
    return out


def _quotes(scene: Scene, frame: Frame) -> bool:
    return any(c.code == "quoting" and c.first <= frame.first <= c.last for c in scene.cues("speech_outer"))


def frame_for(scene: Scene, found: Sequence[Frame], at: int) -> Frame | None:
    """The frame in whose scope token ``at`` stands: the nearest one, a strong boundary or a contrast between costs."""
    usable = [f for f in found if not f.back]
    claims = [f for f in usable if f.claim and f.last < at]
    if claims and not any(f.first > claims[-1].last and f.last < at for f in usable):
        return claims[-1]  # what a claim holds is its owner's, whoever speaks of the claim
    return min(usable, key=lambda f: (scene.distance(f.first, f.last, at, at), f.first), default=None)


def status_of(scene: Scene, at: int, frame: Frame | None, tail: int | None = None, counted: range = range(0)) -> Status:
    """The status of a claim at token ``at`` (its predicate at ``tail``): cues of its clause, and its frame's own.

    Words inside ``counted``, between a number and its noun, are about who they are ("four suspected militants").
    """
    clauses = {scene.clause_of[at]} | ({scene.clause_of[tail]} if tail is not None else set())
    near = [c for c in scene.cues("status") if scene.clause_of[c.first] in clauses and c.first not in counted]
    codes = {c.code for c in near if not (_opens_its_own(scene, c, at) or _inside_longer(c, near))}
    if frame is not None and frame.claim:
        return Status.UNVERIFIED  # told as somebody else's claim
    if frame is not None:
        codes |= set(frame.statuses) if _in_reach(scene, frame, at) else set()
    codes |= {c.code for c in scene.cues("status") if _governs(scene, c, at)}
    for status in _ORDER:
        if status.value in codes:
            return status
    return Status.REPORTED


def _inside_longer(cue: Cue, others: Sequence[Cue]) -> bool:
    """ "would have died" is no plan: the longer words decide."""
    return any(o.first <= cue.first and cue.last <= o.last and o.last - o.first > cue.last - cue.first for o in others)


def _opens_its_own(scene: Scene, cue: Cue, at: int) -> bool:
    """ "said five had died and feared that the number would rise": what stands behind such a "that" is another's."""
    return any(c.code == "complement" and at < c.first <= cue.last + 1 for c in scene.cues("clause_open"))


def _in_reach(scene: Scene, frame: Frame, at: int) -> bool:
    """Fear and denial reach what stands in their own clause or behind it, and never past a colon or a semicolon."""
    low, high = sorted((frame.last, at))
    barred = any(t.text in ":;" for t in scene.tokens[low + 1 : high])
    return not barred and (at > frame.first or scene.clause_of[at] == scene.clause_of[frame.first])


def _governs(scene: Scene, cue: Cue, at: int) -> bool:
    """A verb of fear, plan or denial before "that ...": its complement stands in its scope."""
    if cue.last >= at or cue.code not in ("feared", "denied", "planned", "expected"):
        return False
    between = range(cue.last + 1, at)
    if any(scene.tokens[i].text in ":;" for i in between):
        return False
    complement = any(c.code == "complement" and c.first in between for c in scene.cues("clause_open"))
    return complement and scene.clause_of[at] - scene.clause_of[cue.first] <= 2
