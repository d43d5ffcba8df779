# Needs Go and git only; `e2e` installs what it drives (e2e/install.sh).

GO ?= go
GOLANGCI_LINT_VERSION := v2.15.0
# The version is in the name, so that a new one is installed when it changes.
GOLANGCI_LINT := .bin/golangci-lint-$(GOLANGCI_LINT_VERSION)
GORELEASER_VERSION := v2.15.1
GORELEASER := .bin/goreleaser-$(GORELEASER_VERSION)/goreleaser
CYCLONEDX_VERSION := v1.10.0
CYCLONEDX := .bin/cyclonedx-gomod-$(CYCLONEDX_VERSION)/cyclonedx-gomod
# GoReleaser looks for what it calls, and the tests of e2e for GoReleaser.
export PATH := $(CURDIR)/$(dir $(GORELEASER)):$(CURDIR)/$(dir $(CYCLONEDX)):$(PATH)

.PHONY: build test lint e2e snapshot release release-tools docs page site bench accuracy

# As a release is built, but for its version (.goreleaser.yaml).
build:
	GOOS= GOARCH= $(GO) run ./docs/pack docs
	CGO_ENABLED=0 $(GO) build -trimpath -tags packed -gcflags 'google.golang.org/protobuf/...=-l' -ldflags '-s -w -funcalign=16' \
		-o bin/winlint ./cmd/winlint
	@echo "bin/winlint: $$(wc -c < bin/winlint) bytes, stripped"

test:
	$(GO) test ./...
	cd site && $(GO) test ./...

lint: $(GOLANGCI_LINT)
	$(GOLANGCI_LINT) run ./...
	cd e2e && ../$(GOLANGCI_LINT) run --config ../.golangci.yml ./...
	cd site && ../$(GOLANGCI_LINT) run --config ../.golangci.yml ./...

# Installed once and then run: `go run` links anew, or looks up its cache, at every call.
$(GOLANGCI_LINT):
	GOBIN=$(CURDIR)/.bin $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT_VERSION)
	mv .bin/golangci-lint $@

# Everything that a release consists of, in dist/; nothing is published.
snapshot: release-tools
	goreleaser release --snapshot --clean
	node packaging/npm/pack.mjs dist dist/npm

# The files of a release as a draft on GitHub, from a commit with a tag: needs GITHUB_TOKEN.
release: release-tools
	goreleaser release --clean

release-tools: $(GORELEASER) $(CYCLONEDX)

$(GORELEASER):
	GOBIN=$(CURDIR)/$(@D) $(GO) install github.com/goreleaser/goreleaser/v2@$(GORELEASER_VERSION)

$(CYCLONEDX):
	GOBIN=$(CURDIR)/$(@D) $(GO) install github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@$(CYCLONEDX_VERSION)

e2e: release-tools
	e2e/install.sh
	cd e2e && $(GO) test -count=1 -timeout 25m ./...
	WINLINT_TREE_SITTER=$(CURDIR)/e2e $(GO) test -count=1 -run TreeSitter ./parser/script

# Stamps the headers, tables and findings of docs/rules and docs/errors, the list of rules, the JSON Schema, the man pages,
# the names for pre-commit and what README.md shows. What is wrong under a Good or a Bad heading stays a failure.
docs:
	$(GO) test ./rules -update
	$(GO) test ./diagnose -update
	$(GO) test ./config -update
	$(GO) test ./cmd/winlint -run 'TestReadme|TestJSONPage|TestManPages|TestHooks' -update

# Writes the sections of the page of a new rule: `make page RULE=id`.
page:
	@$(GO) run ./rules/newpage '$(RULE)'

# A static site of the pages of docs, in bin/site. It fails if a link leads nowhere.
site:
	cd site && $(GO) run . -out ../bin/site
	@echo "bin/site/index.html"

# Ratios to the programs that winlint is measured against, each in one run: `WINLINT_CORPUS=DIR make bench` for other people's files.
bench:
	$(GO) test -run '^$$' -bench . ./...
	cd e2e && $(GO) test -run '^$$' -bench . ./...

# What the rules find, and what the fixes do, in a folder of other people's files: `make accuracy CORPUS=DIR`.
accuracy:
	WINLINT_CORPUS=$(CORPUS) $(GO) test -count=1 ./rules ./subject -run Corpus -v
