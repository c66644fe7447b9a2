// SPDX-License-Identifier: Apache-2.0

//! Who keeps the grid, and when what they set holds, on the real runtime.

mod support;

use core::ops::Range;
use std::collections::BTreeMap;

use frame_support::traits::Get;
use gridmerit_energy::{Interval, NodeStatus, Position, payment};
use gridmerit_pallet_support::{Grid as _, IntervalClock, Positions as _};
use gridmerit_runtime::{AccountId, Clearing, ForwardMarket, Grid, Runtime, RuntimeCall};
use gridmerit_runtime_api::runtime_decl_for_market_api::MarketApi;
use pallet_authorities::{AuthorityKind, Call as Authority};
use pallet_forward_market::CurrentRound;
use pallet_grid::{Call, Change, ChangeOf, Error, GenesisLine, Limits, LineData, When};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve};
use sp_runtime::DispatchError;
use support::{
	FIRST_SLOT, begin, build_block, config,
	market::{buys, gate_slot, node, post, round, sells, send},
	on_chain,
	settling::pass,
	signed,
};

const RATING: u64 = 50_000;

fn both(limit: u64) -> Option<Limits> {
	Some(Limits { import: limit, export: limit })
}

fn set(bus: u16, when: When, limits: Option<Limits>) -> RuntimeCall {
	Call::<Runtime>::set_limits { bus, when, limits }.into()
}

fn publish(kind: AuthorityKind) -> RuntimeCall {
	Authority::publish { kind, name: Default::default() }.into()
}

/// Alice is the operator.
fn as_operator(call: impl Into<RuntimeCall>) -> RuntimeCall {
	pallet_sudo::Call::sudo { call: Box::new(call.into()) }.into()
}

fn trust(authority: Sr25519Keyring) -> RuntimeCall {
	as_operator(Authority::trust { authority: authority.to_account_id(), trusted: true })
}

/// The intervals that are open in the round at hand.
fn trading() -> Range<Interval> {
	let round = CurrentRound::<Runtime>::get().expect("a round is open");
	round.first..round.last + 1
}

/// Why a call of an account is refused that a block takes.
fn refused(slot: u64, account: Sr25519Keyring, call: RuntimeCall) -> Option<DispatchError> {
	let nonce = gridmerit_runtime::System::account_nonce(account.to_account_id());
	match build_block(slot, vec![signed(account, nonce, call)])[..] {
		[Ok(result)] => result.err(),
		_ => panic!("the block did not take it"),
	}
}

/// Charlie, a line owner, and Dave, a grid operator, are published and trusted; the last slot.
fn keepers() -> u64 {
	build_block(FIRST_SLOT, vec![]);
	send(
		FIRST_SLOT + 1,
		vec![
			(Charlie, publish(AuthorityKind::LineOwner)),
			(Dave, publish(AuthorityKind::GridOperator)),
		],
	);
	send(FIRST_SLOT + 2, vec![(Alice, trust(Charlie)), (Alice, trust(Dave))]);
	FIRST_SLOT + 2
}

