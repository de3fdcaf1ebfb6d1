# What there is to run, in any editor or none. `make` lists it.
#   make unit ARGS="tests/content -k titles"     any target that runs tests takes pytest's arguments

BIN := .venv/bin
READY := .venv/installed-test
PYTEST := $(BIN)/python -m pytest -n auto

.PHONY: help setup lint format types rooms packs test unit browser process simulation search coverage bench

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## set up .venv with everything that development needs

$(READY): start.py pyproject.toml requirements/test.txt requirements/build.txt
	python3 start.py test --version
	@touch $@

lint: $(READY) ## look for mistakes, and for code that isn't formatted
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(READY) ## format the code, and fix what can be fixed safely
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

types: $(READY) ## check the types
	$(BIN)/mypy

rooms: $(READY) ## check who imports whom
	$(BIN)/lint-imports

packs: $(READY) ## check the packs that come with Versed
	$(BIN)/versed check

test: ## run the whole test suite
	python3 start.py test $(ARGS)

unit: $(READY) ## run the tests that need no database, process or browser: the quickest
	$(PYTEST) -m unit $(ARGS)

browser: $(READY) ## run the tests of the web page, in Chromium
	$(PYTEST) -m browser $(ARGS)

process: $(READY) ## run the test modules that start processes, some of which get killed
	$(PYTEST) -m process $(ARGS)

simulation: $(READY) ## run the simulations and state machines
	$(PYTEST) -m simulation $(ARGS)

search: $(READY) ## try each property test on hundreds of examples, and on others each time
	$(PYTEST) -m hypothesis --hypothesis-profile thorough $(ARGS)

coverage: $(READY) ## run the tests and fail if they reach too little of the code
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n auto $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

bench: $(READY) ## print the benchmarks; ONLY=startup for one of them
	$(BIN)/python -m benchmarks$(if $(ONLY),.$(ONLY))
