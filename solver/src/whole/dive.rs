// SPDX-License-Identifier: Apache-2.0

//! One amount after the other made whole, window by window, the rest solved anew each time. So what a store loses of what
//! it takes is known when it gives, and the last amounts of a balance come out whole by themselves. Where no way leads
//! on, the last choices are made otherwise.

use std::collections::VecDeque;

use gridmerit_market::PPM;
use microlp::{Solution, Variable};

use super::Near;
use crate::{
	SolveError,
	program::{Apart, fixed},
};

/// How many amounts are made whole in all, those that are tried twice counted again.
const PATIENCE: usize = 600;

/// How many of the last choices can be made otherwise.
const MEMORY: usize = 24;

/// What is as good as whole, in Wh.
const WHOLE: f64 = 1e-6;

/// Where a dive is: what is solved, and which amounts are fixed.
#[derive(Clone)]
struct Depth {
	at: Solution,
	fixed: Vec<bool>,
}

/// An amount that is to be made whole so.
struct Choice {
	from: Depth,
	index: usize,
	value: i64,
}

impl Near<'_> {
	/// Whole Wh that fit, with limits that are tighter. None if none are found.
	pub(super) fn dive(&self, apart: &[Apart]) -> Result<Option<Vec<i64>>, SolveError> {
		let (program, variables, losses) = self.program(apart, 1.0);
		let at = match program.solve("whole Wh") {
			Err(SolveError::Infeasible(_)) => return Ok(None),
			found => found?,
		};
		let mut depth = Depth { at, fixed: vec![false; variables.len()] };
		let mut choices = VecDeque::new();
		let mut left = PATIENCE;
		loop {
			match self.open(&depth, &variables) {
				None => {
					let value = |variable: &Variable| depth.at.var_value(*variable).round() as i64;
					let values: Vec<_> = variables.iter().map(value).collect();
					if (0..self.windows.len()).all(|window| self.fits(&values, window)) {
						return Ok(Some(values));
					}
				},
				Some(index) => {
					let [first, second] = self.sides(index, depth.at.var_value(variables[index]));
					if let Some(value) = second {
						choices.push_back(Choice { from: depth.clone(), index, value });
					}
					if let Some(value) = first {
						choices.push_back(Choice { from: depth, index, value });
					}
					if choices.len() > MEMORY {
						choices.pop_front();
					}
				},
			}
			depth = loop {
				let Some(choice) = choices.pop_back().filter(|_| left > 0) else { return Ok(None) };
				left -= 1;
				let Choice { from: Depth { at, mut fixed }, index, value } = choice;
				let loss = losses.get(&index).map(|loss| (*loss, self.lost(index, value)));
				let whole = self::fixed(at, variables[index], value as f64);
				let whole = match loss {
					Some((loss, lost)) => whole.and_then(|at| self::fixed(at, loss, lost)),
					None => whole,
				};
				if let Some(at) = whole {
					fixed[index] = true;
					break Depth { at, fixed };
				}
			};
		}
	}

	/// The next amount to make whole: of the first window in which one is left, what stores take, and then what is nearest
	/// to a whole number.
	fn open(&self, depth: &Depth, variables: &[Variable]) -> Option<usize> {
		self.windows.iter().find_map(|amounts| {
			let free = || amounts.iter().copied().filter(|index| !depth.fixed[*index]);
			let off = |index: usize| {
				let value = depth.at.var_value(variables[index]);
				(value - value.round()).abs()
			};
			let takes = free().find(|index| self.amounts[*index].least < 0);
			takes.or_else(|| {
				let parts = free().filter(|index| off(*index) > WHOLE);
				parts.min_by(|one, other| off(*one).total_cmp(&off(*other)))
			})
		})
	}

	/// The whole numbers to try for a value. A store takes rather more: what it holds of that is rounded down.
	fn sides(&self, index: usize, value: f64) -> [Option<i64>; 2] {
		let amount = &self.amounts[index];
		let near = value.round() as i64;
		let (first, second) = if amount.least < 0 {
			let more = (value + WHOLE).floor() as i64;
			(more, if (value - value.round()).abs() > WHOLE { more + 1 } else { more - 1 })
		} else {
			(near, if value > near as f64 { near + 1 } else { near - 1 })
		};
		[first, second]
			.map(|side| Some(side).filter(|side| (amount.least..=amount.most).contains(side)))
	}

	/// What a store loses of what it takes so in a window, in Wh, because it holds whole ones.
	fn lost(&self, index: usize, value: i64) -> f64 {
		let owner = self.stores.iter().rev().find(|(_, first)| *first <= index);
		let efficiency = owner.map_or(0, |(number, _)| self.problem.stores()[*number].efficiency);
		let parts = value.unsigned_abs() * u64::from(efficiency) % u64::from(PPM);
		parts as f64 / f64::from(PPM)
	}
}
