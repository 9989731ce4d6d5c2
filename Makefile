# make demo: the report of the example business.   make test: everything that guards the code.
# make check: what is quick of that, in a minute.   make hunt: the properties, on businesses that nobody has tried.
# make fuzz: 2,000 seeded mistakes; make fuzz FUZZ="--seed x --number 9000".
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
QUICK := $(addprefix tests/,config rates tables metrics errors output views cases test_catalogue.py test_architecture.py)

.PHONY: demo test check lowest pythons hunt fuzz docs bench clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.installed
	@$(BIN)/csmetrics report examples/acme

test: $(VENV)/.installed-test $(OLDER)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	CSMETRICS_TEST_EXAMPLES=15 $(OLDER)/bin/pytest -n 2 -q tests/sources tests/rates tests/tables tests/subjects tests/counting tests/figures \
		$(LISTS) tests/published --ignore=tests/published/test_stress.py
	$(BIN)/pytest -n 2 --cov --cov-report=term

check: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	CSMETRICS_TEST_EXAMPLES=10 $(BIN)/pytest -n 2 -q $(QUICK)

lowest pythons: $(VENV)/.installed-pythons
	$(PYTHONS) $(BIN)/tox run -e $(if $(filter lowest,$@),lowest,3.12,3.13,3.14) $(if $(TESTS),-- $(TESTS))

hunt: $(VENV)/.installed-test
	CSMETRICS_TEST_NEW=1 CSMETRICS_TEST_EXAMPLES=200 $(BIN)/pytest -n 2 -q tests/tables tests/counting tests/figures tests/published tests/views

fuzz: $(VENV)/.installed-test
	$(BIN)/python tests/fuzz/net.py $(FUZZ)

docs: $(VENV)/.installed-test
	$(BIN)/python docs/generate.py

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
