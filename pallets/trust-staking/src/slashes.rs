// SPDX-License-Identifier: Apache-2.0

//! Slashes: queued with a dispute window, cancelled or applied, divided.

use codec::Encode;
use frame_support::{pallet_prelude::*, storage::with_storage_layer, traits::Defensive};
use gridmerit_energy::{NodeIndex, Planck};
use gridmerit_pallet_support::{Compensation, ConductSink, Report, TeNodes, Words};
use gridmerit_trust::{Conduct, Part, mul_div, slash};
use sp_io::hashing::blake2_256;

use crate::{
	Config, Error, Event, FirstSlash, NextSlash, Pallet, PendingSlash, PendingSlashOf, Rules,
	Running, Slashes, StakeOf, Stakes, Unpaid,
};

/// To how many creditors of a node a slash pays what else it owes: the utility, the grid account and the reserve, and one
/// that was the utility before.
pub(crate) const MOST_DEBTS: u32 = 4;

/// What a slash came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Divided {
	damage: Planck,
	reporter: Planck,
	treasury: Planck,
}

impl<T: Config> Pallet<T> {
	/// Queues the slash for what is proven, if there is something to take.
	pub(crate) fn queue_slash(report: Report<T::AccountId>) {
		let Report { node, offence, severity, evidence, reporter, damage, .. } = report;
		let slashing = Rules::<T>::get().slashing;
		let fraction = offence.map_or(Part::ZERO, |offence| slashing.of(offence));
		let fraction = fraction.of_part(severity);
		let damage = damage.filter(|(_, amount)| *amount > 0);
		if fraction == Part::ZERO && damage.is_none() {
			return;
		}
		let Some(mut stake) = Stakes::<T>::get(node) else { return };
		let reported = T::Session::get();
		let due = reported.saturating_add(T::DisputeWindow::get());
		let slash = NextSlash::<T>::get();
		let pending = PendingSlash {
			node,
			offence,
			severity,
			fraction,
			damage,
			reporter,
			evidence,
			reported,
			due,
		};
		stake.pending = stake.pending.saturating_add(1);
		Stakes::<T>::insert(node, stake);
		Slashes::<T>::insert(slash, pending);
		NextSlash::<T>::put(slash.saturating_add(1));
		Self::deposit_event(Event::SlashQueued { slash, node, fraction, due });
	}

	/// Whether the first slash is due, or was cancelled and has to be passed by.
	pub(crate) fn is_slash_due() -> bool {
		let first = FirstSlash::<T>::get();
		if first >= NextSlash::<T>::get() {
			return false;
		}
		Slashes::<T>::get(first).is_none_or(|slash| slash.due <= T::Session::get())
	}

	/// Applies the first slash, which is due, or passes it by.
	pub(crate) fn apply_next_slash() {
		let number = FirstSlash::<T>::get();
		FirstSlash::<T>::put(number.saturating_add(1));
		let Some(slash) = Slashes::<T>::take(number) else { return };
		let node = slash.node;
		let applied = with_storage_layer(|| Self::apply_slash(number, slash));
		if applied.defensive_proof("what is recorded is there").is_err() {
			Self::settle_pending(node);
			Self::deposit_event(Event::SlashFailed { slash: number, node });
		}
	}

	/// One slash of a node is decided.
	fn settle_pending(node: NodeIndex) {
		if let Some(mut stake) = Stakes::<T>::get(node) {
			stake.pending = stake.pending.saturating_sub(1);
			Self::store_stake(node, stake);
		}
	}

	fn apply_slash(number: u32, slash: PendingSlashOf<T>) -> DispatchResult {
		let node = slash.node;
		let mut stake = Stakes::<T>::get(node).ok_or(Error::<T>::NotBonded)?;
		stake.pending = stake.pending.saturating_sub(1);
		let damage = slash
			.damage
			.map(|(creditor, damage)| (creditor, Self::not_made_good(&slash, creditor, damage)));
		let slash = PendingSlash { damage, ..slash };
		let (own, backers) = Self::losses(&stake, &slash);
		let owner = stake.owner.clone();
		if let Some(owner) = owner.as_ref().filter(|_| own > 0) {
			Self::seize_bond(owner, own)?;
		}
		Self::take_own(&mut stake, own);
		Self::take_backers(&mut stake, backers, slash.fraction)?;
		Self::store_stake(node, stake);
		let Divided { damage, reporter, treasury } =
			Self::divide(own, backers, &slash, owner.as_ref());
		Self::deposit_event(Event::Slashed {
			slash: number,
			node,
			own,
			backers,
			damage,
			reporter,
			treasury,
		});
		Ok(())
	}

	/// What of the damage is left: of a debt, what has not been paid meanwhile.
	fn not_made_good(slash: &PendingSlashOf<T>, creditor: NodeIndex, damage: Planck) -> Planck {
		match slash.offence {
			Some(_) => damage,
			None => damage.min(T::Ledger::owed(slash.node, creditor)),
		}
	}

	/// What the node and what its backers lose: the same part, and the node at least the damage, as far as its own bond
	/// goes. Backers do not vouch for its debts.
	fn losses(stake: &StakeOf<T>, pending: &PendingSlashOf<T>) -> (Planck, Planck) {
		let all = stake.own();
		let (own, backers) = slash(all, stake.backed(), pending.fraction);
		let damage = pending.damage.map_or(0, |(_, damage)| damage);
		(own.max(damage.min(all)), backers)
	}

