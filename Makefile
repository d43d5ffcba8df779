# Needs Go and git only; `e2e` installs what it drives (e2e/install.sh).

GO ?= go
GOLANGCI_LINT_VERSION := v2.15.0
# The version is in the name, so that a new one is installed when it changes.
GOLANGCI_LINT := .bin/golangci-lint-$(GOLANGCI_LINT_VERSION)

.PHONY: build test lint e2e docs page bench accuracy

build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w' -o bin/winlint ./cmd/winlint
	@echo "bin/winlint: $$(wc -c < bin/winlint) bytes, stripped"

test:
	$(GO) test ./...

lint: $(GOLANGCI_LINT)
	$(GOLANGCI_LINT) run ./...
	cd e2e && ../$(GOLANGCI_LINT) run --config ../.golangci.yml ./...

# Installed once and then run: `go run` links anew, or looks up its cache, at every call.
$(GOLANGCI_LINT):
	GOBIN=$(CURDIR)/.bin $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT_VERSION)
	mv .bin/golangci-lint $@

e2e:
	e2e/install.sh
	cd e2e && $(GO) test -count=1 -timeout 20m ./...
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

# Ratios to the programs that winlint is measured against, each in one run: `WINLINT_CORPUS=DIR make bench` for other people's files.
bench:
	$(GO) test -run '^$$' -bench . ./...
	cd e2e && $(GO) test -run '^$$' -bench . ./...

# What the rules find, and what the fixes do, in a folder of other people's files: `make accuracy CORPUS=DIR`.
accuracy:
	WINLINT_CORPUS=$(CORPUS) $(GO) test -count=1 ./rules ./subject -run Corpus -v
