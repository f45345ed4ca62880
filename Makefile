# Two commands: `make run` shows what Readout does, `make test` checks that it does it.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: run test check docs lock faults bench bench-accuracy bench-extraction

run: $(STAMP)
	@$(BIN)/readout demo

test: $(STAMP)
	@$(BIN)/python -m pytest

# Everything that must hold before a commit lands.
check: test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy --strict
	@$(BIN)/lint-imports

$(STAMP): config/requirements.lock pyproject.toml
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25"
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement config/requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q config flows schemas warehouse
	@touch $(STAMP)

# The pages made from the warehouse of the samples, and the deployments; tests see to it that they are of today.
docs: $(STAMP)
	@rm -rf .readout/docs
	@READOUT_HOME=.readout/docs $(BIN)/readout ingest tests/golden/releases
	@READOUT_HOME=.readout/docs $(BIN)/readout tables --markdown > docs/data-dictionary.md
	@$(BIN)/readout examples --markdown > docs/examples.md
	@$(BIN)/python -m flows.deploy > config/prefect.yaml

# Needs uv (`pip install uv`); writes the lock anew from the ranges of pyproject.toml.
lock:
	@uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 --extra dev --output-file config/requirements.lock pyproject.toml

# Runs killed at random points, and hostile pages; prints the tables of docs/trust.md. Some minutes.
faults: $(STAMP)
	@$(BIN)/python -m tests.faults

# Speed and size against their targets, to 10 % of the largest sizes; FULL=1 goes all the way.
bench: $(STAMP)
	@$(BIN)/python -m tests.bench.suite $(if $(FULL),--full) --json .readout/bench.json

# Readout beside a peer (spaCy, dateparser) on answered releases; the peer gets an environment of its own.
GOLD ?= $(if $(wildcard ../shared/gold/dev),../shared/gold/dev ../shared/gold/written1 ../shared/gold/written2,tests/golden)

bench-accuracy: .venv-bench/.installed
	@.venv-bench/bin/python -m tests.bench.accuracy $(GOLD)

# What extraction alone costs a word, releases a second, and a long transcript.
CORPUS ?= $(if $(wildcard ../shared/corpus/state),../shared/corpus/state ../shared/corpus/whitehouse,tests/golden/releases)

bench-extraction: $(STAMP)
	@$(BIN)/python -m tests.bench.extraction $(CORPUS)

.venv-bench/.installed: pyproject.toml
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25" "setuptools>=80"
	@.venv-bench/bin/python -m pip install --quiet --no-build-isolation --editable ".[bench]"
	@touch $@
