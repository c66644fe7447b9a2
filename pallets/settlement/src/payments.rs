// SPDX-License-Identifier: Apache-2.0

//! Invoices are paid, and what is paid stays in the pot until it cannot be corrected any more.

use frame_support::pallet_prelude::*;
use gridmerit_energy::{Invoice, NodeIndex, Planck, RESERVE};
use gridmerit_pallet_support::{Entry, Ledger, Page, Posted, Release};

use crate::{Config, Held, Pallet, Settled, postings::Parties};

/// Who was paid for an imbalance, and leaves that in the pot: the utility, or the market's reserve.
fn holder(invoice: &Invoice, utility: NodeIndex) -> NodeIndex {
	if invoice.basis.pays_reserve() { RESERVE } else { utility }
}

impl Settled {
	/// What of it is withheld of the utility, and what of the reserve.
	pub(crate) fn withheld(&self) -> (Planck, Planck) {
		if self.basis.pays_reserve() { (0, self.held) } else { (self.held, 0) }
	}
}

impl<T: Config> Pallet<T> {
	/// Posts an invoice, or what it differs from the one that it replaces, for which so much is withheld; how much
	/// of what was paid is withheld then, and whether the node is in debt.
	///
	/// What is withheld is what was really paid for the invoice, all in all. What is given back comes out of it,
	/// and what stays of it stays withheld.
	pub(crate) fn pay(
		parties: Parties,
		replaced: Option<(&Invoice, Planck)>,
		invoice: &Invoice,
	) -> Result<(Planck, bool), DispatchError> {
		let Parties { interval, node, utility, .. } = parties;
		let payee = holder(invoice, utility);
		let (postings, release) = match replaced {
			None => (parties.first_settlement(invoice), None),
			Some((before, amount)) => {
				let from = holder(before, utility);
				let keep = if from == payee { invoice.imbalance.cost() } else { 0 };
				let release = Release { node: from, amount, keep };
				(parties.correction(before, invoice), (amount > 0).then_some(release))
			},
		};
		let unlock = Some((node, interval));
		let posted = T::Ledger::post(Entry { unlock, release, postings: &postings })?;
		let Posted { withheld, kept, in_debt } = posted;
		let held = kept.saturating_add(withheld);
		let of_utility = |who, amount| if who == utility { amount } else { 0 };
		let before = release.map_or(0, |release| of_utility(release.node, release.amount));
		let after = of_utility(payee, held);
		if before != after {
			Held::<T>::mutate_exists(interval, |sum| {
				let rest = sum.unwrap_or_default().saturating_sub(before).saturating_add(after);
				*sum = Some(rest).filter(|rest| *rest > 0);
			});
		}
		Ok((held, in_debt))
	}

	/// What silence has cost in settlements that are forgotten is free in the reserve: nobody can show any more
	/// what was drawn then.
	pub(crate) fn free_reserve(forgotten: &Page<Settled>) {
		let held = forgotten.rows(0).map(|(_, row)| row.withheld().1);
		let sum = held.fold(0, Planck::saturating_add);
		if sum > 0 {
			T::Ledger::release(RESERVE, sum);
		}
	}
}
