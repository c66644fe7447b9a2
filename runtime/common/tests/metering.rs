// SPDX-License-Identifier: Apache-2.0

//! From order to money: clearing, signed readings, settlement, on the real runtime.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use frame_support::{
	assert_noop, assert_ok,
	traits::{Get, fungible::Inspect},
};
use gridmerit_energy::{Basis, Interval, NodeIndex, Planck};
use gridmerit_meter::{Meter, Scheme, certify};
use gridmerit_pallet_support::{IntervalTerms, Positions, TeNodes, ViolationKind};
use gridmerit_runtime::{
	AccountId, Balances, ForwardMarket, Ledger, MeterAttestation, Runtime, RuntimeCall,
	RuntimeOrigin, Settlement, System, TeRegistry, configs::fees::ExistentialDeposit,
	units::PotAccount,
};
use pallet_forward_market::ClosedUntil;
use pallet_ledger::Accounts;
use pallet_meter_attestation::{Call, Error};
use pallet_settlement::ProvisionalUntil;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::{
	BoundedVec,
	transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError},
};
use support::{
	FIRST_SLOT, authorized, build_block,
	market::{
		INTERVAL_SLOTS, buys, demand, gate_slot, node, offers, orders, origin, round, sells, send,
		try_post,
	},
	meters::{self, deliver, read, seeded, settle_with_seeded},
	on_chain,
	settling::{check_sheet, close, invoice, pass, pass_blocks, refused},
	signed,
};

type MeterError = Error<Runtime>;

const TRADERS: [Sr25519Keyring; 4] = [Bob, Charlie, Dave, Eve];

/// Credit and claims, less debts.
fn worth(node: NodeIndex) -> i128 {
	let account = Accounts::<Runtime>::get(node);
	(account.credit + account.claims) as i128 - account.debts as i128
}

/// Bought counts as not used, sold as not delivered: who walks into that is told.
#[test]
fn orders_need_a_settlement_meter_unless_their_owner_says_that_it_knows() {
	on_chain("development", || {
		use pallet_forward_market::Error as Market;
		build_block(FIRST_SLOT, vec![]);
		let post = |interval, unmetered| {
			let orders = orders(&[(interval, buys(100))]);
			let posted = ForwardMarket::post(origin(Bob), round(), orders, unmetered);
			posted.map(|_| ()).map_err(|error| error.error)
		};
		let next = round() + 1;
		assert_noop!(post(next, false), Market::<Runtime>::NotMetered);
		assert_ok!(MeterAttestation::settle_with(origin(Bob), 0, next + 1));
		assert_noop!(post(next, false), Market::<Runtime>::NotMetered);
		assert_ok!(post(next + 1, false));
		assert_ok!(post(next, true));
		// Retired, it measures no more.
		assert_ok!(MeterAttestation::retire_meter(RuntimeOrigin::root(), 0, None));
		assert_noop!(post(next + 2, false), Market::<Runtime>::NotMetered);
	});
}

