// SPDX-License-Identifier: Apache-2.0

use super::*;

fn set(tariff: Profile) -> DispatchResult {
	ForwardMarket::set_tariff(operator(), tariff)
}

/// Tariffs that no interval may have, and why.
pub fn unsound() -> Vec<(Tariff, Error<Test>)> {
	let bound = 1 << 48;
	vec![
		(Tariff { tou: bound + 1, ..NIGHT }, Error::PriceBeyondBound),
		(Tariff { fit: bound + 1, ..NIGHT }, Error::PriceBeyondBound),
		(Tariff { fee: u64::MAX, ..NIGHT }, Error::PriceBeyondBound),
		(Tariff { shortfall: bound + 1, ..NIGHT }, Error::PriceBeyondBound),
		(Tariff { alpha_ppm: 0, ..NIGHT }, Error::BadAlpha),
		(Tariff { alpha_ppm: 1_000_001, ..NIGHT }, Error::BadAlpha),
		(Tariff { fee: 201, ..NIGHT }, Error::FeeAboveTou),
		(Tariff { shortfall: 199, ..NIGHT }, Error::ShortfallBelowTou),
		(
			Tariff { alpha_ppm: 1_000_000, fee: 0, shortfall: 200, ..NIGHT },
			Error::ShortfallWithinCap,
		),
		(Tariff { surplus: 81, ..NIGHT }, Error::SurplusAboveFeedIn),
		(Tariff { curtailed: 81, ..NIGHT }, Error::CurtailedAboveFeedIn),
		(Tariff { shortfall: 2_001, ..NIGHT }, Error::ShortfallTooHigh),
	]
}

/// Tariffs that are just sound.
pub fn sound() -> Vec<Tariff> {
	let bound = 1 << 48;
	vec![
		Tariff { tou: bound, shortfall: bound, ..NIGHT },
		Tariff { alpha_ppm: 1_000_000, ..NIGHT },
		Tariff { fit: 188, surplus: 188, ..NIGHT },
		Tariff { fee: 118, ..NIGHT },
		Tariff { shortfall: 200, ..NIGHT },
		Tariff { alpha_ppm: 1_000_000, fee: 0, shortfall: 201, ..NIGHT },
		Tariff { surplus: 80, ..NIGHT },
		Tariff { curtailed: 80, ..NIGHT },
		// Nothing trades.
		Tariff { fit: 189, ..NIGHT },
		Tariff { fee: 119, ..NIGHT },
		Tariff { tou: 0, fee: 0, ..NIGHT },
	]
}

#[test]
fn the_utility_and_the_operator_publish_the_days_tariff() {
	run(|| {
		for origin in [Origin::signed(UTILITY_ACCOUNT), operator(), Origin::root()] {
			let tariff = profile(&[(0, DAY), (720, NIGHT)]);
			assert_ok!(ForwardMarket::set_tariff(origin, tariff.clone()));
			assert_eq!(ForwardMarket::latest_tariff(), Some(tariff.clone()));
			assert_eq!(last_event(), Event::TariffPublished { from: 0, tariff: tariff.clone() });
			assert_eq!(DailyTariffs::<Test>::get().into_inner(), [(0, tariff)]);
		}
	});
}

#[test]
fn fails_for_others() {
	run(|| {
		let call = Call::set_tariff { tariff: daily() };
		assert_privileged(call.clone(), Some(UTILITY_ACCOUNT));
		World::change_node(UTILITY, |suspended, _, _| *suspended = true);
		assert_privileged(call, None);
	});
	with_genesis(Genesis::default()).execute_with(|| {
		// Nobody is the utility, least of all an account without a node.
		assert_privileged(Call::set_tariff { tariff: daily() }, None);
	});
}

#[test]
fn boundary_of_bands() {
	run(|| {
		for bands in [
			vec![],
			vec![(1, NIGHT)],
			vec![(0, NIGHT), (0, DAY)],
			vec![(0, NIGHT), (60, DAY), (59, NIGHT)],
			vec![(0, NIGHT), (1_440, DAY)],
			vec![(0, NIGHT), (u16::MAX, DAY)],
		] {
			assert_noop!(set(profile(&bands)), Error::<Test>::BadBands);
		}
		assert_ok!(set(profile(&[(0, NIGHT)])));
		assert_ok!(set(profile(&[(0, NIGHT), (1_425, DAY)])));
		for band in [14, 1_426] {
			let short = profile(&[(0, NIGHT), (band, DAY)]);
			assert_noop!(set(short), Error::<Test>::BandTooShort);
		}
		assert_ok!(set(profile(&(0..96).map(|band| (band * 15, NIGHT)).collect::<Vec<_>>())));
	});
}

