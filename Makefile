# The tasks of the project. `make demo` and `make test` are all a fresh clone needs.
SWIFT ?= swift
BUILD_FLAGS := --explicit-target-dependency-import-check error
RELEASE := .build/release/actlocal
PREFIX ?= $(HOME)/.local
SAMPLE := workflows/deep-calm

.PHONY: demo test test-official check fmt lint build release bench images install clean hooks golden

## demo: install what is missing, build, build the images, run the sample's `ci` workflow
demo:
	@scripts/demo.sh "$(SAMPLE)"

## build: the debug build that the tests use
build:
	@scripts/setup.sh libraries
	$(SWIFT) build $(BUILD_FLAGS)

## release: the optimised program and its init
release:
	@scripts/setup.sh libraries
	$(SWIFT) build -c release $(BUILD_FLAGS) --product actlocal-init --static-swift-stdlib
	$(SWIFT) build -c release $(BUILD_FLAGS) --product actlocal --static-swift-stdlib

## test: everything, with a real engine (started when none answers)
test:
	@scripts/test.sh

## test-official: official actions, unmodified, from clones: MIRROR='file:///PATH/{owner}/{name}'
test-official:
	@ACTLOCAL_OFFICIAL_MIRROR='$(MIRROR)' scripts/test.sh --filter OfficialActionTests

## check: what a push must pass
check: lint test

## fmt: format all Swift in place
fmt:
	$(SWIFT) format -i -r -p Package.swift Sources Tests

## lint: the formatter's rules, as errors
lint:
	$(SWIFT) format lint --strict -r -p Package.swift Sources Tests

## golden: write the golden files anew (and fail, so that recording is never a pass)
golden:
	RECORD_GOLDENS=1 $(SWIFT) test

## bench: the speed table of docs/speed.md, each row beside its floor; writes bench/RESULTS.md
bench: release images
	@bench/run.sh

## images: build the runner and service images that are missing or out of date
images:
	@scripts/setup.sh engine
	@scripts/setup.sh images-tools
	@scripts/build-images.sh

## install: the program below PREFIX (default ~/.local)
install: release
	install -d "$(PREFIX)/bin" "$(PREFIX)/libexec/actlocal"
	install -m 0755 $(RELEASE) "$(PREFIX)/bin/actlocal"
	install -m 0755 .build/release/actlocal-init "$(PREFIX)/libexec/actlocal/actlocal-init"

## hooks: check before every push from this clone
hooks:
	git config core.hooksPath .githooks

## clean: what builds and benches made
clean:
	rm -rf .build bench/.work
