// SPDX-License-Identifier: Apache-2.0

//! The best dispatch in fractions of Wh, blocks as a whole.

use gridmerit_dispatch::{BlockOrder, Problem};
use gridmerit_market::{PPM, Side};
use microlp::{Solution, Variable};

use crate::{
	SolveError, Without,
	program::{Apart, Flows, Program, Terms, carry},
};

/// What trades.
pub struct Real {
	/// In planck.
	pub welfare: f64,
	/// By order, in Wh.
	pub fills: Vec<f64>,
	/// By block.
	pub blocks: Vec<bool>,
	/// By store and window: what it takes, what it gives, what it then holds.
	pub stores: Vec<Vec<[f64; 3]>>,
	/// By window: what each line carries, in Wh, and each voltage, in units.
	pub limits: Vec<(Vec<f64>, Vec<f64>)>,
}

/// Price at which a Wh counts as 1, so that a program's numbers are of one size.
pub fn unit(problem: &Problem<'_>) -> f64 {
	let orders = problem.orders().iter().map(|order| order.price);
	let most = orders.chain(problem.blocks().iter().map(|block| block.price)).max();
	(most.unwrap_or(1) as f64 / 1_000.0).max(1.0)
}

/// What a Wh more to sell is to a bus.
pub fn sign(side: Side) -> f64 {
	match side {
		Side::Demand => -1.0,
		Side::Supply => 1.0,
	}
}

/// What a block is worth if it trades, in planck.
pub fn worth(block: &BlockOrder) -> f64 {
	-sign(block.side) * block.energy() as f64 * block.price as f64
}

/// The parts of a Wh that a store holds of one that it takes.
pub fn efficiency(ppm: u32) -> f64 {
	f64::from(ppm) / f64::from(PPM)
}

/// Solves it: first which blocks trade, then, with these fixed, how much of all else. A solver's yes is one but for a
/// billionth, and of thousands of Wh that is more than what counts as nothing.
pub fn dispatch(problem: &Problem<'_>, without: &Without) -> Result<Real, SolveError> {
	let count = problem.blocks().len();
	if without.blocks.len() == count {
		return with_blocks(problem, without, &vec![false; count]);
	}
	// Without any block there is always a dispatch, and what it lacks is in its gap.
	let trading = match blocks(problem, without) {
		Err(SolveError::TooLong(_)) => vec![false; count],
		found => found?,
	};
	match with_blocks(problem, without, &trading) {
		Err(SolveError::Infeasible(_)) => with_blocks(problem, without, &vec![false; count]),
		found => found,
	}
}

/// Which blocks trade in the best dispatch.
fn blocks(problem: &Problem<'_>, without: &Without) -> Result<Vec<bool>, SolveError> {
	let (program, built) = program(problem, without, None);
	let solution = program.solve("the best dispatch")?;
	Ok(built.blocks.into_iter().map(|trades| solution.var_value(trades) > 0.5).collect())
}

/// The best dispatch in which just these blocks trade.
fn with_blocks(
	problem: &Problem<'_>,
	without: &Without,
	trading: &[bool],
) -> Result<Real, SolveError> {
	let (program, Built { orders, stores, flows, .. }) = program(problem, without, Some(trading));
	let solution = program.solve("the best dispatch with its blocks")?;
	let value = |variable| solution.var_value(variable);
	let pairs = problem.blocks().iter().zip(trading);
	let of_blocks: f64 = pairs.filter(|(_, trades)| **trades).map(|(block, _)| worth(block)).sum();
	Ok(Real {
		welfare: solution.objective() * unit(problem) + of_blocks,
		fills: orders.into_iter().map(value).collect(),
		blocks: trading.to_vec(),
		stores: stores
			.into_iter()
			.map(|windows| windows.into_iter().map(|window| window.map(value)).collect())
			.collect(),
		limits: flows.iter().map(|flows| limits(&solution, flows)).collect(),
	})
}

/// The variables of the program.
struct Built {
	orders: Vec<Variable>,
	/// None if it is given which trade.
	blocks: Vec<Variable>,
	stores: Vec<Vec<[Variable; 3]>>,
	flows: Vec<Flows>,
}

/// The program, with blocks that trade or do not, or of which it is given.
fn program(problem: &Problem<'_>, without: &Without, trading: Option<&[bool]>) -> (Program, Built) {
	let mut program = Program::maximise();
	let unit = unit(problem);
	let windows = problem.grids().len();
	let mut own: Vec<(Terms, f64)> = vec![Default::default(); windows * problem.buses()];
	let orders: Vec<_> = problem
		.orders()
		.iter()
		.map(|order| {
			let worth = -sign(order.side) * order.price as f64 / unit;
			let fill = program.var(worth, 0.0, order.energy as f64);
			own[problem.cell(order.window, order.bus)].0.push((fill, sign(order.side)));
			fill
		})
		.collect();
	let mut blocks = Vec::new();
	for (number, block) in problem.blocks().iter().enumerate() {
		let trades = trading.map(|trading| trading[number]);
		let variable = trades.is_none().then(|| {
			let most = i32::from(!without.blocks.contains(&number));
			program.integer(worth(block) / unit, 0, most)
		});
		for (window, energy) in &block.profile {
			let (terms, spare) = &mut own[problem.cell(*window, block.bus)];
			let energy = sign(block.side) * *energy as f64;
			match variable {
				Some(variable) => terms.push((variable, energy)),
				None if trades == Some(true) => *spare += energy,
				None => {},
			}
		}
		blocks.extend(variable);
	}
	let mut stores = Vec::with_capacity(problem.stores().len());
	for (number, store) in problem.stores().iter().enumerate() {
		let able = f64::from(u8::from(!without.stores.contains(&number)));
		let mut before = None;
		let mut windows_of = Vec::with_capacity(windows);
		for window in 0..windows as u16 {
			let take = program.var(0.0, 0.0, able * store.charge as f64);
			let give = program.var(0.0, 0.0, able * store.discharge as f64);
			let held = program.var(0.0, 0.0, store.capacity as f64);
			let mut terms = vec![(held, -1.0), (take, efficiency(store.efficiency)), (give, -1.0)];
			terms.extend(before.map(|before| (before, 1.0)));
			program.equal(&terms, 0.0);
			own[problem.cell(window, store.bus)].0.extend([(take, -1.0), (give, 1.0)]);
			before = Some(held);
			windows_of.push([take, give, held]);
		}
		stores.push(windows_of);
	}
	let mut flows = Vec::with_capacity(windows);
	for (grid, own) in problem.grids().iter().zip(own.chunks(problem.buses().max(1))) {
		flows.push(carry(&mut program, grid, own, &Apart::default()));
	}
	(program, Built { orders, blocks, stores, flows })
}

fn limits(solution: &Solution, flows: &Flows) -> (Vec<f64>, Vec<f64>) {
	let lines = flows.lines.iter().map(|line| solution.var_value(*line));
	let voltages = flows.voltages.iter().map(|voltage| solution.var_value(*voltage) * flows.unit);
	(lines.collect(), voltages.collect())
}
