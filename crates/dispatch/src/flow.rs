// SPDX-License-Identifier: Apache-2.0

//! Whether a grid carries what trades.

use alloc::vec;

use gridmerit_grid::{Bus, Line};
use gridmerit_market::PPM;

use crate::{
	error::Refusal,
	network::{Network, at},
	units::Window,
};

impl Network {
	/// Whether the grid carries in a window what its buses sell, less what they buy: exactly, and in time linear in buses
	/// and factors. `trades` are by bus, together less than 2^62 Wh.
	pub fn carries(&self, window: Window, trades: &[i64]) -> Result<(), Refusal> {
		let sum = trades.iter().map(|energy| i128::from(*energy)).fold(0, i128::wrapping_add);
		if sum != 0 {
			return Err(Refusal::Balance(window));
		}
		match self {
			Self::Radial { feeder, volts } => {
				// No sum of the energy of a problem passes 2^62.
				let mut flows = trades.to_vec();
				for (bus, Line { parent, import, export }) in feeder.outwards().rev() {
					let flow = *at(&mut flows, bus)?;
					if bus == 0 {
						continue;
					}
					let limit = if flow > 0 { export } else { import };
					if flow.unsigned_abs() > limit {
						return Err(Refusal::LineFull(window, u32::from(bus).saturating_sub(1)));
					}
					let above = at(&mut flows, parent)?;
					*above = above.wrapping_add(flow);
				}
				if volts.is_empty() {
					return Ok(());
				}
				// A line adds less than 2^62 * 2^40 units, and there are 2^14 at most.
				let mut voltages = vec![0_i128; feeder.buses()];
				for (bus, Line { parent, .. }) in feeder.outwards().skip(1) {
					let index = usize::from(bus).wrapping_sub(1);
					let Some(own) = volts.get(index) else { continue };
					let step = i128::from(*at(&mut flows, bus)?).wrapping_mul(own.rise.into());
					let voltage = at(&mut voltages, parent)?.wrapping_add(step);
					*at(&mut voltages, bus)? = voltage;
					let limit = if voltage > 0 { own.above } else { own.below };
					if voltage.unsigned_abs() > limit.into() {
						return Err(Refusal::VoltageOff(window, index as u32));
					}
				}
				Ok(())
			},
			Self::Meshed { rows, .. } => {
				for (line, row) in (0..).zip(rows) {
					let loaded = |(bus, factor): &(Bus, i32)| {
						let energy = trades.get(usize::from(*bus)).copied().unwrap_or(0);
						i128::from(energy).wrapping_mul((*factor).into())
					};
					let flow = row.factors.iter().map(loaded).fold(0, i128::wrapping_add);
					let limit = if flow > 0 { row.forward } else { row.backward };
					if flow.unsigned_abs() > u128::from(limit).wrapping_mul(PPM.into()) {
						return Err(Refusal::LineFull(window, line));
					}
				}
				Ok(())
			},
		}
	}
}
