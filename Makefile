# Everything a developer types. Bare `make` lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.PHONY: help run test check bench growth pictures paper messages stages locks clean

help: ## List the targets.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/' | expand -t 18

.venv/demo.stamp: requirements/demo.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip --quiet --disable-pip-version-check install uv
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/demo.txt
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --no-deps --no-build-isolation-package none -e .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/demo.stamp
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

.venv/contract.stamp: requirements/contract.txt .venv/demo.stamp
	@test -x .venv/contract/bin/python || $(PYTHON) -m venv .venv/contract
	$(BIN)/uv pip install --quiet --python .venv/contract/bin/python --require-hashes -r requirements/contract.txt
	@touch $@

run: .venv/demo.stamp ## Start everything with a demonstration organization on http://localhost:8000 (PORT=… overrides).
	$(BIN)/alongside demo --port $(PORT)

test: .venv/dev.stamp .venv/contract.stamp ## Every test: unit, property, story, browser, SQLite and PostgreSQL.
	$(BIN)/python -m tests.everything

check: export ALONGSIDE_DEMONSTRATION = true
check: .venv/dev.stamp ## Lint, types, contracts.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	ALONGSIDE_DEMONSTRATION=true $(BIN)/mypy
	$(BIN)/djlint --lint --quiet alongside
	$(BIN)/deptry .
	$(BIN)/vulture

bench: .venv/dev.stamp ## Measure our speed beside the limits of this machine.
	$(BIN)/python -m tests.bench

growth: .venv/dev.stamp ## Measure what takes longer once there are 200,000 requests and a million encounters.
	$(BIN)/python -m tests.bench.growth

pictures: .venv/dev.stamp ## A picture of every screen, on a phone and at a desk, light and dark, in screenshots/.
	ALONGSIDE_PICTURES=true $(BIN)/python -m pytest tests/screens -n 2 --dist loadgroup

paper: .venv/dev.stamp ## Every sheet in var/paper/, held to PDF/UA-1 by an independent validator.
	rm -rf var/paper && ALONGSIDE_DEMONSTRATION=true $(BIN)/python -m tests.printing var/paper
	@test -x .venv/paper/bin/python || $(BIN)/uv venv --quiet .venv/paper
	$(BIN)/uv pip install --quiet --python .venv/paper/bin/python --require-hashes -r requirements/paper.txt
	.venv/paper/bin/outloud --layer conformance --fail-on warning var/paper/*.pdf

messages: .venv/dev.stamp ## Collect sentences into the French catalogue and compile it.
	$(BIN)/python -m tests.messages

stages: .venv/dev.stamp ## Write docs/stages.md and docs/glossary.md from the vocabulary.
	$(BIN)/python -m tests.stages
	$(BIN)/python -m tests.glossary

locks: .venv/dev.stamp ## Lock the dependencies anew, with hashes.
	for set in production demo dev contract paper; do $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-annotate --no-header requirements/$$set.in -o requirements/$$set.txt; done

clean: ## Remove what make made.
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
