// SPDX-License-Identifier: Apache-2.0

//! A problem as it is sent and stored.

use alloc::vec::Vec;

use gridmerit_grid::{Feeder, FeederError, Line};
use gridmerit_market::{Planck, Side, Wh};

use crate::{
	network::{Network, Row, Volts},
	problem::{BlockOrder, DispatchOrder, Fault, Problem, Store},
	scale::*,
	units::Window,
};

/// The grid of a window.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum GridStatement {
	/// A tree.
	Radial {
		/// The lines of bus 1, bus 2, and so on.
		lines: Vec<Line>,
		/// The voltages of these buses; none: no limits of voltage.
		volts: Vec<Volts>,
	},
	/// Any other.
	Meshed {
		/// How many buses it has.
		#[codec(compact)]
		buses: u16,
		/// The lines that may be full.
		rows: Vec<Row>,
	},
}

/// All that states a [`Problem`]. Whether it is sound is seen when the problem is made of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Statement {
	/// The grid of each window.
	pub grids: Vec<GridStatement>,
	/// The orders.
	pub orders: Vec<DispatchOrder>,
	/// The blocks.
	pub blocks: Vec<BlockOrder>,
	/// The stores.
	pub stores: Vec<Store>,
}

/// Why a statement has no grids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementFault {
	/// The lines of a window are no tree.
	#[error("window {0}: {1}")]
	Feeder(Window, FeederError),
}

impl GridStatement {
	fn of(grid: &Network) -> Self {
		match grid {
			Network::Radial { feeder, volts } => {
				let buses = (1..feeder.buses()).filter_map(|bus| bus.try_into().ok());
				let lines = buses.filter_map(|bus| feeder.line(bus)).collect();
				Self::Radial { lines, volts: volts.clone() }
			},
			// Of a problem: at most 2^14.
			Network::Meshed { buses, rows } => {
				Self::Meshed { buses: (*buses).try_into().unwrap_or(u16::MAX), rows: rows.clone() }
			},
		}
	}

	fn network(&self) -> Result<Network, FeederError> {
		Ok(match self {
			Self::Radial { lines, volts } => {
				Network::Radial { feeder: Feeder::new(lines)?, volts: volts.clone() }
			},
			Self::Meshed { buses, rows } => {
				Network::Meshed { buses: (*buses).into(), rows: rows.clone() }
			},
		})
	}

	/// Buses, lines and factors.
	fn work(&self) -> u64 {
		match self {
			Self::Radial { lines, volts } => {
				(lines.len() as u64).saturating_add(volts.len() as u64).saturating_add(1)
			},
			Self::Meshed { buses, rows } => rows.iter().fold(u64::from(*buses), |sum, row| {
				sum.saturating_add(row.factors.len() as u64).saturating_add(1)
			}),
		}
	}
}

impl Statement {
	/// What states a problem.
	pub fn of(problem: &Problem<'_>) -> Self {
		Self {
			grids: problem.grids().iter().map(GridStatement::of).collect(),
			orders: problem.orders().to_vec(),
			blocks: problem.blocks().to_vec(),
			stores: problem.stores().to_vec(),
		}
	}

	/// The grids of the windows: what [`Self::problem`] needs. In time linear in lines and factors.
	pub fn networks(&self) -> Result<Vec<Network>, StatementFault> {
		let network = |(window, grid): (Window, &GridStatement)| {
			grid.network().map_err(|error| StatementFault::Feeder(window, error))
		};
		(0..).zip(&self.grids).map(network).collect()
	}

	/// The problem on these grids.
	pub fn problem<'a>(&'a self, grids: &'a [Network]) -> Result<Problem<'a>, Fault> {
		Problem::new(grids, &self.orders, &self.blocks, &self.stores)
	}

	/// How much there is to do to check a body: buses, lines and factors of all windows, orders, what blocks name, and
	/// stores in each window. [`check`](crate::check()) takes time linear in it, but for a sort of orders that share, and
	/// in the bytes of the body.
	pub fn work(&self) -> u64 {
		let windows = self.grids.len() as u64;
		let grids = self.grids.iter().map(GridStatement::work);
		let blocks = self.blocks.iter().map(|block| block.profile.len() as u64);
		let blocks = blocks.map(|named| named.saturating_add(1));
		let stores = windows.saturating_add(1).saturating_mul(self.stores.len() as u64);
		let sum = grids.chain(blocks).fold(0, u64::saturating_add);
		sum.saturating_add(self.orders.len() as u64).saturating_add(stores)
	}

	/// What no dispatch is worth more than, in planck: what all demand would pay at most, if it got everything.
	pub fn most_welfare(&self) -> Planck {
		let worth = |energy: Wh, price: u64| Planck::from(energy).saturating_mul(price.into());
		let orders = self.orders.iter().filter(|order| order.side == Side::Demand);
		let orders = orders.map(|order| worth(order.energy, order.price));
		let blocks = self.blocks.iter().filter(|block| block.side == Side::Demand);
		let blocks = blocks.map(|block| worth(block.energy(), block.price));
		orders.chain(blocks).fold(0, Planck::saturating_add)
	}
}
