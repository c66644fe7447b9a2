// SPDX-License-Identifier: Apache-2.0

//! A linear or mixed-integer program, and what a grid adds to it.

use std::time::Duration;

use gridmerit_dispatch::{Network, Row, Volts};
use gridmerit_grid::{Feeder, Line};
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

/// What a row without terms may be off by: its numbers are whole Wh, or rounded.
const EMPTY: f64 = 1e-6;

/// How much farther from a limit than it was passed by, in Wh.
const LITTLE: f64 = 0.01;

/// How far off a whole number may be.
const WHOLE: f64 = 1e-9;

/// A program under construction.
pub struct Program {
	problem: Problem,
	/// Whether a row without terms says what is not so.
	impossible: bool,
}

impl Program {
	/// That is to be as large as can be.
	pub fn maximise() -> Self {
		Self::new(OptimizationDirection::Maximize)
	}

	/// That is to be as small as can be.
	pub fn minimise() -> Self {
		Self::new(OptimizationDirection::Minimize)
	}

	fn new(direction: OptimizationDirection) -> Self {
		Self { problem: Problem::new(direction), impossible: false }
	}

	/// A variable.
	pub fn var(&mut self, worth: f64, least: f64, most: f64) -> Variable {
		let least = if least < -NONE { f64::NEG_INFINITY } else { least };
		let most = if most > NONE { f64::INFINITY } else { most };
		self.problem.add_var(worth, (least, most))
	}

	/// A variable that is a whole number.
	pub fn integer(&mut self, worth: f64, least: i32, most: i32) -> Variable {
		self.problem.add_integer_var(worth, (least, most))
	}

	/// An equation.
	pub fn equal(&mut self, terms: &[(Variable, f64)], value: f64) {
		self.row(terms, ComparisonOp::Eq, value);
	}

	/// A row.
	pub fn row(&mut self, terms: &[(Variable, f64)], compare: ComparisonOp, value: f64) {
		if terms.is_empty() {
			self.impossible |= match compare {
				ComparisonOp::Eq => value.abs() > EMPTY,
				ComparisonOp::Le => value < -EMPTY,
				ComparisonOp::Ge => value > EMPTY,
			};
			return;
		}
		let mut row = LinearExpr::empty();
		for (variable, factor) in terms.iter().filter(|(_, factor)| *factor != 0.0) {
			row.add(*variable, *factor);
		}
		self.problem.add_constraint(row, compare, value);
	}

	/// Solves it; `what` names it in errors.
	pub fn solve(&self, what: &'static str) -> Result<Solution, SolveError> {
		if self.impossible {
			return Err(SolveError::Infeasible(what));
		}
		let mut options = SolveOptions::default();
		options.time_limit = Some(PATIENCE);
		// Beside it stand thousands of Wh.
		options.int_tol = WHOLE;
		let outcome = self.problem.solve_with(options).map_err(|error| match error {
			Error::Infeasible => SolveError::Infeasible(what),
			Error::Unbounded => SolveError::Unbounded(what),
			other => SolveError::Solver(what, other.to_string()),
		})?;
		outcome.into_solution().map_err(|_| SolveError::TooLong(what))
	}
}

