// SPDX-License-Identifier: Apache-2.0

//! Proof that an outcome is right, without solving again.

use crate::{
	book::Book,
	clear::{Outcome, assign},
	clearing::{Clearing, Status},
	error::Violation,
	rules::{Dispatch, Rules},
	split::Split,
	tariff::Limits,
	transaction::Transaction,
	units::{Planck, Price, Wh, payment},
};

/// Checks in one pass that `outcome` is what the rules give for `book`: accepted if and only if it
/// equals what [`clear`](crate::clear()) returns.
///
/// - price: eligible supply below it < demand <= supply up to it, and an eligible ask equals it; in
///   scarcity the scarcity price;
/// - fills: in full or the exact share as the rules say, so within limits and bought = sold = traded;
/// - under merit order, optimality of eq. (1a) by its exact dual [`DualCertificate`]. Right fills imply it; it
///   is a proof that an economist accepts without knowing our rules.
///
/// Money is price times energy on both sides, so it is conserved with the energy.
pub fn verify(book: Book<'_>, rules: &Rules, outcome: &Outcome) -> Result<(), Violation> {
	let Outcome { clearing, bought, sold } = outcome;
	if bought.len() != book.demands().len() || sold.len() != book.offers().len() {
		return Err(Violation::Rows);
	}
	clearing.check(&rules.limits)?;
	verify_demand(book, clearing, bought)?;
	verify_supply(book, rules, clearing, sold)
}

fn verify_demand(book: Book<'_>, clearing: &Clearing, bought: &[Wh]) -> Result<(), Violation> {
	let mut split = Split::within(clearing.traded(), clearing.demand);
	let mut demand = 0_u64;
	for (row, &bought) in book.demands().iter().zip(bought) {
		if bought != split.share(row.quantity) {
			return Err(Violation::Bought(row.node));
		}
		demand = demand.wrapping_add(row.quantity);
	}
	if demand == clearing.demand { Ok(()) } else { Err(Violation::Totals) }
}

fn verify_supply(
	book: Book<'_>,
	rules: &Rules,
	clearing: &Clearing,
	sold: &[Wh],
) -> Result<(), Violation> {
	let limits = &rules.limits;
	let traded = clearing.traded();
	// What sells in full, and what shares the rest.
	let (in_full, sharing) = match rules.dispatch {
		Dispatch::MeritOrder => (clearing.inframarginal, clearing.marginal),
		Dispatch::ProRata => (0, clearing.supply),
	};
	let mut split = Split::within(traded.saturating_sub(in_full), sharing);
	let mut certificate = DualCertificate::new(limits, clearing);
	// In scarcity every eligible ask counts as below the price.
	let marginal = match (clearing.status, clearing.price) {
		(Status::Cleared, Some(price)) => price,
		_ => Price::MAX,
	};
	let (mut supply, mut below, mut at, mut dearest) = (0_u64, 0_u64, 0_u64, 0);
	for (offer, &sold) in book.offers().iter().zip(sold) {
		let eligible = limits.cheapest_ask() <= offer.ask && offer.ask <= limits.dearest_ask();
		let capacity = if eligible { offer.capacity } else { 0 };
		let capacity_below = if offer.ask < marginal { capacity } else { 0 };
		supply = supply.wrapping_add(capacity);
		below = below.wrapping_add(capacity_below);
		if offer.ask == marginal {
			at = at.wrapping_add(capacity);
		}
		dearest = dearest.max(if capacity == 0 { 0 } else { offer.ask });

		let expected = match rules.dispatch {
			// Without demand nothing sells.
			_ if clearing.demand == 0 => 0,
			Dispatch::MeritOrder if offer.ask != marginal => capacity_below,
			Dispatch::MeritOrder | Dispatch::ProRata => split.share(capacity),
		};
		if sold != expected {
			return Err(Violation::Sold(offer.node));
		}
		// An offer that is not eligible has sold nothing, and earns no rent.
		certificate.add(offer.ask, capacity, sold);
	}
	let classes = if clearing.demand == 0 { (0, 0) } else { (below, at) };
	if supply != clearing.supply || classes != (clearing.inframarginal, clearing.marginal) {
		return Err(Violation::Totals);
	}
	if clearing.status == Status::Scarcity
		&& clearing.price
			!= Some(rules.scarcity.price(limits, clearing.demand, clearing.supply, dearest))
	{
		return Err(Violation::Price);
	}
	if rules.dispatch == Dispatch::MeritOrder && certificate.gap() != Some(0) {
		return Err(Violation::NotOptimal);
	}
	Ok(())
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

/// The exact dual certificate: a solution of eq. (1a) to (1d) costs `cost`, and no solution costs less
/// than the dual's `value - rents`. If both are equal, the dispatch is optimal.
///
/// The dual of eq. (1a): maximise `lambda * D - sum(mu_i * capacity_i)` with
/// `lambda - mu_i <= ask_i + fee`, `mu_i >= 0`, `fit <= lambda <= tou`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DualCertificate {
	/// What another Wh of demand would cost: price + fee if cleared, the time-of-use price in scarcity,
	/// the feed-in tariff without demand.
	pub lambda: Price,
	/// Eq. (1a) of this dispatch.
	pub cost: Planck,
	/// lambda * D
	pub value: Planck,
	/// Sum of `mu_i * capacity_i`, with `mu_i = max(0, lambda - ask_i - fee)`.
	pub rents: Planck,
	fee: Price,
}

impl DualCertificate {
	fn new(limits: &Limits, clearing: &Clearing) -> Self {
		let lambda = match (clearing.status, clearing.price) {
			(Status::Cleared, Some(price)) => price.saturating_add(limits.fee()),
			(Status::NoDemand, _) => limits.fit(),
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

	/// Adds an eligible offer and what it sold.
	#[inline]
	fn add(&mut self, ask: Price, capacity: Wh, sold: Wh) {
		let cost = ask.saturating_add(self.fee);
		self.cost = self.cost.wrapping_add(payment(sold, cost));
		self.rents = self.rents.wrapping_add(payment(capacity, self.lambda.saturating_sub(cost)));
	}

	/// What this dispatch costs above the optimum: 0 proves it optimal. None if it costs less than any can
	/// that meets the demand, so does not meet it.
	pub fn gap(&self) -> Option<Planck> {
		self.cost.checked_add(self.rents)?.checked_sub(self.value)
	}
}

/// The certificate of an outcome that meets the demand within the limits, in one pass over the offers.
pub fn certificate(book: Book<'_>, rules: &Rules, outcome: &Outcome) -> DualCertificate {
	let mut certificate = DualCertificate::new(&rules.limits, &outcome.clearing);
	for (offer, &sold) in book.offers().iter().zip(&outcome.sold) {
		if rules.limits.check(offer.capacity, offer.ask).is_ok() {
			certificate.add(offer.ask, offer.capacity, sold);
		}
	}
	certificate
}
