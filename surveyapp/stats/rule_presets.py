"""Rules to declare as they are, so that nobody invents one afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from surveyapp.stats.ratings import scale_ends
from surveyapp.stats.rules import RangeRule, ShareRule

if TYPE_CHECKING:
    from fractions import Fraction

    from surveyapp.stats.rules import Scope


def percent_rule(
    low: int, high: int, agree_from: int, least: float | Fraction = 0.75, *, scope: Scope = "overall"
) -> ShareRule:
    """Make the commonest rule: in with `least` or more at `agree_from` or above, never out (Diamond et al. 2014)."""
    return ShareRule(
        name="percent agreement", low=low, high=high, agree_from=agree_from, least=least, scope=scope, smallest=1
    )


def comet_rule(
    *,
    out: Literal["mirror", "half"],
    scope: Scope,
    small_panels: Literal["refuse", "leave out"] = "refuse",
    smallest: int = 3,
) -> ShareRule:
    """Make the COMET 70/15 rule on 1 to 9: in with 70 % or more at 7-9 and fewer than 15 % at 1-3.

    Both published ways out are named: "mirror", 70 % or more at 1-3 and fewer than 15 % at 7-9; "half", 50 % or
    fewer at 7-9. The one not chosen is the declared alternative. (Williamson et al. 2017, COMET handbook.)
    """

    def rule(form: Literal["mirror", "half"]) -> ShareRule:
        return ShareRule(
            name=f"COMET 70/15, out by {form}",
            low=1,
            high=9,
            agree_from=7,
            against_to=3,
            least=0.7,
            fewer_than=0.15,
            out=form,
            scope=scope,
            smallest=smallest,
            small_panels=small_panels,
        )

    return replace(rule(out), alternatives=(rule("half" if out == "mirror" else "mirror"),))


def society_rule() -> ShareRule:
    """Make the preset for a society on 1 to 5: 75 % or more at 4-5, fewer than 15 % at 1-2, in each panel of ten up.

    Assembled from the evidence on such rules, not a published standard. Never out.
    """
    return ShareRule(
        name="society default",
        low=1,
        high=5,
        agree_from=4,
        against_to=2,
        least=0.75,
        fewer_than=0.15,
        scope="every panel",
        smallest=10,
        small_panels="leave out",
    )


def content_validity_rule() -> ShareRule:
    """Make the rule of content validity on 1 to 4: I-CVI of .78 or more, three experts or more (Polit et al. 2007)."""
    return ShareRule(name="content validity", low=1, high=4, agree_from=3, least=0.78)


def iqr_rule(
    low: int, high: int, agree_from: int, against_to: int, *, most: float | None = None, quantile_type: int = 7
) -> RangeRule:
    """Make the rule on the interquartile range: `most` or less, if not given 1 on up to 7 points and 2 on more."""
    low, high = scale_ends(low, high)
    limit = most if most is not None else (1 if high - low < 7 else 2)
    return RangeRule(
        name="interquartile range",
        low=low,
        high=high,
        agree_from=agree_from,
        against_to=against_to,
        most=limit,
        quantile_type=quantile_type,
        smallest=1,
    )
