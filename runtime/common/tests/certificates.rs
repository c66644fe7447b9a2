// SPDX-License-Identifier: Apache-2.0

//! Certificates of origin: from an order to the energy that somebody has used, on the real runtime.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use frame_support::{assert_ok, traits::Get};
use gridmerit_energy::{Basis, Interval, NodeIndex, SourceKind, Wh};
use gridmerit_origin::{Certificate, LotState, PlantData, Support, month_of};
use gridmerit_pallet_support::{IntervalClock, IntervalTerms};
use gridmerit_runtime::{
	Authorities, Certificates, ForwardMarket, Ledger, Runtime, RuntimeCall, RuntimeOrigin,
};
use gridmerit_runtime_api::runtime_decl_for_certificates_api::CertificatesApi;
use pallet_authorities::{AuthorityKind, Call as Authority};
use pallet_certificates::{Call, Error, GenesisPlant};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::BoundedVec;
use support::{
	FIRST_SLOT, begin, build_block, config,
	market::{INTERVAL_SLOTS, buys, gate_slot, node, origin, post, round, sells, send},
	meters::{deliver, read, seeded, settle_with_seeded},
	on_chain,
	settling::{build_blocks, close, dispute_window, invoice, pass},
};

const TRADERS: [Sr25519Keyring; 4] = [Bob, Charlie, Dave, Eve];

/// Lets the round at hand clear and the next one open; the last slot.
fn clear(slot: u64) -> u64 {
	let (before, mut slot) = (round(), slot);
	while round() == before {
		slot = gate_slot().max(slot + 1);
		build_block(slot, vec![]);
		support::try_state();
	}
	slot
}

/// Lets an interval be settled for good and get its certificates; the last slot.
fn issue(slot: u64, interval: Interval) -> u64 {
	let mut slot = close(slot, interval);
	while Runtime::issued_until() <= Some(interval) {
		slot = build_blocks(slot, 1);
	}
	support::try_state();
	slot
}

/// Plant, source, first Wh, how many, holder and state.
type Row = (NodeIndex, SourceKind, Wh, Wh, NodeIndex, LotState);

fn lots(interval: Interval) -> Vec<Row> {
	let (all, next) = Runtime::certificates(interval, 0);
	assert_eq!(next, None);
	let row =
		|lot: Certificate| (lot.plant, lot.source, lot.from, lot.energy, lot.holder, lot.state);
	all.into_iter().map(row).collect()
}

fn held(plant: Sr25519Keyring, from: Wh, energy: Wh, holder: Sr25519Keyring) -> Row {
	(node(plant), SourceKind::Solar, from, energy, node(holder), LotState::Held)
}

/// Bob buys 600 of 1,000 Wh that Charlie's roof feeds in, and all is read; interval and slot.
fn traded() -> (Interval, u64) {
	build_block(FIRST_SLOT, vec![]);
	settle_with_seeded(FIRST_SLOT + 1, &TRADERS);
	let slot = clear(FIRST_SLOT + 1);
	let (t, k) = (round(), round() + 1);
	let orders = [(Charlie, sells(1_000, 100_000)), (Bob, buys(600))];
	send(slot + 1, orders.map(|(account, order)| (account, post(t, &[(k, order)]))).to_vec());
	let mut slot = pass(clear(slot + 1), k);
	let fed = [(Bob, 700, 0), (Charlie, 0, 1_000), (Dave, 0, 0), (Eve, 0, 0)];
	let readings =
		fed.map(|(account, import, export)| read(&mut seeded(account), k, import, export));
	slot += 1;
	send(slot, vec![(Alice, deliver(readings.to_vec()))]);
	assert_eq!(invoice(k, Charlie).unwrap().basis, Basis::Reading);
	(k, slot)
}

