// SPDX-License-Identifier: Apache-2.0

//! Who serves on committees.

use frame_support::{ensure, pallet_prelude::*};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use gridmerit_energy::NodeIndex;
use gridmerit_pallet_support::{SessionIndex, TeNodes, TrustDraw};

use crate::{Config, Error, Event, Pallet, Roll, RollOf, Serving};

/// Where a node stands in the roll, or would.
fn find<T: Config>(roll: &RollOf<T>, node: NodeIndex) -> Result<usize, usize> {
	roll.binary_search_by_key(&node, |serving| serving.node)
}

impl<T: Config> Pallet<T> {
	/// The node for which the sender acts.
	pub(crate) fn ensure_node(origin: OriginFor<T>) -> Result<NodeIndex, DispatchError> {
		let account = ensure_signed(origin)?;
		let node = T::Nodes::by_account(&account).ok_or(Error::<T>::NotRegistered)?;
		ensure!(!node.suspended, Error::<T>::Suspended);
		Ok(node.index)
	}

	/// Who serves in a session.
	pub(crate) fn serving(now: SessionIndex) -> impl Iterator<Item = Serving> {
		Roll::<T>::get().into_iter().filter(move |serving| now < serving.until)
	}

	pub(crate) fn do_serve(node: NodeIndex) -> Result<(), Error<T>> {
		let weight = T::Trust::weight(node);
		ensure!(weight > 0, Error::NoTrust);
		let now = T::Session::get();
		let serving = Serving { node, weight, until: now.saturating_add(T::Service::get()) };
		let mut roll = Roll::<T>::get();
		roll.retain(|other| now < other.until && other.node != node);
		if roll.is_full() {
			let lightest = (0..).zip(&roll).min_by_key(|(_, other)| other.weight);
			let (place, lightest) = lightest.ok_or(Error::RollFull)?;
			ensure!(lightest.weight < weight, Error::RollFull);
			let lightest = lightest.node;
			roll.remove(place);
			Self::deposit_event(Event::ServesNoMore { node: lightest });
		}
		let place = find::<T>(&roll, node).unwrap_or_else(|place| place);
		roll.try_insert(place, serving).map_err(|_| Error::RollFull)?;
		Roll::<T>::put(roll);
		Self::deposit_event(Event::Serves { node, weight, until: serving.until });
		Ok(())
	}

	pub(crate) fn do_leave(node: NodeIndex) -> Result<(), Error<T>> {
		let mut roll = Roll::<T>::get();
		let place = find::<T>(&roll, node).map_err(|_| Error::DoesNotServe)?;
		roll.remove(place);
		Roll::<T>::put(roll);
		Self::deposit_event(Event::ServesNoMore { node });
		Ok(())
	}

	pub(crate) fn do_weigh(node: NodeIndex) -> Result<(), Error<T>> {
		let mut roll = Roll::<T>::get();
		let place = find::<T>(&roll, node).map_err(|_| Error::DoesNotServe)?;
		let weight = T::Trust::weight(node);
		if weight == 0 {
			return Self::do_leave(node);
		}
		let serving = roll.get_mut(place).ok_or(Error::DoesNotServe)?;
		serving.weight = weight;
		let until = serving.until;
		Roll::<T>::put(roll);
		Self::deposit_event(Event::Serves { node, weight, until });
		Ok(())
	}

	/// Those who have not voted serve no more.
	pub(crate) fn strike(absent: &[NodeIndex]) {
		Roll::<T>::mutate(|roll| {
			roll.retain(|serving| {
				let stays = !absent.contains(&serving.node);
				if !stays {
					Self::deposit_event(Event::ServesNoMore { node: serving.node });
				}
				stays
			});
		});
	}
}
