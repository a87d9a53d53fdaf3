"""The findings for one target: known links, then identifiers, then names; every thing gets at least one finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode

from kg.linking.asking import Asker, Question
from kg.linking.candidates import Families, candidate
from kg.linking.choosing import ACCEPT, choose
from kg.linking.model import Abstention, Candidate, Family, Finding, Justification, Proposal, Thing
from kg.linking.normal import SPACES
from kg.linking.target import Target, names_to_ask

Report = Callable[[str, int, int], None]  # stage, values done, of how many
Links = Mapping[str, Mapping[str, str]]  # target -> IRI of a thing -> its accepted IRI there
WRITTEN_BY_HAND = 1.0


@dataclass(frozen=True, slots=True)
class Finder:
    """Looks things up at one target; without an ``asker`` (it has no server) only what is known of them counts."""

    target: Target
    asker: Asker | None
    most_candidates: int
    report: Report = lambda stage, done, total: None

    def find(self, things: Sequence[Thing], links: Links) -> list[Finding]:
        """Raises the RemoteError family; whatever was answered by then is in the cache."""
        served = [thing for thing in things if thing.family in self.target.serves]
        known = {thing.iri: found for thing in served if (found := self._known(thing)) is not None}
        rest = [thing for thing in served if thing.iri not in known]
        looked_up = self._look_up(rest, links) if self.asker else self._without_server(rest)
        return [finding for thing in served for finding in [known.get(thing.iri)] if finding] + looked_up

    def _known(self, thing: Thing) -> Finding | None:
        """What our own files say, or what they say of its number in GeoNames."""
        space = SPACES[self.target.name]
        for iri in thing.known:
            if iri.startswith(space):
                by = Justification.CURATED
                return Proposal(thing, iri, WRITTEN_BY_HAND, by, ("stated by our own entity files or gazetteer",))
        return None

    def _without_server(self, things: Iterable[Thing]) -> list[Finding]:
        why = f"no number is known, and {self.target.name} has no server to ask"
        return [Abstention(thing, why) for thing in things]

    def _look_up(self, things: Sequence[Thing], links: Links) -> list[Finding]:
        by_id = self._by_id(things, links)
        by_name, crowded = self._by_name([thing for thing in things if not by_id[thing.iri]])
        at_place = self._by_place([thing for thing in things if thing.family is Family.CASE])
        items = {thing.iri: by_id[thing.iri] | by_name[thing.iri] | at_place[thing.iri] for thing in things}
        described = self.describe(sorted(set().union(*items.values())) if items else [])
        return [
            finding
            for thing in things
            for finding in self._choose(
                thing, items[thing.iri], by_id[thing.iri], described, crowded.get(thing.iri, ())
            )
        ]

    def _choose(
        self,
        thing: Thing,
        items: Iterable[str],
        identified: set[str],
        described: Mapping[str, Candidate],
        crowded: Sequence[str],
    ) -> list[Finding]:
        if not items and crowded:
            return [Abstention(thing, f"over {self.most_candidates} things there are called {', '.join(crowded)}")]
        found = choose(thing, [described[item] for item in sorted(items)])
        return [self._by_chain(each, identified) if isinstance(each, Proposal) else each for each in found]

    def _by_chain(self, proposal: Proposal, identified: set[str]) -> Proposal:
        """Where the other graph says itself that it is what a link of ours says, the two mappings make a third."""
        if proposal.object not in identified or proposal.justification is Justification.IDENTIFIER or proposal.rivals:
            return proposal
        told = (*proposal.evidence, f"{self.target.name} says it is what we hold it to be elsewhere")
        sure = max(proposal.confidence, ACCEPT)
        return replace(proposal, confidence=sure, justification=Justification.CHAIN, evidence=told)

    def _by_id(self, things: Sequence[Thing], links: Links) -> dict[str, set[str]]:
        wanted = {thing.iri: self.target.ids_of(thing, links) for thing in things}
        answers = self._ask("identifiers", self.target.ids, [value for values in wanted.values() for value in values])
        return {iri: set().union(*(answers.get(value, set()) for value in values)) for iri, values in wanted.items()}

    def _by_name(self, things: Sequence[Thing]) -> tuple[dict[str, set[str]], dict[str, list[str]]]:
        """The items that bear a name, and of each thing the names that too many bear."""
        asked = [thing for thing in things if thing.family is not Family.CASE]
        names = {
            thing.iri: {str(Literal(name.text, language=name.language)): name.text for name in names_to_ask(thing)}
            for thing in asked
        }
        answers = self._ask("names", self.target.names, [term for terms in names.values() for term in terms])
        found: dict[str, set[str]] = defaultdict(set)
        crowded: dict[str, list[str]] = defaultdict(list)
        for iri, terms in names.items():
            for term, text in terms.items():
                items = answers.get(term, set())
                if len(items) > self.most_candidates:
                    crowded[iri].append(text)
                else:
                    found[iri] |= items
        return found, crowded

    def _by_place(self, cases: Sequence[Thing]) -> dict[str, set[str]]:
        wanted = {case.iri: [str(NamedNode(place)) for place in sorted(case.places)] for case in cases}
        answers = self._ask("events", self.target.events, [place for places in wanted.values() for place in places])
        found: dict[str, set[str]] = defaultdict(set)
        for iri, places in wanted.items():
            found[iri] = set().union(*(answers.get(place, set()) for place in places))
        return found

    def _ask(self, stage: str, question: Question | None, values: Sequence[str]) -> dict[str, set[str]]:
        if question is None or self.asker is None or not values:
            return {}
        answers = self.asker.ask(question, values, lambda done, total: self.report(stage, done, total))
        return {value: {row["item"]["value"] for row in kept.rows if "item" in row} for value, kept in answers.items()}

    def describe(self, items: Sequence[str]) -> dict[str, Candidate]:
        """What the target says of its things."""
        if self.target.facts is None or self.asker is None or not items:
            return {}
        values = {str(NamedNode(item)): item for item in items}
        answers = self.asker.ask(
            self.target.facts, list(values), lambda done, total: self.report("candidates", done, total)
        )
        families = self._families()
        return {item: candidate(item, answers[value].rows, families) for value, item in values.items()}

    def _families(self) -> Families:
        """The classes that the server calls what we call them."""
        if self.target.classes is None or self.asker is None:
            return self.target.families
        values = {str(NamedNode(iri)): iri for iri in self.target.labels}
        answers = self.asker.ask(self.target.classes, list(values))
        right = {}
        for value, iri in values.items():
            labels = {row["label"]["value"].lower() for row in answers[value].rows if "label" in row}
            if not labels or self.target.labels[iri].lower() in labels:
                right[iri] = self.target.families[iri]
        return right
