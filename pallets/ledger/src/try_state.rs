// SPDX-License-Identifier: Apache-2.0

//! What must always hold.

#![cfg(any(feature = "try-runtime", test))]

use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungible::Inspect};
use gridmerit_energy::{MAX_PRICE, NodeIndex, Planck, SUBSIDIES, WAGERS, is_no_node};
use gridmerit_pallet_support::TeNodes;
use sp_runtime::{TryRuntimeError, traits::Zero};

use crate::{
	AccountOf, Accounts, BalanceOf, Config, Debts, Holding, Neighbours, Pallet, StandingPrice,
	StandingRequired,
};

type Sums = BTreeMap<NodeIndex, Planck>;

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. what was paid into the pot and not out of it is just all credits, also those of parties that are no node (the
	///    reserve, congestion rent that waits, subsidies, wagers), and what buyers have paid for intervals less what sellers
	///    got, with the congestion rent that is not paid out: nothing is missing, and nothing belongs to nobody. The pot
	///    holds it beside the existential deposit; it may hold more, as anybody can send money there;
	/// 2. no more is locked than a node's credit, and it is the sum of its locks, which are in order, and of
	///    what is withheld;
	/// 3. accounts have something in them and belong to nodes that exist, or to parties that are no node, for whose orders
	///    nothing is locked; of subsidies and wagers nothing is withheld or owed; standing deposits belong to nodes that
	///    exist;
	/// 4. what nodes owe and are owed is what the debts say; nobody owes to itself or to its debtor;
	/// 5. what is nothing is not stored, and the standing price is within its bound.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let (mut debts, mut claims) = Self::check_debts()?;
		let mut credits: Planck = 0;
		for (node, account) in Accounts::<T>::iter() {
			let known = is_no_node(node) || T::Nodes::by_index(node).is_some();
			ensure!(known, "money of no node");
			ensure!(!is_no_node(node) || account.locks.is_empty(), "orders of who is no node");
			Self::check_account(&account)?;
			let set_aside = matches!(node, SUBSIDIES | WAGERS);
			let credit = AccountOf::<T> { credit: account.credit, ..Default::default() };
			ensure!(
				!set_aside || account == credit,
				"subsidies or wagers that are owed or withheld"
			);
			let owes = debts.remove(&node).unwrap_or_default();
			ensure!(owes == Self::planck(account.debts), "debts do not add up");
			let owed = claims.remove(&node).unwrap_or_default();
			ensure!(owed == Self::planck(account.claims), "claims do not add up");
			credits = credits.saturating_add(Self::planck(account.credit));
		}
		ensure!(debts.is_empty() && claims.is_empty(), "a debt without an account");

		let mut belongs = i128::try_from(credits).map_err(|_| "credits beyond all bounds")?;
		for (_, sum) in Neighbours::<T>::iter() {
			ensure!(sum != 0, "neighbours with nothing");
			belongs = belongs.saturating_add(sum);
		}
		let holding = i128::try_from(Self::planck(Holding::<T>::get())).unwrap_or(i128::MAX);
		ensure!(holding == belongs, "what was paid into the pot is not what belongs to somebody");
		let pot = Self::planck(T::Currency::balance(&Self::pot_account()));
		let pot = pot.saturating_sub(Self::planck(T::Currency::minimum_balance()));
		let pot = i128::try_from(pot).unwrap_or(i128::MAX);
		ensure!(pot >= holding, "the pot does not hold what belongs to the nodes");

		for node in StandingRequired::<T>::iter_keys() {
			ensure!(T::Nodes::by_index(node).is_some(), "a standing deposit of no node");
		}
		ensure!(StandingPrice::<T>::get() <= MAX_PRICE, "a standing price out of bounds");
		Ok(())
	}

	fn check_account(account: &AccountOf<T>) -> Result<(), TryRuntimeError> {
		ensure!(*account != AccountOf::<T>::default(), "an empty account");
		ensure!(account.locked <= account.credit, "more locked than there is");
		let locks = account.locks.iter();
		ensure!(
			locks.clone().zip(locks.clone().skip(1)).all(|(a, b)| a.0 < b.0),
			"locks out of order"
		);
		let locked: Planck = locks.map(|(_, lock)| Self::planck(*lock)).sum();
		let locked = locked.saturating_add(Self::planck(account.withheld));
		ensure!(locked == Self::planck(account.locked), "locks do not add up");
		Ok(())
	}

	/// What each node owes, and what each is owed.
	fn check_debts() -> Result<(Sums, Sums), TryRuntimeError> {
		let (mut debts, mut claims) = (Sums::new(), Sums::new());
		for (debtor, creditor, debt) in Debts::<T>::iter() {
			ensure!(!debt.is_zero() && debtor != creditor, "a debt that is none");
			let mutual = Debts::<T>::contains_key(creditor, debtor);
			ensure!(!mutual, "debts that should be set off");
			Self::add(&mut debts, debtor, debt);
			Self::add(&mut claims, creditor, debt);
		}
		Ok((debts, claims))
	}

	fn add(sums: &mut Sums, node: NodeIndex, amount: BalanceOf<T>) {
		let sum = sums.entry(node).or_default();
		*sum = sum.saturating_add(Self::planck(amount));
	}
}
