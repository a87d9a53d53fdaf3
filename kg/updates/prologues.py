"""PREFIX behind a semicolon: the standard allows it, clients that join updates write it, the engine does not read it.

So what is declared late is declared first, as long as no prefix changes its meaning. Blanks take the place of what is
moved, so that lines and columns stay what they were behind the first line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.query.tokens import Token, scan, significant
from kg.updates.operations import brace, end_of, is_word

_VISIBLE = re.compile(r"\S")


def hoisted(text: str) -> str:
    """The update with its late prefixes in front; the same text when there are none, or one means two things."""
    early, late = _declarations(list(significant(scan(text))))
    meant = {name.text: iri.text for _, name, iri in early}
    moved: dict[str, str] = {}
    for keyword, name, iri in late:
        if meant.setdefault(name.text, iri.text) != iri.text:
            return text
        moved[name.text] = iri.text
        text = text[: keyword.start] + _VISIBLE.sub(" ", text[keyword.start : end_of(iri)]) + text[end_of(iri) :]
    return "".join(f"PREFIX {name} {iri} " for name, iri in moved.items()) + text


def _declarations(tokens: list[Token]) -> tuple[list[list[Token]], list[list[Token]]]:
    """PREFIX, name and IRI, each: those before the first operation, and those after a semicolon."""
    found = list(_prefixes(tokens))
    semicolon = next((token.start for token in tokens if token.text == ";"), None)
    if semicolon is None:
        return found, []
    return [p for p in found if p[0].start < semicolon], [p for p in found if p[0].start > semicolon]


def _prefixes(tokens: list[Token]) -> Iterator[list[Token]]:
    depth = 0
    for index, token in enumerate(tokens):
        depth += brace(token)
        declaration = tokens[index : index + 3]
        if depth == 0 and is_word(token, "PREFIX") and [part.kind for part in declaration[1:]] == ["pname", "iri"]:
            yield declaration
