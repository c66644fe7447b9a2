// SPDX-License-Identifier: Apache-2.0

//! Whole Wh near a dispatch in fractions.
//!
//! At given prices nearly all orders trade in full or not at all. What stands at the prices, and what stores do, is solved
//! once more, in some ways: all rounded at once and balanced, with those limits tighter that were passed so, or with all
//! tighter by a little; and one amount after the other made whole, with the rest solved anew ([`dive`]). From what keeps the
//! true limits, amounts move against each other, Wh by Wh, as long as that is worth something; the best of the ends
//! stays. All limits are checked in integers, by what the chain checks with.

mod dive;

use std::collections::BTreeMap;

use gridmerit_dispatch::{AtPrice, Body, DispatchOrder, Problem, prices};
use gridmerit_market::{PPM, Side};
use microlp::Variable;

use crate::{
	SolveError,
	least::NOTHING,
	program::{Apart, Program, Terms, carry},
	real::{Real, efficiency, sign, unit},
};

/// By how much limits are tighter, one after the other, in Wh.
const TIGHTER: [f64; 12] = [0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 32.0, 64.0];

/// The same for a dive, which needs less.
const DIVES: [f64; 4] = [0.0, 0.5, 2.0, 8.0];

/// How often limits that rounding has passed are tightened.
const ROUNDS: usize = 60;

/// How far amounts move at a time, in Wh.
const STEPS: [i64; 3] = [16, 4, 1];

/// How often three or four amounts are tried together, in all.
const TRIES: usize = 3_000_000;

/// An amount that can move: what is sold of what stands at a price, what is bought, or what a store gives.
struct Amount {
	cell: usize,
	/// What a Wh of it is to the balance of its bus.
	sign: i64,
	/// What a Wh of it is worth, in planck; nothing for a store.
	worth: i64,
	least: i64,
	most: i64,
}

/// What can move, and what cannot.
struct Near<'a> {
	problem: &'a Problem<'a>,
	/// What each cell has to spare besides.
	fixed: Vec<i64>,
	amounts: Vec<Amount>,
	/// Stores that do something, each with its amount in the first window; the others follow.
	stores: Vec<(usize, usize)>,
	/// The amounts of each window.
	windows: Vec<Vec<usize>>,
}

/// The body with all amounts, for the multipliers that are `named`; none if no whole Wh are found.
pub fn round(problem: &Problem<'_>, real: &Real, named: Body) -> Result<Option<Body>, SolveError> {
	let prices = prices(problem, &named).map_err(SolveError::Refused)?;
	let near = Near::new(problem, real, &prices);
	let mut found = Vec::new();
	found.extend(near.apart()?);
	for tighter in TIGHTER {
		if let Some(values) = near.begin(&near.even(tighter))? {
			found.push(values);
			break;
		}
	}
	for tighter in DIVES {
		if let Some(values) = near.dive(&near.even(tighter))? {
			found.push(values);
			break;
		}
	}
	found.iter_mut().for_each(|values| near.improve(values));
	let best = found.into_iter().max_by_key(|values| near.worth(values));
	Ok(best.map(|values| near.body(real, named, &values)))
}

/// Whether a store does nothing.
pub fn rests(moves: &[[f64; 3]]) -> bool {
	moves.iter().all(|[take, give, _]| take.max(*give) <= NOTHING)
}

impl<'a> Near<'a> {
	fn new(problem: &'a Problem<'a>, real: &Real, prices: &[i64]) -> Self {
		let mut fixed = vec![0_i64; prices.len()];
		// By cell, of demand and of supply.
		let mut at_price = vec![[0_u64; 2]; prices.len()];
		for order in problem.orders() {
			let DispatchOrder { bus, window, side, energy, price } = *order;
			let cell = problem.cell(window, bus);
			let way = sign(side) as i64;
			match way * (prices[cell] - price as i64) {
				0 => at_price[cell][usize::from(side == Side::Supply)] += energy,
				better if better > 0 => fixed[cell] += way * energy as i64,
				_ => {},
			}
		}
		for (block, _) in problem.blocks().iter().zip(&real.blocks).filter(|(_, trades)| **trades) {
			for (window, energy) in &block.profile {
				fixed[problem.cell(*window, block.bus)] += sign(block.side) as i64 * *energy as i64;
			}
		}
		let mut amounts = Vec::new();
		for (cell, both) in at_price.into_iter().enumerate() {
			for (all, sign) in both.into_iter().zip([-1, 1]).filter(|(all, _)| *all > 0) {
				let worth = -sign * prices[cell];
				amounts.push(Amount { cell, sign, worth, least: 0, most: all as i64 });
			}
		}
		let mut stores = Vec::new();
		for (number, (store, moves)) in problem.stores().iter().zip(&real.stores).enumerate() {
			if rests(moves) {
				continue;
			}
			stores.push((number, amounts.len()));
			for (window, [take, give, _]) in moves.iter().enumerate() {
				// It takes or gives in a window, as it did.
				let least = if take > give { -(store.charge as i64) } else { 0 };
				let most = if give > take { store.discharge as i64 } else { 0 };
				let cell = problem.cell(window as u16, store.bus);
				amounts.push(Amount { cell, sign: 1, worth: 0, least, most });
			}
		}
		let mut windows = vec![Vec::new(); problem.grids().len()];
		for (index, amount) in amounts.iter().enumerate() {
			windows[amount.cell / problem.buses()].push(index);
		}
		Self { problem, fixed, amounts, stores, windows }
	}

