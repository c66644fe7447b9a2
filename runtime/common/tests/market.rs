// SPDX-License-Identifier: Apache-2.0

//! The market on the real runtime: orders in signed transactions, real blocks, money.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::collections::BTreeMap;

use codec::Encode;
use frame_support::{
	assert_noop, assert_ok,
	traits::{Get, fungible::Inspect},
};
use gridmerit_energy::{Interval, Metered, NodeIndex, Order, Position, Tariff};
use gridmerit_market::{Book, Demand, Offer, Outcome, assign, clear, verify};
use gridmerit_pallet_support::{PAGE_ROWS, Page, Positions, Settlement as _, TeNodes};
use gridmerit_runtime::{
	Balances, ForwardMarket, Ledger, MeterAttestation, Runtime, RuntimeCall, RuntimeEvent,
	RuntimeOrigin, Settlement, System, TeRegistry, configs::fees::ExistentialDeposit,
	market::transactions, units::PotAccount,
};
use pallet_forward_market::{MarketRules, Orders};
use sp_keyring::Sr25519Keyring::{self, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::DispatchError;
use support::{
	FIRST_SLOT, build_block,
	market::{
		INTERVAL_SLOTS, buys, demand, gate_slot, node, offers, origin, post, round, sells, send,
		try_post,
	},
	on_chain, signed,
};

type MarketError = pallet_forward_market::Error<Runtime>;
type PotError = pallet_ledger::Error<Runtime>;

/// The open orders of an interval.
fn book(interval: Interval) -> (Vec<Demand>, Vec<Offer>) {
	let mut pages: Vec<_> = Orders::<Runtime>::iter_prefix(interval).collect();
	pages.sort_by_key(|(page, _)| *page);
	let (mut demands, mut offers) = (vec![], vec![]);
	for (page, rows) in pages {
		for (node, order) in rows.rows(page) {
			match *order {
				Order::Demand { quantity, limit } => {
					demands.push(Demand { node, quantity, limit });
				},
				Order::Offer { capacity, ask } => offers.push(Offer { node, capacity, ask }),
			}
		}
	}
	(demands, offers)
}

/// What the market crate, and so `gridmerit-clear`, says of the open books.
fn expected(intervals: impl Iterator<Item = Interval>) -> BTreeMap<Interval, Expected> {
	intervals
		.map(|interval| {
			let rules =
				<ForwardMarket as gridmerit_pallet_support::Books>::rules(interval).unwrap();
			let (demands, offers) = book(interval);
			let orders = Book::new(&demands, &offers).unwrap();
			let outcome = clear(orders, &rules);
			assert_eq!(verify(orders, &rules, &outcome), Ok(()));
			let transactions = assign(orders, &outcome)
				.map(|row| (row.seller, row.buyer, row.energy, row.payment, row.price))
				.collect();
			(interval, Expected { demands, offers, outcome, transactions })
		})
		.collect()
}

struct Expected {
	demands: Vec<Demand>,
	offers: Vec<Offer>,
	outcome: Outcome,
	transactions: Vec<(NodeIndex, NodeIndex, u64, u128, u64)>,
}

impl Expected {
	/// Compares with what the chain says of `interval` in `round`.
	fn check(&self, interval: Interval, round: Interval) {
		let clearing = self.outcome.clearing;
		let result = pallet_clearing::Results::<Runtime>::get(interval, round);
		if self.demands.is_empty() && self.offers.is_empty() {
			return assert_eq!(result, None);
		}
		let result = result.unwrap();
		assert_eq!((result.status, result.price), (clearing.status, clearing.price));
		assert_eq!((result.demand, result.supply), (clearing.demand, clearing.supply));
		assert_eq!(result.traded, clearing.traded);
		assert_eq!(result.transactions as usize, self.transactions.len());
		let transactions: Vec<_> = (0..=self.transactions.len() as u32 / 128)
			.flat_map(|page| transactions(interval, round, page))
			.map(|row| {
				assert_eq!((row.round, row.interval), (round, interval));
				assert_eq!(TeRegistry::account_of(row.seller), row.seller_account);
				assert_eq!(TeRegistry::account_of(row.buyer), row.buyer_account);
				(row.seller, row.buyer, row.energy, row.payment, row.price)
			})
			.collect();
		assert_eq!(transactions, self.transactions);
	}

	/// What is left of the orders.
	fn left(&self) -> (Vec<Demand>, Vec<Offer>) {
		let demands = self
			.demands
			.iter()
			.zip(&self.outcome.bought)
			.map(|(row, bought)| Demand { quantity: row.quantity - bought, ..*row });
		let offers = self
			.offers
			.iter()
			.zip(&self.outcome.sold)
			.map(|(row, sold)| Offer { capacity: row.capacity - sold, ..*row });
		(
			demands.filter(|row| row.quantity > 0).collect(),
			offers.filter(|row| row.capacity > 0).collect(),
		)
	}
}

/// The pot holds all credits, and nothing else but its existential deposit.
fn check_pot() {
	let credits: u128 =
		pallet_ledger::Accounts::<Runtime>::iter_values().map(|account| account.credit).sum();
	assert_eq!(Balances::balance(&PotAccount::get()), credits + ExistentialDeposit::get());
}

#[test]
fn a_neighbourhood_trades_over_two_rounds_and_settles_at_its_positions() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let first = round();
		let windows: Vec<_> =
			ForwardMarket::open_windows().iter().map(|window| window.interval).collect();
		assert_eq!(windows, (first + 1..=first + 4).collect::<Vec<_>>());
		let issuance = Balances::total_issuance();

		// k: surplus; k + 1: scarcity; k + 2: demand alone; k + 3: an offer alone.
		let k = first + 1;
		let before = Balances::balance(&Bob.to_account_id());
		send(
			FIRST_SLOT + 1,
			vec![
				(Bob, demand(first, &[(k, 9_000), (k + 1, 9_000), (k + 2, 500)])),
				(Eve, demand(first, &[(k, 1_000), (k + 1, 7_000)])),
				(Charlie, offers(first, &[(k, 7_000, 120_000), (k + 1, 6_000, 100_000)])),
				(Dave, offers(first, &[(k, 8_000, 150_000), (k + 1, 4_001, 110_000)])),
				(Dave, offers(first, &[(k + 3, 1_234, 90_000)])),
			],
		);
		// Bob's orders can cost the cap and the fee on every Wh: 0.19 + 0.005 UNIT/kWh at night.
		let money = Ledger::account(node(Bob));
		assert_eq!(money.locked, 18_500 * 195_000);
		assert_eq!(money.credit, money.locked);
		assert!(before - Balances::balance(&Bob.to_account_id()) > money.locked);
		check_pot();

		let outcomes = expected(k..k + 4);
		let last_before_gate = gate_slot() - 1;
		build_block(last_before_gate, vec![]);
		assert_eq!(round(), first, "not yet");
		build_block(gate_slot(), vec![]);
		assert_eq!(round(), first + 1);
		for (&interval, outcome) in &outcomes {
			outcome.check(interval, first);
			// Of the first window, too: what has expired there still locks something.
			assert_eq!(book(interval), outcome.left());
		}
		let result = pallet_clearing::Results::<Runtime>::get(k, first).unwrap();
		assert_eq!((result.price, result.traded), (Some(150_000), 10_000));
		assert_eq!(result.utility_export, 5_000);
		let scarce = pallet_clearing::Results::<Runtime>::get(k + 1, first).unwrap();
		assert_eq!((scarce.price, scarce.utility_import), (Some(190_000), 5_999));
		System::assert_has_event(RuntimeEvent::Clearing(pallet_clearing::Event::IntervalCleared {
			interval: k,
			round: first,
			status: result.status,
			price: Some(150_000),
			traded: 10_000,
			utility_import: 0,
			utility_export: 5_000,
			transactions: 3,
			// Neither could serve Bob and Eve alone.
			pivotal: 2,
		}));
		assert_eq!(
			ForwardMarket::position(k, node(Bob)),
			Position { bought: 9_000, sold: 0, cost: 9_000 * 150_000, revenue: 0 }
		);
		check_pot();

		// The second round: Dave has more for k + 1, and Charlie's forecast fell: it buys back.
		let second = round();
		assert_noop!(try_post(Charlie, first, &[(k + 1, buys(1))]), MarketError::WrongRound);
		send(
			gate_slot() - 2,
			vec![
				(Dave, offers(second, &[(k + 1, 9_000, 120_000)])),
				(Charlie, demand(second, &[(k + 1, 2_500)])),
			],
		);
		let outcomes = expected(k + 1..k + 5);
		build_block(gate_slot(), vec![]);
		for (&interval, outcome) in &outcomes {
			outcome.check(interval, second);
		}
		let charlie = ForwardMarket::position(k + 1, node(Charlie));
		assert_eq!((charlie.bought, charlie.sold), (2_500, 6_000));
		assert_eq!(ForwardMarket::positions_of(node(Charlie), k, k + 4).len(), 2);
		check_pot();

		// Nothing that is locked can be taken out.
		let money = Ledger::account(node(Bob));
		assert_noop!(
			Ledger::withdraw(origin(Bob), money.credit - money.locked + 1),
			PotError::NotFree
		);

		// Everybody delivers and uses what it has traded.
		let mut slot = gate_slot();
		while round() < k + 4 {
			build_block(slot, vec![]);
			// Where a session begins, the first block has no weight left for anything else.
			slot = gate_slot().max(slot + 1);
		}
		build_block(slot + INTERVAL_SLOTS, vec![]);
		for interval in k..k + 4 {
			for account in [Dave, Bob, Eve, Charlie] {
				let position = ForwardMarket::position(interval, node(account));
				let metered = Metered { import: position.long(), export: position.short() };
				let mut shared = Default::default();
				let case = Settlement::case(&mut shared, interval, node(account)).unwrap();
				assert_ok!(Settlement::settle(&mut shared, case, metered));
				Settlement::store(&mut shared);
				support::try_state();
			}
		}
		for account in [Bob, Charlie, Dave, Eve] {
			let money = Ledger::account(node(account));
			assert_eq!((money.locked, money.debts, money.claims), (0, 0, 0));
			if money.credit > 0 {
				assert_ok!(Ledger::withdraw(origin(account), money.credit));
			}
		}
		// The fees of all that is used are the utility's, nothing of what Charlie has bought back; and nothing else
		// is left in the pot.
		let fees: u128 = (k..k + 4)
			.flat_map(|interval| {
				[Bob, Eve].map(|buyer| ForwardMarket::position(interval, node(buyer)).bought)
			})
			.map(|bought| u128::from(bought) * 5_000)
			.sum();
		assert_eq!(Ledger::account(node(Ferdie)).credit, fees);
		check_pot();
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

#[test]
fn an_agent_may_trade_but_not_move_money_out() {
	use gridmerit_runtime::configs::accounts::ProxyType;
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let agent = Sr25519Keyring::One;
		assert_ok!(gridmerit_runtime::Proxy::add_proxy(
			origin(Bob),
			agent.to_account_id().into(),
			ProxyType::Market,
			0,
		));
		let by_agent = |call: RuntimeCall| {
			assert_ok!(gridmerit_runtime::Proxy::proxy(
				origin(agent),
				Bob.to_account_id().into(),
				None,
				Box::new(call),
			));
			System::events()
				.into_iter()
				.rev()
				.find_map(|record| match record.event {
					RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result }) => {
						Some(result)
					},
					_ => None,
				})
				.unwrap()
		};
		let filtered = Err(frame_system::Error::<Runtime>::CallFiltered.into());
		assert_eq!(by_agent(demand(round(), &[(round() + 1, 100)])), Ok(()));
		assert_eq!(by_agent(pallet_forward_market::Call::cancel_all {}.into()), Ok(()));
		let day = [(round() + 1, buys(100)), (round() + 2, buys(100))];
		assert_eq!(by_agent(post(round(), &day)), Ok(()));
		assert_eq!(by_agent(post(round(), &[(round() + 2, None)])), Ok(()));
		let intervals = vec![round() + 1].try_into().unwrap();
		assert_eq!(by_agent(pallet_forward_market::Call::cancel { intervals }.into()), Ok(()));
		assert_eq!(ForwardMarket::orders_of(node(Bob)), []);
		let deposit = pallet_ledger::Call::deposit { amount: 1 };
		assert_eq!(by_agent(deposit.into()), filtered);
		let kind = pallet_authorities::AuthorityKind::Other;
		let publish = pallet_authorities::Call::publish { kind, name: Default::default() };
		assert_eq!(by_agent(publish.into()), filtered);
		let withdraw = pallet_ledger::Call::withdraw { amount: 1 };
		assert_eq!(by_agent(withdraw.clone().into()), filtered);
		assert_eq!(by_agent(support::transfer(&agent.to_account_id(), 1)), filtered);
		let pause = pallet_forward_market::Call::set_pauses { paused: Default::default() };
		assert_eq!(by_agent(pause.into()), filtered);
		// Nor in a batch.
		let batch = pallet_utility::Call::batch_all { calls: vec![withdraw.into()] };
		assert_eq!(by_agent(batch.into()), filtered);
		// Nor for somebody who has not asked it to.
		assert_noop!(
			gridmerit_runtime::Proxy::proxy(
				origin(agent),
				Eve.to_account_id().into(),
				None,
				Box::new(demand(round(), &[(round() + 1, 100)])),
			),
			pallet_proxy::Error::<Runtime>::NotProxy
		);
	});
}

