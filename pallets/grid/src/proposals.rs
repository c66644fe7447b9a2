// SPDX-License-Identifier: Apache-2.0

//! What takes two to decide: one proposes, another agrees.

use frame_support::{ensure, pallet_prelude::*, traits::EnsureOrigin};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use gridmerit_pallet_support::{GridKeepers, GridRole, signer_unless};

use crate::{
	Change, ChangeOf, Config, Error, Event, Keepers, Pallet, Proposals, WeightInfo, limits::By,
	lines::Draft,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose(proposer: T::AccountId, change: ChangeOf<T>) -> DispatchResult {
		match &change {
			Change::Lines { from, lines } => {
				let role = Keepers::<T>::get(&proposer);
				ensure!(role == Some(GridRole::GridOperator), Error::<T>::NotAKeeper);
				Self::check_ahead(*from)?;
				Draft::<T>::new((*from).max(Self::first_noticed()), lines)?;
			},
			Change::Limits { bus, when, limits } => {
				Self::check_proposes(&proposer, *bus)?;
				// Who will agree is not known: if it is a grid operator, it must be in time for the notice.
				Self::check_limits(*bus, *when, *limits, By::KeeperAndOperator)?;
			},
		}
		Proposals::<T>::insert(&proposer, &change);
		Self::deposit_event(Event::Proposed { proposer, change });
		Ok(())
	}

	/// Who agrees to a change: the market's operator, or to limits that the line's owner proposes another grid operator.
	pub(crate) fn ensure_agrees(
		origin: OriginFor<T>,
		proposer: &T::AccountId,
		change: &ChangeOf<T>,
	) -> Result<Option<T::AccountId>, DispatchError> {
		if let Change::Lines { .. } = change {
			T::OperatorOrigin::ensure_origin(origin)?;
			return Ok(None);
		}
		let account = signer_unless::<T::OperatorOrigin, _>(origin)?;
		if let Some(account) = &account {
			let role = Keepers::<T>::get(account);
			ensure!(role == Some(GridRole::GridOperator), Error::<T>::NotAKeeper);
			ensure!(account != proposer, Error::<T>::OwnProposal);
		}
		Ok(account)
	}

	pub(crate) fn do_agree(
		by: Option<T::AccountId>,
		proposer: T::AccountId,
		change: ChangeOf<T>,
	) -> DispatchResult {
		let proposed = Proposals::<T>::get(&proposer).ok_or(Error::<T>::NoProposal)?;
		ensure!(proposed == change, Error::<T>::ProposalChanged);
		match change {
			Change::Lines { from, lines } => {
				let draft = Draft::<T>::new(from.max(Self::first_noticed()), &lines)?;
				let from = draft.from;
				draft.store();
				Self::deposit_event(Event::LinesSet { from, lines });
			},
			Change::Limits { bus, when, limits } => {
				// The line may have another owner by now.
				let deciders = match &by {
					Some(_) => {
						Self::check_owner(&proposer, bus)?;
						By::OwnerAndGridOperator
					},
					None => {
						Self::check_proposes(&proposer, bus)?;
						By::KeeperAndOperator
					},
				};
				Self::do_set_limits(bus, when, limits, deciders)?;
			},
		}
		Proposals::<T>::remove(&proposer);
		Self::deposit_event(Event::Agreed { proposer, by });
		Ok(())
	}

	pub(crate) fn do_drop(proposer: T::AccountId) -> DispatchResult {
		ensure!(Proposals::<T>::contains_key(&proposer), Error::<T>::NoProposal);
		Proposals::<T>::remove(&proposer);
		Self::deposit_event(Event::ProposalDropped { proposer });
		Ok(())
	}

	/// The proposer itself, or the market's operator.
	pub(crate) fn ensure_drops(origin: OriginFor<T>, proposer: &T::AccountId) -> DispatchResult {
		let Err(origin) = T::OperatorOrigin::try_origin(origin) else { return Ok(()) };
		ensure!(ensure_signed(origin)? == *proposer, Error::<T>::NotYourProposal);
		Ok(())
	}
}

impl<T: Config> GridKeepers<T::AccountId> for Pallet<T> {
	fn set_keeper(account: &T::AccountId, role: Option<GridRole>) {
		if Keepers::<T>::get(account) == role {
			return;
		}
		Keepers::<T>::set(account, role);
		// What it has proposed, it has proposed in the other role.
		Proposals::<T>::remove(account);
		Self::deposit_event(Event::KeeperSet { account: account.clone(), role });
	}

	fn weight() -> Weight {
		T::WeightInfo::set_keeper()
	}
}
