// SPDX-License-Identifier: Apache-2.0

//! A market on a grid, from orders to money and until it is forgotten, on the real runtime.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use frame_support::traits::{Get, fungible::Inspect};
use gridmerit_energy::{Basis, Interval};
use gridmerit_pallet_support::{Books, CongestionRent, Grid as _, Positions, TeNodes};
use gridmerit_runtime::{
	Balances, Clearing, ForwardMarket, Grid, Ledger, Runtime, RuntimeCall, TeRegistry,
};
use pallet_authorities::{AuthorityKind, Call as Authority};
use pallet_clearing::{ClearedZonesOf, LineFlows, PrunedUntil, ZonedTransactions};
use pallet_forward_market::{BooksPrunedUntil, Buses, CurrentRound, PositionsPrunedUntil, Rents};
use pallet_grid::{Call, GenesisLine, Limits, OwnLimits, When};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve};
use support::{
	FIRST_SLOT, begin, build_block, config,
	market::{INTERVAL_SLOTS, buys, gate_slot, node, post, round, sells, send},
	meters::{deliver, read, seeded, settle_with_seeded},
	settling::{check_sheet, close, invoice, pass},
};

const TRADERS: [Sr25519Keyring; 4] = [Bob, Charlie, Dave, Eve];

/// What the line of bus 1 is built for, in Wh; that of bus 2 is never full.
const RATING: u64 = 500;
const CHEAP: u64 = 100_000;
const DEAR: u64 = 150_000;

/// Alice is the operator.
fn as_operator(call: impl Into<RuntimeCall>) -> RuntimeCall {
	pallet_sudo::Call::sudo { call: Box::new(call.into()) }.into()
}

/// The operator says that an account's node hangs on another bus.
fn moved(account: Sr25519Keyring, bus: u16) -> RuntimeCall {
	let node = node(account);
	let data = pallet_te_registry::Nodes::<Runtime>::get(node).unwrap().data;
	let data = pallet_te_registry::NodeData { bus, ..data };
	as_operator(pallet_te_registry::Call::<Runtime>::change { node, data })
}

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

/// What the line of bus 1 carries away from it, over all rounds so far.
fn flow(interval: Interval) -> i64 {
	LineFlows::<Runtime>::get(interval).get(1).copied().unwrap()
}

