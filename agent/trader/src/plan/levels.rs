// SPDX-License-Identifier: Apache-2.0

//! What a battery should hold at the end of each interval, at the least cost: from the last interval back to the
//! first, what so much charge is worth if all that follows is done best.
//!
//! That worth is a piecewise linear function of the charge, as is what charging and discharging bring in an
//! interval ([`Trade::pieces`]), concave or not. Going one interval back adds the best of both
//! ([`Curve::best_sum`]), exactly but for floating point and bends of no importance that are left out. So there is
//! no search that could run out of time, and the work grows with the number of intervals.

use gridmerit_energy::PPM;

use super::{
	curve::Curve,
	store::{FlowLimit, Store},
	trade::{Piece, Trade},
};

/// How far off a function may be after each interval, as a part of what the largest flow is worth.
const TOLERANCE: f64 = 1e-9;

/// Most pieces of a function, so that the work is bounded: what has more is made simpler, and that is told.
pub(super) const MAX_PIECES: usize = 1_000;

/// A price of a planck per Wh and interval: a reserve is refilled the sooner, if it costs the same.
const URGENCY: f64 = 1.0;

/// What a battery should hold.
pub(super) struct Levels {
	/// At the end of each interval, in Wh.
	pub wanted: Vec<f64>,
	/// What this may be worse than the best at most, in planck, if the functions had too many pieces.
	pub cut_short: Option<f64>,
}

/// The best levels, by functions of at most so many pieces; none if the battery cannot do anything.
pub(super) fn levels(
	trades: &[Trade],
	flows: &[FlowLimit],
	store: &Store,
	most_pieces: usize,
) -> Option<Levels> {
	let moves: Vec<Curve> =
		trades.iter().zip(flows).map(|(trade, flow)| moves(trade, flow, store)).collect();
	let (empty, full) = (store.floor() as f64, store.unit.battery.capacity as f64);
	let largest = flows.iter().map(|flow| flow.charge.max(flow.discharge)).max()?;
	if largest == 0 || full <= empty {
		return None;
	}
	let dearest = trades.iter().map(Trade::dearest).max().unwrap_or_default();
	let dearest = dearest.max(store.end_value).max(1) as f64;
	let least = TOLERANCE * dearest * largest as f64;
	let (mut tolerance, mut off) = (least, 0.0);

	let mut worth = at_the_end(store, empty, full);
	let mut worths = Vec::with_capacity(moves.len());
	for change in moves.iter().rev() {
		worths.push(worth.clone());
		if change.pieces() > 0 {
			worth = worth.best_sum(change, empty, full).pinned(empty, full);
		}
		let mut simpler = worth.simpler(tolerance);
		while simpler.pieces() > most_pieces.max(1) {
			tolerance *= 2.0;
			simpler = worth.simpler(tolerance);
		}
		// Too high for what is chosen, too low for what would be better, and what is as good when choosing.
		off += 2.0 * tolerance + least;
		worth = if store.is_low() {
			simpler.less_below(store.unit.reserve as f64, URGENCY)
		} else {
			simpler
		};
	}
	let mut level = store.unit.charge as f64;
	let wanted = moves.iter().zip(worths.iter().rev()).map(|(change, after)| {
		level = best_level(level, change, after, least);
		level
	});
	Some(Levels { wanted: wanted.collect(), cut_short: (tolerance > least).then_some(off) })
}

/// What it is worth to hold so much at the end.
fn at_the_end(store: &Store, empty: f64, full: f64) -> Curve {
	let end_value = store.end_value as f64;
	let reserve = if store.is_low() { store.unit.reserve as f64 } else { empty };
	let below = (reserve - empty, store.refill as f64);
	Curve::new(empty, 0.0, [below, (full - reserve, end_value)])
}

/// What it is worth to lower the charge by so much; raised, if negative.
fn moves(trade: &Trade, flow: &FlowLimit, store: &Store) -> Curve {
	let battery = store.unit.battery;
	let efficiency = f64::from(battery.efficiency_ppm) / f64::from(PPM);
	// Both are at most 2^40 times 10^6.
	let charging = trade.pieces(trade.net - flow.charge as i64, trade.net);
	let discharging = trade.pieces(trade.net, trade.net + flow.discharge as i64);
	let drawn: f64 = charging.iter().map(|piece| piece.width * piece.worth).sum();
	let from = -efficiency * flow.charge as f64;
	let charging =
		charging.iter().map(|piece| (efficiency * piece.width, piece.worth / efficiency));
	let wear = store.unit.wear as f64;
	let discharging = discharging.iter().map(|Piece { width, worth }| (*width, worth - wear));
	let all = Curve::new(from, -drawn, charging.chain(discharging));
	all.clipped(-(flow.stored as f64), flow.discharge as f64)
}

/// The best level to go to: at a bend of either function, as they are linear in between. The nearest of those that
/// are as good.
fn best_level(level: f64, change: &Curve, after: &Curve, tolerance: f64) -> f64 {
	let moves =
		change.bends().map(|lowered| (change.at(lowered) + after.at(level - lowered), lowered));
	let reach = after.bends().map(|next| (change.at(level - next) + after.at(next), level - next));
	let stay = (after.at(level), 0.0_f64);
	let all: Vec<_> = moves.chain(reach).chain([stay]).collect();
	let best = all.iter().map(|(worth, _)| *worth).fold(f64::NEG_INFINITY, f64::max);
	let good = all.iter().filter(|(worth, _)| *worth >= best - tolerance);
	let nearest = good.min_by(|one, two| one.1.abs().total_cmp(&two.1.abs()));
	level - nearest.map_or(0.0, |(_, lowered)| *lowered)
}
