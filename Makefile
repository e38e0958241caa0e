# Shorthands for people who work on the house; each is one command you could type yourself.
.DEFAULT_GOAL := help
.PHONY: help up test fast long check format docs bench-messages bench-gate bench-composer clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: ## Start everything with the demo shop
	./otvet up

test: ## Everything but the long tier; what CI runs
	./otvet test

fast: ## Without real servers and browsers: lint, types, house rules, fast tests
	./otvet test --fast

long: ## By hand: a hundred kills, millions of rows
	./otvet test --long

check: ## Lint, format, types and import contract, without tests
	.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports

format: ## Put the code in its form
	.venv/bin/ruff format . && .venv/bin/ruff check --fix .

docs: ## Make the generated pages of docs/reference again
	.venv/bin/python docs/make.py

bench-messages: ## How many replies a second, ours beside the machine's own limits
	.venv/bin/python bench/messages.py

bench-gate: ## How fast the gate judges
	.venv/bin/python bench/gate.py

bench-composer: ## How soon an agent sees what the gate finds, in Chromium
	.venv/bin/python bench/composer.py

clean: ## Remove caches, keep the environment and the data
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
