"""How good the reader is: what it found, held against what a careful person found.

    gold + records of `kg extract` -> Score -> text, JSON or a section of docs/quality.md

Nothing here reads an article: it compares slots, so that any reader can be measured.
"""

from kg.evaluation.halves import is_held_out
from kg.evaluation.score import Score, score
from kg.evaluation.slots import Answer, Gold, answer, load_gold

__all__ = ["Answer", "Gold", "Score", "answer", "is_held_out", "load_gold", "score"]
