// SPDX-License-Identifier: Apache-2.0

//! A linear or mixed-integer program, and what a grid adds to it.

use std::time::Duration;

use gridmerit_dispatch::Network;
use gridmerit_grid::Line;
use gridmerit_market::PPM;
use microlp::{
	ComparisonOp, Error, LinearExpr, OptimizationDirection, Problem, Solution, SolveOptions,
	Variable,
};

use crate::SolveError;

/// Terms of a row.
pub type Terms = Vec<(Variable, f64)>;

/// From here on a bound is none: no book holds as much, and the solver takes no larger ones.
const NONE: f64 = 1e15;

/// How long a program with integers may take. What it has found by then counts.
const PATIENCE: Duration = Duration::from_secs(30);

/// A program under construction.
pub struct Program(Problem);

impl Program {
	/// That is to be as large as can be.
	pub fn maximise() -> Self {
		Self(Problem::new(OptimizationDirection::Maximize))
	}

	/// That is to be as small as can be.
	pub fn minimise() -> Self {
		Self(Problem::new(OptimizationDirection::Minimize))
	}

	/// A variable.
	pub fn var(&mut self, worth: f64, least: f64, most: f64) -> Variable {
		let least = if least < -NONE { f64::NEG_INFINITY } else { least };
		let most = if most > NONE { f64::INFINITY } else { most };
		self.0.add_var(worth, (least, most))
	}

	/// A variable that is a whole number.
	pub fn integer(&mut self, worth: f64, least: i32, most: i32) -> Variable {
		self.0.add_integer_var(worth, (least, most))
	}

	/// An equation.
	pub fn equal(&mut self, terms: &[(Variable, f64)], value: f64) {
		self.row(terms, ComparisonOp::Eq, value);
	}

	/// A row.
	pub fn row(&mut self, terms: &[(Variable, f64)], compare: ComparisonOp, value: f64) {
		if terms.is_empty() {
			return;
		}
		let mut row = LinearExpr::empty();
		for (variable, factor) in terms.iter().filter(|(_, factor)| *factor != 0.0) {
			row.add(*variable, *factor);
		}
		self.0.add_constraint(row, compare, value);
	}

	/// Solves it; `what` names it in errors.
	pub fn solve(&self, what: &'static str) -> Result<Solution, SolveError> {
		let mut options = SolveOptions::default();
		options.time_limit = Some(PATIENCE);
		let outcome = self.0.solve_with(options).map_err(|error| match error {
			Error::Infeasible => SolveError::Infeasible(what),
			Error::Unbounded => SolveError::Unbounded(what),
			other => SolveError::Solver(what, other.to_string()),
		})?;
		outcome.into_solution().map_err(|_| SolveError::TooLong(what))
	}
}

/// The variables of a grid in a window.
pub struct Flows {
	/// What each line carries, in Wh.
	pub lines: Vec<Variable>,
	/// Of each bus with a limit of voltage, in units times [`Self::unit`].
	pub voltages: Vec<Variable>,
	/// How many units are 1: the largest rise.
	pub unit: f64,
}

/// Adds that a grid carries what each of its buses has to spare: terms and a number of Wh. `apart`: how far lines are to
/// stay from their limits, in Wh, and voltages, in Wh of the bus itself.
pub fn carry(program: &mut Program, grid: &Network, own: &[(Terms, f64)], apart: f64) -> Flows {
	let within = |program: &mut Program, [lower, upper]: [f64; 2], apart: f64| {
		program.var(0.0, (apart - lower).min(0.0), (upper - apart).max(0.0))
	};
	match grid {
		Network::Radial { feeder, volts } => {
			let mut buses: Vec<_> = feeder.outwards().collect();
			buses.sort_unstable_by_key(|(bus, _)| *bus);
			let lines: Vec<_> = buses[1..]
				.iter()
				.map(|(_, line)| within(program, [line.import as f64, line.export as f64], apart))
				.collect();
			let mut rows = own.to_vec();
			for (line, (bus, Line { parent, .. })) in lines.iter().zip(&buses[1..]) {
				rows[usize::from(*bus)].0.push((*line, -1.0));
				rows[usize::from(*parent)].0.push((*line, 1.0));
			}
			rows.iter().for_each(|(terms, spare)| program.equal(terms, -spare));

			let unit = volts.iter().map(|volts| volts.rise).max().unwrap_or(1).max(1) as f64;
			// What all lines from the substation on lift a bus by for each Wh of it.
			let mut path = vec![0.0; buses.len()];
			for (bus, line) in feeder.outwards().skip(1) {
				let own = volts.get(usize::from(bus) - 1).map_or(0.0, |own| own.rise as f64 / unit);
				path[usize::from(bus)] = path[usize::from(line.parent)] + own;
			}
			let voltages: Vec<_> = volts
				.iter()
				.zip(&path[1..])
				.map(|(own, path)| {
					let limits = [own.below as f64 / unit, own.above as f64 / unit];
					within(program, limits, apart * path)
				})
				.collect();
			for (row, voltage) in voltages.iter().enumerate() {
				let parent = usize::from(buses[row + 1].1.parent);
				let rise = volts[row].rise as f64 / unit;
				let mut terms = vec![(*voltage, 1.0), (lines[row], -rise)];
				if parent > 0 {
					terms.push((voltages[parent - 1], -1.0));
				}
				program.equal(&terms, 0.0);
			}
			Flows { lines, voltages, unit }
		},
		Network::Meshed { rows, .. } => {
			let mut all = Terms::new();
			for (terms, spare) in own {
				let sold = program.var(0.0, f64::NEG_INFINITY, f64::INFINITY);
				let mut terms = terms.clone();
				terms.push((sold, -1.0));
				program.equal(&terms, -spare);
				all.push((sold, 1.0));
			}
			program.equal(&all, 0.0);
			let mut lines = Vec::with_capacity(rows.len());
			for row in rows {
				let line = within(program, [row.backward as f64, row.forward as f64], apart);
				let mut terms: Terms = row
					.factors
					.iter()
					.map(|(bus, factor)| (all[usize::from(*bus)].0, share(*factor)))
					.collect();
				terms.push((line, -1.0));
				program.equal(&terms, 0.0);
				lines.push(line);
			}
			Flows { lines, voltages: Vec::new(), unit: 1.0 }
		},
	}
}

/// A factor in ppm.
pub fn share(factor: i32) -> f64 {
	f64::from(factor) / f64::from(PPM)
}
