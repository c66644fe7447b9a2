// SPDX-License-Identifier: Apache-2.0

//! From whom nodes would rather buy. It stands apart from the orders: who prefers nobody stores nothing, and posting reads
//! nothing of it.

use alloc::vec::Vec;
use frame_support::{ensure, pallet_prelude::DispatchResult, traits::Get, weights::Weight};
use gridmerit_energy::{Choice, NodeIndex, admission::may_trade};
use gridmerit_pallet_support::{
	Choosers, MAX_PAGES, NodeChoices, Page, PageIndex, PageSet, TeNodes, page_of, proof_of,
};

use crate::{Choices, Choosing, Config, Error, Event, Pallet};

impl<T: Config> Pallet<T> {
	/// Says from whom the node of an account would rather buy.
	pub(crate) fn do_prefer(account: T::AccountId, choices: NodeChoices) -> DispatchResult {
		let node = T::Nodes::by_account(&account).ok_or(Error::<T>::NotRegistered)?;
		let index = node.index;
		if choices.is_empty() {
			ensure!(Self::forget_choices(index), Error::<T>::NoChoices);
		} else {
			may_trade(&node.roles, node.suspended).map_err(Error::<T>::from)?;
			ensure!(page_of(index) < MAX_PAGES, Error::<T>::IndexTooHigh);
			Self::check_choices(index, &choices)?;
			Self::store_choices(index, choices.clone());
		}
		Self::deposit_event(Event::ChoicesSet { node: index, choices });
		Ok(())
	}

	/// Refuses choices that name something twice, the node itself, or a node that there is not.
	fn check_choices(node: NodeIndex, choices: &[Choice]) -> Result<(), Error<T>> {
		let mut others = choices.iter();
		while let Some(choice) = others.next() {
			ensure!(!others.as_slice().contains(choice), Error::<T>::ChosenTwice);
			if let Choice::Node(seller) = choice {
				ensure!(*seller != node, Error::<T>::ChoosesItself);
				ensure!(T::Nodes::by_index(*seller).is_some(), Error::<T>::NoSuchSeller);
			}
		}
		Ok(())
	}

	fn store_choices(node: NodeIndex, choices: NodeChoices) {
		let page = page_of(node);
		Choices::<T>::mutate(page, |rows| rows.set(node, choices));
		let mut choosing = Choosing::<T>::get();
		if choosing.insert(page) {
			Choosing::<T>::put(choosing);
		}
	}

	/// Forgets what a node prefers; whether it preferred anything.
	pub(crate) fn forget_choices(node: NodeIndex) -> bool {
		let page = page_of(node);
		let mut rows = Choices::<T>::get(page);
		if rows.remove(node).is_none() {
			return false;
		}
		if !rows.is_empty() {
			Choices::<T>::insert(page, rows);
			return true;
		}
		Choices::<T>::remove(page);
		let mut choosing = Choosing::<T>::get();
		choosing.remove(page);
		if choosing.is_empty() {
			Choosing::<T>::kill();
		} else {
			Choosing::<T>::put(choosing);
		}
		true
	}

	/// What a node prefers, the first first.
	pub(crate) fn choices_now(node: NodeIndex) -> Vec<Choice> {
		let choices = Choices::<T>::get(page_of(node)).remove(node);
		choices.map(NodeChoices::into_inner).unwrap_or_default()
	}
}

impl<T: Config> Choosers for Pallet<T> {
	fn can_choose() -> bool {
		true
	}

	fn choosing() -> PageSet {
		Choosing::<T>::get()
	}

	fn choosing_weight() -> Weight {
		T::DbWeight::get().reads(1).saturating_add(proof_of::<PageSet>())
	}

	fn choices(page: PageIndex) -> Page<NodeChoices> {
		Choices::<T>::get(page)
	}

	fn choices_weight() -> Weight {
		T::DbWeight::get().reads(1).saturating_add(proof_of::<Page<NodeChoices>>())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn choose(node: NodeIndex, choices: NodeChoices) {
		Self::store_choices(node, choices);
	}
}
