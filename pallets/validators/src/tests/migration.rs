// SPDX-License-Identifier: Apache-2.0

//! Sessions that change while a migration is under way.

use super::*;
use crate::Built;
use frame_support::traits::fungible::{Inspect, Mutate};
use gridmerit_pallet_support::testing::TestConduct;

#[test]
fn seats_stay_and_nobody_is_paid_or_reported_in_a_migration() {
	run(4, || {
		all_serve();
		join(4..6, 900);
		let sitting = in_office();
		assert_ok!(Balances::mint_into(&Validators::pot(), 1_000));
		let pot = Balances::balance(&Validators::pot());
		let records: Vec<_> = sitting.iter().map(Records::<Test>::get).collect();

		Migrating::set(true);
		// Without a migration the last one would be reported, the others paid, and the candidates would get seats.
		serve(&[ENOUGH, ENOUGH, 3 * ENOUGH, 0]);
		assert!(TestConduct::reports::<AccountId>().is_empty());
		assert_eq!(Balances::balance(&Validators::pot()), pot);
		assert!(Built::<Test>::get().is_empty());
		let now: Vec<_> = sitting.iter().map(Records::<Test>::get).collect();
		assert_eq!(now, records);
		assert_eq!((in_office(), seats(1)), (sitting.clone(), sitting.clone()));
		assert!(sitting.iter().all(|node| reason(1, *node) == Some(SeatReason::Unchanged)));

		Migrating::set(false);
		all_serve();
		assert_eq!(in_office(), sitting);
		assert!(seats(1).contains(&4), "{:?}", seats(1));
		// What was not paid then is paid now.
		assert!(Balances::balance(&Validators::pot()) < pot);
	});
}
