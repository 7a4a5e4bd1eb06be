# make demo      the main job: install, load the seeds, query, analyse, draw
# make test      install what tests need, run the linters and the quick tests (5 minutes at most)
# make test-all  the same and the slow tests: second Neo4j, second embedded package, crashes, wheel
# make coverage  the quick tests, and which lines they miss
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# files go to the two workers in the order of their names: the longest stand first
PYTEST := $(BIN)/pytest -q -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: demo test test-all rest coverage lint docs clean

demo: $(VENV)/installed
	$(BIN)/coterie demo

test: lint
	$(PYTEST) -m "not slow"

test-all: test rest

rest: $(VENV)/installed-test
	$(PYTEST) -m slow

coverage: $(VENV)/installed-test
	$(PYTEST) -m "not slow" --cov --cov-report=term:skip-covered

lint: $(VENV)/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/installed
	$(BIN)/python docs/generate.py

$(VENV)/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Coterie needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@

clean:
	rm -rf $(VENV) .cache coterie.graph map.html build dist *.egg-info
