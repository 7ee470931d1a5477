# Everything runs in .venv, which `make setup` makes. Each target is one or a few commands that you could type yourself.

PYTHON ?= python3
CLASS ?= examples/class
OUT ?= results
SECONDS ?= 60
HEADERS ?= /
COVERAGE ?=
EVERY ?= 1
SEEDS ?= 1
ZIP ?= handout.zip
FILES ?= $(foreach folder,$(wildcard assignments/*),$(wildcard $(folder)/$(notdir $(folder)).py))
REQUIREMENTS := $(wildcard requirements.txt)
BIN := .venv/bin

.PHONY: help setup grade check notebooks handout doctor test test-all attacks judge mutants fuzz syscalls lint types format bench clean

help: ## show this
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/ready ## make .venv with the command `autograder`

.venv/ready: pyproject.toml constraints.txt $(REQUIREMENTS)
	$(PYTHON) -m venv .venv
	$(BIN)/python autograder/packing/install_torch.py constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]' $(addprefix --requirement ,$(REQUIREMENTS))
	@touch $@

grade: setup ## grade a class: make grade CLASS=folder OUT=folder
	$(BIN)/autograder grade $(CLASS) --out $(OUT)

check: setup ## check your own work: make check FILES=training_loop.py
	$(BIN)/autograder check $(FILES)

notebooks: setup ## rebuild students' notebooks and otter tests
	$(BIN)/autograder notebooks

handout: setup ## make the zip that students get: make handout ZIP=file
	$(BIN)/autograder handout --out $(ZIP)

doctor: setup ## say how well this machine can protect the grading
	$(BIN)/autograder doctor

test: setup ## run the project's tests, except for the longest
	$(BIN)/python -m pytest -m "not long" --numprocesses auto --dist loadfile --no-loadscope-reorder $(COVERAGE)

test-all: setup ## run all tests
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

lint: setup ## check style, imports and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

types: setup ## check the types of engine and course as on other systems and newer Pythons
	$(BIN)/mypy --platform win32 --python-version 3.12 autograder assignments solutions
	$(BIN)/mypy --platform darwin --python-version 3.13 autograder assignments solutions

format: setup ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

attacks: setup ## grade the whole corpus of attacks at every level of protection, and as on Gradescope: takes an hour
	ATTACK_EVERY=1 ATTACK_LEVELS=best,namespaces,uid,filters $(BIN)/python -m pytest tests/safety/test_attacks.py tests/gradescope/test_gradescope_attacks.py

judge: setup ## grade the course's own test submissions: does each get the expected marks? (at other draws: SEEDS=20)
	$(BIN)/autograder judge --every $(EVERY) --seeds $(SEEDS) --margins

mutants: setup ## which small changes of the references do the hidden suites catch? (updates the table in solutions/README.md)
	$(BIN)/autograder mutants --update solutions/README.md

fuzz: setup ## fuzz what reads other people's bytes: make fuzz SECONDS=60 for each target
	$(BIN)/python -m tests.helpers.fuzz $(SECONDS)

syscalls: setup ## write the numbers of system calls from the kernel's headers: make syscalls HEADERS=folder
	$(BIN)/python -m tests.sandbox.generate_syscalls $(HEADERS)

bench: setup ## measure the cost of grading, relative to the bare calls of students' functions
	$(BIN)/python -m benchmarks.cost

clean: ## remove everything that was made
	rm -rf .venv results build $(ZIP) .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
