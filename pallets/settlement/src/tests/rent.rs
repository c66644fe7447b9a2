// SPDX-License-Identifier: Apache-2.0

//! Congestion rent: what full lines earn goes to an account of its own, to the planck.

use super::*;
use gridmerit_pallet_support::Books;

/// Alice sells 10 Wh for 100 behind a full line, and Bob and Carol buy them for 130.
fn market(test: impl FnOnce()) {
	run(|| {
		HasGrid::set(&true);
		begin();
		for node in [ALICE, BOB, CAROL] {
			Market::set_metered(node, INTERVAL);
			deposit(node, 100_000);
		}
		trade(INTERVAL, ALICE, sold(10, 100));
		trade(INTERVAL, BOB, bought(7, 130));
		trade(INTERVAL, CAROL, bought(3, 130));
		ForwardMarket::add_rent(INTERVAL, 200);
		ForwardMarket::add_rent(INTERVAL, 100);
		at(INTERVAL + 1);
		events();
		test();
	});
}

const OVER: Interval = INTERVAL + WINDOW + 1;

fn rent() -> u64 {
	Balances::balance(&Ledger::rent_account())
}

fn earned() -> Vec<(Interval, Planck)> {
	let earned = |event| match event {
		RuntimeEvent::Settlement(Event::RentEarned { interval, rent }) => Some((interval, rent)),
		_ => None,
	};
	events().into_iter().filter_map(earned).collect()
}

fn neighbours() -> i128 {
	Ledger::neighbours(INTERVAL)
}

#[test]
fn what_buyers_pay_beyond_what_sellers_get_is_rent() {
	market(|| {
		let before = pot();
		settle(INTERVAL, ALICE, metered(0, 10));
		assert_eq!(neighbours(), -1_000);
		settle(INTERVAL, BOB, metered(7, 0));
		settle(INTERVAL, CAROL, metered(3, 0));
		// It stays among the neighbours until nothing of it can change any more.
		assert_eq!((neighbours(), rent()), (300, 0));
		check_state();
		let worths: i128 = [ALICE, BOB, CAROL, UTILITY, GRID, RESERVE].map(worth).iter().sum();
		assert_eq!(worths + 300, i128::from(before));

		at(OVER);
		enough_blocks();
		assert_eq!((neighbours(), rent(), pot()), (0, 300, before - 300));
		assert_eq!(earned(), [(INTERVAL, 300)]);
		// Nobody in the market has any of it.
		assert_eq!(
			[ALICE, BOB, CAROL, UTILITY, GRID, RESERVE].map(worth).iter().sum::<i128>(),
			worths
		);
		let sheet = Settlement::balance_sheet(INTERVAL, 0).unwrap();
		assert_eq!((sheet.closed, sheet.pending), (true, 300));
	});
}

#[test]
fn silent_neighbours_owe_it_as_well() {
	market(|| {
		settle(INTERVAL, BOB, metered(7, 0));
		at(OVER);
		enough_blocks();
		assert_eq!((neighbours(), rent()), (0, 300));
		assert_eq!(earned(), [(INTERVAL, 300)]);
	});
}

/// The account of the rent does not live on less than the existential deposit.
#[test]
fn too_little_to_be_paid_out_waits() {
	run(|| {
		HasGrid::set(&true);
		begin();
		for (interval, price) in [(INTERVAL, 101), (INTERVAL + 1, 199)] {
			for node in [ALICE, BOB] {
				Market::set_metered(node, INTERVAL);
				deposit(node, 100_000);
			}
			trade(interval, ALICE, sold(1, 100));
			trade(interval, BOB, bought(1, price));
			ForwardMarket::add_rent(interval, (price - 100).into());
		}
		at(INTERVAL + 3);
		for interval in [INTERVAL, INTERVAL + 1] {
			settle(interval, ALICE, metered(0, 1));
			settle(interval, BOB, metered(1, 0));
		}
		at(OVER);
		enough_blocks();
		assert_eq!((rent(), money(gridmerit_energy::RENT)), (0, (1, 0, 0, 0)));
		check_state();
		at(OVER + 1);
		enough_blocks();
		assert_eq!((rent(), has_money(gridmerit_energy::RENT)), (100, false));
		assert_eq!(earned(), [(INTERVAL, 1), (INTERVAL + 1, 99)]);
	});
}

#[test]
fn without_a_grid_closing_costs_what_it_did() {
	run(|| {
		assert_eq!(Settlement::closing_weight(), Weights::steps(0, 0, 0, 1));
		HasGrid::set(&true);
		// A posting as of a correction, and what else is read and written.
		let access = <Test as frame_system::Config>::DbWeight::get();
		assert!(access.read > 0 && access.write > 0);
		let expected = Weights::steps(0, 1, 0, 1).saturating_add(access.reads_writes(4, 3));
		assert_eq!(Settlement::closing_weight(), expected);
	});
}
