"""Number expressions: digits with separators, number words, multipliers, vague words, ranges, qualifiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.languages.model import Language, NumberWords
from kg.languages.patterns import Cue, stripped
from kg.languages.tokens import Token
from kg.model import Qualifier

_LONGEST_DIGITS = 15  # characters; there are not that many people
_SHORTEST_COMPOUND, _LONGEST_COMPOUND = 6, 60  # letters of a number word made of several
_NEARLY = 0.9  # "nearly 50" is read as 45..50 (annotation guidelines, section 1)


@dataclass(frozen=True, slots=True)
class Number:
    """A number expression: tokens first..last (inclusive) hold it and its qualifier; ``core`` is its first number.

    ``indefinite`` marks a bare article ("a Briton"), ``bare_digits`` a run of digits that may be a year.
    """

    first: int
    core: int
    last: int
    value: int | None
    low: int | None
    high: int | None
    qualifier: Qualifier
    conventional: bool = False
    indefinite: bool = False
    bare_digits: bool = False
    multiplied: int = 1
    holds_noun: bool = False  # the dual of a noun is its number and what is counted in one word ("قتيلان")


def find_numbers(tokens: Sequence[Token], cues: Sequence[Cue], language: Language) -> tuple[Number, ...]:
    """Number expressions of one sentence, left to right, without overlaps."""
    by_first = {c.first: c for c in cues if c.category in ("vague", "round")}
    simple: list[Number] = []
    i = 0
    while i < len(tokens):
        number = _governed(tokens, i, cues, language.numbers) or _quantity(by_first.get(i))
        number = number or _number_at(tokens, i, language.numbers)
        if number is not None:
            half = language.numbers.factors.get(tokens[i - 1].norm) if i else None
            simple.append(_times_round(_halved(number, half), by_first, simple))
            i = simple[-1].last + 1
        else:
            i += 1
    simple = _drop_consumed(simple)
    return tuple(_qualified(n, tokens, cues) for n in _ranges(simple, tokens, cues, language))


def _governed(tokens: Sequence[Token], i: int, cues: Sequence[Cue], words: NumberWords) -> Number | None:
    """ "более тысячи": behind a qualifier the case of a vague word is that of one thousand."""
    value = words.governed.get(tokens[i].norm)
    if value is None or (i + 1 < len(tokens) and word_values(tokens[i + 1].norm, words)):
        return None
    led = [c for c in cues if c.last == i - 1 and c.category in ("qualifier", "between", "range") and c.code != "skip"]
    return Number(i, i, i, value, value, value, Qualifier.EXACT, multiplied=value) if led else None


def _quantity(cue: Cue | None) -> Number | None:
    if cue is None:
        return None
    if cue.category == "round":
        value = int(cue.code)
        return Number(cue.first, cue.first, cue.last, value, value, value, Qualifier.APPROXIMATE)
    low, high = (int(part) for part in cue.code.split("-"))
    return Number(cue.first, cue.first, cue.last, None, low, high, Qualifier.VAGUE, conventional=True)


def _times_round(number: Number, by_first: dict[int, Cue], before: list[Number]) -> Number:
    # "two dozen", "een dozijn": a number right before a round word multiplies it.
    if number.first in by_first and by_first[number.first].category == "round" and before:
        left = before[-1]
        if (
            left.last == number.first - 1
            and left.value
            and number.value
            and left.value < 10
            and not left.multiplied > 1
        ):
            value = left.value * number.value
            kind = Qualifier.EXACT if number.value == 12 or left.value > 1 else Qualifier.APPROXIMATE
            return replace(number, first=left.first, core=left.core, value=value, low=value, high=value, qualifier=kind)
    return number


def _halved(number: Number, factor: float | None) -> Number:
    """ "medio centenar": a factor before a round word."""
    if factor is None or number.value is None or number.qualifier is not Qualifier.APPROXIMATE:
        return number
    value = round(number.value * factor)
    return replace(number, first=number.first - 1, core=number.core - 1, value=value, low=value, high=value)


def _drop_consumed(numbers: list[Number]) -> list[Number]:
    return [n for k, n in enumerate(numbers) if not (k + 1 < len(numbers) and numbers[k + 1].first <= n.first)]


def _number_at(tokens: Sequence[Token], i: int, words: NumberWords) -> Number | None:
    token = tokens[i]
    if token.kind == "number":
        return _digits(tokens, i, words)
    if not token.is_word:
        return None
    if token.norm in words.pairs:
        return Number(i, i, i, 2, 2, 2, Qualifier.EXACT, holds_noun=True)
    return _tally(token, i, words) or _hyphen_range(token, i, words) or _words(tokens, i, words)


def _tally(token: Token, i: int, words: NumberWords) -> Number | None:
    """ "30-tal": digits with an ending that makes them round."""
    digits, _, ending = token.norm.partition("-")
    if ending not in words.tallies or not digits.isdecimal():
        return None
    value = int(digits)
    return Number(i, i, i, value, value, value, Qualifier.APPROXIMATE)


def _hyphen_range(token: Token, i: int, words: NumberWords) -> Number | None:
    """ "пять-семь": two number words that make no single number."""
    low, hyphen, high = token.norm.partition("-")
    a, b = words.values.get(low), words.values.get(high)
    if not hyphen or a is None or b is None or a >= b or b >= 100 or _may_follow([a], (b,)):
        return None
    return Number(i, i, i, None, a, b, Qualifier.BETWEEN)


def _digits(tokens: Sequence[Token], i: int, words: NumberWords) -> Number | None:
    if len(tokens[i].text) > _LONGEST_DIGITS:
        return None
    value = parse_digits(tokens[i].text, words.decimal)
    last, factor = i, 1
    if i + 1 < len(tokens) and tokens[i + 1].is_word:
        factor = _multiplier(tokens[i + 1].norm, words)
        last = i + 1 if factor > 1 else i
        if factor > 1 and _abbreviated(tokens, i + 1):
            last = i + 2  # "12 тыс. человек"
    total = value * factor
    if abs(total - round(total)) > 1e-6:
        return None  # a decimal without a multiplier counts no people
    whole = round(total)
    bare = last == i and tokens[i].text.isdecimal()
    return Number(i, i, last, whole, whole, whole, Qualifier.EXACT, bare_digits=bare, multiplied=factor)


def _abbreviated(tokens: Sequence[Token], i: int) -> bool:
    """Whether token ``i`` ends in a dot that closes no sentence."""
    if i + 2 >= len(tokens) or tokens[i + 1].text != "." or tokens[i + 1].start != tokens[i].end:
        return False
    return tokens[i + 2].text[:1].islower() or tokens[i + 2].capitalised


def parse_digits(text: str, decimal: str) -> float:
    """ "1.200" and "1 200" to 1200.0, "1,2" to 1.2 where the comma is the decimal mark. Arabic digits count too."""
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in text)
    parts = [p for p in _split_marks(plain) if p]
    marks = [c for c in plain if not c.isdigit()]
    if not marks:
        return float(plain)
    grouped = all(len(p) == 3 for p in parts[1:]) and len(parts[0]) <= 3
    if grouped and (len(set(marks)) == 1) and not (marks == [decimal] and parts[0] == "0"):
        return float("".join(parts))
    if marks[-1] in ".,\u066b":
        return float("".join(parts[:-1]) + "." + parts[-1])
    return float("".join(parts))


def _split_marks(text: str) -> list[str]:
    return "".join(c if c.isdigit() else "|" for c in text).split("|")


def _multiplier(norm: str, words: NumberWords) -> int:
    value = words.values.get(norm, 1)
    return value if value >= 1000 or value == 100 else 1


def _words(tokens: Sequence[Token], i: int, words: NumberWords) -> Number | None:
    values: list[float] = []
    last, at, last_hyphen = i, i, False
    while at < len(tokens) and (tokens[at].is_word):
        got = word_values(tokens[at].norm, words)
        if values and tokens[at].norm in words.one and values[-1] % 1:  # "half a million"
            at += 1
        elif got and values == [1] and got[0] % 1 and tokens[at - 1].norm in words.one:  # "een half miljoen"
            values, last, at = list(got), at, at + 1
        elif got and (_may_follow(values, got) or _joined(values, got, tokens[at].norm, words)):
            values += got
            last, last_hyphen = at, tokens[at].norm.endswith("-")
            at += 1
        elif values and tokens[at].norm in words.joiners and _continues(tokens, at + 1, values, words):
            at += 1
        else:
            break
    if not values:
        return None
    total = evaluate(values)
    if total is None or abs(total - round(total)) > 1e-6:
        return None
    article = last == i and tokens[i].norm in words.one
    whole = round(total)
    top = max(values)
    return Number(
        i, i, last, whole, whole, whole, Qualifier.EXACT,
        indefinite=article, multiplied=int(top) if top >= 100 and len(values) > 1 and not last_hyphen else 1,
    )  # fmt: skip


def _continues(tokens: Sequence[Token], at: int, values: list[float], words: NumberWords) -> bool:
    # "treinta y cinco", "twee en twintig" but never "drie en vier": a joiner adds a smaller part to a round one.
    if at >= len(tokens):
        return False
    got = word_values(tokens[at].norm, words)
    return bool(got) and 20 <= values[-1] < 100 and values[-1] % 10 == 0 and got[0] < 10


def _joined(values: list[float], got: tuple[float, ...], norm: str, words: NumberWords) -> bool:
    """Units before tens: "ثلاثة عشر", "سبعة وسبعين" with the joiner written on to the second word."""
    if not values or not 1 <= values[-1] < 10 or len(got) > 1:
        return False
    glued = norm not in words.values and norm.startswith(words.clitics)
    return norm in words.teens or (glued and 20 <= got[0] < 100 and got[0] % 10 == 0)


def _may_follow(values: list[float], got: tuple[float, ...]) -> bool:
    if not values:
        return True
    previous, new = values[-1], got[0]
    if new >= 100:
        return new > previous or previous < 100 or previous >= 1000
    return previous >= 100 or (previous >= 20 and previous % 10 == 0 and new < 20)


@lru_cache(maxsize=4096)
def _segment(word: str, items: tuple[tuple[str, int], ...], joiners: tuple[str, ...]) -> tuple[int, ...]:
    if not word:
        return ()
    for text, value in items:
        if word.startswith(text):
            rest = word[len(text) :]
            if not rest:
                return (value,)
            for joiner in ("", *joiners):
                if rest.startswith(joiner):
                    tail = _segment(rest[len(joiner) :], items, joiners)
                    if tail:
                        return (value, *tail)
    return ()


@lru_cache(maxsize=32_768)
def word_values(norm: str, words: NumberWords) -> tuple[float, ...]:
    """The values inside one word: "drieëntwintig" -> (3, 20), "achtduizend" -> (8, 1000), "vingt-trois" -> (20, 3)."""
    bare = norm.rstrip("-")
    if bare in words.factors:
        return (words.factors[bare],)
    if bare in words.values:
        return (words.values[bare],)
    if words.clitics:
        known = {**words.values, **words.factors}  # "مليون ونصف مليون"
        return next(((known[form],) for form in stripped(bare, words.clitics) if form in known), ())
    if not _SHORTEST_COMPOUND <= len(bare) <= _LONGEST_COMPOUND:
        return ()
    return _segment(bare.replace("-", ""), words.parts, tuple(words.joiners)) or _hyphenated(bare, words)


def _hyphenated(bare: str, words: NumberWords) -> tuple[float, ...]:
    parts = [p for p in bare.split("-") if p not in words.joiners]
    values = [words.values.get(p) for p in parts]
    return tuple(float(v) for v in values if v is not None) if len(parts) > 1 and None not in values else ()


def evaluate(values: Sequence[float]) -> float | None:
    """Add and multiply the parts of a number word; None when they make no number ("half" alone)."""
    total, current = 0.0, 0.0
    for value in values:
        if value == 100:
            current = (current or 1) * 100
        elif value >= 1000:
            total += (current or 1) * value
            current = 0.0
        else:
            current += value
    result = total + current
    return result if result == int(result) else None


def _is_glued(token: Token, language: Language) -> bool:
    words = language.numbers
    return token.is_word and token.norm not in words.values and token.norm.startswith(words.clitics or ("\0",))


def _ranges(numbers: list[Number], tokens: Sequence[Token], cues: Sequence[Cue], language: Language) -> list[Number]:
    joins = {c.first: c for c in cues if c.category == "range"}
    between = {c.last for c in cues if c.category == "between"}
    out: list[Number] = []
    for number in numbers:
        left = out[-1] if out else None
        joint = joins.get(left.last + 1) if left is not None else None
        glued = left is not None and left.last + 1 == number.first and _is_glued(tokens[number.first], language)
        if left is not None and glued and left.first - 1 in between:
            joined = _join(left, number, between=True)  # "بين سبعة وثمانية": the "and" is part of the word
            out[-1:] = [joined] if joined is not None else [left, number]
            continue
        if left is not None and joint is not None and joint.last + 1 == number.first:
            # Two numbers joined by "and" are two numbers, unless "between" or a hanging hyphen makes them one.
            rising = any(c.category == "rise" and 0 <= left.first - c.tail <= 4 for c in cues)
            one = (
                (joint.code == "to" and not rising) or left.first - 1 in between or tokens[left.last].norm.endswith("-")
            )
            joined = _join(left, number, left.first - 1 in between) if one else None
            if joined is not None:
                out[-1] = joined
                continue
        out.append(number)
    return out


def _join(left: Number, right: Number, between: bool) -> Number | None:
    if left.value is None or right.value is None or left.indefinite or right.indefinite:
        return None
    low, high = left.value, right.value
    if left.multiplied == 1 and right.multiplied > 1 and low * right.multiplied < high:
        low *= right.multiplied  # "drie- tot vierduizend"
    if not low < high:
        return None
    return Number(left.first - 1 if between else left.first, left.core, right.last, None, low, high, Qualifier.BETWEEN)


def _qualified(number: Number, tokens: Sequence[Token], cues: Sequence[Cue]) -> Number:
    before = _qualifier_before(number, tokens, cues)
    code, first = before if before else (_qualifier_after(number, cues), number.first)
    if code is None or number.qualifier is Qualifier.BETWEEN:
        return replace(number, first=first)
    return _apply(replace(number, first=first), code)


def _qualifier_before(number: Number, tokens: Sequence[Token], cues: Sequence[Cue]) -> tuple[str, int] | None:
    rising = [c for c in cues if c.category == "rise" and 0 <= number.first - c.tail <= 4]
    best: tuple[str, int] | None = None
    edge = number.first
    while True:
        step = [c for c in cues if c.category == "qualifier" and c.last == edge - 1 and c.code != "after"]
        if any(c.category == "kind" and c.first < edge - 1 == c.last and c.code.endswith(":verb") for c in cues):
            return best  # "verfügt über 6.000 Mann": the word belongs to the verb
        if not step:
            return best
        cue = max(step, key=lambda c: c.last - c.first)
        if cue.code == "skip":  # "как минимум ещё 12": says nothing of the number, but stands between
            edge = cue.first
            continue
        if not (cue.code == "at_most" and rising) and (best is None or best[0] == "approximate"):
            best = (cue.code, cue.first)
        elif best is not None:
            best = (best[0], cue.first)
        edge = cue.first


def _qualifier_after(number: Number, cues: Sequence[Cue]) -> str | None:
    """ "25 or more", and behind the counted noun: "25 شخصا على الأقل"."""
    near = [c for c in cues if number.last < c.first <= number.last + 3]
    for cue in (c for c in near if c.category == "qualifier_after"):
        nouns = any(c.category in ("person", "kind") and c.last == cue.first - 1 for c in near)
        if nouns or cue.first == number.last + 1:
            return cue.code
    return None


def _apply(number: Number, code: str) -> Number:
    """Bounds by qualifier, as the annotation guidelines set them."""
    low, high, value = number.low, number.high, number.value
    if code == "approximate":
        vague = number.qualifier is Qualifier.VAGUE
        return number if vague else replace(number, qualifier=Qualifier.APPROXIMATE)
    if code == "at_least":
        return replace(number, low=low, high=None, qualifier=Qualifier.AT_LEAST)
    if code == "more_than":
        return replace(number, low=low + 1 if low is not None and value is not None else low, high=None,
                       qualifier=Qualifier.MORE_THAN)  # fmt: skip
    if code == "at_most":
        return replace(number, low=None, high=high, qualifier=Qualifier.AT_MOST)
    if code == "less_than":
        return replace(number, low=None, high=high - 1 if high is not None else None, qualifier=Qualifier.LESS_THAN)
    if code == "nearly" and value is not None:
        return replace(number, low=round(value * _NEARLY), high=value, qualifier=Qualifier.LESS_THAN, conventional=True)
    return number
