// SPDX-License-Identifier: Apache-2.0

//! A node that owes leaves the market, and nothing of it stays.

use super::*;
use gridmerit_pallet_support::Words;
use pallet_te_registry::Error as RegistryError;

#[test]
fn a_storage_node_that_owes_is_forgiven_removed_and_forgotten() {
	run(|| {
		begin();
		let battery = Battery { capacity: 100, power: 400, efficiency_ppm: 900_000, initial: 10 };
		Market::set_battery(ALICE, battery);
		Market::set_limits(ALICE, 20, 20);
		Market::set_metered(ALICE, INTERVAL);
		at(INTERVAL + 2);
		settle(INTERVAL, ALICE, metered(5, 0));
		silence(INTERVAL + 1, ALICE);
		assert_eq!((debt(ALICE, UTILITY), debt(ALICE, RESERVE)), (1_000, 4_000));
		let remove = || Registry::remove(Origin::root(), ALICE);
		let open = DispatchError::from(RegistryError::<Test>::BusinessOpen);
		// Its meter first, which the pallet above says.
		assert_noop!(remove(), open);
		Market::set_metered(ALICE, None);
		assert_noop!(remove(), open);
		let why = || Words::truncate_from(b"moved out".to_vec());
		assert_ok!(Ledger::forgive(by(UTILITY), ALICE, UTILITY, None, why()));
		assert_noop!(remove(), open);
		// To the reserve nobody but the operator can say.
		let forgive = |by| Ledger::forgive(by, ALICE, RESERVE, None, why());
		assert_noop!(forgive(by(UTILITY)), Error::<Test>::NotCreditor);
		assert_ok!(forgive(Origin::signed(OPERATOR)));
		assert!(
			(Settlement::totals(ALICE) != Totals::default())
				&& Market::stored_charge(ALICE).is_some()
		);
		assert_ok!(remove());
		assert!(
			!(Settlement::totals(ALICE) != Totals::default())
				&& Market::stored_charge(ALICE).is_none()
		);
		assert!(!Accounts::<Test>::contains_key(ALICE));
		assert_eq!(Duties::<Test>::iter().count(), 0);
		check_state();
		// What is left are its settlements, which go with their intervals, and nothing settles it any more.
		assert_eq!(check(INTERVAL + 1, ALICE), Err(Unsettleable::UnknownNode));
		at(INTERVAL + 20);
		(0..4).for_each(|_| enough_blocks());
		assert!(Market::closed_until() > INTERVAL + 1);
	});
}
