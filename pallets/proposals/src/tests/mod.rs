// SPDX-License-Identifier: Apache-2.0

mod claim;
mod drop_problem;
mod hooks;
mod post;
mod reveal;
mod reward;
mod sequences;
mod try_state;

use codec::Encode;
use frame_support::{
	assert_noop, assert_ok,
	dispatch::GetDispatchInfo,
	traits::fungible::{Inspect, InspectHold},
};
use gridmerit_dispatch::{
	AtPrice, Body, DispatchClaim, DispatchOrder, GridStatement, Multiplier, NANO, Refusal, Row,
	Statement, Threshold, Volts, check,
};
use gridmerit_energy::{Interval, NodeIndex, Planck, RESERVE};
use gridmerit_grid::Line;
use gridmerit_market::Side::{self, Demand, Supply};
use gridmerit_pallet_support::{RentAccount, Report, Wagers, Words, testing::TestConduct};
use gridmerit_trust::{Offence, Part};
use sp_runtime::{DispatchError, DispatchResult, traits::Dispatchable};

use crate::{mock::*, *};

type Origin = RuntimeOrigin;
/// The pallet's errors.
type Wrong = Error<Test>;

/// The account of a node signs.
fn by(node: NodeIndex) -> Origin {
	Origin::signed(account_of(node))
}

fn order(bus: u16, side: Side, energy: u64, price: u64) -> DispatchOrder {
	DispatchOrder { bus, window: 0, side, energy, price }
}

/// Bus 1 lifts its voltage by 5 units with each Wh that it sells, and 500 are allowed: 100 Wh at 90, the rest at 120.
fn voltage() -> Statement {
	Statement {
		grids: vec![GridStatement::Radial {
			lines: vec![Line { parent: 0, import: 1_000, export: 1_000 }],
			volts: vec![Volts { rise: 5, above: 500, below: 500 }],
		}],
		orders: vec![
			order(0, Demand, 300, 150),
			order(0, Supply, 400, 120),
			order(1, Supply, 400, 90),
		],
		..Statement::default()
	}
}

fn margin(bus: u16, sold: u64, bought: u64) -> AtPrice {
	AtPrice { window: 0, bus, sold, bought }
}

/// So much comes from bus 1; 100 is the best, a Wh less is worth 30 less.
fn from_bus_1(energy: u64) -> Body {
	let margins = [margin(0, 300 - energy, 0), margin(1, energy, 0)];
	Body {
		prices: vec![120 * NANO],
		voltages: vec![Multiplier { window: 0, row: 0, value: 6 * NANO }],
		margins: margins.into_iter().filter(|margin| margin.sold > 0).collect(),
		..Body::default()
	}
}

/// What [`from_bus_1`] is worth.
const BEST: Planck = 12_000;
fn worth(energy: u64) -> Planck {
	BEST - 30 * Planck::from(100 - energy)
}

/// As much is wanted as is offered: each price from 90 to 200 is optimal.
fn one_price() -> Statement {
	Statement {
		grids: vec![GridStatement::Meshed { buses: 1, rows: vec![] }],
		orders: vec![order(0, Demand, 100, 200), order(0, Supply, 100, 90)],
		..Statement::default()
	}
}

/// All of it trades, at this price.
fn at(price: i64) -> Body {
	let (sold, bought) = (if price == 90 { 100 } else { 0 }, if price == 200 { 100 } else { 0 });
	let margins = vec![margin(0, sold, bought)];
	let margins = margins.into_iter().filter(|margin| margin.sold + margin.bought > 0).collect();
	Body { prices: vec![price * NANO], margins, ..Body::default() }
}

/// What a body for a statement comes to.
fn claim_of(statement: &Statement, body: &Body) -> DispatchClaim {
	let grids = statement.networks().unwrap();
	check(&statement.problem(&grids).unwrap(), body).unwrap().claim()
}

/// Ten blocks for claims, five for bodies, a hundredth of a gap.
fn terms() -> Terms {
	let threshold = Threshold { ppm: MAX_GAP, least: 0 };
	Terms { claims: 10, bodies: 5, threshold, wager: 1_000, reward: MAX_REWARD }
}

