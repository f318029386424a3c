"""The README is true: its commands exist, its files are there, its settings are read, its map is the tree."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from surveyapp.cli import main

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "README.md").read_text("utf-8")


def test_commands_exist() -> None:
    for words in set(re.findall(r"surveyapp ((?:[a-z]+ ?){1,2})", TEXT)):
        command = words.split()
        if command and command[0] in main.commands:
            result = CliRunner().invoke(main, [*command, "--help"])
            assert result.exit_code == 0, words


def test_pictures_and_links_are_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (ROOT / target).exists(), target


def test_settings_are_read_and_all_of_them_are_told() -> None:
    config = (ROOT / "surveyapp" / "config.py").read_text("utf-8")

    assert set(re.findall(r"`(SURVEYAPP_[A-Z_]+)`", TEXT)) == set(re.findall(r"SURVEYAPP_[A-Z_]+", config))


def test_the_map_names_every_part() -> None:
    parts = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in (ROOT / "surveyapp").iterdir()
        if not path.name.startswith("__") and path.name not in {"static", "templates"}
    }

    assert {part for part in parts if part not in TEXT} == set()


def test_it_can_be_read_at_a_sitting() -> None:
    assert len(TEXT.splitlines()) <= 250


def test_the_test_command_is_the_one_that_is_run_elsewhere() -> None:
    command = next(line.strip() for line in TEXT.splitlines() if line.strip().endswith(".venv/bin/pytest"))

    assert command in (ROOT / ".ci" / "run").read_text("utf-8")
