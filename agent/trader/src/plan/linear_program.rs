// SPDX-License-Identifier: Apache-2.0

//! The battery's schedule as a linear program, with binary variables only where it must have them.
//!
//! Charging and discharging are worth what the net energy is that they take and give, piece by piece
//! ([`Trade::pieces`]). If their worth falls from piece to piece, the solver fills them in order by itself.
//! Where it rises (a short position with a shortfall price above TOU, a long one with a surplus price below
//! FIT), a binary variable says whether the pieces before are full. And if discharging could be worth more
//! than charging costs in one and the same interval, another one says which of the two it is. Otherwise
//! doing both never pays; where it costs nothing the answer may have both, but only its levels are used.

use std::time::Duration;

use gridmerit_energy::PPM;
use microlp::{
	ComparisonOp, LinearExpr, OptimizationDirection, Problem, SolveOptions, SolveOutcome, Variable,
};

use super::{
	error::PlanError,
	flow::FlowLimit,
	request::StorageUnit,
	trade::{Piece, Trade},
};

/// A flow between battery and meter is at most this, so that the solver's tolerance is some 10^-10 of it.
const LARGEST_FLOW: f64 = 1_000.0;

/// Pieces narrower than this part of the largest flow are not told apart, for the solver's sake.
const NARROW: f64 = 1e-6;

/// How many nodes of the search tree to look at; the best schedule found by then is good enough. A count, so
/// that a plan does not depend on the machine.
const NODES: u64 = 2_000;

/// How near to the optimum the search may stop, as a part of what the battery is worth.
const GAP: f64 = 1e-4;

/// When a search has gone wrong.
const TIME: Duration = Duration::from_secs(30);

/// What the battery should hold at the end of each interval, in Wh.
pub(super) fn levels(
	trades: &[Trade],
	flows: &[FlowLimit],
	store: &StorageUnit,
) -> Result<Vec<f64>, PlanError> {
	let largest =
		flows.iter().map(|flow| flow.charge.max(flow.discharge)).max().unwrap_or(0) as f64;
	let start = store.charge as f64;
	if largest == 0.0 {
		return Ok(vec![start; flows.len()]);
	}
	let efficiency = f64::from(store.battery.efficiency_ppm) / f64::from(PPM);
	let sides: Vec<[Vec<Piece>; 2]> = trades
		.iter()
		.zip(flows)
		.map(|(trade, flow)| sides(trade, flow, NARROW * largest))
		.collect();
	let end_value = store.end_value.unwrap_or(0) as f64;
	let worths = sides.iter().flatten().flatten().map(|piece| piece.worth.abs());
	let dearest = worths.fold(end_value, f64::max).max(1.0);
	let scale = Scale { energy: largest / LARGEST_FLOW, price: dearest };

	let mut program = Program::new(scale);
	let empty = (store.floor() as f64 - start) / scale.energy;
	let full = (store.battery.capacity as f64 - start) / scale.energy;
	let mut before: Option<Variable> = None;
	let mut levels = Vec::new();
	for (place, [charging, discharging]) in sides.iter().enumerate() {
		let charge = program.flow(charging);
		let discharge = program.flow(discharging);
		if both_could_pay(charging, discharging, efficiency) {
			program.either(&charge, &discharge);
		}
		let last = place + 1 == sides.len();
		let worth = if last { end_value / scale.price } else { 0.0 };
		let level = program.problem.add_var(worth, (empty, full));
		let mut balance = LinearExpr::empty();
		balance.add(level, 1.0);
		before.iter().for_each(|before| balance.add(*before, -1.0));
		charge.iter().for_each(|(variable, _)| balance.add(*variable, -efficiency));
		discharge.iter().for_each(|(variable, _)| balance.add(*variable, 1.0));
		program.problem.add_constraint(balance, ComparisonOp::Eq, 0.0);
		before = Some(level);
		levels.push(level);
	}
	let solution = program.solve()?;
	Ok(levels.iter().map(|level| start + solution.var_value(*level) * scale.energy).collect())
}

