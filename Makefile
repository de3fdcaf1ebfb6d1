# Everything a developer runs. `make` lists the targets.
#   make unit ARGS="tests/content -k titles"     all targets that run tests accept pytest's arguments

BIN := .venv/bin
READY := .venv/installed-test
PYTEST := $(BIN)/python -m pytest -n auto

.PHONY: help setup lint format types rooms packs test unit browser process simulation search coverage bench

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## set up .venv with everything you need for development

$(READY): start.py pyproject.toml requirements/test.txt requirements/build.txt
	python3 start.py test --version
	@touch $@

lint: $(READY) ## find mistakes and unformatted code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(READY) ## format the code, and apply safe fixes
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

types: $(READY) ## check the types
	$(BIN)/mypy

rooms: $(READY) ## check the import contracts
	$(BIN)/lint-imports

packs: $(READY) ## check the packs that come with Versed
	$(BIN)/versed check

test: ## run the whole test suite
	python3 start.py test $(ARGS)

unit: $(READY) ## run the fastest tests, which need no database, process or browser
	$(PYTEST) -m unit $(ARGS)

browser: $(READY) ## run the tests of the web page, in Chromium
	$(PYTEST) -m browser $(ARGS)

process: $(READY) ## run the test modules that start processes and kill some of them
	$(PYTEST) -m process $(ARGS)

simulation: $(READY) ## run the simulations and state machines
	$(PYTEST) -m simulation $(ARGS)

search: $(READY) ## run each property test on hundreds of examples, different ones each time
	$(PYTEST) -m hypothesis --hypothesis-profile thorough $(ARGS)

coverage: $(READY) ## run the tests, and fail if they cover too little of the code
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n auto $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

bench: $(READY) ## run the benchmarks, or just one of them with ONLY=startup
	$(BIN)/python -m benchmarks$(if $(ONLY),.$(ONLY))
