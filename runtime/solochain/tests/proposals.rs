// SPDX-License-Identifier: Apache-2.0

//! Dispatches that are proposed with wagers: one that wins, one that lies and loses, a problem without any.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../../common/tests/support/mod.rs"]
mod support;

use codec::Encode;
use frame_support::traits::{
	InstanceFilter,
	fungible::{Inspect, InspectHold},
};
use gridmerit_dispatch::{
	AtPrice, Body, DispatchClaim, DispatchOrder, GridStatement, Multiplier, NANO, Statement,
	Threshold, Volts, check,
};
use gridmerit_energy::{NodeIndex, Planck, RESERVE};
use gridmerit_grid::Line;
use gridmerit_market::Side::{self, Demand, Supply};
use gridmerit_pallet_support::{IntervalClock, RentAccount, Trust, Wagers};
use gridmerit_runtime::{
	Balance, Balances, ForwardMarket, Ledger, Proposals, Runtime, RuntimeCall, RuntimeEvent,
	System, TrustStaking,
	configs::accounts::ProxyType,
	units::{MILLIUNIT, UNIT},
};
use gridmerit_trust::{Offence, Part};
use pallet_authorities::{AuthorityKind, Call as Authority};
use pallet_proposals::{
	Call, Error, Event, Falsehood, HoldReason, Problems, Stage, Terms, body_hash,
};
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve};
use support::{
	FIRST_SLOT, begin, build_block, config,
	market::{node, send},
	next_session,
	settling::build_blocks,
	signed, transfer,
};

const WAGER: Balance = 100 * MILLIUNIT;
/// What is in the account of the congestion rent, beside the existential deposit.
const RENT: Balance = 100 * UNIT;

/// A development chain on which Bob and Charlie are bonded, and trusted by half.
fn chain() -> TestExternalities {
	let mut config = config("development");
	for node in [1, 2] {
		config.trust_staking.bonds.push((node, 500 * UNIT, Part::thousandths(500)));
	}
	begin(&config)
}

/// Dave runs the grid, and there is rent; the last slot.
fn prepared() -> u64 {
	build_block(FIRST_SLOT, vec![]);
	let kind = AuthorityKind::GridOperator;
	let publish = Authority::publish { kind, name: Default::default() };
	let trust = Authority::trust { authority: Dave.to_account_id(), trusted: true };
	let trust = pallet_sudo::Call::sudo { call: Box::new(RuntimeCall::from(trust)) };
	let rent = transfer(&Ledger::rent(), RENT + Balances::minimum_balance());
	send(FIRST_SLOT + 1, vec![(Dave, publish.into())]);
	send(FIRST_SLOT + 2, vec![(Alice, trust.into()), (Eve, rent)]);
	assert_eq!(Ledger::rent_held(), RENT);
	FIRST_SLOT + 2
}

fn order(bus: u16, side: Side, energy: u64, price: u64) -> DispatchOrder {
	DispatchOrder { bus, window: 0, side, energy, price }
}

/// Bus 1 lifts its voltage by 5 units with each Wh that it sells, and 500 are allowed.
fn voltage() -> Statement {
	Statement {
		grids: vec![GridStatement::Radial {
			lines: vec![Line { parent: 0, import: 1_000, export: 1_000 }],
			volts: vec![Volts { rise: 5, above: 500, below: 500 }],
		}],
		orders: vec![
			order(0, Demand, 300, 150_000),
			order(0, Supply, 400, 120_000),
			order(1, Supply, 400, 90_000),
		],
		..Statement::default()
	}
}

/// So much comes from bus 1: 100 is the best, 12,000,000 planck, a Wh less is worth 30,000 less.
fn from_bus_1(energy: u64) -> Body {
	let margin = |bus, sold| AtPrice { window: 0, bus, sold, bought: 0 };
	Body {
		prices: vec![120_000 * NANO],
		voltages: vec![Multiplier { window: 0, row: 0, value: 6_000 * NANO }],
		margins: vec![margin(0, 300 - energy), margin(1, energy)],
		..Body::default()
	}
}

fn claim_of(body: &Body) -> DispatchClaim {
	let statement = voltage();
	let grids = statement.networks().unwrap();
	check(&statement.problem(&grids).unwrap(), body).unwrap().claim()
}

/// Dave posts it, with what stands; its number, and the last slot.
fn post(slot: u64, standing: Option<Body>) -> (u32, u64) {
	let number = pallet_proposals::NextProblem::<Runtime>::get();
	let (claims, bodies) = (50, 50);
	let threshold = Threshold { ppm: 100, least: 60_000 };
	let terms = Terms { claims, bodies, threshold, wager: WAGER, reward: UNIT };
	let first = ForwardMarket::now() + 5;
	let post = Call::<Runtime>::post { first, statement: voltage(), standing, terms };
	send(slot + 1, vec![(Dave, post.into())]);
	(number, slot + 1)
}

