// SPDX-License-Identifier: Apache-2.0

//! Random calls, blocks, clock jumps and readings on the whole runtime: nothing is lost, whatever happens.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

mod support;

use frame_support::traits::fungible::Inspect;
use gridmerit_energy::{Battery, Interval, Metered, NodeIndex, Order, Planck, Roles};
use gridmerit_meter::Meter;
use gridmerit_pallet_support::Settlement as _;
use gridmerit_runtime::{
	Balances, ForwardMarket, Ledger, Runtime, RuntimeCall, RuntimeOrigin, Settlement, TeRegistry,
	configs::fees::ExistentialDeposit,
	units::{PotAccount, SLOT_MILLIS, UNIT},
};
use gridmerit_trust::{Discount, Part, Tier};
use pallet_forward_market::{CurrentRound, MarketRules, Pauses, Profile};
use proptest::{collection::vec, prelude::*, sample::select};
use sp_keyring::Sr25519Keyring::{self, AliceStash as Store, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::traits::Dispatchable;
use support::{
	FIRST_SLOT, build_block, genesis,
	meters::{delivered, seeded},
	try_state,
};

#[derive(Clone, Debug)]
enum Action {
	Post(Sr25519Keyring, Vec<(i32, Option<Order>)>, i32),
	Cancel(Sr25519Keyring, Vec<i32>),
	CancelAll(Sr25519Keyring),
	Deposit(Sr25519Keyring, Planck),
	Withdraw(Sr25519Keyring, Option<Planck>),
	Collect(NodeIndex, NodeIndex),
	Suspend(NodeIndex, bool),
	Limits(NodeIndex, u64),
	Roles(NodeIndex, bool),
	Replace(NodeIndex, Sr25519Keyring),
	Remove(NodeIndex),
	Admit(Sr25519Keyring),
	Grid(Option<NodeIndex>),
	Utility(NodeIndex),
	Pause(bool, bool),
	Windows(u16, u16, u32),
	Settle(i32, NodeIndex, u64, u64),
	SettleWith(Sr25519Keyring, i32),
	Read(Sr25519Keyring, i32, u64, u64),
	Report(u32, i32),
	Lift(u32),
	Retire(u32),
	Standing(u64),
	Bond(Sr25519Keyring, Planck),
	/// How much of locks is waived, in thousandths, and how much may be sold.
	Trust(u32, u32, Option<u64>),
	Many,
	Blocks(u64),
	ToGate,
}

fn action() -> impl Strategy<Value = Action> {
	let who = || select(vec![Bob, Charlie, Dave, Eve, Ferdie, Store, Sr25519Keyring::One]);
	let meter = || select(vec![Bob, Charlie, Dave, Eve]);
	let node = || 0_u32..7;
	// Mostly the windows of the round, sometimes before and after.
	let ahead = || prop_oneof![9 => 1..5_i32, 1 => -3..8_i32];
	let wh = || prop_oneof![9 => 1..12_000_u64, 1 => select(vec![0, 1, 1 << 40, u64::MAX])];
	let ask =
		|| prop_oneof![9 => 80_001..190_000_u64, 1 => select(vec![0, 80_000, 190_000, u64::MAX])];
	let order = || {
		prop_oneof![
			4 => (wh(), prop::option::of(ask()))
				.prop_map(|(quantity, limit)| Some(Order::Demand { quantity, limit })),
			4 => (wh(), ask()).prop_map(|(capacity, ask)| Some(Order::Offer { capacity, ask })),
			1 => Just(None),
		]
	};
	let late = || prop_oneof![9 => Just(0), 1 => -1..2_i32];
	prop_oneof![
		16 => (who(), vec((ahead(), order()), 0..4), late())
			.prop_map(|(a, b, c)| Action::Post(a, b, c)),
		2 => (who(), vec(ahead(), 0..3)).prop_map(|(a, b)| Action::Cancel(a, b)),
		1 => who().prop_map(Action::CancelAll),
		2 => (who(), 0..UNIT).prop_map(|(a, b)| Action::Deposit(a, b)),
		3 => (who(), prop_oneof![Just(None), (0..UNIT).prop_map(Some)])
			.prop_map(|(a, b)| Action::Withdraw(a, b)),
		1 => (node(), node()).prop_map(|(a, b)| Action::Collect(a, b)),
		1 => (node(), any::<bool>()).prop_map(|(a, b)| Action::Suspend(a, b)),
		1 => (node(), 0..20_000_u64).prop_map(|(a, b)| Action::Limits(a, b)),
		1 => (node(), any::<bool>()).prop_map(|(a, b)| Action::Roles(a, b)),
		1 => (node(), who()).prop_map(|(a, b)| Action::Replace(a, b)),
		1 => node().prop_map(Action::Remove),
		1 => who().prop_map(Action::Admit),
		1 => prop::option::of(node()).prop_map(Action::Grid),
		1 => node().prop_map(Action::Utility),
		1 => (prop::bool::weighted(0.2), prop::bool::weighted(0.2))
			.prop_map(|(a, b)| Action::Pause(a, b)),
		1 => (1..4_u16, 1..7_u16, 1..900_000_u32).prop_map(|(a, b, c)| Action::Windows(a, b, c)),
		10 => (-8..0_i32, node(), 0..20_000_u64, 0..20_000_u64)
			.prop_map(|(a, b, c, d)| Action::Settle(a, b, c, d)),
		2 => (meter(), ahead()).prop_map(|(a, b)| Action::SettleWith(a, b)),
		6 => (meter(), -8..1_i32, 0..20_000_u64, 0..20_000_u64)
			.prop_map(|(a, b, c, d)| Action::Read(a, b, c, d)),
		1 => (0..4_u32, -8..1_i32).prop_map(|(a, b)| Action::Report(a, b)),
		1 => (0..4_u32).prop_map(Action::Lift),
		1 => (0..4_u32).prop_map(Action::Retire),
		1 => prop_oneof![Just(0), 0..1_000_u64].prop_map(Action::Standing),
		2 => (who(), select(vec![UNIT, 500 * UNIT, 2_000 * UNIT]))
			.prop_map(|(a, b)| Action::Bond(a, b)),
		1 => (select(vec![0, 500, 1_000]), select(vec![0, 1, 1_000]), prop::option::of(wh()))
			.prop_map(|(a, b, c)| Action::Trust(a, b, c)),
		2 => Just(Action::Many),
		3 => (1..150_u64).prop_map(Action::Blocks),
		5 => Just(Action::ToGate),
	]
}

/// The place of an account's meter among the seeded ones, which is its index.
fn place(account: Sr25519Keyring) -> u32 {
	[Bob, Charlie, Dave, Eve].iter().position(|other| *other == account).unwrap() as u32
}

struct Chain {
	slot: u64,
	issuance: Planck,
	/// The seeded meters.
	meters: Vec<Meter>,
}

impl Chain {
	fn round(&self) -> Interval {
		CurrentRound::<Runtime>::get().map_or(0, |round| round.number)
	}

	fn interval(&self, ahead: i32) -> Interval {
		self.round().saturating_add_signed(ahead)
	}

	fn call(&self, origin: RuntimeOrigin, call: impl Into<RuntimeCall>) {
		// Whether it is taken is not the point here.
		let _ = call.into().dispatch(origin);
	}

	/// An authority that the market trusts.
	fn authority(&self) {
		use pallet_authorities::{AuthorityKind::Police, Call};
		let authority = Sr25519Keyring::Alice.to_account_id();
		let published = Call::publish { kind: Police, name: Default::default() };
		self.call(RuntimeOrigin::signed(authority.clone()), published);
		self.call(RuntimeOrigin::root(), Call::trust { authority, trusted: true });
	}

	/// A storage node.
	fn storage(&self) {
		let mut data = pallet_te_registry::Nodes::<Runtime>::get(2).unwrap().data;
		data.roles = Roles { storage: true, ..Default::default() };
		data.battery = Some(Battery {
			capacity: 12_000,
			power: 40_000,
			efficiency_ppm: 900_000,
			initial: 4_000,
		});
		let account = Store.to_account_id();
		self.call(RuntimeOrigin::root(), pallet_te_registry::Call::admit { account, data });
		assert!(TeRegistry::node_of(Store.to_account_id()).is_some());
	}

	fn act(&mut self, action: Action) {
		use pallet_authorities::Call as Authority;
		use pallet_forward_market::Call as Market;
		use pallet_ledger::Call as Pot;
		use pallet_meter_attestation::Call as Attestation;
		let by = |who: Sr25519Keyring| RuntimeOrigin::signed(who.to_account_id());
		let root = RuntimeOrigin::root();
		match action {
			Action::Post(who, orders, late) => {
				let orders = orders.into_iter().map(|(ahead, order)| (self.interval(ahead), order));
				let orders = orders.collect::<Vec<_>>().try_into().unwrap();
				let round = self.interval(late);
				self.call(by(who), Market::post { round, orders, unmetered: true });
			},
			Action::Cancel(who, intervals) => {
				let intervals = intervals.into_iter().map(|ahead| self.interval(ahead));
				let intervals = intervals.collect::<Vec<_>>().try_into().unwrap();
				self.call(by(who), Market::cancel { intervals });
			},
			Action::CancelAll(who) => self.call(by(who), Market::cancel_all {}),
			Action::Deposit(who, amount) => self.call(by(who), Pot::deposit { amount }),
			Action::Withdraw(who, amount) => {
				let account = TeRegistry::node_of(who.to_account_id())
					.map(|(node, _)| Ledger::account(node))
					.unwrap_or_default();
				let amount = amount.unwrap_or(account.credit - account.locked);
				self.call(by(who), Pot::withdraw { amount });
			},
			Action::Collect(debtor, creditor) => {
				self.call(by(Bob), Pot::collect { debtor, creditor });
			},
			Action::Suspend(node, suspend) => {
				use pallet_te_registry::Call as Registry;
				if suspend {
					self.call(root, Registry::suspend { node, reason: Default::default() });
				} else {
					self.call(root, Registry::resume { node });
				}
			},
			Action::Limits(node, limit) => {
				if let Some(mut row) = pallet_te_registry::Nodes::<Runtime>::get(node) {
					row.data.limits.generation = limit;
					let data = row.data;
					self.call(root, pallet_te_registry::Call::change { node, data });
				}
			},
			Action::Roles(node, utility) => {
				if let Some(mut row) = pallet_te_registry::Nodes::<Runtime>::get(node) {
					row.data.roles = Roles { utility, prosumer: !utility, ..Default::default() };
					row.data.battery = None;
					let data = row.data;
					self.call(root, pallet_te_registry::Call::change { node, data });
				}
			},
			Action::Replace(node, to) => {
				let to = to.to_account_id();
				self.call(root, pallet_te_registry::Call::replace_account { node, to });
			},
			Action::Remove(node) => {
				self.call(root, pallet_te_registry::Call::remove { node });
			},
			Action::Admit(account) => {
				let data = pallet_te_registry::Nodes::<Runtime>::iter_values().next().unwrap().data;
				let account = account.to_account_id();
				self.call(root, pallet_te_registry::Call::admit { account, data });
			},
			Action::Grid(grid) => {
				let tariff = ForwardMarket::latest_tariff().unwrap();
				let tariff = Profile { grid, ..tariff };
				self.call(root, Market::set_tariff { tariff });
			},
			Action::Utility(utility) => {
				let rules = MarketRules { utility, ..ForwardMarket::latest_rules().unwrap() };
				self.call(root, Market::set_rules { rules });
			},
			Action::Pause(posting, clearing) => {
				let paused = Pauses { posting, clearing };
				self.call(root, Market::set_pauses { paused });
			},
			Action::Windows(lead, windows, gate_lead) => {
				let rules = ForwardMarket::latest_rules().unwrap();
				let rules = MarketRules { lead, windows, gate_lead, ..rules };
				self.call(root, Market::set_rules { rules });
			},
			Action::Settle(ahead, node, import, export) => {
				// As a call would: all or nothing.
				let mut shared = Default::default();
				if let Ok(case) = Settlement::case(&mut shared, self.interval(ahead), node) {
					let _ = frame_support::storage::with_storage_layer(|| {
						Settlement::settle(&mut shared, case, Metered { import, export })
					});
					Settlement::store(&mut shared);
				}
			},
			Action::SettleWith(who, ahead) => {
				let (meter, from) = (place(who), self.interval(ahead));
				self.call(by(who), Attestation::settle_with { meter, from });
			},
			Action::Read(who, ahead, import, export) => {
				// In the order of intervals its readings are sound; the tool makes no others.
				let interval = self.interval(ahead);
				let meter = &mut self.meters[place(who) as usize];
				if let Ok(reading) = meter.read(interval, import, export) {
					let readings = vec![delivered(reading)].try_into().unwrap();
					self.call(by(Bob), Attestation::deliver { readings });
				}
			},
			Action::Report(meter, ahead) => {
				let since = self.interval(ahead);
				let report = Authority::report_meter { meter, since, reason: Default::default() };
				self.call(by(Sr25519Keyring::Alice), report);
			},
			Action::Lift(meter) => {
				let authority = Sr25519Keyring::Alice.to_account_id();
				self.call(root, Authority::lift_report { meter, authority });
			},
			Action::Retire(meter) => {
				self.call(root, Attestation::retire_meter { meter, from: None })
			},
			Action::Standing(price) => self.call(root, Pot::set_standing_price { price }),
			Action::Bond(who, amount) => {
				self.call(by(who), pallet_trust_staking::Call::bond { amount });
			},
			Action::Trust(most, cover, sold) => {
				pallet_trust_staking::Rules::<Runtime>::mutate(|rules| {
					rules.params.base = Part::thousandths(500);
					let [most, cover] = [most, cover].map(Part::thousandths);
					rules.discount = Discount { most, cover };
					// Who has bonded a little, and who has bonded enough.
					let tier = |(from, most)| Tier { from: Part::thousandths(from), most };
					let tiers = sold.map(|most| [(1, most / 2), (250, most)].map(tier));
					rules.tiers =
						tiers.into_iter().flatten().collect::<Vec<_>>().try_into().unwrap();
				});
			},
			Action::Many => (0..35).for_each(|_| self.block(1)),
			Action::Blocks(slots) => self.block(slots),
			Action::ToGate => {
				let gate = CurrentRound::<Runtime>::get().unwrap().gate.div_ceil(SLOT_MILLIS);
				// Sessions must not be skipped.
				while self.slot < gate {
					self.block((gate - self.slot).min(300));
				}
				self.block(1);
			},
		}
	}

	fn block(&mut self, slots: u64) {
		self.slot += slots;
		build_block(self.slot, vec![]);
	}

	fn check(&self) {
		try_state();
		assert_eq!(Balances::total_issuance(), self.issuance);
		// The pot holds all credits, and what was paid or got for trades whose other side is not settled.
		let credits: Planck =
			pallet_ledger::Accounts::<Runtime>::iter_values().map(|row| row.credit).sum();
		let (mut paid, mut got) = (0, 0);
		for (interval, page, rows) in pallet_settlement::SettledPages::<Runtime>::iter() {
			for (node, _) in rows.rows(page) {
				let invoice = Settlement::invoice(interval, node).unwrap();
				paid += invoice.position.cost;
				got += invoice.position.revenue;
			}
			let sheet = Settlement::balance_sheet(interval, 0).unwrap();
			let market = sheet.utility_net + sheet.grid_net + sheet.reserve_net;
			assert_eq!(sheet.nodes_net + market + sheet.pending, 0);
		}
		let pot = Balances::balance(&PotAccount::get());
		assert_eq!(pot + got, credits + paid + ExistentialDeposit::get());
	}
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

	#[test]
	fn money_and_energy_are_conserved_whatever_happens(actions in vec(action(), 1..120)) {
		genesis("development").execute_with(|| {
			build_block(FIRST_SLOT, vec![]);
			let meters = [Bob, Charlie, Dave, Eve].map(seeded).into();
			let mut chain = Chain { slot: FIRST_SLOT, issuance: Balances::total_issuance(), meters };
			chain.authority();
			chain.storage();
			chain.act(Action::Trust(1_000, 1_000, None));
			for who in [Charlie, Dave] {
				chain.act(Action::Bond(who, 500 * UNIT));
			}
			for action in actions {
				chain.act(action);
				chain.check();
			}
			// Let the market go on: what is left is settled without readings.
			chain.act(Action::Pause(false, false));
			let last = CurrentRound::<Runtime>::get().unwrap().last;
			let settled = || {
				let locks = pallet_ledger::Accounts::<Runtime>::iter_values();
				!locks.flat_map(|row| row.locks).any(|(interval, _)| interval <= last)
			};
			for _ in 0..80 {
				if chain.round() > last + 6 && settled() {
					break;
				}
				chain.act(Action::ToGate);
				chain.act(Action::Many);
				chain.check();
			}
			assert!(chain.round() > last + 1, "the market stands still");
			assert!(settled(), "something stays locked");
			for interval in pallet_settlement::SettledPages::<Runtime>::iter_keys().map(|key| key.0) {
				if interval <= last {
					assert_eq!(Settlement::balance_sheet(interval, 0).unwrap().pending, 0);
				}
			}
			// Intervals that the market has not opened have nothing to settle.
			assert!(ForwardMarket::open_windows().iter().all(|window| window.interval > last));
		});
	}
}
