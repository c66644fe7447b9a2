// SPDX-License-Identifier: Apache-2.0

//! The operator's own choice, in the place of an election.

use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::{dispatch::DispatchResult, ensure, traits::Get};
use gridmerit_energy::NodeIndex;
use gridmerit_pallet_support::{TeNodes, Trust};

use crate::{
	Candidate, Candidates, Config, Error, Event, Named, NamedOf, NodesOf, Pallet, Sessions,
	candidacy::place_of,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_name_validators(named: Option<NodesOf<T>>) -> DispatchResult {
		let accounts = named.as_ref().map(Self::accounts_of).transpose()?;
		Named::<T>::set(accounts);
		// Who is named is a candidate, whether it is trusted or not; who was and is not any more may go.
		Candidates::<T>::try_mutate(|candidates| {
			for node in named.iter().flatten().copied() {
				match place_of::<T>(candidates, node).ok().and_then(|at| candidates.get_mut(at)) {
					Some(known) => known.stands = true,
					None => {
						let trust = T::Trust::trust(node).effective;
						let candidate =
							Candidate { node, stands: true, proven: false, trust, lack: None };
						if let Some(node) = Self::admit(candidates, candidate, true)? {
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

	/// A set that can be named, with the accounts of its nodes.
	fn accounts_of(nodes: &NodesOf<T>) -> Result<NamedOf<T>, Error<T>> {
		let enough = Self::enough(T::Sessions::in_office().len());
		ensure!(nodes.len() >= enough, Error::<T>::TooFewValidators);
		let distinct: BTreeSet<_> = nodes.iter().collect();
		ensure!(distinct.len() == nodes.len(), Error::<T>::NamedTwice);
		let with_account = |node: &NodeIndex| {
			let account = T::Nodes::account_of(*node).ok_or(Error::<T>::UnknownNode)?;
			ensure!(T::Sessions::has_keys(&account), Error::<T>::NoSessionKeys);
			Ok((*node, account))
		};
		let named = nodes.iter().map(with_account).collect::<Result<Vec<_>, Error<T>>>()?;
		Ok(NamedOf::<T>::truncate_from(named))
	}

	/// The fewest validators of a set after one of so many.
	pub(crate) fn enough(in_office: usize) -> usize {
		(T::MinValidators::get() as usize).min(in_office).max(1)
	}
}
