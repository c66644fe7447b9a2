// SPDX-License-Identifier: Apache-2.0

//! From readings to emissions, and what a zero-carbon demand refuses, on the real runtime.

#[path = "../../common/tests/support/mod.rs"]
mod support;

use frame_support::{assert_noop, assert_ok};
use gridmerit_carbon::{
	Bound, Cost, Definition, Emissions, Footprint, GridFootprint, IntervalStatement, Verdict,
};
use gridmerit_energy::{Interval, Wh};
use gridmerit_origin::Period;
use gridmerit_runtime::{
	Authorities, Carbon, Certificates, Runtime, RuntimeCall, RuntimeOrigin,
	carbon::DefaultFootprint,
};
use gridmerit_runtime_api::{
	runtime_decl_for_carbon_api::CarbonApi, runtime_decl_for_certificates_api::CertificatesApi,
};
use pallet_authorities::{AuthorityKind, Call as Authority};
use pallet_carbon::{Call, Error};
use pallet_certificates::Call as Certificate;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::BoundedVec;
use support::{
	FIRST_SLOT, build_block,
	market::{buys, gate_slot, node, origin, post, round, sells, send},
	meters::{deliver, read, seeded, settle_with_seeded},
	on_chain,
	settling::{build_blocks, close, pass},
};

const TRADERS: [Sr25519Keyring; 4] = [Bob, Charlie, Dave, Eve];

/// Charlie's roof, as the preset has it certified.
const ROOF: Footprint = Footprint { operating: 0, embodied: 41_000, travel: 0 };
const GRID: GridFootprint = GridFootprint {
	average: Footprint { operating: 350_000, embodied: 40_000, travel: 0 },
	residual: Some(Footprint { operating: 500_000, embodied: 50_000, travel: 0 }),
};

/// No more than 50 g/kWh with what is embodied, but for a tenth.
const BOUND: Bound = Bound { definition: Definition::Embodied, most: 50_000, loss_ppm: 100_000 };

/// Lets the round at hand clear and the next one open; the last slot.
fn clear(slot: u64) -> u64 {
	let (before, mut slot) = (round(), slot);
	while round() == before {
		slot = gate_slot().max(slot + 1);
		build_block(slot, vec![]);
	}
	slot
}

/// An account is an authority that the operator trusts.
fn trusted(slot: u64, account: Sr25519Keyring, kind: AuthorityKind) {
	let publish = Authority::publish { kind, name: Default::default() };
	send(slot, vec![(account, publish.into())]);
	let trust = Authority::trust { authority: account.to_account_id(), trusted: true };
	let trust = pallet_sudo::Call::sudo { call: Box::new(RuntimeCall::from(trust)) };
	send(slot + 1, vec![(Alice, trust.into())]);
}

fn publish(first: Interval, values: &[GridFootprint]) -> RuntimeCall {
	Call::publish { first, values: BoundedVec::truncate_from(values.to_vec()) }.into()
}

/// Bob, who has a bound, buys 600 of 1,000 Wh that Charlie's roof feeds in, and draws 700; a publisher says what the grid
/// emits, and all is settled for good. Before that, `first` is sent. Interval and slot.
fn played(first: Vec<(Sr25519Keyring, RuntimeCall)>) -> (Interval, u64) {
	build_block(FIRST_SLOT, vec![]);
	settle_with_seeded(FIRST_SLOT + 1, &TRADERS);
	trusted(FIRST_SLOT + 2, Ferdie, AuthorityKind::Publisher);
	let bound = Call::set_bound { bound: Some(BOUND) };
	send(FIRST_SLOT + 4, vec![(Bob, bound.into())]);
	send(FIRST_SLOT + 5, first);
	let slot = clear(FIRST_SLOT + 5);
	let (t, k) = (round(), round() + 1);
	let orders = [(Charlie, sells(1_000, 100_000)), (Bob, buys(600))];
	send(slot + 1, orders.map(|(account, order)| (account, post(t, &[(k, order)]))).to_vec());
	let slot = pass(clear(slot + 1), k);
	let fed = [(Bob, 700, 0), (Charlie, 0, 1_000), (Dave, 0, 0), (Eve, 0, 0)];
	let readings =
		fed.map(|(account, import, export)| read(&mut seeded(account), k, import, export));
	send(slot + 1, vec![(Alice, deliver(readings.to_vec())), (Ferdie, publish(k, &[GRID]))]);
	assert_eq!(stated(k), None);
	let mut slot = close(slot + 1, k);
	while Runtime::issued_until() <= Some(k) {
		slot = build_blocks(slot, 1);
	}
	(k, slot)
}

/// What was emitted for what Bob has drawn in an interval.
fn stated(interval: Interval) -> Option<IntervalStatement> {
	let (all, next) = Runtime::emissions(node(Bob), interval, interval);
	assert_eq!(next, None);
	all.into_iter().next()
}

fn cancel(interval: Interval, lot: u32, energy: Wh) -> RuntimeCall {
	Certificate::cancel { interval, lot, energy, period: Period::Interval }.into()
}

