// SPDX-License-Identifier: Apache-2.0

//! How a chain begins.

use super::*;
use crate::GenesisLine;

#[test]
fn without_lines_there_is_no_grid() {
	externalities().execute_with(|| {
		assert_eq!((Grid::buses(0), Grid::feeder(0)), (0, None));
		assert_eq!(Grid::line(1, 0), None);
		Grid::do_try_state().unwrap();
	});
}

#[test]
fn a_chain_can_begin_with_a_grid() {
	with_lines(three()).execute_with(|| {
		for interval in [0, 7, u32::MAX] {
			assert_eq!(Grid::buses(interval), 4);
			let feeder = Grid::feeder(interval).unwrap();
			assert_eq!(feeder.buses(), 4);
			assert_eq!(feeder.line(2), Some(Line { parent: 1, import: 900, export: 800 }));
			assert_eq!(limits(interval), [(1_000, 1_000), (900, 800), (1_000, 1_000)]);
		}
		assert_eq!(Grid::line(3, 0).unwrap().owner, OTHER_OWNER);
		Grid::do_try_state().unwrap();
	});
}

#[test]
fn a_chain_can_begin_with_as_many_lines_as_there_may_be() {
	let line = |_| GenesisLine { owner: OWNER, parent: 0, rating: 5, limits: Some(both(4)) };
	with_lines((0..200).map(line).collect()).execute_with(|| {
		assert_eq!(Grid::buses(0), 201);
		assert!(Grid::lines(0).iter().all(|line| (line.import, line.export) == (4, 4)));
		Grid::do_try_state().unwrap();
	});
}

fn refused(lines: Vec<GenesisLine<AccountId>>, error: Error<Test>) {
	externalities().execute_with(|| assert_eq!(Grid::do_begin(&lines), Err(error.into())));
}

#[test]
fn fails_for_what_is_no_grid() {
	let line = |parent, limits| GenesisLine { owner: OWNER, parent, rating: 5, limits };
	refused(vec![line(0, None); 201], Error::TooManyLines);
	refused(vec![line(0, None); 70_000], Error::TooManyLines);
	refused(vec![line(0, Some(both(6)))], Error::AboveRating);
	refused(vec![line(2, None)], Error::UnknownParent);
	refused(vec![line(1, None)], Error::NoWayToSubstation);
}