	/// What the buses of a window have to spare.
	fn net(&self, values: &[i64], window: usize) -> Vec<i64> {
		let from = window * self.problem.buses();
		let mut net = self.fixed[from..from + self.problem.buses()].to_vec();
		for &index in &self.windows[window] {
			let Amount { cell, sign, .. } = self.amounts[index];
			net[cell - from] += sign * values[index];
		}
		net
	}

	/// Whether the grid carries it in a window, and stores can do it.
	fn fits(&self, values: &[i64], window: usize) -> bool {
		let grid = &self.problem.grids()[window];
		grid.carries(window as u16, &self.net(values, window)).is_ok()
			&& self.stores.iter().all(|(number, first)| {
				let moves = &values[*first..first + self.windows.len()];
				self.problem.stores()[*number].can(moves).is_ok()
			})
	}

	/// All limits tighter by the same, in Wh.
	fn even(&self, tighter: f64) -> Vec<Apart> {
		self.problem.grids().iter().map(|grid| Apart::even(grid, tighter)).collect()
	}

	/// Whole Wh that fit, with those limits tighter before they are rounded that rounding has passed, by as much, again and
	/// again. None if none are found.
	fn apart(&self) -> Result<Option<Vec<i64>>, SolveError> {
		let mut apart = self.even(0.0);
		for _ in 0..ROUNDS {
			let found = match self.tight(&apart) {
				Err(SolveError::Infeasible(_)) => return Ok(None),
				found => found?,
			};
			let mut values = self.rounded(&found);
			let mut passed = false;
			for (window, grid) in self.problem.grids().iter().enumerate() {
				self.balance(&mut values, &found, window);
				let beyond = Apart::beyond(grid, &self.net(&values, window));
				passed |= !beyond.is_nothing();
				apart[window].farther(grid, &beyond);
			}
			if (0..self.windows.len()).all(|window| self.fits(&values, window)) {
				return Ok(Some(values));
			}
			if !passed {
				return Ok(None);
			}
		}
		Ok(None)
	}

	/// Whole Wh that fit, with limits that are tighter before they are rounded. None if there are none.
	fn begin(&self, apart: &[Apart]) -> Result<Option<Vec<i64>>, SolveError> {
		let found = match self.tight(apart) {
			Err(SolveError::Infeasible(_)) => return Ok(None),
			found => found?,
		};
		let mut values = self.rounded(&found);
		for (window, amounts) in self.windows.iter().enumerate() {
			self.balance(&mut values, &found, window);
			let off: i64 = self.net(&values, window).iter().sum();
			if off == 0 && self.fits(&values, window) {
				continue;
			}
			// One of them takes all that is off; best one that costs least, and no store if another can.
			let with = |&index: &usize| {
				let Amount { sign, worth, least, most, .. } = self.amounts[index];
				let mut values = values.clone();
				values[index] -= sign * off;
				let within = (least..=most).contains(&values[index]);
				let stored = self.stores.first().is_some_and(|(_, first)| index >= *first);
				(within && self.fits(&values, window))
					.then_some(((stored, sign * off * worth), values))
			};
			match amounts.iter().filter_map(with).min_by_key(|(cost, _)| *cost) {
				Some((_, balanced)) => values = balanced,
				None => return Ok(None),
			}
		}
		Ok(Some(values))
	}

