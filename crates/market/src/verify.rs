// SPDX-License-Identifier: Apache-2.0

//! Proof that an outcome is right, without solving again.

use alloc::vec::Vec;

use crate::{
	book::{Book, FIRM, Offer},
	choice::Preferences,
	classes::{Class, Classes},
	clear::{Outcome, assign, pair},
	clearing::{Clearing, Side, Status},
	error::Violation,
	level::Sharing,
	pairing::Pairing,
	rules::Rules,
	tariff::Limits,
	transaction::{Leg, Transaction},
	units::{NodeIndex, Planck, Price, Wh, payment},
};

/// Checks in linear time that `outcome` is what the rules give for `book`: accepted if and only if it
/// equals what [`clear`](crate::clear()) returns.
///
/// - price: it is the least at which supply reaches what is wanted above it: less is offered below it than is wanted at
///   it, and an eligible ask or a limit equals it; in scarcity it is the cap;
/// - level: those who share get what there is, and at a level 1 Wh higher they would get more than that;
/// - fills: in full, or by the level, or nothing, as the rules say; so within limits and bought = sold = traded;
/// - optimality of eq. (1a) by its exact dual [`DualCertificate`]. Right fills imply it; it is a proof that an economist
///   accepts without knowing our rules.
///
/// Money is price times energy on both sides, so it is conserved with the energy.
pub fn verify(book: Book<'_>, rules: &Rules, outcome: &Outcome) -> Result<(), Violation> {
	let Outcome { clearing, bought, sold } = outcome;
	if bought.len() != book.demands().len() || sold.len() != book.offers().len() {
		return Err(Violation::Rows);
	}
	clearing.check(&rules.limits)?;
	let Clearing { status, demand, firm, supply, traded, margin, .. } = *clearing;
	let mut fills = Fills {
		classes: Classes::of(clearing, &rules.limits),
		sharing: Sharing::new(margin.level, rules.turn),
		seen: Seen::default(),
	};

	let (mut all, mut all_firm, mut highest) = (0_u64, 0_u64, None);
	for (row, &bought) in book.demands().iter().zip(bought) {
		let most = fills.classes.most(row);
		if bought != fills.expected(fills.classes.demand, most, row.quantity) {
			return Err(Violation::Bought(row.node));
		}
		if most < rules.limits.cheapest_ask() {
			continue;
		}
		all = all.wrapping_add(row.quantity);
		if most == FIRM {
			all_firm = all_firm.wrapping_add(row.quantity);
		}
		highest = highest.max((row.quantity > 0).then_some(most));
	}
	let demand_in_full = core::mem::take(&mut fills.seen.in_full);

	let (mut offered, mut cheapest) = (0_u64, Price::MAX);
	for (offer, &sold) in book.offers().iter().zip(sold) {
		let Offer { node, capacity, ask } = *offer;
		if sold != fills.expected(fills.classes.supply, ask, capacity) {
			return Err(Violation::Sold(node));
		}
		if rules.limits.check_offer(capacity, ask).is_ok() {
			offered = offered.wrapping_add(capacity);
			cheapest = cheapest.min(ask);
		}
	}
	let Fills { seen, sharing, .. } = fills;

	let in_full = traded.saturating_sub(margin.amount);
	let both_in_full = match margin.side {
		Side::Demand => (in_full, traded),
		Side::Supply => (traded, in_full),
	};
	if (all, all_firm, offered) != (demand, firm, supply)
		|| (demand_in_full, seen.in_full) != both_in_full
		|| seen.total != margin.total
	{
		return Err(Violation::Totals);
	}
	if status == Status::NoMatch && highest.is_some_and(|highest| cheapest <= highest) {
		return Err(Violation::Price);
	}
	if (seen.shared, seen.above) != (margin.amount, sharing.level().above) {
		return Err(Violation::Level);
	}
	if certificate(book, rules, outcome).gap() != Some(0) {
		return Err(Violation::NotOptimal);
	}
	Ok(())
}

