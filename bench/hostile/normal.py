"""The normal client in a process of its own: among the threads of the hostile ones it would wait for those, not for us.

``python -m bench.hostile.normal PORT ARTICLE SECONDS``
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import asdict

from bench.hostile.crowd import Normal, normal_client


def apart(port: int, article: str, seconds: float) -> Normal:
    command = [sys.executable, "-m", "bench.hostile.normal", str(port), article, str(seconds)]
    told = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return Normal(tuple(told["seconds"]), tuple(told["failed"]))


if __name__ == "__main__":
    end = time.monotonic() + float(sys.argv[3])
    found = normal_client(int(sys.argv[1]), sys.argv[2], lambda: time.monotonic() >= end)
    sys.stdout.write(json.dumps(asdict(found)))
