// SPDX-License-Identifier: Apache-2.0

//! Which orders a pass tallies.

use gridmerit_market::Wh;

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{keys::Key, narrow::Reach, page::Order, tally::Buckets};

/// The orders of a bus that lie within its bracket: some keys in a row and some sizes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub(crate) struct Window {
	key: Key,
	keys: u64,
	/// Those of more than this.
	size: Wh,
	sizes: u64,
}

impl Window {
	/// The keys within the bracket of a bus; in scarcity its firm demand.
	pub fn of_keys(reach: &Reach, span: u64, scarce: Key) -> Self {
		let sizes = u64::MAX;
		if reach.beyond {
			return Self { key: scarce, keys: 1, size: 0, sizes };
		}
		let keys = scarce.saturating_sub(reach.from).min(span);
		Self { key: reach.from, keys, size: 0, sizes }
	}

	/// The sizes within the bracket of a bus, of the orders at its key.
	pub fn of_sizes(key: Key, reach: &Reach, span: u64) -> Self {
		let sizes = if reach.beyond { 0 } else { span };
		Self { key, keys: 1, size: reach.from, sizes }
	}

	/// Whether an order is one of them.
	#[inline]
	pub fn holds(&self, order: Order) -> bool {
		order.key.wrapping_sub(self.key) < self.keys
			&& order.energy.wrapping_sub(1).wrapping_sub(self.size) < self.sizes
	}

	/// Whether an order is demand with a limit that is below them.
	#[inline]
	pub fn drops(&self, order: Order) -> bool {
		order.key < self.key && order.key & 1 == 1
	}
}

/// Sorts an order into the bucket of its key, if there is one below that of `scarce`, or of its size. A level within
/// [size, size + 1) leaves an order of size + 1 above it.
#[inline]
pub(crate) fn sort(buckets: &mut Buckets, order: Order, windows: &[Window], scarce: Option<Key>) {
	let Some(window) = windows.get(usize::from(order.rank)) else { return };
	match scarce {
		Some(scarce) if order.key < scarce => {
			buckets.add(order.rank, order.key.wrapping_sub(window.key), order.energy);
		},
		Some(_) => {},
		None => {
			let above = order.energy.wrapping_sub(window.size);
			buckets.add(order.rank, above.wrapping_sub(1), above);
		},
	}
}
