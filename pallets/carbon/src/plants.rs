// SPDX-License-Identifier: Apache-2.0

//! What plants emit is declared by their owners and certified by issuers.

use frame_support::{ensure, traits::Get};
use gridmerit_carbon::{Footprint, Vouched};
use gridmerit_energy::{Interval, NodeIndex};
use gridmerit_pallet_support::{
	CertificateAuthorities, CertificateRole, IntervalClock, NodeView, OnRemove, TeNodes,
};

use crate::{
	Acts, Bounds, Config, Error, Event, GenesisFootprint, Pallet, Plant, PlantOf, Plants, Recent,
	WeightInfo,
};

impl<T: Config> Pallet<T> {
	/// The node of an account.
	pub(crate) fn node_of(account: &T::AccountId) -> Result<NodeView, Error<T>> {
		T::Nodes::by_account(account).ok_or(Error::NotRegistered)
	}

	/// The first interval that has not begun.
	pub(crate) fn next_interval() -> Interval {
		T::Clock::now().saturating_add(1)
	}

	/// What a plant's energy of an interval counts at, and whether that is certified.
	pub(crate) fn counted_at(node: NodeIndex, interval: Interval) -> (Footprint, bool) {
		let default = T::DefaultFootprint::get();
		match Plants::<T>::get(node) {
			Some(plant) => plant.counted(interval, &default),
			None => (default, false),
		}
	}

	pub(crate) fn do_declare(account: &T::AccountId, footprint: Footprint) -> Result<(), Error<T>> {
		let node = Self::node_of(account)?;
		ensure!(node.limits.generation > 0, Error::NotAPlant);
		ensure!(footprint.is_sound(), Error::AboveMost);
		let index = node.index;
		let since = Self::next_interval();
		let mut plant = Plants::<T>::get(index).unwrap_or_else(|| empty(footprint));
		let ends = plant.declared != footprint && plant.open(since).is_some();
		if ends {
			plant.cut(since);
		}
		plant.declared = footprint;
		Plants::<T>::insert(index, plant);
		Self::deposit_event(Event::Declared { node: index, footprint });
		if ends {
			let by = Some(account.clone());
			Self::deposit_event(Event::Decertified { node: index, by, since });
		}
		Ok(())
	}

	/// Counts another use of an authority's power.
	fn count_act(account: &T::AccountId) -> Result<(), Error<T>> {
		let now = T::Clock::now();
		let recent = Acts::<T>::get(account);
		let over = recent.since.saturating_add(T::ActPeriod::get()) <= now;
		let Recent { since, count } = if over { Recent { since: now, count: 0 } } else { recent };
		ensure!(count < T::MaxActs::get(), Error::TooManyActs);
		Acts::<T>::insert(account, Recent { since, count: count.saturating_add(1) });
		Ok(())
	}

	pub(crate) fn do_certify(
		by: Option<T::AccountId>,
		node: NodeIndex,
		footprint: Footprint,
		until: Interval,
	) -> Result<(), Error<T>> {
		if let Some(issuer) = &by {
			let trusted = T::Authorities::role(issuer) == Some(CertificateRole::Issuer);
			ensure!(trusted, Error::NotAnIssuer);
		}
		let mut plant = Plants::<T>::get(node).ok_or(Error::NotDeclared)?;
		ensure!(plant.declared == footprint, Error::DeclarationChanged);
		let (now, next) = (T::Clock::now(), Self::next_interval());
		// What is open is of just this: whoever declares something else ends it.
		let open = plant.open(next);
		let before = open.and_then(|place| plant.vouched.get(place));
		let own = before.is_none_or(|before| before.by == by);
		// No issuer ends what another vouches for, or the operator.
		ensure!(by.is_none() || own, Error::NotYours);
		let from = before.map_or(next.saturating_add(T::Notice::get()), |before| before.from);
		ensure!(from.max(next) < until, Error::AlreadyOver);
		ensure!(until <= now.saturating_add(T::MaxTerm::get()), Error::TooLong);
		let vouched = Vouched { footprint, by: by.clone(), from, until };
		match open.and_then(|place| plant.vouched.get_mut(place)) {
			Some(before) => *before = vouched,
			None => {
				let old = now.saturating_sub(T::Remembered::get());
				plant.vouched.retain(|one| one.until > old);
				plant.vouched.try_push(vouched).map_err(|_| Error::TooManyCertifications)?;
			},
		}
		if let Some(issuer) = &by {
			Self::count_act(issuer)?;
		}
		Plants::<T>::insert(node, plant);
		Self::deposit_event(Event::Certified { node, by, footprint, from, until });
		Ok(())
	}

	pub(crate) fn do_decertify(
		by: Option<T::AccountId>,
		node: NodeIndex,
		since: Interval,
	) -> Result<(), Error<T>> {
		let mut plant = Plants::<T>::get(node).ok_or(Error::NotDeclared)?;
		ensure!(plant.open(since).is_some(), Error::NotCertified);
		if let Some(account) = &by {
			let ended = plant.vouched.iter().filter(|one| since < one.until);
			let own = ended.into_iter().all(|one| one.by.as_ref() == Some(account));
			if own || T::Nodes::account_of(node).as_ref() == Some(account) {
				ensure!(since > T::Clock::now(), Error::AlreadyBegun);
			} else {
				let auditor = T::Authorities::role(account) == Some(CertificateRole::Auditor);
				ensure!(auditor, Error::NotYours);
				Self::count_act(account)?;
			}
		}
		plant.cut(since);
		Plants::<T>::insert(node, plant);
		Self::deposit_event(Event::Decertified { node, by, since });
		Ok(())
	}

	/// A footprint that the operator certifies from the start.
	pub(crate) fn enter_genesis_footprint(one: &GenesisFootprint) -> Result<(), Error<T>> {
		let GenesisFootprint { node, footprint, until } = *one;
		let view = T::Nodes::by_index(node).ok_or(Error::NotRegistered)?;
		ensure!(view.limits.generation > 0, Error::NotAPlant);
		ensure!(footprint.is_sound(), Error::AboveMost);
		ensure!(until > 0, Error::AlreadyOver);
		let mut plant = empty(footprint);
		let vouched = Vouched { footprint, by: None, from: 0, until };
		plant.vouched.try_push(vouched).map_err(|_| Error::TooManyCertifications)?;
		Plants::<T>::insert(node, plant);
		Ok(())
	}
}

/// A plant of which nothing is certified.
fn empty<AccountId>(declared: Footprint) -> Plant<AccountId> {
	Plant { declared, vouched: Default::default() }
}

impl<T: Config> OnRemove for Pallet<T> {
	/// What the node has declared goes, with what is certified of it: what is stated of its energy after that counts at the
	/// default. So does its bound.
	fn removed(node: NodeIndex) {
		Plants::<T>::remove(node);
		Bounds::<T>::remove(node);
	}

	fn weight() -> frame_support::weights::Weight {
		T::WeightInfo::removed()
	}
}

/// What is certified is in order, and what is open is what is declared.
#[cfg(any(feature = "try-runtime", test))]
pub(crate) fn is_sound<T: Config>(plant: &PlantOf<T>, next: Interval) -> bool {
	let pairs = plant.vouched.iter().zip(plant.vouched.iter().skip(1));
	let in_turn = pairs.into_iter().all(|(one, other)| one.until <= other.from);
	let spans = plant.vouched.iter().all(|one| one.from < one.until && one.footprint.is_sound());
	let open = plant.open(next).and_then(|place| plant.vouched.get(place));
	in_turn && spans && open.is_none_or(|open| open.footprint == plant.declared)
}