/// Fixes a variable of a solved program, and solves the rest; none if there is no solution then, or the solver finds none.
pub fn fixed(solution: Solution, variable: Variable, value: f64) -> Option<Solution> {
	solution.fix_var(variable, value).ok()?.into_solution().ok()
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

/// How far a grid is to stay from each of its limits in a window, or is beyond them. What is not there is nothing.
#[derive(Clone, Default)]
pub struct Apart {
	/// Of lines, in Wh.
	pub lines: Vec<f64>,
	/// Of voltages, in units times [`Flows::unit`].
	pub voltages: Vec<f64>,
}

impl Apart {
	/// All the same: lines in Wh, voltages in Wh of their bus.
	pub fn even(grid: &Network, apart: f64) -> Self {
		match grid {
			Network::Radial { feeder, volts } => {
				let lines = vec![apart; feeder.buses().saturating_sub(1)];
				let paths = paths(feeder, volts);
				let voltages = volts.iter().zip(&paths[1..]).map(|(_, path)| apart * path);
				Self { lines, voltages: voltages.collect() }
			},
			Network::Meshed { rows, .. } => {
				Self { lines: vec![apart; rows.len()], voltages: Vec::new() }
			},
		}
	}

	/// By how much limits are passed if its buses have so much to spare, in Wh; nothing where they are not.
	pub fn beyond(grid: &Network, net: &[i64]) -> Self {
		let over =
			|value: f64, [upper, lower]: [f64; 2]| (value - upper).max(-lower - value).max(0.0);
		match grid {
			Network::Radial { feeder, volts } => {
				let mut flows: Vec<_> = net.iter().map(|energy| *energy as f64).collect();
				let mut lines = vec![0.0; feeder.buses().saturating_sub(1)];
				for (bus, Line { parent, import, export }) in feeder.outwards().rev() {
					let bus = usize::from(bus);
					if bus > 0 {
						lines[bus - 1] = over(flows[bus], [export as f64, import as f64]);
						flows[usize::from(parent)] += flows[bus];
					}
				}
				let unit = largest(volts);
				let (mut levels, mut voltages) =
					(vec![0.0; feeder.buses()], vec![0.0; volts.len()]);
				for (bus, Line { parent, .. }) in feeder.outwards().skip(1) {
					let bus = usize::from(bus);
					let Some(own) = volts.get(bus - 1) else { continue };
					levels[bus] = levels[usize::from(parent)] + own.rise as f64 / unit * flows[bus];
					let limits = [own.above as f64 / unit, own.below as f64 / unit];
					voltages[bus - 1] = over(levels[bus], limits);
				}
				Self { lines, voltages }
			},
			Network::Meshed { rows, .. } => {
				let line = |row: &Row| {
					let parts = row.factors.iter();
					let parts = parts.map(|(bus, of)| share(*of) * net[usize::from(*bus)] as f64);
					over(parts.sum(), [row.forward as f64, row.backward as f64])
				};
				Self { lines: rows.iter().map(line).collect(), voltages: Vec::new() }
			},
		}
	}

	/// Whether it is nothing at all.
	pub fn is_nothing(&self) -> bool {
		self.lines.iter().chain(&self.voltages).all(|apart| *apart == 0.0)
	}

	/// Stays farther from the limits that were passed: by as much, and a little more.
	pub fn farther(&mut self, grid: &Network, beyond: &Self) {
		let little = Self::even(grid, LITTLE);
		let lists = [
			(&mut self.lines, &beyond.lines, &little.lines),
			(&mut self.voltages, &beyond.voltages, &little.voltages),
		];
		for (own, beyond, little) in lists {
			own.resize(beyond.len(), 0.0);
			for ((own, beyond), little) in own.iter_mut().zip(beyond).zip(little) {
				*own += if *beyond > 0.0 { beyond + little } else { 0.0 };
			}
		}
	}
}

/// The largest rise, which counts as 1.
fn largest(volts: &[Volts]) -> f64 {
	volts.iter().map(|volts| volts.rise).max().unwrap_or(1).max(1) as f64
}

/// By bus: what all lines from the substation on lift it by for each Wh of it.
fn paths(feeder: &Feeder, volts: &[Volts]) -> Vec<f64> {
	let (unit, mut paths) = (largest(volts), vec![0.0; feeder.buses()]);
	for (bus, line) in feeder.outwards().skip(1) {
		let own = volts.get(usize::from(bus) - 1).map_or(0.0, |own| own.rise as f64 / unit);
		paths[usize::from(bus)] = paths[usize::from(line.parent)] + own;
	}
	paths
}

/// Adds that a grid carries what each of its buses has to spare: terms and a number of Wh.
pub fn carry(program: &mut Program, grid: &Network, own: &[(Terms, f64)], apart: &Apart) -> Flows {
	let within = |program: &mut Program, [lower, upper]: [f64; 2], apart: Option<&f64>| {
		let apart = apart.copied().unwrap_or(0.0);
		program.var(0.0, (apart - lower).min(0.0), (upper - apart).max(0.0))
	};
	match grid {
		Network::Radial { feeder, volts } => {
			let mut buses: Vec<_> = feeder.outwards().collect();
			buses.sort_unstable_by_key(|(bus, _)| *bus);
			let lines: Vec<_> = buses[1..]
				.iter()
				.enumerate()
				.map(|(row, (_, line))| {
					let limits = [line.import as f64, line.export as f64];
					within(program, limits, apart.lines.get(row))
				})
				.collect();
			let mut rows = own.to_vec();
			for (line, (bus, Line { parent, .. })) in lines.iter().zip(&buses[1..]) {
				rows[usize::from(*bus)].0.push((*line, -1.0));
				rows[usize::from(*parent)].0.push((*line, 1.0));
			}
			rows.iter().for_each(|(terms, spare)| program.equal(terms, -spare));

			let unit = largest(volts);
			let voltages: Vec<_> = volts
				.iter()
				.enumerate()
				.map(|(row, own)| {
					let limits = [own.below as f64 / unit, own.above as f64 / unit];
					within(program, limits, apart.voltages.get(row))
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
			for (number, row) in rows.iter().enumerate() {
				let limits = [row.backward as f64, row.forward as f64];
				let line = within(program, limits, apart.lines.get(number));
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
