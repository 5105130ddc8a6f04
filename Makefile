# Two commands are enough: `make run` to see Kizuna, `make test` to trust it.
PYTHON ?= python3
BIN := .venv/bin
LOCK := .tools/uv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes \
	--only-binary :all: --custom-compile-command "make lock" --quiet $(ARGS)
# The storm of requests: only to read its tests, every worker would take the whole description of the API apart.
CALM := --ignore tests/test_fuzz.py
.DEFAULT_GOAL := help
.PHONY: help run setup test every-way fuzz check fmt bench bench-pages guide lock messages postgres-test dev clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-22s %s\n", $$1, $$2}'

run: setup ## Install what is missing, load the demonstration, serve it and print the address
	@$(BIN)/kizuna run

setup: ## Only install; the command line is .venv/bin/kizuna
	@$(PYTHON) tools/install.py run

dev:
	@$(PYTHON) tools/install.py dev

test: dev ## Install the test tools too and run all tests but those of `make every-way` and `make fuzz` (ARGS="-k word" chooses)
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(CALM) -m "not sweep" $(ARGS)

every-way: dev ## Every page: as everyone, and in every pair of width, colour and language in the browser
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(CALM) -m sweep $(ARGS)

fuzz: export KIZUNA_FUZZ ?= 50
fuzz: dev ## A storm of requests to every route of the API (KIZUNA_FUZZ=200 sends 200 to each)
	@$(BIN)/python -m pytest -n auto --dist load --show-capture=no tests/test_fuzz.py $(ARGS)

postgres-test: dev ## The same tests on a real PostgreSQL, started for the purpose
	@$(BIN)/python tools/with_postgres.py $(BIN)/python -m pytest -n auto --dist loadgroup $(CALM) -m "not browser and not sweep" $(ARGS)

check: export KIZUNA_SECRET_KEY = only for these checks
check: export KIZUNA_DATA = $(CURDIR)/.tools/check
check: dev ## Style, types, floors, migrations, locks and messages
	@mkdir -p .tools/check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m django makemigrations --check --dry-run --settings kizuna.config.settings
	.tools/uv/bin/uv pip check --quiet --python $(BIN)/python
	$(BIN)/python tools/messages.py check
	$(BIN)/python tools/openapi.py check

fmt: dev ## Put the code into its form
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

bench: dev ## Run the benchmarks; each prints a table
	@for file in benchmarks/pages.py; do [ ! -e "$$file" ] || $(BIN)/python "$$file" || exit 1; done

bench-pages: dev ## What each page costs, small and a hundred times as large (ARGS=--write keeps the tables in the docs)
	@$(BIN)/python benchmarks/pages.py $(ARGS)

guide: dev ## Take the pictures of the guide again, in a browser (ARGS="desk matrix" takes only these)
	@PYTHONPATH=. $(BIN)/python tools/guide_pictures.py write $(ARGS)

messages: dev ## Collect new strings into the catalogues, then compile them
	@$(BIN)/python tools/messages.py update
	@$(BIN)/python tools/messages.py compile

.tools/uv/bin/uv:
	@$(PYTHON) tools/install.py run

lock: .tools/uv/bin/uv ## Lock what pyproject.toml asks for (ARGS=--upgrade for newer releases)
	@$(LOCK) --group installer -o requirements/uv.txt
	@$(LOCK) pyproject.toml --group build -o requirements/run.txt
	@$(LOCK) pyproject.toml --group build --group dev --constraints requirements/run.txt -o requirements/dev.txt

clean: ## Remove what was installed; the data under var/ stay
	@rm -rf .tools .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
