# Two commands matter: `make demo` sets up and shows the main job, `make test` sets up and proves it.
# Everything stays in this folder (.venv); only system packages that the tests need are installed beside it.

PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
DIST ?= dist

.PHONY: setup setup-dev system-packages demo test check bench crash nodes readme picture lock audit dist release clean

setup: .venv/ready
setup-dev: .venv/ready-dev

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "mailbridge needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

system-packages:
	@sh tests/system-packages.sh

demo: setup
	@$(BIN)/mailbridge demo $(ARGS)

check: setup-dev
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

test: setup-dev system-packages check
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

crash: setup-dev system-packages
	CRASH_MAILS=2000 CRASH_KILLS=50 $(BIN)/python -m pytest --timeout 3600 tests/journeys/test_crash.py $(ARGS)

nodes: setup-dev system-packages
	NODES_MAILS=2000 NODES_TIMES=10 $(BIN)/python -m pytest --timeout 3600 -s tests/journeys/test_nodes.py $(ARGS)

bench: setup-dev
	$(BIN)/python tests/bench/reading.py
	$(BIN)/python tests/bench/rules.py
	$(BIN)/python tests/bench/console.py
	$(BIN)/python tests/bench/smtp.py
	$(BIN)/python tests/bench/imap.py
	$(BIN)/python tests/bench/flat.py
	$(BIN)/python tests/bench/end_to_end.py

readme: setup-dev
	$(BIN)/python tests/readme.py

picture: setup-dev
	$(BIN)/python tests/picture.py
	$(BIN)/python tests/console_picture.py

lock: setup-dev
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  pyproject.toml --all-extras --group build -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  pyproject.toml --all-extras --group build --group dev -c requirements.lock -o requirements-dev.lock

# Known weaknesses of what is locked, asked from PyPI's advisories. A mirror that has none of them is a failure and no
# all-clear: run it where PyPI itself is reached. An exception is written here, with its reason and a date.
audit: setup-dev
	$(BIN)/pip-audit --strict --progress-spinner off --no-deps --disable-pip -r requirements.lock
	$(BIN)/pip-audit --strict --progress-spinner off --no-deps --disable-pip -r requirements-dev.lock

# What is handed out: wheel, sdist, a list of all that is in them (CycloneDX), and checksums. The same every time.
dist: setup-dev
	rm -rf $(DIST)
	$(BIN)/python -m hatchling build -t sdist -t wheel -d $(DIST)
	$(BIN)/python -W ignore -m cyclonedx_py requirements requirements.lock --pyproject pyproject.toml \
	  --output-reproducible --output-format JSON --output-file $(DIST)/mailbridge.cdx.json
	cd $(DIST) && sha256sum * > SHA256SUMS

# Before a tag: CHANGELOG.md's first heading is the version, and so is __version__. Nothing is uploaded from here.
release: test audit dist
	@cat $(DIST)/SHA256SUMS

clean:
	rm -rf .venv build $(DIST) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
