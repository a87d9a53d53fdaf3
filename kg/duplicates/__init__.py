"""Near-duplicates: one agency's text in two papers, lightly edited, recognised and recorded without touching a claim.

    text -> words -> runs of words -> fingerprints -> index -> candidates -> likeness -> statements

What two texts have in common is a pure function of both, and which of them is the later follows from their days, so
the statements are the same in whatever order the articles came in. docs/decisions/0110 says why and what it costs.
"""

from __future__ import annotations

from kg.duplicates.likeness import Likeness, compare
from kg.duplicates.recognise import Marks, Recogniser, marks_of, recogniser

__all__ = ["Likeness", "Marks", "Recogniser", "compare", "marks_of", "recogniser"]
