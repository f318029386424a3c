"""The invented members of the sample society, as the rows of a membership file."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import asdict, dataclass, fields

import numpy as np

from surveyapp.demo.names import ORIGINS
from surveyapp.errors import InvalidInput

SEED = 20_260_313
MIXED_SHARE = 0.2
# Letters that no decomposition turns into plain ones.
PLAIN = str.maketrans({"æ": "ae", "đ": "d", "ł": "l", "ø": "o", "ß": "ss", "þ": "th"})

CAREER_STAGES = {
    "Resident or fellow": 0.14,
    "Early career (years 1 to 10)": 0.28,
    "Mid-career (years 11 to 20)": 0.27,
    "Late career (over 20 years)": 0.26,
    "Retired": 0.05,
}
# Where people train is not where they settle, so the setting follows from the stage.
SETTINGS_IN_TRAINING = {
    "Academic center": 0.62,
    "Hospital or health system": 0.26,
    "Veterans Affairs or military": 0.08,
    "Pediatric center": 0.04,
}
SETTINGS_IN_PRACTICE = {
    "Private practice": 0.37,
    "Hospital or health system": 0.30,
    "Academic center": 0.18,
    "Veterans Affairs or military": 0.08,
    "Pediatric center": 0.07,
}
# The last region is small on purpose: its results have to stay hidden.
REGIONS = {"South": 0.31, "Midwest": 0.24, "Northeast": 0.21, "West": 0.22, "Outside the country": 0.02}


@dataclass(frozen=True, slots=True)
class SampleMember:
    """One invented member; the fields are the columns of the membership file."""

    email: str
    given_name: str
    family_name: str
    practice_setting: str
    region: str
    career_stage: str


def sample_members(count: int = 240, seed: int = SEED) -> list[SampleMember]:
    """Invent `count` members with different names and addresses; the same `seed` invents the same people.

    Raises `InvalidInput` when the stock of names cannot give so many.
    """
    given_names = [name for origin in ORIGINS for name in origin.given_names]
    family_names = [name for origin in ORIGINS for name in origin.family_names]
    most = len(given_names) * len(family_names) // 4
    if not 0 <= count <= most:
        raise InvalidInput(f"The sample society can have 0 to {most:,} members, not {count:,}. Ask for fewer.")
    rng = np.random.default_rng(seed)
    members: dict[str, SampleMember] = {}
    while len(members) < count:
        origin = ORIGINS[rng.choice(len(ORIGINS), p=[origin.share for origin in ORIGINS])]
        mixed = rng.random() < MIXED_SHARE
        given = str(rng.choice(given_names if mixed else origin.given_names))
        family = str(rng.choice(family_names if mixed else origin.family_names))
        member = _member(rng, given, family)
        members.setdefault(member.email, member)
    return list(members.values())


def as_csv(members: list[SampleMember]) -> str:
    """The membership file: a heading with the field names, then a row per member."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [field.name for field in fields(SampleMember)])
    writer.writeheader()
    writer.writerows(asdict(member) for member in members)
    return text.getvalue()


def _member(rng: np.random.Generator, given: str, family: str) -> SampleMember:
    stage = _draw(rng, CAREER_STAGES)
    settings = SETTINGS_IN_TRAINING if stage == "Resident or fellow" else SETTINGS_IN_PRACTICE
    return SampleMember(
        email=f"{_plain(given)}.{_plain(family)}@example.org",
        given_name=given,
        family_name=family,
        practice_setting=_draw(rng, settings),
        region=_draw(rng, REGIONS),
        career_stage=stage,
    )


def _draw(rng: np.random.Generator, shares: dict[str, float]) -> str:
    return str(rng.choice(list(shares), p=list(shares.values())))


def _plain(name: str) -> str:
    """The name in the letters that every mail system takes."""
    without_marks = unicodedata.normalize("NFKD", name.lower().translate(PLAIN))
    return re.sub(r"[^a-z]+", "", without_marks)