/// What charging and discharging are worth, both from an idle battery on.
fn sides(trade: &Trade, flow: &FlowLimit, narrow: f64) -> [Vec<Piece>; 2] {
	let pieces = |from, to| trade.pieces(from, to, narrow);
	// Both are at most 2^40 times 10^6.
	let mut charging = pieces(trade.net - flow.charge as i64, trade.net);
	charging.reverse();
	charging.iter_mut().for_each(|piece| piece.worth = -piece.worth);
	let discharging = pieces(trade.net, trade.net + flow.discharge as i64);
	[charging, discharging].map(|side| {
		let all: f64 = side.iter().map(|piece| piece.width).sum();
		if all < narrow { Vec::new() } else { side }
	})
}

/// Whether charging some and discharging what that has stored could be worth anything.
fn both_could_pay(charging: &[Piece], discharging: &[Piece], efficiency: f64) -> bool {
	let best = |side: &[Piece]| side.iter().map(|piece| piece.worth).reduce(f64::max);
	match (best(charging), best(discharging)) {
		(Some(charge), Some(discharge)) => charge + efficiency * discharge > 0.0,
		_ => false,
	}
}

/// Units of the program.
#[derive(Clone, Copy)]
struct Scale {
	/// In Wh.
	energy: f64,
	/// In planck per Wh.
	price: f64,
}

/// A program under construction. With all variables 0 the battery idles: that is always possible.
struct Program {
	problem: Problem,
	scale: Scale,
	variables: Vec<Variable>,
}

impl Program {
	fn new(scale: Scale) -> Self {
		let problem = Problem::new(OptimizationDirection::Maximize);
		Self { problem, scale, variables: Vec::new() }
	}

	fn binary(&mut self) -> Variable {
		let variable = self.problem.add_binary_var(0.0);
		self.variables.push(variable);
		variable
	}

	/// A variable and its bound for each piece; they are filled in order.
	fn flow(&mut self, pieces: &[Piece]) -> Vec<(Variable, f64)> {
		let mut all = Vec::new();
		let mut run: Vec<(Variable, f64)> = Vec::new();
		let mut full: Option<Variable> = None;
		let mut worth = f64::INFINITY;
		for piece in pieces {
			if piece.worth > worth {
				full.iter().for_each(|full| self.only_if(&run, *full, 1.0, 0.0));
				full = Some(self.after(&run));
				run.clear();
			}
			worth = piece.worth;
			let width = piece.width / self.scale.energy;
			let variable = self.problem.add_var(piece.worth / self.scale.price, (0.0, width));
			self.variables.push(variable);
			run.push((variable, width));
			all.push((variable, width));
		}
		full.iter().for_each(|full| self.only_if(&run, *full, 1.0, 0.0));
		all
	}

	/// Whether a run is full, and what comes after it may be used.
	fn after(&mut self, run: &[(Variable, f64)]) -> Variable {
		let full = self.binary();
		let mut row = LinearExpr::empty();
		run.iter().for_each(|(variable, _)| row.add(*variable, 1.0));
		row.add(full, -width(run));
		self.problem.add_constraint(row, ComparisonOp::Ge, 0.0);
		full
	}

	/// A flow is at most its width times `factor * variable + constant`.
	fn only_if(&mut self, flow: &[(Variable, f64)], binary: Variable, factor: f64, constant: f64) {
		let mut row = LinearExpr::empty();
		flow.iter().for_each(|(variable, _)| row.add(*variable, 1.0));
		row.add(binary, -factor * width(flow));
		self.problem.add_constraint(row, ComparisonOp::Le, constant * width(flow));
	}

	/// Only one of two flows.
	fn either(&mut self, charge: &[(Variable, f64)], discharge: &[(Variable, f64)]) {
		let charges = self.binary();
		self.only_if(charge, charges, 1.0, 0.0);
		self.only_if(discharge, charges, -1.0, 1.0);
	}

	fn solve(self) -> Result<microlp::Solution, PlanError> {
		let mut options = SolveOptions::default();
		options.time_limit = Some(TIME);
		options.node_limit = Some(NODES);
		options.mip_gap = GAP;
		if self.problem.has_integer_vars() {
			// The battery may idle, so there is always an answer.
			options.warm_start = Some(self.variables.iter().map(|idle| (*idle, 0.0)).collect());
		}
		match self.problem.solve_with(options)? {
			SolveOutcome::Solution(solution) => Ok(solution),
			SolveOutcome::Interrupted(_) => Err(PlanError::OutOfTime),
		}
	}
}

fn width(flow: &[(Variable, f64)]) -> f64 {
	flow.iter().map(|(_, width)| width).sum()
}
