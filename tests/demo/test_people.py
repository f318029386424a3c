from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import asdict

import pytest

from surveyapp.demo.names import ORIGINS
from surveyapp.demo.people import REGIONS, SETTINGS_IN_PRACTICE, as_csv, sample_members
from surveyapp.errors import InvalidInput


def test_everybody_is_somebody_else() -> None:
    members = sample_members(2_000)

    assert len({member.email for member in members}) == 2_000
    assert len({(member.given_name, member.family_name) for member in members}) == 2_000


def test_the_usual_society_has_240_members_and_stays_the_same() -> None:
    members = sample_members()

    assert len(members) == 240
    assert members == sample_members()
    assert members[:100] == sample_members(100)
    assert members != sample_members(seed=1)


def test_addresses_are_plain_and_lead_nowhere() -> None:
    for member in sample_members(1_000):
        local, _, domain = member.email.partition("@")
        assert domain == "example.org"
        assert all(part.isascii() and part.isalpha() and part.islower() for part in local.split("."))
        assert local.count(".") == 1


def test_letters_beyond_ascii_are_kept_in_names_and_spelled_out_in_addresses() -> None:
    addresses = {member.family_name: member.email for member in sample_members(3_000)}

    assert addresses["Đặng"].endswith(".dang@example.org")
    assert addresses["Kjærgaard"].endswith(".kjaergaard@example.org")
    assert addresses["Groß"].endswith(".gross@example.org")
    assert addresses["O’Flynn"].endswith(".oflynn@example.org")


def test_shares_are_near_what_was_meant() -> None:
    members = sample_members(3_000)
    regions = Counter(member.region for member in members)
    in_practice = [member for member in members if member.career_stage != "Resident or fellow"]
    settings = Counter(member.practice_setting for member in in_practice)

    for region, share in REGIONS.items():
        assert regions[region] / len(members) == pytest.approx(share, abs=0.03)
    for setting, share in SETTINGS_IN_PRACTICE.items():
        assert settings[setting] / len(in_practice) == pytest.approx(share, abs=0.03)
    assert all(member.practice_setting != "Private practice" for member in members if member not in in_practice)


def test_the_usual_society_has_a_region_too_small_to_show() -> None:
    regions = Counter(member.region for member in sample_members())

    assert 0 < regions["Outside the country"] < 5
    assert all(count >= 10 for region, count in regions.items() if region != "Outside the country")


def test_too_many_members_are_refused_with_the_limit() -> None:
    with pytest.raises(InvalidInput, match="0 to 3,840 members, not 20,000"):
        sample_members(20_000)


def test_csv_gives_every_member_back() -> None:
    members = sample_members(50)

    rows = list(csv.DictReader(io.StringIO(as_csv(members), newline="")))

    assert rows == [asdict(member) for member in members]


def test_origins_share_everything_out() -> None:
    assert sum(origin.share for origin in ORIGINS) == pytest.approx(1)
    for names in (
        [name for origin in ORIGINS for name in origin.given_names],
        [name for origin in ORIGINS for name in origin.family_names],
    ):
        assert len(set(names)) == len(names)