	/// What amounts are worth, in planck, up to what is the same for all.
	fn worth(&self, values: &[i64]) -> i128 {
		let pairs = self.amounts.iter().zip(values);
		pairs.map(|(amount, value)| i128::from(amount.worth) * i128::from(*value)).sum()
	}

	/// Makes up for what rounding has left over in a window, a Wh at each of those amounts of orders that were rounded
	/// most.
	fn balance(&self, values: &mut [i64], found: &[f64], window: usize) {
		let mut off: i64 = self.net(values, window).iter().sum();
		let orders = self.stores.first().map_or(values.len(), |(_, first)| *first);
		let mut amounts: Vec<_> =
			self.windows[window].iter().copied().filter(|index| *index < orders).collect();
		let way = -off.signum();
		// By how much it was rounded the other way.
		let rounded = |values: &[i64], index: usize| {
			(found[index] - values[index] as f64) * (self.amounts[index].sign * way) as f64
		};
		amounts.sort_by(|one, other| rounded(values, *other).total_cmp(&rounded(values, *one)));
		for index in amounts {
			let Amount { sign, least, most, .. } = self.amounts[index];
			if off != 0 && (least..=most).contains(&(values[index] + sign * way)) {
				values[index] += sign * way;
				off += way;
			}
		}
	}

	/// The best amounts in fractions, with tighter limits.
	fn tight(&self, apart: &[Apart]) -> Result<Vec<f64>, SolveError> {
		let (program, variables, _) = self.program(apart, 0.0);
		let solution = program.solve("whole Wh")?;
		Ok(variables.into_iter().map(|variable| solution.var_value(variable)).collect())
	}

	/// The program of that, with the variable of each amount, and by amount, of what a store takes in a window, the
	/// variable of what it loses of it when that is rounded: at most `lost`, in Wh.
	fn program(
		&self,
		apart: &[Apart],
		lost: f64,
	) -> (Program, Vec<Variable>, BTreeMap<usize, Variable>) {
		let Self { problem, fixed, amounts, stores, windows } = self;
		let (mut program, unit) = (Program::maximise(), unit(problem));
		let mut own: Vec<(Terms, f64)> =
			fixed.iter().map(|energy| (Terms::new(), *energy as f64)).collect();
		let variables: Vec<_> = amounts
			.iter()
			.map(|Amount { cell, sign, worth, least, most }| {
				let amount = program.var(*worth as f64 / unit, *least as f64, *most as f64);
				own[*cell].0.push((amount, *sign as f64));
				amount
			})
			.collect();
		let mut losses = BTreeMap::new();
		for (number, first) in stores {
			let store = problem.stores()[*number];
			let mut before = None;
			for index in *first..first + windows.len() {
				let held = program.var(0.0, 0.0, store.capacity as f64);
				let takes = amounts[index].least < 0;
				let part = if takes { efficiency(store.efficiency) } else { 1.0 };
				let mut terms = vec![(held, -1.0), (variables[index], -part)];
				terms.extend(before.map(|before| (before, 1.0)));
				if takes && lost > 0.0 {
					let loss = program.var(0.0, 0.0, lost);
					terms.push((loss, -1.0));
					losses.insert(index, loss);
				}
				program.equal(&terms, 0.0);
				before = Some(held);
			}
		}
		let grids = problem.grids().iter().zip(apart);
		for ((grid, apart), own) in grids.zip(own.chunks(problem.buses().max(1))) {
			carry(&mut program, grid, own, apart);
		}
		(program, variables, losses)
	}

	/// Each amount rounded by itself; a store takes what is needed and gives what it has.
	fn rounded(&self, found: &[f64]) -> Vec<i64> {
		let pairs = self.amounts.iter().zip(found);
		let mut values: Vec<_> = pairs
			.map(|(Amount { least, most, .. }, value)| (value.round() as i64).clamp(*least, *most))
			.collect();
		for (number, first) in &self.stores {
			let store = &self.problem.stores()[*number];
			let kept = |energy: i64| energy * i64::from(store.efficiency) / i64::from(PPM);
			let mut held = 0;
			for index in *first..first + self.windows.len() {
				if self.amounts[index].least < 0 {
					let mut taken = (-found[index] - NOTHING).ceil().max(0.0) as i64;
					taken = taken.min(store.charge as i64);
					while taken > 0 && held + kept(taken) > store.capacity as i64 {
						taken -= 1;
					}
					held += kept(taken);
					values[index] = -taken;
				} else {
					values[index] = values[index].min(held);
					held -= values[index];
				}
			}
		}
		values
	}

