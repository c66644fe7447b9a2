// SPDX-License-Identifier: Apache-2.0

//! The rules once more: slow, obvious, Wh by Wh, sharing nothing with the crate but its plain types.

use gridmerit_island::{Load, Priority, Storage};
use gridmerit_market::{MAX_PRICE, Offer, Price, Wh};
use proptest::prelude::*;

use crate::strategies::{Case, REAL, SMALL, case};

/// What comes out.
#[derive(Debug, PartialEq, Eq)]
pub struct Expected {
	pub price: Option<Price>,
	pub marginal: Price,
	pub served: Vec<Wh>,
	pub sold: Vec<Wh>,
	pub discharged: Vec<Wh>,
	pub charged: Vec<Wh>,
}

/// Who wants energy: rank of its priority, value, energy. Batteries that are charged come after all loads.
pub fn wants(case: &Case) -> Vec<(usize, Price, Wh)> {
	let rank = |priority| Priority::ALL.iter().position(|own| *own == priority).unwrap();
	let load = |load: &Load| (rank(load.priority), load.value.unwrap_or(MAX_PRICE), load.quantity);
	let charging = |storage: &Storage| (4, storage.bid, storage.input);
	case.loads.iter().map(load).chain(case.storages.iter().map(charging)).collect()
}

/// What a want counts for: its value, or that of any with a later priority.
pub fn worth(wants: &[(usize, Price, Wh)], row: usize) -> Price {
	let (rank, value, _) = wants[row];
	let later = wants.iter().filter(|(other, _, energy)| *other > rank && *energy > 0);
	later.map(|(_, value, _)| *value).max().unwrap_or(0).max(value)
}

/// Who has energy: ask, whether it is stored, energy.
pub fn haves(case: &Case) -> Vec<(Price, bool, Wh)> {
	let may = |ask: Price, energy: Wh| if ask <= case.rules.cap() { energy } else { 0 };
	let offer = |offer: &Offer| (offer.ask, false, may(offer.ask, offer.capacity));
	let storage = |storage: &Storage| {
		let above = storage.charge.max(storage.critical_reserve) - storage.critical_reserve;
		(storage.ask, true, may(storage.ask, above.min(storage.output)))
	};
	case.offers.iter().map(offer).chain(case.storages.iter().map(storage)).collect()
}

/// Everybody gets what it wants up to one level: 1 Wh each, as long as that goes round; then the odd Wh.
fn shares(orders: &[Wh], amount: Wh, turn: u32) -> Vec<Wh> {
	let mut left = amount;
	let mut shares = vec![0; orders.len()];
	let wanting = |shares: &[Wh]| -> Vec<usize> {
		(0..orders.len()).filter(|row| shares[*row] < orders[*row]).collect()
	};
	loop {
		let rows = wanting(&shares);
		if rows.is_empty() || left < rows.len() as u64 {
			for (k, row) in rows.iter().enumerate() {
				let n = rows.len() as i128;
				let k = (k as i128 - i128::from(turn)).rem_euclid(n);
				let up_to = |k: i128| k * i128::from(left) / n;
				shares[*row] += (up_to(k + 1) - up_to(k)) as u64;
			}
			return shares;
		}
		// As many rounds at once as nobody drops out in.
		let rounds = (left / rows.len() as u64)
			.min(rows.iter().map(|row| orders[*row] - shares[*row]).min().unwrap());
		rows.iter().for_each(|row| shares[*row] += rounds);
		left -= rounds * rows.len() as u64;
	}
}

/// Fills rows that come to `traded`, the best first, those that are as good together.
fn fill<K: Ord + Copy>(rows: &[(K, Wh)], traded: Wh, turn: u32) -> Vec<Wh> {
	let mut keys: Vec<K> = rows.iter().map(|(key, _)| *key).collect();
	keys.sort();
	keys.dedup();
	let mut fills = vec![0; rows.len()];
	let mut left = traded;
	for key in keys {
		// Who wants nothing has no turn.
		let own: Vec<usize> =
			(0..rows.len()).filter(|row| rows[*row].0 == key && rows[*row].1 > 0).collect();
		let orders: Vec<Wh> = own.iter().map(|row| rows[*row].1).collect();
		let amount = left.min(orders.iter().sum());
		for (row, share) in own.into_iter().zip(shares(&orders, amount, turn)) {
			fills[row] = share;
		}
		left -= amount;
	}
	fills
}

/// The least price at which the dual of the dispatch is largest: that of all optimal prices.
pub fn least_optimal(costs: &[(Price, Wh)], demand: Wh) -> Price {
	let dual = |price: Price| -> i128 {
		let rent = |&(cost, energy): &(Price, Wh)| {
			i128::from(price.saturating_sub(cost)) * i128::from(energy)
		};
		i128::from(price) * i128::from(demand) - costs.iter().map(rent).sum::<i128>()
	};
	// It is linear between the costs.
	let mut prices: Vec<Price> = costs.iter().map(|(cost, _)| *cost).chain([0]).collect();
	prices.sort();
	prices.into_iter().rev().max_by_key(|price| dual(*price)).unwrap()
}

pub fn clear(case: &Case) -> Expected {
	let (wants, haves) = (wants(case), haves(case));
	let turn = case.rules.turn();
	// Wh that trade: as long as the best want that is left is worth the cheapest Wh that is left.
	let mut demand: Vec<(usize, std::cmp::Reverse<Price>, Price, Wh)> = (0..wants.len())
		.map(|row| {
			(wants[row].0, std::cmp::Reverse(wants[row].1), worth(&wants, row), wants[row].2)
		})
		.collect();
	demand.sort();
	let mut supply = haves.clone();
	supply.sort();
	let mut traded = 0;
	let (mut d, mut s) = (0, 0);
	while d < demand.len() && s < supply.len() {
		if demand[d].3 == 0 {
			d += 1;
		} else if supply[s].2 == 0 {
			s += 1;
		} else if demand[d].2 < supply[s].0 {
			break;
		} else {
			let step = demand[d].3.min(supply[s].2);
			demand[d].3 -= step;
			supply[s].2 -= step;
			traded += step;
		}
	}
	let rows: Vec<_> = wants
		.iter()
		.map(|(rank, value, energy)| ((*rank, std::cmp::Reverse(*value)), *energy))
		.collect();
	let mut served = fill(&rows, traded, turn);
	let rows: Vec<_> =
		haves.iter().map(|(ask, stored, energy)| ((*ask, *stored), *energy)).collect();
	let mut sold = fill(&rows, traded, turn);

	let offers = haves.iter().map(|(ask, _, energy)| (*ask, *energy));
	let unserved = (0..wants.len()).map(|row| (worth(&wants, row), wants[row].2));
	let costs: Vec<_> = offers.chain(unserved).filter(|(_, energy)| *energy > 0).collect();
	let marginal = least_optimal(&costs, wants.iter().map(|(.., energy)| energy).sum());
	let charged = served.split_off(case.loads.len());
	let discharged = sold.split_off(case.offers.len());
	let price = (traded > 0).then_some(marginal.min(case.rules.cap()));
	Expected { price, marginal, served, sold, discharged, charged }
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(4_000))]

	#[test]
	fn clears_as_the_reference(case in prop_oneof![3 => case(SMALL), 1 => case(REAL)]) {
		let outcome = gridmerit_island::clear(case.island(), &case.rules);
		let gridmerit_island::IslandOutcome { clearing, served, sold, discharged, charged } = outcome;
		let (price, marginal) = (clearing.price, clearing.marginal);
		let found = Expected { price, marginal, served, sold, discharged, charged };
		prop_assert_eq!(found, clear(&case));
	}
}
