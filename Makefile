# Apus. `make demo` shows a cluster; `make test` passes the tests; `make help` lists the rest.

CONFIG ?= release
BUILD := .build
DIST := $(BUILD)/apus-$(CONFIG)
DATA ?= .apus
PORT ?= 6443
PLUGINS := SchedulerDefaults RuntimeOCI ExampleC ExampleSwift
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
SWIFT := swift
SWIFT_FILES := Package.swift Sources Plugins Tests

# What the build links against, and what a node runs containers with.
DEBIAN := libsimdjson-dev libffi-dev libzstd-dev libarchive-dev libnftables-dev libsqlite3-dev zlib1g-dev libsodium-dev libmimalloc-dev \
	libexpat1-dev tzdata crun runc conmon containernetworking-plugins iproute2 nftables busybox-static \
	ca-certificates curl jq openssl procps python3 python3-venv etcd-server etcd-client
DEBIAN_BENCH := nginx-light wrk

.PHONY: help setup setup-bench build debug dist demo down test unit-test cluster-test robustness lint fmt bench generate generate-etcd fuzz fuzz-api clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: ## install the Debian packages and the Python clients that are missing
	@command -v $(SWIFT) >/dev/null || { echo "Swift 6.3 or later is missing: install it from https://swift.org/install and put it on the PATH" >&2; exit 1; }
	@$(MAKE) -s install-missing WANTED="$(DEBIAN)"
	@command -v kubectl >/dev/null || $(MAKE) -s install-missing WANTED=kubernetes-client
	@$(MAKE) -s $(BUILD)/kubernetes-client/usr/bin/kubectl
	@[ -x $(BUILD)/venv/bin/python ] && $(BUILD)/venv/bin/python -c 'import kubernetes, kopf, kr8s, cryptography' 2>/dev/null || { \
		python3 -m venv $(BUILD)/venv && $(BUILD)/venv/bin/python -m pip install -q --disable-pip-version-check kubernetes kopf kr8s cryptography; }
	@[ -x $(BUILD)/venv-s3/bin/python ] && $(BUILD)/venv-s3/bin/python -c 'import moto.server' 2>/dev/null || { \
		python3 -m venv $(BUILD)/venv-s3 && $(BUILD)/venv-s3/bin/python -m pip install -q --disable-pip-version-check 'moto[s3]>=5' flask flask-cors; }

setup-bench:
	@$(MAKE) -s install-missing WANTED="$(DEBIAN_BENCH)"

