// SPDX-License-Identifier: Apache-2.0

//! What limits, energy that is bought back, and energy that is sold and not there come to, on the real runtime.

mod support;

use frame_support::assert_ok;
use gridmerit_energy::{Interval, Metered, Order};
use gridmerit_market::Status;
use gridmerit_pallet_support::{Positions as _, Settlement as _};
use gridmerit_runtime::{Clearing, ForwardMarket, Ledger, Runtime, Settlement};
use sp_keyring::Sr25519Keyring::{self, Bob, Charlie, Dave, Eve, Ferdie};
use support::{
	FIRST_SLOT, build_block,
	market::{buys, buys_up_to, gate_slot, node, post, round, sells, send},
	on_chain,
	settling::{check_sheet, invoice, pass},
};

/// What somebody posts for an interval.
type Posted = (Sr25519Keyring, Option<Order>);

fn post_all(slot: u64, interval: Interval, posted: &[Posted]) {
	let calls = posted.iter().map(|(who, order)| (*who, post(round(), &[(interval, *order)])));
	send(slot, calls.collect());
}

/// Lets an interval pass and settles it with what everybody has drawn and fed in.
fn settle(slot: u64, interval: Interval, flows: &[(Sr25519Keyring, u64, u64)]) {
	pass(slot, interval);
	for &(who, import, export) in flows {
		let mut shared = Default::default();
		let case = Settlement::case(&mut shared, interval, node(who)).expect("it is over");
		assert_ok!(Settlement::settle(&mut shared, case, Metered { import, export }));
		Settlement::store(&mut shared);
	}
	check_sheet(interval, true);
}

/// What somebody has paid for an interval; negative if it has earned.
fn paid(interval: Interval, who: Sr25519Keyring) -> i128 {
	let invoice = invoice(interval, who).expect("it is settled");
	invoice.charged as i128 - invoice.credited as i128
}

/// Charlie sells to Bob, buys it back from Dave in the next round, and moves no energy: the grid carries it once.
#[test]
fn energy_that_is_bought_back_pays_no_fee() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let k = round() + 2;
		post_all(FIRST_SLOT + 1, k, &[(Charlie, sells(8_000, 120_000)), (Bob, buys(5_000))]);
		build_block(gate_slot(), vec![]);
		let slot = gate_slot() - 2;
		post_all(slot, k, &[(Charlie, buys(5_000)), (Dave, sells(9_000, 130_000))]);
		settle(slot, k, &[(Bob, 5_000, 0), (Charlie, 0, 0), (Dave, 0, 5_000)]);
		let fees = [Bob, Charlie, Dave].map(|who| invoice(k, who).map(|invoice| invoice.fee));
		assert_eq!(fees, [25_000_000, 0, 0].map(Some));
		assert_eq!(paid(k, Bob), 5_000 * 125_000);
		assert_eq!(paid(k, Charlie), 5_000 * (130_000 - 120_000));
		assert_eq!(paid(k, Dave), -5_000 * 130_000);
		let sheet = Settlement::balance_sheet(k, 0).expect("it is settled");
		assert_eq!(
			(sheet.grid_net, Ledger::account(node(Ferdie)).credit),
			(25_000_000, 25_000_000)
		);
	});
}