#[test]
fn twelve_intervals_from_order_to_money() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let issuance = Balances::total_issuance();
		let from = settle_with_seeded(FIRST_SLOT + 1, &TRADERS);
		let mut slot = FIRST_SLOT + 1;
		let last = from + 11;
		// Everybody posts in every round, for all windows; the numbers go round.
		while round() < last {
			let t = round();
			let windows: Vec<_> = (t + 1..t + 5).filter(|k| (from..=last).contains(k)).collect();
			let wanted = |k: Interval, node: u32| u64::from(200 + (k * 131 + node * 977) % 1_500);
			let wants: Vec<_> = windows.iter().map(|k| (*k, wanted(*k, 1))).collect();
			let also: Vec<_> = windows.iter().map(|k| (*k, wanted(*k, 4))).collect();
			let offer = |node: u32, ask: u64| -> Vec<_> {
				windows
					.iter()
					.map(|k| (*k, wanted(*k, node), ask + u64::from(k % 7) * 1_000))
					.collect()
			};
			slot += 1;
			send(
				slot,
				vec![
					(Bob, demand(t, &wants)),
					(Eve, demand(t, &also)),
					(Charlie, offers(t, &offer(2, 110_000))),
					(Dave, offers(t, &offer(3, 130_000))),
				],
			);
			// The first block of a session clears nothing.
			while round() == t {
				slot = gate_slot().max(slot + 1);
				build_block(slot, vec![]);
				support::try_state();
			}
		}
		slot = pass(slot, last);

		// One is exact, one draws more, one delivers less, one does both at random; Alice delivers.
		let mut meters = TRADERS.map(seeded);
		let mut readings = vec![];
		for k in from..=last {
			for (account, meter) in TRADERS.iter().zip(&mut meters) {
				let position = ForwardMarket::position(k, node(*account));
				let (import, export) = match account {
					Bob => (position.long() + 333, 0),
					Charlie => (0, position.short() / 2),
					Dave => (u64::from(k % 5) * 100, position.short() + 250),
					_ => (position.long(), position.short()),
				};
				readings.push(read(meter, k, import, export));
			}
		}
		let before: i128 = (0..5).map(worth).sum();
		// In any order, in batches of a block each; one reading is delivered twice.
		readings.reverse();
		readings.push(readings[0].clone());
		let mut last_place = 0;
		for batch in readings.chunks(20) {
			slot += 1;
			last_place = batch.len() as u32 - 1;
			send(slot, vec![(Alice, deliver(batch.to_vec()))]);
			support::try_state();
		}
		assert_eq!(refused(last_place), Some(MeterError::Replay.into()));
		assert_eq!((0..5).map(worth).sum::<i128>(), before, "nobody won or lost in all");

		for k in from..=last {
			check_sheet(k, true);
			let tariff = ForwardMarket::terms(k).unwrap().tariff;
			for account in TRADERS {
				let invoice = invoice(k, account).unwrap();
				assert_eq!(invoice.basis, Basis::Reading);
				assert_eq!(invoice.position, ForwardMarket::position(k, node(account)));
				assert_eq!(invoice.fee, Planck::from(invoice.position.long() * tariff.fee));
			}
			let bob = invoice(k, Bob).unwrap();
			assert_eq!(bob.charged, bob.position.cost + bob.fee + 333 * Planck::from(tariff.tou));
			let charlie = invoice(k, Charlie).unwrap();
			let short = charlie.position.short() - charlie.position.short() / 2;
			assert_eq!(charlie.imbalance.cost(), Planck::from(short * tariff.shortfall));
		}
		for account in TRADERS {
			let statement = Settlement::statement(node(account), from, last);
			assert_eq!(statement.totals, Settlement::totals(node(account)));
			assert_eq!(statement.totals.intervals, 12);
			let money = Ledger::account(node(account));
			assert_eq!((money.locked, money.debts), (0, 0));
		}
		// What all paid less what all earned is the utility's, which is the grid account too.
		let saved: i128 = TRADERS
			.iter()
			.map(|account| Settlement::statement(node(*account), from, last).saved)
			.sum();
		assert!(saved > 0);
		for account in TRADERS.into_iter().chain([Ferdie]) {
			let money = Ledger::account(node(account));
			let free = money.credit - money.locked;
			if free > 0 {
				assert_ok!(Ledger::withdraw(origin(account), free));
			}
		}
		// What is left is what the utility was paid for intervals that can still be corrected.
		let held = pallet_settlement::Held::<Runtime>::iter_values().sum::<Planck>();
		assert!(held > 0 && Ledger::account(0).credit == held);
		let pot = Balances::balance(&PotAccount::get());
		assert_eq!(pot, ExistentialDeposit::get() + held);
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

