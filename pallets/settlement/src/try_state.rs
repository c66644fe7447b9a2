// SPDX-License-Identifier: Apache-2.0

//! What must always hold.

#![cfg(any(feature = "try-runtime", test))]

use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungible::Inspect};
use gridmerit_energy::{Interval, NodeIndex, Planck, payment};
use gridmerit_pallet_support::{IntervalTerms, Positions, TeNodes, page_of};
use sp_runtime::{
	TryRuntimeError,
	traits::{Saturating, Zero},
};

use crate::{
	AccountOf, Accounts, BalanceOf, Config, Debts, Held, Pallet, SettledBefore, SettledPages,
	SilentTo, Store, Stores,
};

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. the pot holds all credits and, of trades of which only one side is settled, what that has paid,
	///    less what it got; the existential deposit is nobody's;
	/// 2. no more is locked than a node's credit, and it is the sum of its locks, which are in order, and of
	///    what is held back of it as a utility;
	/// 3. accounts have something in them and belong to nodes that exist;
	/// 4. what nodes owe and are owed is what the debts say; nobody owes to itself or to its debtor;
	/// 5. nothing is locked for what is settled or should be, and what is held back for an interval is what its
	///    provisional settlements say; nothing is once it is closed;
	/// 6. no interval is closed before silent nodes are settled;
	/// 7. a battery holds no more than its capacity, and what was metered since is in order.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut held = Self::check_held()?;
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
			let locked = locked.saturating_add(held.remove(&node).unwrap_or_default());
			ensure!(locked == Self::planck(account.locked), "locks do not add up");
			let settled =
				|interval| SettledPages::<T>::get(interval, page_of(node)).get(node).is_some();
			ensure!(
				!account.locks.iter().any(|(interval, _)| settled(*interval)),
				"a lock for what is settled"
			);
			let silent_to = SilentTo::<T>::get().interval;
			ensure!(
				!account.locks.iter().any(|(interval, _)| *interval < silent_to),
				"a lock for what should be settled"
			);
			let owes = debts.remove(&node).unwrap_or_default();
			ensure!(owes == Self::planck(account.debts), "debts do not add up");
			let owed = claims.remove(&node).unwrap_or_default();
			ensure!(owed == Self::planck(account.claims), "claims do not add up");
			credits = Planck::saturating_add(credits, Self::planck(account.credit));
		}
		ensure!(debts.is_empty() && claims.is_empty(), "a debt without an account");
		ensure!(held.is_empty(), "something held back of no account");

		let pot = T::Currency::balance(&Self::pot_account());
		let pot = pot.saturating_sub(T::Currency::minimum_balance());
		let (mut paid, mut got) = (Self::planck(pot), credits);
		for (interval, page, rows) in SettledPages::<T>::iter() {
			ensure!(rows.is_sound() && !rows.is_empty(), "a page of settlements out of order");
			// Those of a forgotten interval wait to be removed; they add up to nothing.
			let Some(terms) = T::Terms::terms(interval) else { continue };
			for (node, _) in rows.rows(page) {
				let position = T::Positions::position(interval, node);
				let fee = payment(position.bought, terms.tariff.fee);
				ensure!(fee <= position.cost, "a fee above the cost");
				got = got.saturating_add(position.cost.saturating_sub(fee));
				paid = paid.saturating_add(position.revenue);
			}
		}
		ensure!(paid >= got, "the pot does not hold what belongs to the nodes");
		ensure!(SettledBefore::<T>::get() <= SilentTo::<T>::get().interval, "closed too early");
		for Store { battery, energy, from, metered } in Stores::<T>::iter_values() {
			ensure!(energy <= battery.capacity, "a battery above its capacity");
			let mut intervals = metered.iter().map(|(interval, _)| *interval);
			let next = intervals.try_fold(from, |next, interval| {
				(next <= interval).then(|| interval.saturating_add(1))
			});
			ensure!(next.is_some(), "a battery's meter out of order");
		}
		Ok(())
	}

	/// What is held back of each utility.
	fn check_held() -> Result<BTreeMap<NodeIndex, Planck>, TryRuntimeError> {
		let mut of_rows = BTreeMap::<Interval, Planck>::new();
		for (interval, page, rows) in SettledPages::<T>::iter() {
			for (_, row) in rows.rows(page) {
				ensure!(row.held == 0 || row.basis.is_provisional(), "held for what is final");
				if row.held > 0 && interval >= SettledBefore::<T>::get() {
					let sum = of_rows.entry(interval).or_default();
					*sum = sum.saturating_add(row.held);
				}
			}
		}
		let mut of_utilities = BTreeMap::new();
		for (interval, held) in Held::<T>::iter() {
			ensure!(of_rows.remove(&interval) == Some(Self::planck(held)), "held does not add up");
			let terms = T::Terms::terms(interval).ok_or("held for what is forgotten")?;
			Self::add(&mut of_utilities, terms.utility, held);
		}
		ensure!(of_rows.is_empty(), "a settlement that should be held back");
		Ok(of_utilities)
	}

	fn add(sums: &mut BTreeMap<NodeIndex, Planck>, node: NodeIndex, amount: BalanceOf<T>) {
		let sum = sums.entry(node).or_default();
		*sum = sum.saturating_add(Self::planck(amount));
	}
}
