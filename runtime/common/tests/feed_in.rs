// SPDX-License-Identifier: Apache-2.0

//! What a full line has no room for, from orders to money, on the real runtime.

mod support;

use gridmerit_energy::{FeedInRight, Imbalance, Interval};
use gridmerit_runtime::{Clearing, ForwardMarket, Runtime, RuntimeEvent, Settlement, System};
use pallet_clearing::Event;
use pallet_forward_market::{FullLines, Rights};
use pallet_grid::GenesisLine;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve};
use support::{
	FIRST_SLOT, begin, build_block, config,
	market::{buys, gate_slot, node, post, round, sells, send},
	meters::{deliver, read, seeded, settle_with_seeded},
	settling::{check_sheet, close, invoice, pass},
};

const TRADERS: [Sr25519Keyring; 4] = [Bob, Charlie, Dave, Eve];

/// What may leave bus 1 in an interval, in Wh.
const RATING: u64 = 500;
const FIT: u64 = 80_000;
const CURTAILED: u64 = 20_000;

/// Lets the round at hand clear and the next one open; the last slot.
fn clear(slot: u64) -> u64 {
	let (before, mut slot) = (round(), slot);
	while round() == before {
		slot = gate_slot().max(slot + 1);
		build_block(slot, vec![]);
		support::try_state();
	}
	slot
}

/// What each of the traders may feed in beyond what it has sold, in Wh.
fn rights(interval: Interval) -> [Option<u64>; 4] {
	TRADERS.map(|account| {
		let rights = ForwardMarket::rights_of(node(account), interval, interval);
		rights.first().map(|(_, right)| right.energy)
	})
}

/// What was said when they were shared out: above how many buses a line is full, what was wanted and what is granted.
fn shared(interval: Interval) -> Vec<(u32, u64, u64)> {
	let of_interval = |event| match event {
		RuntimeEvent::Clearing(Event::FeedInShared { interval: of, buses, wanted, rights })
			if of == interval =>
		{
			Some((buses, wanted, rights))
		},
		_ => None,
	};
	System::events().into_iter().filter_map(|record| of_interval(record.event)).collect()
}

/// Bob is at the substation, all others are behind a line of 500 Wh. Charlie sells 300 of 2,000 Wh to Bob and Dave none of
/// 150: they share the 200 Wh that are left. Eve feeds in as well, and has not posted.
#[test]
fn what_a_full_line_has_no_room_for_earns_the_curtailed_price() {
	let mut config = config("development");
	let line =
		GenesisLine { owner: Charlie.to_account_id(), parent: 0, rating: RATING, limits: None };
	config.grid.lines = vec![line];
	for band in &mut config.forward_market.tariff.as_mut().unwrap().bands {
		band.tariff.curtailed = CURTAILED;
	}
	for (account, data) in &mut config.te_registry.nodes {
		let behind = [Charlie, Dave, Eve].iter().any(|other| other.to_account_id() == *account);
		data.bus = behind.into();
		if *account == Eve.to_account_id() {
			data.limits.generation = 5_000;
		}
	}
	begin(&config).execute_with(|| {
		build_block(FIRST_SLOT, vec![]);
		settle_with_seeded(FIRST_SLOT + 1, &TRADERS);
		let slot = clear(FIRST_SLOT + 1);
		let (first, interval) = (round(), round() + 1);
		// It is traded once more, and this is the last time; the one after it twice.
		let both = |order| post(first, &[(interval, order), (interval + 1, order)]);
		let orders = vec![
			(Bob, both(buys(300))),
			(Charlie, both(sells(2_000, 100_000))),
			(Dave, both(sells(150, 150_000))),
		];
		send(slot + 1, orders);
		let mut slot = clear(slot + 1);
		assert_eq!(Clearing::zones(interval, first).unwrap().flows[1].carried, 300);
		assert_eq!(rights(interval), [None, Some(100), Some(100), Some(0)]);
		assert_eq!(rights(interval + 1), [None; 4]);
		// What is left of the offers still trades in the other interval, and is shared out after that.
		let more = post(round(), &[(interval + 1, buys(150))]);
		send(slot + 1, vec![(Bob, more)]);
		slot += 1;
		let mut said = Vec::new();
		while round() == first + 1 {
			slot = gate_slot().max(slot + 1);
			build_block(slot, vec![]);
			said.extend(shared(interval + 1));
		}
		assert_eq!(said, [(1, 1_700, 50)]);
		assert_eq!(rights(interval + 1), [None, Some(25), Some(25), Some(0)]);
		support::try_state();

		slot = pass(slot, interval + 1);
		let fed = [(Bob, 300, 0), (Charlie, 0, 550), (Dave, 0, 80), (Eve, 10, 50)];
		let readings = fed
			.map(|(account, import, export)| read(&mut seeded(account), interval, import, export));
		slot += 1;
		send(slot, vec![(Alice, deliver(readings.to_vec()))]);
		support::try_state();

		let imbalance = |account| invoice(interval, account).unwrap().imbalance;
		let worth = |fit: u64, curtailed: u64| u128::from(fit * FIT + curtailed * CURTAILED);
		let sold = |fit, curtailed| Imbalance::Sold {
			energy: fit + curtailed,
			revenue: worth(fit, curtailed),
		};
		// Of 250 Wh that Charlie feeds in beyond what is sold there is room for 100; for all of Dave's; for none of Eve's.
		assert_eq!(imbalance(Bob), sold(0, 0));
		assert_eq!(imbalance(Charlie), sold(100, 150));
		assert_eq!(imbalance(Dave), sold(80, 0));
		assert_eq!(imbalance(Eve), sold(0, 40));
		let charlie = invoice(interval, Charlie).unwrap();
		assert_eq!((charlie.curtailed(), charlie.right), (150, Some(FeedInRight { energy: 100 })));
		assert_eq!(charlie.credited, 300 * 100_000 + worth(100, 150));
		// The utility pays for what it gets, each at its price, and nobody else.
		check_sheet(interval, true);
		let sheet = Settlement::balance_sheet(interval, 0).unwrap();
		assert_eq!(sheet.utility_net, -(worth(180, 190) as i128));
		assert_eq!(sheet.totals.utility_revenue, worth(180, 190));
		// Eve's right to nothing is noted now: it stays, wherever it hangs later.
		let of = |account| Rights::<Runtime>::get(interval, 0).get(node(account)).copied();
		assert_eq!(of(Eve), Some(FeedInRight { energy: 0 }));
		close(slot, interval + 1);
		support::try_state();
		assert!(FullLines::<Runtime>::contains_key(interval));
		assert_eq!(imbalance(Charlie), sold(100, 150));
	});
}
