"""The documented variables are those that the program reads, all of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.configuration import VARIABLES, Variable, as_env, as_markdown
from kg.settings import ENDPOINTS, LIMITS, Settings

ROOT = Path(__file__).resolve().parents[2]
KNOWN = {each.name for each in VARIABLES} | {f"KG_{each.name.upper()}" for each in LIMITS}
READ = re.compile(r"""["'](KG_[A-Z_]+)["']""")  # a name as the program writes it when it looks it up


def sources() -> dict[str, str]:
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in (ROOT / "kg").rglob("*.py")}


def test_the_pages_are_those_of_the_program() -> None:
    for file, text in (("docs/configuration.md", as_markdown()), ("deploy/kg.env.example", as_env())):
        assert (ROOT / file).read_text(encoding="utf-8") == text, "python -m kg.configuration; see its first lines"


def test_no_variable_is_missing() -> None:
    read = {name for text in sources().values() for name in READ.findall(text)}
    assert {"KG_DATA", "KG_STORE", "KG_FEDERATION", "KG_CACHE"} <= read
    assert read <= KNOWN, f"put these into kg/configuration.py: {sorted(read - KNOWN)}"


def test_every_word_that_looks_like_a_variable_is_one() -> None:
    """In the program, its documents, and what is deployed; KG_ alone begins a name that is put together."""
    files = [*(ROOT / "docs").glob("*.md"), *(ROOT / "deploy").iterdir(), ROOT / "README.md", ROOT / "SECURITY.md"]
    texts = {**sources(), **{path.name: path.read_text(encoding="utf-8") for path in files}}
    for name, text in texts.items():
        assert set(re.findall(r"\bKG_[A-Z][A-Z_]*[A-Z]\b", text)) <= KNOWN, name


def test_no_variable_is_documented_that_nobody_reads() -> None:
    text = "\n".join(text for name, text in sources().items() if name != "kg/configuration.py")
    made = {f"KG_{name.upper()}_ENDPOINT" for name in ENDPOINTS}  # put together by kg.settings
    for name in {each.name for each in VARIABLES} - made:
        assert f'"{name}"' in text, f"nobody reads {name}"
    for name in made:
        assert "https://x.example" in Settings.from_env({name: "https://x.example"}).endpoints.values()


@pytest.mark.parametrize("variable", [each for each in VARIABLES if each.secret], ids=lambda each: each.name)
def test_a_secret_is_shown_nowhere(variable: Variable) -> None:
    name = variable.name
    assert "hunter2" not in repr(Settings.from_env({name: "hunter2"}))
    assert f"#{name}=\n" in as_env()


def test_the_example_can_be_used_as_it_is_and_with_every_line_uncommented() -> None:
    lines = (ROOT / "deploy" / "kg.env.example").read_text(encoding="utf-8").splitlines()
    assert all(line.startswith("#") for line in lines)
    pairs = dict(line[1:].split("=", 1) for line in lines if re.match(r"#KG_[A-Z_]+=", line))
    assert pairs.keys() >= {each.name for each in VARIABLES}
    assert str(Settings.from_env(pairs).data_dir) == pairs["KG_DATA"]
