// SPDX-License-Identifier: Apache-2.0

mod bounds;
mod certify;
mod decertify;
mod declare;
mod genesis;
mod idle;
mod intensities;
mod limits;
mod sequences;
mod stolen_keys;
mod try_state;

use codec::Encode;
use frame_support::{BoundedVec, assert_noop, assert_ok};
use gridmerit_carbon::{
	Bound, Definition, Footprint, GridFootprint, GridLimits, MAX_PART, Vouched,
};
use gridmerit_energy::{Interval, NodeIndex, Wh};
use gridmerit_pallet_support::{CarbonBounds, IntervalClock};
use sp_runtime::{DispatchError, DispatchResult, traits::Dispatchable};

use crate::{Call, Error, Event, MAX_VOUCHED, mock::*};

type Origin = RuntimeOrigin;
type Fails = Error<Test>;

const CLEAN: Footprint = Footprint { operating: 0, embodied: 41_000, travel: 500 };
const GAS: Footprint = Footprint { operating: 400_000, embodied: 20_000, travel: 500 };
const GRID: GridFootprint = GridFootprint {
	average: Footprint { operating: 350_000, embodied: 40_000, travel: 0 },
	residual: Some(Footprint { operating: 500_000, embodied: 50_000, travel: 0 }),
};

fn by(account: AccountId) -> Origin {
	Origin::signed(account)
}

/// Signed by the account of a node.
fn of(node: NodeIndex) -> Origin {
	by(Market::account(node))
}

fn declare(node: NodeIndex, footprint: Footprint) -> DispatchResult {
	Carbon::declare(of(node), footprint)
}

/// For as long as can be.
fn certify(issuer: AccountId, node: NodeIndex, footprint: Footprint) -> DispatchResult {
	Carbon::certify(by(issuer), node, footprint, Market::now() + MAX_TERM)
}

/// Declared and certified; the first interval for which that counts.
fn certified(node: NodeIndex, footprint: Footprint) -> Interval {
	assert_ok!(declare(node, footprint));
	assert_ok!(Carbon::certify(Origin::root(), node, footprint, Market::now() + MAX_TERM));
	Market::now() + 1 + NOTICE
}

fn vouched(node: NodeIndex) -> Vec<Vouched<AccountId>> {
	Carbon::plant(node).unwrap().1
}

fn values(
	values: &[GridFootprint],
) -> BoundedVec<GridFootprint, <Test as crate::Config>::MaxBatch> {
	BoundedVec::try_from(values.to_vec()).unwrap()
}

fn publish(first: Interval, some: &[GridFootprint]) -> DispatchResult {
	Carbon::publish(by(PUBLISHER), first, values(some))
}

fn correct(who: Origin, first: Interval, some: &[GridFootprint]) -> DispatchResult {
	Carbon::correct(who, first, values(some))
}

/// The pallet's events so far, which are forgotten.
fn events() -> Vec<Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Carbon(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

#[test]
fn every_call_knows_who_may_send_it() {
	run(|| {
		let (none, root) = (Origin::none(), Origin::root());
		let footprint = CLEAN;
		let limits = GridLimits { least: Footprint::default(), most: DEFAULT };
		let calls: [(Call<Test>, Vec<Origin>); 7] = [
			(Call::declare { footprint }, vec![none.clone(), root.clone()]),
			(Call::certify { node: ROOF, footprint, until: 1_200 }, vec![none.clone()]),
			(Call::decertify { node: ROOF, since: 1_200 }, vec![none.clone()]),
			(
				Call::publish { first: NOW, values: values(&[GRID]) },
				vec![none.clone(), root.clone()],
			),
			(Call::correct { first: NOW, values: values(&[GRID]) }, vec![none.clone()]),
			(Call::set_limits { limits }, vec![none.clone(), by(PUBLISHER), of(ROOF)]),
			(Call::set_bound { bound: None }, vec![none, root]),
		];
		for (index, (call, not)) in calls.into_iter().enumerate() {
			assert_eq!(call.encode()[0], index as u8);
			for origin in not {
				assert_noop!(
					RuntimeCall::from(call.clone()).dispatch(origin).map_err(|error| error.error),
					DispatchError::BadOrigin
				);
			}
		}
	});
}
