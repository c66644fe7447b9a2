// SPDX-License-Identifier: Apache-2.0

//! Who keeps the grid, and when what they set holds, on the real runtime.

mod support;

use core::ops::Range;
use std::collections::BTreeMap;

use frame_support::traits::Get;
use gridmerit_energy::Interval;
use gridmerit_pallet_support::{Grid as _, IntervalClock};
use gridmerit_runtime::{AccountId, ForwardMarket, Grid, Runtime, RuntimeCall};
use pallet_authorities::{AuthorityKind, Call as Authority};
use pallet_forward_market::CurrentRound;
use pallet_grid::{Call, Change, ChangeOf, Error, GenesisLine, Limits, LineData, When};
use sp_keyring::Sr25519Keyring::{self, Alice, Charlie, Dave, Eve};
use sp_runtime::DispatchError;
use support::{
	FIRST_SLOT, begin, build_block, config, market::send, on_chain, settling::pass, signed,
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
		let change: ChangeOf<Runtime> = Change::Limits { bus: 9, when: When::From(0), limits };
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