/// Opens the windows of a day, as the next round; the first of them, and one at noon and in the evening.
fn a_day_ahead() -> [Interval; 3] {
	let rules = ForwardMarket::latest_rules().unwrap();
	let rules = MarketRules { windows: 96, ..rules };
	assert_ok!(ForwardMarket::set_rules(RuntimeOrigin::root(), rules));
	let (before, mut slot) = (round(), FIRST_SLOT);
	while round() == before {
		slot = gate_slot().max(slot + 1);
		build_block(slot, vec![]);
	}
	let day = [round() + 1, 12 * 4, 19 * 4];
	let open: Vec<_> = ForwardMarket::open_windows().iter().map(|row| row.interval).collect();
	assert!(open.len() == 96 && day.iter().all(|interval| open.contains(interval)));
	day
}

#[test]
fn a_household_buys_at_night_sells_at_noon_and_takes_an_order_back_at_once() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let [night, noon, evening] = a_day_ahead();
		let (t, slot) = (round(), gate_slot() - 20);
		send(
			slot,
			vec![
				(Charlie, offers(t, &[(evening, 3_000, 100_000)])),
				(Bob, demand(t, &[(evening, 1_000)])),
				(Dave, offers(t, &[(night, 8_000, 100_000)])),
				(Eve, demand(t, &[(noon, 4_000)])),
			],
		);
		let day = [(noon, sells(4_000, 150_000)), (night, buys(5_000)), (evening, None)];
		send(slot + 1, vec![(Charlie, post(t, &day))]);
		let sorted = [day[1], day[0], day[2]];
		System::assert_has_event(RuntimeEvent::ForwardMarket(
			pallet_forward_market::Event::OrdersPosted {
				node: node(Charlie),
				round: t,
				orders: sorted.to_vec().try_into().unwrap(),
			},
		));
		let open = |account| ForwardMarket::orders_of(node(account));
		let open_by_charlie = sorted[..2].iter().map(|(k, order)| (*k, order.unwrap()));
		assert_eq!(open(Charlie), open_by_charlie.collect::<Vec<_>>());
		let money = Ledger::account(node(Charlie));
		let locked: Vec<_> = money.locks.iter().map(|(interval, _)| *interval).collect();
		assert_eq!(locked, [night, noon]);
		assert_eq!(money.locks[0].1, 5_000 * 195_000);

		// A consumer has nothing to sell, and then nothing of the call is done.
		assert_noop!(try_post(Bob, t, &day), MarketError::AboveGenerationLimit);
		let buys_more = [(night, buys(1_000)), (noon, buys(500)), (evening, None)];
		assert_noop!(try_post(Bob, t, &[buys_more[0], (night + 1, None)]), MarketError::NoOrder);
		send(slot + 2, vec![(Bob, post(t, &buys_more))]);
		assert_eq!(open(Bob).len(), 2);

		let outcomes = expected(night..evening + 1);
		build_block(gate_slot(), vec![]);
		for (&interval, outcome) in &outcomes {
			outcome.check(interval, t);
		}
		let traded = |account| {
			[night, noon, evening].map(|interval| {
				let position = ForwardMarket::position(interval, node(account));
				(position.bought, position.sold)
			})
		};
		assert_eq!(traded(Charlie), [(5_000, 0), (0, 4_000), (0, 0)]);
		// By index, it comes first at noon.
		assert_eq!(traded(Bob).map(|(bought, _)| bought)[0], 1_000);
		assert_eq!(traded(Bob)[2], (0, 0));
		check_pot();
	});
}

