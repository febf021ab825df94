# `make` alone lists what one does here. Needed beforehand: make, Python 3.11 or newer, a way to the package registries.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export UV_LINK_MODE := copy
unexport VIRTUAL_ENV

VENV := .venv
BIN := $(VENV)/bin
LOCKS := requirements/bootstrap.txt requirements/runtime.txt
SEEDS ?= 300
SYNC := $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes
OURSELVES := $(BIN)/uv pip install --quiet --python $(BIN)/python --offline --no-deps --no-build-isolation --editable .

.PHONY: help
help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | while IFS= read -r line; do printf '  make %-12s %s\n' "$${line%%:*}" "$${line##*## }"; done

# --- the environment -------------------------------------------------------------------------------------------------

.PHONY: install
install: $(VENV)/.runtime ## make .venv with what Seloste needs to run, locked by hash
	@echo "Ready: $(BIN)/seloste --help"

# The first Python that is new enough and can make an environment; PYTHON=… chooses one by hand.
$(VENV)/.bootstrap: requirements/bootstrap.txt
	@python=$$(scripts/find-python $(PYTHON)); echo "Making $(VENV) with $$($$python --version)"; \
	"$$python" -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/bootstrap.txt
	@touch $@

# What tests need stays installed once it is there, so that `make demo` after `make test` removes nothing.
$(VENV)/.runtime: $(VENV)/.bootstrap $(LOCKS) pyproject.toml
	@$(SYNC) $(LOCKS) $(if $(wildcard $(VENV)/.dev),requirements/dev.txt)
	@$(OURSELVES)
	@touch $@ $(wildcard $(VENV)/.dev)

$(VENV)/.dev: $(VENV)/.runtime requirements/dev.txt
	@echo "Installing what the tests need"
	@$(SYNC) $(LOCKS) requirements/dev.txt
	@$(OURSELVES)
	@touch $@

.PHONY: lock
lock: $(VENV)/.bootstrap ## renew requirements/*.txt from the *.in beside them
	@cd requirements && for name in bootstrap runtime dev; do \
	  ../$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-header --universal --python-version 3.11 "$$name.in" -o "$$name.txt"; \
	done

# --- looking and measuring --------------------------------------------------------------------------------------------

.PHONY: demo
demo: $(VENV)/.runtime ## open the notice, the record and the evidence of the example policy
	@$(BIN)/python -m scripts.demo

.PHONY: bench
bench: $(VENV)/.runtime ## measure each piece of work beside its limit
	@$(BIN)/seloste bench

.PHONY: screenshots
screenshots: $(VENV)/.dev ## draw docs/screenshots anew, in Chromium
	@$(BIN)/python -m scripts.screenshots

.PHONY: docs
docs: $(VENV)/.runtime ## renew docs/reference, and what README, tutorial and how-tos show
	@$(BIN)/python -m scripts.make_reference
	@$(BIN)/python -m scripts.run_docs

# --- checks -------------------------------------------------------------------------------------------------------------

.PHONY: test
test: $(VENV)/.dev ## run all tests
	@$(BIN)/python -m tests.programs
	@$(BIN)/python -m pytest -n auto

.PHONY: faults
faults: $(VENV)/.dev ## seeded mutations and fuzzing, SEEDS=n (300)
	@$(BIN)/python -m pytest tests/faults --seeds $(SEEDS)

.PHONY: lint
lint: $(VENV)/.dev ## style and format (ruff)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

.PHONY: types
types: $(VENV)/.dev ## strict types (mypy)
	@$(BIN)/mypy

.PHONY: floors
floors: $(VENV)/.dev ## the picture of the house holds (import-linter)
	@$(BIN)/lint-imports --no-cache

.PHONY: check
check: lint types floors test ## everything that continuous integration runs

.PHONY: format
format: $(VENV)/.dev ## put code into the project's format
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

.PHONY: clean
clean: ## remove what was made here, except data in var/
	@rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache var/demo
	@find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