/// Posts a problem for the next interval; its number.
fn posted(statement: Statement, standing: Option<Body>, terms: Terms) -> u32 {
	let number = NextProblem::<Test>::get();
	assert_ok!(Proposals::post(Origin::signed(KEEPER), NOW + 1, statement, standing, terms));
	number
}

/// The one with voltage, of which nothing stands.
fn problem() -> u32 {
	posted(voltage(), None, terms())
}

fn claim(node: NodeIndex, problem: u32, claim: DispatchClaim, body: &Body) -> DispatchResult {
	Proposals::claim(by(node), problem, claim, body_hash(node, problem, body))
}

/// A node claims just what a body for the problem comes to.
fn claims(node: NodeIndex, problem: u32, body: &Body) {
	let statement = Proposals::statement(problem).unwrap();
	assert_ok!(claim(node, problem, claim_of(&statement, body), body));
}

fn reveal(node: NodeIndex, problem: u32, body: &Body) -> DispatchResult {
	Proposals::reveal(by(node), problem, body.clone())
}

/// Bodies are taken from now on.
fn claims_over(problem: u32) {
	World::run_to(Problems::<Test>::get(problem).unwrap().claims_until);
}

/// All that is due in the block in which no bodies are taken any more.
fn bodies_over(problem: u32) {
	World::run_to(Problems::<Test>::get(problem).unwrap().bodies_until);
}

fn standing(problem: u32) -> Standing {
	Problems::<Test>::get(problem).unwrap().standing
}

/// What a node has in all: in its account and in the pot.
fn money(node: NodeIndex) -> u64 {
	Balances::balance(&account_of(node)) + Ledger::account(node).credit
}

fn held(account: AccountId) -> u64 {
	Balances::balance_on_hold(&HoldReason::Problem.into(), &account)
}

fn held_nodes() -> Vec<(NodeIndex, u32)> {
	let mut held: Vec<_> = pallet_te_registry::References::<Test>::iter().collect();
	held.sort();
	held
}

/// The pallet's events so far, which are forgotten.
fn events() -> Vec<Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Proposals(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

#[test]
fn every_call_knows_who_may_send_it() {
	run(|| {
		let (statement, body) = (voltage(), from_bus_1(100));
		let post = Call::post { first: NOW + 1, statement, standing: None, terms: terms() };
		let claim = Call::claim { problem: 0, claim: DispatchClaim::default(), body: [0; 32] };
		let calls: [(Call<Test>, Vec<Origin>); 4] = [
			(post, vec![Origin::none(), Origin::root()]),
			(claim, vec![Origin::none(), Origin::root()]),
			(Call::reveal { problem: 0, body }, vec![Origin::none(), Origin::root()]),
			(Call::drop_problem { problem: 0 }, vec![Origin::none()]),
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

#[test]
fn who_sends_more_pays_more() {
	let weight = |statement: Statement, standing| {
		let call = Call::<Test>::post { first: 0, statement, standing, terms: terms() };
		call.get_dispatch_info().call_weight
	};
	let (statement, body) = (voltage(), from_bus_1(100));
	let bytes = statement.encoded_size() as u32;
	assert_eq!(weight(statement.clone(), None), <()>::post(bytes, 6));
	let body_bytes = body.encoded_size() as u32;
	let own = <()>::post(bytes, 6).saturating_add(<()>::check(bytes, 6));
	let own = own.saturating_add(<()>::reveal(body_bytes));
	assert_eq!(weight(statement, Some(body.clone())), own);
	// What is beyond the most work is refused before it is done.
	let large = GridStatement::Meshed { buses: 16_000, rows: vec![] };
	let large = Statement { grids: vec![large; 100], ..Statement::default() };
	let bytes = large.encoded_size() as u32;
	assert_eq!(weight(large, None), <()>::post(bytes, MAX_WORK));
	let reveal = Call::<Test>::reveal { problem: 0, body }.get_dispatch_info().call_weight;
	assert_eq!(reveal, <()>::reveal(body_bytes));
	let drop = Call::<Test>::drop_problem { problem: 0 }.get_dispatch_info().call_weight;
	assert_eq!(drop, <()>::drop_problem(MAX_CLAIMS));
}
