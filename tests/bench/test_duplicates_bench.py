"""The measure of near-duplicates counts what it says it counts."""

from __future__ import annotations

import json
from pathlib import Path

from bench.duplicates.__main__ import corpus, gold, table, tally

FIRST = (
    "Twelve people died when shells fell on the river town of Karem, and the mayor asked for boats and blankets. The "
    "army knew of nobody who had fired, but it sent two officers to look at the school where the roof had come down."
)
SECOND = (
    "A court in the capital heard nine witnesses on Monday, among them a woman who was at the bridge. She said that "
    "trucks without plates stood there all morning, that men in grey asked her for bread, and that she gave them none."
)


def test_precision_and_recall_are_those_of_the_cases() -> None:
    cases = [(FIRST, FIRST, True), (FIRST, SECOND, False), (FIRST, FIRST, False), (FIRST, SECOND, True)]
    found = tally("four", cases, 1000)
    # Of 4 cases two are taken for copies, one of them rightly; of the two copies one is missed.
    assert found.row() == ["four", "2", "2", "0.50", "0.50", "1"]


def test_of_a_corpus_all_pairs_are_no_copies_and_each_article_has_one(tmp_path: Path) -> None:
    file = tmp_path / "corpus.jsonl"
    file.write_text("".join(json.dumps({"text": text}) + "\n" for text in (FIRST, SECOND, FIRST + SECOND)))
    cases = list(corpus(file))
    assert [same for _, _, same in cases] == [False] * 3 + [True] * 3


def test_the_table_names_both_sets(tmp_path: Path) -> None:
    pairs = Path("data/gold/duplicates.jsonl").resolve()
    made = table(pairs, [], 20_000)
    assert "gold, first" in made
    assert "gold, later" in made
    assert len(list(gold(pairs))) == len(pairs.read_text(encoding="utf-8").splitlines())
