// SPDX-License-Identifier: Apache-2.0

//! What takes two to decide: one proposes, another agrees. On what is no arithmetic that is a committee, as far as there is
//! enough trust to draw one.

use frame_support::{ensure, pallet_prelude::*, traits::EnsureOrigin};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use gridmerit_pallet_support::{
	Committees, GridKeepers, GridRole, Subject, Verdict, signer_unless,
};
use sp_runtime::traits::{BlakeTwo256, Hash};

use crate::{
	Agreement, Change, ChangeOf, Config, Error, Event, Keepers, LinesVersion, Pallet, Proposals,
	WeightInfo, When, limits::By, lines::Draft, schedule,
};

impl<T: Config> Pallet<T> {
	/// Tells a proposal from all others: what a committee votes on. Lines are part of a tree, so that who approves others
	/// approves them on the lines that there are.
	pub fn subject(proposer: &T::AccountId, change: &ChangeOf<T>) -> Subject {
		let version = matches!(change, Change::Lines { .. }).then(LinesVersion::<T>::get);
		BlakeTwo256::hash_of(&(proposer, change, version)).0
	}

	/// Whether a committee is asked what an account proposes, of lines that there are no more. What it has refused, or the
	/// account has taken back, is not: the account waits.
	fn is_outdated(proposer: &T::AccountId) -> bool {
		let Some(change @ Change::Lines { .. }) = Proposals::<T>::get(proposer) else {
			return false;
		};
		T::Committees::asked(proposer).is_some_and(|subject| {
			let refused = T::Committees::verdict(proposer, &subject) == Some(Verdict::Refused);
			!refused && subject != Self::subject(proposer, &change)
		})
	}

	/// Whether a committee has to decide: there is enough trust for one, or one was asked, and its asker does not get around
	/// it while there is not.
	fn needs_committee(proposer: &T::AccountId, change: &ChangeOf<T>) -> bool {
		let asks = || T::Committees::asked(proposer).is_some();
		Self::takes_committee(change) && (T::Committees::can_convene() || asks())
	}

	/// Whether a change is no arithmetic: which lines there are and what they are built for, or a default that leaves less
	/// of a rating than one may alone. Limits of single intervals are not: they end by themselves, and an outage cannot
	/// wait for a committee.
	fn takes_committee(change: &ChangeOf<T>) -> bool {
		match change {
			Change::Lines { .. } => true,
			Change::Limits { bus, when: When::From(from), limits: Some(limits) } => {
				let from = (*from).max(Self::first_free());
				Self::row(*bus).is_ok_and(|(_, row)| {
					schedule::since(&row.built, from)
						.any(|built| limits.least() < Self::free_of(built.rating))
				})
			},
			Change::Limits { .. } => false,
		}
	}

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
		if Self::is_outdated(&proposer) {
			T::Committees::forget(&proposer);
		}
		if Self::needs_committee(&proposer, &change) {
			T::Committees::ask(&proposer, Self::subject(&proposer, &change))?;
		} else {
			T::Committees::withdraw(&proposer);
		}
		Proposals::<T>::insert(&proposer, &change);
		Self::deposit_event(Event::Proposed { proposer, change });
		Ok(())
	}

	/// Who agrees to a change: the committee that was asked, whoever says so; or the market's operator, or to limits that the
	/// line's owner proposes another grid operator.
	pub(crate) fn ensure_agrees(
		origin: OriginFor<T>,
		proposer: &T::AccountId,
		change: &ChangeOf<T>,
	) -> Result<Agreement<T::AccountId>, DispatchError> {
		let account = signer_unless::<T::OperatorOrigin, _>(origin)?;
		if let Some(verdict) = T::Committees::verdict(proposer, &Self::subject(proposer, change)) {
			ensure!(verdict == Verdict::Approved, Error::<T>::NotApproved);
			return Ok(Agreement::Committee);
		}
		ensure!(!Self::is_outdated(proposer), Error::<T>::LinesChanged);
		if let Some(account) = &account {
			ensure!(!matches!(change, Change::Lines { .. }), DispatchError::BadOrigin);
			let role = Keepers::<T>::get(account);
			ensure!(role == Some(GridRole::GridOperator), Error::<T>::NotAKeeper);
			ensure!(account != proposer, Error::<T>::OwnProposal);
		}
		ensure!(!Self::needs_committee(proposer, change), Error::<T>::NeedsCommittee);
		Ok(account.map_or(Agreement::Operator, Agreement::GridOperator))
	}

	pub(crate) fn do_agree(
		by: Agreement<T::AccountId>,
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
					Agreement::GridOperator(_) => {
						Self::check_owner(&proposer, bus)?;
						By::OwnerAndGridOperator
					},
					Agreement::Operator => {
						Self::check_proposes(&proposer, bus)?;
						By::KeeperAndOperator
					},
					Agreement::Committee => {
						Self::check_proposes(&proposer, bus)?;
						By::KeeperAndCommittee
					},
				};
				Self::do_set_limits(bus, when, limits, deciders)?;
			},
		}
		if by == Agreement::Committee {
			T::Committees::forget(&proposer);
		}
		Proposals::<T>::remove(&proposer);
		Self::deposit_event(Event::Agreed { proposer, by });
		Ok(())
	}

	pub(crate) fn do_drop(proposer: T::AccountId) -> DispatchResult {
		ensure!(Proposals::<T>::contains_key(&proposer), Error::<T>::NoProposal);
		T::Committees::withdraw(&proposer);
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
		T::Committees::withdraw(account);
		Self::deposit_event(Event::KeeperSet { account: account.clone(), role });
	}

	fn weight() -> Weight {
		T::WeightInfo::set_keeper().saturating_add(T::Committees::weight())
	}
}
