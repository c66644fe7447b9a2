// SPDX-License-Identifier: Apache-2.0

//! Whether a dispatch is worth a claim.

use gridmerit_client::{
	proposals::{PostedClaim, PostedProblem},
	units::unit,
};
use gridmerit_dispatch::{Checked, Merit, Rejection, accept};
use gridmerit_energy::Planck;
use gridmerit_trust::Part;

use crate::rulebook::ProposeRules;

/// What comes of a look at what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judged {
	/// It can win, and is paid so much then at most, in planck.
	Worth(Planck),
	/// Nothing is claimed, because.
	Not(String),
}

/// The most that a dispatch of such welfare is paid, in planck: a share of what it adds to the one that came with the
/// problem. It is less if the rent does not yield it.
pub fn reward(problem: &PostedProblem, share: Part, welfare: Planck) -> Planck {
	let gain = welfare.saturating_sub(problem.base);
	share.times(gain).min(problem.terms.reward)
}

/// Why a problem is not worth solving, whatever is found; none if it may be. `today`: what was put at stake on this day.
pub fn hopeless(
	rules: &ProposeRules,
	problem: &PostedProblem,
	share: Part,
	today: Planck,
) -> Option<String> {
	let (wager, most) = (problem.terms.wager, reward(problem, share, problem.most));
	if wager > rules.max_wager {
		Some(format!("its wager is {} (propose.max_wager_unit)", unit(wager)))
	} else if today.saturating_add(wager) > rules.max_wager_per_day {
		let left = unit(rules.max_wager_per_day.saturating_sub(today));
		Some(format!(
			"its wager is {}, and {left} are left today (propose.max_wager_unit_per_day)",
			unit(wager)
		))
	} else if most < rules.min_reward {
		Some(format!("no dispatch is paid more than {} (propose.min_reward_unit)", unit(most)))
	} else {
		None
	}
}

/// Whether what was found is worth a claim: it is near enough to the best, better than what stands, and than what others
/// claim that may be true.
pub fn judge(
	problem: &PostedProblem,
	claims: &[PostedClaim],
	share: Part,
	checked: &Checked,
	min_reward: Planck,
) -> Judged {
	let least = problem.terms.threshold.most(checked.bound);
	match accept(checked, Some(&problem.standing.merit), problem.terms.threshold) {
		Ok(()) => {},
		Err(Rejection::Gap) => {
			return Judged::Not(format!(
				"its gap is {}, and at most {} is taken",
				unit(checked.gap),
				unit(least)
			));
		},
		Err(Rejection::NotBetter) => {
			let Merit { welfare, .. } = problem.standing.merit;
			return Judged::Not(format!(
				"what was found is worth {}, no more than what stands ({})",
				unit(checked.welfare),
				unit(welfare)
			));
		},
	}
	// No dispatch is worth more than the bound that was just proven, so who claims more will lose the wager.
	let honest = |claim: &&PostedClaim| claim.claim.welfare <= checked.bound;
	let best = claims.iter().filter(honest).map(|claim| claim.claim.welfare).max();
	if let Some(best) = best.filter(|best| *best >= checked.welfare) {
		return Judged::Not(format!(
			"somebody has claimed {} before, and what was found is worth {}",
			unit(best),
			unit(checked.welfare)
		));
	}
	match reward(problem, share, checked.welfare) {
		paid if paid < min_reward => Judged::Not(format!(
			"it would be paid {} at most (propose.min_reward_unit)",
			unit(paid)
		)),
		paid => Judged::Worth(paid),
	}
}
