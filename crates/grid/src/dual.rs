// SPDX-License-Identifier: Apache-2.0

//! Proof that a dispatch is the cheapest that the lines allow.

use gridmerit_market::{Planck, Price, Rules, Wh, payment};

use crate::{
	clear::GridOutcome,
	error::GridViolation,
	feeder::Feeder,
	keys::Keys,
	layout::Layout,
	page::{Located, Order},
};

/// The exact dual certificate of eq. (1a) to (1e): a solution costs `cost`, and none costs less than the dual's
/// `value - rents - lines`. If both are equal, the dispatch is optimal.
///
/// Demand with a limit that goes without counts as what the energy was worth to it, limit + fee. With `lambda` the price
/// of a bus (its zone's price + fee, the time-of-use price in scarcity), the dual of eq. (1a) is: maximise
/// `sum(lambda * demand) - sum(mu_i * capacity_i) - sum(export_b * nu_b + import_b * pi_b)` with
/// `mu_i = max(0, lambda - cost_i)` for the offers and limits of a bus, `nu_b = max(0, lambda of the parent - lambda_b)`
/// and `pi_b = max(0, lambda_b - lambda of the parent)` for its line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GridCertificate {
	/// Eq. (1a) of this dispatch, in planck.
	pub cost: Planck,
	/// Sum of lambda * demand.
	pub value: Planck,
	/// Sum of mu * capacity over offers and limits.
	pub rents: Planck,
	/// Sum of each line's limit times the difference of price in its direction.
	pub lines: Planck,
}

impl GridCertificate {
	/// What this dispatch costs above the optimum: 0 proves it optimal. None if it costs less than any can that meets
	/// the demand within the limits, so is none.
	pub fn gap(&self) -> Option<Planck> {
		let dual = self.cost.checked_add(self.rents)?.checked_add(self.lines)?;
		dual.checked_sub(self.value)
	}

	/// Adds an offer, or a limit, of which so much costs, at the price of its bus.
	#[inline]
	fn add(&mut self, cost: Price, capacity: Wh, used: Wh, lambda: Price) {
		self.cost = self.cost.wrapping_add(payment(used, cost));
		self.rents = self.rents.wrapping_add(payment(capacity, lambda.saturating_sub(cost)));
	}
}

/// The certificate of an outcome that meets the demand within the limits, in one pass over orders and lines. Fails if its
/// zones or its rows are not of this feeder and book.
pub fn certificate(
	feeder: &Feeder,
	book: Located<'_>,
	rules: &Rules,
	outcome: &GridOutcome,
) -> Result<GridCertificate, GridViolation> {
	let GridOutcome { zones, bought, sold, .. } = outcome;
	if (bought.len(), sold.len()) != (book.buyers().len(), book.sellers().len()) {
		return Err(GridViolation::Rows);
	}
	let layout = Layout::new(feeder, zones.iter().map(|zone| zone.top));
	let layout = layout.ok_or(GridViolation::Layout)?;
	let (limits, keys) = (&rules.limits, Keys::new(&rules.limits));
	let lambda = |rank: u16| -> Price {
		let zone =
			layout.zones().get(usize::from(rank)).and_then(|zone| zones.get(usize::from(*zone)));
		match zone {
			Some(zone) if zone.key < keys.scarce() => {
				keys.price(zone.key).saturating_add(limits.fee())
			},
			_ => limits.tou(),
		}
	};
	let mut certificate = GridCertificate::default();
	for ((demand, Order { rank, key, energy }), bought) in book.demand(feeder, keys).zip(bought) {
		let (lambda, without) = (lambda(rank), energy.saturating_sub(*bought));
		certificate.value = certificate.value.wrapping_add(payment(energy, lambda));
		match demand.limit.filter(|_| key < keys.scarce()) {
			Some(limit) => {
				certificate.add(limit.saturating_add(limits.fee()), energy, without, lambda);
			},
			None => certificate.add(limits.tou(), energy, without, lambda),
		}
	}
	for ((offer, Order { rank, energy, .. }), sold) in book.supply(feeder, keys).zip(sold) {
		certificate.add(offer.ask.saturating_add(limits.fee()), energy, *sold, lambda(rank));
	}
	for (rank, spot) in (0..).zip(feeder.spots()) {
		let (own, parent) = (lambda(rank), lambda(spot.parent));
		let exporting = payment(spot.export, parent.saturating_sub(own));
		let importing = payment(spot.import, own.saturating_sub(parent));
		certificate.lines = certificate.lines.wrapping_add(exporting).wrapping_add(importing);
	}
	Ok(certificate)
}
