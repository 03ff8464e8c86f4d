# `make` lists the targets. PYTHON chooses the interpreter, VENV the folder of the virtual environment.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help demo live test quick fuzz lowest newest-mesa check bench docs site clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/'

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable ".[live,test]" ruff
	@touch $@

demo: $(VENV)/installed ## install, replay transparency_vs_trust and draw its figures
	$(BIN)/trustsim run transparency_vs_trust

live: $(VENV)/installed ## install and open the live page
	$(BIN)/trustsim live

test: $(VENV)/installed ## install and run all tests
	$(BIN)/python -m pytest -n auto

quick: $(VENV)/installed ## install, run the tests that are not slow; PART=1 to 4 for those in every fourth file
	$(BIN)/python -m pytest -n auto -m "not slow" $(if $(PART),--part $(PART))

fuzz: $(VENV)/installed ## try 10,000 mutated inputs of each kind
	TRUSTSIM_FUZZ=$${TRUSTSIM_FUZZ:-10000} $(BIN)/python -m pytest -n auto tests/fuzz tests/runs/test_crashes.py

SENSITIVE := tests/test_mesa.py tests/test_agents.py tests/test_scenario.py tests/runs/test_store.py

lowest: ## test with the lowest versions that pyproject.toml allows
	$(PYTHON) -m venv --clear .venv-lowest
	.venv-lowest/bin/python -m pip install --quiet uv
	.venv-lowest/bin/uv pip install --quiet --python .venv-lowest --resolution lowest-direct --editable .
	.venv-lowest/bin/uv pip install --quiet --python .venv-lowest pytest pytest-xdist hypothesis
	.venv-lowest/bin/python -m pytest -n auto $(SENSITIVE)

newest-mesa: ## test with the newest pre-release of Mesa (Python 3.12 or later)
	$(PYTHON) -m venv --clear .venv-newest-mesa
	.venv-newest-mesa/bin/python -m pip install --quiet uv
	.venv-newest-mesa/bin/uv pip install --quiet --python .venv-newest-mesa --editable . "mesa>=4.0.0a0"
	.venv-newest-mesa/bin/uv pip install --quiet --python .venv-newest-mesa pytest pytest-xdist hypothesis
	.venv-newest-mesa/bin/python -m pytest -n auto tests/test_mesa.py tests/test_agents.py

check: $(VENV)/installed ## check the style of the code
	$(BIN)/ruff check .

bench: $(VENV)/installed ## measure the speed and write benchmarks/speed.json
	$(BIN)/python -m benchmarks.speed --json benchmarks/speed.json
	$(BIN)/python -m benchmarks.studies

docs: $(VENV)/installed ## regenerate the generated pages of docs/
	$(BIN)/python -m docs.generate

site: $(VENV)/installed ## build the documentation as a site in build/site
	rm -rf build/site build/site-cache
	$(BIN)/python -m docs.site

clean: ## remove the virtual environment and build files
	rm -rf $(VENV) .venv-lowest .venv-newest-mesa build dist *.egg-info .pytest_cache .ruff_cache .hypothesis
