"""The house rules that tools can hold: style, types, the direction of the layers, the size of files."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LONGEST_FILE = 300


def _run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}", pytrace=False)


def test_ruff() -> None:
    _run(str(BIN / "ruff"), "check", ".")
    _run(str(BIN / "ruff"), "format", "--check", ".")


def test_mypy() -> None:
    _run(str(BIN / "mypy"))


def test_import_contracts() -> None:
    _run(str(BIN / "lint-imports"), "--no-cache")


def test_files_can_be_held_in_the_head() -> None:
    files = [file for folder in ("surveyapp", "migrations", "benchmarks") for file in (ROOT / folder).rglob("*.py")]
    long = {str(file.relative_to(ROOT)): lines for file in files if (lines := _lines(file)) > LONGEST_FILE}

    assert long == {}


def test_templates_stay_short() -> None:
    templates = (ROOT / "surveyapp" / "templates").rglob("*.html")

    assert {file.name: lines for file in templates if (lines := _lines(file)) > LONGEST_FILE // 2} == {}


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "helpers", "common", "misc", "manager", "util", "helper"}

    assert [file for file in (ROOT / "surveyapp").rglob("*.py") if file.stem in drawers] == []


def test_public_functions_and_classes_say_what_they_do() -> None:
    """Where the numbers, the rules and the documents are, a name alone does not suffice."""
    silent = []
    for folder in ("services", "stats", "outline", "documents", "reports", "questionnaire"):
        for file in (ROOT / "surveyapp" / folder).rglob("*.py"):
            for node in ast.parse(file.read_text("utf-8")).body:
                if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
                    continue
                if not ast.get_docstring(node):
                    silent.append(f"{file.relative_to(ROOT)}: {node.name}")

    assert silent == []


def test_constraints_pin_everything_that_is_asked_for() -> None:
    """Made by `pip freeze --exclude-editable > constraints.txt`; this says when that was forgotten."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *(r for extra in project["optional-dependencies"].values() for r in extra)]
    pinned = {_name(line): line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()}

    missing = [requirement for requirement in wanted if _name(requirement) not in {*pinned, "surveyapp"}]
    assert missing == []
    assert [line for line in pinned.values() if "==" not in line or "/" in line] == []


def _name(requirement: str) -> str:
    for mark in "[<>=!~; ":
        requirement = requirement.partition(mark)[0]
    return requirement.lower().replace("_", "-")


def _lines(file: Path) -> int:
    return len(file.read_text("utf-8").splitlines())
