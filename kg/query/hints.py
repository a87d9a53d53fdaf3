"""What a person who wrote that probably meant: from where a query stops being SPARQL, and what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from kg.query.cursor import END, Stop
from kg.query.expressions import AGGREGATES, FUNCTIONS
from kg.query.tokens import Token

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
MODIFIERS = frozenset({"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET"})
CLAUSES = frozenset({"OPTIONAL", "MINUS", "GRAPH", "FILTER", "BIND", "VALUES", "UNION"})
_OTHERS = frozenset(
    {"A", "AS", "ASC", "BASE", "BY", "DESC", "DISTINCT", "EXISTS", "FALSE", "FROM", "IN", "NAMED", "NOT", "PREFIX"}
    | {"REDUCED", "SEPARATOR", "SERVICE", "SILENT", "TRUE", "UNDEF", "WHERE", "WITH", "USING", "INTO", "DATA"}
    | {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "ALL", "DEFAULT", "TO", "LATERAL"}
)
WORDS = FORMS | MODIFIERS | CLAUSES | AGGREGATES | FUNCTIONS | _OTHERS
_BEFORE_PATTERN = frozenset({"WHERE", "FROM", "DISTINCT", "REDUCED", *AGGREGATES})
_ELSEWHERE = {  # words of SQL and of other languages
    "AND": "Write && for and.",
    "OR": "Write || for or.",
    "NULL": "Whether a variable has a value is asked by BOUND(?x) or !BOUND(?x).",
    "IS": "Whether a variable has a value is asked by BOUND(?x) or !BOUND(?x).",
    "LIKE": 'Write CONTAINS(?x, "...") or REGEX(?x, "...", "i").',
    "BETWEEN": "Write ?x >= 1 && ?x <= 9.",
    "CASE": "Write IF(condition, then, else).",
    "JOIN": "Patterns that share a variable are joined: write them one after the other.",
    "CAST": "Write xsd:integer(?x), with the type as the function.",
    "LENGTH": "Write STRLEN(?x).",
    "LEN": "Write STRLEN(?x).",
    "LOWER": "Write LCASE(?x).",
    "UPPER": "Write UCASE(?x).",
    "SUBSTRING": "Write SUBSTR(?x, from, length), counted from 1.",
    "TOP": "Write LIMIT 10 behind the closing brace.",
    "IFNULL": "Write COALESCE(?x, 0).",
    "ISNULL": "Write !BOUND(?x).",
}
_NO_COMMAS = "Groups follow each other (both hold) or have UNION between them (either holds), without commas."
_QUOTES = "“”„‟‘’‚«»"
_ODD_BLANKS = {
    "\u00a0": "the no-break space",
    "\u3000": "the ideographic space",
    "\ufeff": "the byte order mark",
} | dict.fromkeys("\u2002\u2003\u2009\u200a\u200b\u200c\u200d\u202f\u2060", "a narrow or empty space")
_TERMS = frozenset({"var", "iri", "pname", "string", "number", "blank", "word"})


def hint(tokens: Sequence[Token], stop: Stop) -> str:
    """A sentence or two; what was expected where nothing better is known."""
    found = tokens[stop.at] if stop.at < len(tokens) else END
    before = tokens[stop.at - 1] if stop.at else END
    after = tokens[stop.at + 1] if stop.at + 1 < len(tokens) else END
    return (
        _character(found)
        or _by_place(stop, found, before, after, tokens)
        or _word(found, after)
        or f"Expected {stop.expected}."
    )


def unclosed(query: str, token: Token) -> str:
    """What is wrong with a quote that begins no string."""
    line = query[token.start + 1 :].split("\n", 1)[0]
    if "\\" in line and token.text in line:
        return (
            'A backslash in a string is written twice: "\\\\d"; only \\t \\n \\r \\b \\f \\" \\\' and \\\\ are known.'
        )
    return "Close it with the same quotes; a string of several lines has three of them."


def misspelt(word: str, among: frozenset[str] = WORDS) -> str:
    """What to write for a word that SPARQL has not; empty when it has, or nothing ``among`` what fits comes near."""
    upper = word.upper()
    if upper in WORDS:
        return ""
    if upper in _ELSEWHERE:
        return _ELSEWHERE[upper]
    similar = get_close_matches(upper, among, n=1, cutoff=0.7)
    return f"{word!r} is not a word of SPARQL. Did you mean {similar[0]}?" if similar else ""


def _character(found: Token) -> str:
    if found.text in _QUOTES and found.text:
        return "Strings have straight quotes, \" or '; these are typographic ones."
    if found.text in _ODD_BLANKS:
        code = f"{_ODD_BLANKS[found.text]} (U+{ord(found.text):04X})"
        return f"Here is a character that only looks like a blank, {code}: put a blank in its place."
    if found.text == "<":
        return "An IRI that begins here must end with > and hold no blanks or quotes."
    return ""


def _by_place(stop: Stop, found: Token, before: Token, after: Token, tokens: Sequence[Token]) -> str:
    word = found.text.upper()
    if stop.place in ("triple", "verb", "object", "subject", "where") and word in MODIFIERS and found.kind == "word":
        return f"{word} stands behind the closing brace of the pattern."
    match stop.place:
        case "form":
            return _opening(found, before)
        case "prefix":
            return f"A prefix has a colon: PREFIX {found.text}: <...>." if found.kind == "word" else ""
        case "prefix-iri":
            return f"The IRI of {before.text} stands in angle brackets: PREFIX {before.text} <http...>."
        case "select" | "describe":
            return _selected(found, after)
        case "select-as":
            return "What is computed needs a name: (COUNT(?x) AS ?count)."
        case "select-close" if found.text == "":
            return "The bracket is never closed."
        case "where":
            return _selected(found, after) or (
                "" if found.kind == "word" else "A pattern stands in braces: WHERE { ... }."
            )
        case "subject" if found.text == ",":
            return _NO_COMMAS
        case "subject" if found.text == ".":
            return "One dot is enough."
        case "subject" if found.kind == "word" and found.text.upper() not in WORDS:
            return misspelt(found.text, CLAUSES) or f"A variable begins with ?: ?{found.text}; a name has a prefix."
        case "triple":
            return _after_triple(stop, found, tokens)
        case "verb":
            return _verb(found)
        case "object":
            return (
                "A triple has three parts, and here the third is missing." if found.text in ("}", ".", ";", "") else ""
            )
        case "filter" | "having":
            return f"A condition stands in brackets: {stop.place.upper()} (?x > 1)." if found.kind != "word" else ""
        case "direction":
            return f"The variable stands in brackets: {before.text.upper()}({found.text})."
        case "exists":
            return "EXISTS takes a pattern in braces: EXISTS { ?x ?p ?o }."
        case "in":
            return "The values stand in round brackets: IN (1, 2)."
        case "subselect":
            return "A SELECT inside a pattern needs braces of its own: { { SELECT ... WHERE { ... } } ... }."
        case "end":
            return _behind(found, after)
        case "aggregate" if found.text == ",":
            return f'The separator is given by its name: GROUP_CONCAT({before.text}; SEPARATOR=", ").'
        case "values" if found.kind == "var":
            return "Several variables stand in brackets: VALUES (?a ?b) { (1 2) }."
        case "values-value" | "values-names" | "values-row" if found.text == ",":
            return "Values are separated by blanks, without commas."
        case "values-row":
            return "Each row stands in brackets: VALUES (?a ?b) { (1 2) (3 4) }."
        case "operand" | "operator" | "arguments":
            return _in_expression(found, before, after)
    return ""


def opening(tokens: Sequence[Token], at: int) -> str:
    """Why the token at an index does not begin a query."""
    return _opening(tokens[at] if at < len(tokens) else END, tokens[at - 1] if at else END)


def _opening(found: Token, before: Token) -> str:
    if found.kind == "lang" and found.text.lower() in ("@prefix", "@base"):
        return f"In SPARQL it is {found.text[1:].upper()}, without @, and no dot follows."
    if found.text == "." and before.kind == "iri":
        return "No dot follows a PREFIX or BASE of SPARQL."
    if before.kind == "pname" and found.kind != "word":
        return f"The IRI of a prefix stands in angle brackets: PREFIX {before.text.partition(':')[0]}: <http...>."
    return (
        misspelt(found.text, FORMS | {"PREFIX", "BASE"})
        if found.kind == "word"
        else "Prefixes come first, then one of these."
    )


def _selected(found: Token, after: Token) -> str:
    if found.text == ",":
        return "Variables are separated by blanks, without commas: SELECT ?a ?b."
    if found.kind == "word" and (found.text.upper() in AGGREGATES | FUNCTIONS) and after.text == "(":
        return f"What is computed stands in brackets, with a name: ({found.text.upper()}(...) AS ?name)."
    if found.kind == "word":
        return misspelt(found.text, _BEFORE_PATTERN) or (
            f"A variable begins with ?: ?{found.text}." if found.text.upper() not in WORDS else ""
        )
    return ""


def _after_triple(stop: Stop, found: Token, tokens: Sequence[Token]) -> str:
    if found.text == ",":
        return _NO_COMMAS
    if found.text == "":
        return "The '}' that closes the pattern is missing."
    if found.kind == "word" and found.text != "a" and (better := misspelt(found.text, CLAUSES | MODIFIERS)):
        return better
    length = 0
    for token in tokens[stop.at : stop.at + 4]:
        if token.kind not in _TERMS or token.text.upper() in CLAUSES:
            break
        length += 1
    if length >= 3:
        return "A dot is missing before this: it ends a triple, and the next begins."
    if length == 2:
        return "A semicolon is missing before this: the same subject goes on with another property."
    return "A triple has three parts; a dot, a semicolon or a comma is missing before this, or a colon in a name."


def _verb(found: Token) -> str:
    if found.kind in ("string", "number"):
        return "A property is an IRI, such as cek:kind, or a variable; never a value."
    if found.text in ("}", ".", ";", ""):
        return "A triple has three parts: subject, property and object."
    if found.kind == "word":
        return f"A property has a prefix, cek:{found.text}, or is a variable, ?{found.text}."
    return ""


def _behind(found: Token, after: Token) -> str:
    if found.text == "}":
        return "This '}' closes nothing."
    if found.text == ";":
        return "No semicolon ends a query."
    if found.text == "/" and after.text in ("/", "*"):
        return "A comment begins with #."
    if found.text.upper() in MODIFIERS:
        return "The order is GROUP BY, HAVING, ORDER BY, LIMIT and OFFSET."
    if found.text.upper() in CLAUSES | {"A"} or found.kind in ("var", "pname", "iri"):
        return "The pattern has ended: its closing brace comes too early."
    return ""


def _in_expression(found: Token, before: Token, after: Token) -> str:
    if found.text == "=" and before.text in ("=", "!="):
        return "Equal is written =, not ==." if before.text == "=" else "Not equal is written !=."
    if found.text in ("<>", "><"):
        return "Not equal is written !=."
    if found.text in ("&", "|"):
        return f"Write {found.text * 2}."
    if found.text == "^":
        return 'The type of a value follows two carets: "2016-10-01"^^xsd:date.'
    if found.text == "%":
        return 'Patterns are those of REGEX(?x, "..."), and SPARQL has no remainder operator.'
    if found.text.upper() == "DISTINCT":
        return "DISTINCT stands inside the function: COUNT(DISTINCT ?x)."
    if found.text == "{":
        return "Values and conditions stand in round brackets; braces hold patterns, as in EXISTS { ... }."
    if found.text in ("}", ""):
        return "A bracket is not closed before this."
    if found.kind == "var" and before.kind in ("var", "number", "string"):
        return "An operator is missing between these, such as && or =."
    return ""


def _word(found: Token, after: Token) -> str:
    if found.kind != "word" or found.text.upper() in WORDS:
        return ""
    if better := misspelt(found.text):
        return better
    if after.text == "(":
        return f"SPARQL has no function {found.text}."
    return (
        f"{found.text!r} is not a word of SPARQL: a variable begins with ?, a name has a prefix, a string has quotes."
    )
