// SPDX-License-Identifier: Apache-2.0

//! The deposit that nodes with a meter leave for the energy that they use.

use frame_support::{ensure, pallet_prelude::*};
use gridmerit_energy::{MAX_PRICE, NodeIndex, Price, payment};
use gridmerit_pallet_support::{NodeReferences, NodeView};
use sp_runtime::traits::Zero;

use crate::{BalanceOf, Config, Error, Event, Pallet, StandingPrice, StandingRequired};

impl<T: Config> Pallet<T> {
	/// What a node has to leave in the pot beside what is tied up.
	pub(crate) fn standing(node: Option<NodeView>) -> Result<BalanceOf<T>, Error<T>> {
		let price = StandingPrice::<T>::get();
		let required = |node: &NodeView| StandingRequired::<T>::contains_key(node.index);
		match node.filter(|node| price > 0 && required(node)) {
			Some(node) => Self::amount(payment(node.limits.consumption, price)),
			None => Ok(Zero::zero()),
		}
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
