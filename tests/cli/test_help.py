"""The help is the manual: every command is listed, says what it does, and shows an example that is true."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys

import click
import pytest

from kg.cli.main import COMMANDS, main
from tests.cli.conftest import Run


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_text_with_an_example(run: Run, name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert "Example:" in result.stdout
    assert f"kg {name}" in result.stdout.split("Example:")[1]
    assert len(result.stdout.split("Example:")[0].split()) > 15


@pytest.mark.parametrize("name", COMMANDS)
def test_the_examples_use_options_that_exist(run: Run, name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    known = {option for parameter in command.params for option in parameter.opts}
    examples = run(name, "--help").stdout.split("Example:")[1].split("Options:")[0]
    for example in re.findall(rf"^ +(?:\w+=\S+ )?(kg {name}.*)", examples, re.MULTILINE):
        used = {word for word in shlex.split(example) if re.fullmatch(r"--?[a-z][\w-]*", word)}
        assert used <= known


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(run: Run, name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert all(option.help for option in command.params if isinstance(option, click.Option))


def test_the_overview_lists_the_commands_and_the_exit_codes(run: Run) -> None:
    help_text = run("--help").stdout
    assert all(re.search(rf"^  {name} ", help_text, re.MULTILINE) for name in COMMANDS)
    assert [line.split()[0] for line in re.findall(r"^  +\d  .*", help_text, re.MULTILINE)] == ["0", "1", "2", "3"]


def test_the_overview_needs_none_of_the_heavy_packages() -> None:
    """Help and doctor must work where a package is broken, and start at once."""
    code = "import sys; import kg.cli.main; print([m for m in ('rdflib', 'pyoxigraph', 'flask') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