#[test]
fn a_battery_charges_at_night_discharges_at_noon_and_takes_an_order_back_at_once() {
	use gridmerit_energy::{Battery, EnergyLimits, Roles};
	use sp_keyring::Sr25519Keyring::AliceStash as Store;
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let mut data = pallet_te_registry::Nodes::<Runtime>::get(node(Charlie)).unwrap().data;
		data.roles = Roles { storage: true, ..Default::default() };
		data.battery = Some(Battery {
			capacity: 10_000,
			power: 40_000,
			efficiency_ppm: 900_000,
			initial: 1_000,
		});
		data.limits = EnergyLimits { generation: 10_000, consumption: 10_000 };
		assert_ok!(TeRegistry::admit(RuntimeOrigin::root(), Store.to_account_id(), data));
		let [night, noon, evening] = a_day_ahead();
		let (t, slot) = (round(), gate_slot() - 20);
		send(
			slot,
			vec![
				(Store, offers(t, &[(evening, 1_000, 150_000)])),
				(Dave, offers(t, &[(night, 4_000, 100_000)])),
				(Eve, demand(t, &[(noon, 4_600), (evening, 1_000)])),
			],
		);
		// 1,000 Wh and nine tenths of 4,000: all of it at noon, if nothing is left for the evening.
		let (charges, discharges) = (buys(4_000), sells(4_600, 150_000));
		assert_noop!(try_post(Store, t, &[(noon, discharges)]), MarketError::BatteryEmpty);
		let both = [(night, charges), (noon, discharges)];
		assert_noop!(try_post(Store, t, &both), MarketError::BatteryEmpty);
		let day = [both[1], (evening, None), both[0]];
		send(slot + 1, vec![(Store, post(t, &day))]);
		let store = node(Store);
		let open = both.map(|(interval, order)| (interval, order.unwrap()));
		assert_eq!(ForwardMarket::orders_of(store), open);

		// Where proofs are scarce the next round opens a block later.
		let mut gate = gate_slot();
		while round() == t {
			build_block(gate, vec![]);
			gate += 1;
		}
		let traded = [night, noon, evening].map(|interval| {
			let position = ForwardMarket::position(interval, store);
			(position.bought, position.sold)
		});
		assert_eq!(traded, [(4_000, 0), (0, 4_600), (0, 0)]);
		// What it has promised stays promised.
		let t = round();
		assert_noop!(
			try_post(Store, t, &[(evening, sells(100, 150_000))]),
			MarketError::BatteryEmpty
		);
		assert_ok!(try_post(Store, t, &[(noon - 1, buys(1_000)), (evening, sells(900, 150_000))]));
		check_pot();
	});
}

