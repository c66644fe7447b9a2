// SPDX-License-Identifier: Apache-2.0

//! What view functions answer.

use alloc::vec::Vec;
use gridmerit_energy::{NodeIndex, NodeMeter};

use crate::{Config, Meters, MetersOfNode, Pallet};

impl<T: Config> Pallet<T> {
	/// The settlement meter first, then the one before, then those that only inform.
	pub(crate) fn node_meters(node: NodeIndex) -> Vec<NodeMeter> {
		let row = MetersOfNode::<T>::get(node);
		let settle = row.services().rev().map(|(meter, from, until)| (meter, Some(from), until));
		let inform = row.meters.iter().filter(|meter| !row.serves(**meter));
		settle
			.chain(inform.map(|meter| (*meter, None, None)))
			.map(|(meter, settles_from, until)| NodeMeter {
				meter,
				settles_from,
				settles_to: until.map(|until| until.saturating_sub(1)),
				revoked_from: Meters::<T>::get(meter).and_then(|row| row.revoked_from),
			})
			.collect()
	}
}
