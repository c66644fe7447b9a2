// SPDX-License-Identifier: Apache-2.0

//! What builders do in a session: their blocks, their pay, and who of them was absent.

use alloc::vec::Vec;
use frame_support::{
	BoundedVec,
	traits::{FindAuthor, Get, fungible::Inspect},
};
use gridmerit_energy::Planck;
use gridmerit_pallet_support::{NodeRewards, SessionIndex};
use gridmerit_trust::mul_div;
use sp_runtime::traits::{AccountIdConversion, Saturating, UniqueSaturatedInto};
use sp_staking::offence::OffenceSeverity;

use crate::{
	Absence, Built, Candidates, Config, Event, Pallet, Records, Seats, SeatsOf, Sessions,
	election::seat_of,
};

impl<T: Config> Pallet<T> {
	/// Counts a block for its author. After `pallet-session` has begun a session: in `pallet-authorship` the author of the
	/// first block would be looked up among the validators of the session before.
	pub(crate) fn count_block() {
		let digest = frame_system::Pallet::<T>::digest();
		let pre_runtime = digest.logs.iter().filter_map(|item| item.as_pre_runtime());
		if let Some(author) = T::FindAuthor::find_author(pre_runtime) {
			Self::count_for(author as usize);
		}
	}

	/// Counts a block for who has a place.
	pub(crate) fn count_for(author: usize) {
		Built::<T>::mutate(|built| {
			if author < T::MaxValidators::get() as usize {
				let length = built.len().max(author.saturating_add(1));
				built.bounded_resize(length, 0);
				if let Some(count) = built.get_mut(author) {
					*count = count.saturating_add(1);
				}
			}
		});
	}

	/// Has a session begin: who is disabled is disabled in it too, and what can be proven of nobody any more is forgotten.
	pub fn session_begins(session: SessionIndex) {
		for seat in Seats::<T>::get(session) {
			if Self::is_disabled(seat.node) {
				T::Sessions::disable(&seat.account, OffenceSeverity::max_severity());
			}
		}
		let kept = T::ReportSessions::get().saturating_add(1);
		if let Some(oldest) = session.checked_sub(kept) {
			Seats::<T>::remove(oldest);
		}
	}

	/// Has a session end: its blocks are counted and paid for, and who has built none is reported.
	///
	/// While a migration is under way, bonds and accounts cannot be read: what the session has earned stays for the next
	/// one, and nobody was absent.
	pub fn session_ends(session: SessionIndex) {
		let seats = Seats::<T>::get(session);
		let built = Built::<T>::take();
		if Self::is_migrating() {
			return;
		}
		let blocks: Vec<u32> =
			seats.iter().enumerate().map(|(at, _)| built.get(at).copied().unwrap_or(0)).collect();
		Self::note_service(session, &seats, &blocks);
		Self::pay(session, &seats, &blocks);
		Self::report_absent(session, &seats, &blocks);
	}

	/// Who has built is known to run, if it is also the validator of the session that begins: its node may have gone to
	/// another account, with another machine.
	fn note_service(session: SessionIndex, seats: &SeatsOf<T>, blocks: &[u32]) {
		let next = Seats::<T>::get(session.saturating_add(1));
		let mut candidates = Candidates::<T>::get();
		for (seat, blocks) in seats.iter().zip(blocks) {
			Records::<T>::mutate(seat.node, |record| {
				record.done.sessions = record.done.sessions.saturating_add(1);
				record.done.blocks = record.done.blocks.saturating_add(*blocks);
			});
			let at = crate::candidacy::place_of::<T>(&candidates, seat.node).ok();
			if let Some(candidate) = at.and_then(|at| candidates.get_mut(at))
				&& *blocks > 0
				&& seat_of(&next, seat.node).is_some_and(|next| next.account == seat.account)
			{
				candidate.proven = true;
			}
		}
		Candidates::<T>::put(candidates);
	}

	/// Divides what is in the builders' pot by the blocks that they have built. What cannot be divided or paid stays for the
	/// next session.
	fn pay(session: SessionIndex, seats: &SeatsOf<T>, blocks: &[u32]) {
		let pot = Self::pot_account();
		let all = T::Currency::balance(&pot).saturating_sub(T::Currency::minimum_balance());
		let all: Planck = all.unique_saturated_into();
		let total: Planck = blocks.iter().copied().map(Planck::from).sum();
		for (seat, blocks) in seats.iter().zip(blocks) {
			let amount = mul_div(all, Planck::from(*blocks), total).unwrap_or(0);
			if amount > 0 && T::Rewards::reward(&pot, seat.node, amount).is_ok() {
				Self::deposit_event(Event::BuilderRewarded {
					session,
					node: seat.node,
					blocks: *blocks,
					amount,
				});
			}
		}
	}

	/// Who has built nothing was absent, if there were enough blocks that this is no chance. Who was disabled could not build.
	fn report_absent(session: SessionIndex, seats: &SeatsOf<T>, blocks: &[u32]) {
		let count = u32::try_from(seats.len()).unwrap_or(u32::MAX);
		let total = blocks.iter().fold(0, |sum: u32, blocks| sum.saturating_add(*blocks));
		if total < count.saturating_mul(T::AbsenceBlocks::get()) {
			return;
		}
		let disabled = T::Sessions::disabled();
		let absent: Vec<_> = seats
			.iter()
			.zip(blocks)
			.filter(|(seat, blocks)| **blocks == 0 && !disabled.contains(&seat.account))
			.map(|(seat, _)| (seat.account.clone(), (seat.node, session)))
			.collect();
		if !absent.is_empty() {
			T::Sessions::report_absent(Absence { session, validators: count, absent });
		}
	}

	/// The account of what builders are paid from. Nobody has its key; anybody can pay into it.
	pub fn pot_account() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}
}

/// Blocks of a session, by the places of their builders.
pub type BuiltOf<T> = BoundedVec<u32, <T as Config>::MaxValidators>;
