// SPDX-License-Identifier: Apache-2.0

mod capture;
mod questions;
mod roll;
mod sequences;
mod try_state;
mod votes;

use frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo};
use gridmerit_energy::NodeIndex;
use gridmerit_pallet_support::{Committees as _, SessionIndex, Subject, Verdict};
use sp_runtime::{DispatchError, traits::Dispatchable};

// The pallet, not its storage of the same name.
use crate::{
	Askers, Call, Candidates, Error, Event, Member, Pauses, Question, Questions, Roll, Serving,
	Stage, Vote, mock::*,
};

type Origin = RuntimeOrigin;

/// Who asks, and what.
const ASKER: AccountId = 7;
const SUBJECT: Subject = [1; 32];

fn by(node: NodeIndex) -> Origin {
	Origin::signed(account_of(node))
}

/// These nodes serve.
fn serve(nodes: impl IntoIterator<Item = NodeIndex>) {
	for node in nodes {
		assert_ok!(Committees::serve(by(node)));
	}
}

/// A committee is drawn for the question, as if each of the first nodes held one seat; its members.
fn drawn() -> Vec<NodeIndex> {
	drawn_with([1; MEMBERS as usize])
}

/// A committee is drawn for the question, as if the first nodes held so many seats; its members.
fn drawn_with(seats: impl IntoIterator<Item = u32>) -> Vec<NodeIndex> {
	serve(0..MIN_ROLL);
	assert_ok!(Committees::ask(&ASKER, SUBJECT));
	Mock::pass(2);
	Questions::<Test>::mutate(ASKER, |question| {
		let Some(Question { stage: Stage::Voting { members, .. }, .. }) = question else {
			panic!("it votes");
		};
		let held = (0..).zip(seats);
		let held = held.map(|(node, seats)| Member { node, seats, vote: Vote::Missing });
		*members = held.collect::<Vec<_>>().try_into().unwrap();
	});
	members(ASKER)
}

fn members(asker: AccountId) -> Vec<NodeIndex> {
	match Questions::<Test>::get(asker).map(|question| question.stage) {
		Some(Stage::Voting { members, .. }) => members.iter().map(|member| member.node).collect(),
		other => panic!("it votes not: {other:?}"),
	}
}

/// How a member's vote is taken: whether it pays.
fn vote(node: NodeIndex, approve: bool) -> Result<(), DispatchError> {
	let voted = Committees::vote(by(node), ASKER, SUBJECT, approve);
	let voted = voted.map_err(|error| error.error)?;
	assert_eq!(voted.pays_fee, frame_support::dispatch::Pays::No);
	Ok(())
}

fn verdict() -> Option<Verdict> {
	Committees::verdict(&ASKER, &SUBJECT)
}

/// The pallet's events so far, which are forgotten.
fn events() -> Vec<Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Committees(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

#[test]
fn every_call_is_signed_and_weighs_something() {
	use codec::Encode;
	run(|| {
		let calls: [Call<Test>; 4] = [
			Call::serve {},
			Call::leave {},
			Call::weigh { node: 0 },
			Call::vote { asker: ASKER, subject: SUBJECT, approve: true },
		];
		for (index, call) in calls.into_iter().enumerate() {
			assert_eq!(call.encode()[0], index as u8);
			assert!(call.get_dispatch_info().call_weight.ref_time() > 0);
			for origin in [Origin::none(), Origin::root()] {
				assert_noop!(
					RuntimeCall::from(call.clone()).dispatch(origin).map_err(|error| error.error),
					DispatchError::BadOrigin
				);
			}
		}
	});
}
