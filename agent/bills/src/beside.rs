// SPDX-License-Identifier: Apache-2.0

//! What a node has beside its bill: certificates of where energy came from, and subsidies. Neither is in what a time came
//! to: a certificate is no energy, and the chain says of subsidies what a programme has paid in all, not for which interval.

use gridmerit_client::{
	ChainError, View,
	certificates::{Certificate, LotState, Period},
	units::{kwh, unit},
};
use gridmerit_energy::{Interval, NodeIndex, Planck, Wh};

use crate::bill::Bill;

/// What became of certificates, in Wh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CertificateSums {
	/// They can be used, and are not offered.
	pub held: Wh,
	/// They are offered at a price.
	pub offered: Wh,
	/// They are cancelled for what was drawn in the same intervals.
	pub matched: Wh,
	/// They are cancelled for what was drawn in months.
	pub for_months: Wh,
	/// They are used up for what a battery was charged with.
	pub stored: Wh,
}

impl CertificateSums {
	/// Adds a lot.
	pub fn add(&mut self, one: &Certificate) {
		let part = match one.state {
			LotState::Held => &mut self.held,
			LotState::Offered { .. } => &mut self.offered,
			LotState::Cancelled { period: Period::Interval } => &mut self.matched,
			LotState::Cancelled { period: Period::Months { .. } } => &mut self.for_months,
			LotState::Stored => &mut self.stored,
		};
		*part = part.saturating_add(one.energy);
	}
}

/// A node's certificates of the energy of some intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Certificates {
	/// What became of them.
	pub sums: CertificateSums,
	/// The first interval whose certificates are not issued yet.
	pub until: Interval,
}

/// What a node has got from a programme of subsidies, in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subsidy {
	/// The number of the programme.
	pub programme: u32,
	/// How much, in planck.
	pub amount: Planck,
	/// For how much energy, in Wh.
	pub energy: Wh,
}

/// A node's certificates of a range; none if the chain has no certificates.
pub(crate) async fn certificates(
	view: &View,
	node: NodeIndex,
	(first, last): (Interval, Interval),
) -> Result<Option<Certificates>, ChainError> {
	if !view.has_certificates() {
		return Ok(None);
	}
	let mut sums = CertificateSums::default();
	view.certificates_of(node, first, last).await?.iter().for_each(|one| sums.add(one));
	Ok(Some(Certificates { sums, until: view.issued_until().await? }))
}

/// What a node has got from programmes that are not forgotten; nothing if the chain has none.
pub(crate) async fn subsidies(view: &View, node: NodeIndex) -> Result<Vec<Subsidy>, ChainError> {
	if !view.has_subsidies() {
		return Ok(Vec::new());
	}
	let received = view.subsidies(node).await?.into_iter();
	let subsidy = |(programme, row): (u32, gridmerit_client::subsidies::Received)| Subsidy {
		programme,
		amount: row.amount,
		energy: row.energy,
	};
	Ok(received.map(subsidy).collect())
}

impl Bill {
	/// What the node has beside the bill, a line each; nothing where it has nothing.
	pub fn beside(&self) -> Vec<(&'static str, String)> {
		let mut lines = Vec::new();
		if let Some(Certificates { sums, until }) = self.certificates {
			let CertificateSums { held, offered, matched, for_months, stored } = sums;
			let parts = [
				("certificates held", held),
				("certificates offered for sale", offered),
				("certificates cancelled for the same intervals", matched),
				("certificates cancelled for months", for_months),
				("certificates used up by the battery", stored),
			];
			let some = parts.into_iter().filter(|(_, energy)| *energy > 0);
			lines.extend(some.map(|(name, energy)| (name, kwh(energy))));
			if !lines.is_empty() && until <= self.last {
				lines.push(("certificates still to come", format!("of intervals from {until} on")));
			}
		}
		if !self.subsidies.is_empty() {
			let amount =
				self.subsidies.iter().fold(0, |sum: Planck, one| sum.saturating_add(one.amount));
			let energy =
				self.subsidies.iter().fold(0, |sum: Wh, one| sum.saturating_add(one.energy));
			let text = format!("{} for {}", unit(amount), kwh(energy));
			lines.push(("subsidies of all time, not in these sums", text));
		}
		lines
	}
}