#[test]
fn a_node_with_something_open_stays_and_a_suspended_one_loses_its_orders() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let bob = node(Bob);
		send(
			FIRST_SLOT + 1,
			vec![(Bob, demand(round(), &[(round() + 1, 100), (round() + 2, 100)]))],
		);
		for open in [bob, node(Ferdie)] {
			assert_noop!(
				TeRegistry::remove(RuntimeOrigin::root(), open),
				pallet_te_registry::Error::<Runtime>::BusinessOpen
			);
		}
		assert_ok!(TeRegistry::suspend(RuntimeOrigin::root(), bob, Default::default()));
		assert_eq!(ForwardMarket::orders_of(bob), []);
		assert_eq!(Ledger::account(bob).locked, 0);
		assert_noop!(try_post(Bob, round(), &[(round() + 1, buys(1))]), MarketError::Suspended);
		let credit = Ledger::account(bob).credit;
		assert_ok!(Ledger::withdraw(origin(Bob), credit));
		assert_ok!(MeterAttestation::unbind_meter(origin(Bob), 0));
		assert_ok!(TeRegistry::remove(RuntimeOrigin::root(), bob));
	});
}

#[test]
fn what_is_charged_grows_with_what_is_posted() {
	use frame_support::dispatch::GetDispatchInfo;
	on_chain("development", || {
		let weight = |count| {
			let orders: Vec<_> = (0..count).map(|interval| (interval, 1)).collect();
			demand(0, &orders).get_dispatch_info().call_weight.ref_time()
		};
		// Each order reads and writes a page of its own.
		let page = <Runtime as frame_system::Config>::DbWeight::get().reads_writes(1, 1).ref_time();
		for count in 1..128 {
			assert!(weight(count + 1) > weight(count) + page);
		}
	});
}

