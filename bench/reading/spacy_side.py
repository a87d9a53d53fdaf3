"""Run by another Python, which has spaCy: reads texts from stdin, answers with its rate. Imports nothing of ours."""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time


def main() -> None:
    spacy = importlib.import_module("spacy")
    started = time.process_time()
    pipeline = spacy.load(sys.argv[1])
    loaded = time.process_time() - started
    texts = [json.loads(line) for line in sys.stdin]
    for document in pipeline.pipe(texts[:10]):
        document.to_json()
    started = time.process_time()
    entities = sum(len(document.ents) for document in pipeline.pipe(texts))
    spent = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rate": len(texts) / spent, "load": loaded, "peak": peak, "entities": entities}))


if __name__ == "__main__":
    main()