#[test]
fn demand_with_a_limit_is_quoted_locked_and_filled_by_it() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let (t, k) = (round(), round() + 1);
		let others =
			[(Eve, buys(2_000)), (Charlie, sells(6_000, 100_000)), (Dave, sells(4_000, 150_000))];
		post_all(FIRST_SLOT + 1, k, &others);
		post_all(FIRST_SLOT + 2, k + 1, &[(Eve, buys(7_000)), others[1], others[2]]);
		post_all(FIRST_SLOT + 3, k + 2, &[(Bob, buys_up_to(1_000, 99_999)), others[1]]);
		let order = buys_up_to(9_000, 120_000);
		let quote = order.and_then(|order| Clearing::quote(k, order, 0)).expect("it can be posted");
		post_all(FIRST_SLOT + 4, k, &[(Bob, order)]);
		// The limit and the fee.
		assert_eq!(Ledger::account(node(Bob)).locks[0], (k, 9_000 * 125_000));
		let depth = Clearing::depth(k, 0, None);
		assert_eq!((depth.demand, depth.limited), (2_000, vec![(120_000, 9_000)]));

		build_block(gate_slot(), vec![]);
		let result = |interval| pallet_clearing::Results::<Runtime>::get(interval, t);
		let first = result(k).expect("it has cleared");
		assert_eq!((first.status, first.price), (Status::Cleared, Some(120_000)));
		assert_eq!((first.traded, first.utility_import, first.pivotal), (6_000, 0, 0));
		assert_eq!((quote.price, quote.traded), (Some(120_000), 4_000));
		assert_eq!(ForwardMarket::position(k, node(Bob)).bought, 4_000);
		assert_eq!(ForwardMarket::position(k, node(Eve)).bought, 2_000);
		// Without Charlie, or without Dave, Eve would not be served; nobody is pivotal where demand says no.
		let pivotal = [k, k + 1, k + 2].map(|interval| Clearing::pivotal(interval, t));
		assert_eq!(pivotal, [vec![], vec![node(Charlie), node(Dave)], vec![]]);
		// Nothing has traded, so there is no price.
		let third = result(k + 2).expect("it has cleared");
		assert_eq!((third.status, third.price, third.traded), (Status::NoMatch, None, 0));
	});
}

/// What Bob and Dave pay together if Charlie offers `offered`, and Dave sells `phantom`, which it has not.
fn together(offered: Option<Order>, wanted: u64, phantom: Option<Order>, expected: i128) {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let k = round() + 1;
		let posted = [(Charlie, offered), (Bob, buys(wanted)), (Dave, phantom)];
		let posted: Vec<_> = posted.into_iter().filter(|(_, order)| order.is_some()).collect();
		post_all(FIRST_SLOT + 1, k, &posted);
		let delivered = offered.map_or(0, |order| order.quantity());
		settle(FIRST_SLOT + 1, k, &[(Bob, 10_000, 0), (Charlie, 0, delivered), (Dave, 0, 0)]);
		assert_eq!(paid(k, Bob) + paid(k, Dave), expected);
	});
}

/// A buyer's friend sells what it has not, so that supply covers demand and the price falls. What it does not deliver
/// costs 1.5 times what the utility asks.
#[test]
fn what_phantom_energy_costs() {
	// 6 of 10 kWh are missing. At a shortfall price equal to TOU the two would save 0.13 UNIT.
	let few = sells(4_000, 150_000);
	let honest = 4_000 * 195_000 + 6_000 * 200_000;
	let phantom = 10_000 * 155_000 + 6_000 * (300_000 - 150_000);
	assert!(phantom > honest && 10_000 * 155_000 + 6_000 * (200_000 - 150_000) < honest);
	together(few, 10_000, None, honest);
	together(few, 10_000, sells(6_000, 150_000), phantom);

	// 2 of 10 kWh are missing, and the price falls by half. It saves 0.51 UNIT of 1.96; it would be 0.71 at TOU. But
	// Bob saves more, 0.72, if it just wants less and asks nobody: no shortfall price reaches that.
	let most = sells(8_000, 100_000);
	let honest = 8_000 * 195_000 + 2_000 * 200_000;
	let phantom = 10_000 * 105_000 + 2_000 * (300_000 - 100_000);
	let understated = 8_000 * 105_000 + 2_000 * 200_000;
	assert_eq!((honest - phantom, honest - understated), (510_000_000, 720_000_000));
	together(most, 10_000, None, honest);
	together(most, 10_000, sells(2_000, 100_000), phantom);
	together(most, 8_000, None, understated);
}