#[test]
fn the_utility_publishes_tariffs_and_posts_nothing() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let tariff = ForwardMarket::latest_tariff().unwrap();
		assert_ok!(ForwardMarket::set_tariff(origin(Ferdie), tariff.clone()));
		assert_noop!(ForwardMarket::set_tariff(origin(Bob), tariff), DispatchError::BadOrigin);
		assert_noop!(
			try_post(Ferdie, round(), &[(round() + 1, buys(1))]),
			MarketError::DoesNotTrade
		);
	});
}

/// A slip of three digits, or a thief, is not what the next interval costs; an hour of nought is.
#[test]
fn the_utilitys_key_publishes_within_the_operators_bounds() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let profile = ForwardMarket::latest_tariff().unwrap();
		let tariff = profile.bands[0].tariff;
		let slip = Tariff { tou: 200_000_000, shortfall: 200_000_000, ..tariff };
		let mut dear = profile.clone();
		dear.bands.iter_mut().for_each(|band| band.tariff = slip);
		let publish = |profile| ForwardMarket::set_tariff(origin(Ferdie), profile);
		let own = |interval, tariff| {
			let tariffs = vec![(interval, tariff)].try_into().unwrap();
			ForwardMarket::set_interval_tariffs(origin(Ferdie), tariffs)
		};
		let next = round() + 5;
		assert_noop!(publish(dear), MarketError::AboveCeiling);
		assert_noop!(own(next, slip), MarketError::AboveCeiling);
		let jump = Tariff { tou: 600_000, shortfall: 600_000, ..tariff };
		assert_noop!(own(next, jump), MarketError::ChangesTooMuch);
		let nought = Tariff { tou: 0, fit: 0, fee: 0, shortfall: 0, surplus: 0, ..tariff };
		assert_ok!(own(next, nought));
		// It opens, and is cleared over.
		let mut slot = FIRST_SLOT;
		while round() <= next {
			slot = gate_slot().max(slot + 1);
			build_block(slot, vec![]);
		}
		let terms = pallet_forward_market::IntervalTerms::<Runtime>::get(next).unwrap();
		assert_eq!(terms.tariff, nought);
	});
}

