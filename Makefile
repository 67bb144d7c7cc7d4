# Everything anybody does with Etalon. Needs Python 3.11 or newer and nothing else: each target sets up what it needs.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PY := .venv/bin/python
PORT ?= 8080
KILLS ?= 200
.DEFAULT_GOAL := help
.PHONY: help demo run test check bench torture format pictures texts lock clean setup-run setup-dev

help: ## what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 14

demo: setup-run ## the whole of it on this machine: a local Telegram, the bot, a sample programme (PORT=8080)
	@$(PY) -m bot demo --port $(PORT)

run: setup-run ## the bot against Telegram, from .env
	@$(PY) -m bot run

test: setup-dev ## all tests; browser tests skip where there is no Chromium (REQUIRE_BROWSER=1: fail)
	@$(PY) -m pytest -q -n 2

check: setup-dev ## what CI runs: format, lint, types, import contracts, tests
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-cache
	$(PY) -m pytest -q -n 2

bench: setup-dev ## the benchmarks, side by side with their peers
	@$(PY) -m bench

torture: setup-dev ## the bot killed two hundred times, and whether anything was lost (KILLS=200, SEED=: any)
	@LONG=1 $(PY) -m pytest -q tests/faults/database/test_locked.py
	@$(PY) -m tests.torture --kills $(KILLS) $(if $(SEED),--seed $(SEED)) $(TORTURE)

pictures: setup-dev ## the README's pictures, taken anew from the running demo
	PICTURES=docs/pictures $(PY) -m pytest -q tests/browser/test_demo.py

format: setup-dev ## put the code in order
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

texts: setup-dev ## bring new texts of the code into locales/*.po
	@mkdir -p .cache
	.venv/bin/pybabel -q extract -F locales/babel.cfg -k plural:1,2 --no-location --sort-output -w 110 \
		-o .cache/messages.pot handlers
	for l in ru kk; do .venv/bin/pybabel -q update -i .cache/messages.pot -o locales/$$l.po -l $$l -w 110 \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date; done

lock: setup-dev ## renew both locks from requirements/*.in
	for f in run dev; do .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --upgrade requirements/$$f.in -o requirements/$$f.txt; done

clean: ## forget what was set up
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache

setup-run:
	@$(if $(PYTHON),,$(error Etalon needs Python 3.11 or newer; none was found. Install one, or call: make PYTHON=/path/to/python))$(PYTHON) requirements/set_up.py run

setup-dev:
	@$(if $(PYTHON),,$(error Etalon needs Python 3.11 or newer; none was found. Install one, or call: make PYTHON=/path/to/python))$(PYTHON) requirements/set_up.py dev