fn claim(node: NodeIndex, problem: u32, claim: DispatchClaim, body: &Body) -> RuntimeCall {
	Call::<Runtime>::claim { problem, claim, body: body_hash(node, problem, body) }.into()
}

fn reveal(problem: u32, body: Body) -> RuntimeCall {
	Call::<Runtime>::reveal { problem, body }.into()
}

/// Builds blocks until the next one is that one; the last slot.
fn until(mut slot: u64, block: u32) -> u64 {
	while System::block_number() + 1 < block {
		slot += 1;
		build_block(slot, vec![]);
	}
	slot
}

/// The events of the pallet in the last block.
fn events() -> Vec<Event<Runtime>> {
	let of = |record: frame_system::EventRecord<_, _>| match record.event {
		RuntimeEvent::Proposals(event) => Some(event),
		_ => None,
	};
	System::events().into_iter().filter_map(of).collect()
}

fn free(account: Sr25519Keyring) -> Balance {
	Balances::free_balance(account.to_account_id())
}

/// Both claim, and show what they have; the slot before the block in which it is decided.
fn both_propose(
	slot: u64,
	problem: u32,
	bob: (DispatchClaim, Body),
	charlie: (DispatchClaim, Body),
) -> u64 {
	let claims = vec![
		(Bob, claim(node(Bob), problem, bob.0, &bob.1)),
		(Charlie, claim(node(Charlie), problem, charlie.0, &charlie.1)),
	];
	send(slot + 1, claims);
	assert_eq!(Ledger::wagered(), 2 * WAGER);
	let rules = Problems::<Runtime>::get(problem).unwrap();
	let slot = until(slot + 1, rules.claims_until);
	send(slot + 1, vec![(Charlie, reveal(problem, charlie.1)), (Bob, reveal(problem, bob.1))]);
	until(slot + 1, rules.bodies_until)
}

#[test]
fn a_proposal_wins_and_is_paid_from_the_rent() {
	chain().execute_with(|| {
		let slot = prepared();
		let (problem, slot) = post(slot, Some(from_bus_1(98)));
		let (bob, charlie) = (from_bus_1(100), from_bus_1(99));
		let (says_bob, says_charlie) = (claim_of(&bob), claim_of(&charlie));
		let slot = both_propose(slot, problem, (says_bob, bob.clone()), (says_charlie, charlie));
		let before = [Bob, Charlie].map(free);
		build_block(slot + 1, vec![]);
		// A tenth of two Wh at 30,000.
		let reward: Planck = 6_000;
		let node = node(Bob);
		let DispatchClaim { welfare, bound } = says_bob;
		let paid = 36_000_000;
		let decided = Event::Decided { problem, node: Some(node), welfare, bound, paid, reward };
		assert_eq!(events().last(), Some(&decided));
		assert_eq!([Bob, Charlie].map(free), [before[0] + reward, before[1]]);
		assert_eq!((Ledger::rent_held(), Ledger::wagered()), (RENT - reward, 0));
		// Both have their wagers, in the pot.
		for account in [Bob, Charlie] {
			assert_eq!(Ledger::account(support::market::node(account)).credit, WAGER);
		}
		assert_eq!(Proposals::dispatch(problem), Some(bob));
		let outcome = Proposals::outcome(problem).unwrap();
		assert_eq!((outcome.prices, outcome.fills), (vec![120_000, 90_000], vec![300, 200, 100]));
		assert_eq!(outcome.rent, 3_000_000);
		support::try_state();
	});
}

#[test]
fn a_proposal_that_lies_loses_its_wager_and_trust() {
	chain().execute_with(|| {
		let slot = prepared();
		let (problem, slot) = post(slot, None);
		let index = |node| TrustStaking::trust(node).index;
		let [bob, charlie] = [Bob, Charlie].map(node);
		assert_eq!(index(bob), index(charlie));
		// Bob has the best, and says that it is a Wh better.
		let lie = DispatchClaim { welfare: 12_030_000, bound: 12_030_000 };
		let true_one = from_bus_1(99);
		let says = claim_of(&true_one);
		let slot = both_propose(slot, problem, (lie, from_bus_1(100)), (says, true_one));
		build_block(slot + 1, vec![]);
		let why = Falsehood::Welfare;
		let false_one = Event::ClaimFalse { problem, node: bob, why, reported: true };
		assert_eq!(events()[0], false_one);
		let problem = Problems::<Runtime>::get(problem).unwrap();
		assert_eq!(problem.standing.node, Some(charlie));
		// A tenth of all that it is worth.
		let Stage::Decided { reward, .. } = problem.stage else { panic!("it is decided") };
		assert_eq!(reward, 1_197_000);
		assert_eq!(Ledger::account(RESERVE).credit, WAGER);
		assert_eq!((Ledger::account(bob).credit, Ledger::account(charlie).credit), (0, WAGER));
		// A twentieth of its bond waits to be slashed, and its index falls when the session is over.
		let slash = pallet_trust_staking::Slashes::<Runtime>::iter_values().next().unwrap();
		assert_eq!((slash.node, slash.offence), (bob, Some(Offence::FalseComputation)));
		assert_eq!(slash.fraction, Part::thousandths(50));
		support::try_state();
		let slot = next_session(slot + 1);
		build_blocks(slot - 1, 3);
		assert!(index(bob) < index(charlie), "{:?} {:?}", index(bob), index(charlie));
		support::try_state();
	});
}

