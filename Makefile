# make demo          the demonstration: site, harvest, index, then the app on http://127.0.0.1:8000
# make demo-harvest  the same without serving
# make test          every test        make check   lint, types, architecture
VENV ?= .venv
PY = $(VENV)/bin/python
PARALLEL = --numprocesses auto --dist loadfile

.PHONY: demo demo-harvest test check run dev format bench clean

demo: run
	$(VENV)/bin/souffleur demo $(ARGS)

demo-harvest: run
	$(VENV)/bin/souffleur demo --no-serve $(ARGS)

run:
	@tools/venv.sh $(VENV) run

dev:
	@tools/venv.sh $(VENV) dev

test: dev
	$(PY) -m pytest -q $(PARALLEL) $(ARGS)
	PYTHONPATH=$(VENV)/whoosh-2.7.4 $(PY) -m pytest -q $(PARALLEL) tests/indexer/engines tests/indexer/answering tests/indexer/completing \
		-W default::SyntaxWarning -W default::DeprecationWarning

check: dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

format: dev
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench: dev
	$(PY) -m benchmarks

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