.PHONY: install-missing
install-missing:
	@missing=$$(for p in $(WANTED); do dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
	[ -z "$$missing" ] || { echo "installing" $$missing; \
		$(SUDO) apt-get update -qq >/dev/null && \
		$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; }

# Debian's kubectl, for the tests, beside whichever one is installed.
$(BUILD)/kubernetes-client/usr/bin/kubectl:
	@mkdir -p $(BUILD)/kubernetes-client && cd $(BUILD)/kubernetes-client && \
	{ apt-get download -qq kubernetes-client >/dev/null 2>&1 || \
	  { $(SUDO) apt-get update -qq >/dev/null && apt-get download -qq kubernetes-client >/dev/null; }; } && \
	dpkg-deb -x kubernetes-client_*.deb . && rm -f kubernetes-client_*.deb

build: ## build Apus and its plugins (CONFIG=release or debug) into .build/apus-$(CONFIG)
	@$(SWIFT) build -c $(CONFIG) --quiet
	@$(MAKE) -s dist CONFIG=$(CONFIG)

# The tree that is run and installed: bin/apus beside plugins/<Name>/{plugin.json,lib<Name>.so}.
dist:
	@bin=$$($(SWIFT) build -c $(CONFIG) --show-bin-path) && mkdir -p $(DIST)/bin && \
	place() { if ! cmp -s "$$1" "$$2"; then cp -p "$$1" "$$2.new" && mv -f "$$2.new" "$$2"; fi; } && \
	strip_to() { if [ $(CONFIG) = release ]; then strip -o "$$2.new" "$$1" && mv -f "$$2.new" "$$2"; else place "$$1" "$$2"; fi; } && \
	for t in apus apus-bench apus-plugin-check; do strip_to $$bin/$$t $(DIST)/bin/$$t; done && \
	for p in $(PLUGINS); do mkdir -p $(DIST)/plugins/$$p && \
		place Plugins/$$p/plugin.json $(DIST)/plugins/$$p/plugin.json && strip_to $$bin/lib$$p.so $(DIST)/plugins/$$p/lib$$p.so; done

demo: setup build ## start a cluster under .apus and run a real workload on it
	@sh docs/examples/demo.sh $(DIST)/bin/apus $(DATA) $(PORT)

down: ## stop the demo cluster and take away what it made
	@if [ -x $(DIST)/bin/apus ]; then $(SUDO) $(DIST)/bin/apus down --data-dir $(DATA) --remove; fi

test: setup ## all tests; the cluster tests need root
	@$(SWIFT) build --build-tests --quiet
	@$(MAKE) -s dist CONFIG=debug
	@sh Tests/run.sh

unit-test: setup ## the tests but those that drive a real cluster
	@$(SWIFT) build --build-tests --quiet
	@$(MAKE) -s dist CONFIG=debug
	@sh Tests/run.sh $(notdir $(wildcard Tests/*Tests))

cluster-test: setup ## the tests that drive a real cluster, as root
	@$(SWIFT) build --build-tests --quiet
	@$(MAKE) -s dist CONFIG=debug
	@sh Tests/run.sh Cluster

robustness: setup ## kill, cut off, fill up and slow down real servers for half an hour or so, as root (ROBUSTNESS_FACTOR, ROBUSTNESS_SEED)
	@$(SWIFT) build --build-tests --quiet
	@$(MAKE) -s dist CONFIG=debug
	@ROBUSTNESS_FACTOR=$${ROBUSTNESS_FACTOR:-25} APUS_MODEL_SECONDS=$${APUS_MODEL_SECONDS:-120} ROBUSTNESS_LIMIT=14400 \
		sh Tests/run.sh ApusStoreTests Robustness

lint: ## check the format of the Swift sources
	@swift format lint --strict --parallel --recursive $(SWIFT_FILES)

fmt: ## format the Swift sources
	@swift format format --in-place --parallel --recursive $(SWIFT_FILES)

bench: setup setup-bench build ## measure; prints one figure a line
	@bash docs/benchmarks/run.sh $(DIST)

generate: ## write the generated sources and pages anew
	@$(SWIFT) run --quiet apus-generate
	@python3 Tests/Cluster/conformance/table.py

generate-etcd: ## write the messages of etcd's API anew (after a change of etcd.proto)
	@$(MAKE) -s install-missing WANTED=protobuf-compiler
	@$(SWIFT) build --quiet --product protoc-gen-swift
	@cd Sources/ApusStoreEtcd/Generated && protoc --plugin=$$(cd ../../.. && $(SWIFT) build --show-bin-path)/protoc-gen-swift \
		--swift_opt=UseAccessLevelOnImports=true --swift_out=. etcd.proto

fuzz: ## fuzz the parsers of requests, JSON, protobuf and expressions, and patches, for a bounded time each (FUZZ_SECONDS)
	@sh Tests/Fuzz/run.sh

fuzz-api: ## drive a server with random requests made from its own OpenAPI documents (API_FUZZ_FACTOR times as many)
	@$(SWIFT) build --build-tests --quiet
	@API_FUZZ_FACTOR=$${API_FUZZ_FACTOR:-20} $$($(SWIFT) build --show-bin-path)/apusPackageTests.xctest \
		--testing-library swift-testing --filter RandomRequestTests

clean: ## remove what was built
	@rm -rf $(BUILD)
