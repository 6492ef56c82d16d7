# Attune: one target for each task. Nothing has to be installed by hand first.
VENV := .venv
BIN := $(VENV)/bin
WEB := app/web
# What is shipped of the client; made anew when one of its files has changed.
BUILT := $(WEB)/dist/sources
CLIENT := $(shell find $(WEB) \( -name node_modules -o -name dist \) -prune -o -type f -print)
# Node lives in the virtual environment; this lets npm find it.
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Tests start the service again and again: compiling it each time takes longer than starting it.
unexport PYTHONDONTWRITEBYTECODE
# To run some tests only: make test ARGS="tests/rooms -k floor".
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run web test test-service test-all check check-types check-rest format bench fuzz fuzz-native soak-rooms netlab screenshots pictures lock clean

help: ## Show this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.installed-run ## Set everything up and serve a demo clinic at http://localhost:8000.
	@$(MAKE) --no-print-directory $(BUILT) || echo "The client could not be built; its files are served as they are." >&2
	@exec $(BIN)/attune demo --serve

web: $(BUILT) ## Make what is shipped of the browser client: few files, named by their content, compressed.

# Four processes for two cores, since tests wait a lot; two where each has a browser. Tests marked "alone" have the
# machine to themselves.
BY_FILE := --dist loadfile --no-loadscope-reorder
SIDE_BY_SIDE := --numprocesses 4 $(BY_FILE)
BROWSERS := --numprocesses 2 $(BY_FILE)

# What starts the service again and again, or asks everything that it serves: with the tests of the whole service.
WHOLE := $(addprefix tests/, \
	app/cli/test_main.py app/runtime/test_private_files.py app/wiring/test_serving.py \
	app/api/clinic/document/test_conformance.py app/api/clinic/document/test_odd_values.py \
	app/api/clinic/document/test_scopes.py app/api/clinic/safety/test_partners_alike.py \
	app/api/clinic/programme/measures/test_partners_alike.py app/api/clinic/programme/support/test_peers_alike.py \
	bench/arrivals/test_service.py bench/clinic/test_asks.py bench/clinic/test_database.py bench/floor/test_run.py)

# Node leaves a core free by default, which is half of two.
NODE_TESTS := --import ./tests/web/speaking.mjs --test --test-concurrency=$(shell getconf _NPROCESSORS_ONLN) \
	$(shell find tests/web -name "*.test.mjs")

test: $(VENV)/.installed-test $(BUILT) ## Set everything up and test rules, relay, storage and API; ARGS="tests/rooms -k floor" runs some tests.
	@scripts/system_packages.sh
ifeq ($(ARGS),)
	@# Compiles the tests meanwhile, once; else each of the four processes below would compile them all.
	$(BIN)/pytest --collect-only -qq $(addprefix --ignore=, tests/e2e $(WHOLE)) > /dev/null & \
		$(BIN)/node $(NODE_TESTS) && wait
	$(BIN)/pytest $(SIDE_BY_SIDE) -m "not (alone or browser or slow)" $(addprefix --ignore=, tests/e2e $(WHOLE))
else
	$(BIN)/pytest $(ARGS)
endif

test-service: $(VENV)/.installed-test $(BUILT) ## Test the whole service: restarts, crashes, bad networks, and people in real browsers.
	@scripts/system_packages.sh
	$(BIN)/pytest $(SIDE_BY_SIDE) -m "not (alone or browser or slow)" tests/e2e $(WHOLE)
	$(BIN)/pytest $(BROWSERS) -m "browser and not (alone or slow)" tests/e2e
	$(BIN)/pytest -m "alone and not slow" tests/e2e tests/lab tests/bench/relay tests/bench/stalls

test-all: export TEST_THOROUGHLY := 1
test-all: $(VENV)/.installed-test $(BUILT) ## Run every test, also the slow ones, with many more random rooms.
	@scripts/system_packages.sh
	$(BIN)/node $(NODE_TESTS)
	$(BIN)/pytest $(SIDE_BY_SIDE) -m "not (alone or browser)"
	$(BIN)/pytest $(BROWSERS) -m "browser and not alone"
	$(BIN)/pytest -m alone

