// SPDX-License-Identifier: Apache-2.0

//! Invoices are paid, and what is paid stays in the pot until it cannot be corrected any more.

use frame_support::pallet_prelude::*;
use gridmerit_energy::{Invoice, NodeIndex, Planck, RESERVE};
use gridmerit_pallet_support::{Entry, Ledger, Page, PageIndex, Posted, Release, page_of};

use crate::{Config, Pallet, Settled, Shared, Shown, postings::Parties};

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

impl<T: Config> Shared<T> {
	/// Posts an invoice, or what it differs from the one that it replaces, for which so much is withheld; how much
	/// of what was paid is withheld then, and whether the node is in debt.
	///
	/// What is withheld is what was really paid for the invoice, all in all. What is given back comes out of it,
	/// and what stays of it stays withheld.
	pub(crate) fn pay(
		&mut self,
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
		let posted = self.post(Entry { unlock, release, postings: &postings })?;
		let Posted { withheld, kept, in_debt } = posted;
		let held = kept.saturating_add(withheld);
		let of_utility = |who, amount| if who == utility { amount } else { 0 };
		let before = release.map_or(0, |release| of_utility(release.node, release.amount));
		let after = of_utility(payee, held);
		if before != after {
			self.change_held(interval, before, after);
		}
		Ok((held, in_debt))
	}
}

impl<T: Config> Pallet<T> {
	/// Notes that so much of what a node's silence has cost is withheld no more.
	pub(crate) fn note_shown(node: NodeIndex, amount: Planck) {
		Shown::<T>::mutate(page_of(node), |shown| {
			let sum = shown.get(node).copied().unwrap_or_default();
			shown.set(node, sum.saturating_add(amount));
		});
	}

	/// What silence has cost in settlements that are forgotten is free in the reserve: nobody can show any more
	/// what was drawn then.
	pub(crate) fn free_reserve(page: PageIndex, forgotten: &Page<Settled>) {
		let mut shown = Shown::<T>::get(page);
		let (before, mut sum) = (shown.len(), 0_u128);
		let mut changed = false;
		for (node, row) in forgotten.rows(page) {
			let held = row.withheld().1;
			let known = shown.get(node).copied().unwrap_or_default();
			let paid_out = known.min(held);
			if paid_out > 0 {
				changed = true;
				match known.saturating_sub(paid_out) {
					0 => shown.remove(node),
					left => shown.set(node, left),
				};
			}
			sum = sum.saturating_add(held.saturating_sub(paid_out));
		}
		if shown.is_empty() && before > 0 {
			Shown::<T>::remove(page);
		} else if changed {
			Shown::<T>::insert(page, shown);
		}
		if sum > 0 {
			T::Ledger::release(RESERVE, sum);
		}
	}
}