#[test]
fn who_has_bought_energy_cancels_its_certificates_for_what_it_used_in_that_interval() {
	on_chain("development", || {
		let (k, slot) = traded();
		assert_eq!(Runtime::expected(k, node(Charlie)), Some(1_000));
		assert_eq!((lots(k), Runtime::issued(k, node(Charlie))), (vec![], None));
		let mut slot = issue(slot, k);
		assert_eq!(lots(k), [held(Charlie, 0, 600, Bob), held(Charlie, 600, 400, Charlie)]);
		let certificate = Runtime::certificates_of(node(Bob), k, k).0[0];
		// The roof is on bus 18, and its meter is the seeded one.
		assert_eq!((certificate.bus, certificate.meter), (18, node(Charlie) - 1));
		assert_eq!(Runtime::issued(k, node(Charlie)).unwrap().fed_in, 1_000);

		let cancel = |lot, energy| -> RuntimeCall {
			let period = gridmerit_origin::Period::Interval;
			Call::cancel { interval: k, lot, energy, period }.into()
		};
		slot += 1;
		send(slot, vec![(Bob, cancel(0, 600))]);
		let matched = Runtime::matched(k, node(Bob)).unwrap();
		assert_eq!((matched.drawn, matched.cancelled), (700, 600));
		let month = month_of(ForwardMarket::start(k));
		let consumed = Runtime::consumed(node(Bob), month);
		assert_eq!((consumed.drawn, consumed.cancelled), (700, 600));
		let (source, sums) = Runtime::totals()[0];
		assert_eq!(
			(source, sums.issued, sums.cancelled, sums.held),
			(SourceKind::Solar, 1_000, 600, 400)
		);
		// Once, and nobody for what it did not use.
		let again = Certificates::cancel(origin(Bob), k, 0, 1, gridmerit_origin::Period::Interval);
		assert_eq!(again.unwrap_err().error, Error::<Runtime>::NotHeld.into());
		let other =
			Certificates::cancel(origin(Charlie), k, 1, 1, gridmerit_origin::Period::Interval);
		assert_eq!(other.unwrap_err().error, Error::<Runtime>::NotDrawn.into());

		// The rest of the roof's is sold apart from the energy, and paid out of what the buyer has paid in. Bob could not: he owes
		// for intervals in which his meter was silent.
		let offer = Call::offer { interval: k, lot: 1, price: Some(7_000) };
		slot += 1;
		send(slot, vec![(Charlie, offer.into())]);
		let owes = Certificates::buy(origin(Bob), k, 1, 100, 7_000);
		assert_eq!(owes, Err(pallet_ledger::Error::<Runtime>::InDebt.into()));
		assert_ok!(Ledger::deposit(origin(Alice), 1_000_000));
		let credit = |account| Ledger::account(node(account)).credit;
		let before = (credit(Alice), credit(Charlie));
		let buy = Call::buy { interval: k, lot: 1, energy: 100, most: 7_000 };
		slot += 1;
		send(slot, vec![(Alice, buy.into())]);
		assert_eq!((credit(Alice), credit(Charlie)), (before.0 - 700_000, before.1 + 700_000));
		let give = Call::transfer { interval: k, lot: 2, energy: 100, to: node(Bob) };
		slot += 1;
		send(slot, vec![(Alice, give.into())]);
		slot += 1;
		send(slot, vec![(Bob, cancel(2, 100))]);
		assert_eq!(Runtime::matched(k, node(Bob)).unwrap().open(), 0);
		assert_eq!(Runtime::sums(k)[0].1.held, 300);
	});
}

#[test]
fn a_meter_that_is_revoked_in_time_proves_the_origin_of_nothing() {
	on_chain("development", || {
		let (k, mut slot) = traded();
		let kind = AuthorityKind::Police;
		slot += 1;
		send(slot, vec![(Eve, Authority::publish { kind, name: Default::default() }.into())]);
		assert_ok!(Authorities::trust(RuntimeOrigin::root(), Eve.to_account_id(), true));
		assert_ok!(Ledger::deposit(origin(Charlie), 10_000_000_000));
		assert_eq!(Runtime::expected(k, node(Charlie)), Some(1_000));
		let report = Authority::report_meter {
			meter: node(Charlie) - 1,
			since: k,
			reason: BoundedVec::truncate_from(b"opened".to_vec()),
		};
		slot += 1;
		send(slot, vec![(Eve, report.into())]);
		assert_eq!(invoice(k, Charlie).unwrap().basis, Basis::Revoked);
		assert_eq!(Runtime::expected(k, node(Charlie)), None);
		issue(slot, k);
		assert_eq!((lots(k), Runtime::totals()), (vec![], vec![]));
		// What Bob drew is noted all the same.
		let month = month_of(ForwardMarket::start(k));
		assert_eq!(Runtime::consumed(node(Bob), month).drawn, 700);
	});
}

