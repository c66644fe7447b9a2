// SPDX-License-Identifier: Apache-2.0

//! Of the prices that prove a dispatch those at which buyers pay least.
//!
//! A linear program of its own, over prices by bus and multipliers. Prices must be such that who trades in part stands at
//! the price, who trades in full above it, who does not below. What remains open is by how much the bound then lies above
//! the welfare: unused room times its multiplier, and what stores and blocks could still win. That is to be least, and
//! then what buyers pay. No block and no store may lose, not by the rounding to come either.

use gridmerit_dispatch::{Body, Multiplier, NANO, Network, Plan, Problem};
use gridmerit_market::{PPM, Side};
use microlp::{ComparisonOp, Variable};

use crate::{
	SolveError, Without,
	program::{Program, Terms, share},
	real::{Real, efficiency, sign, unit, worth},
};

/// In Wh, and in units of voltage per Wh of its line: what counts as nothing.
pub const NOTHING: f64 = 1e-5;

/// The same where there are no prices with less: what the solver is off by then counts as something, and contradicts
/// something else. With more there are more prices, and the gap says what they cost.
const AGAIN: [f64; 2] = [1e-3, 1e-1];

/// What a planck that buyers pay counts beside one of the gap.
const BUYERS: f64 = 1e-6;

/// What a planck that a block or a store loses counts: more than all else.
const LOSS: f64 = 1e3;

/// A loss that is the solver's own error.
const LITTLE: f64 = 1e-6;

/// A multiplier under construction: its place in the body, both directions, and how many units of its limit count as one
/// Wh.
struct Named {
	voltage: bool,
	window: u16,
	row: u32,
	both: [Option<Variable>; 2],
	per: f64,
}

/// The multipliers, as a body that trades nothing yet. Of blocks and stores that would lose one is added
/// to `without`.
pub fn prices(
	problem: &Problem<'_>,
	real: &Real,
	without: &mut Without,
) -> Result<Body, SolveError> {
	let mut found = prices_at(problem, real, without, NOTHING);
	for nothing in AGAIN {
		if found.is_ok() {
			break;
		}
		found = prices_at(problem, real, without, nothing);
	}
	found
}

fn prices_at(
	problem: &Problem<'_>,
	real: &Real,
	without: &mut Without,
	nothing: f64,
) -> Result<Body, SolveError> {
	let mut program = Program::minimise();
	let unit = unit(problem);
	let cells = cells(problem, real, &mut program, unit, nothing);
	let (roots, named) = grids(problem, real, &mut program, &cells, nothing);
	let losses = blocks(problem, real, without, &mut program, &cells, unit);
	let (values, store_losses) = stores(problem, real, without, &mut program, &cells, unit);

	let solution = program.solve("prices of the best dispatch")?;
	let value = |variable: Variable| solution.var_value(variable);
	// The one that loses most; without it others may not lose.
	let of_blocks = losses.into_iter().map(|(number, loss)| (value(loss), true, number));
	let of_stores = store_losses.into_iter().map(|(number, loss)| (value(loss), false, number));
	match of_blocks.chain(of_stores).max_by(|(one, ..), (other, ..)| one.total_cmp(other)) {
		Some((loss, true, number)) if loss > LITTLE => drop(without.blocks.insert(number)),
		Some((loss, false, number)) if loss > LITTLE => drop(without.stores.insert(number)),
		_ => {},
	}

	let prices = roots.into_iter().map(|root| nano(value(root) * unit)).collect();
	let mut body = Body { prices, ..Body::default() };
	for Named { voltage, window, row, both: [upper, lower], per } in named {
		let of = |variable: Option<Variable>| variable.map_or(0.0, value);
		let price = (of(upper) - of(lower)) * unit;
		// Per Wh, or per a small part of one.
		let value =
			if per == 1.0 { nano(price) } else { (price / per * NANO as f64).round() as i64 };
		if value != 0 {
			let list = if voltage { &mut body.voltages } else { &mut body.lines };
			list.push(Multiplier { window, row, value });
		}
	}
	for (store, values) in (0..).zip(values) {
		let values = values.into_iter().map(|own| nano(value(own) * unit).max(0)).collect();
		body.plans.push(Plan { store, moves: Vec::new(), values });
	}
	Ok(body)
}

/// In nano-planck; a whole planck if it is as good as one: the solver's own error is larger.
fn nano(planck: f64) -> i64 {
	let exact = (planck - planck.round()).abs() >= 1e-6;
	((if exact { planck } else { planck.round() }) * NANO as f64).round() as i64
}

