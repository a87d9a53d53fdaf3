"""The first scorer lies beside the checkout for those who have it; ours must give its numbers there."""

from __future__ import annotations

from pathlib import Path

SCORER = Path(__file__).parents[3] / "shared" / "eval" / "score.py"

collect_ignore = [] if SCORER.exists() else ["test_same_numbers.py"]


def pytest_report_header() -> str:
    return (
        "" if SCORER.exists() else "No other scorer lies beside the checkout: its numbers are not compared with ours."
    )
