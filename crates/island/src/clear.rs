// SPDX-License-Identifier: Apache-2.0

//! Clears an island.

use alloc::vec::Vec;

use gridmerit_market::{
	Clearing, Leg, Level, Margin, NodeIndex, Price, Status, Step, Sweep, Transaction, Wh,
};

use crate::{
	book::Island,
	outcome::{IslandClearing, IslandOutcome, Tier},
	places::{Order, Worth, ask, offered, wanted},
	rules::IslandRules,
	share::share,
};

/// Clears an island: price and fills by the rules of this crate. Sorts loads and offers once; all else is linear.
pub fn clear(island: Island<'_>, rules: &IslandRules) -> IslandOutcome {
	let worth = Worth::new(island);
	let mut demand = Side::new(wanted(island));
	let mut offers = Side::new(offered(island, rules));
	while let (Some(load), Some(offer)) = (demand.next(), offers.next()) {
		if worth.of(load) < ask(offer) {
			break;
		}
		let step = demand.left().min(offers.left());
		demand.take(step);
		offers.take(step);
	}

	let dearest: Price = offers.last().map_or(0, ask);
	let marginal = demand.next().map_or(0, |place| worth.of(place)).max(dearest);
	let traded = demand.taken;
	let (bought, demand) = demand.fills(rules.turn());
	let (given, offers) = offers.fills(rules.turn());
	let (served, charged) = bought.split_at(island.loads().len().min(bought.len()));
	let (sold, discharged) = given.split_at(island.offers().len().min(given.len()));
	let clearing = IslandClearing {
		price: (traded > 0).then_some(marginal.min(rules.cap())),
		marginal,
		wanted: total(island.loads().iter().map(|load| load.quantity)),
		served: total(served.iter().copied()),
		supply: total(offered(island, rules).map(|order| order.energy)),
		traded,
		demand,
		offers,
	};
	IslandOutcome {
		clearing,
		served: served.to_vec(),
		sold: sold.to_vec(),
		discharged: discharged.to_vec(),
		charged: charged.to_vec(),
	}
}

/// Sums energy: at most 2^20 orders of 2^40 Wh on a side.
fn total(energies: impl Iterator<Item = Wh>) -> Wh {
	energies.fold(0, Wh::saturating_add)
}

/// One side of the island, which is gone through tier by tier.
struct Side {
	/// What each order may trade, in the order of the lists.
	energies: Vec<Wh>,
	/// Places and rows of those that may trade anything, sorted.
	sorted: Vec<(u64, usize)>,
	/// Tiers: place, the number of the first row in `sorted` that comes after it, total.
	tiers: Vec<(u64, usize, Wh)>,
	/// The tier at hand, and what of it is taken.
	at: usize,
	of_tier: Wh,
	taken: Wh,
}

impl Side {
	fn new(orders: impl Iterator<Item = Order> + Clone) -> Self {
		let energies: Vec<Wh> = orders.clone().map(|order| order.energy).collect();
		let rows = orders.enumerate().filter(|(_, order)| order.energy > 0);
		let mut sorted: Vec<_> = rows.map(|(row, order)| (order.place, row)).collect();
		sorted.sort_unstable();
		let mut tiers: Vec<(u64, usize, Wh)> = Vec::new();
		for (end, &(place, row)) in (1..).zip(&sorted) {
			let energy = energies.get(row).copied().unwrap_or(0);
			match tiers.last_mut() {
				Some((last, last_end, total)) if *last == place => {
					*last_end = end;
					*total = total.saturating_add(energy);
				},
				_ => tiers.push((place, end, energy)),
			}
		}
		Self { energies, sorted, tiers, at: 0, of_tier: 0, taken: 0 }
	}

	/// The place of the first tier that is not taken in full.
	fn next(&self) -> Option<u64> {
		self.tiers.get(self.at).map(|(place, ..)| *place)
	}

	/// What is left of that tier.
	fn left(&self) -> Wh {
		let total = self.tiers.get(self.at).map_or(0, |(.., total)| *total);
		total.saturating_sub(self.of_tier)
	}

