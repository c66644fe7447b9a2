// SPDX-License-Identifier: Apache-2.0

mod found;
mod hooks;
mod sequences;
mod sponsors;
mod top_up_and_end;
mod try_state;

use codec::Encode;
use frame_support::{assert_noop, assert_ok, weights::Weight};
use gridmerit_energy::{Interval, NodeIndex, Planck, SUBSIDIES, SourceKind};
use gridmerit_pallet_support::SubsidyPot;
use sp_runtime::{DispatchError, DispatchResult, traits::Dispatchable};

use crate::{
	ALL_HOURS, Call, Cursor, Error, Event, NextProgramme, PaidUntil, Programme, Programmes,
	Received, ReceivedPages, Rules, Sponsors, mock::*,
};

type Origin = RuntimeOrigin;

fn by(account: AccountId) -> Origin {
	Origin::signed(account)
}

/// 500 planck for a kWh of anything at any time, 2,000 for a node and day, from the next interval on.
fn rules() -> Rules {
	Rules {
		source: None,
		hours: ALL_HOURS,
		rate: 500,
		per_day: 2_000,
		most: 100_000,
		from: NOW + 1,
		until: NOW + 5,
	}
}

fn found(sponsor: AccountId, rules: Rules, amount: Planck) -> DispatchResult {
	Subsidies::found(by(sponsor), rules, amount)
}

/// A programme is founded; its number.
fn founded(rules: Rules, amount: Planck) -> u32 {
	let number = NextProgramme::<Test>::get();
	assert_ok!(found(SPONSOR, rules, amount));
	number
}

fn programme(number: u32) -> Programme<AccountId> {
	let programmes = Programmes::<Test>::get();
	programmes.into_iter().find(|programme| programme.number == number).unwrap()
}

/// What is in the pot of a programme, and what it has paid.
fn money(number: u32) -> (Planck, Planck) {
	let Programme { left, paid, .. } = programme(number);
	(left, paid)
}

/// What is left of an account's money.
fn balance(account: AccountId) -> u64 {
	Balances::free_balance(account)
}

/// A node's credit.
fn credit(node: NodeIndex) -> u64 {
	Ledger::account(node).credit
}

/// All before an interval is settled for good, and paid.
fn pay_until(interval: Interval) {
	Market::close(interval);
	poll(Weight::MAX);
}

fn paid(
	programme: u32,
	node: NodeIndex,
	interval: Interval,
	energy: u64,
	amount: Planck,
) -> Event<Test> {
	Event::Paid { programme, node, interval, energy, amount }
}

/// The pallet's events so far, which are forgotten.
fn events() -> Vec<Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Subsidies(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

#[test]
fn every_call_knows_who_may_send_it() {
	run(|| {
		let amount = 1_000;
		let calls: [(Call<Test>, Vec<Origin>); 4] = [
			(
				Call::set_sponsor { account: 9, allowed: true },
				vec![Origin::none(), by(SPONSOR), by(account_of(SUNNY))],
			),
			(Call::found { rules: rules(), amount }, vec![Origin::none(), Origin::root()]),
			(Call::top_up { programme: 0, amount }, vec![Origin::none(), Origin::root()]),
			(Call::end { programme: 0 }, vec![Origin::none()]),
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