#[test]
fn silence_costs_until_a_late_reading_comes_and_then_the_interval_is_closed() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let from = settle_with_seeded(FIRST_SLOT + 1, &[Bob]);
		assert_ok!(Ledger::deposit(origin(Bob), 50_000_000_000));
		send(
			FIRST_SLOT + 2,
			vec![
				(Charlie, offers(round(), &[(from, 3_000, 100_000)])),
				(Bob, demand(round(), &[(from, 2_000)])),
			],
		);
		let mut slot = pass(FIRST_SLOT + 2, from + 4);
		// A halted chain makes nobody late: the deadline takes its blocks.
		assert_eq!(invoice(from, Bob), None);
		slot = pass_blocks(slot);
		let provisional = invoice(from, Bob).unwrap();
		assert_eq!(provisional.basis, Basis::Silence);
		assert_eq!(provisional.metered.import, 20_000);
		assert_eq!(pallet_te_registry::Violations::<Runtime>::get(1, ViolationKind::Silence), 1);
		// Charlie has no settlement meter: it has sold 2,000 Wh and delivered nothing.
		let charlie = invoice(from, Charlie).unwrap();
		assert_eq!((charlie.basis, charlie.imbalance.cost()), (Basis::Unmetered, 2_000 * 300_000));
		check_sheet(from, true);
		let held = Ledger::account(0).locked;
		assert_eq!(held, charlie.imbalance.cost());
		// What silence costs is not the utility's.
		assert_eq!(Ledger::reserve().locked, provisional.imbalance.cost());
		let free = Ledger::account(0).credit - held;
		assert_noop!(
			Ledger::withdraw(origin(Ferdie), free + 1),
			pallet_ledger::Error::<Runtime>::NotFree
		);
		assert_ok!(Ledger::withdraw(origin(Ferdie), free));

		let before = worth(1);
		let mut meter = seeded(Bob);
		let late = read(&mut meter, from, 2_500, 0);
		slot += 1;
		assert_eq!(
			build_block(slot, vec![authorized(Call::deliver_one { reading: late }.into())]),
			[Ok(Ok(()))]
		);
		let corrected = invoice(from, Bob).unwrap();
		assert_eq!(corrected.basis, Basis::Reading);
		assert_eq!(worth(1) - before, (provisional.charged - corrected.charged) as i128);
		check_sheet(from, true);
		support::try_state();

		// Nothing else comes from Bob until the dispute window of the interval after has ended.
		slot = close(slot, from + 1);
		assert!(ClosedUntil::<Runtime>::get() > from + 1);
		let too_late = read(&mut meter, from + 1, 1, 0);
		slot += 1;
		send(slot, vec![(Alice, deliver(vec![too_late]))]);
		assert_eq!(refused(0), Some(MeterError::PastWindow.into()));
		assert_eq!(invoice(from + 1, Bob).unwrap().basis, Basis::Silence);
		// In the end it owes, to the reserve, and what is held is of what is open.
		let bob = Ledger::account(1);
		assert!(bob.debts > 0 && bob.credit == 0);
		let creditors: Vec<_> = Ledger::debts_of(1).into_iter().map(|(to, _)| to).collect();
		assert_eq!(creditors, [gridmerit_energy::RESERVE]);
		let sums = pallet_settlement::Held::<Runtime>::iter_values().sum::<u128>();
		assert_eq!(Ledger::account(0).locked, sums);
		// It may still post what shrinks its position, and nothing else.
		assert_noop!(
			try_post(Bob, round(), &[(round() + 1, buys(1))]),
			pallet_forward_market::Error::<Runtime>::InArrears
		);
		assert_ok!(Ledger::deposit(origin(Bob), bob.debts));
		assert_eq!(Ledger::account(1).debts, 0);
	});
}

/// Rules first, the tariff some intervals later: what had no prices is not settled, and stands in nobody's way.
#[test]
fn a_market_that_gets_its_tariff_late_settles_from_then_on() {
	on_chain("development", || {
		use pallet_forward_market::{CurrentRound, DailyTariffs, IntervalTerms};
		let (_, tariff) = DailyTariffs::<Runtime>::take().into_iter().next().unwrap();
		build_block(FIRST_SLOT, vec![]);
		let mut slot = pass(FIRST_SLOT, FIRST_SLOT as u32 / INTERVAL_SLOTS as u32 + 2);
		assert!(CurrentRound::<Runtime>::exists() && IntervalTerms::<Runtime>::iter().count() == 0);
		assert_ok!(ForwardMarket::set_tariff(origin(Ferdie), tariff));
		let from = settle_with_seeded(slot + 1, &[Bob]);
		slot = pass(slot + 1, from + 8);
		for _ in 0..3 {
			slot = pass_blocks(slot);
		}
		let (first, _) =
			IntervalTerms::<Runtime>::iter().min_by_key(|(interval, _)| *interval).unwrap();
		assert!(first > from, "the intervals before have no prices");
		assert_eq!(invoice(first, Bob).unwrap().basis, Basis::Silence);
		assert_eq!(invoice(first - 1, Bob), None);
		assert!(ProvisionalUntil::<Runtime>::get().interval > first);
	});
}

