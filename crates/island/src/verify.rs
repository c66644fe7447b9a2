// SPDX-License-Identifier: Apache-2.0

//! Proof that an outcome of an island is right, without clearing again.

use alloc::vec::Vec;

use gridmerit_market::{NodeIndex, Transaction, Wh};

use crate::{
	book::Island,
	certificate::certificate,
	clear::assign,
	error::IslandViolation,
	outcome::{IslandClearing, IslandOutcome, Tier},
	places::{Order, Worth, ask, offered, wanted},
	rules::IslandRules,
	share::share,
};

/// Checks in linear time that `outcome` is what the rules give for `island`: accepted if and only if it equals what
/// [`clear`](crate::clear()) returns.
///
/// - order: what stands before the last tier of its side trades in full, what stands after it not at all, so no load is
///   served before one of an earlier priority, or of a higher value in the same one, and no battery gives of its reserve;
/// - shares: the last tier shares by one level;
/// - balance: both sides trade as much;
/// - as much as pays: the last load served counts for what the last offer asks or more, the next one for less than the
///   next offer asks;
/// - price: the least optimal one, at most the cap;
/// - optimality by the exact dual ([`IslandCertificate`](crate::IslandCertificate)).
pub fn verify(
	island: Island<'_>,
	rules: &IslandRules,
	outcome: &IslandOutcome,
) -> Result<(), IslandViolation> {
	outcome.aligned(island)?;
	let IslandClearing { price, marginal, wanted: all, served, supply, traded, demand, offers } =
		outcome.clearing;
	let worth = Worth::new(island);
	let bought = check_side(wanted(island), outcome.bought(), &demand, rules.turn())
		.map_err(|fault| fault.of(IslandViolation::Bought))?;
	let given = check_side(offered(island, rules), outcome.given(), &offers, rules.turn())
		.map_err(|fault| fault.of(IslandViolation::Sold))?;

	let mut loads = (0_u64, 0_u64);
	for (load, &served) in island.loads().iter().zip(&outcome.served) {
		loads = (loads.0.saturating_add(load.quantity), loads.1.saturating_add(served));
	}
	if loads != (all, served)
		|| given.total != supply
		|| [bought.traded, given.traded] != [traded; 2]
	{
		return Err(IslandViolation::Totals);
	}
	let dearest = if traded > 0 { ask(offers.place) } else { 0 };
	if traded > 0 && worth.of(demand.place) < dearest {
		return Err(IslandViolation::TooDear);
	}
	let next = bought.next.map(|place| worth.of(place));
	if next.zip(given.next).is_some_and(|(worth, place)| worth >= ask(place)) {
		return Err(IslandViolation::NotServed);
	}
	let least = next.unwrap_or(0).max(dearest);
	if marginal != least || price != (traded > 0).then_some(least.min(rules.cap())) {
		return Err(IslandViolation::Price);
	}
	if certificate(island, rules, outcome)?.gap() != Some(0) {
		return Err(IslandViolation::NotOptimal);
	}
	Ok(())
}

/// What a side comes to.
struct Sums {
	total: Wh,
	traded: Wh,
	/// The place of the first order that does not trade in full.
	next: Option<u64>,
}

enum Fault {
	Fill(NodeIndex),
	Tier,
}

impl Fault {
	fn of(self, fill: impl Fn(NodeIndex) -> IslandViolation) -> IslandViolation {
		match self {
			Self::Fill(node) => fill(node),
			Self::Tier => IslandViolation::Tier,
		}
	}
}

/// Checks the fills of a side whose last tier that trades is `last`.
fn check_side(
	orders: impl Iterator<Item = Order> + Clone,
	fills: impl Iterator<Item = Wh> + Clone,
	last: &Tier,
	turn: u32,
) -> Result<Sums, Fault> {
	let mut sums = Sums { total: 0, traded: 0, next: None };
	let trades = last.amount > 0;
	let (mut nodes, mut tier, mut shares) = (Vec::new(), Vec::new(), Vec::new());
	for (order, fill) in orders.zip(fills) {
		let Order { node, place, energy } = order;
		sums.total = sums.total.saturating_add(energy);
		sums.traded = sums.traded.saturating_add(fill);
		if trades && place == last.place && energy > 0 {
			nodes.push(node);
			tier.push(energy);
			shares.push(fill);
			continue;
		}
		let before = trades && place < last.place;
		if fill != if before { energy } else { 0 } {
			return Err(Fault::Fill(node));
		}
		if !before && energy > 0 {
			sums.next = Some(sums.next.map_or(place, |next| next.min(place)));
		}
	}
	if !trades {
		return if *last == Tier::NONE { Ok(sums) } else { Err(Fault::Tier) };
	}
	let total = tier.iter().fold(0, |sum: Wh, energy| sum.saturating_add(*energy));
	if total != last.total || last.amount > total {
		return Err(Fault::Tier);
	}
	let (level, expected) = share(&tier, last.amount, turn).ok_or(Fault::Tier)?;
	let rows = nodes.into_iter().zip(expected.into_iter().zip(shares));
	for (node, (expected, share)) in rows {
		if expected != share {
			return Err(Fault::Fill(node));
		}
	}
	if level != last.level {
		return Err(Fault::Tier);
	}
	if last.shares() {
		sums.next = Some(last.place);
	}
	Ok(sums)
}

/// Checks that `transactions` are those of a verified outcome, by replaying the sweep.
pub fn verify_transactions(
	island: Island<'_>,
	outcome: &IslandOutcome,
	transactions: &[Transaction],
) -> Result<(), IslandViolation> {
	outcome.aligned(island)?;
	let expected = assign(island, outcome);
	let pairs = expected.iter().zip(transactions);
	let same = pairs.take_while(|(expected, transaction)| expected == transaction).count();
	if same < transactions.len() {
		Err(IslandViolation::Transaction(same))
	} else if same < expected.len() {
		Err(IslandViolation::Missing(same))
	} else {
		Ok(())
	}
}
