# Détente: two commands are enough: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: help setup demo test test-long lint types contract docs check lock licences clean

help:
	@echo "make demo       set up and write the brief of the example crisis"
	@echo "make test       set up and run all tests"
	@echo "make test-long  the same with full counts and repetitions"
	@echo "make check      lint, types, import contract, licences, docs"
	@echo "make lock       renew the locked lists in requirements/"

setup: $(STAMP)

$(STAMP): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Détente needs Python 3.11 or newer; say PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "The venv module is missing. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/detente doctor --warm > /dev/null || $(BIN)/detente doctor
	@touch $@

demo: setup
	@mkdir -p out
	$(BIN)/detente brief examples/crisis --actors examples/crisis/actors.csv -o out/brief.html
	$(BIN)/detente brief examples/crisis --actors examples/crisis/actors.csv
	@echo "The same brief as a page: out/brief.html"

test: setup
	$(BIN)/python -m pytest -n auto

test-long: setup
	DETENTE_LONG=1 $(BIN)/python -m pytest -n auto

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

contract: setup
	$(BIN)/lint-imports

licences: setup
	$(BIN)/python .ci/licences.py

docs: setup
	$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html

check: lint types contract licences docs

lock:
	uv pip compile -q --generate-hashes --no-emit-index-url --universal --no-annotate --no-header \
	  --python-version 3.11 pyproject.toml -o requirements/run.txt
	uv pip compile -q --generate-hashes --no-emit-index-url --universal --no-annotate --no-header \
	  --python-version 3.11 pyproject.toml --extra cluster --extra parquet --extra postgres --extra stix --group dev \
	  -c requirements/run.txt -o requirements/dev.txt

clean:
	rm -rf $(VENV) out docs/_build