/// What each order must have been filled with, and what that comes to.
struct Fills {
	classes: Classes,
	sharing: Sharing,
	seen: Seen,
}

#[derive(Default)]
struct Seen {
	/// Orders of the side at hand that are filled in full.
	in_full: Wh,
	/// Orders that share.
	total: Wh,
	/// What they get.
	shared: Wh,
	/// How many are above the level.
	above: u32,
}

impl Fills {
	/// What an order gets that would trade at prices up to, or from, `price`.
	#[inline]
	fn expected(&mut self, class: Class, price: Price, order: Wh) -> Wh {
		let seen = &mut self.seen;
		if class.sharing.contain(price) {
			let share = self.sharing.share(order);
			seen.total = seen.total.wrapping_add(order);
			seen.shared = seen.shared.wrapping_add(share);
			seen.above = seen.above.wrapping_add((order > self.sharing.level().level).into());
			share
		} else if class.full.contain(price) {
			seen.in_full = seen.in_full.wrapping_add(order);
			order
		} else {
			0
		}
	}
}

/// Checks that `transactions` are those of a verified outcome, by replaying the sweep, in time linear in the
/// orders.
pub fn verify_transactions(
	book: Book<'_>,
	outcome: &Outcome,
	transactions: impl IntoIterator<Item = Transaction>,
) -> Result<(), Violation> {
	let mut expected = assign(book, outcome);
	for (index, transaction) in transactions.into_iter().enumerate() {
		if expected.next() != Some(transaction) {
			return Err(Violation::Transaction(index));
		}
	}
	expected.next().map_or(Ok(()), |missing| Err(Violation::Missing(missing)))
}

/// Checks that `pairing` is that of a verified outcome where demands prefer sellers:
///
/// - preferences have altered no fill: what each node sells and buys in the transactions adds up to its fill, at the
///   clearing price, and nobody else trades. This is checked by itself, whatever pairs them;
/// - who is paired with whom follows from the preferences, by pairing anew.
///
/// As near to linear as [`pair`](crate::pair()).
pub fn verify_pairing(
	book: Book<'_>,
	outcome: &Outcome,
	preferences: &Preferences<'_>,
	pairing: &Pairing,
) -> Result<(), Violation> {
	verify_sums(book, outcome, &pairing.transactions)?;
	let expected = pair(book, outcome, preferences).map_err(|_| Violation::Totals)?;
	let pairs = expected.transactions.iter().zip(&pairing.transactions);
	let same = pairs.take_while(|(expected, transaction)| expected == transaction).count();
	if same < pairing.transactions.len() {
		return Err(Violation::Transaction(same));
	}
	match expected.transactions.get(same) {
		Some(missing) => Err(Violation::Missing(*missing)),
		None if expected.by_rank != pairing.by_rank => Err(Violation::Choices),
		None => Ok(()),
	}
}

/// Checks that transactions, in whatever order, add up to the fills of an outcome, at its price.
pub fn verify_sums(
	book: Book<'_>,
	outcome: &Outcome,
	transactions: &[Transaction],
) -> Result<(), Violation> {
	let Outcome { clearing, bought, sold } = outcome;
	let price = clearing.price.unwrap_or(0);
	let mut sellers: Vec<Leg> = book.sellers(sold).collect();
	let mut buyers: Vec<Leg> = book.buyers(bought).collect();
	for (number, transaction) in transactions.iter().enumerate() {
		let Transaction { seller, buyer, energy, .. } = *transaction;
		let expected = Transaction { price, payment: payment(energy, price), ..*transaction };
		if energy == 0 || *transaction != expected {
			return Err(Violation::Transaction(number));
		}
		take(&mut sellers, seller, energy).ok_or(Violation::Sold(seller))?;
		take(&mut buyers, buyer, energy).ok_or(Violation::Bought(buyer))?;
	}
	let left = |legs: &[Leg]| legs.iter().find(|leg| leg.energy > 0).map(|leg| leg.node);
	match (left(&sellers), left(&buyers)) {
		(Some(node), _) => Err(Violation::Sold(node)),
		(None, Some(node)) => Err(Violation::Bought(node)),
		(None, None) => Ok(()),
	}
}

