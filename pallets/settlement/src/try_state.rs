// SPDX-License-Identifier: Apache-2.0

//! What must always hold.

#![cfg(any(feature = "try-runtime", test))]

use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungible::Inspect};
use gridmerit_primitives::{Deviation, NodeIndex, Planck, TeNodes};
use sp_runtime::{
	TryRuntimeError,
	traits::{Saturating, Zero},
};

use crate::{AccountOf, Accounts, BalanceOf, Config, Debts, Invoice, InvoiceOf, Invoices, Pallet};

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. the pot holds all credits and, of trades of which only one side is settled, what that has paid,
	///    less what it got; the existential deposit is nobody's;
	/// 2. no more is locked than a node's credit, and it is the sum of its locks, which are in order;
	/// 3. accounts have something in them and belong to nodes that exist;
	/// 4. what nodes owe and are owed is what the debts say; nobody owes to itself or to its debtor;
	/// 5. invoices add up, and nothing is locked for what is settled.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let (mut credits, mut debts, mut claims) = (0, BTreeMap::new(), BTreeMap::new());
		for (debtor, creditor, debt) in Debts::<T>::iter() {
			ensure!(!debt.is_zero() && debtor != creditor, "a debt that is none");
			let mutual = Debts::<T>::contains_key(creditor, debtor);
			ensure!(!mutual, "debts that should be set off");
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
			let locked: Planck = locks.map(|(_, lock)| Self::planck(*lock)).sum();
			ensure!(locked == Self::planck(account.locked), "locks do not add up");
			let settled = |interval| Invoices::<T>::contains_key(interval, node);
			ensure!(
				!account.locks.iter().any(|(interval, _)| settled(*interval)),
				"a lock for what is settled"
			);
			let owes = debts.remove(&node).unwrap_or_default();
			ensure!(owes == Self::planck(account.debts), "debts do not add up");
			let owed = claims.remove(&node).unwrap_or_default();
			ensure!(owed == Self::planck(account.claims), "claims do not add up");
			credits = Planck::saturating_add(credits, Self::planck(account.credit));
		}
		ensure!(debts.is_empty() && claims.is_empty(), "a debt without an account");

		let pot = T::Currency::balance(&Self::pot_account());
		let pot = pot.saturating_sub(T::Currency::minimum_balance());
		let (mut paid, mut got) = (Self::planck(pot), credits);
		for (_, _, invoice) in Invoices::<T>::iter() {
			Self::check_invoice(&invoice)?;
			let neighbours = invoice.position.cost.saturating_sub(Self::planck(invoice.fee));
			got = got.saturating_add(neighbours);
			paid = paid.saturating_add(invoice.position.revenue);
		}
		ensure!(paid >= got, "the pot does not hold what belongs to the nodes");
		Ok(())
	}

	fn add(sums: &mut BTreeMap<NodeIndex, Planck>, node: NodeIndex, amount: BalanceOf<T>) {
		let sum = sums.entry(node).or_default();
		*sum = sum.saturating_add(Self::planck(amount));
	}

	/// What it gets and pays, now or later, is what it has sold and bought.
	fn check_invoice(invoice: &InvoiceOf<T>) -> Result<(), TryRuntimeError> {
		let Invoice { position, deviation, fee, credited, charged, arrears, claim, .. } = invoice;
		let (bought, sold) = match *deviation {
			Deviation::Bought { cost, .. } => (cost, 0),
			Deviation::Sold { revenue, .. } => (0, revenue),
		};
		let sum = |parts: [Planck; 4]| parts.into_iter().fold(0, Planck::saturating_add);
		let [credited, charged, arrears, claim] =
			[credited, charged, arrears, claim].map(|amount| Self::planck(*amount));
		ensure!(
			sum([position.revenue, sold, charged, arrears])
				== sum([position.cost, bought, credited, claim]),
			"an invoice that does not add up"
		);
		ensure!(Self::planck(*fee) <= position.cost, "a fee above the cost");
		Ok(())
	}
}
