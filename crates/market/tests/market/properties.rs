// SPDX-License-Identifier: Apache-2.0

//! What holds for every clearing.

use std::collections::BTreeMap;

use gridmerit_market::{
	Book, Demand, Offer, Outcome, Rules, Side, Status, Transaction, Wh, assign, clear,
};
use proptest::prelude::*;

use crate::{
	reference,
	strategies::{Market, any_market},
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

/// Clears `market` with the orders moved to other nodes: the one of node n comes at `ranks[n]`.
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

/// Energy and fill of those that share.
fn sharing(market: &Market, outcome: &Outcome) -> Vec<(Wh, Wh)> {
	let clearing = outcome.clearing;
	let limits = &market.rules.limits;
	let shares = |demand: &Demand| match clearing.status {
		Status::Scarcity => demand.limit.is_none_or(|limit| limit > limits.cap()),
		_ => clearing.margin.side == Side::Demand && demand.limit == clearing.price,
	};
	let bought = market.demands.iter().zip(&outcome.bought).filter(|(row, _)| shares(row));
	let sells = clearing.status == Status::Cleared && clearing.margin.side == Side::Supply;
	let sold = market.offers.iter().zip(&outcome.sold);
	let sold = sold.filter(|(row, _)| sells && clearing.price == Some(row.ask));
	let bought = bought.map(|(row, fill)| (row.quantity, *fill));
	bought.chain(sold.map(|(row, fill)| (row.capacity, *fill))).collect()
}

/// The k-th order of a market, demands first, to change its energy; and its fill.
fn energy(market: &mut Market, k: usize) -> &mut Wh {
	let demands = market.demands.len();
	match market.demands.get_mut(k) {
		Some(demand) => &mut demand.quantity,
		None => &mut market.offers[k - demands].capacity,
	}
}

fn fill(outcome: &Outcome, k: usize) -> Wh {
	*outcome.bought.iter().chain(&outcome.sold).nth(k).unwrap()
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
		let payment = clearing.payment(clearing.traded);

		prop_assert_eq!(outcome.bought.iter().sum::<Wh>(), clearing.traded);
		prop_assert_eq!(outcome.sold.iter().sum::<Wh>(), clearing.traded);
		prop_assert_eq!(clearing.traded + clearing.unsold_supply(), clearing.supply);
		prop_assert_eq!(transactions.iter().map(|t| t.payment).sum::<u128>(), payment);
		let cap = market.rules.limits.cap();
		let firm = market.demands.iter().zip(&outcome.bought);
		let firm = firm.filter(|(row, _)| row.limit.is_none_or(|limit| limit > cap));
		let unmet: Wh = firm.map(|(row, bought)| row.quantity - bought).sum();
		prop_assert_eq!(clearing.unmet_demand(), unmet);

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

	/// Those who share get what they want up to one level, to within 1 Wh; all others get all or nothing.
	#[test]
	fn fills_are_all_nothing_or_up_to_the_level(market in any_market()) {
		let outcome = clear(market.book(), &market.rules);
		let margin = outcome.clearing.margin;
		let shares = sharing(&market, &outcome);
		prop_assert_eq!(shares.iter().map(|(order, _)| order).sum::<Wh>(), margin.total);
		prop_assert_eq!(shares.iter().map(|(_, fill)| fill).sum::<Wh>(), margin.amount);
		let mut odd = 0;
		for (order, fill) in &shares {
			let least = *order.min(&margin.level.level);
			prop_assert!(least <= *fill && *fill <= (least + 1).min(*order));
			odd += fill - least;
		}
		prop_assert_eq!(odd, u64::from(margin.level.rest));
		let bought = market.demands.iter().map(|row| row.quantity).zip(&outcome.bought);
		let sold = market.offers.iter().map(|row| row.capacity).zip(&outcome.sold);
		let partly = bought.chain(sold).filter(|&(order, &fill)| fill > 0 && fill < order);
		prop_assert!(partly.count() <= shares.iter().filter(|(order, fill)| fill < order).count());
	}

	#[test]
	fn the_price_keeps_everybody_better_off_than_without(market in any_market()) {
		let outcome = clear(market.book(), &market.rules);
		let limits = &market.rules.limits;
		let Some(price) = outcome.clearing.price else {
			prop_assert!(outcome.bought.iter().chain(&outcome.sold).all(|&fill| fill == 0));
			return Ok(());
		};
		prop_assert!(outcome.clearing.traded > 0);
		prop_assert!(limits.fit() < price && price <= limits.cap());
		prop_assert!(price + limits.fee() <= limits.tou());
		for (offer, &sold) in market.offers.iter().zip(&outcome.sold) {
			prop_assert!(sold == 0 || offer.ask <= price, "sold below its ask");
			prop_assert!(sold == 0 || limits.check_offer(offer.capacity, offer.ask).is_ok());
			// Nobody that would sell for less is left out.
			let left_out = limits.check_offer(offer.capacity, offer.ask).is_ok() && offer.ask < price;
			prop_assert!(!left_out || sold == offer.capacity);
		}
		for (demand, &bought) in market.demands.iter().zip(&outcome.bought) {
			prop_assert!(bought == 0 || demand.limit.is_none_or(|limit| price <= limit));
			// Nobody that would pay more is left out, but in scarcity.
			let pays = demand.limit.is_none_or(|limit| limit > price);
			prop_assert!(
				!pays || bought == demand.quantity || outcome.clearing.status == Status::Scarcity
			);
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
		prop_assert_eq!((again.traded, again.price), (0, None));
		prop_assert_eq!(again.firm, outcome.clearing.unmet_demand());
		prop_assert_eq!(again.demand, outcome.clearing.demand - outcome.clearing.traded);
		prop_assert_eq!(again.supply, outcome.clearing.unsold_supply());
	}

	#[test]
	fn the_order_of_nodes_moves_no_more_than_a_wh(market in any_market(), ranks in ranks()) {
		let outcome = clear(market.book(), &market.rules);
		let (demands, offers, other) = reordered(&market, &ranks);
		prop_assert_eq!(outcome.clearing, other.clearing);
		let fills = |demands: &[Demand], offers: &[Offer], outcome: &Outcome| -> BTreeMap<u32, Wh> {
			let book = Book::new(demands, offers).unwrap();
			let legs = book.buyers(&outcome.bought).chain(book.sellers(&outcome.sold));
			legs.map(|leg| (leg.node, leg.energy)).collect()
		};
		let moved = fills(&demands, &offers, &other);
		for (node, energy) in fills(&market.demands, &market.offers, &outcome) {
			prop_assert!(moved[&ranks[node as usize]].abs_diff(energy) <= 1);
		}
	}

	/// Whoever says it wants more or less than it does gets no more of what it wants, but for an odd Wh.
	#[test]
	fn misstating_a_quantity_gains_no_energy(
		market in any_market(),
		pick in any::<prop::sample::Index>(),
		near in prop_oneof![-3_i64..=3, -5_000_i64..5_000, -(1_i64 << 40)..1 << 40],
	) {
		let orders = market.demands.len() + market.offers.len();
		prop_assume!(orders > 0);
		let k = pick.index(orders);
		let honest = fill(&clear(market.book(), &market.rules), k);
		let mut lie = market.clone();
		let said = energy(&mut lie, k);
		let wants = *said;
		*said = wants.saturating_add_signed(near).min(gridmerit_market::MAX_ORDER);
		let got = fill(&clear(lie.book(), &lie.rules), k).min(wants);
		prop_assert!(got <= honest + 1, "{got} of {wants} Wh instead of {honest}");
	}

	/// Where those who share are the same, the odd Wh go round: after as many turns as there are above the level each
	/// has got as many.
	#[test]
	fn the_odd_wh_go_round(market in any_market()) {
		let level = clear(market.book(), &market.rules).clearing.margin.level;
		let mut got = vec![0_u128; market.demands.len() + market.offers.len()];
		let mut orders = Vec::new();
		for turn in 0..level.above {
			let turn = market.rules.turn.wrapping_add(turn);
			// Beyond the largest number the turns begin anew, and the round is broken.
			if turn < market.rules.turn {
				return Ok(());
			}
			let outcome = clear(market.book(), &Rules { turn, ..market.rules });
			prop_assert_eq!(outcome.clearing.margin.level, level);
			for (k, got) in got.iter_mut().enumerate() {
				*got += u128::from(fill(&outcome, k));
			}
			orders = sharing(&market, &outcome);
			// Any that follow each other have their part of the odd Wh to within one.
			let odd = orders.iter().filter(|(order, _)| *order > level.level);
			let odd: Vec<u64> = odd.map(|(_, fill)| fill - level.level).collect();
			for (first, _) in odd.iter().enumerate() {
				let mut sum = 0;
				for (count, odd) in (1..).zip(&odd[first..]) {
					sum += odd * u64::from(level.above);
					prop_assert!(sum.abs_diff(count * u64::from(level.rest)) < u64::from(level.above));
				}
			}
		}
		let each = u128::from(level.level) * u128::from(level.above) + u128::from(level.rest);
		let equal = got.iter().filter(|&&got| got == each).count();
		let above = orders.iter().filter(|(order, _)| *order > level.level).count();
		prop_assert!(equal >= above && above == level.above as usize);
	}

	/// Demand without a limit is demand with one that no price reaches.
	#[test]
	fn a_limit_above_the_cap_is_none(market in any_market(), above in 1_u64..100) {
		let mut other = market.clone();
		let limit = market.rules.limits.cap() + above;
		if limit > gridmerit_market::MAX_PRICE {
			return Ok(());
		}
		for demand in &mut other.demands {
			demand.limit = demand.limit.or(Some(limit));
		}
		let rules = &market.rules;
		prop_assert_eq!(clear(market.book(), rules), clear(other.book(), rules));
	}

	/// A limit below the price takes its demand out, and does nothing else.
	#[test]
	fn a_limit_below_the_price_removes_the_demand(
		market in any_market(),
		pick in any::<prop::sample::Index>(),
		down in 0.0..=1.0,
	) {
		prop_assume!(!market.demands.is_empty());
		let k = pick.index(market.demands.len());
		let mut without = market.clone();
		without.demands.remove(k);
		let rest = clear(without.book(), &market.rules);
		let Some(price) = rest.clearing.price else { return Ok(()) };
		let mut limited = market.clone();
		limited.demands[k].limit = Some(((price as f64 * down) as u64).min(price - 1));
		let outcome = clear(limited.book(), &market.rules);
		let mut bought = outcome.bought.clone();
		prop_assert_eq!(bought.remove(k), 0);
		prop_assert_eq!((bought, &outcome.sold), (rest.bought, &rest.sold));
		prop_assert_eq!(outcome.clearing.price, rest.clearing.price);
		prop_assert_eq!(outcome.clearing.margin, rest.clearing.margin);
	}

	/// A limit above the price of a cleared book changes nothing.
	#[test]
	fn a_limit_above_the_price_changes_nothing(
		market in any_market(),
		pick in any::<prop::sample::Index>(),
		up in 0.0..=1.0,
	) {
		let before = clear(market.book(), &market.rules);
		if before.clearing.status != Status::Cleared {
			return Ok(());
		}
		let (price, cap) = (before.clearing.price.unwrap(), market.rules.limits.cap());
		let k = pick.index(market.demands.len());
		// Demand that pays less is out already, or shares.
		if market.demands[k].limit.is_some_and(|limit| limit <= price) || price == cap {
			return Ok(());
		}
		let mut limited = market.clone();
		limited.demands[k].limit = Some(price + 1 + ((cap - price - 1) as f64 * up) as u64).min(Some(cap));
		let after = clear(limited.book(), &market.rules);
		prop_assert_eq!((&after.bought, &after.sold), (&before.bought, &before.sold));
		let firm = before.clearing.firm;
		prop_assert_eq!(gridmerit_market::Clearing { firm, ..after.clearing }, before.clearing);
	}

	/// More demand never lowers the price, and more supply never lifts it.
	#[test]
	fn the_price_follows_scarcity(market in any_market(), pick in any::<prop::sample::Index>()) {
		let orders = market.demands.len() + market.offers.len();
		prop_assume!(orders > 0);
		let before = clear(market.book(), &market.rules).clearing;
		let mut less = market.clone();
		let k = pick.index(orders);
		*energy(&mut less, k) /= 2;
		let after = clear(less.book(), &less.rules).clearing;
		if let Some((before, after)) = before.price.zip(after.price) {
			let buys = k < market.demands.len();
			let (lower, higher) = if buys { (after, before) } else { (before, after) };
			prop_assert!(lower <= higher);
		}
	}

	/// Without a pivotal seller there is no scarcity if it withdraws; without a pivotal one's offer there is.
	#[test]
	fn a_pivotal_seller_makes_the_scarcity(market in any_market()) {
		let clearing = clear(market.book(), &market.rules).clearing;
		let Some(spare) = clearing.spare() else { return Ok(()) };
		for (k, offer) in market.offers.iter().enumerate() {
			if market.rules.limits.check_offer(offer.capacity, offer.ask).is_err() {
				continue;
			}
			let mut without = market.clone();
			without.offers.remove(k);
			let after = clear(without.book(), &market.rules).clearing;
			prop_assert_eq!(offer.capacity > spare, after.firm > after.supply);
		}
	}
}

#[test]
fn a_level_is_as_its_definition_says() {
	let sharing = |quantities: &[Wh], amount: Wh, turn: u32| {
		let demands: Vec<_> = (1..)
			.zip(quantities)
			.map(|(node, &quantity)| Demand { node, quantity, limit: None })
			.collect();
		let offers = [Offer { node: 0, capacity: amount, ask: 90_000 }];
		let limits = gridmerit_market::Limits::new(200_000, 60_000, 900_000, 0).unwrap();
		let outcome = clear(Book::new(&demands, &offers).unwrap(), &Rules { limits, turn });
		let gridmerit_market::Level { level, above, rest } = outcome.clearing.margin.level;
		((level, above, rest), outcome.bought)
	};
	assert_eq!(sharing(&[3, 5, 7], 12, 0), ((4, 2, 1), vec![3, 4, 5]));
	assert_eq!(sharing(&[3, 5, 7], 12, 1), ((4, 2, 1), vec![3, 5, 4]));
	assert_eq!(sharing(&[3, 5, 7], 13, 0), ((5, 1, 0), vec![3, 5, 5]));
	assert_eq!(sharing(&[3, 5, 7], 14, 0), ((6, 1, 0), vec![3, 5, 6]));
	assert_eq!(sharing(&[3, 5, 7], 2, 0), ((0, 3, 2), vec![0, 1, 1]));
	assert_eq!(sharing(&[3, 5, 7], 2, 1), ((0, 3, 2), vec![1, 0, 1]));
	assert_eq!(sharing(&[3, 5, 7], 2, 2), ((0, 3, 2), vec![1, 1, 0]));
	assert_eq!(sharing(&[3, 5, 7], 2, 3), sharing(&[3, 5, 7], 2, 0));
	assert_eq!(sharing(&[3, 0, 3], 3, 0), ((1, 2, 1), vec![1, 0, 2]));
}

/// What the uniform rule does not do: a second account gets a second share. Who has an account is the registry's
/// business.
#[test]
fn a_second_account_gets_a_second_share() {
	let limits = gridmerit_market::Limits::new(200_000, 60_000, 900_000, 0).unwrap();
	let rules = Rules { limits, turn: 0 };
	let offers = [Offer { node: 0, capacity: 6, ask: 90_000 }];
	let demand = |node, quantity| Demand { node, quantity, limit: None };
	let one = [demand(1, 6), demand(2, 6)];
	assert_eq!(clear(Book::new(&one, &offers).unwrap(), &rules).bought, [3, 3]);
	let two = [demand(1, 6), demand(2, 3), demand(3, 3)];
	assert_eq!(clear(Book::new(&two, &offers).unwrap(), &rules).bought, [2, 2, 2]);
}