#[test]
fn without_proposals_what_came_with_the_problem_stands() {
	chain().execute_with(|| {
		let slot = prepared();
		let (problem, slot) = post(slot, Some(from_bus_1(98)));
		let dave = Dave.to_account_id();
		let held = || Balances::balance_on_hold(&HoldReason::Problem.into(), &dave);
		assert!(held() > 0);
		let rules = Problems::<Runtime>::get(problem).unwrap();
		let slot = until(slot, rules.bodies_until);
		build_block(slot + 1, vec![]);
		let (welfare, bound, paid) = (11_940_000, 12_000_000, 36_000_000);
		let decided = Event::Decided { problem, node: None, welfare, bound, paid, reward: 0 };
		assert_eq!(events(), [decided]);
		assert_eq!(Proposals::dispatch(problem), Some(from_bus_1(98)));
		assert_eq!(Ledger::rent_held(), RENT);
		support::try_state();
		let Stage::Decided { until, .. } = Problems::<Runtime>::get(problem).unwrap().stage else {
			panic!("it is decided")
		};
		let slot = self::until(slot + 1, until);
		assert!(held() > 0);
		build_block(slot + 1, vec![]);
		assert_eq!((Proposals::problem(problem), held()), (None, 0));
		support::try_state();
	});
}

/// Eve has bonded nothing; Bob copies what Charlie has claimed, and cannot show it.
#[test]
fn who_has_no_trust_or_copies_gets_nothing() {
	chain().execute_with(|| {
		let slot = prepared();
		let (problem, slot) = post(slot, None);
		let body = from_bus_1(100);
		let says = claim_of(&body);
		let refused = |slot, account: Sr25519Keyring, call| {
			let nonce = System::account_nonce(account.to_account_id());
			match build_block(slot, vec![signed(account, nonce, call)])[..] {
				[Ok(result)] => result.err(),
				_ => panic!("the block did not take it"),
			}
		};
		let eve = claim(node(Eve), problem, says, &body);
		let no_trust = Some(Error::<Runtime>::NoTrust.into());
		assert_eq!(refused(slot + 1, Eve, eve), no_trust);
		let copied = || claim(node(Charlie), problem, says, &body);
		send(slot + 2, vec![(Charlie, copied()), (Bob, copied())]);
		let rules = Problems::<Runtime>::get(problem).unwrap();
		let slot = until(slot + 2, rules.claims_until);
		send(slot + 1, vec![(Charlie, reveal(problem, body.clone()))]);
		let other = Some(Error::<Runtime>::OtherBody.into());
		assert_eq!(refused(slot + 2, Bob, reveal(problem, body)), other);
		let slot = until(slot + 2, rules.bodies_until);
		build_block(slot + 1, vec![]);
		assert_eq!(events()[1], Event::NotRevealed { problem, node: node(Bob) });
		let standing = Problems::<Runtime>::get(problem).unwrap().standing;
		assert_eq!(standing.node, Some(node(Charlie)));
		assert_eq!(Ledger::account(RESERVE).credit, WAGER);
		support::try_state();
	});
}

/// Only the account itself, or who may do everything for it: a claim risks a wager and a bond.
#[test]
fn no_proxy_of_fewer_rights_proposes() {
	let body = from_bus_1(100);
	let calls = [claim(1, 0, DispatchClaim::default(), &body), reveal(0, body)];
	for call in calls {
		use ProxyType::*;
		assert!(Any.filter(&call));
		for less in [NonTransfer, CancelProxy, Market, MarketAndBond] {
			assert!(!less.filter(&call), "{less:?} {:?}", call.encode());
		}
	}
}

/// A check of the largest problem costs a fiftieth of the least wager, and all for a problem fit into a block.
#[test]
fn the_largest_check_is_cheap_beside_a_wager() {
	use frame_support::{
		traits::Get,
		weights::{Weight, WeightToFee as _},
	};
	use gridmerit_runtime::configs::fees::WeightToFee;
	use pallet_proposals::{Config, WeightInfo};
	type Costs = <Runtime as Config>::WeightInfo;
	let bytes = <Runtime as Config>::MaxStatement::get();
	let check: Weight = Costs::check(bytes, <Runtime as Config>::MaxWork::get());
	let wager: Balance = <Runtime as Config>::MinWager::get();
	assert!(50 * WeightToFee::weight_to_fee(&check) <= wager, "{check}");
	let most: Weight = <Runtime as Config>::MaxProposalsWeight::get();
	assert!(8 * check.ref_time() <= most.ref_time(), "{check} {most}");
}
