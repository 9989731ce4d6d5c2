# make demo: the report of the example business.   make check: lint, types and what is quick, in a minute.
# make test: everything that needs no server, browser or office, in five.   make test-all: the same with them, with
# coverage, on ten times as many random businesses, and on the oldest pandas.
# make hunt: the properties, on businesses that nobody has tried.
# make fuzz: 2,000 seeded mistakes; make fuzz FUZZ="--seed x --number 9000".
# make site: the documentation as a site, in site/.   make pictures: the pictures of the README, drawn again.
# make lowest: the tests on the lowest versions promised.   make pythons: on 3.12, 3.13 and 3.14, where they can be had.
# make pythons TESTS="-n 2 tests/cli": some of them.
# make bench: csmetrics beside its peers; writes docs/performance.md.   make bench RACE=--help: what it can be told.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OLDER := .venv-older
SAAS := .venv-saas
# Pythons are looked for on PATH and among pyenv's; what is not there uv fetches, where it may.
PYTHONS := PATH="$(PATH)$$(printf ':%s' $(HOME)/.pyenv/versions/*/bin)"
# what finds customers and comments; the rest of tests/views draws it
LISTS := $(addprefix tests/views/test_,contributors.py customer_lines.py explained_segments.py quotes.py standings.py)
# Tests start the program some hundred times: that it is compiled is kept, whatever is usual here.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo check lint types quick test test-all older lowest pythons hunt fuzz docs site pictures bench clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.installed
	@$(BIN)/csmetrics report examples/acme

# What is quick runs beside mypy, which has one core to itself for as long where nothing of it is kept.
check: $(VENV)/.installed-test
	@$(MAKE) --no-print-directory -j 3 lint types quick

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-test
	$(BIN)/mypy

quick: $(VENV)/.installed-test
	CSMETRICS_TEST_EXAMPLES=2 $(BIN)/pytest -n 2 --dist worksteal -q -m "not slow and not services"

test: lint types
	$(BIN)/pytest -n 2 --dist worksteal -q -m "not services"

test-all: $(VENV)/.installed-test older
	CSMETRICS_TEST_ALL=1 $(BIN)/pytest -n 2 --dist worksteal -q --cov --cov-report=term

older: $(OLDER)/.installed-test
	CSMETRICS_TEST_EXAMPLES=15 $(OLDER)/bin/pytest -n 2 -q tests/sources tests/rates tests/tables tests/subjects tests/counting tests/figures \
		$(LISTS) tests/published --ignore=tests/published/test_stress.py

lowest pythons: $(VENV)/.installed-pythons
	$(PYTHONS) $(BIN)/tox run -e $(if $(filter lowest,$@),lowest,3.12,3.13,3.14) $(if $(TESTS),-- $(TESTS))

hunt: $(VENV)/.installed-test
	CSMETRICS_TEST_NEW=1 CSMETRICS_TEST_EXAMPLES=200 $(BIN)/pytest -n 2 -q tests/tables tests/counting tests/figures tests/published tests/views

fuzz: $(VENV)/.installed-test
	$(BIN)/python tests/fuzz/net.py $(FUZZ)

docs: $(VENV)/.installed-test
	$(BIN)/python docs/generate.py

site: $(VENV)/.installed-docs
	$(BIN)/zensical build --clean --strict
	@rm -f site/generate.py site/man.py site/pictures/make.py

pictures: $(VENV)/.installed
	$(BIN)/python docs/pictures/make.py

bench: $(VENV)/.installed-bench $(SAAS)/.installed
	@$(BIN)/python -m compileall -q src
	$(BIN)/python tests/benchmarks/race.py $(RACE)

clean:
	rm -rf $(VENV) $(OLDER) $(SAAS) .tox .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage

# pip compiles what it installs, but not what it only points at: that is done beside it, or every run does it again.
$(VENV)/.installed: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/.installed-test: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-docs: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	@touch $@

$(VENV)/.installed-bench: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-pythons: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[pythons]'
	@touch $@ $(VENV)/.installed

# saas-metrics 0.2 asks for Python 3.12; without one the race goes on, and says that it was not there.
$(SAAS)/.installed: $(VENV)/.installed-bench
	@$(PYTHONS) $(BIN)/uv venv --quiet --clear --python '>=3.12' $(SAAS) \
		&& $(BIN)/uv pip install --quiet --python $(SAAS)/bin/python saas-metrics==0.2.1 && touch $@ \
		|| echo "saas-metrics 0.2.1 is left out: no Python 3.12 or newer was found."

# lifelines still asks for pandas 2, so what is computed is tested beside it on the oldest pandas that is promised.
$(OLDER)/.installed-test: pyproject.toml
	@test -x $(OLDER)/bin/python || $(PYTHON) -m venv $(OLDER)
	@$(OLDER)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test]' 'lifelines>=0.30' 'pandas==2.2.*'
	@touch $@
