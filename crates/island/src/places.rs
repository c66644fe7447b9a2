// SPDX-License-Identifier: Apache-2.0

//! The order in which loads are served and offers are taken, as one number each.

use gridmerit_market::{MAX_PRICE, NodeIndex, Price, Wh};

use crate::{
	book::Island,
	load::{Load, Priority},
	rules::IslandRules,
	storage::Storage,
};

/// Priorities, and after them what batteries would draw.
const RANKS: usize = Priority::ALL.len().saturating_add(1);

/// Bits of a place below its rank: as many as [`MAX_PRICE`] needs.
const PRICE_BITS: u32 = 49;

/// A load or an offer where it stands in its order.
#[derive(Clone, Copy, Debug)]
pub struct Order {
	pub node: NodeIndex,
	pub place: u64,
	pub energy: Wh,
}

fn of_load(rank: usize, value: Price) -> u64 {
	let rank = (rank as u64).wrapping_shl(PRICE_BITS);
	rank.saturating_add(MAX_PRICE.saturating_sub(value))
}

/// Where loads stand, in the order of the lists, batteries to be charged last: the lower its place, the earlier it is
/// served.
pub fn wanted<'a>(island: Island<'a>) -> impl Iterator<Item = Order> + Clone + 'a {
	let load = |load: &Load| Order {
		node: load.node,
		place: of_load(load.priority.rank(), load.value()),
		energy: load.quantity,
	};
	let charging = |storage: &Storage| Order {
		node: storage.node,
		place: of_load(Priority::ALL.len(), storage.bid),
		energy: storage.input,
	};
	island.loads().iter().map(load).chain(island.storages().iter().map(charging))
}

/// Where offers stand, in the order of the lists, batteries last: the lower its place, the earlier it is taken. An offer
/// above the cap has nothing to sell. At one ask a battery comes after what cannot wait.
pub fn offered<'a>(
	island: Island<'a>,
	rules: &IslandRules,
) -> impl Iterator<Item = Order> + Clone + 'a {
	let cap = rules.cap();
	let order = move |node, ask: Price, stored: bool, energy: Wh| Order {
		node,
		place: ask.wrapping_shl(1).wrapping_add(stored.into()),
		energy: energy.wrapping_mul((ask <= cap).into()),
	};
	let offers = island.offers().iter();
	let offers = offers.map(move |offer| order(offer.node, offer.ask, false, offer.capacity));
	let storages = island.storages().iter();
	offers.chain(storages.map(move |own| order(own.node, own.ask, true, own.available())))
}

/// What an offer at a place asks.
pub fn ask(place: u64) -> Price {
	place.wrapping_shr(1)
}

/// What loads count for: their value of lost load, and at least what any of a later priority counts for. So of two loads
/// the one that is served first never counts for less.
#[derive(Clone, Copy, Debug)]
pub struct Worth {
	/// By rank, the highest value of all later ones.
	later: [Price; RANKS],
}

impl Worth {
	/// In one pass over the loads.
	pub fn new(island: Island<'_>) -> Self {
		let mut highest = [0; RANKS];
		for order in wanted(island).filter(|order| order.energy > 0) {
			let (rank, value) = parts(order.place);
			if let Some(highest) = highest.get_mut(rank) {
				*highest = value.max(*highest);
			}
		}
		let mut later = [0; RANKS];
		let mut so_far = 0;
		for (later, highest) in later.iter_mut().zip(highest).rev() {
			*later = so_far;
			so_far = so_far.max(highest);
		}
		Self { later }
	}

	/// Of a load at a place.
	pub fn of(&self, place: u64) -> Price {
		let (rank, value) = parts(place);
		value.max(self.later.get(rank).copied().unwrap_or(0))
	}
}

/// Rank and value of a load at a place.
fn parts(place: u64) -> (usize, Price) {
	let rank = place.wrapping_shr(PRICE_BITS);
	let down = place.wrapping_sub(rank.wrapping_shl(PRICE_BITS));
	(rank as usize, MAX_PRICE.saturating_sub(down))
}
