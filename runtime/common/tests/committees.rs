// SPDX-License-Identifier: Apache-2.0

//! A committee drawn by trust decides on the grid's lines, from the proposal until they hold.

mod support;

use frame_support::traits::Get;
use gridmerit_energy::{EnergyLimits, NodeIndex, Roles, SourceKind};
use gridmerit_pallet_support::{
	Committees as _, Grid as _, GridKeepers, GridRole, IntervalClock, TeNodes,
};
use gridmerit_runtime::{
	AccountId, Balances, Committees, ForwardMarket, Grid, Runtime, RuntimeCall, RuntimeOrigin,
	System, TeRegistry, units::UNIT,
};
use gridmerit_trust::Part;
use pallet_committees::{Call, Questions, Stage};
use pallet_grid::{Agreement, Change, ChangeOf, Error, LineData};
use pallet_te_registry::NodeData;
use sp_core::{Pair as _, sr25519::Pair};
use sp_keyring::Sr25519Keyring::{self, Alice, Dave, Eve};
use sp_runtime::{
	DispatchError,
	traits::{BlakeTwo256, Hash},
};
use support::{
	FIRST_SLOT, begin, build_block, build_block_with, config, market::send, next_session,
	random_digest, settling::pass, signed, signed_by, try_state,
};

const RATING: u64 = 50_000;

/// A neighbour whom many trust.
fn neighbour(number: u32) -> Pair {
	Pair::from_string(&format!("//Neighbour//{number}"), None).expect("a secret")
}

fn account(pair: &Pair) -> AccountId {
	pair.public().into()
}

/// The neighbour that has a node.
fn neighbour_of(node: NodeIndex) -> Pair {
	let owner = TeRegistry::account_of(node).expect("a node");
	(0..).map(neighbour).find(|pair| account(pair) == owner).expect("there is one")
}

/// A development chain with so many neighbours more, each with a bond and an index of a half.
fn with_neighbours(count: u32) -> sp_io::TestExternalities {
	let mut config = config("development");
	for number in 0..count {
		let id = account(&neighbour(number));
		let node = config.te_registry.nodes.len() as NodeIndex;
		let data = NodeData {
			customer: BlakeTwo256::hash_of(&number),
			roles: Roles { consumer: true, ..Default::default() },
			bus: 1,
			limits: EnergyLimits { generation: 0, consumption: 10_000 },
			source: SourceKind::None,
			battery: None,
		};
		config.balances.balances.push((id.clone(), 1_000 * UNIT));
		config.te_registry.nodes.push((id, data));
		config.trust_staking.bonds.push((node, 500 * UNIT, Part::thousandths(500)));
	}
	begin(&config)
}

/// Why a call of an account is refused that a block takes.
fn refused(slot: u64, account: Sr25519Keyring, call: RuntimeCall) -> Option<DispatchError> {
	let nonce = System::account_nonce(account.to_account_id());
	match build_block(slot, vec![signed(account, nonce, call)])[..] {
		[Ok(result)] => result.err(),
		_ => panic!("the block did not take it"),
	}
}

/// Lets sessions begin until the committee that an account asks is drawn; the last slot.
fn until_drawn(mut slot: u64, asker: &AccountId) -> u64 {
	for _ in 0..6 {
		let stage = Questions::<Runtime>::get(asker).expect("it asks").stage;
		if matches!(stage, Stage::Voting { .. }) {
			return slot;
		}
		slot = next_session(slot);
		// No hook runs in the first block of a session.
		for slot in [slot, slot + 1] {
			build_block_with(random_digest(slot), slot, || (), vec![]);
		}
		slot += 1;
	}
	panic!("no committee was drawn in six sessions");
}

/// In the same call: nobody has to have it weighed.
#[test]
fn who_is_suspended_serves_no_more() {
	let roll: u32 = <Runtime as pallet_committees::Config>::MinRoll::get();
	with_neighbours(roll).execute_with(|| {
		build_block_with(random_digest(FIRST_SLOT), FIRST_SLOT, || (), vec![]);
		let serve = |number| signed_by(&neighbour(number), 0, Call::<Runtime>::serve {}.into(), 0);
		build_block(FIRST_SLOT + 1, (0..roll).map(serve).collect());
		assert!(Committees::can_convene());
		let node = TeRegistry::by_account(&account(&neighbour(0))).expect("a node").index;
		let suspended = TeRegistry::suspend(RuntimeOrigin::root(), node, Default::default());
		assert_eq!(suspended, Ok(()));
		assert!(!Committees::can_convene());
		try_state();
	});
}