	/// Takes from a node's own bond: from what is on its way out in proportion, rounded down, and the rest from what is
	/// not, and what that has not from the rest again.
	fn take_own(stake: &mut StakeOf<T>, amount: Planck) {
		let all = stake.own();
		let mut left = amount;
		for unbonding in stake.unbonding.iter_mut() {
			let part = mul_div(unbonding.amount, amount, all).unwrap_or(0).min(unbonding.amount);
			unbonding.amount = unbonding.amount.saturating_sub(part);
			left = left.saturating_sub(part);
		}
		let part = left.min(stake.bonded);
		stake.bonded = stake.bonded.saturating_sub(part);
		left = left.saturating_sub(part);
		for unbonding in stake.unbonding.iter_mut() {
			let part = left.min(unbonding.amount);
			unbonding.amount = unbonding.amount.saturating_sub(part);
			left = left.saturating_sub(part);
		}
		stake.unbonding.retain(|unbonding| unbonding.amount > 0);
		if stake.own() == 0 {
			stake.owner = None;
		}
	}

	/// Takes from backers: from those who leave their part, rounded down, and the rest from those who stay.
	fn take_backers(stake: &mut StakeOf<T>, amount: Planck, fraction: Part) -> DispatchResult {
		let leaving = fraction.times(stake.leaving.bonded).min(amount);
		let staying = amount.saturating_sub(leaving).min(stake.pool.bonded);
		let leaving = amount.saturating_sub(staying);
		stake.pool = stake.pool.slash(staying).map_err(Error::<T>::from)?;
		stake.leaving = stake.leaving.slash(leaving).map_err(Error::<T>::from)?;
		Ok(())
	}

	/// Divides what lies in the pot: first the damage; from what the node itself has lost then what else it owes, and the
	/// reporter's part of the rest; then the treasury.
	///
	/// A reporter is paid by who has done it, and only by that: what backers lose would else be a reason to do it and have
	/// a friend report it, and what a former owner loses a reason to take a node over. Who reports itself gets nothing.
	fn divide(
		own: Planck,
		backers: Planck,
		slash: &PendingSlashOf<T>,
		owner: Option<&T::AccountId>,
	) -> Divided {
		let pot = Self::pot_account();
		let amount = own.saturating_add(backers);
		let mut divided = Divided::default();
		if let Some((creditor, damage)) = slash.damage {
			let damage = damage.min(amount);
			// A creditor that has left is paid nothing.
			if T::Ledger::compensate(&pot, slash.node, creditor, damage).is_ok() {
				divided.damage = damage;
			}
		}
		for (creditor, owed) in T::Ledger::debts(slash.node, MOST_DEBTS) {
			let paid = owed.min(own.saturating_sub(divided.damage));
			if paid > 0 && T::Ledger::compensate(&pot, slash.node, creditor, paid).is_ok() {
				divided.damage = divided.damage.saturating_add(paid);
			}
		}
		let rest = amount.saturating_sub(divided.damage);
		let account = T::Nodes::account_of(slash.node);
		let reporter = slash.reporter.as_ref().filter(|who| Some(*who) != owner);
		let reporter = reporter.filter(|_| owner.is_some() && owner == account.as_ref());
		let own_rest = own.saturating_sub(divided.damage);
		let bounty = Rules::<T>::get().slashing.reporter.times(own_rest);
		if let Some(reporter) = reporter.filter(|_| bounty > 0)
			&& Self::transfer_from_pot(reporter, bounty).is_ok()
		{
			divided.reporter = bounty;
		}
		let rest = rest.saturating_sub(divided.reporter).saturating_add(Unpaid::<T>::get());
		if rest > 0 && Self::transfer_from_pot(&T::Treasury::get(), rest).is_ok() {
			divided.treasury = rest;
		}
		Unpaid::<T>::put(rest.saturating_sub(divided.treasury));
		divided
	}

	/// Asks that what a node owes be taken from its own bond, for the creditor or the operator, who is no account.
	pub(crate) fn do_call_in_debt(
		account: Option<T::AccountId>,
		node: NodeIndex,
		creditor: NodeIndex,
	) -> DispatchResult {
		let own = account.is_none() || T::Nodes::account_of(creditor) == account;
		ensure!(own, Error::<T>::NotCreditor);
		let owed = T::Ledger::owed(node, creditor);
		ensure!(owed > 0, Error::<T>::NothingOwed);
		let bonded = Stakes::<T>::get(node).is_some_and(|stake| stake.own() > 0);
		ensure!(bonded, Error::<T>::NotBonded);
		<Self as ConductSink<_>>::report(Report {
			node,
			offence: None,
			severity: Part::ZERO,
			session: T::Session::get(),
			// Once a session; what was paid before a slash is due, it does not take.
			evidence: (node, creditor).using_encoded(blake2_256),
			reporter: None,
			damage: Some((creditor, owed)),
		})
	}

	pub(crate) fn do_cancel_slash(number: u32, reason: Words) -> DispatchResult {
		let slash = Slashes::<T>::get(number).ok_or(Error::<T>::UnknownSlash)?;
		ensure!(T::Session::get() < slash.due, Error::<T>::DisputeOver);
		Slashes::<T>::remove(number);
		let node = slash.node;
		Self::settle_pending(node);
		if let Some(offence) = slash.offence
			&& Running::<T>::get().session == slash.reported
		{
			Self::remove_conduct(node, Conduct::offence(offence, slash.severity));
		}
		Self::deposit_event(Event::SlashCancelled { slash: number, node, reason });
		Ok(())
	}
}