/// As many nodes as there can be.
type AllNodes = <Runtime as pallet_te_registry::Config>::MaxNodes;

/// A book with an order of each of so many nodes, about half demand and half offers.
fn fill_the_book(interval: Interval, nodes: u32) {
	for page in 0..nodes.div_ceil(PAGE_ROWS) {
		let mut rows = Page::default();
		for node in page * PAGE_ROWS..((page + 1) * PAGE_ROWS).min(nodes) {
			// Something like random numbers.
			let random = u64::from(node).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
			let quantity = 1 + random % 5_000;
			let price = 80_001 + random % 100_000;
			// A third of the demand has a limit.
			let order = match random % 6 {
				0 => Order::Demand { quantity, limit: Some(price) },
				2 | 4 => Order::Demand { quantity, limit: None },
				_ => Order::Offer { capacity: quantity, ask: price },
			};
			rows.set(node, order);
		}
		Orders::<Runtime>::insert(interval, page, rows);
		pallet_forward_market::CurrentRound::<Runtime>::mutate(|round| {
			round.as_mut().unwrap().pages.insert(page)
		});
	}
}

#[test]
fn full_books_clear_over_several_blocks_none_is_overweight_and_an_upgrade_does_not_matter() {
	// Without try_state: these orders belong to nobody.
	support::genesis("development").execute_with(|| {
		build_block(FIRST_SLOT, vec![]);
		let first = round();
		(first + 1..first + 5).for_each(|interval| fill_the_book(interval, AllNodes::get()));
		let expected = expected(first + 1..first + 5);

		let limits = <Runtime as frame_system::Config>::BlockWeights::get();
		let most = <Runtime as pallet_clearing::Config>::MaxClearingWeight::get();
		let empty = {
			build_block(gate_slot() - 1, vec![]);
			System::block_weight().total()
		};
		let mut blocks = 0;
		let mut slot = gate_slot();
		while round() == first {
			// The block still takes transactions.
			let nonce = System::account_nonce(Bob.to_account_id());
			let pay = support::transfer(&Eve.to_account_id(), 1);
			assert_eq!(build_block(slot, vec![signed(Bob, nonce, pay)]), [Ok(Ok(()))]);
			let weight = System::block_weight().total();
			assert!(weight.all_lte(limits.max_block), "{weight:?}");
			// A transfer takes much less than this.
			let rest = empty.saturating_add(limits.max_block / 10);
			assert!(weight.all_lte(most.saturating_add(rest)), "{weight:?}");
			blocks += 1;
			slot += 1;
			assert!(blocks < 50, "the clearing does not end");
			// The next block finds a runtime that it has not run before, in the middle of the clearing.
			assert!(round() > first || pallet_clearing::Cursor::<Runtime>::exists());
			frame_system::LastRuntimeUpgrade::<Runtime>::kill();
		}
		for (interval, expected) in expected {
			expected.check(interval, first);
		}
		assert!(blocks > 1, "it fits into one block: make the books larger");
	});
}

