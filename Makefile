# make run: the house with its demo shelter. make test: the whole suite. make bench: how fast the pages are.
# All from a bare Debian.
SHELL = /bin/sh
PYTHON = .venv/bin/python
STAMP = .venv/.installed

.PHONY: run test bench install lint lock messages

run: install
	@$(PYTHON) -m refuge.embedded.system run
	@exec $(PYTHON) -m refuge.embedded run --under-make

test: install lint
	@$(PYTHON) -m refuge.embedded.system test
	@$(PYTHON) -m pytest -n 2

# About ten minutes on an idle machine: each page in a small and in a large house, beside a plain list.
bench: install
	@$(PYTHON) -m refuge.embedded.system run
	@$(PYTHON) -m benchmarks pages
	@$(PYTHON) -m benchmarks import
	@$(PYTHON) -m benchmarks report

lint: install
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .

install: $(STAMP)

# The environment is made anew for another Python, the packages are installed anew for another lock.
$(STAMP): requirements.lock
	@command -v python3 >/dev/null || { echo "Python 3.11 or later is missing. Run: sudo apt-get install python3-venv" >&2; exit 1; }
	@python3 -c "import ensurepip" 2>/dev/null || { echo "Python cannot make an environment. Run: sudo apt-get install python3-venv" >&2; exit 1; }
	@test -x $(PYTHON) || python3 -m venv .venv
	@echo "Installing packages …"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $(STAMP)

# uv is no part of the lock: it writes it. With their extras: pip otherwise takes a newer release for `name[extra]`, which
# has no hash, and installs nothing.
lock:
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check uv
	$(PYTHON) -m uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --generate-hashes \
		--no-strip-extras --no-emit-index-url --no-annotate --no-header --output-file requirements.lock

messages: install
	@$(PYTHON) -m refuge.embedded.system messages
	$(PYTHON) manage.py makemessages --all --no-location --ignore .venv --ignore var
