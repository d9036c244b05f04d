# The two commands of the README are `make validate` and `make test`; each installs and builds what it needs first.

.PHONY: help validate test build generate bench clean
.DEFAULT_GOAL := help

# CONTRACT reaches the shell through the environment, as it was given: neither make nor the shell expands anything in it.
override export CONTRACT := $(value CONTRACT)

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

validate: dist/.built ## check every example and fixture, or the files named by CONTRACT=...
	@if [ -z "$$CONTRACT" ]; then node bin/wsc.cjs check-fixtures; \
	elif [ -e "$$CONTRACT" ]; then node bin/wsc.cjs validate -- "$$CONTRACT"; \
	else IFS=; set -- $$CONTRACT; [ -e "$$1" ] || { unset IFS; set -- $$CONTRACT; }; node bin/wsc.cjs validate -- "$$@"; fi

test: dist/.built ## run the type checker, the linter and the tests
	@npm run --silent typecheck
	@npm run --silent lint
	@npm run --silent test

build: dist/.built ## install the dependencies and build dist/

generate: node_modules/.installed ## rebuild the generated files after a change to schemas, contexts, rules or fixtures
	@npm run --silent generate

bench: dist/.built ## measure the speed ratios
	@npm run --silent bench

clean: ## remove everything that was built or installed
	rm -rf dist node_modules tools/bench/node_modules

node_modules/.installed: package.json package-lock.json
	@npm ci --no-progress --loglevel=error
	@touch $@

SOURCES := $(shell find tools reference schemas contexts bin -type f -not -path '*/node_modules/*' -not -name '*.test.ts') tsconfig.json tsconfig.build.json

dist/.built: node_modules/.installed $(SOURCES)
	@npm run --silent build
	@touch $@
