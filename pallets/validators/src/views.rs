// SPDX-License-Identifier: Apache-2.0

//! What can be asked: who builds and why, and what others lack.

use alloc::vec::Vec;
use gridmerit_energy::NodeIndex;
use gridmerit_pallet_support::{SessionIndex, TeNodes, Trust};
use gridmerit_trust::{BuilderView, CandidateView, SeatView};

use crate::{
	Built, Candidates, Config, Pallet, Records, Rules, Seats, Sessions, candidacy::place_of,
	election::seat_of,
};

impl<T: Config> Pallet<T> {
	/// The seats of this session or the next, with the blocks of this one.
	pub(crate) fn seats_of(session: SessionIndex) -> Vec<SeatView<T::AccountId>> {
		let built = match session == T::Sessions::current() {
			true => Built::<T>::get(),
			false => Default::default(),
		};
		let seats = Seats::<T>::get(session).into_iter().enumerate();
		seats
			.map(|(at, seat)| SeatView {
				node: seat.node,
				account: seat.account,
				reason: seat.reason,
				blocks: built.get(at).copied().unwrap_or(0),
			})
			.collect()
	}

	pub(crate) fn candidates_of() -> Vec<CandidateView> {
		let planned = Seats::<T>::get(T::Sessions::current().saturating_add(1));
		let candidates = Candidates::<T>::get().into_iter();
		candidates
			.map(|candidate| CandidateView {
				node: candidate.node,
				trust: candidate.trust,
				stands: candidate.stands,
				seat: seat_of(&planned, candidate.node).map(|seat| seat.reason),
				lack: candidate.lack,
			})
			.collect()
	}

	pub(crate) fn builder_of(node: NodeIndex) -> Option<BuilderView<T::AccountId>> {
		let account = T::Nodes::account_of(node)?;
		let now = T::Sessions::current();
		let reason = |session| seat_of(&Seats::<T>::get(session), node).map(|seat| seat.reason);
		let candidates = Candidates::<T>::get();
		let at = place_of::<T>(&candidates, node).ok();
		let candidate = at.and_then(|at| candidates.get(at));
		let record = Records::<T>::get(node);
		Some(BuilderView {
			stands: candidate.is_some_and(|candidate| candidate.stands),
			has_keys: T::Sessions::has_keys(&account),
			account,
			trust: T::Trust::trust(node).effective,
			minimum: Rules::<T>::get().minimum,
			now: reason(now),
			next: reason(now.saturating_add(1)),
			lack: candidate.and_then(|candidate| candidate.lack),
			record: record.done,
			bar: record.bar.filter(|bar| bar.until > now),
		})
	}
}
