"""The country behind a publisher that is a ministry or a force ("Ministry of Defence, Sri Lanka")."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kg.languages.countries import CountryForms
from kg.languages.model import Language
from kg.languages.tokens import Token, tokenize
from kg.reading.sentences import Sentence


def issuing_country(
    publisher: str, language: Language, forms: CountryForms, sentences: Sequence[Sentence]
) -> str | None:
    """ISO 3166-1 code, None for a press title: the country it names, else one that writes the language and is named."""
    tokens = tokenize(publisher)
    cues = language.patterns.find(tokens)
    if not any(cue.category in ("statebody", "force") for cue in cues):
        return None
    named = _countries(tokens, forms)
    if named:
        return named[0]
    told = {code for sentence in sentences for code in _countries(sentence.tokens, forms)}
    return next((code for code in language.home if code in told), None)


def _countries(tokens: Sequence[Token], forms: CountryForms) -> list[str]:
    texts = [token.text for token in tokens]
    pairs = [f"{a} {b}" for a, b in pairwise(texts)]
    codes = [forms.names.get(text) or forms.demonyms.get(text) for text in (*pairs, *texts)]
    return [code for code in codes if code and len(code) == 2]