	/// Moves amounts against each other as long as that is worth something: pairs, and where none helps any more, three and
	/// four at a time, among which there are ways around a corner of the limits.
	fn improve(&self, values: &mut [i64]) {
		let mut left = TRIES;
		loop {
			while self.pairs(values) {}
			if !self.more(values, &mut left) {
				return;
			}
		}
	}

	/// Moves pairs. Whether that was worth something.
	fn pairs(&self, values: &mut [i64]) -> bool {
		let mut any = false;
		for step in STEPS {
			for (window, amounts) in self.windows.iter().enumerate() {
				for &one in amounts {
					for &other in amounts.iter().filter(|other| **other != one) {
						for by in [step, -step] {
							while self.moved(values, window, &[(one, by), (other, -by)]) {
								any = true;
							}
						}
					}
				}
			}
		}
		any
	}

	/// Moves three or four, until one such move was worth something. Whether one was.
	fn more(&self, values: &mut [i64], left: &mut usize) -> bool {
		for (window, amounts) in self.windows.iter().enumerate() {
			let pairs = || {
				let with = |(place, &one): (usize, _)| {
					amounts[place + 1..].iter().map(move |&other| [one, other])
				};
				amounts.iter().enumerate().flat_map(with)
			};
			for step in STEPS {
				for [one, other] in pairs() {
					let apart = |index: &usize| ![one, other].contains(index);
					for &third in amounts.iter().filter(|index| apart(index)) {
						for by in [step, -step] {
							let changes = [(one, by), (other, by), (third, -2 * by)];
							if self.tried(values, window, &changes, left) {
								return true;
							}
						}
					}
					for [third, fourth] in pairs().filter(|pair| pair.iter().all(apart)) {
						let changes = [(one, step), (other, step), (third, -step), (fourth, -step)];
						if self.tried(values, window, &changes, left) {
							return true;
						}
					}
				}
			}
		}
		false
	}

	/// Moves amounts as long as there are tries left.
	fn tried(
		&self,
		values: &mut [i64],
		window: usize,
		changes: &[(usize, i64)],
		left: &mut usize,
	) -> bool {
		if *left == 0 {
			return false;
		}
		*left -= 1;
		self.moved(values, window, changes)
	}

	/// Moves each amount so far that its bus has so much more to sell, if that is worth something and fits.
	fn moved(&self, values: &mut [i64], window: usize, changes: &[(usize, i64)]) -> bool {
		let mut worth = 0;
		for &(index, by) in changes {
			let amount = &self.amounts[index];
			worth += amount.worth * amount.sign * by;
			if !(amount.least..=amount.most).contains(&(values[index] + amount.sign * by)) {
				return false;
			}
		}
		if worth <= 0 {
			return false;
		}
		changes.iter().for_each(|(index, by)| values[*index] += self.amounts[*index].sign * by);
		let fits = self.fits(values, window);
		if !fits {
			changes.iter().for_each(|(index, by)| values[*index] -= self.amounts[*index].sign * by);
		}
		fits
	}

	/// The body.
	fn body(&self, real: &Real, named: Body, values: &[i64]) -> Body {
		let mut body = named;
		let trading = (0..).zip(&real.blocks).filter(|(_, trades)| **trades);
		body.blocks = trading.map(|(block, _)| block).collect();
		let orders = self.stores.first().map_or(values.len(), |(_, first)| *first);
		for (Amount { cell, sign, .. }, value) in self.amounts.iter().zip(&values[..orders]) {
			let (window, bus) = (cell / self.problem.buses(), cell % self.problem.buses());
			let (window, bus, energy) = (window as u16, bus as u16, *value as u64);
			let (sold, bought) = if *sign > 0 { (energy, 0) } else { (0, energy) };
			match body.margins.last_mut() {
				// Of a cell demand comes before supply.
				Some(last) if (last.window, last.bus) == (window, bus) => last.sold = sold,
				_ => body.margins.push(AtPrice { window, bus, sold, bought }),
			}
		}
		body.margins.retain(|margin| margin.sold.max(margin.bought) > 0);
		for (number, first) in &self.stores {
			body.plans[*number].moves = values[*first..first + self.windows.len()].to_vec();
		}
		body.plans.retain(|plan| !plan.moves.is_empty() || !plan.values.is_empty());
		body
	}
}
