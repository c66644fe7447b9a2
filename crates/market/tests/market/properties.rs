// SPDX-License-Identifier: Apache-2.0

//! What holds for every clearing.

use std::collections::BTreeMap;

use gridmerit_market::{
	Book, Demand, Dispatch, Offer, Outcome, Split, Status, Transaction, Wh, assign, clear,
};
use proptest::{collection::vec, prelude::*};

use crate::{
	reference,
	strategies::{Market, REAL, SMALL, any_market, market},
};

/// Energy by the node that `key` names.
fn totals(
	transactions: &[Transaction],
	key: impl Fn(&Transaction) -> u32,
) -> BTreeMap<u32, (Wh, u128)> {
	let mut totals = BTreeMap::new();
	for transaction in transactions {
		let (energy, money): &mut (Wh, u128) = totals.entry(key(transaction)).or_default();
		*energy += transaction.energy;
		*money += transaction.payment;
	}
	totals
}

/// Whether `shares` of `amount` are each within 1 Wh of exact, and none above its weight.
fn fair(weights: &[Wh], shares: &[Wh], amount: Wh) -> bool {
	let total: u128 = weights.iter().map(|&weight| u128::from(weight)).sum();
	weights.iter().zip(shares).all(|(&weight, &share)| {
		// |share - weight * amount / total| < 1, multiplied by total.
		let (exact, share_scaled) =
			(u128::from(weight) * u128::from(amount), u128::from(share) * total);
		share <= weight && (total == 0 || exact.abs_diff(share_scaled) < total)
	})
}

/// Clears `market` with the orders moved to other nodes: `order[k]` is the row that comes k-th.
fn reordered(market: &Market, ranks: &[u32]) -> (Vec<Demand>, Vec<Offer>, Outcome) {
	let rank = |node: u32| ranks[node as usize];
	let mut demands = market.demands.clone();
	let mut offers = market.offers.clone();
	demands.iter_mut().for_each(|demand| demand.node = rank(demand.node));
	offers.iter_mut().for_each(|offer| offer.node = rank(offer.node));
	demands.sort_by_key(|demand| demand.node);
	offers.sort_by_key(|offer| offer.node);
	let outcome = clear(Book::new(&demands, &offers).unwrap(), &market.rules);
	(demands, offers, outcome)
}

/// An order on either side of a market.
#[derive(Clone, Copy)]
struct Row {
	sells: bool,
	index: usize,
	node: u32,
	energy: Wh,
	ask: u64,
}

impl Row {
	/// The k-th order, demands first.
	fn of(market: &Market, k: usize) -> Self {
		if let Some(&Demand { node, quantity }) = market.demands.get(k) {
			return Self { sells: false, index: k, node, energy: quantity, ask: 0 };
		}
		let index = k - market.demands.len();
		let Offer { node, capacity, ask } = market.offers[index];
		Self { sells: true, index, node, energy: capacity, ask }
	}

	fn cut(&self, cuts: &[Wh]) -> Vec<Wh> {
		let mut left = self.energy;
		let mut parts: Vec<Wh> = cuts
			.iter()
			.map(|&cut| {
				let part = cut.min(left);
				left -= part;
				part
			})
			.collect();
		parts.push(left);
		parts
	}

	/// `market` with this order in parts, at these nodes.
	fn replaced(&self, market: &Market, parts: &[Wh], nodes: &[u32]) -> Market {
		let mut market = market.clone();
		let parts = parts.iter().zip(nodes);
		if self.sells {
			market.offers.remove(self.index);
			let ask = self.ask;
			market.offers.extend(parts.map(|(&capacity, &node)| Offer { node, capacity, ask }));
			market.offers.sort_by_key(|offer| offer.node);
		} else {
			market.demands.remove(self.index);
			market.demands.extend(parts.map(|(&quantity, &node)| Demand { node, quantity }));
			market.demands.sort_by_key(|demand| demand.node);
		}
		market
	}

	fn fill(&self, outcome: &Outcome) -> Wh {
		if self.sells { outcome.sold[self.index] } else { outcome.bought[self.index] }
	}
}