	/// Takes so much of it, at most what is left.
	fn take(&mut self, energy: Wh) {
		self.taken = self.taken.saturating_add(energy);
		self.of_tier = self.of_tier.saturating_add(energy);
		if self.left() == 0 {
			self.at = self.at.saturating_add(1);
			self.of_tier = 0;
		}
	}

	/// Which tier is the last of which anything is taken.
	fn last_tier(&self) -> Option<usize> {
		if self.of_tier > 0 { Some(self.at) } else { self.at.checked_sub(1) }
	}

	/// The place of the last tier of which anything is taken.
	fn last(&self) -> Option<u64> {
		self.tiers.get(self.last_tier()?).map(|(place, ..)| *place)
	}

	/// What each order trades, and the last tier that does.
	fn fills(self, turn: u32) -> (Vec<Wh>, Tier) {
		let mut fills: Vec<Wh> = self.energies.iter().map(|_| 0).collect();
		let Some((last, &(place, end, total))) =
			self.last_tier().and_then(|last| Some((last, self.tiers.get(last)?)))
		else {
			return (fills, Tier::NONE);
		};
		let begin = last.checked_sub(1).and_then(|before| self.tiers.get(before));
		let begin = begin.map_or(0, |(_, end, _)| *end);
		let energy = |row: usize| self.energies.get(row).copied().unwrap_or(0);
		for &(_, row) in self.sorted.iter().take(begin) {
			if let Some(fill) = fills.get_mut(row) {
				*fill = energy(row);
			}
		}
		let rows: Vec<usize> =
			self.sorted.iter().take(end).skip(begin).map(|(_, row)| *row).collect();
		let orders: Vec<Wh> = rows.iter().map(|row| energy(*row)).collect();
		let amount = if self.of_tier > 0 { self.of_tier } else { total };
		let (level, shares) =
			share(&orders, amount, turn).unwrap_or_else(|| (Level::FULL, orders.clone()));
		for (row, share) in rows.into_iter().zip(shares) {
			if let Some(fill) = fills.get_mut(row) {
				*fill = share;
			}
		}
		(fills, Tier { place, total, amount, level })
	}
}

/// Who sells to whom in an island that cleared: Algorithm 2's [`Sweep`], sources and batteries on one side, loads and
/// batteries that are charged on the other, both in ascending node index. At most as many as there are orders, less one.
pub fn assign(island: Island<'_>, outcome: &IslandOutcome) -> Vec<Transaction> {
	let IslandClearing { price, traded, .. } = outcome.clearing;
	// Of a clearing the sweep asks for price and energy.
	let clearing = Clearing {
		status: Status::Cleared,
		price,
		demand: traded,
		firm: traded,
		supply: traded,
		traded,
		margin: Margin::NONE,
	};
	let storages = || island.storages().iter().map(|storage| storage.node);
	let sellers = island.offers().iter().map(|offer| offer.node).chain(storages());
	let buyers = island.loads().iter().map(|load| load.node).chain(storages());
	let (mut sellers, mut buyers) =
		(legs(sellers, outcome.given()).into_iter(), legs(buyers, outcome.bought()).into_iter());
	let mut sweep = Sweep::new(&clearing);
	let mut transactions = Vec::new();
	while let Ok(Step::Transaction(transaction)) = sweep.step(&mut sellers, &mut buyers) {
		transactions.push(transaction);
	}
	transactions
}

/// Legs by node. Both lists are in ascending order, and a stable sort merges two such runs in linear time.
fn legs(nodes: impl Iterator<Item = NodeIndex>, energies: impl Iterator<Item = Wh>) -> Vec<Leg> {
	let legs = nodes.zip(energies).map(|(node, energy)| Leg { node, energy });
	let mut legs: Vec<Leg> = legs.filter(|leg| leg.energy > 0).collect();
	legs.sort_by_key(|leg| leg.node);
	legs
}
