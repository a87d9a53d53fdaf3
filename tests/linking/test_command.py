"""`kg link` as a user runs it: killed in the middle it goes on, and its export is what SSSOM asks for."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from typing import Any

import pytest
import yaml

from kg.settings import Settings
from tests.linking.servers import Proxy


@pytest.fixture
def environment(settings: Settings) -> dict[str, str]:
    return {
        **os.environ,
        "KG_DATA": str(settings.data_dir),
        "KG_WIKIDATA_ENDPOINT": settings.endpoints["wikidata"],
        "KG_REMOTE_BATCH": "2",
        "KG_CONTACT": "someone@example.org",
        "KG_QUERY_WORKERS": "1",
    }


def kg(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True)


def test_a_killed_run_goes_on_and_tells_what_it_found(environment: dict[str, str], wikidata: Proxy) -> None:
    wikidata.tricks = ["", "", "", "slow"]
    with subprocess.Popen([sys.executable, "-m", "kg", "link", "wikidata"], env=environment) as process:
        while len(wikidata.queries) < 4:
            assert process.poll() is None, "it ended before it was killed"
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    wikidata.released.set()
    before = list(wikidata.queries)
    done = kg(environment, "link", "wikidata", "--json")
    assert "wikidata: 3 sure" in done.stderr
    assert not set(before[:3]) & set(wikidata.queries[4:])
    assert before[3] in wikidata.queries[4:]

    assert re.search(r"wikidata: names \d+/\d+", done.stderr), "progress goes to stderr"
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert {each["object"] for each in found if each["label"] == "Mosul"} == {"http://www.wikidata.org/entity/Q83317"}
    assert all(each["reason"] for each in found if each["object"] is None)

    exported = kg(environment, "link", "wikidata", "--export").stdout
    check_sssom(exported)
    assert "actor:islamic-state\tIslamic State\tschema:sameAs\twd:Q2429253" in exported


JUSTIFICATIONS = {
    f"semapv:{name}"
    for name in (
        "LexicalMatching",
        "CompositeMatching",
        "BackgroundKnowledgeBasedMatching",
        "MappingChaining",
        "ManualMappingCuration",
    )
}
REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
CURIE = re.compile(r"([A-Za-z_][\w.-]*):\S+")
BUILT_IN = {"sssom", "semapv", "skos", "rdf", "rdfs", "owl", "xsd", "dcterms", "linkml"}


def check_sssom(text: str) -> list[dict[str, str]]:
    """The rules of SSSOM/TSV: https://mapping-commons.github.io/sssom/spec-formats-tsv/ ; gives the rows."""
    lines = text.splitlines()
    head = [line[1:] for line in lines if line.startswith("#")]
    assert lines[: len(head)] == [f"#{line}" for line in head], "the metadata stand before the table"
    metadata: dict[str, Any] = yaml.safe_load("\n".join(head))
    assert metadata["mapping_set_id"].startswith("https://")
    assert metadata["license"].startswith("https://")
    rows = list(csv.DictReader(io.StringIO("\n".join(lines[len(head) :])), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert rows
    for row in rows:
        assert None not in row, "more cells than columns"
        assert all(row.get(name) for name in REQUIRED), row
        for name in REQUIRED:
            found = CURIE.fullmatch(row[name])
            assert found, row[name]
            assert found[1] in {*metadata["curie_map"], *BUILT_IN}, row[name]
        assert row["mapping_justification"] in JUSTIFICATIONS
        assert 0 <= float(row["confidence"]) <= 1
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["mapping_date"])
    return rows


def test_the_check_of_sssom_would_notice() -> None:
    with pytest.raises(AssertionError):
        check_sssom("#mapping_set_id: https://x\n#license: https://y\n#curie_map: {}\nsubject_id\na:b\n")