#[test]
fn an_authorised_reading_needs_no_account_and_is_checked_before_the_pool_takes_it() {
	use frame_support::dispatch::GetDispatchInfo;
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let from = settle_with_seeded(FIRST_SLOT + 1, &[Bob]);
		let slot = pass(FIRST_SLOT + 1, from);
		let mut meter = seeded(Bob);
		let reading = read(&mut meter, from, 1_000, 0);
		let valid = |reading: &pallet_meter_attestation::SignedReadingOf<Runtime>| {
			gridmerit_runtime::Executive::validate_transaction(
				TransactionSource::External,
				authorized(Call::deliver_one { reading: reading.clone() }.into()),
				System::block_hash(0),
			)
		};
		let code = |error: MeterError| {
			let place = codec::Encode::encode(&error)[0];
			Err(TransactionValidityError::Invalid(InvalidTransaction::Custom(place)))
		};
		let good = valid(&reading).unwrap();
		assert!(good.propagate && good.provides.len() == 1 && good.requires.is_empty());
		let mut forged = reading.clone();
		forged.reading.export = 1;
		forged.reading.export_register = 1;
		assert_eq!(valid(&forged), code(MeterError::BadSignature));
		forged.meter = 77;
		assert_eq!(valid(&forged), code(MeterError::UnknownMeter));
		let early = read(&mut seeded(Bob), from + 9, 1, 0);
		// It passes with time, so the pool must not ban it.
		let place = codec::Encode::encode(&MeterError::NotOver)[0];
		let unknown = sp_runtime::transaction_validity::UnknownTransaction::Custom(place);
		assert_eq!(valid(&early), Err(unknown.into()));

		let issuance = Balances::total_issuance();
		let call: RuntimeCall = Call::deliver_one { reading: reading.clone() }.into();
		assert_eq!(build_block(slot + 1, vec![authorized(call.clone())]), [Ok(Ok(()))]);
		assert!(invoice(from, Bob).is_some());
		assert_eq!(Balances::total_issuance(), issuance);
		assert_eq!(valid(&reading), code(MeterError::Replay));
		// A signature is in the charge, if not in the call's own.
		let info = call.get_dispatch_info();
		assert!(info.extension_weight.ref_time() > 0 || info.call_weight.ref_time() > 0);
		// And a signed transaction cannot dispatch it.
		let nonce = System::account_nonce(AccountId::from(Alice.to_account_id()));
		let by_alice = build_block(slot + 2, vec![signed(Alice, nonce, call)]);
		assert!(!matches!(by_alice[0], Ok(Ok(()))), "{by_alice:?}");
	});
}

