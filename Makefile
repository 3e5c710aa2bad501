# Everything starts here: `make help`. The first run makes .venv from nothing, later runs use it.
SHELL := bash
.DEFAULT_GOAL := help
BIN := .venv/bin
READY := .venv/.ready
CODE := infra functions layers/shared/python tests
LAYERS := base reading search
# opensearch-py names these for a protocol that we do not speak; 60 MB stay out of the layer.
UNUSED := grpcio protobuf opensearch-protobufs
COMPILE = $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --python-version 3.13

.PHONY: help
help:  ## Show what can be made.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | awk -F'\t' '{printf "  make %-8s %s\n", $$1, $$2}'

.PHONY: demo
demo: $(READY)  ## The whole story on this machine; ONCE=1 ends after it, SEARCH=opensearch takes the big engine.
	@$(BIN)/relance demo $(if $(filter-out 0,$(ONCE)),--once) $(if $(SEARCH),--search $(SEARCH))

.PHONY: test
test: $(READY)  ## Everything: lint, format, types, all tests.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/pytest

.PHONY: check
check: $(READY)  ## The fast part of `make test`: lint, types, unit and architecture tests.
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/pytest tests/unit tests/architecture

.PHONY: format
format: $(READY)  ## Bring the code into form.
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

.PHONY: lock
lock: $(READY)  ## Resolve the dependency groups of pyproject.toml anew into hash-pinned requirements.
	$(COMPILE) --universal --group pyproject.toml:dev -o requirements-dev.txt
	for layer in $(LAYERS); do \
		$(COMPILE) --group pyproject.toml:$$layer -c requirements-dev.txt -o layers/$$layer/requirements.txt $(UNUSED:%=--no-emit-package %) || exit; \
	done

.PHONY: clean
clean:  ## Remove what was built; data of the laptop (.local) and .venv stay.
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(READY): requirements-dev.txt pyproject.toml infra/bootstrap.sh
	@sh infra/bootstrap.sh
	@touch $@
