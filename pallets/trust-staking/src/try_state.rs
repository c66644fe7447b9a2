// SPDX-License-Identifier: Apache-2.0

//! What must always hold.

#![cfg(any(feature = "try-runtime", test))]

use alloc::collections::BTreeMap;
use frame_support::{
	ensure,
	traits::{Get, fungible::InspectHold},
};
use gridmerit_energy::{NodeIndex, Planck};
use gridmerit_pallet_support::{SessionIndex, TeNodes};
use gridmerit_trust::{Part, Unbonding};
use sp_runtime::TryRuntimeError;

use crate::{
	Backers, ConductPages, ConductSets, Config, FirstSlash, Folding, History, HoldReason,
	NextRules, NextSlash, Pallet, Promised, Reports, ReportsFrom, Rules, Running, Slashes, StakeOf,
	Stakes, StandingPages, Unpaid, fold::FIRST_SESSION,
};

type Sums<Key> = BTreeMap<Key, Planck>;

/// What a node's backers have.
#[derive(Default)]
struct Backing {
	backers: u32,
	shares: Planck,
	leaving: Planck,
}

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. what is bonded is bonded behind nodes that exist, by an owner if it is the node's own, and there is something;
	///    what is on its way out is in order of time;
	/// 2. what is held in accounts is what they have bonded;
	/// 3. backers' shares add up to those of the pools, and each has something; commissions are parts;
	/// 4. the pot holds what pools have and what the treasury was not paid, beside the existential deposit;
	/// 5. the account of rewards holds what is promised, and no more is owed than that;
	/// 6. indices are parts and belong to nodes that exist, as do conduct and history; they have a day once the first
	///    session is folded; no page is empty, and pages with conduct are known;
	/// 7. slashes that wait are due in order, and nodes know how many; nothing is folded but what has ended;
	/// 8. rules are sound, and reports not older than what is forgotten.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let (mut held, mut pools): (Sums<T::AccountId>, Planck) = (Sums::new(), Unpaid::<T>::get());
		let mut owed: Planck = 0;
		let mut backing = Self::check_backers(&mut owed)?;
		let mut pending = Self::check_slashes()?;
		for (node, stake) in Stakes::<T>::iter() {
			ensure!(T::Nodes::by_index(node).is_some(), "a bond of no node");
			Self::check_stake(&stake)?;
			if let Some(owner) = &stake.owner {
				let sum = held.entry(owner.clone()).or_default();
				*sum = sum.saturating_add(stake.own());
			}
			pools = pools.saturating_add(stake.backed());
			owed = owed.saturating_add(stake.accrual.rest);
			let found = backing.remove(&node).unwrap_or_default();
			ensure!(found.backers == stake.backers, "the count of backers is wrong");
			ensure!(found.shares == stake.pool.shares, "shares do not add up");
			ensure!(found.leaving == stake.leaving.shares, "leaving shares do not add up");
			let waiting = pending.remove(&node).unwrap_or_default();
			ensure!(waiting == stake.pending, "the count of slashes is wrong");
		}
		ensure!(backing.is_empty(), "a backer of nothing");
		ensure!(pending.is_empty(), "a slash of nothing");
		for account in frame_system::Account::<T>::iter_keys() {
			let on_hold = T::Currency::balance_on_hold(&HoldReason::Bond.into(), &account);
			let on_hold = Self::planck(on_hold);
			let sum = held.remove(&account).unwrap_or_default();
			ensure!(on_hold == sum, "what is held is not what is bonded");
		}
		ensure!(held.is_empty(), "a bond of an account that is dead");
		let balance = |account: T::AccountId| {
			Self::free(&account).saturating_sub(Self::existential_deposit())
		};
		ensure!(balance(Self::pot_account()) >= pools, "the pot does not hold what pools have");
		owed = owed.saturating_add(Self::check_standings()?);
		ensure!(owed <= Promised::<T>::get(), "more is owed than promised");
		let rewards = balance(Self::reward_account());
		ensure!(rewards >= Promised::<T>::get(), "promised rewards are not there");
		Self::check_conduct()?;
		Self::check_rules(&Rules::<T>::get()).map_err(|_| "rules that are not sound")?;
		if let Some((_, rules)) = NextRules::<T>::get() {
			Self::check_rules(&rules).map_err(|_| "next rules that are not sound")?;
		}
		for (session, _, ()) in Reports::<T>::iter() {
			ensure!(session >= ReportsFrom::<T>::get(), "a report that should be forgotten");
		}
		Ok(())
	}

	fn check_unbondings(unbondings: &[Unbonding]) -> Result<(), TryRuntimeError> {
		let pairs = unbondings.iter().zip(unbondings.iter().skip(1));
		let ordered = pairs.into_iter().all(|(a, b)| a.from < b.from);
		ensure!(ordered, "unbondings out of order");
		ensure!(unbondings.iter().all(|part| part.amount > 0), "an unbonding of nothing");
		Ok(())
	}

	fn check_stake(stake: &StakeOf<T>) -> Result<(), TryRuntimeError> {
		ensure!(!stake.is_empty(), "a stake of nothing");
		ensure!(stake.owner.is_some() == (stake.own() > 0), "a bond without an owner");
		Self::check_unbondings(&stake.unbonding)?;
		let next = stake.next_commission.map_or(Part::ZERO, |(_, commission)| commission);
		ensure!(stake.commission.max(next) <= Part::ONE, "a commission above the whole");
		Ok(())
	}

	/// What the backers of each node have; adds what they are owed.
	fn check_backers(owed: &mut Planck) -> Result<BTreeMap<NodeIndex, Backing>, TryRuntimeError> {
		let mut backing = BTreeMap::<NodeIndex, Backing>::new();
		for (node, _, mut backer) in Backers::<T>::iter() {
			ensure!(!backer.is_empty(), "a backer of nothing");
			Self::check_unbondings(&backer.leaving)?;
			let stake = Stakes::<T>::get(node).ok_or("a backer of nothing")?;
			Self::reckon(&stake, &mut backer).map_err(|_| "rewards that cannot be reckoned")?;
			*owed = owed.saturating_add(backer.owed);
			let sums = backing.entry(node).or_default();
			sums.backers = sums.backers.saturating_add(1);
			sums.shares = sums.shares.saturating_add(backer.shares);
			for part in &backer.leaving {
				sums.leaving = sums.leaving.saturating_add(part.amount);
			}
		}
		Ok(backing)
	}

	/// How many slashes of each node wait.
	fn check_slashes() -> Result<BTreeMap<NodeIndex, u32>, TryRuntimeError> {
		let (first, next) = (FirstSlash::<T>::get(), NextSlash::<T>::get());
		ensure!(first <= next, "slashes end before they begin");
		let mut slashes: BTreeMap<u32, (NodeIndex, SessionIndex)> = BTreeMap::new();
		for (number, slash) in Slashes::<T>::iter() {
			ensure!((first..next).contains(&number), "a slash out of turn");
			slashes.insert(number, (slash.node, slash.due));
		}
		let mut pending = BTreeMap::<NodeIndex, u32>::new();
		let mut before = 0;
		for (node, due) in slashes.into_values() {
			ensure!(due >= before, "slashes are due out of order");
			before = due;
			let count = pending.entry(node).or_default();
			*count = count.saturating_add(1);
		}
		Ok(pending)
	}

	/// How nodes stand; what they are owed.
	fn check_standings() -> Result<Planck, TryRuntimeError> {
		let mut owed: Planck = 0;
		let folded = Folding::<T>::get().is_none_or(|cursor| cursor.session > FIRST_SESSION);
		let dated = folded && Running::<T>::get().session > FIRST_SESSION;
		for (page, rows) in StandingPages::<T>::iter() {
			ensure!(!rows.is_empty() && rows.is_sound(), "a page of nothing");
			for (node, row) in rows.rows(page) {
				ensure!(T::Nodes::by_index(node).is_some(), "a standing of no node");
				ensure!(row.reputation.index <= Part::ONE, "an index above the whole");
				ensure!(!dated || row.is_dated(), "an index without a day");
				owed = owed.saturating_add(row.owed);
			}
		}
		for (node, history) in History::<T>::iter() {
			ensure!(T::Nodes::by_index(node).is_some(), "a history of no node");
			ensure!(!history.is_empty(), "a history of nothing");
			let pairs = history.iter().zip(history.iter().skip(1));
			let ordered = pairs.into_iter().all(|(a, b)| a.session < b.session);
			ensure!(ordered, "a history out of order");
		}
		Ok(owed)
	}

	fn check_conduct() -> Result<(), TryRuntimeError> {
		let running = Running::<T>::get();
		ensure!(running.session <= T::Session::get(), "a session that has not begun");
		for (place, page, rows) in ConductPages::<T>::iter() {
			ensure!(!rows.is_empty() && rows.is_sound(), "conduct of nobody");
			ensure!(ConductSets::<T>::get(place).contains(page), "a page of conduct is not known");
			for (node, conduct) in rows.rows(page) {
				ensure!(T::Nodes::by_index(node).is_some(), "conduct of no node");
				ensure!(!conduct.is_empty(), "conduct that is none");
			}
		}
		let other = !ConductSets::<T>::get(!running.place).is_empty();
		ensure!(other == Folding::<T>::exists(), "conduct that nobody folds");
		if let Some(cursor) = Folding::<T>::get() {
			ensure!(cursor.session < running.session, "a session is folded before its end");
			let mut pages = ConductPages::<T>::iter_key_prefix(!running.place);
			ensure!(pages.all(|page| page >= cursor.page), "a page was passed by");
		}
		Ok(())
	}
}