#[test]
fn a_grid_is_built_by_two_and_limited_by_its_owner() {
	on_chain("development", || {
		let mut slot = keepers();
		assert_eq!(Grid::buses(ForwardMarket::now()), 0);
		let line =
			|bus, parent| LineData { bus, parent, rating: RATING, owner: Charlie.to_account_id() };
		let lines = (1..=30).map(|bus| line(bus, bus / 2)).collect::<Vec<_>>();
		let change: ChangeOf<Runtime> = Change::Lines { from: 0, lines: lines.try_into().unwrap() };
		slot += 1;
		send(slot, vec![(Dave, Call::<Runtime>::propose { change: change.clone() }.into())]);
		let agree =
			Call::<Runtime>::agree { proposer: Dave.to_account_id(), change: change.clone() };
		// Not by Dave itself.
		slot += 1;
		let alone = refused(slot, Dave, agree.clone().into());
		assert_eq!(alone, Some(DispatchError::BadOrigin));
		slot += 1;
		send(slot, vec![(Alice, as_operator(agree))]);
		let notice: u32 = <Runtime as pallet_grid::Config>::Notice::get();
		let from = ForwardMarket::now() + notice;
		assert_eq!((Grid::buses(from - 1), Grid::buses(from)), (0, 31));
		assert_eq!(Grid::feeder(from - 1), None);

		// What it may carry is limited by its owner, down to half of what it is built for.
		let only = When::Only { first: from, last: from + 3 };
		slot += 1;
		send(slot, vec![(Charlie, set(7, only, both(RATING / 2)))]);
		slot += 1;
		let low = refused(slot, Charlie, set(7, only, both(RATING / 2 - 1)));
		assert_eq!(low, Some(Error::<Runtime>::NeedsAgreement.into()));
		slot += 1;
		let others = refused(slot, Eve, set(7, only, both(RATING)));
		assert_eq!(others, Some(Error::<Runtime>::NotYourLine.into()));

		// Below that Dave agrees.
		let limits = Some(Limits { import: 1, export: 0 });
		let change: ChangeOf<Runtime> = Change::Limits { bus: 9, when: When::From(from), limits };
		slot += 1;
		send(slot, vec![(Charlie, Call::<Runtime>::propose { change: change.clone() }.into())]);
		slot += 1;
		let agree = Call::<Runtime>::agree { proposer: Charlie.to_account_id(), change };
		send(slot, vec![(Dave, agree.into())]);

		pass(slot, from);
		let feeder = Grid::feeder(from + 2).unwrap();
		assert_eq!(feeder.buses(), 31);
		assert_eq!(feeder.line(7).map(|line| (line.parent, line.export)), Some((3, RATING / 2)));
		assert_eq!(feeder.line(9).map(|line| (line.import, line.export)), Some((1, 0)));
		assert_eq!(feeder.line(8).map(|line| (line.import, line.export)), Some((RATING, RATING)));
	});
}

#[test]
fn no_round_sees_limits_change() {
	let owner: AccountId = Charlie.to_account_id();
	let line = |parent| GenesisLine { owner: owner.clone(), parent, rating: RATING, limits: None };
	let mut config = config("development");
	config.grid.lines = vec![line(0), line(1), line(1)];
	begin(&config).execute_with(|| {
		let mut slot = keepers();
		let mut opened = BTreeMap::<Interval, _>::new();
		let mut limit = RATING;
		for _ in 0..9 {
			let traded = trading();
			assert!(!traded.is_empty());
			let (end, furthest) = (traded.end, traded.end + 3);
			for interval in traded {
				let feeder = Grid::feeder(interval).unwrap();
				let before = opened.entry(interval).or_insert_with(|| feeder.clone());
				assert_eq!(*before, feeder, "interval {interval}");
			}
			// Each round another default, and limits of the intervals that open next.
			limit -= 1;
			slot += 1;
			let only = When::Only { first: end, last: furthest };
			let fixed = When::Only { first: end - 1, last: end };
			send(slot, vec![(Charlie, set(2, only, both(limit)))]);
			let default = refused(slot + 1, Charlie, set(1, When::From(0), both(limit)));
			// One, and three that wait for their interval.
			assert!([None, Some(Error::<Runtime>::TooManyChanges.into())].contains(&default));
			let late = refused(slot + 2, Charlie, set(2, fixed, both(limit)));
			assert_eq!(late, Some(Error::<Runtime>::LimitsFixed.into()));
			slot = pass(slot + 2, ForwardMarket::now());
		}
		assert!(opened.len() > 9);
		let limits: Vec<_> = opened.values().map(|feeder| feeder.line(2).unwrap().export).collect();
		assert!(limits.windows(2).any(|pair| pair[0] != pair[1]), "{limits:?}");
		support::try_state();
	});
}

