// SPDX-License-Identifier: Apache-2.0

use super::*;

fn set(posting: bool, clearing: bool) {
	let paused = Pauses { posting, clearing };
	assert_ok!(ForwardMarket::set_pauses(operator(), paused));
	assert_eq!(last_event(), Event::PausesSet { paused });
	assert_eq!(Paused::<Test>::get(), paused);
}

#[test]
fn posting_pauses_and_goes_on() {
	run_round(|| {
		set(true, false);
		assert_noop!(demand(1, &[(T + 1, 10)]), Error::<Test>::PostingPaused);
		set(false, false);
		assert_ok!(demand(1, &[(T + 1, 10)]));
		// Gates close and books clear all the same.
		set(true, false);
		next_round();
		assert_eq!(round().number, T + 1);
	});
}

/// Gates close; what begins before clearing goes on is void.
#[test]
fn clearing_pauses_and_goes_on() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10), (T + 2, 10)]));
		set(false, true);
		World::set_now(round().gate);
		assert_eq!(ForwardMarket::closed_round(), None);
		assert_noop!(demand(1, &[(T + 1, 10)]), Error::<Test>::GateClosed);
		World::set_now(start(T + 1));
		assert_eq!(ForwardMarket::closed_round(), None);
		set(false, false);
		let closed = ForwardMarket::closed_round();
		assert_eq!(closed, Some(ClosedRound { number: T, first: T + 2, last: T + 4 }));
		assert_eq!(last_event(), Event::IntervalsVoid { round: T, first: T + 1, last: T + 1 });
	});
}

/// A round that clears already is finished later, whatever has begun meanwhile.
#[test]
fn clearing_pauses_in_the_middle_and_goes_on() {
	run_round(|| {
		let closed = close();
		set(false, true);
		assert_eq!(ForwardMarket::closed_round(), None);
		World::set_now(start(T + 3));
		assert!(ForwardMarket::clears(T + 1));
		set(false, false);
		assert_eq!(ForwardMarket::closed_round(), Some(closed));
	});
}

#[test]
fn fails_for_others() {
	run_round(|| {
		let paused = Pauses { posting: true, clearing: true };
		assert_privileged(Call::set_pauses { paused }, None);
		assert_ok!(ForwardMarket::set_pauses(Origin::root(), paused));
	});
}

#[test]
fn no_windows_are_open_while_posting_is_paused() {
	run_round(|| {
		let paused = |posting| Pauses { posting, clearing: false };
		assert_ok!(ForwardMarket::set_pauses(operator(), paused(true)));
		assert_eq!(ForwardMarket::open_windows(), []);
		assert_ok!(ForwardMarket::set_pauses(operator(), paused(false)));
		assert_eq!(ForwardMarket::open_windows().len(), 4);
	});
}
