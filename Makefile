# Everything starts here: `make help`.
SHELL := bash
.DEFAULT_GOAL := help
UV := .venv/bin/uv
PYTHON := .venv/bin/python

.PHONY: help
help:  ## Show what can be made.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

.PHONY: lock
lock:  ## Resolve the dependency groups of pyproject.toml anew into hash-pinned requirements.
	$(UV) pip compile -q --upgrade --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.13 --group pyproject.toml:dev -o requirements-dev.txt
	for layer in base reading search; do $(UV) pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-header --python-version 3.13 --group pyproject.toml:$$layer -c requirements-dev.txt -o layers/$$layer/requirements.txt --no-emit-package grpcio --no-emit-package protobuf --no-emit-package opensearch-protobufs; done