/// Where an account's node hangs, as clients are told.
fn bus(account: Sr25519Keyring) -> u16 {
	let status: Option<NodeStatus> = Runtime::node(account.to_account_id());
	status.expect("it has a node").bus
}

#[test]
fn who_asks_is_quoted_what_its_zone_clears_at() {
	let owner: AccountId = Charlie.to_account_id();
	// Charlie hangs behind a line of 1 kWh; no other is ever full.
	let line = |bus: u16| GenesisLine {
		owner: owner.clone(),
		parent: 0,
		rating: if bus == 18 { 1_000 } else { 1_000_000 },
		limits: None,
	};
	let mut config = config("development");
	config.grid.lines = (1..30).map(line).collect();
	begin(&config).execute_with(|| {
		build_block(FIRST_SLOT, vec![]);
		assert_eq!([Bob, Charlie, Dave].map(bus), [6, 18, 22]);
		let (t, k) = (round(), round() + 1);
		let orders = [
			(Charlie, sells(6_000, 100_000)),
			(Dave, sells(8_000, 150_000)),
			(Eve, buys(500)),
			(Bob, buys(3_000)),
		];
		let mut quotes = Vec::new();
		for (slot, (account, order)) in (FIRST_SLOT + 1..).zip(orders) {
			quotes.push(Runtime::quote(k, order.unwrap(), bus(account)).unwrap());
			send(slot, vec![(account, post(t, &[(k, order)]))]);
		}
		// Behind the line the cheap offer would serve, elsewhere the dear one.
		let behind = Runtime::quote(k, buys(700).unwrap(), 18).unwrap();
		assert_eq!((behind.price, behind.traded), (Some(100_000), 700));
		let depth = |bus| Runtime::depth(k, 0, bus);
		assert_eq!((depth(Some(18)).demand, depth(Some(18)).supply), (0, vec![(100_000, 6_000)]));
		assert_eq!((depth(Some(6)).demand, depth(None).demand), (3_000, 3_500));

		build_block(gate_slot(), vec![]);
		let grid = Runtime::zones(k, t).unwrap();
		let price = |account| grid.zone_of(bus(account)).unwrap().price;
		assert_eq!([Charlie, Dave, Bob].map(price), [100_000, 150_000, 150_000].map(Some));
		assert_eq!((grid.zones.len(), grid.flows.len()), (2, 30));
		let line = grid.flows[18];
		assert_eq!((line.export, line.carried, line.loading()), (1_000, 1_000, 1_000_000));
		// The last quote saw the whole book.
		let last = quotes.last().unwrap();
		let position = |account| ForwardMarket::position(k, node(account));
		assert_eq!((last.price, last.traded), (price(Bob), position(Bob).bought));
		assert_eq!(last.payment, position(Bob).cost);

		// Each sees its own price of what it has traded, and what is between is the rent.
		let (mut paid, mut earned) = (0, 0);
		for trade in Runtime::transactions(k, t, 0) {
			paid += trade.payment_for(trade.buyer);
			earned += trade.payment_for(trade.seller);
			assert_eq!(trade.price_for(trade.seller), trade.selling);
			assert_eq!(trade.payment_for(trade.seller), payment(trade.energy, trade.selling));
		}
		let of_all = |part: fn(Position) -> u128| -> u128 {
			[Bob, Charlie, Dave, Eve].map(|account| part(position(account))).iter().sum()
		};
		let (cost, revenue) =
			(of_all(|position| position.cost), of_all(|position| position.revenue));
		assert_eq!((paid, earned), (cost, revenue));
		assert_eq!((cost, revenue, grid.rent), (525_000_000, 475_000_000, 50_000_000));
		// Whoever offers more than the zone could lose is pivotal: behind the line as well as at it.
		assert_eq!(Clearing::pivotal(k, t), [node(Charlie), node(Dave)]);
		support::try_state();
	});
}
