# Two commands on a fresh machine: `make demo`, `make test`. Each makes what it needs.
PYTHON ?= python3
PIP = .venv/bin/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test lint fuzz constraints docs clean

demo: .venv/run.stamp
	@.venv/bin/tweetarchive demo

test: .venv/test.stamp .venv-peers/stamp .venv-peers/replaywebpage/sw.js
	.venv/bin/python -m pytest -n auto

lint: .venv/test.stamp
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy

# Look for input that breaks a law of tests/fuzz/laws.py; what it finds and what it learns stays in fuzzing/.
MINUTES ?= 10
fuzz: .venv/fuzz.stamp
	.venv/bin/python -m tests.fuzz document fuzzing -max_total_time=$$(($(MINUTES) * 30))
	.venv/bin/python -m tests.fuzz payload fuzzing -max_total_time=$$(($(MINUTES) * 30))
	@ls fuzzing/broken; test -z "$$(ls fuzzing/broken)"

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "tweetarchive needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/run.stamp: .venv/bin/python constraints.txt pyproject.toml
	@echo "Installing tweetarchive into .venv (once) …"
	@$(PIP) install --require-hashes --only-binary :all: -r constraints.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/test.stamp: .venv/run.stamp constraints-test.txt
	@echo "Installing the test tools into .venv (once) …"
	@$(PIP) install --require-hashes -r constraints-test.txt
	@touch $@

# Foreign tools that our archives are opened in: pywb and py-wacz. One of their parts is built with a C compiler.
.venv-peers/stamp: constraints-peers.txt
	$(PYTHON) -m venv .venv-peers
	@.venv-peers/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r constraints-peers.txt \
	  || echo "pywb and py-wacz cannot be installed here: nothing is tested in them"
	@touch $@

# ReplayWeb.page, of which the two built files are enough. The tests in it are skipped where there is no npm.
.venv-peers/replaywebpage/sw.js: tests/replaywebpage.sha512 .venv-peers/stamp
	@command -v npm >/dev/null || { echo "npm is not here: nothing is tested in ReplayWeb.page"; exit 0; }; \
	mkdir -p $(@D) && cd $(@D); npm pack --silent replaywebpage@2.5.3 >/dev/null \
	  || { echo "ReplayWeb.page cannot be fetched here: nothing is tested in it"; exit 0; }; \
	sha512sum --check --quiet $(CURDIR)/tests/replaywebpage.sha512 \
	  && tar -xzmf replaywebpage-2.5.3.tgz --strip-components=1 package/ui.js package/sw.js

.venv/fuzz.stamp: .venv/run.stamp
	@$(PIP) install --upgrade "pip>=25.1"  # the first that reads dependency groups
	@$(PIP) install --only-binary :all: --group fuzz
	@touch $@

# Raise the pinned versions. Needs uv; names no registry.
constraints:
	uv pip compile pyproject.toml --group build $(PINS) -o constraints.txt
	uv pip compile pyproject.toml --group build --group test --group lint --extra browser $(PINS) -o constraints-test.txt
	uv pip compile --group peers $(PINS) -o constraints-peers.txt
PINS = --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade

clean:
	rm -rf .venv .venv-peers build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
