# A machine needs Python 3.11 or newer and make; everything else is installed from here.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
BIN := .venv/bin
MANAGE := $(BIN)/python site/manage.py
# Each of the two gets half of the tests as they stand, so that what a module needs is made once; who is ready first takes
# from the other.
PYTEST := $(BIN)/python -m pytest -n 2 --dist worksteal
# These take long and look for what does not depend on the database.
ONCE := tests/faults/once tests/browser
# Set in many containers: each of the processes that tests start would compile the source anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run test lint types style node audit wheel search-node bench messages screenshots messages-seen lock

help: ## show these targets
	@echo 'Kuvendi. make TARGET, where TARGET is:'
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-17s%s\n", $$1, $$2}'

setup: ## install the locked Python packages into .venv and compile the translations
	@$(PYTHON) tools/bootstrap.py
	@$(BIN)/python -m tools.compile_messages

run: setup ## run the demo site on http://localhost:8000 (PORT=8080 for another port)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_demo
	@$(MANAGE) runserver $(PORT)

test: ## run all checks, then all tests on SQLite and again on PostgreSQL, with Elasticsearch and a browser
	@$(PYTHON) tools/system_packages.py test
	@$(MAKE) --no-print-directory --jobs=3 lint node
	@echo '== Tests on SQLite'
	@env -u DATABASE_URL $(PYTEST)
	@echo '== Tests on PostgreSQL'
	@$(BIN)/python -m tools.postgres $(PYTEST) --database-only $(patsubst %,--ignore=%,$(ONCE))

lint: style types ## run all checks of the source

types: setup
	$(BIN)/mypy .

style: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --check --lint --quiet .
	$(BIN)/lint-imports --no-logo
	env -u DATABASE_URL DJANGO_SETTINGS_MODULE=config.settings.test $(MANAGE) makemigrations --check --dry-run

# The tests' Elasticsearch, which takes a minute to fetch.
node: setup
	@$(BIN)/python -c 'from tools.searchnode import build_node; build_node()'

wheel: setup ## build the packages for other Wagtail projects into dist
	@$(BIN)/python -m hatchling build -t wheel

search-node: PORT := 9200
search-node: setup ## run a local Elasticsearch in the foreground on port 9200 (PORT=9201 for another port)
	@$(PYTHON) tools/system_packages.py search-node
	@$(BIN)/python -m tools.searchnode --port $(PORT)

bench: setup ## measure the speed, and write docs/benchmarks.md (PART=api for one part)
	@$(PYTHON) tools/system_packages.py bench
	@$(BIN)/python -m tests.benchmarks $(PART)

audit: setup ## ask the OSV database whether a locked package has a known vulnerability
	@$(BIN)/python -m tools.audit

messages: setup ## bring the translations' catalogues up to date with the texts
	@$(PYTHON) tools/system_packages.py messages
	@$(BIN)/python -m tools.messages

screenshots: setup ## take the pictures of the documentation from the demo
	@$(PYTHON) tools/system_packages.py test
	@$(BIN)/python -m tools.screenshots

messages-seen: setup ## take a picture of each message that a person can meet, in each language, into var/messages
	@$(PYTHON) tools/system_packages.py test
	@$(BIN)/python -m tools.message_pictures

lock: setup ## write requirements.lock anew from pyproject.toml, and install it
	$(BIN)/uv pip compile -q pyproject.toml --all-extras --group dev --universal --generate-hashes --no-header -o requirements.lock
	@$(PYTHON) tools/bootstrap.py
