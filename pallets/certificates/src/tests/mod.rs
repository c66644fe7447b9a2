// SPDX-License-Identifier: Apache-2.0

mod audits;
mod batteries;
mod cancelling;
mod expiry;
mod issuing;
mod plants;
mod sequences;
mod trading;
mod try_state;

use frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo};
use gridmerit_energy::{Basis, Interval, NodeIndex, SourceKind, Wh};
use gridmerit_origin::{LotState, Period, PlantData};
use gridmerit_pallet_support::CertificateRole;
use sp_runtime::{DispatchError, DispatchResult, traits::Dispatchable};

use crate::{Call, Cursor, Error, Event, Issuers, Overall, WeightInfo, mock::*};

type Origin = RuntimeOrigin;
type Fails = Error<Test>;

/// An interval for which all that is certified here counts.
const K: Interval = NOW + 10;

fn by(account: AccountId) -> Origin {
	Origin::signed(account)
}

/// Signed by the account of a node.
fn of(node: NodeIndex) -> Origin {
	by(Market::account(node))
}

fn register(node: NodeIndex, data: PlantData) -> DispatchResult {
	Certificates::register_plant(of(node), data)
}

/// By its settlement meter, for as long as can be.
fn certify(issuer: AccountId, node: NodeIndex, data: PlantData, most: Wh) -> DispatchResult {
	let until = Market::time().0 + MAX_TERM;
	Certificates::certify(by(issuer), node, data, node + 10, most, until)
}

/// Registers a plant and certifies it.
fn certified(issuer: AccountId, node: NodeIndex, data: PlantData) {
	assert_ok!(register(node, data));
	assert_ok!(certify(issuer, node, data, LIMIT));
}

/// A roof, a turbine and a battery, all certified.
fn plants() {
	certified(ISSUER, ROOF, solar());
	certified(ISSUER, TURBINE, wind());
	certified(OTHER_ISSUER, BATTERY, storage());
}

/// All before an interval is settled for good, and certificates are issued.
fn close(until: Interval) {
	let (_, _, remembered) = Market::time();
	Market::set_time(until + 10, until, remembered);
	idle();
}

/// Plant, source, first Wh, how many, holder and state of each lot.
type Row = (NodeIndex, SourceKind, Wh, Wh, NodeIndex, LotState);

fn lots(interval: Interval) -> Vec<Row> {
	let (all, rest) = Certificates::certificates(interval, 0);
	assert_eq!(rest, None);
	let row = |lot: gridmerit_origin::Certificate| {
		(lot.plant, lot.source, lot.from, lot.energy, lot.holder, lot.state)
	};
	all.into_iter().map(row).collect()
}

fn held(plant: NodeIndex, from: Wh, energy: Wh, holder: NodeIndex) -> Row {
	let source = if plant == TURBINE { SourceKind::Wind } else { SourceKind::Solar };
	(plant, source, from, energy, holder, LotState::Held)
}

/// What a node holds of an interval.
fn holds(interval: Interval, node: NodeIndex) -> Wh {
	lots(interval).into_iter().filter(|lot| lot.4 == node && lot.5.is_held()).map(|lot| lot.3).sum()
}

/// The pallet's events so far, which are forgotten.
fn events() -> Vec<Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Certificates(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

#[test]
fn every_call_knows_who_may_send_it() {
	use codec::Encode;
	run(|| {
		let (none, root) = (Origin::none(), Origin::root());
		let data = solar();
		let period = Period::Interval;
		let calls: [(Call<Test>, Vec<Origin>); 11] = [
			(Call::register_plant { data }, vec![none.clone(), root.clone()]),
			(
				Call::certify { node: ROOF, data, meter: 11, most: 1, until: 1_200 },
				vec![none.clone()],
			),
			(Call::decertify { node: ROOF }, vec![none.clone()]),
			(
				Call::audit { node: ROOF, first: 0, last: 0, reason: Default::default() },
				vec![none.clone(), root.clone()],
			),
			(Call::forgive { node: ROOF, energy: 1 }, vec![none.clone(), by(AUDITOR)]),
			(Call::set_cap { issuer: ISSUER, most: 1 }, vec![none.clone(), by(ISSUER)]),
			(Call::set_tradable { tradable: true }, vec![none.clone(), by(ISSUER)]),
			(
				Call::transfer { interval: K, lot: 0, energy: 1, to: BEN },
				vec![none.clone(), root.clone()],
			),
			(Call::offer { interval: K, lot: 0, price: None }, vec![none.clone(), root.clone()]),
			(
				Call::buy { interval: K, lot: 0, energy: 1, most: 1 },
				vec![none.clone(), root.clone()],
			),
			(Call::cancel { interval: K, lot: 0, energy: 1, period }, vec![none, root]),
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
		let weight = |first, last| {
			let reason = Default::default();
			Call::<Test>::audit { node: 0, first, last, reason }.get_dispatch_info().call_weight
		};
		assert_eq!(weight(3, 5), <()>::audit(3));
		assert_eq!([weight(0, u32::MAX), weight(5, 3)], [<()>::audit(MAX_RANGE), <()>::audit(1)]);
	});
}
