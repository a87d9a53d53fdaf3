"""The columns of ``SELECT *`` in the order in which the query names them, as CSV and TSV readers expect.

The standard leaves the order open but shows it so; the engine sorts the names. So the star is spelt out.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.query.tokens import Token, scan, significant


def spelt_out(text: str, visible: Iterable[str]) -> str:
    """The query with its outermost ``*`` replaced by the ``visible`` variables; the same text when there is no star."""
    tokens = list(significant(scan(text)))
    star = _star(tokens)
    if star is None:
        return text
    remaining = set(visible)
    names = [token.text[1:] for token in tokens if token.kind == "var"]
    ordered = [name for name in dict.fromkeys(names) if name in remaining]
    if not ordered or len(ordered) != len(remaining):  # a name written in a way we do not see: better sorted than lost
        return text
    columns = " ".join(f"?{name}" for name in ordered)
    return f"{text[: star.start]} {columns} {text[star.start + 1 :]}"


def has_star(text: str) -> bool:
    """Whether the outermost SELECT has a star; that of COUNT(*) is none."""
    return "*" in text and _star(list(significant(scan(text)))) is not None


def _star(tokens: list[Token]) -> Token | None:
    """The star behind the first SELECT, which is the outermost."""
    for index, token in enumerate(tokens):
        if token.kind == "word" and token.text.upper() == "SELECT":
            rest = tokens[index + 1 : index + 3]
            if rest and rest[0].text.upper() in ("DISTINCT", "REDUCED"):
                rest = rest[1:]
            return rest[0] if rest and rest[0].text == "*" else None
    return None