#[test]
fn a_meter_of_each_scheme_is_certified_bound_replaced_and_rotated_without_a_gap() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let genesis = meters::genesis();
		let maker = meters::keypair(Scheme::Ecdsa, "//Maker");
		let keys = BoundedVec::truncate_from(vec![meters::key(&maker)]);
		assert_ok!(MeterAttestation::register_manufacturer(
			RuntimeOrigin::root(),
			BoundedVec::truncate_from(b"Maker".to_vec()),
			keys
		));
		// A seeded meter settles the first interval of each node, a new one the next two with its first key and
		// two more with another.
		let schemes = [Scheme::Ed25519, Scheme::Ecdsa, Scheme::Sr25519].into_iter();
		let nodes: Vec<_> = schemes.zip([Bob, Charlie, Dave]).collect();
		let from = settle_with_seeded(FIRST_SLOT + 1, &[Bob, Charlie, Dave]);
		let mut calls = vec![];
		let mut meters: Vec<_> = (4..)
			.zip(&nodes)
			.map(|(index, (scheme, account))| {
				let keypair = meters::keypair(*scheme, "//New meter");
				let serial = pallet_meter_attestation::Serial::truncate_from(scheme.name().into());
				let certificate =
					certify(&maker, keypair.signer(), 0, serial.to_vec().try_into().unwrap());
				let register = Call::register_meter {
					manufacturer: 1,
					key: meters::key(&keypair),
					serial,
					from: 0,
					certificate: meters::signature(&certificate.signature),
				};
				let meter = Meter::new(keypair, genesis, index);
				let consent = meters::signature(&meter.consent(node(*account), 0).signature);
				calls.push((Alice, register.into()));
				calls.push((*account, Call::bind_meter { meter: index, consent }.into()));
				calls.push((*account, Call::settle_with { meter: index, from: from + 1 }.into()));
				meter
			})
			.collect();
		let mut slot = pass(FIRST_SLOT + 1, from - 1) + 1;
		send(slot, calls);
		slot = pass(slot, from + 1) + 1;
		let rotated = |scheme| meters::keypair(scheme, "//New meter//2");
		let rotations = (4..).zip(&nodes).map(|(meter, (scheme, _))| {
			let key = rotated(*scheme);
			let serial = pallet_meter_attestation::Serial::truncate_from(scheme.name().into());
			let serial = serial.to_vec().try_into().unwrap();
			let certificate = certify(&maker, key.signer(), from + 3, serial);
			let certificate = meters::signature(&certificate.signature);
			let rotate =
				Call::rotate_key { meter, key: meters::key(&key), from: from + 3, certificate };
			(Eve, rotate.into())
		});
		send(slot, rotations.collect());
		slot = pass(slot, from + 4) + 1;
		let mut readings = vec![];
		for (meter, (scheme, account)) in meters.iter_mut().zip(&nodes) {
			readings.push(read(&mut seeded(*account), from, 100, 0));
			readings.extend((from + 1..from + 3).map(|k| read(meter, k, 100, 0)));
			let last = meter.state().last.clone().unwrap().reading;
			let index = meter.state().meter;
			let mut meter = Meter::after(rotated(*scheme), genesis, index, last).unwrap();
			readings.extend((from + 3..from + 5).map(|k| read(&mut meter, k, 100, 0)));
		}
		send(slot, vec![(Alice, deliver(readings))]);
		for (_, account) in nodes {
			for k in from..from + 5 {
				let invoice = invoice(k, account).unwrap();
				assert_eq!((invoice.basis, invoice.metered.import), (Basis::Reading, 100));
			}
		}
	});
}

#[test]
fn a_standing_deposit_is_due_from_the_choice_of_a_meter_until_it_is_unbound() {
	on_chain("development", || {
		use pallet_ledger::Error::StandingDeposit;
		use pallet_te_registry::References;
		build_block(FIRST_SLOT, vec![]);
		let (dave, meter) = (node(Dave), node(Dave) - 1);
		assert_ok!(Ledger::set_standing_price(RuntimeOrigin::root(), 1_000));
		let standing = 10_000 * 1_000;
		// A meter that only informs demands none.
		assert_ok!(Ledger::deposit(origin(Dave), standing));
		assert_ok!(Ledger::withdraw(origin(Dave), standing));
		assert_ok!(Ledger::deposit(origin(Dave), standing + 1));
		let from = settle_with_seeded(FIRST_SLOT + 1, &[Dave, Eve]);
		let due = || {
			// The meter, the account, and the deposit.
			assert_eq!(References::<Runtime>::get(dave), Some(3));
			assert_noop!(Ledger::withdraw(origin(Dave), 2), StandingDeposit::<Runtime>);
		};
		due();
		assert_ok!(Ledger::withdraw(origin(Dave), 1));
		assert_ok!(Ledger::deposit(origin(Dave), 1));
		// What is missing is drawn with an order.
		send(FIRST_SLOT + 2, vec![(Eve, demand(round(), &[(round() + 1, 100)]))]);
		let eve = Ledger::account(node(Eve));
		assert!(eve.locked > 0);
		assert_eq!(eve.credit, eve.locked + 20_000 * 1_000);

		let mut slot = pass(FIRST_SLOT + 2, from) + 1;
		send(slot, vec![(Alice, deliver(vec![read(&mut seeded(Dave), from, 0, 0)]))]);
		assert_ok!(MeterAttestation::retire_meter(RuntimeOrigin::root(), meter, None));
		due();
		assert_noop!(
			MeterAttestation::unbind_meter(origin(Dave), meter).map_err(|error| error.error),
			MeterError::StillSettles
		);
		slot = close(slot, from + 1);
		build_block(slot + 1, vec![]);
		due();
		assert_ok!(MeterAttestation::unbind_meter(origin(Dave), meter));
		assert_eq!(References::<Runtime>::get(dave), Some(1));
		assert_ok!(Ledger::withdraw(origin(Dave), standing + 1));
		assert_ok!(TeRegistry::remove(RuntimeOrigin::root(), dave));
	});
}

