// SPDX-License-Identifier: Apache-2.0

//! Problems as JSON.

use gridmerit_dispatch::{BlockOrder, DispatchOrder, Fault, Network, Problem, Row, Store, Volts};
use gridmerit_grid::{Bus, Feeder, FeederError, Line};
use gridmerit_market::Side;
use serde::Deserialize;

/// A problem that owns what it consists of.
#[derive(Clone, Debug)]
pub struct Statement {
	/// Of each window.
	pub grids: Vec<Network>,
	/// In the order of the input, as blocks and stores.
	pub orders: Vec<DispatchOrder>,
	/// Blocks.
	pub blocks: Vec<BlockOrder>,
	/// Stores.
	pub stores: Vec<Store>,
}

/// Why text is no problem.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
	/// Not the JSON of a problem; names the field, the line and the column.
	#[error("{0}: {1}")]
	Json(String, serde_json::Error),
	/// Lines that are no tree.
	#[error("grids[{0}].radial: {1}")]
	Tree(usize, FeederError),
	/// `windows` says how often the one grid stands, so there is one.
	#[error("windows: leave it out where there is not just one grid")]
	Windows,
	/// Beyond the bounds of a problem.
	#[error(transparent)]
	Fault(#[from] Fault),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
	grids: Vec<InputGrid>,
	windows: Option<usize>,
	#[serde(default)]
	orders: Vec<InputOrder>,
	#[serde(default)]
	blocks: Vec<InputBlock>,
	#[serde(default)]
	stores: Vec<InputStore>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
enum InputGrid {
	Radial(Vec<InputLine>),
	Meshed { buses: usize, lines: Vec<InputRow> },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InputLine {
	parent: Bus,
	#[serde(default = "no_limit")]
	import_wh: u64,
	#[serde(default = "no_limit")]
	export_wh: u64,
	voltage: Option<InputVolts>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InputVolts {
	rise: u64,
	above: u64,
	below: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InputRow {
	#[serde(default = "no_limit")]
	forward_wh: u64,
	#[serde(default = "no_limit")]
	backward_wh: u64,
	factors: Vec<(Bus, i32)>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum InputSide {
	Demand,
	Supply,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InputOrder {
	bus: Bus,
	#[serde(default)]
	window: u16,
	side: InputSide,
	wh: u64,
	price: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InputBlock {
	bus: Bus,
	side: InputSide,
	price: u64,
	wh: Vec<(u16, u64)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InputStore {
	bus: Bus,
	charge_wh: u64,
	discharge_wh: u64,
	capacity_wh: u64,
	efficiency_ppm: u32,
}

fn no_limit() -> u64 {
	Line::NO_LIMIT
}

impl From<InputSide> for Side {
	fn from(side: InputSide) -> Self {
		match side {
			InputSide::Demand => Self::Demand,
			InputSide::Supply => Self::Supply,
		}
	}
}

impl Statement {
	/// Reads a problem, all of the text.
	pub fn read(text: &str) -> Result<Self, InputError> {
		let mut json = serde_json::Deserializer::from_str(text);
		let input: Input = serde_path_to_error::deserialize(&mut json).map_err(|error| {
			let path = error.path().to_string();
			// The path to no field is a dot.
			let field = path.trim_end_matches(['.', '?']);
			InputError::Json(
				if field.is_empty() { "the input" } else { field }.into(),
				error.into_inner(),
			)
		})?;
		json.end().map_err(|error| InputError::Json("the input".into(), error))?;

		let mut grids = Vec::with_capacity(input.grids.len());
		for (number, grid) in input.grids.into_iter().enumerate() {
			grids.push(grid.grid().map_err(|error| InputError::Tree(number, error))?);
		}
		if let Some(windows) = input.windows {
			let [grid] = &grids[..] else { return Err(InputError::Windows) };
			// No more than are then refused for their number.
			grids = vec![grid.clone(); windows.min(gridmerit_dispatch::MAX_WINDOWS + 1)];
		}
		let statement = Self {
			grids,
			orders: input.orders.into_iter().map(DispatchOrder::from).collect(),
			blocks: input.blocks.into_iter().map(BlockOrder::from).collect(),
			stores: input.stores.into_iter().map(Store::from).collect(),
		};
		statement.problem()?;
		Ok(statement)
	}

	/// The problem.
	pub fn problem(&self) -> Result<Problem<'_>, Fault> {
		Problem::new(&self.grids, &self.orders, &self.blocks, &self.stores)
	}
}

impl InputGrid {
	fn grid(self) -> Result<Network, FeederError> {
		match self {
			Self::Radial(lines) => {
				let limited = lines.iter().any(|line| line.voltage.is_some());
				// A line without a voltage in a grid that has some lifts nothing, and its bus has no limit.
				let volts = lines.iter().filter(|_| limited).map(|line| match &line.voltage {
					Some(InputVolts { rise, above, below }) => {
						Volts { rise: *rise, above: *above, below: *below }
					},
					None => Volts { rise: 0, above: u64::MAX, below: u64::MAX },
				});
				let volts = volts.collect();
				let line = |line: InputLine| Line {
					parent: line.parent,
					import: line.import_wh,
					export: line.export_wh,
				};
				let feeder = Feeder::new(&lines.into_iter().map(line).collect::<Vec<_>>())?;
				Ok(Network::Radial { feeder, volts })
			},
			Self::Meshed { buses, lines } => {
				let row = |row: InputRow| Row {
					forward: row.forward_wh,
					backward: row.backward_wh,
					factors: row.factors,
				};
				Ok(Network::Meshed { buses, rows: lines.into_iter().map(row).collect() })
			},
		}
	}
}

impl From<InputOrder> for DispatchOrder {
	fn from(order: InputOrder) -> Self {
		let InputOrder { bus, window, side, wh, price } = order;
		Self { bus, window, side: side.into(), energy: wh, price }
	}
}

impl From<InputBlock> for BlockOrder {
	fn from(block: InputBlock) -> Self {
		let InputBlock { bus, side, price, wh } = block;
		Self { bus, side: side.into(), price, profile: wh }
	}
}

impl From<InputStore> for Store {
	fn from(store: InputStore) -> Self {
		let InputStore { bus, charge_wh, discharge_wh, capacity_wh, efficiency_ppm } = store;
		Self {
			bus,
			charge: charge_wh,
			discharge: discharge_wh,
			capacity: capacity_wh,
			efficiency: efficiency_ppm,
		}
	}
}
