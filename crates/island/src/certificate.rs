// SPDX-License-Identifier: Apache-2.0

//! Proof that a dispatch of an island is the cheapest.

use gridmerit_market::{Planck, Price, Wh, payment};

use crate::{
	book::Island,
	error::IslandViolation,
	outcome::IslandOutcome,
	places::{Worth, ask, offered, wanted},
	rules::IslandRules,
};

/// The exact dual certificate of an island's dispatch: a dispatch costs `cost`, and none costs less than `value - rents`. If
/// both are equal, it is the cheapest.
///
/// A dispatch costs what its sources and batteries ask, and what goes without counts for. So the dual is: maximise
/// `lambda * D - sum(mu_i * quantity_i)` with `mu_i = max(0, lambda - cost_i)`, where i runs over offers (ask) and over
/// loads and batteries to be charged (what they count for), and D is all that these want.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IslandCertificate {
	/// What one more Wh would be worth, in planck per Wh.
	pub lambda: Price,
	/// What the dispatch costs, in planck.
	pub cost: Planck,
	/// lambda * D
	pub value: Planck,
	/// Sum of `mu_i * quantity_i`.
	pub rents: Planck,
}

impl IslandCertificate {
	/// Adds what costs so much, of which so much is used, or goes without.
	fn add(&mut self, cost: Price, quantity: Wh, used: Wh) {
		self.cost = self.cost.saturating_add(payment(used, cost));
		let rent = payment(quantity, self.lambda.saturating_sub(cost));
		self.rents = self.rents.saturating_add(rent);
	}

	/// What the dispatch costs above the cheapest: 0 proves it the cheapest. None if it costs less than any can that
	/// balances, so does not.
	pub fn gap(&self) -> Option<Planck> {
		self.cost.checked_add(self.rents)?.checked_sub(self.value)
	}
}

/// The certificate of an outcome that balances within the limits, in one pass. Fails if its rows are not those of the
/// island.
pub fn certificate(
	island: Island<'_>,
	rules: &IslandRules,
	outcome: &IslandOutcome,
) -> Result<IslandCertificate, IslandViolation> {
	outcome.aligned(island)?;
	let worth = Worth::new(island);
	let mut certificate =
		IslandCertificate { lambda: outcome.clearing.marginal, ..Default::default() };
	for (order, bought) in wanted(island).zip(outcome.bought()) {
		let value = payment(order.energy, certificate.lambda);
		certificate.value = certificate.value.saturating_add(value);
		let unserved = order.energy.saturating_sub(bought);
		certificate.add(worth.of(order.place), order.energy, unserved);
	}
	for (order, given) in offered(island, rules).zip(outcome.given()) {
		certificate.add(ask(order.place), order.energy, given);
	}
	Ok(certificate)
}
