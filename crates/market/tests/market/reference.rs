// SPDX-License-Identifier: Apache-2.0

//! The clearing rules once more: slow, obvious, in exact fractions, sharing nothing with the crate but
//! its plain types. Quadratic on purpose: each definition is written down as it is stated.

use gridmerit_market::{
	Clearing, Demand, Level, MAX_ORDER, Margin, Offer, Outcome, Price, Rules, Side, Status,
	Transaction, Wh,
};
use num_bigint::BigInt;
use num_rational::BigRational;

fn fraction(numerator: u64, denominator: u64) -> BigRational {
	BigRational::new(numerator.into(), denominator.into())
}

fn whole(number: BigInt) -> u64 {
	number.try_into().unwrap()
}

/// Which offers may trade, given the utility's prices.
pub fn eligible(offer: &Offer, rules: &Rules, alpha_ppm: u32) -> bool {
	let limits = &rules.limits;
	let below_alpha_tou =
		fraction(offer.ask, 1) < fraction(limits.tou(), 1) * fraction(alpha_ppm.into(), 1_000_000);
	offer.capacity > 0
		&& limits.fit() < offer.ask
		&& below_alpha_tou
		&& offer.ask + limits.fee() <= limits.tou()
}

/// The highest price there can be.
fn cap(rules: &Rules, alpha_ppm: u32) -> Price {
	let cap = (fraction(rules.limits.tou(), 1) * fraction(alpha_ppm.into(), 1_000_000))
		.floor()
		.min(fraction(rules.limits.tou() - rules.limits.fee(), 1));
	whole(cap.to_integer())
}

/// The largest level at which all orders, each up to it, get no more than `amount`; and what then is left.
pub fn level(orders: &[Wh], amount: Wh) -> Level {
	let given = |level: Wh| orders.iter().map(|&order| order.min(level)).sum::<Wh>();
	if given(MAX_ORDER) == amount {
		return Level { level: MAX_ORDER, above: 0, rest: 0 };
	}
	// Doubling steps, then halving ones: `given` never falls.
	let (mut low, mut step) = (0, MAX_ORDER);
	while step > 0 {
		if given(low + step) <= amount {
			low += step;
		}
		step /= 2;
	}
	let above = orders.iter().filter(|&&order| order > low).count() as u32;
	Level { level: low, above, rest: (amount - given(low)) as u32 }
}

/// What each order gets: up to the level, and the odd Wh by a telescope that begins with the order whose turn it is.
pub fn shares(orders: &[Wh], level: Level, turn: u32) -> Vec<Wh> {
	let up_to = |k: u32| {
		let odd = fraction(k.into(), 1) * fraction(level.rest.into(), level.above.into());
		whole(odd.floor().to_integer())
	};
	let mut number = 0;
	let share = |&order: &Wh| {
		if order <= level.level {
			return order;
		}
		// So far behind the order whose turn it is.
		let k = (number + level.above - turn % level.above) % level.above;
		number += 1;
		level.level + up_to(k + 1) - up_to(k)
	};
	orders.iter().map(share).collect()
}