#[test]
fn boundary_of_prices() {
	run(|| {
		for (tariff, error) in unsound() {
			let error = DispatchError::from(error);
			assert_noop!(set(profile(&[(0, tariff)])), error);
			// In any band.
			assert_eq!(set(profile(&[(0, NIGHT), (60, tariff)])), Err(error));
		}
		for tariff in sound() {
			assert_ok!(set(profile(&[(0, tariff)])));
		}
	});
}

#[test]
fn a_band_begins_on_its_minute() {
	run(|| {
		// The second band begins as T + 2 does, the third a minute after T + 3.
		assert_ok!(set(profile(&[(0, NIGHT), (30, DAY), (46, NIGHT)])));
		poll();
		let tariffs = (T + 1..=T + 4).map(|k| IntervalTerms::<Test>::get(k).unwrap().tariff);
		assert_eq!(tariffs.collect::<Vec<_>>(), [NIGHT, DAY, DAY, NIGHT]);
	});
	// The last band lasts until midnight.
	run(|| {
		World::set_now(start(T + 93));
		poll();
		let tariffs = (T + 94..=T + 97).map(|k| IntervalTerms::<Test>::get(k).unwrap().tariff);
		assert_eq!(tariffs.collect::<Vec<_>>(), [DAY, DAY, NIGHT, NIGHT]);
	});
}

#[test]
fn the_fee_goes_to_whom_the_tariff_names() {
	run_round(|| {
		assert_eq!(IntervalTerms::<Test>::get(T + 4).unwrap().grid, UTILITY);
		let named = |grid| Profile { grid, ..daily() };
		assert_noop!(set(named(Some(77))), Error::<Test>::UnknownGridAccount);
		assert_ok!(set(named(Some(LINE_OWNER))));
		assert_eq!(World::holds(LINE_OWNER), 1);
		next_round();
		assert_eq!(IntervalTerms::<Test>::get(T + 4).unwrap().grid, UTILITY);
		assert_eq!(IntervalTerms::<Test>::get(T + 5).unwrap().grid, LINE_OWNER);
		// Named again, it is not a former one.
		assert_ok!(set(named(Some(LINE_OWNER))));
		assert_eq!(Former::<Test>::iter().count(), 0);
		assert_ok!(set(named(None)));
		assert_eq!((World::holds(LINE_OWNER), Former::<Test>::iter().count()), (1, 0));
		next_round();
		assert!(Former::<Test>::contains_key(T + 5, LINE_OWNER));
		assert_eq!(World::holds(LINE_OWNER), 1);
		// The utility may be the grid account, too.
		assert_ok!(set(named(Some(UTILITY))));
		assert_eq!(World::holds(UTILITY), 2);
		World::set_now(start(T + 40));
		ForwardMarket::closed_round();
		clear(|_, _, _| (0, 0));
		World::settle_before(T + 7);
		ForwardMarket::on_idle(1, Weight::from_parts(999, 0));
		assert_eq!(World::holds(LINE_OWNER), 0);
	});
}

/// The zone's clocks are an hour ahead, and two from the third interval after midnight UTC on.
#[test]
fn bands_are_in_the_zones_time() {
	let changes = |rows: &[(u64, i16)]| {
		let rows = rows.iter().map(|&(from, offset)| OffsetChange { from, offset });
		rows.collect::<Vec<_>>().try_into().unwrap()
	};
	run(|| {
		let bands = profile(&[(0, NIGHT), (75, DAY), (90, NIGHT), (150, DAY), (165, NIGHT)]);
		let zoned = Profile { offset: 60, changes: changes(&[(start(T + 3), 120)]), ..bands };
		for (bad, error) in [
			(Profile { offset: 841, ..zoned.clone() }, Error::<Test>::BadOffsets),
			(
				Profile { changes: changes(&[(2, 0), (1, 0)]), ..zoned.clone() },
				Error::<Test>::BadOffsets,
			),
		] {
			assert_noop!(set(bad), error);
		}
		// It is known before any of its windows opens.
		assert_ok!(set(zoned));
		poll();
		next_round();
		// 1:15, 1:30; then 2:45 instead of 1:45; 3:00 and on.
		let tariffs = (T + 1..=T + 5).map(tariff_of).collect::<Vec<_>>();
		assert_eq!(tariffs, [DAY, NIGHT, NIGHT, NIGHT, NIGHT]);
	});
	// The other way round 1:15 comes twice.
	run(|| {
		let bands = profile(&[(0, NIGHT), (75, DAY), (90, NIGHT)]);
		let changes = changes(&[(start(T + 5), 0)]);
		assert_ok!(set(Profile { offset: 60, changes, ..bands }));
		poll();
		for _ in 0..3 {
			next_round();
		}
		let tariffs = (T + 1..=T + 7).map(tariff_of).collect::<Vec<_>>();
		assert_eq!(tariffs, [DAY, NIGHT, NIGHT, NIGHT, DAY, NIGHT, NIGHT]);
	});
}
