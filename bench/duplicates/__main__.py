"""``python -m bench.duplicates data/gold/duplicates.jsonl [CORPUS.jsonl ...] --markdown docs/quality.md``

The gold holds pairs, easy and hard. A corpus of articles in own words (JSON Lines with ``text``) adds all its pairs as
cases that are no copies, and from each of its articles one copy as a paper would edit it, made by rule.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from kg.duplicates import compare
from kg.evaluation.markdown import as_table, with_section
from kg.settings import Settings

NOTE = """\
Pairs of articles: copies edited as papers edit, and hard cases that are none (one event in own words, a daily toll from
one template, shared background). The thresholds were set with the first pairs in sight; the later ones were written
when they stood, and the corpora had no part in it: all their pairs are no copies, and of each article one is made by
rule."""


@dataclass(frozen=True, slots=True)
class Tally:
    name: str
    copies: int = 0
    recognised: int = 0
    others: int = 0
    alarms: int = 0

    def row(self) -> list[str]:
        found = self.recognised + self.alarms
        precision = f"{self.recognised / found:.2f}" if found else "-"
        recall = f"{self.recognised / self.copies:.2f}" if self.copies else "-"
        return [self.name, str(self.copies), str(self.others), precision, recall, str(self.alarms)]


Case = tuple[str, str, bool]


def gold(path: Path) -> Iterator[tuple[str, str, Case]]:
    """Language and set of each pair, and the pair."""
    for line in path.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        yield pair["lang"], pair["set"], (pair["one"], pair["other"], pair["same"])


def corpus(path: Path) -> Iterator[Case]:
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    yield from ((one, other, False) for one, other in combinations(texts, 2))
    yield from ((text, edited(text, random.Random(at), texts[at - 1]), True) for at, text in enumerate(texts))


def edited(text: str, chance: random.Random, elsewhere: str) -> str:
    """As a sub-editor would: another headline, a credit, one paragraph out, the tail cut, a caption of other words."""
    paragraphs = [each for each in text.split("\n\n") if each.strip()]
    caption = " ".join(elsewhere.split()[40 : 40 + chance.randint(8, 16)])
    body = paragraphs[: max(3, len(paragraphs) - chance.randint(0, 2))]
    if len(body) > 3:
        body.pop(chance.randrange(1, len(body)))
    body.insert(chance.randint(1, len(body)), caption)
    return "\n\n".join([" ".join(elsewhere.split()[:7]), "AFP, Reuters", *body])


def tally(name: str, cases: Iterable[Case], most: int) -> Tally:
    copies = recognised = others = alarms = 0
    for one, other, same in cases:
        said = compare(one, other, most).is_copy
        copies, others = copies + same, others + (not same)
        recognised, alarms = recognised + (said and same), alarms + (said and not same)
    return Tally(name, copies, recognised, others, alarms)


def table(pairs: Path, corpora: Iterable[Path], most: int) -> str:
    cases = list(gold(pairs))
    codes = sorted({lang for lang, _, _ in cases})
    tallies = [tally(code, (case for lang, _, case in cases if lang == code), most) for code in codes]
    tallies += [
        tally(f"gold, {part}", (case for _, of, case in cases if of == part), most) for part in ("first", "later")
    ]
    tallies += [tally(f"{path.stem}, edited by rule", corpus(path), most) for path in corpora]
    lines = as_table(("", "copies", "others", "precision", "recall", "false alarms"), [each.row() for each in tallies])
    return "\n".join([NOTE, "", *lines])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("corpora", type=Path, nargs="*")
    parser.add_argument("--markdown", type=Path)
    given = parser.parse_args()
    made = table(given.gold, given.corpora, int(Settings.from_env().limit("duplicate_words")))
    print(made)
    if given.markdown:
        old = given.markdown.read_text(encoding="utf-8") if given.markdown.exists() else ""
        given.markdown.write_text(with_section(old, "duplicates", made), encoding="utf-8")


if __name__ == "__main__":
    main()
