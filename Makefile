# Everything happens in .venv, which is made, and renewed when the requirements change, by whatever needs it.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help serve site check test fast golden lint format bench lock browser clean
.DELETE_ON_ERROR:

help:
	@echo "make serve   show the site at http://localhost:8000 and rebuild it on every change"
	@echo "make site    build the site into site/"
	@echo "make check   list every mistake in articles, vocabularies and pages"
	@echo "make test    all linters and all tests, browser included"
	@echo "make fast    the tests that take seconds"
	@echo "make golden  have the golden cases expect what the pages now say"
	@echo "make lint    ruff and mypy for Python, biome for scripts and styles"
	@echo "make format  let ruff and biome mend what they can"
	@echo "make bench   measure against other site generators"
	@echo "make lock    compile requirements*.txt from pyproject.toml"
	@echo "make clean   remove what was built"

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.x" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.site: requirements.txt | .venv/.made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt | .venv/.made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.venv/.bench: requirements-bench.txt | .venv/.made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@

serve: .venv/.site
	$(BIN)/python build_site.py serve

site: .venv/.site
	$(BIN)/python build_site.py build

check: .venv/.site
	$(BIN)/python build_site.py check

browser:
	@tests/install_chromium.sh

golden: .venv/.dev
	UPDATE_GOLDEN=1 $(BIN)/python -m pytest -q tests/test_golden.py

lint: .venv/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/python -m tools.biome check
	$(BIN)/mypy

format: .venv/.dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/python -m tools.biome check --write

fast: .venv/.dev
	$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not slow"

test: lint browser
	$(BIN)/python -m pytest -q -n 2 --dist loadfile

# `make bench BENCH="--articles 100000"` measures the largest archive.
bench: .venv/.bench browser
	$(BIN)/python -m bench $(BENCH)

# Keeps the versions that are pinned; `make lock UPGRADE=--upgrade` takes the newest.
lock: | .venv/.made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	cd $(CURDIR) && constraints="" && for part in "" dev bench; do \
	  file=requirements$${part:+-$$part}.txt; \
	  $(BIN)/uv pip compile pyproject.toml $${part:+--extra $$part} $$constraints \
	    --universal --python-version 3.11 --generate-hashes $(UPGRADE) --no-annotate --no-config \
	    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	    --quiet --output-file $$file || exit 1; \
	  constraints="$$constraints --constraint $$file"; \
	done

clean:
	rm -rf build site .site.next