#[test]
fn what_was_issued_wrongly_the_plant_makes_good() {
	on_chain("development", || {
		let (k, mut slot) = traded();
		slot = issue(slot, k);
		let kind = AuthorityKind::Auditor;
		slot += 1;
		send(slot, vec![(Eve, Authority::publish { kind, name: Default::default() }.into())]);
		let reason: BoundedVec<_, _> = BoundedVec::truncate_from(b"a generator".to_vec());
		let audit =
			|| Call::audit { node: node(Charlie), first: k, last: k, reason: reason.clone() };
		let untrusted = Certificates::audit(origin(Eve), node(Charlie), k, k, reason.clone());
		assert_eq!(untrusted, Err(Error::<Runtime>::NotAnAuditor.into()));
		assert_ok!(Authorities::trust(RuntimeOrigin::root(), Eve.to_account_id(), true));
		slot += 1;
		send(slot, vec![(Eve, audit().into())]);
		// Bob keeps what it has bought.
		assert_eq!(lots(k)[0], held(Charlie, 0, 600, Bob));
		assert_eq!(Runtime::plant(node(Charlie)).unwrap().owes, 1_000);
		assert_ok!(Certificates::forgive(RuntimeOrigin::root(), node(Charlie), 400));
		assert_eq!(Runtime::plant(node(Charlie)).unwrap().owes, 600);
		let plants = Runtime::plants(0).0;
		assert_eq!(plants.iter().map(|(node, _)| *node).collect::<Vec<_>>(), [2, 3]);
		build_block(slot + 1, vec![]);
	});
}

/// Eve's node is a battery: the first 1,000 Wh that it is charged with are Charlie's sun, and what it held before is of no known
/// source.
#[test]
fn a_battery_hands_on_the_sun_that_it_was_charged_with() {
	use gridmerit_energy::{Battery, Roles};
	let mut config = config("development");
	let battery =
		Battery { capacity: 10_000, power: 40_000, efficiency_ppm: 900_000, initial: 2_000 };
	for (account, data) in &mut config.te_registry.nodes {
		if *account == Eve.to_account_id() {
			data.roles = Roles { storage: true, ..Default::default() };
			data.limits.generation = 8_000;
			data.limits.consumption = 10_000;
			data.source = SourceKind::Storage;
			data.battery = Some(battery);
		}
	}
	let data = PlantData {
		source: SourceKind::Storage,
		fuel: 0,
		technology: 0,
		capacity: 40_000,
		commissioned: 0,
		country: *b"DE",
		support: Support::Unknown,
	};
	let plant = GenesisPlant { node: 4, data, meter: 3, most: 8_000, until: Interval::MAX };
	config.certificates.plants.push(plant);
	begin(&config).execute_with(|| {
		build_block(FIRST_SLOT, vec![]);
		settle_with_seeded(FIRST_SLOT + 1, &TRADERS);
		let slot = clear(FIRST_SLOT + 1);
		let (t, k) = (round(), round() + 1);
		let orders = vec![
			(Charlie, post(t, &[(k, sells(1_000, 100_000))])),
			(Eve, post(t, &[(k, buys(1_000)), (k + 1, sells(500, 120_000))])),
			(Bob, post(t, &[(k + 1, buys(500))])),
		];
		send(slot + 1, orders);
		let mut slot = pass(clear(slot + 1), k + 1);
		let mut meters = TRADERS.map(seeded);
		let fed = [
			(k, [(0, 0), (0, 1_000), (0, 0), (1_000, 0)]),
			(k + 1, [(500, 0), (0, 0), (0, 0), (0, 580)]),
		];
		let mut readings = Vec::new();
		for (interval, rows) in fed {
			for (meter, (import, export)) in meters.iter_mut().zip(rows) {
				readings.push(read(meter, interval, import, export));
			}
		}
		slot += 1;
		send(slot, vec![(Alice, deliver(readings))]);
		issue(slot, k + 1);
		let stored = (node(Charlie), SourceKind::Solar, 0, 1_000, node(Eve), LotState::Stored);
		assert_eq!(lots(k), [stored]);
		// It held 2,900 Wh, of which 900 were sun: 180 of the 580 Wh that it gave back, which Bob has bought.
		assert_eq!(lots(k + 1), [held(Eve, 0, 180, Bob)]);
		let stock = Runtime::stock(node(Eve)).unwrap();
		assert_eq!((stock.total, stock.parts[1]), (2_320, 720));
		let sums = Runtime::totals()[0].1;
		assert_eq!((sums.issued, sums.stored, sums.held), (1_180, 1_000, 180));
		support::try_state();
	});
}

