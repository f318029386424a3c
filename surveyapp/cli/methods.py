"""The names of the ranking methods, apart from their code: `--help` shows them without loading any of it."""

from __future__ import annotations

from typing import Literal

Method = Literal[
    "borda",
    "copeland",
    "dowdall",
    "irv",
    "kemeny",
    "mean_ranks",
    "minimax",
    "plackett_luce",
    "ranked_pairs",
    "schulze",
]
