// SPDX-License-Identifier: Apache-2.0

//! What others ask.

use alloc::vec::Vec;
use gridmerit_energy::{Interval, NodeIndex, NodeMeter};
use gridmerit_pallet_support::Settlement;

use crate::{Config, Meters, MetersOfNode, Pallet};

impl<T: Config> gridmerit_pallet_support::Meters for Pallet<T> {
	fn owes_reading(interval: Interval, node: NodeIndex) -> bool {
		MetersOfNode::<T>::get(node).settles(interval).is_some()
	}

	fn is_metered(node: NodeIndex) -> bool {
		let mut meters = MetersOfNode::<T>::get(node);
		meters.prune(T::Settlement::settled_before());
		!meters.spans.is_empty()
	}
}

impl<T: Config> Pallet<T> {
	/// Whether any meter is bound to a node, which then cannot leave. A node that is metered has one.
	pub fn is_bound(node: NodeIndex) -> bool {
		MetersOfNode::<T>::contains_key(node)
	}

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
					barred_from: Meters::<T>::get(meter).and_then(|row| row.barred_from),
				}
			})
			.collect()
	}
}
