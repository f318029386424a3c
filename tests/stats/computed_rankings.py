"""Every value that a ranking case may expect of us, by the name that the cases give it."""

from __future__ import annotations

from itertools import permutations
from math import comb
from typing import Any, Literal

from surveyapp.stats.comparisons import pairwise
from surveyapp.stats.condorcet import condorcet_winner, copeland, minimax, schulze, smith_set
from surveyapp.stats.elimination import irv
from surveyapp.stats.kemeny import kemeny, kemeny_cost
from surveyapp.stats.locking import ranked_pairs
from surveyapp.stats.rankings import borda
from tests.stats.ballot_files import ballots_of
from tests.stats.ranking_cases import Counted, by_item, flat_where_single, lists, table_of
from tests.stats.reference_cases import FOLDER


class Computed(Counted):
    """Every value that a case may expect of us, by the name that the cases give it; computed when it is asked for."""

    # Comparisons

    def any_pairwise(self) -> Any:
        return table_of(self.pairs)

    def any_pairwise_ignore(self) -> Any:
        return table_of(pairwise(self.ballots, "ignore"))

    def any_pairwise_bottom(self) -> Any:
        return table_of(pairwise(self.ballots, "below"))

    def any_pairwise_unranked_last(self) -> Any:
        return pairwise(self.ballots, "below").wins.tolist()

    def any_official_matrix(self) -> Any:
        return self.pairs.wins.tolist()

    def any_n(self) -> Any:
        return self.ballots.n

    def any_ballot_types(self) -> Any:
        counts = self.ballots.counts.tolist()
        groups = [self.ballots.groups(ballot) for ballot in range(len(counts))]
        names = [">".join("=".join(item.removeprefix("c") for item in group) for group in one) for one in groups]
        return dict(zip(names, counts, strict=True))

    def any_condorcet_winner(self) -> Any:
        return condorcet_winner(self.pairs).winner

    def any_condorcet_winner_in_preflib_file(self) -> Any:
        return condorcet_winner(ballots_of({"file": self.data["file"]}, FOLDER)).winner

    def any_plurality_winner(self) -> Any:
        return max(irv(self.ballots).rounds[0].votes, key=lambda votes: votes[1])[0]

    def any_smith(self) -> Any:
        return list(smith_set(self.pairs).smith)

    def any_schwartz(self) -> Any:
        return list(smith_set(self.pairs).schwartz)

    # Schulze

    def any_path_strengths_winning(self) -> Any:
        return self._paths("winning_votes")

    def any_paths_winning(self) -> Any:
        return self._paths("winning_votes")

    def any_paths_margin(self) -> Any:
        return self._paths("margins")

    def _paths(self, strength: Literal["winning_votes", "margins"]) -> Any:
        paths = schulze(self.pairs, strength=strength).paths.tolist()
        names = self.pairs.items
        return {
            own: {other: paths[i][j] for j, other in enumerate(names) if other != own} for i, own in enumerate(names)
        }

    def schulze_winners(self) -> Any:
        return list(schulze(self.pairs).winners)

    def any_order_levels_winning_votes(self) -> Any:
        return lists(schulze(self.pairs).levels)

    def any_order_levels_margins(self) -> Any:
        return lists(schulze(self.pairs, strength="margins").levels)

    def schulze_winner_margin(self) -> Any:
        return "".join(schulze(self.pairs, strength="margins").winners)

    def schulze_winner_ratio(self) -> Any:
        return "".join(schulze(self.pairs, strength="ratio").winners)

    def schulze_winner_winning_votes(self) -> Any:
        return "".join(schulze(self.pairs).winners)

    def any_schulze_order(self) -> Any:
        levels = schulze(self.pairs).levels
        expected = self.expected["schulze_order"]
        return lists(levels) if isinstance(expected[0], list) else [item for level in levels for item in level]

    def any_schulze(self) -> Any:
        result = schulze(self.pairs)
        return "".join(result.winners) if isinstance(self.expected["schulze"], str) else lists(result.levels)

    # Copeland, minimax

    def any_balance(self) -> Any:
        return by_item(self.pairs.items, copeland(self.pairs).balance)

    def any_copeland_balance(self) -> Any:
        return self.any_balance()

    def any_copeland_winners(self) -> Any:
        return list(copeland(self.pairs).levels[0])

    def any_levels(self) -> Any:
        return lists(copeland(self.pairs).levels)

    def any_second_order_copeland(self) -> Any:
        return flat_where_single(copeland(self.pairs).second_order_levels)

    def any_won_lost(self) -> Any:
        result = copeland(self.pairs)
        won_lost = ([won, lost] for won, lost in zip(result.wins, result.losses, strict=True))
        return dict(zip(result.items, won_lost, strict=True))

    def any_winner(self) -> Any:
        (winner,) = copeland(self.pairs).levels[0]
        return winner

    def any_winning(self) -> Any:
        return by_item(self.pairs.items, minimax(self.pairs).worst_defeat)

    def any_margin(self) -> Any:
        return by_item(self.pairs.items, minimax(self.pairs, strength="margins").worst_defeat)

    def any_pairwise_opposition(self) -> Any:
        return by_item(self.pairs.items, minimax(self.pairs, strength="opposition").worst_defeat)

    def any_minimax_worst_defeat(self) -> Any:
        return self.any_winning()

    def any_minimax_winner(self) -> Any:
        return self.any_winner_winning()

    def any_winner_winning(self) -> Any:
        return "".join(minimax(self.pairs).winners)

    def any_winner_margin(self) -> Any:
        return "".join(minimax(self.pairs, strength="margins").winners)

    def any_winner_opposition(self) -> Any:
        return "".join(minimax(self.pairs, strength="opposition").winners)

    # Ranked pairs

    def any_order_winning(self) -> Any:
        return lists(ranked_pairs(self.pairs).orders[0])

    def any_order_margins(self) -> Any:
        return lists(ranked_pairs(self.pairs, strength="margins").orders[0])

    def any_all_orders_winning(self) -> Any:
        return sorted(lists(order) for order in ranked_pairs(self.pairs).orders)

    def any_all_orders_margins(self) -> Any:
        return sorted(lists(order) for order in ranked_pairs(self.pairs, strength="margins").orders)

    def any_order_ignore(self) -> Any:
        return lists(ranked_pairs(self.ballots, unranked="ignore").orders[0])

    def any_order_bottom(self) -> Any:
        return lists(ranked_pairs(self.ballots).orders[0])

    def any_unique(self) -> Any:
        return ranked_pairs(self.pairs).unique

    def any_put_winners(self) -> Any:
        return list(ranked_pairs(self.pairs).winners)

    def any_ranked_pairs_order(self) -> Any:
        return [item for level in ranked_pairs(self.pairs).orders[0] for item in level]

    # Borda

    def any_scores(self) -> Any:
        base: Literal[0, 1] = 1 if self.expected.get("base") == 1 else 0
        return by_item(self.ballots.items, borda(self.ballots, base=base).points)

    def any_borda_base0(self) -> Any:
        return by_item(self.ballots.items, borda(self.ballots).points)

    def any_borda_winner(self) -> Any:
        return "".join(borda(self.ballots).levels[0])

    def any_unranked_tied_last_base1(self) -> Any:
        return by_item(self.ballots.items, borda(self.ballots, base=1).points)

    def any_unranked_zero_base1(self) -> Any:
        return by_item(self.ballots.items, borda(self.ballots, leftovers="zero", base=1).points)

    # Kemeny

    def any_order(self) -> Any:
        return list(kemeny(self.pairs).order)

    def any_kemeny_order(self) -> Any:
        return self.any_order()

    def any_kemeny(self) -> Any:
        return self.any_order()

    def any_distance(self) -> Any:
        return kemeny(self.pairs).cost

    def any_kemeny_distance(self) -> Any:
        return kemeny(self.pairs).cost

    def any_agreement(self) -> Any:
        return kemeny(self.pairs).agreement

    def any_kemeny_agreement(self) -> Any:
        return kemeny(self.pairs).agreement

    def any_tau_x_average(self) -> Any:
        return 1 - 2 * kemeny(self.pairs).cost / (self.ballots.n * comb(len(self.pairs.items), 2))

    def any_n_optimal(self) -> Any:
        optimal = self.any_optimal_orders()
        assert kemeny(self.pairs).unique == (len(optimal) == 1)
        return len(optimal)

    def any_optimal_orders(self) -> Any:
        """All orders that cost as little as ours; ours and the second one are among them."""
        best = kemeny(self.pairs)
        costs = {order: kemeny_cost(self.pairs, order) for order in permutations(self.pairs.items)}
        optimal = sorted(list(order) for order, cost in costs.items() if cost == best.cost)
        assert list(best.order) in optimal
        assert best.second is None or list(best.second) in optimal
        assert min(costs.values()) == best.cost
        return optimal