/// Takes energy out of the leg of a node; none if it has not so much.
fn take(legs: &mut [Leg], node: NodeIndex, energy: Wh) -> Option<()> {
	let place = legs.binary_search_by_key(&node, |leg| leg.node).ok()?;
	let leg = legs.get_mut(place)?;
	leg.energy = leg.energy.checked_sub(energy)?;
	Some(())
}

/// The exact dual certificate: a solution of eq. (1a) to (1d) costs `cost`, and no solution costs less
/// than the dual's `value - rents`. If both are equal, the dispatch is optimal.
///
/// Demand with a limit that goes without energy counts in eq. (1a) as what the energy was worth to it, limit + fee: it is
/// firm demand that the buyer may meet itself at that cost. So the dual of eq. (1a) is: maximise
/// `lambda * D - sum(mu_i * capacity_i)` with `lambda - mu_i <= cost_i`, `mu_i >= 0`, `fit <= lambda <= tou`, where i runs
/// over offers (ask + fee) and limits (limit + fee).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DualCertificate {
	/// What another Wh of demand would cost: price + fee if cleared, the time-of-use price in scarcity,
	/// the feed-in tariff without demand; where no limit is met, what the highest of them is worth.
	pub lambda: Price,
	/// Eq. (1a) of this dispatch.
	pub cost: Planck,
	/// lambda * D
	pub value: Planck,
	/// Sum of `mu_i * capacity_i`, with `mu_i = max(0, lambda - cost_i)`.
	pub rents: Planck,
	fee: Price,
}

impl DualCertificate {
	fn new(book: Book<'_>, limits: &Limits, clearing: &Clearing) -> Self {
		let lambda = match (clearing.status, clearing.price) {
			(Status::Cleared, Some(price)) => price.saturating_add(limits.fee()),
			(Status::NoDemand, _) => limits.fit(),
			(Status::NoMatch, _) => {
				let wanted = book.demands().iter().filter(|demand| demand.quantity > 0);
				let highest = wanted.filter_map(|demand| demand.limit).max();
				highest.unwrap_or(0).saturating_add(limits.fee())
			},
			_ => limits.tou(),
		};
		Self {
			lambda,
			cost: payment(clearing.unmet_demand(), limits.tou()),
			value: payment(clearing.demand, lambda),
			rents: 0,
			fee: limits.fee(),
		}
	}

	/// Adds an eligible offer of which so much has sold, or a limit that has kept its buyer from so much.
	#[inline]
	fn add(&mut self, price: Price, capacity: Wh, used: Wh) {
		let cost = price.saturating_add(self.fee);
		self.cost = self.cost.wrapping_add(payment(used, cost));
		self.rents = self.rents.wrapping_add(payment(capacity, self.lambda.saturating_sub(cost)));
	}

	/// What this dispatch costs above the optimum: 0 proves it optimal. None if it costs less than any can
	/// that meets the demand, so does not meet it.
	pub fn gap(&self) -> Option<Planck> {
		self.cost.checked_add(self.rents)?.checked_sub(self.value)
	}
}

/// The certificate of an outcome that meets the demand within the limits, in one pass over the orders.
pub fn certificate(book: Book<'_>, rules: &Rules, outcome: &Outcome) -> DualCertificate {
	let limits = &rules.limits;
	let mut certificate = DualCertificate::new(book, limits, &outcome.clearing);
	for (demand, &bought) in book.demands().iter().zip(&outcome.bought) {
		if let Some(limit) = demand.limit.filter(|limit| limits.check_limit(*limit).is_ok()) {
			certificate.add(limit, demand.quantity, demand.quantity.saturating_sub(bought));
		}
	}
	for (offer, &sold) in book.offers().iter().zip(&outcome.sold) {
		if limits.check_offer(offer.capacity, offer.ask).is_ok() {
			certificate.add(offer.ask, offer.capacity, sold);
		}
	}
	certificate
}
