// SPDX-License-Identifier: Apache-2.0

//! Candidates, elections, service, offences, and the operator's own choice.

#![allow(clippy::unwrap_used)]

mod candidacy;
mod election;
mod genesis;
mod handover;
mod migration;
mod named;
mod offences;
mod ownership;
mod rules;
mod sequences;
mod service;
mod try_state;

use alloc::vec::Vec;
use frame_support::{BoundedVec, assert_noop, assert_ok};
use gridmerit_energy::NodeIndex;
use gridmerit_trust::{SeatLack, SeatReason};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{
	Candidates, Error, Event, NodesOf, Offender, Records, Rules, Seats, Sessions, mock::*,
};

/// Runs a test on a chain of so many validators, and afterwards `try_state`.
fn run(count: u32, test: impl FnOnce()) {
	genesis(count).execute_with(|| {
		test();
		assert_ok!(Validators::do_try_state());
	});
}

/// Who had a node's seat in a session.
fn offender(node: NodeIndex, session: u32) -> Offender<AccountId> {
	(account_of(node), (node, session))
}

fn stand(node: NodeIndex) -> DispatchResult {
	Validators::stand(RuntimeOrigin::signed(account_of(node)))
}

fn step_down(node: NodeIndex) -> DispatchResult {
	Validators::step_down(RuntimeOrigin::signed(account_of(node)))
}

/// Has nodes stand that have keys and so much trust.
fn join(nodes: impl IntoIterator<Item = NodeIndex>, thousandths: u32) {
	for node in nodes {
		Mock::set_keys(account_of(node));
		Mock::set_trust(node, thousandths);
		assert_ok!(stand(node));
	}
}

/// A session in which each builds so many blocks, in the order of the seats; then it ends.
fn serve(blocks: &[u32]) {
	for (place, count) in blocks.iter().enumerate() {
		for _ in 0..*count {
			block_by(Some(place as u32));
		}
	}
	Mock::rotate();
}

/// A session in which all who are in office build.
fn all_serve() {
	serve(&vec![ENOUGH; Mock::in_office().len()]);
}

/// The nodes that have a seat in a session, this one being 0.
fn seats(ahead: u32) -> Vec<NodeIndex> {
	Seats::<Test>::get(Mock::current() + ahead).into_iter().map(|seat| seat.node).collect()
}

fn in_office() -> Vec<NodeIndex> {
	Mock::in_office().into_iter().map(node_of).collect()
}

fn reason(ahead: u32, node: NodeIndex) -> Option<SeatReason> {
	let seats = Seats::<Test>::get(Mock::current() + ahead);
	seats.into_iter().find(|seat| seat.node == node).map(|seat| seat.reason)
}

fn lack(node: NodeIndex) -> Option<SeatLack> {
	Candidates::<Test>::get().into_iter().find(|known| known.node == node).unwrap().lack
}

fn last_event() -> Event<Test> {
	match System::events().pop().unwrap().event {
		RuntimeEvent::Validators(event) => event,
		other => panic!("{other:?}"),
	}
}

fn events() -> Vec<Event<Test>> {
	let ours = |record: frame_system::EventRecord<RuntimeEvent, _>| match record.event {
		RuntimeEvent::Validators(event) => Some(event),
		_ => None,
	};
	System::events().into_iter().filter_map(ours).collect()
}

/// How often a node is held by the pallet.
fn held(node: NodeIndex) -> u32 {
	pallet_te_registry::References::<Test>::get(node).unwrap_or(0)
}