/// Bob is at the substation. Charlie sells cheaply on bus 1, Dave dear on bus 2, where Eve buys as well.
#[test]
fn a_market_on_a_grid_from_orders_to_money_and_until_it_is_forgotten() {
	let line =
		|rating| GenesisLine { owner: Charlie.to_account_id(), parent: 0, rating, limits: None };
	let mut config = config("development");
	config.grid.lines = vec![line(RATING), line(1_000_000)];
	for (account, data) in &mut config.te_registry.nodes {
		data.bus = match () {
			() if *account == Charlie.to_account_id() => 1,
			() if [Dave, Eve].iter().any(|other| other.to_account_id() == *account) => 2,
			() => 0,
		};
	}
	begin(&config).execute_with(|| {
		build_block(FIRST_SLOT, vec![]);
		let publish: RuntimeCall =
			Authority::publish { kind: AuthorityKind::LineOwner, name: Default::default() }.into();
		send(FIRST_SLOT + 1, vec![(Charlie, publish)]);
		let trust = Authority::trust { authority: Charlie.to_account_id(), trusted: true };
		send(FIRST_SLOT + 2, vec![(Alice, as_operator(trust))]);

		// Half of what its line is built for, in the interval that opens next.
		let limited = CurrentRound::<Runtime>::get().unwrap().last + 1;
		let half = Some(Limits { import: RATING / 2, export: RATING / 2 });
		let only = When::Only { first: limited, last: limited };
		let set = Call::<Runtime>::set_limits { bus: 1, when: only, limits: half };
		send(FIRST_SLOT + 3, vec![(Charlie, set.into())]);
		settle_with_seeded(FIRST_SLOT + 4, &TRADERS);
		let mut slot = clear(FIRST_SLOT + 4);
		let both = [limited - 1, limited];
		let line_of = |interval| Grid::feeder(interval).unwrap().line(1).unwrap().export;
		assert_eq!(both.map(line_of), [RATING, RATING / 2]);

		// What Charlie sells cannot all get out: there are two prices.
		let first = round();
		let in_both = |order| post(first, &both.map(|interval| (interval, order)));
		slot += 1;
		send(
			slot,
			vec![
				(Bob, in_both(buys(1_000))),
				(Charlie, in_both(sells(2_000, CHEAP))),
				(Dave, in_both(sells(2_000, DEAR))),
				(Eve, in_both(buys(200))),
			],
		);
		slot = clear(slot);
		let mut rents = 0;
		for (interval, most) in both.into_iter().zip([RATING, RATING / 2]) {
			let zones = Clearing::zones(interval, first).unwrap();
			let prices: Vec<_> = zones.zones.iter().map(|zone| (zone.top, zone.price)).collect();
			assert_eq!(prices, [(0, Some(DEAR)), (1, Some(CHEAP))]);
			assert_eq!(flow(interval), most as i64);
			let rent = u128::from(most * (DEAR - CHEAP));
			assert_eq!((zones.rent, ForwardMarket::rent(interval)), (rent, rent));
			rents += rent;
			let traded = |account| {
				let position = ForwardMarket::position(interval, node(account));
				(position.bought, position.cost, position.sold, position.revenue)
			};
			let at = |energy: u64, price: u64| u128::from(energy) * u128::from(price);
			assert_eq!(traded(Bob), (1_000, at(1_000, DEAR), 0, 0));
			assert_eq!(traded(Charlie), (0, 0, most, at(most, CHEAP)));
			assert_eq!(traded(Dave), (0, 0, 1_200 - most, at(1_200 - most, DEAR)));
			assert_eq!(traded(Eve), (200, at(200, DEAR), 0, 0));
		}

		// Charlie is moved, and buys some of it back: that does not leave bus 1 any more.
		let second = round();
		let back = post(second, &both.map(|interval| (interval, buys(100))));
		send(slot + 1, vec![(Alice, moved(Charlie, 2))]);
		send(slot + 2, vec![(Charlie, back)]);
		slot = clear(slot + 2);
		for (interval, most) in both.into_iter().zip([RATING, RATING / 2]) {
			let hangs = ForwardMarket::buses(interval, 0).get(node(Charlie)).copied();
			let now = TeRegistry::by_index(node(Charlie)).unwrap().bus;
			assert_eq!((hangs, now), (Some(1), 2));
			assert_eq!(flow(interval), most as i64 - 100);
			let zones = Clearing::zones(interval, second).unwrap();
			assert_eq!((zones.zones.len(), zones.rent), (1, 0));
			assert_eq!(ForwardMarket::position(interval, node(Charlie)).bought, 100);
		}

		// All do as they have traded. Nobody has the rent, until it is paid out.
		slot = pass(slot, limited);
		let mut meters = TRADERS.map(seeded);
		let readings = both.iter().flat_map(|interval| {
			TRADERS
				.iter()
				.zip(&mut meters)
				.map(|(account, meter)| {
					let position = ForwardMarket::position(*interval, node(*account));
					read(meter, *interval, position.long(), position.short())
				})
				.collect::<Vec<_>>()
		});
		let readings: Vec<_> = readings.collect();
		slot += 1;
		send(slot, vec![(Alice, deliver(readings))]);
		support::try_state();
		for interval in both {
			check_sheet(interval, false);
			assert!(TRADERS.iter().all(|account| {
				invoice(interval, *account).is_some_and(|invoice| invoice.basis == Basis::Reading)
			}));
			let neighbours = pallet_ledger::Neighbours::<Runtime>::get(interval);
			assert_eq!(neighbours.cast_unsigned(), ForwardMarket::rent(interval));
		}
		assert_eq!(Balances::balance(&Ledger::rent()), 0);
		slot = close(slot, limited);
		assert_eq!(Balances::balance(&Ledger::rent()), rents);
		support::try_state();

		// The chain is halted until none of it need be remembered: soon after that nothing is there.
		let history: u32 = <Runtime as pallet_forward_market::Config>::History::get();
		slot += u64::from(history + 10) * INTERVAL_SLOTS;
		let (mut waited, forgotten) = (0, |until: Option<Interval>| until > Some(limited));
		while !(forgotten(PrunedUntil::<Runtime>::get())
			&& forgotten(Some(BooksPrunedUntil::<Runtime>::get()))
			&& forgotten(Some(PositionsPrunedUntil::<Runtime>::get())))
		{
			(slot, waited) = (slot + 1, waited + 1);
			build_block(slot, vec![]);
			assert!(waited < 100, "it is never forgotten");
		}
		for interval in both {
			assert_eq!(ClearedZonesOf::<Runtime>::iter_key_prefix(interval).count(), 0);
			assert_eq!(ZonedTransactions::<Runtime>::iter_key_prefix((interval,)).count(), 0);
			assert!(!LineFlows::<Runtime>::contains_key(interval));
			assert!(!Rents::<Runtime>::contains_key(interval));
			assert_eq!(Buses::<Runtime>::iter_key_prefix(interval).count(), 0);
			assert_eq!(OwnLimits::<Runtime>::iter_key_prefix(interval).count(), 0);
		}
		support::try_state();
	});
}