/// The price of each cell, within what its orders allow.
fn cells(
	problem: &Problem<'_>,
	real: &Real,
	program: &mut Program,
	unit: f64,
	nothing: f64,
) -> Vec<Variable> {
	let count = problem.grids().len() * problem.buses();
	let mut allowed = vec![(f64::NEG_INFINITY, f64::INFINITY, 0.0); count];
	for (order, &fill) in problem.orders().iter().zip(&real.fills) {
		let (least, most, bought) = &mut allowed[problem.cell(order.window, order.bus)];
		let price = order.price as f64 / unit;
		let (some, more) = (fill > nothing, fill < order.energy as f64 - nothing);
		let (above, below) = match order.side {
			Side::Supply => (some, more),
			Side::Demand => (more, some),
		};
		if above {
			*least = least.max(price);
		}
		if below {
			*most = most.min(price);
		}
		if order.side == Side::Demand {
			*bought += fill;
		}
	}
	for (block, trades) in problem.blocks().iter().zip(&real.blocks) {
		if *trades && block.side == Side::Demand {
			for (window, energy) in &block.profile {
				allowed[problem.cell(*window, block.bus)].2 += *energy as f64;
			}
		}
	}
	allowed
		.into_iter()
		.map(|(least, most, bought)| program.var(BUYERS * bought, least.min(most), most))
		.collect()
}

/// What joins the prices of a window: the one without a limit, and the multipliers of limits that bind.
fn grids(
	problem: &Problem<'_>,
	real: &Real,
	program: &mut Program,
	cells: &[Variable],
	nothing: f64,
) -> (Vec<Variable>, Vec<Named>) {
	let (mut roots, mut named) = (Vec::new(), Vec::new());
	// Both directions of a limit, each if there is no room left.
	let both = |program: &mut Program, value: f64, [upper, lower]: [u64; 2], scale: f64| {
		[upper as f64 - value, lower as f64 + value].map(|room| {
			let room = room / scale;
			(room <= nothing).then(|| program.var(room.max(0.0), 0.0, f64::INFINITY))
		})
	};
	let terms = |both: &[Option<Variable>; 2], factor: f64| {
		let [upper, lower] = *both;
		let pair = [upper.map(|upper| (upper, factor)), lower.map(|lower| (lower, -factor))];
		pair.into_iter().flatten()
	};
	for (window, (grid, (lines, voltages))) in (0..).zip(problem.grids().iter().zip(&real.limits)) {
		let price = |bus: u16| cells[problem.cell(window, bus)];
		match grid {
			Network::Radial { feeder, volts } => {
				roots.push(price(0));
				let most = volts.iter().map(|volts| volts.rise).max().unwrap_or(1).max(1) as f64;
				// By bus: what the price falls by over its line.
				let mut falls: Vec<Terms> = vec![Terms::new(); feeder.buses()];
				let mut volts_named = Vec::new();
				for row in 0..feeder.buses() as u16 - 1 {
					let Some(line) = feeder.line(row + 1) else { continue };
					let index = usize::from(row);
					let limits = [line.export, line.import];
					let full = both(program, lines[index], limits, 1.0);
					falls[index + 1].extend(terms(&full, 1.0));
					let row = u32::from(row);
					named.push(Named { voltage: false, window, row, both: full, per: 1.0 });
					let Some(own) = volts.get(index) else { continue };
					let full = both(program, voltages[index], [own.above, own.below], most);
					// All lines on the way to the substation lift it.
					let mut bus = row as u16 + 1;
					while bus > 0 && full.iter().any(Option::is_some) {
						let rise = volts[usize::from(bus) - 1].rise as f64 / most;
						falls[usize::from(bus)].extend(terms(&full, rise));
						bus = feeder.line(bus).map_or(0, |line| line.parent);
					}
					volts_named.push(Named { voltage: true, window, row, both: full, per: most });
				}
				named.append(&mut volts_named);
				for bus in 1..feeder.buses() as u16 {
					let parent = feeder.line(bus).map_or(0, |line| line.parent);
					let mut row = std::mem::take(&mut falls[usize::from(bus)]);
					row.extend([(price(bus), 1.0), (price(parent), -1.0)]);
					program.equal(&row, 0.0);
				}
			},
			Network::Meshed { buses, rows } => {
				let root = program.var(0.0, f64::NEG_INFINITY, f64::INFINITY);
				roots.push(root);
				let mut falls: Vec<Terms> =
					(0..*buses as u16).map(|bus| vec![(price(bus), 1.0), (root, -1.0)]).collect();
				for (number, row) in rows.iter().enumerate() {
					let full = both(program, lines[number], [row.forward, row.backward], 1.0);
					for (bus, factor) in &row.factors {
						falls[usize::from(*bus)].extend(terms(&full, share(*factor)));
					}
					let row = number as u32;
					named.push(Named { voltage: false, window, row, both: full, per: PPM.into() });
				}
				falls.iter().for_each(|row| program.equal(row, 0.0));
			},
		}
	}
	(roots, named)
}