#[test]
fn what_was_drawn_is_stated_by_location_and_by_what_was_cancelled() {
	on_chain("development", || {
		let (k, mut slot) = played(vec![]);
		let before = stated(k).unwrap();
		assert_eq!((before.drawn, before.matched, before.certified), (700, 0, 0));
		assert_eq!(before.location, Some(Emissions::of(700, &GRID.average)));
		let residual = |energy| Emissions::of(energy, &GRID.unclaimed());
		assert_eq!(before.market, Some(residual(700)));
		let bounded = before.bound.unwrap();
		assert_eq!(bounded.verdict, Verdict { outside: 700, allowed: 70, missing: 630 });
		assert_eq!(bounded.cost, Cost { held: 600, offered: 0, amount: 0, short: 30 });

		// Bob cancels what he has bought, and Charlie offers the rest of the roof's.
		slot += 1;
		let offer = Certificate::offer { interval: k, lot: 1, price: Some(7_000) };
		send(slot, vec![(Bob, cancel(k, 0, 600)), (Charlie, offer.into())]);
		let after = stated(k).unwrap();
		assert_eq!((after.matched, after.certified, after.location), (600, 600, before.location));
		assert_eq!(after.market, Some(Emissions::of(600, &ROOF).with(&residual(100))));
		let bounded = after.bound.unwrap();
		assert_eq!(bounded.verdict, Verdict { outside: 100, allowed: 70, missing: 30 });
		assert_eq!(bounded.cost, Cost { held: 0, offered: 30, amount: 210_000, short: 0 });

		// With 30 Wh more it is kept.
		slot += 1;
		let give = Certificate::transfer { interval: k, lot: 1, energy: 30, to: node(Bob) };
		send(slot, vec![(Charlie, give.into())]);
		slot += 1;
		send(slot, vec![(Bob, cancel(k, 2, 30))]);
		let kept = stated(k).unwrap().bound.unwrap();
		assert!(kept.verdict.is_kept() && kept.cost == Cost::default(), "{kept:?}");

		// It was false: an auditor ends what was certified, and what is stated changes.
		trusted(slot + 1, Eve, AuthorityKind::Auditor);
		slot += 3;
		let decertify = Call::decertify { node: node(Charlie), since: k };
		send(slot, vec![(Eve, decertify.into())]);
		let false_now = stated(k).unwrap();
		assert_eq!((false_now.matched, false_now.certified), (630, 0));
		let default = Emissions::of(630, &DefaultFootprint::get());
		assert_eq!(false_now.market, Some(default.with(&residual(70))));
		assert_eq!(false_now.bound.unwrap().verdict.missing, 630);
	});
}

#[test]
fn dispatch_outside_the_bound_is_refused_and_says_so() {
	on_chain("development", || {
		// Charlie declares less than is certified, which ends that: it counts at the default.
		let less = Call::declare { footprint: Footprint::default() };
		let (k, mut slot) = played(vec![(Charlie, less.into())]);
		assert_eq!(Carbon::counted(node(Charlie), k), (DefaultFootprint::get(), false));
		let outside = |energy| {
			let cancelled = Certificates::cancel(origin(Bob), k, 0, energy, Period::Interval);
			cancelled.map(|_| ()).map_err(|error| error.error)
		};
		assert_noop!(outside(600), Error::<Runtime>::OutsideBound);
		assert_noop!(outside(71), Error::<Runtime>::OutsideBound);
		// A tenth of what he drew.
		slot += 1;
		send(slot, vec![(Bob, cancel(k, 0, 70))]);
		assert_noop!(outside(1), Error::<Runtime>::OutsideBound);
		let statement = stated(k).unwrap();
		assert_eq!((statement.matched, statement.certified), (70, 0));
		let market = Emissions::of(70, &DefaultFootprint::get());
		let market = market.with(&Emissions::of(630, &GRID.unclaimed()));
		assert_eq!(statement.market, Some(market));
		let bounded = statement.bound.unwrap();
		assert_eq!((bounded.verdict.outside, bounded.verdict.missing), (700, 630));
		// What he holds is of no use for it.
		assert_eq!((bounded.cost.held, bounded.cost.short), (0, 630));
		// Nor is there anything within it for Dave, who has no bound, to refuse.
		assert_eq!(Runtime::emissions(node(Dave), k, k).0[0].bound, None);
		build_block(slot + 1, vec![]);
	});
}

#[test]
fn only_whom_the_operator_trusts_says_what_the_grid_emits_or_a_plant_does() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		trusted(FIRST_SLOT + 1, Ferdie, AuthorityKind::Publisher);
		trusted(FIRST_SLOT + 3, Eve, AuthorityKind::Issuer);
		let now = round();
		let said = |account: Sr25519Keyring, first, grid| {
			Carbon::publish(origin(account), first, BoundedVec::truncate_from(vec![grid]))
		};
		assert_noop!(said(Eve, now, GRID), Error::<Runtime>::NotAPublisher);
		assert_noop!(said(Ferdie, now + 1, GRID), Error::<Runtime>::NotBegun);
		let beyond = Footprint { operating: DefaultFootprint::get().operating + 1, ..ROOF };
		let wrong = GridFootprint { average: beyond, residual: None };
		assert_noop!(said(Ferdie, now, wrong), Error::<Runtime>::OutsideLimits);
		assert_ok!(said(Ferdie, now, GRID));
		assert_noop!(said(Ferdie, now, GRID), Error::<Runtime>::AlreadyPublished);
		let certify = |account, until| Carbon::certify(origin(account), node(Charlie), ROOF, until);
		assert_noop!(certify(Ferdie, now + 500), Error::<Runtime>::NotAnIssuer);
		// The operator vouches for it.
		assert_noop!(certify(Eve, now + 500), Error::<Runtime>::NotYours);
		assert_ok!(Carbon::decertify(RuntimeOrigin::root(), node(Charlie), 0));
		assert_ok!(certify(Eve, now + 500));
		// A participant sets no limits.
		assert!(Carbon::set_limits(origin(Charlie), Carbon::limits()).is_err());
		assert!(Authorities::trust(origin(Ferdie), Ferdie.to_account_id(), true).is_err());
		build_block(FIRST_SLOT + 5, vec![]);
	});
}