#[test]
fn a_metered_node_stays_until_its_meter_is_retired_and_all_is_closed() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let from = settle_with_seeded(FIRST_SLOT + 1, &[Eve]);
		let leave = || TeRegistry::remove(RuntimeOrigin::root(), node(Eve));
		let open = pallet_te_registry::Error::<Runtime>::BusinessOpen;
		assert_noop!(leave(), open);
		let mut slot = pass(FIRST_SLOT + 1, from);
		slot += 1;
		send(slot, vec![(Alice, deliver(vec![read(&mut seeded(Eve), from, 0, 0)]))]);
		assert_ok!(MeterAttestation::retire_meter(RuntimeOrigin::root(), node(Eve) - 1, None));
		assert_noop!(leave(), pallet_te_registry::Error::<Runtime>::BusinessOpen);
		slot = close(slot, from + 2);
		assert!(slot > 0);
		// The interval in which it was retired was not its any more.
		assert_eq!(invoice(from + 1, Eve), None);
		assert_ok!(MeterAttestation::unbind_meter(RuntimeOrigin::root(), node(Eve) - 1));
		assert_ok!(leave());
	});
}

/// Keys and values of the whole state, in bytes.
fn state_bytes() -> usize {
	let mut bytes = 0;
	let mut key = vec![];
	while let Some(next) = sp_io::storage::next_key(&key) {
		bytes += next.len() + sp_io::storage::get(&next).map_or(0, |value| value.len());
		key = next;
	}
	bytes
}

/// Registers a meter by the seeded manufacturer, bound to the account's node and its settlement meter.
fn metered(account: AccountId, suri: &str) -> Meter {
	let maker = meters::keypair(Scheme::Sr25519, "//Meterworks");
	let keypair = meters::keypair(Scheme::Sr25519, suri);
	let index = pallet_meter_attestation::NextMeter::<Runtime>::get();
	let serial = pallet_meter_attestation::Serial::truncate_from(suri.into());
	let certificate = certify(&maker, keypair.signer(), 0, serial.to_vec().try_into().unwrap());
	assert_ok!(MeterAttestation::register_meter(
		origin(Alice),
		0,
		meters::key(&keypair),
		serial,
		0,
		meters::signature(&certificate.signature),
	));
	let meter = Meter::new(keypair, meters::genesis(), index);
	let node = TeRegistry::node_of(account.clone()).unwrap().0;
	let consent = meters::signature(&meter.consent(node, 0).signature);
	let by = || RuntimeOrigin::signed(account.clone());
	assert_ok!(MeterAttestation::bind_meter(by(), index, consent));
	assert_ok!(MeterAttestation::settle_with(by(), index, round() + 1));
	meter
}

/// Metered nodes, with real meters.
fn neighbours(count: u32) -> Vec<Meter> {
	let meters = (0..count).map(|number| {
		let account = AccountId::new(sp_io::hashing::blake2_256(&number.to_le_bytes()));
		let data = pallet_te_registry::Nodes::<Runtime>::get(node(Charlie)).unwrap().data;
		assert_ok!(TeRegistry::admit(RuntimeOrigin::root(), account.clone(), data));
		metered(account, &format!("//Meter//{number}"))
	});
	meters.collect()
}

