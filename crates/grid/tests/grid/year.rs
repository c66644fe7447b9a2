// SPDX-License-Identifier: Apache-2.0

//! A day on a feeder of three buses, counted by hand: what `scripts/feeder.sh` does with a year of real ones.

use gridmerit_grid::Line;
use gridmerit_market::Limits;

use crate::quarters::{Grid, Use, Year};

/// Bus 1 hangs on the transformer, for 400 Wh; buses 2 and 3 on bus 1, by lines for 300 Wh. A node on each.
fn grid() -> Grid {
	let line = |parent, limit| Line { parent, import: limit, export: limit };
	Grid {
		lines: vec![line(0, 400), line(1, 300), line(1, 300)],
		nodes: vec![(1, 90_000), (2, 100_000), (3, 110_000)],
		limits: Limits::new(200_000, 60_000, 900_000, 0).unwrap(),
	}
}

fn year(quarters: &[[i64; 3]]) -> Year {
	let (grid, mut year) = (grid(), Year::default());
	for net in quarters {
		year.add(&grid, net);
	}
	year
}

#[test]
fn a_quarter_hour_that_fits_binds_nothing() {
	let year = year(&[[100, -250, 200], [0, 0, 0]]);
	assert_eq!((year.quarters, year.surplus, year.demand, year.traded), (2, 300, 250, 250));
	assert_eq!((year.parted, year.full, year.lacking, year.cut, year.worst), (0, 0, 0, 0, None));
	let most: Vec<_> = year.lines.iter().map(|line| line.most).collect();
	assert_eq!(most, [50, 250, 200]);
}

#[test]
fn surplus_is_cut_where_it_does_not_fit_and_once() {
	// 350 behind line 2, which lets 300 through; with 250 of bus 3 less the 100 that bus 1 buys 450 come to the
	// transformer, 50 too many. Without lines it would carry 500.
	let year = year(&[[-100, 350, 250], [-100, 300, 200]]);
	let [transformer, second, third] = year.lines[..] else { panic!("three lines") };
	assert_eq!(transformer, Use { over: 1, most: 500, cut: 50, ..Use::default() });
	assert_eq!(second, Use { over: 1, most: 350, cut: 50, ..Use::default() });
	assert_eq!(third, Use { most: 250, ..Use::default() });
	assert_eq!((year.traded, year.full, year.cut, year.worst), (200, 0, 1, Some((0, 100))));
}

#[test]
fn a_line_that_trade_fills_parts_prices() {
	// Bus 2 could sell 350, and 300 come out; bus 3 has the rest.
	let year = year(&[[-400, 350, 200]]);
	let [transformer, second, third] = year.lines[..] else { panic!("three lines") };
	assert_eq!((year.traded, year.parted, year.full), (400, 1, 1));
	// What bus 2 keeps fits no more: its line is full of trade.
	assert_eq!(second, Use { full: 1, over: 1, most: 350, cut: 50, ..Use::default() });
	assert_eq!(third, Use { most: 200, ..Use::default() });
	assert_eq!(transformer, Use { most: 150, ..Use::default() });
}

#[test]
fn demand_beyond_a_line_is_counted_at_it() {
	let year = year(&[[0, -500, 0], [0, -250, -250]]);
	let lacking: Vec<_> = year.lines.iter().map(|line| line.lacking).collect();
	assert_eq!((year.lacking, lacking), (2, vec![1, 1, 0]));
}
