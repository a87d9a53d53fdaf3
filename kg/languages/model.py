"""One language as a frozen value: numbers, cue patterns and function words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.languages.patterns import PatternSet


@dataclass(frozen=True, slots=True, eq=False)  # told apart by identity, so that what is asked of it can be remembered
class NumberWords:
    """Number words of one language.

    ``values`` maps a word to its value; words of 100 and more multiply what stands before them. ``joiners`` may stand
    between or inside number words ("en", "und", "y"). ``factors`` are halves and the like that need a multiplier after
    them ("anderhalf miljoen"). ``one`` are articles that count as 1 only for a victim or a captive. Quantity nouns
    with a conventional range ("tientallen") and round ones ("une cinquantaine") are cues: categories vague and round.
    """

    values: Mapping[str, int]
    clitics: tuple[str, ...]  # letters written on to a number word ("وسبعين"), see PatternSet.clitics
    teens: frozenset[str]  # words that add ten to the unit before them ("ثلاثة عشر")
    governed: Mapping[str, int]  # vague words that are a number behind a qualifier ("более тысячи")
    pairs: frozenset[str]  # nouns in the dual, which count two ("قتيلان")
    joiners: frozenset[str]
    factors: Mapping[str, float]
    one: frozenset[str]
    tallies: frozenset[str]  # endings that make digits a round number ("30-tal")
    decimal: str
    parts: tuple[tuple[str, int], ...]  # the values without hyphens, longest word first, to take compounds apart


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    numbers: NumberWords
    patterns: PatternSet
    function_words: frozenset[str]
    endings: tuple[str, ...]  # inflections a name may carry ("s", "'s", "er")
    object_first: bool  # verb-final clauses: the object stands before the participle (nl, de)
    clauses_after_comma: bool  # a word opens a clause only behind a comma; elsewhere it is an article or a preposition
    nouns_capitalised: bool  # every noun is written with a capital (de)
    uncased: bool = False  # a script without capitals: nothing but its words tells a name
    articles: bool = True  # nouns without an article are as definite as any ("МВД", "الوزارة") where this is false
    home: tuple[str, ...] = ()  # countries (ISO 3166-1) whose papers and ministries write it, likeliest first
