"""A shell's limit of 1,024 open files is not the limit of a server with a large store."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import resource
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, hard), hard))
from click.testing import CliRunner
from kg.cli import main
CliRunner().invoke(main, ["samples"])
soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
print(soft == min(hard if hard > 0 else 65_536, 65_536))
"""


def test_a_command_may_open_as_many_files_as_the_system_lets_it() -> None:
    ran = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "True"
