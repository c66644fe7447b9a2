// SPDX-License-Identifier: Apache-2.0

//! Whatever happens, the chain keeps a quorum of builders who ran before.

use super::*;
use frame_support::traits::fungible::Mutate;
use proptest::prelude::*;
use sp_runtime::Perbill;

#[derive(Clone, Debug)]
enum Step {
	Stand(NodeIndex),
	Leave(NodeIndex),
	Release(NodeIndex),
	Keys(NodeIndex),
	Trust(NodeIndex, u32),
	HandOver(NodeIndex, u64),
	Equivocate(NodeIndex, u32),
	Pardon(NodeIndex),
	Name(Option<Vec<NodeIndex>>),
	Rules(u32, u32),
	Earn(u16),
	Remove(NodeIndex),
	Session(Vec<u32>),
}

fn step() -> impl Strategy<Value = Step> {
	let node = 0..16_u32;
	prop_oneof![
		3 => node.clone().prop_map(Step::Stand),
		1 => node.clone().prop_map(Step::Leave),
		1 => node.clone().prop_map(Step::Release),
		2 => node.clone().prop_map(Step::Keys),
		3 => (node.clone(), 0..1_000_u32).prop_map(|(node, trust)| Step::Trust(node, trust)),
		1 => (node.clone(), 200..210_u64).prop_map(|(node, to)| Step::HandOver(node, to)),
		1 => (node.clone(), 0..3_u32).prop_map(|(node, ago)| Step::Equivocate(node, ago)),
		1 => node.clone().prop_map(Step::Pardon),
		1 => prop::option::of(prop::collection::vec(node.clone(), 0..7)).prop_map(Step::Name),
		1 => (0..14_u32, 0..8_u32).prop_map(|(seats, least)| Step::Rules(seats, least)),
		1 => any::<u16>().prop_map(Step::Earn),
		1 => node.prop_map(Step::Remove),
		6 => prop::collection::vec(0..4_u32, 12).prop_map(Step::Session),
	]
}

/// What cannot be done changes nothing; that is checked by all that follows.
fn tried(_: DispatchResult) {}

/// Does what the step says, as far as it can be done.
fn take(step: Step) {
	match step {
		Step::Stand(node) => tried(stand(node)),
		Step::Leave(node) => tried(step_down(node)),
		Step::Release(node) => {
			tried(Validators::release_keys(RuntimeOrigin::signed(account_of(node))))
		},
		Step::Keys(node) => {
			// As `session.setKeys`: of whoever acts for it.
			if let Some(known) = pallet_te_registry::Nodes::<Test>::get(node) {
				Mock::set_keys(known.account);
			}
		},
		Step::Trust(node, trust) => Mock::set_trust(node, trust),
		Step::HandOver(node, to) => {
			tried(Registry::replace_account(RuntimeOrigin::root(), node, to))
		},
		Step::Equivocate(place, ago) => {
			let session = Mock::current().saturating_sub(ago);
			let seat = Seats::<Test>::get(session).get(place as usize).cloned();
			if let Some(seat) = seat {
				let offender = (seat.account, (seat.node, session));
				offend(vec![offender], Perbill::from_percent(30), None);
			}
		},
		Step::Pardon(node) => tried(Validators::pardon(RuntimeOrigin::root(), node)),
		Step::Name(nodes) => {
			let nodes = nodes.map(BoundedVec::truncate_from);
			tried(Validators::name_validators(RuntimeOrigin::root(), nodes))
		},
		Step::Rules(seats, least) => {
			let rules = gridmerit_trust::SeatRules { seats, least, ..RULES };
			tried(Validators::set_seat_rules(RuntimeOrigin::root(), rules))
		},
		Step::Earn(amount) => {
			assert_ok!(Balances::mint_into(&Validators::pot(), amount.into()));
		},
		Step::Remove(node) => tried(Registry::remove(RuntimeOrigin::root(), node)),
		Step::Session(mut blocks) => {
			blocks.truncate(in_office_count());
			serve(&blocks);
		},
	}
}

fn in_office_count() -> usize {
	Mock::in_office().len()
}

proptest! {
	#[test]
	fn the_state_is_sound_and_a_quorum_of_each_set_was_in_the_one_before(
		founders in 1..8_u32,
		steps in prop::collection::vec(step(), 0..60),
	) {
		run(founders, || {
			for step in steps {
				let before: Vec<_> = Seats::<Test>::get(Mock::current() + 1).into_inner();
				let is_named = crate::Named::<Test>::get().is_some();
				let is_session = matches!(step, Step::Session(_));
				let is_minting = matches!(step, Step::Earn(_));
				let issuance = Balances::total_issuance();
				take(step);
				assert_ok!(Validators::do_try_state());
				assert!(is_minting || Balances::total_issuance() == issuance);
				// As consensus has it: all planned have keys, and none is lost on the way.
				let accounts: Vec<_> =
					Seats::<Test>::get(Mock::current() + 1).into_iter().map(|seat| seat.account).collect();
				assert_eq!(Mock::queued(), accounts);
				assert!(in_office_count() >= (founders as usize).min(MIN as usize));
				if is_session && !is_named {
					let now: Vec<_> = Seats::<Test>::get(Mock::current() + 1).into_inner();
					let stays =
						|account| now.iter().any(|seat| seat.account == account);
					let stay = before.iter().filter(|seat| stays(seat.account)).count();
					assert!(stay >= gridmerit_trust::quorum(before.len()));
				}
			}
		});
	}
}
