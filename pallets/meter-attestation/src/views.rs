// SPDX-License-Identifier: Apache-2.0

//! What view functions answer.

use alloc::vec::Vec;
use gridmerit_energy::{NodeIndex, NodeMeter};

use crate::{Config, Meters, MetersOfNode, Pallet};

impl<T: Config> Pallet<T> {
	/// The settlement meter first, then the one before, then those that only inform.
	pub(crate) fn node_meters(node: NodeIndex) -> Vec<NodeMeter> {
		let row = MetersOfNode::<T>::get(node);
		let settle = row.spans.iter().rev().map(|span| span.meter);
		let inform = row.meters.iter().filter(|meter| row.service_of(**meter).is_none());
		settle
			.chain(inform.copied())
			.map(|meter| {
				let (from, until) = row.service_of(meter).unzip();
				NodeMeter {
					meter,
					settles_from: from,
					settles_to: until.flatten().map(|until| until.saturating_sub(1)),
					revoked_from: Meters::<T>::get(meter).and_then(|row| row.revoked_from),
				}
			})
			.collect()
	}
}
