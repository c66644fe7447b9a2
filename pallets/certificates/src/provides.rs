// SPDX-License-Identifier: Apache-2.0

//! What others tell it.

use frame_support::weights::Weight;
use gridmerit_energy::NodeIndex;
use gridmerit_pallet_support::{OnRemove, page_of};

use crate::{Config, Pallet, Plants, WeightInfo};

impl<T: Config> OnRemove for Pallet<T> {
	/// The plant goes, with what it owes, and what its battery held. What it was issued stays with who holds it, and what it
	/// holds itself expires.
	fn removed(node: NodeIndex) {
		let page = page_of(node);
		let gone = Plants::<T>::mutate_exists(page, |rows| {
			let mut plants = rows.take().unwrap_or_default();
			let gone = plants.remove(node);
			*rows = (!plants.is_empty()).then_some(plants);
			gone
		});
		if let Some(certified) = gone.and_then(|plant| plant.certified) {
			Self::release_cap(&certified);
		}
		Self::forget_stock(node);
	}

	fn weight() -> Weight {
		T::WeightInfo::removed()
	}
}
