// SPDX-License-Identifier: Apache-2.0

//! Cases worked by hand, for the crate and for the command.

use gridmerit_grid::Line;
use gridmerit_market::{Price, Wh};

pub const ANY: Wh = Line::NO_LIMIT;

/// A market on a grid, and how it clears. Tariffs are 200,000 and 60,000, alpha is 0.9, and there is no fee.
#[derive(Clone, Copy)]
pub struct Vector<'a> {
	pub name: &'a str,
	/// As (parent, import, export).
	pub lines: &'a [(u16, Wh, Wh)],
	/// As (node, bus, Wh, ask).
	pub offers: &'a [(u32, u16, Wh, Price)],
	/// As (bus, Wh, limit), of nodes 100, 101, and so on.
	pub demands: &'a [(u16, Wh, Option<Price>)],
	/// By bus.
	pub prices: &'a [Option<Price>],
	pub sold: &'a [Wh],
	pub bought: &'a [Wh],
	pub rent: u128,
}

pub const EXPORT_LIMIT: Vector = Vector {
	name: "export limit",
	lines: &[(0, 0, 100)],
	offers: &[(7, 1, 500, 90_000), (8, 0, 400, 120_000)],
	demands: &[(0, 300, None)],
	prices: &[Some(120_000), Some(90_000)],
	sold: &[100, 200],
	bought: &[300],
	rent: 3_000_000,
};

pub const IMPORT_LIMIT: Vector = Vector {
	name: "import limit",
	lines: &[(0, 150, 1_000)],
	offers: &[(7, 1, 200, 150_000), (8, 0, 500, 90_000)],
	demands: &[(1, 300, None), (0, 50, None)],
	prices: &[Some(90_000), Some(150_000)],
	sold: &[150, 200],
	bought: &[300, 50],
	rent: 9_000_000,
};

pub const EQUAL_ASKS: Vector = Vector {
	name: "equal asks",
	lines: &[(0, ANY, 30), (0, ANY, 1_000)],
	offers: &[(7, 1, 100, 100_000), (8, 2, 100, 100_000)],
	demands: &[(0, 120, None)],
	prices: &[Some(100_000); 3],
	sold: &[30, 90],
	bought: &[120],
	rent: 0,
};

pub const SCARCITY_OUTSIDE: Vector = Vector {
	name: "scarcity outside",
	lines: &[(0, ANY, 100)],
	offers: &[(7, 1, 400, 90_000), (8, 1, 400, 110_000), (9, 0, 200, 100_000)],
	demands: &[(0, 900, None), (1, 300, None)],
	prices: &[Some(180_000), Some(90_000)],
	sold: &[400, 0, 200],
	bought: &[300, 300],
	rent: 9_000_000,
};

pub const LIMIT_HIT_EXACTLY: Vector = Vector {
	name: "limit hit exactly",
	lines: &[(0, ANY, 100)],
	offers: &[(7, 1, 100, 90_000), (8, 1, 50, 95_000), (9, 0, 400, 120_000)],
	demands: &[(0, 300, None)],
	prices: &[Some(120_000), Some(90_000)],
	sold: &[100, 0, 200],
	bought: &[300],
	rent: 3_000_000,
};

pub const NESTED_CHAIN: Vector = Vector {
	name: "nested chain",
	lines: &[(0, ANY, 220), (1, ANY, 150), (2, ANY, 60)],
	offers: &[(1, 3, 300, 80_000), (2, 2, 300, 90_000), (3, 1, 300, 100_000), (4, 0, 300, 120_000)],
	demands: &[(0, 400, None), (3, 40, None)],
	prices: &[Some(120_000), Some(100_000), Some(90_000), Some(80_000)],
	sold: &[100, 90, 70, 180],
	bought: &[400, 40],
	rent: 6_500_000,
};

pub const PRICE_LIMITS: Vector = Vector {
	name: "price limits",
	lines: &[(0, 100, ANY)],
	offers: &[(7, 0, 500, 90_000), (8, 1, 50, 160_000)],
	demands: &[
		(1, 80, None),
		(1, 60, Some(130_000)),
		(1, 60, Some(110_000)),
		(0, 100, Some(95_000)),
	],
	prices: &[Some(90_000), Some(130_000)],
	sold: &[200, 0],
	bought: &[80, 20, 0, 100],
	rent: 4_000_000,
};

pub const BEYOND_LINE_AND_SUPPLY: Vector = Vector {
	name: "beyond line and local supply",
	lines: &[(0, 100, ANY)],
	offers: &[(7, 0, 500, 90_000), (8, 1, 50, 100_000)],
	demands: &[(1, 120, None), (1, 240, None), (0, 60, None)],
	prices: &[Some(90_000), Some(180_000)],
	sold: &[160, 50],
	bought: &[75, 75, 60],
	rent: 9_000_000,
};

pub const VECTORS: [Vector; 8] = [
	EXPORT_LIMIT,
	IMPORT_LIMIT,
	EQUAL_ASKS,
	SCARCITY_OUTSIDE,
	LIMIT_HIT_EXACTLY,
	NESTED_CHAIN,
	PRICE_LIMITS,
	BEYOND_LINE_AND_SUPPLY,
];