#[test]
fn an_issuer_certifies_what_an_owner_has_registered() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		settle_with_seeded(FIRST_SLOT + 1, &TRADERS);
		let data = Runtime::plant(node(Dave)).unwrap().data;
		let other = PlantData { capacity: 20_000, commissioned: 0, ..data };
		let kind = AuthorityKind::Issuer;
		let publish = Authority::publish { kind, name: Default::default() };
		send(
			FIRST_SLOT + 2,
			vec![(Dave, Call::register_plant { data: other }.into()), (Ferdie, publish.into())],
		);
		assert_eq!(Runtime::plant(node(Dave)).unwrap().certified, None);
		// The meter settles from the next interval on.
		let slot = clear(FIRST_SLOT + 2);
		let slot = pass(slot, round());
		let now = ForwardMarket::now();
		let certify = |data| {
			let (meter, most, until) = (node(Dave) - 1, 25_000, now + 1_000);
			Certificates::certify(origin(Ferdie), node(Dave), data, meter, most, until)
		};
		assert_eq!(certify(other), Err(Error::<Runtime>::NotAnIssuer.into()));
		assert_ok!(Authorities::trust(RuntimeOrigin::root(), Ferdie.to_account_id(), true));
		assert_eq!(certify(data), Err(Error::<Runtime>::PlantChanged.into()));
		assert_ok!(certify(other));
		let certified = Runtime::plant(node(Dave)).unwrap().certified.unwrap();
		let notice: u32 = <Runtime as pallet_certificates::Config>::Notice::get();
		assert_eq!(
			(certified.by, certified.from),
			(Some(Ferdie.to_account_id()), now + 1 + notice)
		);
		build_block(slot + 1, vec![]);
	});
}

/// All that certificates cost for an interval, beside all that its readings cost: by the weights of this chain, for a village
/// and for a page of nodes of which half have plants.
#[test]
fn certificates_cost_a_seventh_of_what_settling_costs_at_most() {
	use gridmerit_runtime::chain::weights::{Certificates as Steps, MeterAttestation as Meters};
	use pallet_certificates::WeightInfo as _;
	use pallet_meter_attestation::WeightInfo as _;
	let batch: u32 = <Runtime as pallet_meter_attestation::Config>::MaxBatch::get();
	for (nodes, rounds) in [(16_u32, 4_u32), (128, 4)] {
		let settled = (0..nodes.div_ceil(batch)).fold(0, |sum, place| {
			let readings = nodes.saturating_sub(place * batch).min(batch);
			sum + Meters::deliver(readings).ref_time()
		});
		let plants = nodes / 2;
		let (steps, last) = (plants / 32, plants % 32);
		let issue = u64::from(steps) * Steps::issue(32).ref_time() + Steps::issue(last).ref_time();
		// A transaction a node, all rounds together; they and the plants are on a page each.
		let deal = Steps::deal(rounds + 1, nodes).ref_time();
		let keep = Steps::keep(plants).ref_time();
		let around = Steps::rounds(rounds).ref_time() + 2 * Steps::poll().ref_time();
		let certificates = issue + deal + keep + around;
		println!(
			"{nodes} nodes: settled {} us, certificates {} us, {:.3} of it",
			settled / 1_000_000,
			certificates / 1_000_000,
			(settled + certificates) as f64 / settled as f64
		);
		assert!(nodes < 128 || certificates * 100 <= settled * 15, "{nodes} nodes");
	}
}

/// When the chain goes on all that it was about to settle is older than what it remembers.
#[test]
fn a_halt_of_three_weeks_loses_no_certificates() {
	on_chain("development", || {
		let (k, mut slot) = traded();
		let history: u32 = <Runtime as pallet_forward_market::Config>::History::get();
		slot += u64::from(history + history / 2) * INTERVAL_SLOTS;
		while round() <= k + history {
			slot += 1;
			build_block(slot, vec![]);
		}
		assert_eq!((lots(k), Runtime::issued(k, node(Charlie))), (vec![], None));
		let mut waited = 0;
		while Runtime::issued_until() <= Some(k) {
			(slot, waited) = (pass(slot, round()), waited + 1);
			assert!(waited < 2 * dispute_window(), "it is never settled for good");
		}
		assert_eq!(lots(k), [held(Charlie, 0, 600, Bob), held(Charlie, 600, 400, Charlie)]);
		assert_eq!(Runtime::issued(k, node(Charlie)).unwrap().fed_in, 1_000);
		support::try_state();
		// Nobody needs it any more.
		slot = build_blocks(slot, 2);
		assert!(ForwardMarket::remembered_from() > k, "{slot}");
	});
}
