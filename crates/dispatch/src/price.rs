// SPDX-License-Identifier: Apache-2.0

//! The price of each bus in each window, from the multipliers.

use alloc::{vec, vec::Vec};

use gridmerit_grid::{Bus, Line};
use gridmerit_market::PPM;

use crate::{
	body::{Body, Multiplier},
	error::Refusal,
	network::{Network, Volts, at},
	problem::Problem,
	units::{MAX_NANO, Nano, whole},
};

/// What the multipliers of a body say.
pub(crate) struct Prices {
	/// By cell, in nano-planck per Wh; between [`-MAX_NANO`](MAX_NANO) and that.
	pub exact: Vec<Nano>,
	/// The same in planck per Wh, to the nearest: what is paid.
	pub whole: Vec<i64>,
	/// What the limits of lines and voltages are worth in all, in nano-planck.
	pub limits: i128,
}

impl Prices {
	/// In time linear in the cells, and in the factors of the lines that are named.
	pub fn new(problem: &Problem<'_>, body: &Body) -> Result<Self, Refusal> {
		if body.prices.len() != problem.grids().len() {
			return Err(Refusal::Prices);
		}
		let named = body.lines.last().into_iter().chain(body.voltages.last());
		let beyond = named.map(|multiplier| multiplier.window);
		if let Some(window) =
			beyond.filter(|window| usize::from(*window) >= body.prices.len()).max()
		{
			return Err(Refusal::Window(window));
		}
		let (mut exact, mut limits) = (Vec::with_capacity(problem.cells()), 0_i128);
		for (window, (grid, price)) in (0..).zip(problem.grids().iter().zip(&body.prices)) {
			let lines = Body::within(&body.lines, window);
			let voltages = Body::within(&body.voltages, window);
			let (prices, worth) = grid.prices(*price, lines, voltages)?;
			limits = limits.checked_add(worth).ok_or(Refusal::Overflow)?;
			for price in prices {
				let price = Nano::try_from(price).ok();
				let price = price.filter(|price| price.unsigned_abs() <= MAX_NANO.unsigned_abs());
				exact.push(price.ok_or(Refusal::Overflow)?);
			}
		}
		let whole = exact.iter().map(|price| whole(*price)).collect();
		Ok(Self { exact, whole, limits })
	}
}

/// The prices that follow from what a body names: by window and bus ([`Problem::cell`]), in planck per Wh. The first step
/// of [`check`](crate::check()), for who has yet to see what trades at them.
pub fn prices(problem: &Problem<'_>, body: &Body) -> Result<Vec<i64>, Refusal> {
	body.check_order()?;
	Prices::new(problem, body).map(|prices| prices.whole)
}

impl Network {
	/// The prices by bus that follow from the price at which nothing is in the way and from what full lines and voltages
	/// are worth, and what the limits are worth in all, in nano-planck. In time linear in buses, and in the factors of
	/// the rows that are named.
	fn prices(
		&self,
		price: Nano,
		lines: &[Multiplier],
		voltages: &[Multiplier],
	) -> Result<(Vec<i128>, i128), Refusal> {
		let mut worth = 0_i128;
		let mut add = |multiplier: &Multiplier, upper: u64, lower: u64, unit: u32| {
			let limit = if multiplier.value > 0 { upper } else { lower };
			let value = i128::from(multiplier.value.unsigned_abs()).checked_mul(limit.into());
			let value = value.and_then(|value| value.checked_mul(unit.into()));
			worth = value.and_then(|value| worth.checked_add(value)).ok_or(Refusal::Overflow)?;
			Ok::<_, Refusal>(i128::from(multiplier.value))
		};
		let mut prices = vec![i128::from(price); self.buses()];
		match self {
			Self::Radial { feeder, volts } => {
				// What a Wh over the line of a bus is worth, and what a unit of voltage is at it and all behind it.
				let mut line = vec![0_i128; feeder.buses()];
				let mut volt = line.clone();
				for multiplier in lines {
					let bus = multiplier.row.saturating_add(1);
					let own = feeder.line(bus as Bus).filter(|_| bus < feeder.buses() as u32);
					let own = own.ok_or(Refusal::Line(multiplier.window, multiplier.row))?;
					*at(&mut line, bus as Bus)? = add(multiplier, own.export, own.import, 1)?;
				}
				for multiplier in voltages {
					let refused = Refusal::Voltage(multiplier.window, multiplier.row);
					let own = volts.get(multiplier.row as usize).ok_or(refused)?;
					let bus = multiplier.row.saturating_add(1) as Bus;
					*at(&mut volt, bus)? = add(multiplier, own.above, own.below, 1)?;
				}
				if !voltages.is_empty() {
					for (bus, Line { parent, .. }) in feeder.outwards().rev() {
						if let Some(own) = rise(volts, bus) {
							let value = *at(&mut volt, bus)?;
							let path = value.checked_mul(own.into()).ok_or(Refusal::Overflow)?;
							let line = at(&mut line, bus)?;
							*line = line.checked_add(path).ok_or(Refusal::Overflow)?;
							let above = at(&mut volt, parent)?;
							*above = above.checked_add(value).ok_or(Refusal::Overflow)?;
						}
					}
				}
				if !lines.is_empty() || !voltages.is_empty() {
					for (bus, Line { parent, .. }) in feeder.outwards().skip(1) {
						let (above, less) = (*at(&mut prices, parent)?, *at(&mut line, bus)?);
						*at(&mut prices, bus)? =
							above.checked_sub(less).ok_or(Refusal::Overflow)?;
					}
				}
			},
			Self::Meshed { rows, .. } => {
				if let Some(multiplier) = voltages.first() {
					return Err(Refusal::Voltage(multiplier.window, multiplier.row));
				}
				for multiplier in lines {
					let refused = Refusal::Line(multiplier.window, multiplier.row);
					let row = rows.get(multiplier.row as usize).ok_or(refused)?;
					let value = add(multiplier, row.forward, row.backward, PPM)?;
					for (bus, factor) in &row.factors {
						let less = value.checked_mul((*factor).into()).ok_or(Refusal::Overflow)?;
						let price = at(&mut prices, *bus)?;
						*price = price.checked_sub(less).ok_or(Refusal::Overflow)?;
					}
				}
			},
		}
		Ok((prices, worth))
	}
}

/// How much the line of a bus lifts its voltage; the substation has none.
fn rise(volts: &[Volts], bus: Bus) -> Option<u64> {
	volts.get(usize::from(bus).checked_sub(1)?).map(|volts| volts.rise)
}
