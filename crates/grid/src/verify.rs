// SPDX-License-Identifier: Apache-2.0

//! Proof that an outcome is right, without solving again.

use alloc::vec::Vec;

use gridmerit_market::{Leg, Limits, NodeIndex, Preferences, Rules, Wh};

use crate::{
	clear::{GridOutcome, assign, pair},
	error::GridViolation,
	feeder::{Bus, Feeder},
	fill::flows,
	keys::Keys,
	layout::Layout,
	page::Located,
	pairing::ZonedPairing,
	proof::Proof,
	replay::{Claimed, Replay},
	share::Shares,
	transaction::ZonedTransaction,
	zone::Zone,
};

/// Checks in one pass over the orders, and in time linear in orders and lines, that `outcome` is what the rules give for `book` on `feeder`: accepted if
/// and only if it equals what [`clear`](crate::clear()) returns.
///
/// - zones: by [`verify_zones`];
/// - fills and flows: what follows from them.
///
/// So eq. (1a) to (1e) is optimal. Who does not want to know our rules takes [`certificate`](crate::certificate()), whose
/// gap is then 0.
pub fn verify(
	feeder: &Feeder,
	book: Located<'_>,
	rules: &Rules,
	outcome: &GridOutcome,
) -> Result<(), GridViolation> {
	let GridOutcome { zones, bought, sold, flows: claimed } = outcome;
	let rows = (bought.len(), sold.len(), claimed.len());
	if rows != (book.buyers().len(), book.sellers().len(), feeder.buses()) {
		return Err(GridViolation::Rows);
	}
	let keys = Keys::new(&rules.limits);
	let (proof, replay) = prove(feeder, book, keys, zones, Some((bought, sold)))?;
	if let Some(wrong) = replay.wrong {
		return Err(wrong);
	}
	let seats = proof.seats();
	let shares = Shares::all(zones, &seats, rules.turn);
	for (spot, shares) in feeder.spots().iter().zip(shares) {
		if !replay.shares_from(spot, shares.carried()) {
			return Err(odd_one(feeder, book, keys, (spot.bus, shares), outcome));
		}
	}
	let filled = feeder.spots().iter().zip(proof.buses());
	let filled: Vec<_> = filled.map(|(spot, sums)| replay.filled(spot, sums, keys)).collect();
	for ((bus, flow), claimed) in (0..).zip(flows(feeder, &filled)).zip(claimed) {
		if flow != *claimed {
			return Err(GridViolation::Flow(bus));
		}
	}
	Ok(())
}

/// The order of a bus that has an odd Wh which it should not have, or lacks one.
fn odd_one(
	feeder: &Feeder,
	book: Located<'_>,
	keys: Keys,
	(bus, mut shares): (Bus, Shares),
	outcome: &GridOutcome,
) -> GridViolation {
	let demand = book.demand(feeder, keys).zip(book.buyers()).zip(&outcome.bought);
	for (((row, order), _), fill) in demand.filter(|((_, on), _)| **on == bus) {
		if shares.demand(order).of(order.energy) != *fill {
			return GridViolation::Bought(row.node);
		}
	}
	let supply = book.supply(feeder, keys).zip(book.sellers()).zip(&outcome.sold);
	for (((row, order), _), fill) in supply.filter(|((_, on), _)| **on == bus) {
		if shares.offer(order).of(order.energy) != *fill {
			return GridViolation::Sold(row.node);
		}
	}
	GridViolation::Flow(bus)
}

/// Checks in one pass over the orders that `zones` are those of `book` on `feeder`: what somebody else has found, and
/// from which all else follows.
///
/// - they tile the feeder, and no two that meet have the same price and level;
/// - prices: in each zone less is to spare below the price than it has to deliver, and no less at it; no line inside it
///   would be full at a lower price, or could not bring enough at this one. So no zone's price could be lower. A dual
///   certificate alone does not say which of several optimal prices is right;
/// - levels: the orders at the price get what there is, exactly, at the highest level, within the limits of all lines;
/// - totals, margin and status are those of their orders.
pub fn verify_zones(
	feeder: &Feeder,
	book: Located<'_>,
	limits: &Limits,
	zones: &[Zone],
) -> Result<(), GridViolation> {
	prove(feeder, book, Keys::new(limits), zones, None).map(drop)
}

