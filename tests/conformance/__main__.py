"""``python -m tests.conformance``: the whole run; writes docs/conformance.md, fails when a verdict is unexpected."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.conformance import report, suites, verdicts
from tests.conformance.server import running


def main() -> int:
    root = suites.folder()
    reading = verdicts.cases(root, (*suites.QUERY, *suites.FORMATS, "syntax-query", "syntax-fed"))
    writing = verdicts.cases(root, (*suites.UPDATE, "syntax-update-1", "syntax-update-2"))
    reading += verdicts.cases(root, (*suites.QUERY_10, *suites.SYNTAX_10), suites.BASE_10)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as client:
        found = [*verdicts.requests(client), *verdicts.queries(client, reading, root)]
        found += [*verdicts.updates(client, writing, root), *verdicts.newer_ones(client)]
    report.DOCUMENT.write_text(report.written(found, list(verdicts.reference(reading, root))), encoding="utf-8")
    for group in dict.fromkeys(verdict.group for verdict in found):
        passed, count = report.tally(found, group)
        sys.stdout.write(f"{group:<35}{passed:>4} of {count}\n")
    wrong = verdicts.unexpected(found)
    sys.stdout.writelines(f"UNEXPECTED {line}\n" for line in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