#[test]
fn a_committee_decides_on_lines_from_the_proposal_until_they_hold() {
	let roll: u32 = <Runtime as pallet_committees::Config>::MinRoll::get();
	with_neighbours(roll).execute_with(|| {
		build_block_with(random_digest(FIRST_SLOT), FIRST_SLOT, || (), vec![]);
		Grid::set_keeper(&Dave.to_account_id(), Some(GridRole::GridOperator));
		assert!(!Committees::can_convene());
		let mut slot = FIRST_SLOT + 1;
		let serve = |number| signed_by(&neighbour(number), 0, Call::<Runtime>::serve {}.into(), 0);
		for result in build_block(slot, (0..roll).map(serve).collect()) {
			assert_eq!(result, Ok(Ok(())));
		}
		assert!(Committees::can_convene());

		// Dave proposes two lines. Nobody can agree alone, not even the operator.
		let line =
			|bus| LineData { bus, parent: bus - 1, rating: RATING, owner: Eve.to_account_id() };
		let lines = vec![line(1), line(2)].try_into().unwrap();
		let change: ChangeOf<Runtime> = Change::Lines { from: 0, lines };
		let dave = Dave.to_account_id();
		slot += 1;
		let propose = pallet_grid::Call::<Runtime>::propose { change: change.clone() };
		send(slot, vec![(Dave, propose.into())]);
		let subject = Grid::subject(&dave, &change);
		let agree =
			pallet_grid::Call::<Runtime>::agree { proposer: dave.clone(), change: change.clone() };
		let not_yet = Some(Error::<Runtime>::NotApproved.into());
		assert_eq!(refused(slot + 1, Eve, agree.clone().into()), not_yet);
		let root = gridmerit_runtime::RuntimeOrigin::root();
		let by_operator = Grid::agree(root, dave.clone(), change.clone());
		assert_eq!(by_operator, Err(Error::<Runtime>::NotApproved.into()));

		// The committee is drawn by what nobody knew, and ten of fifteen seats approve, free of charge.
		slot = until_drawn(slot + 1, &dave);
		let Some(Stage::Voting { members, .. }) =
			Questions::<Runtime>::get(&dave).map(|question| question.stage)
		else {
			panic!("it votes");
		};
		assert_eq!(members.iter().map(|member| member.seats).sum::<u32>(), 15);
		let vote = |node| {
			let asker = dave.clone();
			let call = Call::<Runtime>::vote { asker, subject, approve: true };
			let pair = neighbour_of(node);
			let before = Balances::free_balance(account(&pair));
			let nonce = System::account_nonce(account(&pair));
			(account(&pair), before, signed_by(&pair, nonce, call.into(), 0))
		};
		let mut seats = 0;
		let enough = members.iter().take_while(|member| {
			let needed = seats < Committees::needed();
			seats += member.seats;
			needed
		});
		let votes: Vec<_> = enough.map(|member| vote(member.node)).collect();
		slot += 1;
		let sent = votes.iter().map(|(.., vote)| vote.clone()).collect();
		for result in build_block(slot, sent) {
			assert_eq!(result, Ok(Ok(())));
		}
		for (voter, before, _) in &votes {
			assert_eq!(Balances::free_balance(voter), *before);
		}

		// Whoever says so carries it out, after the notice.
		slot += 1;
		send(slot, vec![(Eve, agree.into())]);
		let agreed = pallet_grid::Event::<Runtime>::Agreed {
			proposer: dave.clone(),
			by: Agreement::Committee,
		};
		System::assert_has_event(agreed.into());
		assert!(!Questions::<Runtime>::contains_key(&dave));
		let notice: u32 = <Runtime as pallet_grid::Config>::Notice::get();
		let from = ForwardMarket::now() + notice;
		assert_eq!((Grid::buses(from - 1), Grid::buses(from)), (0, 3));
		pass(slot, from);
		assert_eq!(Grid::feeder(from).map(|feeder| feeder.buses()), Some(3));
		support::try_state();
	});
}

/// What is agreed to by two where too few serve is tested in `grid.rs`, on a chain where nobody does.
#[test]
fn the_operator_drops_what_it_does_not_want_before_it_is_carried_out() {
	let roll: u32 = <Runtime as pallet_committees::Config>::MinRoll::get();
	with_neighbours(roll).execute_with(|| {
		build_block(FIRST_SLOT, vec![]);
		Grid::set_keeper(&Dave.to_account_id(), Some(GridRole::GridOperator));
		let serve = |number| signed_by(&neighbour(number), 0, Call::<Runtime>::serve {}.into(), 0);
		build_block(FIRST_SLOT + 1, (0..roll).map(serve).collect());
		let lines = vec![LineData { bus: 1, parent: 0, rating: 1, owner: Eve.to_account_id() }];
		let change: ChangeOf<Runtime> = Change::Lines { from: 0, lines: lines.try_into().unwrap() };
		let propose = || pallet_grid::Call::<Runtime>::propose { change: change.clone() }.into();
		send(FIRST_SLOT + 2, vec![(Dave, propose())]);
		let dropped =
			pallet_grid::Call::<Runtime>::drop_proposal { proposer: Dave.to_account_id() };
		let by_operator = pallet_sudo::Call::sudo { call: Box::new(dropped.into()) };
		send(FIRST_SLOT + 3, vec![(Alice, by_operator.into())]);
		// Another committee is not drawn for Dave before a week.
		let again = refused(FIRST_SLOT + 4, Dave, propose());
		let asked_before = pallet_committees::Error::<Runtime>::AskedBefore;
		assert_eq!(again, Some(asked_before.into()));
		support::try_state();
	});
}
