// SPDX-License-Identifier: Apache-2.0

//! Algorithm 2 on a feeder where demands prefer sellers.

use alloc::vec::Vec;

use gridmerit_market::{Chosen, Leg, Preferences, Side, count_rank, prefer, rank_of};

use crate::{
	error::GridError, feeder::Feeder, sweep::ZoneSweep, transaction::ZonedTransaction, zone::Zone,
};

/// Who sells to whom on a feeder, where demands prefer sellers.
///
/// The transactions by first choices come first, of all zones, then those by second ones, and so on; then those of the
/// sweep.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ZonedPairing {
	/// The transactions.
	pub transactions: Vec<ZonedTransaction>,
	/// How many of them were made by first choices, by second ones, and so on, up to the last that made any.
	pub by_rank: Vec<u32>,
}

impl ZonedPairing {
	/// By which of its buyer's choices, from 0 on, the transaction with this number was made; none if by the sweep.
	pub fn rank_of(&self, number: usize) -> Option<usize> {
		rank_of(&self.by_rank, number)
	}
}

/// Pairs the legs of a cleared feeder: in each zone by preference, as [`prefer`] does, and the rest by [`ZoneSweep`],
/// inside zones and across them. Without preferences it is the sweep alone.
///
/// A choice is met inside a zone, where all have one price. What comes over a full line has another, and its place in the
/// sweep: so prices, rents and what lines carry stay as they are, and no buyer pays less than its seller gets.
///
/// The legs come zone by zone, in the order of `zones`, and in ascending order of nodes within each; `counts` says how
/// many sellers and how many buyers each zone has.
pub fn pair_legs(
	feeder: &Feeder,
	zones: &[Zone],
	mut sellers: Vec<Leg>,
	mut buyers: Vec<Leg>,
	counts: &[(u32, u32)],
	preferences: &Preferences<'_>,
) -> Result<ZonedPairing, GridError> {
	let mut sweep = ZoneSweep::new(feeder, zones, counts)?;
	let mut chosen: Vec<(usize, ZonedTransaction)> = Vec::new();
	let (mut selling, mut buying) = (sellers.as_mut_slice(), buyers.as_mut_slice());
	for (zone, (sell, buy)) in zones.iter().zip(counts) {
		let (sold, sellers_after) = split(&mut selling, *sell)?;
		let (bought, buyers_after) = split(&mut buying, *buy)?;
		let price = zone.price.unwrap_or(0);
		let pairs = prefer(sold, bought, preferences).into_iter();
		chosen.extend(pairs.map(|Chosen { rank, seller, buyer, energy }| {
			(rank, ZonedTransaction { seller, buyer, energy, buying: price, selling: price })
		}));
		(selling, buying) = (sellers_after, buyers_after);
	}
	// Those of a rank stay in the order of zones.
	chosen.sort_by_key(|(rank, _)| *rank);
	let mut pairing = ZonedPairing::default();
	for (rank, transaction) in chosen {
		count_rank(&mut pairing.by_rank, rank);
		pairing.transactions.push(transaction);
	}
	let leg = |side, number: u32| match side {
		Side::Supply => sellers.get(number as usize).copied(),
		Side::Demand => buyers.get(number as usize).copied(),
	};
	while let Some(transaction) = sweep.step(leg)? {
		pairing.transactions.push(transaction);
	}
	Ok(pairing)
}

/// The legs of a zone, and those after it.
fn split<'l>(
	legs: &mut &'l mut [Leg],
	count: u32,
) -> Result<(&'l mut [Leg], &'l mut [Leg]), GridError> {
	let legs = core::mem::take(legs);
	legs.split_at_mut_checked(count as usize).ok_or(GridError::OtherFeeder)
}
