# Ronda's verbs. `make run` and `make test` are all most people need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# A stamp carries the checksum of what was installed: a changed list installs again, a touched file does not.
RUN_STAMP := $(VENV)/.installed-$(shell cat requirements.txt | cksum | tr ' ' '-')
DEV_STAMP := $(VENV)/.installed-dev-$(shell cat requirements.txt requirements-dev.txt | cksum | tr ' ' '-')

.DEFAULT_GOAL := help
.PHONY: help install install-dev debian run test check format trial examples bench audit clean

help:
	@echo 'make run      install what is needed and start Ronda on http://localhost:8501'
	@echo 'make test     install what the tests need and run them (ARGS="-k door" passes on to pytest)'
	@echo 'make install  only prepare .venv'
	@echo 'make check    ruff, mypy, the wording in every language, known holes in packages'
	@echo 'make format   lay the code out the way make check wants it'
	@echo 'make trial    the long tests: fuzz, soak, whole sessions, pictures'
	@echo 'make examples make the reports in docs/examples again'
	@echo 'make bench    measure speed and cost'
	@echo 'make audit    only look for known holes in the installed packages; says so where it cannot'
	@echo 'make clean    remove .venv and what the tools left behind; data/ is kept'

install: $(RUN_STAMP)

install-dev: $(DEV_STAMP)

$(RUN_STAMP): | $(VENV)/bin/pip
	@echo 'Installing requirements.txt into $(VENV): about a minute the first time.'
	@$(PIP) -r requirements.txt
	@rm -f $(VENV)/.installed-[0-9]*
	@touch $@

$(DEV_STAMP): $(RUN_STAMP)
	@echo 'Installing requirements-dev.txt into $(VENV): about a minute the first time.'
	@$(PIP) -r requirements.txt -r requirements-dev.txt
	@rm -f $(VENV)/.installed-dev-*
	@touch $@

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Ronda needs Python 3.11 or newer: make PYTHON=/path/to/python3 install'; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  { echo 'Python cannot make virtual environments here. On Debian: apt install python3-venv'; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# Installs what is missing where that is possible (root on Debian), and says what it leaves out elsewhere.
debian:
	@tests/install-debian-packages packages.txt packages-dev.txt

run: install
	@exec $(BIN)/python -m facilitation serve

test: install-dev debian
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --durations 20 $(ARGS)

check: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_phrases.py
	$(BIN)/python -m tests.audit_packages

format: install-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

trial: install-dev debian
	$(BIN)/python -m pytest -m trial $(ARGS)

examples: install-dev
	$(BIN)/python -m tests.examples

bench: install-dev
	$(BIN)/python -m bench $(ARGS)

audit: install-dev
	$(BIN)/python -m tests.audit_packages

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis bench/out tests/out
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
