"""The unit and the container file name only what exists, agree with the program, and stop it in time."""

from __future__ import annotations

import configparser
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import tomllib
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import click
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bench.deploy.commands import documented
from bench.deploy.unit import beside
from kg.cli.main import main
from kg.settings import LIMITS
from tests.backups.serving import PATIENCE, free_port, serving, start
from tests.deploy.test_configuration import KNOWN, ROOT

DEPLOY = ROOT / "deploy"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
STOP_SECONDS = next(each.default for each in LIMITS if each.name == "stop_seconds")
SLOW = (
    "SELECT (COUNT(*) AS ?n) { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z FILTER(STRLEN(CONCAT(STR(?x), STR(?y), STR(?z))) > 5) }"
)


def unit() -> configparser.ConfigParser:
    parsed = configparser.ConfigParser(interpolation=None, comment_prefixes=("#",), delimiters=("=",))
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read(DEPLOY / "conflict-kg.service")
    return parsed


def instructions(name: str, stage: int = -1) -> list[str]:
    """What stands behind a word at the beginning of the container file's lines, by default of its last stage."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    text = re.sub(r"\n *", "\n", text.split("\nFROM ")[stage].replace("\\\n", " "))
    return re.findall(rf"^{name} (.*)$", text, re.MULTILINE)


def served_port(arguments: Sequence[str]) -> int:
    """The port of a command line of ours; click refuses one that is none."""
    assert Path(arguments[0]).name == "kg"
    command = main.get_command(click.Context(main), arguments[1])
    assert command is not None
    port = command.make_context(arguments[1], list(arguments[2:])).params["port"]
    assert isinstance(port, int)
    return port


def test_the_unit_starts_a_command_that_exists_and_gives_it_time_to_stop() -> None:
    service = unit()["Service"]
    assert served_port(shlex.split(service["ExecStart"])) == 5000
    assert int(service["TimeoutStopSec"]) > STOP_SECONDS + 5
    assert service["KillMode"] == "mixed"
    assert service["Restart"] == "on-failure"


def test_the_unit_keeps_the_service_to_its_own_folders() -> None:
    service = unit()["Service"]
    names = dict(pair.split("=", 1) for pair in shlex.split(service["Environment"]))
    assert names.keys() <= KNOWN
    assert names["KG_DATA"] == f"/var/lib/{service['StateDirectory']}"
    assert names["KG_CACHE"] == f"/var/cache/{service['CacheDirectory']}"
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "yes"
    assert service["User"] != "root"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    text = (DEPLOY / "conflict-kg.service").read_text(encoding="utf-8")
    copy = tmp_path / "conflict-kg.service"
    copy.write_text(text.replace("/opt/conflict-kg/bin/kg", sys.executable), encoding="utf-8")
    told = subprocess.run(["systemd-analyze", "verify", str(copy)], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout + told.stderr) == (0, "")


def test_the_container_serves_the_port_it_opens_as_nobody_special() -> None:
    (command,), (port,) = instructions("CMD"), instructions("EXPOSE")
    assert served_port(json.loads(command)) == int(port)
    assert instructions("USER") == ["10001:10001"]
    assert instructions("VOLUME") == ["/data"]
    (variables,) = instructions("ENV")
    named = dict(pair.split("=", 1) for pair in shlex.split(variables))
    assert {name for name in named if name.startswith("KG_")} <= KNOWN
    assert named["KG_DATA"] == "/data"
    assert f"127.0.0.1:{port}/healthz" in instructions("HEALTHCHECK")[0]


def test_the_container_is_given_all_that_the_package_is_built_from_and_no_more() -> None:
    rules = [line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] not in "#"]
    let_in = {rule[1:] for rule in rules if rule.startswith("!")}
    assert rules[0] == "*"
    project = PROJECT["project"]
    build = PROJECT["tool"]["hatch"]["build"]
    needed = {"pyproject.toml", "ui", project["readme"], *project["license-files"], build["hooks"]["custom"]["path"]}
    needed |= {*build["targets"]["wheel"]["packages"], *build["targets"]["wheel"]["force-include"]}
    (requirements,) = (words.split()[0] for words in instructions("COPY", 1))
    assert let_in == needed | {requirements}
    assert all((ROOT / path).exists() for path in let_in)


def test_the_container_has_the_program_and_what_it_stands_on_in_layers_of_their_own() -> None:
    assert [words.split()[0] for words in instructions("COPY")] == ["--from=packages", "--from=build"]
    (build,) = instructions("RUN", 2)
    words = shlex.split(build)
    exec(words[words.index("-c") + 1].split(";")[0], {})  # what it imports is there


def test_the_container_says_which_version_it_is() -> None:
    (label,) = instructions("LABEL")
    told = dict(pair.split("=", 1) for pair in shlex.split(label))
    assert told["org.opencontainers.image.version"] == PROJECT["project"]["version"]
    assert told["org.opencontainers.image.licenses"] == PROJECT["project"]["license"]


def test_the_container_has_time_to_stop_and_keeps_its_health_check() -> None:
    run = shlex.split(documented(DEPLOY / "Containerfile", "podman run -d", {}))
    assert int(run[run.index("--stop-timeout") + 1]) > STOP_SECONDS + 5
    assert "--format docker" in documented(DEPLOY / "Containerfile", "podman build", {})


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_what_is_deployed_is_pinned_within_the_ranges_that_we_promise(version: str) -> None:
    text = (DEPLOY / "requirements.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    environment = {"python_version": version, "python_full_version": f"{version}.0", "sys_platform": "linux"}
    pinned: dict[str, str] = {}
    for line in filter(lambda line: line and not line.startswith("#"), text.splitlines()):
        assert " --hash=sha256:" in line, line[:80]
        requirement = Requirement(line.split(" --hash=")[0])
        if requirement.marker is None or requirement.marker.evaluate(environment):
            (exact,) = requirement.specifier
            assert exact.operator == "=="
            pinned[canonicalize_name(requirement.name)] = exact.version
    for wanted in map(Requirement, PROJECT["project"]["dependencies"]):
        there = pinned.get(canonicalize_name(wanted.name), "0")
        assert there in wanted.specifier, f"{wanted}: renew deploy/requirements.txt; its head says how"


def test_every_command_that_the_check_runs_is_in_the_files() -> None:
    for beginning in (
        "podman build",
        "podman run -d",
        "podman exec kg kg ingest",
        "podman exec kg kg backup",
        "podman run --rm",
    ):
        assert documented(DEPLOY / "Containerfile", beginning, {})
    assert "kg backup x.tar" in beside("backup x.tar")
    assert "KG_DATA=/else" in beside("restore x.tar", "/else")


def test_the_health_check_is_true_of_a_server_and_of_none(tmp_path: Path) -> None:
    words = json.loads(instructions("HEALTHCHECK")[0].split("CMD ")[1])
    with serving(tmp_path) as address:
        port = urllib.parse.urlsplit(address).port
        check = [sys.executable, *[word.replace("5000", str(port)) for word in words[1:]]]
        assert subprocess.run(check, check=False).returncode == 0
    assert subprocess.run(check, check=False, stderr=subprocess.DEVNULL).returncode != 0


def test_what_is_asked_before_sigterm_is_answered(tmp_path: Path) -> None:
    """A query that takes until its deadline; the log of queries tells of it with what became of it."""
    log, answers = tmp_path / "queries.jsonl", list[int]()
    environment = {"KG_DATA": str(tmp_path / "data"), "PYTHONPATH": str(ROOT)}
    filled = [sys.executable, "-m", "kg", "ingest", str(ROOT / "data" / "samples" / "nl-mosul.txt")]
    subprocess.run(filled, env=os.environ | environment, check=True, capture_output=True)
    port = free_port()
    process = start(tmp_path / "data", port, KG_QUERY_SECONDS="3", KG_QUERY_LOG=str(log))
    query = urllib.parse.urlencode({"query": SLOW})
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/sparql?{query}", headers={"Authorization": "Bearer hunter2"}
    )

    def ask() -> None:
        try:
            urllib.request.urlopen(asked).close()
            answers.append(200)
        except urllib.error.HTTPError as error:
            answers.append(error.code)
            error.close()

    client = threading.Thread(target=ask)
    client.start()
    client.join(timeout=1.0)
    slow = client.is_alive()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE)
    client.join()
    assert slow, "the query was to take until its deadline"
    assert process.returncode == 0
    assert answers == [504]
    (line,) = map(json.loads, log.read_text(encoding="utf-8").splitlines())
    assert line["outcome"] == "query-timeout"
    assert "hunter2" not in log.read_text(encoding="utf-8")