/// What blocks win that trade, never less than nothing, and what those could win that do not. What each would lose.
fn blocks(
	problem: &Problem<'_>,
	real: &Real,
	without: &Without,
	program: &mut Program,
	cells: &[Variable],
	unit: f64,
) -> Vec<(usize, Variable)> {
	let mut losses = Vec::new();
	for (number, (block, trades)) in problem.blocks().iter().zip(&real.blocks).enumerate() {
		let mut gain: Terms = block
			.profile
			.iter()
			.map(|(window, energy)| {
				(cells[problem.cell(*window, block.bus)], sign(block.side) * *energy as f64)
			})
			.collect();
		let own = -worth(block) / unit;
		if *trades {
			let loss = program.var(LOSS, 0.0, f64::INFINITY);
			gain.push((loss, 1.0));
			// Prices are still to be rounded, each by half a planck.
			let one = f64::from(u8::from(without.careful_blocks.contains(&number)));
			let rounding = 0.5 * one * block.energy() as f64 / unit;
			program.row(&gain, ComparisonOp::Ge, own + rounding);
			losses.push((number, loss));
		} else {
			gain.push((program.var(1.0, 0.0, f64::INFINITY), -1.0));
			program.row(&gain, ComparisonOp::Le, own);
		}
	}
	losses
}

/// What energy in a store is worth, by store and window, and what each store would lose.
fn stores(
	problem: &Problem<'_>,
	real: &Real,
	without: &Without,
	program: &mut Program,
	cells: &[Variable],
	unit: f64,
) -> (Vec<Vec<Variable>>, Vec<(usize, Variable)>) {
	let (mut all, mut losses) = (Vec::new(), Vec::new());
	for (number, (store, moves)) in problem.stores().iter().zip(&real.stores).enumerate() {
		let values: Vec<_> = moves.iter().map(|_| program.var(0.0, 0.0, f64::INFINITY)).collect();
		let [charge, discharge, capacity] =
			[store.charge, store.discharge, store.capacity].map(|most| most as f64);
		let (mut gain, mut rounding) = (Terms::new(), 0.0);
		for (window, [take, give, held]) in moves.iter().enumerate() {
			let price = cells[problem.cell(window as u16, store.bus)];
			// A difference costs the room that is left where it invites more, and what is used where it invites less.
			let mut differ = |mut terms: Terms, used: f64, most: f64| {
				terms.push((program.var((most - used).max(0.0), 0.0, f64::INFINITY), -1.0));
				terms.push((program.var(used.max(0.0), 0.0, f64::INFINITY), 1.0));
				program.equal(&terms, 0.0);
			};
			let own = values[window];
			let kept = efficiency(store.efficiency);
			differ(vec![(own, kept), (price, -1.0)], *take, charge);
			differ(vec![(price, 1.0), (own, -1.0)], *give, discharge);
			let next = values.get(window + 1).map(|next| (*next, 1.0));
			differ([(own, -1.0)].into_iter().chain(next).collect(), *held, capacity);
			// In whole Wh it may take one more and give one less, and prices are still to be rounded, by half a planck.
			let one = f64::from(u8::from(without.careful_stores.contains(&number)));
			if take.max(*give) > NOTHING {
				let least = if *give > NOTHING { (give - one).max(0.0) } else { 0.0 };
				let most = if *take > NOTHING { take + one } else { 0.0 };
				gain.push((price, least - most));
				rounding += 0.5 * one * (least + most) / unit;
			}
		}
		if !gain.is_empty() {
			let loss = program.var(LOSS, 0.0, f64::INFINITY);
			gain.push((loss, 1.0));
			program.row(&gain, ComparisonOp::Ge, rounding);
			losses.push((number, loss));
		}
		all.push(values);
	}
	(all, losses)
}
