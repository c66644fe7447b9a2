// SPDX-License-Identifier: Apache-2.0

//! `declare`.

use super::*;

#[test]
fn what_is_declared_alone_counts_at_the_worse_of_it_and_the_default() {
	run(|| {
		assert_eq!(Carbon::counted(ROOF, NOW), (DEFAULT, false));
		assert_ok!(declare(ROOF, CLEAN));
		assert_eq!(events(), [Event::Declared { node: ROOF, footprint: CLEAN }]);
		assert_eq!(Carbon::counted(ROOF, NOW), (DEFAULT, false));
		assert_eq!(Carbon::plant(ROOF), Some((CLEAN, vec![])));
		// Who says that it is worse is believed, part by part.
		let worse = Footprint { embodied: MAX_PART, ..CLEAN };
		assert_ok!(declare(ROOF, worse));
		assert_eq!(
			Carbon::counted(ROOF, NOW),
			(Footprint { embodied: MAX_PART, ..DEFAULT }, false)
		);
	});
}

#[test]
fn only_who_may_feed_in_declares_anything() {
	run(|| {
		assert_noop!(Carbon::declare(by(STRANGER), CLEAN), Fails::NotRegistered);
		assert_noop!(declare(NOBODY, CLEAN), Fails::NotRegistered);
		assert_noop!(declare(ANNA, CLEAN), Fails::NotAPlant);
		// 1 Wh is enough.
		assert_ok!(declare(FAR, CLEAN));
	});
}

#[test]
fn boundary_of_what_is_declared() {
	run(|| {
		let most = Footprint { operating: MAX_PART, embodied: MAX_PART, travel: MAX_PART };
		for beyond in [
			Footprint { operating: MAX_PART + 1, ..most },
			Footprint { embodied: u32::MAX, ..CLEAN },
			Footprint { travel: MAX_PART + 1, ..Footprint::default() },
		] {
			assert_noop!(declare(ROOF, beyond), Fails::AboveMost);
		}
		assert_ok!(declare(ROOF, most));
		assert_ok!(declare(ROOF, Footprint::default()));
		assert_eq!(Carbon::counted(ROOF, NOW), (DEFAULT, false));
	});
}

#[test]
fn who_declares_something_else_is_not_certified_any_more() {
	run(|| {
		let from = certified(ROOF, CLEAN);
		Market::pass(10);
		events();
		assert_ok!(declare(ROOF, CLEAN));
		assert_eq!(events(), [Event::Declared { node: ROOF, footprint: CLEAN }]);
		let better = Footprint { embodied: 1, ..CLEAN };
		assert_ok!(declare(ROOF, better));
		let since = NOW + 11;
		assert_eq!(
			events(),
			[
				Event::Declared { node: ROOF, footprint: better },
				Event::Decertified { node: ROOF, by: Some(Market::account(ROOF)), since }
			]
		);
		// What was certified stays so, up to now.
		let counted = |interval| Carbon::counted(ROOF, interval);
		assert_eq!(
			[from - 1, from, NOW + 10, since].map(counted),
			[(DEFAULT, false), (CLEAN, true), (CLEAN, true), (DEFAULT, false),]
		);
	});
}

#[test]
fn what_does_not_count_yet_never_does_if_something_else_is_declared() {
	run(|| {
		let from = certified(ROOF, CLEAN);
		assert_ok!(declare(ROOF, GAS));
		assert_eq!(vouched(ROOF), []);
		assert_eq!(Carbon::counted(ROOF, from), (DEFAULT, false));
	});
}
