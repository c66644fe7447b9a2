// SPDX-License-Identifier: Apache-2.0

//! What must always hold.

#![cfg(any(feature = "try-runtime", test))]

use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungible::Inspect};
use gridmerit_primitives::{NodeIndex, Planck, TeNodes};
use sp_runtime::{
	TryRuntimeError,
	traits::{UniqueSaturatedInto, Zero},
};

use crate::{AccountOf, Accounts, BalanceOf, Config, Debts, Invoices, Pallet};

fn planck<T: Config>(amount: BalanceOf<T>) -> Planck {
	amount.unique_saturated_into()
}

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. the pot holds all credits, and what was paid or got for trades whose other side is not settled;
	/// 2. no more is locked than a node's credit, and it is the sum of its locks, which are in order;
	/// 3. accounts have something in them and belong to nodes that exist;
	/// 4. what nodes owe and are owed is what the debts say, and nobody owes to itself.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let (mut credits, mut debts, mut claims) = (0, BTreeMap::new(), BTreeMap::new());
		for (debtor, creditor, debt) in Debts::<T>::iter() {
			ensure!(!debt.is_zero() && debtor != creditor, "a debt that is none");
			Self::add(&mut debts, debtor, debt);
			Self::add(&mut claims, creditor, debt);
		}
		for (node, account) in Accounts::<T>::iter() {
			ensure!(T::Nodes::by_index(node).is_some(), "money of no node");
			ensure!(account != AccountOf::<T>::default(), "an empty account");
			ensure!(account.locked <= account.credit, "more locked than there is");
			let locks = account.locks.iter();
			ensure!(
				locks.clone().zip(locks.clone().skip(1)).all(|(a, b)| a.0 < b.0),
				"locks out of order"
			);
			let locked: Planck = locks.map(|(_, lock)| planck::<T>(*lock)).sum();
			ensure!(locked == planck::<T>(account.locked), "locks do not add up");
			let owes = debts.remove(&node).unwrap_or_default();
			ensure!(owes == planck::<T>(account.debts), "debts do not add up");
			let owed = claims.remove(&node).unwrap_or_default();
			ensure!(owed == planck::<T>(account.claims), "claims do not add up");
			credits = Planck::saturating_add(credits, planck::<T>(account.credit));
		}
		ensure!(debts.is_empty() && claims.is_empty(), "a debt without an account");

		let pot = planck::<T>(T::Currency::balance(&Self::pot_account()));
		let (mut paid, mut got) = (pot, credits);
		for (_, _, invoice) in Invoices::<T>::iter() {
			let neighbours = invoice.position.cost.saturating_sub(planck::<T>(invoice.fee));
			got = got.saturating_add(neighbours);
			paid = paid.saturating_add(invoice.position.revenue);
		}
		ensure!(paid >= got, "the pot does not hold what belongs to the nodes");
		Ok(())
	}

	fn add(sums: &mut BTreeMap<NodeIndex, Planck>, node: NodeIndex, amount: BalanceOf<T>) {
		let sum = sums.entry(node).or_default();
		*sum = sum.saturating_add(planck::<T>(amount));
	}
}
