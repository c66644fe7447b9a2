// SPDX-License-Identifier: Apache-2.0

mod claims;
mod contracts;
mod sequences;
mod try_state;

use frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo};
use gridmerit_energy::{Interval, Planck};
use gridmerit_pallet_support::{Bus, RentAccount};
use sp_runtime::{DispatchError, DispatchResult, traits::Dispatchable};

use crate::{
	Call, Contract, ContractedUntil, Contracts, Error, Event, NextContract, Offer, Offers, Terms,
	WeightInfo, mock::*,
};

type Origin = RuntimeOrigin;

fn by(account: AccountId) -> Origin {
	Origin::signed(account)
}

/// 5,000 planck per kWh, at most 20,000 for an interval.
fn terms(until: Interval) -> Terms {
	Terms { price: 5_000, most: 20_000, until }
}

fn offer(owner: AccountId, bus: Bus, terms: Terms) -> DispatchResult {
	Transmission::offer(by(owner), bus, terms)
}

/// The owner of a line offers, and the operator agrees; the contract's number.
fn agreed(owner: AccountId, bus: Bus, terms: Terms) -> u32 {
	let number = NextContract::<Test>::get();
	assert_ok!(offer(owner, bus, terms));
	assert_ok!(Transmission::agree(by(OPERATOR), bus, terms));
	number
}

fn claim(contract: u32, intervals: u32) -> Result<(), DispatchError> {
	let claimed = Transmission::claim(by(STRANGER), contract, intervals);
	claimed.map(|_| ()).map_err(|error| error.error)
}

/// The pallet's events so far, which are forgotten.
fn events() -> Vec<Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Transmission(event) => Some(event),
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
		let calls: [(Call<Test>, Vec<Origin>); 5] = [
			(Call::offer { bus: 1, terms: terms(120) }, vec![Origin::none(), Origin::root()]),
			(Call::drop_offer { bus: 1 }, vec![Origin::none()]),
			(Call::agree { bus: 1, terms: terms(120) }, vec![Origin::none(), by(OWNER)]),
			(Call::end { contract: 0 }, vec![Origin::none()]),
			(Call::claim { contract: 0, intervals: 1 }, vec![Origin::none(), Origin::root()]),
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
		let weight = |intervals| {
			Call::<Test>::claim { contract: 0, intervals }.get_dispatch_info().call_weight
		};
		assert_eq!(weight(3), <()>::claim(3));
		assert_eq!(weight(u32::MAX), <()>::claim(MAX_CLAIM));
	});
}
