// SPDX-License-Identifier: Apache-2.0

//! The operator's own choice, in the place of an election.

use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::{dispatch::DispatchResult, ensure, traits::Get};
use gridmerit_pallet_support::{TeNodes, Trust};
use gridmerit_trust::SeatReason;

use crate::{
	Candidate, Candidates, Config, Error, Event, Named, NodesOf, Pallet, Seat, SeatsOf, Sessions,
	candidacy::place_of,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_name_validators(named: Option<NodesOf<T>>) -> DispatchResult {
		if let Some(nodes) = &named {
			let enough = Self::enough(T::Sessions::in_office().len());
			ensure!(nodes.len() >= enough, Error::<T>::TooFewValidators);
			let distinct: BTreeSet<_> = nodes.iter().collect();
			ensure!(distinct.len() == nodes.len(), Error::<T>::NamedTwice);
			for node in nodes {
				let account = T::Nodes::account_of(*node).ok_or(Error::<T>::UnknownNode)?;
				ensure!(T::Sessions::has_keys(&account), Error::<T>::NoSessionKeys);
			}
		}
		Named::<T>::set(named.clone());
		// Who is named is a candidate, whether it is trusted or not; who was and is not any more may go.
		Candidates::<T>::try_mutate(|candidates| {
			for node in named.iter().flatten().copied() {
				match place_of::<T>(candidates, node).ok().and_then(|at| candidates.get_mut(at)) {
					Some(known) => known.stands = true,
					None => {
						let trust = T::Trust::trust(node).effective;
						let candidate =
							Candidate { node, stands: true, proven: false, trust, lack: None };
						if let Some(node) = Self::admit(candidates, candidate)? {
							Self::deposit_event(Event::CandidacyEnded { node });
						}
					},
				}
			}
			Self::let_go(candidates);
			Ok::<_, Error<T>>(())
		})?;
		Self::deposit_event(Event::ValidatorsNamed { named });
		Ok(())
	}

	/// The fewest validators of a set after one of so many.
	pub(crate) fn enough(in_office: usize) -> usize {
		(T::MinValidators::get() as usize).min(in_office).max(1)
	}

	/// The seats of those who are named; none if too few of them have keys, as when a node was handed over.
	pub(crate) fn named_seats(nodes: &NodesOf<T>, in_office: usize) -> Option<SeatsOf<T>> {
		let seats: Vec<_> = nodes
			.iter()
			.filter_map(|node| {
				let account = T::Nodes::account_of(*node)?;
				T::Sessions::has_keys(&account).then_some(Seat {
					node: *node,
					account,
					reason: SeatReason::Named,
				})
			})
			.collect();
		(seats.len() >= Self::enough(in_office)).then(|| SeatsOf::<T>::truncate_from(seats))
	}
}
