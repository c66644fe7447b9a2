// SPDX-License-Identifier: Apache-2.0

mod agreed;
mod committees;
mod genesis;
mod limits;
mod lines;
mod proposals;
mod prune;
mod sequences;
mod stolen;
mod try_state;

use frame_support::{BoundedVec, assert_noop, assert_ok};
use gridmerit_energy::Interval;
use gridmerit_grid::{Bus, Line};
use gridmerit_pallet_support::{Committees, Grid as _, GridKeepers, GridRole, page_of};
use sp_runtime::{DispatchError, DispatchResult, traits::Dispatchable};

// The pallet, not its storage of the same name.
use crate::{
	Agreement, Call, Change, ChangeOf, Decided, Error, Event, Keepers, Limits, LineData, Lines,
	MaxDefaults, OwnLimits, Owners, Proposals, PrunedUntil, Sizes, WeightInfo, When, mock::*,
};

type Origin = RuntimeOrigin;

/// The first interval whose limits can still change, and the first for what takes two.
const FREE: Interval = TRADED.end;
const AFTER_NOTICE: Interval = NOW + NOTICE;

fn by(account: AccountId) -> Origin {
	Origin::signed(account)
}

/// No limit but the rating, or the default.
const NONE: Option<Limits> = None;

fn both(limit: u64) -> Limits {
	Limits { import: limit, export: limit }
}

fn only(first: Interval, last: Interval) -> When {
	When::Only { first, last }
}

fn line(bus: Bus, parent: Bus, rating: u64) -> LineData<AccountId> {
	LineData { bus, parent, rating, owner: OWNER }
}

fn lines(from: Interval, lines: Vec<LineData<AccountId>>) -> ChangeOf<Test> {
	Change::Lines { from, lines: lines.try_into().unwrap() }
}

fn set(
	account: AccountId,
	bus: Bus,
	when: When,
	limits: impl Into<Option<Limits>>,
) -> DispatchResult {
	Grid::set_limits(by(account), bus, when, limits.into())
}

/// A change of limits that takes two.
fn limit(bus: Bus, when: When, limits: impl Into<Option<Limits>>) -> ChangeOf<Test> {
	Change::Limits { bus, when, limits: limits.into() }
}

/// One account proposes, and another agrees.
fn both_agree(proposer: AccountId, by: AccountId, change: ChangeOf<Test>) -> DispatchResult {
	Grid::propose(Origin::signed(proposer), change.clone())?;
	Grid::agree(Origin::signed(by), proposer, change)
}

/// A grid operator proposes lines, and the market's operator agrees.
fn build(from: Interval, data: Vec<LineData<AccountId>>) -> DispatchResult {
	both_agree(DSO, OPERATOR, lines(from, data))
}

/// Import and export of each line in an interval.
fn limits(interval: Interval) -> Vec<(u64, u64)> {
	Grid::lines(interval).iter().map(|line| (line.import, line.export)).collect()
}

/// The pallet's events so far, which are forgotten.
fn events() -> Vec<Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Grid(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

/// All calls, and who may send them.
fn calls() -> Vec<(Call<Test>, &'static str)> {
	let change = || limit(1, When::From(0), both(0));
	vec![
		(Call::set_limits { bus: 1, when: When::From(0), limits: None }, "either"),
		(Call::propose { change: change() }, "signed"),
		(Call::agree { proposer: OWNER, change: change() }, "either"),
		(Call::drop_proposal { proposer: OWNER }, "either"),
	]
}

#[test]
fn every_call_knows_who_may_send_it() {
	use codec::Encode;
	run(|| {
		for (index, (call, who)) in calls().into_iter().enumerate() {
			assert_eq!(call.encode()[0], index as u8);
			let not = match who {
				"signed" => vec![Origin::none(), Origin::root()],
				_ => vec![Origin::none()],
			};
			for origin in not {
				assert_noop!(
					RuntimeCall::from(call.clone()).dispatch(origin).map_err(|error| error.error),
					DispatchError::BadOrigin
				);
			}
		}
		let change = lines(0, vec![line(4, 0, 1)]);
		assert_ok!(Grid::propose(by(DSO), change.clone()));
		assert_noop!(Grid::agree(by(OTHER_DSO), DSO, change), DispatchError::BadOrigin);
	});
}

#[test]
fn a_call_weighs_by_what_it_changes() {
	use frame_support::dispatch::GetDispatchInfo;
	let weight = |call: Call<Test>| call.get_dispatch_info().call_weight;
	let set = |when| weight(Call::set_limits { bus: 1, when, limits: None });
	assert_eq!(set(When::From(0)), <()>::set_default_limits());
	assert_eq!(set(only(5, 7)), <()>::set_own_limits(3));
	// What is refused is not charged for the whole axis.
	assert_eq!(set(only(0, u32::MAX)), <()>::set_own_limits(8));
	assert_eq!(set(only(7, 5)), <()>::set_own_limits(1));
	let change = lines(0, vec![line(4, 0, 1), line(5, 0, 1)]);
	// What a committee is asked, or says, comes on top.
	let asked = TestCommittees::weight() * 3_u64;
	assert_eq!(weight(Call::propose { change: change.clone() }), <()>::propose_lines(2) + asked);
	assert_eq!(weight(Call::agree { proposer: DSO, change }), <()>::agree_lines(2) + asked);
	let change = limit(1, only(5, 7), both(0));
	assert_eq!(weight(Call::propose { change: change.clone() }), <()>::propose_limits() + asked);
	assert_eq!(
		weight(Call::agree { proposer: DSO, change }),
		<()>::agree_limits() + <()>::set_own_limits(3) + asked
	);
	let feeder = <Grid as gridmerit_pallet_support::Grid>::weight;
	assert_eq!(feeder(0), <() as WeightInfo>::feeder(0));
	assert_eq!(feeder(4), <() as WeightInfo>::feeder(3));
	assert_eq!(feeder(u32::MAX), <() as WeightInfo>::feeder(200));
}
