// SPDX-License-Identifier: Apache-2.0

//! Invariants.

#![cfg(any(feature = "try-runtime", test))]

use alloc::collections::BTreeSet;
use frame_support::{ensure, traits::Get};
use gridmerit_pallet_support::TeNodes;
use sp_runtime::TryRuntimeError;

use crate::{
	Built, Candidates, Config, Named, NextRules, Pallet, Records, Rules, Seats, Sessions,
	candidacy::place_of,
};

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. candidates stand in the order of their nodes, each once, and are nodes; who does not stand has a seat, in this
	///    session or the next, or is named;
	/// 2. who has a seat in this session or the next is a candidate, once, by an account of its own that has session keys;
	/// 3. the validators of this session are those who have its seats, in that order;
	/// 4. the next set has four seats, or as many as this one if those are fewer;
	/// 5. the set that is named is not empty, and holds only candidates, nobody twice;
	/// 6. blocks are of builders in office;
	/// 7. rules, also those to come, are sound;
	/// 8. records are of nodes, and seats of sessions in which offences can be reported.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let candidates = Candidates::<T>::get();
		let needed = Self::needed();
		let order = candidates.iter().zip(candidates.iter().skip(1));
		ensure!(order.into_iter().all(|(a, b)| a.node < b.node), "candidates out of order");
		for candidate in &candidates {
			ensure!(T::Nodes::by_index(candidate.node).is_some(), "a candidate that is no node");
			let stays = candidate.stands || needed.contains(&candidate.node);
			ensure!(stays, "a candidate that has left");
		}
		let now = T::Sessions::current();
		let next = now.saturating_add(1);
		for session in [now, next] {
			let seats = Seats::<T>::get(session);
			let distinct: BTreeSet<_> = seats.iter().map(|seat| seat.node).collect();
			ensure!(distinct.len() == seats.len(), "a node with two seats");
			let accounts: BTreeSet<_> = seats.iter().map(|seat| &seat.account).collect();
			ensure!(accounts.len() == seats.len(), "an account with two seats");
			for seat in &seats {
				let known = place_of::<T>(&candidates, seat.node).is_ok();
				ensure!(known, "a seat of no candidate");
				ensure!(T::Sessions::has_keys(&seat.account), "a seat without session keys");
			}
		}
		let seats = Seats::<T>::get(now);
		let accounts = seats.iter().map(|seat| seat.account.clone());
		ensure!(accounts.eq(T::Sessions::in_office()), "others are in office than have seats");
		let planned = Seats::<T>::get(next).len();
		let enough = planned >= Self::enough(seats.len()) || seats.is_empty();
		ensure!(enough, "too few seats are planned");
		if let Some(named) = Named::<T>::get() {
			let distinct: BTreeSet<_> = named.iter().map(|(node, _)| node).collect();
			ensure!(!named.is_empty() && distinct.len() == named.len(), "a set that is none");
			let known = |node| place_of::<T>(&candidates, node).is_ok();
			ensure!(
				named.iter().all(|(node, _)| known(*node)),
				"somebody named who is no candidate"
			);
		}
		ensure!(Built::<T>::get().len() <= seats.len(), "blocks of nobody");
		ensure!(Self::check_rules(&Rules::<T>::get()).is_ok(), "rules that are not sound");
		let coming = NextRules::<T>::get();
		let sound = coming.is_none_or(|(_, rules)| Self::check_rules(&rules).is_ok());
		ensure!(sound, "rules to come that are not sound");
		let nodes = Records::<T>::iter_keys().all(|node| T::Nodes::by_index(node).is_some());
		ensure!(nodes, "a record of no node");
		let oldest = now.saturating_sub(T::ReportSessions::get());
		let kept = Seats::<T>::iter_keys().all(|session| (oldest..=next).contains(&session));
		ensure!(kept, "seats that nobody needs");
		Ok(())
	}
}
