// SPDX-License-Identifier: Apache-2.0

//! The deposit that nodes with a meter leave for the energy that they use.

use frame_support::{ensure, pallet_prelude::*};
use gridmerit_energy::{MAX_PRICE, NodeIndex, Price, payment};
use gridmerit_pallet_support::{NodeReferences, NodeView};
use sp_runtime::traits::Zero;

use crate::{BalanceOf, Config, Error, Event, Pallet, StandingPrice, StandingRequired};

impl<T: Config> Pallet<T> {
	/// What a node has to leave in the pot beside what is tied up. Most nodes nothing, and so what is known
	/// of the node is read only where it matters.
	pub(crate) fn standing(
		node: NodeIndex,
		view: impl FnOnce() -> Option<NodeView>,
	) -> Result<BalanceOf<T>, Error<T>> {
		let price = StandingPrice::<T>::get();
		if price == 0 || !StandingRequired::<T>::contains_key(node) {
			return Ok(Zero::zero());
		}
		let limit = view().map_or(0, |node| node.limits.consumption);
		Self::amount(payment(limit, price))
	}

	pub(crate) fn do_require_standing(node: NodeIndex, required: bool) {
		if required == StandingRequired::<T>::contains_key(node) {
			return;
		}
		if required {
			StandingRequired::<T>::insert(node, ());
			T::Nodes::hold(node);
		} else {
			StandingRequired::<T>::remove(node);
			T::Nodes::release(node);
		}
	}

	pub(crate) fn do_set_standing_price(price: Price) -> DispatchResult {
		ensure!(price <= MAX_PRICE, Error::<T>::PriceTooHigh);
		StandingPrice::<T>::put(price);
		Self::deposit_event(Event::StandingPriceSet { price });
		Ok(())
	}
}