/// A random order of the nodes below 256.
fn ranks() -> impl Strategy<Value = Vec<u32>> {
	Just((0..256).collect::<Vec<u32>>()).prop_shuffle()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(3_000))]

	#[test]
	fn equals_the_reference(market in any_market()) {
		let outcome = clear(market.book(), &market.rules);
		let Market { demands, offers, rules, alpha_ppm } = &market;
		prop_assert_eq!(&outcome, &reference::clear(demands, offers, rules, *alpha_ppm));
		let transactions: Vec<_> = assign(market.book(), &outcome).collect();
		prop_assert_eq!(transactions, reference::assign(demands, offers, &outcome));
	}

	#[test]
	fn energy_and_money_are_conserved(market in any_market()) {
		let outcome = clear(market.book(), &market.rules);
		let clearing = outcome.clearing;
		let transactions: Vec<_> = assign(market.book(), &outcome).collect();
		let payment = clearing.payment(clearing.traded());

		prop_assert_eq!(outcome.bought.iter().sum::<Wh>(), clearing.traded());
		prop_assert_eq!(outcome.sold.iter().sum::<Wh>(), clearing.traded());
		prop_assert_eq!(clearing.traded() + clearing.unmet_demand(), clearing.demand);
		prop_assert_eq!(clearing.traded() + clearing.unsold_supply(), clearing.supply);
		prop_assert_eq!(transactions.iter().map(|t| t.payment).sum::<u128>(), payment);

		let bought = totals(&transactions, |transaction| transaction.buyer);
		let sold = totals(&transactions, |transaction| transaction.seller);
		for leg in market.book().buyers(&outcome.bought) {
			let expected = (leg.energy, clearing.payment(leg.energy));
			prop_assert_eq!(bought.get(&leg.node).copied().unwrap_or_default(), expected);
		}
		for leg in market.book().sellers(&outcome.sold) {
			let expected = (leg.energy, clearing.payment(leg.energy));
			prop_assert_eq!(sold.get(&leg.node).copied().unwrap_or_default(), expected);
		}
	}

	#[test]
	fn fills_stay_within_orders_and_are_fair(market in any_market()) {
		let outcome = clear(market.book(), &market.rules);
		let clearing = outcome.clearing;
		let quantities: Vec<_> = market.demands.iter().map(|demand| demand.quantity).collect();
		prop_assert!(fair(&quantities, &outcome.bought, clearing.traded()));

		let (mut sharing, mut shares) = (Vec::new(), Vec::new());
		for (offer, &sold) in market.offers.iter().zip(&outcome.sold) {
			prop_assert!(sold <= offer.capacity);
			let eligible = market.rules.limits.check(offer.capacity, offer.ask).is_ok();
			prop_assert!(eligible || sold == 0);
			if eligible && match market.rules.dispatch {
				Dispatch::ProRata => true,
				Dispatch::MeritOrder => clearing.price == Some(offer.ask) && clearing.marginal > 0,
			} {
				sharing.push(offer.capacity);
				shares.push(sold);
			}
		}
		prop_assert!(fair(&sharing, &shares, shares.iter().sum()));
	}

	#[test]
	fn the_price_keeps_everybody_better_off_than_with_the_utility(market in any_market()) {
		let outcome = clear(market.book(), &market.rules);
		let limits = &market.rules.limits;
		if let Some(price) = outcome.clearing.price {
			prop_assert!(limits.fit() < price && price <= limits.cap());
			prop_assert!(price + limits.fee() <= limits.tou());
			if market.rules.dispatch == Dispatch::MeritOrder {
				for (offer, &sold) in market.offers.iter().zip(&outcome.sold) {
					prop_assert!(sold == 0 || offer.ask <= price, "sold below its ask");
				}
			}
		} else {
			prop_assert_eq!(outcome.clearing.status, Status::NoDemand);
		}
	}

	#[test]
	fn transactions_are_few_and_contiguous(market in any_market()) {
		let outcome = clear(market.book(), &market.rules);
		let transactions: Vec<_> = assign(market.book(), &outcome).collect();
		let traders = outcome.bought.iter().chain(&outcome.sold).filter(|&&energy| energy > 0).count();
		prop_assert!(transactions.len() <= traders.saturating_sub(1));
		prop_assert!(transactions.iter().all(|transaction| transaction.energy > 0));
		for pair in transactions.windows(2) {
			// One of both goes on to the next node: contiguous for either, no pair twice.
			prop_assert!(pair[0].seller <= pair[1].seller && pair[0].buyer <= pair[1].buyer);
			prop_assert!(pair[0].seller < pair[1].seller || pair[0].buyer < pair[1].buyer);
		}
	}

	#[test]
	fn nothing_is_left_to_trade(market in any_market()) {
		let outcome = clear(market.book(), &market.rules);
		let mut rest = market.clone();
		rest.demands.iter_mut().zip(&outcome.bought).for_each(|(row, fill)| row.quantity -= fill);
		rest.offers.iter_mut().zip(&outcome.sold).for_each(|(row, fill)| row.capacity -= fill);
		let again = clear(rest.book(), &rest.rules).clearing;
		prop_assert_eq!(again.traded(), 0);
		prop_assert_eq!(again.demand, outcome.clearing.unmet_demand());
		prop_assert_eq!(again.supply, outcome.clearing.unsold_supply());
	}

	#[test]
	fn the_order_of_nodes_moves_no_more_than_a_wh(market in any_market(), ranks in ranks()) {
		let outcome = clear(market.book(), &market.rules);
		let (demands, offers, other) = reordered(&market, &ranks);
		prop_assert_eq!(outcome.clearing, other.clearing);
		let fills = |demands: &[Demand], offers: &[Offer], outcome: &Outcome| -> BTreeMap<u32, Wh> {
			let book = Book::new(demands, offers).unwrap();
			book.buyers(&outcome.bought).chain(book.sellers(&outcome.sold)).map(|leg| (leg.node, leg.energy)).collect()
		};
		let moved = fills(&demands, &offers, &other);
		for (node, energy) in fills(&market.demands, &market.offers, &outcome) {
			prop_assert!(moved[&ranks[node as usize]].abs_diff(energy) <= 1);
		}
	}

	/// The parts of a split order take less than 1 Wh each beyond the exact share of the whole.
	#[test]
	fn splitting_an_order_gains_less_than_a_wh_per_part(
		market in prop_oneof![market(SMALL), market(REAL)],
		pick in any::<prop::sample::Index>(),
		cuts in vec(0_u64..5_000, 1..6),
		ranks in ranks(),
	) {
		let before = clear(market.book(), &market.rules);
		let rows = market.demands.len() + market.offers.len();
		prop_assume!(rows > 0);
		let whole = Row::of(&market, pick.index(rows));
		let parts = whole.cut(&cuts);

		// The parts anywhere in the book.
		let nodes: Vec<u32> = (200..).take(parts.len()).collect();
		let (demands, offers, after) = reordered(&whole.replaced(&market, &parts, &nodes), &ranks);
		prop_assert_eq!(before.clearing, after.clearing);
		let moved: Vec<u32> = nodes.iter().map(|&node| ranks[node as usize]).collect();
		let book = Book::new(&demands, &offers).unwrap();
		let legs = book.buyers(&after.bought).chain(book.sellers(&after.sold));
		let together: Wh = legs.filter(|leg| moved.contains(&leg.node)).map(|leg| leg.energy).sum();
		// The exact share lies less than 1 Wh from what the whole order was filled with.
		prop_assert!(together.abs_diff(whole.fill(&before)) < 1 + parts.len() as Wh);

		// Parts that follow each other where the whole was: nothing at all is gained or lost.
		let mut spread = market.clone();
		spread.demands.iter_mut().for_each(|demand| demand.node *= 10);
		spread.offers.iter_mut().for_each(|offer| offer.node *= 10);
		let whole = Row { node: whole.node * 10, ..whole };
		let nodes: Vec<u32> = (whole.node..).take(parts.len()).collect();
		let spread = whole.replaced(&spread, &parts, &nodes);
		let after = clear(spread.book(), &spread.rules);
		let together: Wh = (0..parts.len()).map(|k| Row { index: whole.index + k, ..whole }.fill(&after)).sum();
		prop_assert_eq!(together, whole.fill(&before));
	}

	#[test]
	fn a_split_telescopes(
		weights in prop_oneof![vec(0_u64..10, 0..40), vec(0_u64..=1 << 40, 0..40)],
		fraction in 0.0..=1.0,
	) {
		let total: Wh = weights.iter().sum();
		let amount = ((total as f64 * fraction) as Wh).min(total);
		let mut split = Split::new(amount, total).unwrap();
		let shares: Vec<_> = weights.iter().map(|&weight| split.share(weight)).collect();
		prop_assert_eq!(shares.iter().sum::<Wh>(), amount);
		prop_assert!(fair(&weights, &shares, amount));
		prop_assert_eq!(shares, reference::shares(&weights, amount));
	}
}
