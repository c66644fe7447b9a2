// SPDX-License-Identifier: Apache-2.0

//! Nodes that are trusted from the start.

use super::*;
use sp_runtime::BuildStorage;

type Bonds = Vec<(NodeIndex, Planck, Part)>;

const HALF: Part = Part::thousandths(500);

fn with_bonds(bonds: Bonds) -> RuntimeGenesisConfig {
	let trust_staking = GenesisConfig { bonds, ..Default::default() };
	RuntimeGenesisConfig { trust_staking, ..genesis() }
}

/// Block 1 of session 0, on day 1,000: genesis did not know the day.
fn begin(bonds: Bonds, test: impl FnOnce()) {
	let storage = with_bonds(bonds).build_storage().unwrap();
	sp_io::TestExternalities::from(storage).execute_with(|| {
		check();
		CurrentSession::set(&0);
		System::set_block_number(1);
		TestClock::set(1_000 * DAY);
		poll(Weight::MAX);
		check();
		test();
		check();
	});
}

#[test]
fn nodes_begin_with_a_bond_and_an_index() {
	let full = full_bond();
	begin(vec![(ALICE, full, HALF), (130, full / 2, Part::ONE)], || {
		let account = account_of(ALICE);
		assert_eq!((held(account), free(account)), (full, WEALTH - full));
		assert_eq!(stake(ALICE).owner, Some(account));
		let expected = TrustView { index: HALF, own: full, backed: 0, effective: HALF };
		assert_eq!(TrustStaking::trust(ALICE), expected);
		let expected = TrustView { index: Part::ONE, own: full / 2, backed: 0, effective: HALF };
		assert_eq!(TrustStaking::trust(130), expected);
		assert_eq!(index(BOB), params().base);
		// As any other bond: it can be added to, backed and taken out, and keeps the node from leaving.
		bond(ALICE, UNIT);
		back(DAVE, ALICE, MIN_BACKING);
		assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, full));
		let busy = pallet_te_registry::Error::<Test>::BusinessOpen;
		assert_noop!(Registry::remove(Origin::root(), 130), busy);
	});
}

fn full_bond() -> Planck {
	TrustRules::default().weighing.full
}

#[test]
fn an_index_from_genesis_fades_from_the_first_session_on() {
	begin(vec![(ALICE, UNIT, HALF), (130, UNIT, HALF)], || {
		assert_eq!([ALICE, 130].map(index), [HALF; 2]);
		// Whatever the time is, until the first session is over. What is missed in it counts.
		TestClock::set(2_000 * DAY);
		assert_eq!([ALICE, 130].map(index), [HALF; 2]);
		report(contradiction(130, 1));
		CurrentSession::set(&1);
		poll(Weight::MAX);
		assert_eq!(index(ALICE), HALF);
		let fallen = index(130);
		assert!(fallen < Part::thousandths(126) && fallen > Part::thousandths(124), "{fallen:?}");
		assert_eq!(TrustStaking::history(ALICE), []);
		TestClock::set(2_001 * DAY);
		let faded = params().decay.of_part(HALF.minus(params().base));
		let close = HALF.minus(faded).minus(index(ALICE));
		assert!(close <= Part::billionths(1), "{:?}", index(ALICE));
		TestClock::set(2_231 * DAY);
		// Half of the way to the base.
		let all = index(ALICE).minus(Part::thousandths(275));
		assert!(all < Part::thousandths(1), "{:?}", index(ALICE));
		assert!(index(130) < fallen);
	});
}

#[test]
fn the_first_session_is_dated_in_steps_that_are_paid_for() {
	begin(vec![(ALICE, UNIT, HALF), (130, UNIT, HALF)], || {
		CurrentSession::set(&1);
		let step = <() as WeightInfo>::fold(fold::FOLD_ROWS);
		let poll_weight = <() as WeightInfo>::poll();
		let used = poll(poll_weight + step);
		assert_eq!(used, poll_weight + step);
		check();
		let dated = || {
			let row = |node| *StandingPages::<Test>::get(page_of(node)).get(node).unwrap();
			[ALICE, 130].map(|node| row(node).is_dated())
		};
		assert_eq!(dated(), [true, false]);
		poll(Weight::MAX);
		assert_eq!((dated(), Folding::<Test>::get()), ([true; 2], None));
	});
}

/// What genesis says of a bond that it refuses.
fn refused(bonds: Bonds) -> String {
	let built = std::panic::catch_unwind(|| with_bonds(bonds).build_storage());
	*built.unwrap_err().downcast().unwrap()
}

#[test]
fn a_bond_that_cannot_be_is_refused() {
	let above = codec::Decode::decode(&mut &1_000_000_001_u32.to_le_bytes()[..]).unwrap();
	let cases: Vec<(Bonds, &str)> = vec![
		(vec![(NOBODY, UNIT, HALF)], "UnknownNode"),
		(vec![(ALICE, WEALTH - ED + 1, HALF)], "InsufficientFunds"),
		(vec![(ALICE, 0, HALF)], "ZeroAmount"),
		(vec![(ALICE, MAX_BOND + 1, HALF)], "BondTooLarge"),
		(vec![(ALICE, UNIT, above)], "an index is above 1"),
		(vec![(ALICE, UNIT, HALF), (ALICE, UNIT, HALF)], "a node is named twice"),
	];
	for (bonds, why) in cases {
		let said = refused(bonds);
		assert!(said.contains("genesis bond of node"), "{said}");
		assert!(said.contains(&format!("{why:?}")), "{said}");
	}
	// And what just can be.
	begin(vec![(ALICE, WEALTH - ED, Part::ONE), (BOB, 1, Part::ZERO)], || {
		assert_eq!(free(account_of(ALICE)), ED);
		assert_eq!([ALICE, BOB].map(index), [Part::ONE, Part::ZERO]);
	});
}

/// As a chain specification has them.
#[test]
fn bonds_are_read_from_json() {
	let bonds = vec![(ALICE, UNIT, HALF)];
	let config = GenesisConfig::<Test> { bonds: bonds.clone(), ..Default::default() };
	let json = serde_json::to_value(&config).unwrap();
	assert_eq!(json["bonds"], serde_json::json!([[ALICE, UNIT as u64, 500_000_000]]));
	let read: GenesisConfig<Test> = serde_json::from_value(json).unwrap();
	assert_eq!(read.bonds, bonds);
}
