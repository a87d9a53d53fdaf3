"""Two scorers written apart from the same guidelines give the same numbers, on answers that are wrong in many ways."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.evaluation import answer, load_gold, score
from kg.evaluation.show import as_record
from tests.evaluation.conftest import SCORER

GOLD = [
    Path(__file__).parents[2] / "data" / "gold" / "samples.jsonl",
    SCORER.with_name("devset.jsonl"),
]


def spoilt(record: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The gold as a bad reader would have it: things left out, told twice, moved and turned around."""
    lists = {name: [dict(slot) for slot in slots if chance.random() > 0.3] for name, slots in record["gold"].items()}
    for name, slots in lists.items():
        slots += [dict(slot) for slot in slots if chance.random() > 0.8]
        for slot in slots:
            for key in list(slot):
                if chance.random() > 0.9:
                    slot[key] = chance.choice(record["gold"][name])[key]
            if "lat" in slot and slot["lat"] is not None:
                slot["lat"] += chance.choice([0, 0.3, 0.6])
        chance.shuffle(slots)
    return {"id": record["id"], **lists}


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", range(3))
def test_the_other_scorer_counts_the_same(gold: Path, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    records = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line]
    guesses = [spoilt(record, chance) for record in records if chance.random() > 0.1]
    for guess, record in zip(guesses, [r for r in records if r.get("negative")], strict=False):
        guesses.append({**guess, "id": record["id"]})
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text("\n".join(map(json.dumps, guesses)), encoding="utf-8")
    command = [sys.executable, str(SCORER), str(gold), str(predicted), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    ours = as_record(score(load_gold(gold), {guess["id"]: answer(guess) for guess in guesses}))
    assert {key: ours[key] for key in theirs} == theirs
    assert 0 < theirs["all"]["figures"]["F1"] < 1
