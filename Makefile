# `make` lists the targets. PYTHON chooses the interpreter, VENV the folder of the virtual environment.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help demo live test fuzz check bench docs clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable ".[live,test]" ruff
	@touch $@

demo: $(VENV)/installed ## install, replay transparency_vs_trust, say where the figures are
	$(BIN)/trustsim run transparency_vs_trust

live: $(VENV)/installed ## install, open the live page
	$(BIN)/trustsim live

test: $(VENV)/installed ## install, run every test
	$(BIN)/python -m pytest -n auto

fuzz: $(VENV)/installed ## try 10,000 mutated inputs of each kind
	TRUSTSIM_FUZZ=$${TRUSTSIM_FUZZ:-10000} $(BIN)/python -m pytest -n auto tests/fuzz tests/runs/test_crashes.py

check: $(VENV)/installed ## style of the code
	$(BIN)/ruff check .

bench: $(VENV)/installed ## measure the speed, as ratios and as JSON
	$(BIN)/python -m benchmarks.speed --json benchmarks/speed.json

docs: $(VENV)/installed ## write the generated pages of docs/ anew
	$(BIN)/python -m docs.generate

clean: ## remove the virtual environment and what was built
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .ruff_cache .hypothesis
