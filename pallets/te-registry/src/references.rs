// SPDX-License-Identifier: Apache-2.0

//! Counts who still needs a node.

use frame_support::defensive;
use gridmerit_energy::NodeIndex;

use crate::{Config, Pallet, References};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_hold(node: NodeIndex) {
		References::<T>::mutate(node, |count| match count.unwrap_or_default().checked_add(1) {
			Some(more) => *count = Some(more),
			None => {
				defensive!("a node that is held too often", node);
			},
		});
	}

	pub(crate) fn do_release(node: NodeIndex) {
		References::<T>::mutate_exists(node, |count| {
			match count.and_then(|held| held.checked_sub(1)) {
				Some(left) => *count = Some(left).filter(|left| *left > 0),
				None => {
					defensive!("a node that nobody holds", node);
				},
			}
		});
	}
}