check: $(VENV)/.installed-check $(WEB)/node_modules/.installed ## Check format, lint, types of server and client, and import contracts.
	@# The types of the server take as long as all the rest, on the other core.
	@$(MAKE) --no-print-directory --jobs 2 --output-sync check-types check-rest

check-types:
	$(BIN)/mypy

check-rest:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(WEB)/node_modules/.bin/tsc -p $(WEB)
	$(WEB)/node_modules/.bin/biome ci --error-on-warnings

format: $(VENV)/.installed-check $(WEB)/node_modules/.installed ## Format the code and sort its imports.
	$(BIN)/ruff check --fix --quiet --exit-zero .
	$(BIN)/ruff format .
	$(WEB)/node_modules/.bin/biome check --write

bench: $(VENV)/.installed-test $(BUILT) ## Measure the relay, the floor, arrivals, rooms, a large clinic and first visits on this machine; ARGS="--seats 14 --peer all" goes to the relay.
	$(BIN)/python -m bench relay $(ARGS)
	$(BIN)/python -m bench stalls
	$(BIN)/python -m bench voices
	$(BIN)/python -m bench floor
	$(BIN)/python -m bench arrivals
	$(BIN)/python -m bench rooms
	$(BIN)/python -m bench clinic
	$(BIN)/python -m bench web

fuzz: $(VENV)/.installed-test ## Feed every parser a million damaged inputs; ARGS="--target rtp --seed 2" for less.
	$(BIN)/python -m tests.fuzz $(ARGS)

fuzz-native: $(VENV)/.installed-test ## Feed the relay's part in C damaged packets under sanitizers; ARGS="1000000 200000" for less.
	@scripts/fuzz_native.sh $(ARGS)

soak-rooms: $(VENV)/.installed-test ## Run a million random events in rooms; ARGS="10000000" for more.
	TEST_ROOM_STEPS=$(or $(ARGS),1000000) $(BIN)/pytest tests/rooms/test_room.py -k random_evenings

netlab: $(VENV)/.installed-test ## Measure what people get over bad links, as root; ARGS="--cells 0,7" for some.
	@scripts/system_packages.sh
	$(BIN)/python -m tests.lab.matrix $(ARGS)

screenshots: $(VENV)/.installed-test ## Retake the pictures in docs/images from the real service.
	@scripts/system_packages.sh
	$(BIN)/python -m tests.e2e.screenshots
	$(BIN)/python -m tests.e2e.first_day

pictures: $(VENV)/.installed-test ## Take pictures of every protocol from the real service into build/pictures; ARGS="imago" for some.
	@scripts/system_packages.sh
	$(BIN)/python -m tests.e2e.protocol_pictures build/pictures $(ARGS)

lock: $(VENV)/.installed-run ## Write requirements.lock with the newest versions that pyproject.toml allows.
	$(BIN)/pip install --quiet --group lock
	$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --group build --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" --output-file requirements.lock

clean: ## Remove the virtual environment, node_modules and caches; your data stays.
	rm -rf $(VENV) $(WEB)/node_modules $(WEB)/dist build dist *.egg-info .*_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.installed-%: pyproject.toml requirements.lock setup.py $(wildcard media/net/native/*.[ch]) scripts/setup.sh scripts/compiler.lock
	@scripts/setup.sh $*

# The build wants one package, the checks want all of them.
NPM_CI := npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

$(BIN)/node:
	@scripts/setup.sh web

$(BUILT): $(CLIENT) $(WEB)/node_modules/.installed-build
	@node $(WEB)/build.mjs

$(WEB)/node_modules/.installed-build: $(WEB)/package-lock.json | $(BIN)/node
	@cd $(WEB) && $(NPM_CI) --omit=dev
	@touch $@

$(WEB)/node_modules/.installed: $(WEB)/package-lock.json $(VENV)/.installed-check
	@cd $(WEB) && $(NPM_CI)
	@touch $@-build $@