fn prove(
	feeder: &Feeder,
	book: Located<'_>,
	keys: Keys,
	zones: &[Zone],
	fills: Claimed<'_>,
) -> Result<(Proof, Replay), GridViolation> {
	let layout = Layout::new(feeder, zones.iter().map(|zone| zone.top));
	let layout = layout.ok_or(GridViolation::Layout)?;
	let replay = Replay::new(feeder, book, keys, zones, &layout, fills);
	let proof = Proof::new(feeder, keys, zones, &layout, &replay);
	proof.check_prices(feeder)?;
	let flows = proof.check_levels(feeder)?;
	let expected = proof.zones(feeder, &flows);
	match expected.iter().zip(zones).find(|(expected, zone)| expected != zone) {
		Some((_, zone)) => Err(GridViolation::Totals(zone.top)),
		None => Ok((proof, replay)),
	}
}

/// Checks that `transactions` are those of a verified outcome, by replaying the sweep, in time linear in orders and
/// lines.
pub fn verify_transactions(
	feeder: &Feeder,
	book: Located<'_>,
	outcome: &GridOutcome,
	transactions: &[ZonedTransaction],
) -> Result<(), GridViolation> {
	let expected = assign(feeder, book, outcome).map_err(|_| GridViolation::Layout)?;
	let mut pairs = expected.iter().zip(transactions);
	match pairs.position(|(expected, transaction)| expected != transaction) {
		Some(index) => Err(GridViolation::Transaction(index)),
		None if expected.len() != transactions.len() => Err(GridViolation::Transactions),
		None => Ok(()),
	}
}

/// Checks that `pairing` is that of a verified outcome where demands prefer sellers: that what each node sells and buys in
/// it adds up to its fill, which is checked by itself, at prices of which no buyer's is below its seller's; and, by pairing
/// anew, that it follows from the preferences.
pub fn verify_pairing(
	feeder: &Feeder,
	book: Located<'_>,
	outcome: &GridOutcome,
	preferences: &Preferences<'_>,
	pairing: &ZonedPairing,
) -> Result<(), GridViolation> {
	let rows = book.book();
	let mut sellers: Vec<Leg> = rows.sellers(&outcome.sold).collect();
	let mut buyers: Vec<Leg> = rows.buyers(&outcome.bought).collect();
	for (number, transaction) in pairing.transactions.iter().enumerate() {
		let ZonedTransaction { seller, buyer, energy, buying, selling } = *transaction;
		if energy == 0 || buying < selling {
			return Err(GridViolation::Transaction(number));
		}
		take(&mut sellers, seller, energy).ok_or(GridViolation::Sold(seller))?;
		take(&mut buyers, buyer, energy).ok_or(GridViolation::Bought(buyer))?;
	}
	let left = |legs: &[Leg]| legs.iter().find(|leg| leg.energy > 0).map(|leg| leg.node);
	if let Some(node) = left(&sellers) {
		return Err(GridViolation::Sold(node));
	}
	if let Some(node) = left(&buyers) {
		return Err(GridViolation::Bought(node));
	}
	let expected = pair(feeder, book, outcome, preferences).map_err(|_| GridViolation::Layout)?;
	let mut pairs = expected.transactions.iter().zip(&pairing.transactions);
	match pairs.position(|(expected, transaction)| expected != transaction) {
		Some(index) => Err(GridViolation::Transaction(index)),
		None if expected != *pairing => Err(GridViolation::Transactions),
		None => Ok(()),
	}
}

/// Takes energy out of the leg of a node; none if it has not so much.
fn take(legs: &mut [Leg], node: NodeIndex, energy: Wh) -> Option<()> {
	let place = legs.binary_search_by_key(&node, |leg| leg.node).ok()?;
	let leg = legs.get_mut(place)?;
	leg.energy = leg.energy.checked_sub(energy)?;
	Some(())
}