#[test]
fn a_battery_buys_and_sells_within_what_it_holds() {
	use gridmerit_energy::{Battery, EnergyLimits, Roles};
	use pallet_forward_market::Error as Market;
	use sp_keyring::Sr25519Keyring::AliceStash as Store;
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let mut data = pallet_te_registry::Nodes::<Runtime>::get(node(Charlie)).unwrap().data;
		data.roles = Roles { storage: true, ..Default::default() };
		let battery =
			Battery { capacity: 10_000, power: 40_000, efficiency_ppm: 900_000, initial: 2_000 };
		data.battery = Some(battery);
		data.limits = EnergyLimits { generation: 20_000, consumption: 20_000 };
		assert_ok!(TeRegistry::admit(RuntimeOrigin::root(), Store.to_account_id(), data));
		let mut meter = metered(Store.to_account_id(), "//Meter//Store");
		let (t, k) = (round(), round() + 1);
		// 2,000 Wh and nine tenths of 4,000.
		let post = |drawn, fed_in| {
			try_post(Store, t, &[(k, buys(drawn)), (k + 1, sells(fed_in, 150_000))])
		};
		assert_noop!(post(4_000, 5_601), Market::<Runtime>::BatteryEmpty);
		assert_noop!(post(8_890, 1), Market::<Runtime>::BatteryFull);
		assert_noop!(post(10_001, 1), Market::<Runtime>::AbovePower);
		assert_noop!(try_post(Store, t, &[]), Market::<Runtime>::NothingNamed);
		assert_ok!(post(4_000, 5_600));
		send(
			FIRST_SLOT + 1,
			vec![(Charlie, offers(t, &[(k, 4_000, 100_000)])), (Bob, demand(t, &[(k + 1, 5_000)]))],
		);
		let slot = pass(FIRST_SLOT + 1, k + 1);
		assert_eq!(ForwardMarket::position(k, node(Store)).bought, 4_000);
		assert_eq!(ForwardMarket::position(k + 1, node(Store)).sold, 5_000);
		// What its meter says carries the charge on.
		let readings = vec![read(&mut meter, k, 4_000, 0), read(&mut meter, k + 1, 0, 4_900)];
		send(slot + 1, vec![(Alice, deliver(readings))]);
		let status = gridmerit_runtime::market::node_status(&Store.to_account_id()).unwrap();
		assert_eq!(status.charge, Some(2_000 + 3_600 - 4_900));
		let bought = invoice(k, Store).unwrap();
		assert_eq!(bought.charged, bought.position.cost + bought.fee);
		assert_eq!(invoice(k + 1, Store).unwrap().imbalance.cost(), 100 * 300_000);
	});
}

/// What delivered readings are charged for, and what they leave in the state; `scripts/bench.sh` shows the
/// table.
#[test]
fn readings_are_charged_by_the_piece_and_leave_little_in_the_state() {
	println!(
		"| readings in a batch | weight each, us | signatures thereof, us | fit a block | bytes of state each |"
	);
	println!("|---|---|---|---|---|");
	let limits = <Runtime as frame_system::Config>::BlockWeights::get();
	let normal = limits.get(frame_support::dispatch::DispatchClass::Normal);
	let block = normal.max_total.unwrap().ref_time();
	let mut each_before = u64::MAX;
	let most: u32 = <Runtime as pallet_meter_attestation::Config>::MaxBatch::get();
	for count in [1, 10, 20, 100, 500].into_iter().filter(|count| *count <= most) {
		on_chain("development", || {
			use pallet_meter_attestation::WeightInfo as _;
			build_block(FIRST_SLOT, vec![]);
			let from = round() + 1;
			let first = TeRegistry::end();
			let mut meters = neighbours(count);
			let mut slot = pass(FIRST_SLOT, from + 1);
			let mut left = 0;
			let mut weight = 0;
			for k in [from, from + 1] {
				let readings: Vec<_> =
					meters.iter_mut().map(|meter| read(meter, k, 250, 100)).collect();
				slot += 1;
				build_block(slot, vec![]);
				let (before, empty) = (state_bytes(), System::block_weight().total().ref_time());
				slot += 1;
				send(slot, vec![(Alice, deliver(readings))]);
				weight = System::block_weight().total().ref_time() - empty;
				// The events go with the next block.
				slot += 1;
				build_block(slot, vec![]);
				left = state_bytes().saturating_sub(before);
				assert!((0..count).all(|n| Settlement::invoice(k, first + n).is_some()));
			}
			type Weights = <Runtime as pallet_meter_attestation::Config>::WeightInfo;
			let signature = Weights::verify_signature().ref_time();
			let (count, left) = (u64::from(count), left as u64);
			let each = weight / count;
			println!(
				"| {count} | {} | {} | {} | {} |",
				each / 1_000_000,
				signature / 1_000_000,
				block / each,
				left / count
			);
			assert!(each <= each_before, "a larger batch is dearer");
			assert!(left < 200 * count + 1_000, "{left} bytes for {count} readings");
			each_before = each;
		});
	}
}