/// Clears by the definitions. `alpha_ppm` is the one that the rules' limits were made from.
pub fn clear(demands: &[Demand], offers: &[Offer], rules: &Rules, alpha_ppm: u32) -> Outcome {
	let cap = cap(rules, alpha_ppm);
	// The most that a buyer pays; without a limit, more than any price.
	let most = |demand: &Demand| demand.limit.filter(|&limit| limit <= cap).unwrap_or(Price::MAX);
	let counts = |demand: &Demand| most(demand) > rules.limits.fit();
	let wanted = |keep: &dyn Fn(Price) -> bool| -> Wh {
		let rows = demands.iter().filter(|demand| counts(demand) && keep(most(demand)));
		rows.map(|demand| demand.quantity).sum()
	};
	let may_trade = offers.iter().filter(|offer| eligible(offer, rules, alpha_ppm));
	let may_trade: Vec<_> = may_trade.collect();
	let offered = |keep: &dyn Fn(Price) -> bool| -> Wh {
		may_trade.iter().filter(|offer| keep(offer.ask)).map(|offer| offer.capacity).sum()
	};
	let (demand, firm, supply) =
		(wanted(&|_| true), wanted(&|most| most == Price::MAX), offered(&|_| true));

	// The least price at which as much is offered as is wanted above it: some ask, or some limit.
	let asks = may_trade.iter().map(|offer| offer.ask);
	let limits = demands.iter().filter(|demand| counts(demand)).map(most).filter(|&m| m <= cap);
	let balances = |price: &Price| offered(&|ask| ask <= *price) >= wanted(&|most| most > *price);
	let price = asks.chain(limits).filter(balances).min();

	let meets = |price: Price| offered(&|ask| ask <= price) > 0;
	let (status, price) = match price {
		_ if demand == 0 => (Status::NoDemand, None),
		_ if supply == 0 => (Status::NoSupply, None),
		_ if supply < firm => (Status::Scarcity, Some(cap)),
		Some(price) if meets(price) => (Status::Cleared, Some(price)),
		_ => (Status::NoMatch, None),
	};

	// Who is on which side of the price, and who shares at it.
	let at = price.unwrap_or(0);
	let side = match status {
		Status::Scarcity => Side::Demand,
		Status::Cleared if offered(&|ask| ask <= at) < wanted(&|most| most >= at) => Side::Demand,
		_ => Side::Supply,
	};
	type Keep<'a> = &'a dyn Fn(Price) -> bool;
	let none: Keep = &|_| false;
	let (buys, buyers_share, sells, sellers_share): (Keep, Keep, Keep, Keep) = match (status, side)
	{
		(Status::Scarcity, _) => (none, &|most| most == Price::MAX, &|_| true, none),
		(Status::Cleared, Side::Demand) => (&|m| m > at, &|m| m == at, &|ask| ask <= at, none),
		(Status::Cleared, Side::Supply) => (&|m| m >= at, none, &|ask| ask < at, &|ask| ask == at),
		_ => (none, none, none, none),
	};
	let (total, amount) = match side {
		Side::Demand => (wanted(buyers_share), offered(sells) - wanted(buys)),
		Side::Supply => (offered(sellers_share), wanted(buys) - offered(sells)),
	};
	let traded = match side {
		Side::Demand => offered(sells),
		Side::Supply => wanted(buys),
	};

	let buying = |keep: Keep| -> Vec<Wh> {
		let row = |row: &Demand| if counts(row) && keep(most(row)) { row.quantity } else { 0 };
		demands.iter().map(row).collect()
	};
	let selling = |keep: Keep| -> Vec<Wh> {
		let sells = |row: &Offer| eligible(row, rules, alpha_ppm) && keep(row.ask);
		offers.iter().map(|row| if sells(row) { row.capacity } else { 0 }).collect()
	};
	let sharing = match side {
		Side::Demand => buying(buyers_share),
		Side::Supply => selling(sellers_share),
	};
	let level = level(&sharing, amount);
	let shares = shares(&sharing, level, rules.turn);
	let add = |full: Vec<Wh>| full.iter().zip(&shares).map(|(full, share)| full + share).collect();
	let (bought, sold) = match side {
		Side::Demand => (add(buying(buys)), selling(sells)),
		Side::Supply => (buying(buys), add(selling(sells))),
	};
	let margin = Margin { side, total, amount, level };
	let clearing = Clearing { status, price, demand, firm, supply, traded, margin };
	Outcome { clearing, bought, sold }
}

/// The overlaps of sold with bought energy, both laid end to end in node order.
pub fn assign(demands: &[Demand], offers: &[Offer], outcome: &Outcome) -> Vec<Transaction> {
	let price = outcome.clearing.price.unwrap_or(0);
	let mut transactions = Vec::new();
	for (i, offer) in offers.iter().enumerate() {
		let sold_before: Wh = outcome.sold[..i].iter().sum();
		for (j, demand) in demands.iter().enumerate() {
			let bought_before: Wh = outcome.bought[..j].iter().sum();
			let start = sold_before.max(bought_before);
			let end = (sold_before + outcome.sold[i]).min(bought_before + outcome.bought[j]);
			if start < end {
				transactions.push(Transaction {
					seller: offer.node,
					buyer: demand.node,
					energy: end - start,
					price,
					payment: u128::from(price) * u128::from(end - start),
				});
			}
		}
	}
	transactions
}