/// What clearing is charged for, and what it leaves in the state; `scripts/bench.sh` shows the table.
#[test]
fn the_charge_of_a_clearing_grows_no_faster_than_its_orders() {
	fn bytes(pages: impl Iterator<Item = impl Encode>) -> f64 {
		pages.map(|page| page.encoded_size()).sum::<usize>() as f64
	}
	println!(
		"| orders | blocks | weight charged, ms | bytes an order | a position | a transaction |"
	);
	println!("|---|---|---|---|---|---|");
	let mut before = f64::INFINITY;
	for orders in [100, 1_000, 2_000, 10_000, 100_000] {
		support::genesis("development").execute_with(|| {
			build_block(FIRST_SLOT, vec![]);
			let (first, interval) = (round(), round() + 1);
			fill_the_book(interval, orders);
			let of_orders = bytes(Orders::<Runtime>::iter_prefix_values(interval));
			build_block(gate_slot() - 1, vec![]);
			let empty = System::block_weight().total().ref_time();
			let (mut blocks, mut weight, mut slot) = (0, 0, gate_slot());
			while round() == first {
				build_block(slot, vec![]);
				weight += System::block_weight().total().ref_time().saturating_sub(empty);
				(blocks, slot) = (blocks + 1, slot + 1);
			}
			let positions: Vec<_> =
				pallet_forward_market::PositionPages::<Runtime>::iter_prefix_values(interval)
					.collect();
			let traders: u32 = positions.iter().map(Page::len).sum();
			let result = pallet_clearing::Results::<Runtime>::get(interval, first).unwrap();
			let trades =
				pallet_clearing::Transactions::<Runtime>::iter_prefix_values((interval, first));
			println!(
				"| {orders} | {blocks} | {:.1} | {:.1} | {:.1} | {:.1} |",
				weight as f64 / 1e9,
				of_orders / f64::from(orders),
				bytes(positions.iter()) / f64::from(traders),
				bytes(trades) / f64::from(result.transactions),
			);
			let charge = weight as f64 / f64::from(orders);
			// With more than 1,024 offers and limits the price takes a second pass.
			let most = if orders == 2_000 { before * 1.2 } else { before };
			assert!(charge < most, "{charge} after {before} an order");
			before = charge;
		});
	}
}
