"""Numbers in, numbers out: numpy and scipy only, full precision, nothing about the web or the database.

Every public name can be imported from here; its module is loaded when the name is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# These functions have the names of their modules, which the import system would otherwise put in their place.
from surveyapp.stats.attrition import attrition
from surveyapp.stats.kemeny import kemeny
from surveyapp.stats.mallows import mallows
from surveyapp.stats.rand_ucla import rand_ucla

_MODULES = {
    "agreement": "Concordance Friedman RaterConcordance friedman kendall_w rater_concordance undefined_concordance",
    "attrition": "ItemAttrition attrition",
    "ballots": "Ballots Exposure",
    "beside": "segments_beside",
    "by_segment": "Filter Segment SegmentAnswers SegmentFigures SegmentTable merged_segments segment_figures",
    "choice_models": "Contrast TieStrength Worths bradley_terry plackett_luce quasi_standard_errors",
    "coarsening": "coarsen",
    "comparisons": "Pairwise pairwise",
    "condorcet": (
        "CondorcetWinner Copeland Minimax Schulze SmithSet condorcet_winner copeland minimax schulze smith_set"
    ),
    "consensus": "Alternative PanelVerdict Robustness Verdict percent_agreement robustness verdict",
    "content_validity": "ContentValidityRatio ModifiedKappa ScaleValidity cvr i_cvi modified_kappa s_cvi",
    "dataset": "RoundDataset Words fingerprint",
    "declared": "can_be_met offered_rules read_rule write_rule",
    "differences": "SegmentDifference segment_differences size_of",
    "disclosure": "Published betrays",
    "elimination": "CountRound InstantRunoff TransferableVote irv stv",
    "kappa": "Kappa cohen_kappa disagreement_weights rating_table scale_places table_kappa weighted_kappa",
    "kemeny": "Kemeny kemeny kemeny_cost",
    "locking": "RankedPairs ranked_pairs",
    "mallows": "Mallows mallows mallows_log_partition",
    "multirater": (
        "Coefficient FleissKappa LightKappa category_counts conger_kappa fleiss_kappa gwet_ac1 is_missing light_kappa "
        "randolph_kappa"
    ),
    "paired": "McNemar Wilcoxon mcnemar wilcoxon",
    "permutation": "PermutationTest",
    "places": "place_ranges",
    "priorities": "BestWorst JlaScore NominalGroup PointTotals best_worst jla_score nominal_group point_totals",
    "rand_ucla": ("RandUcla disagreement_index ipr ipras ipras_of panel_size_limits percentiles rand_ucla zone_of"),
    "rank_correlation": "KendallTau Spearman kemeny_snell_distance kendall_distance kendall_tau spearman",
    "rankings": "MeanRanks Scores Spans borda completed_ranks dowdall first_share mean_ranks mid_ranks top_k_share",
    "ratings": (
        "Share distribution exact_quantile iqr median quantile quantile_position share top_share wilson_interval"
    ),
    "reliability": "IntraclassCorrelation KrippendorffAlpha icc krippendorff_alpha",
    "robust_ranking": "Dispute MethodAgreement Omission OmittedPanelAlarm method_agreement omitted_panel_alarm",
    "rule_presets": "comet_rule content_validity_rule iqr_rule percent_rule society_rule",
    "rules": "RandUclaRule RangeRule Rule ShareRule",
    "segments": (
        "CliffsDelta GroupTest SegmentComparison benjamini_hochberg cliffs_delta compare_segments holm is_small "
        "kruskal_wallis mann_whitney"
    ),
    "similarity": "WordWeights near_equal_groups word_weights",
    "stability": "CvChange MarginalChange Movement RoundStability cv_change marginal_change movement round_stability",
    "steps": "is_step_due next_step",
    "summary": "ChoiceSummary RankedItem RankingSummary RatingSummary RoundSummary summarise",
    "suppression": "SuppressedTable suppress",
    "uncertainty": "RankUncertainty bootstrap_ranks merge_panels",
    "verdicts": "ItemVerdict item_verdict",
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names.split()}

__all__ = ["attrition", "kemeny", "mallows", "rand_ucla", *_MODULE_OF]  # noqa: PLE0604 - names of the table above


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
