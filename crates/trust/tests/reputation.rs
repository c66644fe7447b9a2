// SPDX-License-Identifier: Apache-2.0

//! How an index moves: for any conduct, in any order.

#![allow(clippy::unwrap_used)] // A test that cannot be set up has failed.

use gridmerit_trust::{Conduct, Offence, Offences, Params, Part, Reputation};
use proptest::prelude::*;

const DAY: u128 = 1_000_000_000;

fn begin() -> Reputation {
	Reputation::new(0, &Params::default())
}

fn risk(risk: u128) -> Conduct {
	Conduct { risk, ..Conduct::default() }
}

/// So much conduct, day after day.
fn after(days: u32, conduct: Conduct) -> Reputation {
	let params = Params::default();
	(0..days).fold(begin(), |node, day| node.fold(&conduct, day, &params).0)
}

fn thousandths(node: Reputation) -> u32 {
	node.index.as_billionths() / 1_000_000
}

#[test]
fn it_rises_slowly_and_never_reaches_one() {
	// 1 - 0.95 x 0.99^days
	assert_eq!(
		[1, 30, 90, 365].map(|days| thousandths(after(days, risk(DAY)))),
		[59, 297, 615, 975]
	);
	assert!(after(20_000, risk(u128::MAX)).index < Part::ONE);
}

#[test]
fn a_day_has_room_for_so_much_risk_and_sessions_share_it() {
	let params = Params::default();
	let (full, changes) = begin().fold(&risk(3 * DAY), 0, &params);
	assert_eq!(changes.counted, DAY);
	let (more, changes) = full.fold(&risk(DAY), 0, &params);
	assert_eq!((more.index, changes.counted), (full.index, 0));
	// In parts it comes to no more than at once: what is gained first leaves less to gain.
	let parts = (0..24).fold(begin(), |node, _| node.fold(&risk(DAY / 10), 0, &params).0);
	assert_eq!(parts.counted, DAY);
	assert!(parts.index <= full.index);
	assert!(full.index.minus(parts.index) < Part::thousandths(1));
}

#[test]
fn it_falls_at_once() {
	let trusted = after(365, risk(DAY));
	let left = |conduct| {
		let node = trusted.fold(&conduct, 365, &Params::default()).0;
		Part::of(node.index.as_billionths().into(), trusted.index.as_billionths().into())
			.as_billionths()
			/ 100_000
	};
	// In ten-thousandths of what it was.
	let of = |offence| left(Conduct::offence(offence, Part::ONE));
	assert_eq!(of(Offence::MissingReading), 9_980);
	assert_eq!(of(Offence::Contradiction), 2_500);
	assert_eq!(of(Offence::RevokedMeter), 5_000);
	assert_eq!(of(Offence::Equivocation), 999);
	assert_eq!(of(Offence::Absence), 9_003);
	assert_eq!(of(Offence::FalseComputation), 2_500);
	let missed = |missed| left(Conduct { missed, ..Conduct::default() });
	assert_eq!([missed(DAY / 10), missed(DAY), missed(10 * DAY)], [9_900, 9_048, 3_678]);
	assert_eq!(left(Conduct { missed: u128::MAX, ..Conduct::default() }), 0);
	// A severity of a half is half the steps.
	assert_eq!(left(Conduct::offence(Offence::RevokedMeter, Part::thousandths(500))), 7_071);
}

#[test]
fn boundary_a_little_missed_is_a_little_lost() {
	let trusted = after(365, risk(DAY));
	let (node, changes) =
		trusted.fold(&Conduct { missed: 1, ..Conduct::default() }, 364, &Params::default());
	assert_eq!(changes.fallen, trusted.index.minus(node.index));
	// A thousandth of a step.
	assert!((1..=1_000).contains(&changes.fallen.as_billionths()));
}

#[test]
fn idle_it_falls_back_to_the_base_and_no_further() {
	let params = Params::default();
	let trusted = after(365, risk(DAY));
	let idle = |days: u32| thousandths(trusted.at(364 + days, &params));
	// The 365th day was used in full, so idleness begins with the day after it.
	assert_eq!([0, 1, 2, 100, 365].map(idle), [975, 975, 972, 737, 360]);
	assert_eq!(trusted.at(u32::MAX, &params).index, params.base);
	// Below the base it stays: waiting earns nothing.
	let revoked = begin().fold(&Conduct::offence(Offence::RevokedMeter, Part::ONE), 0, &params).0;
	assert!(revoked.index < params.base);
	assert_eq!(revoked.at(u32::MAX, &params).index, revoked.index);
}

#[test]
fn a_day_half_used_fades_half() {
	let params = Params::default();
	let trusted = after(365, risk(DAY));
	let faded = |risked| {
		let node = trusted.fold(&risk(risked), 365, &params).0;
		node.index.minus(node.at(366, &params).index).as_billionths()
	};
	assert_eq!(faded(DAY), 0);
	let (half, all) = (faded(DAY / 2), faded(0));
	assert!(half.abs_diff(all / 2) < all / 100, "{half} of {all}");
}

#[test]
fn days_may_be_reckoned_at_once_or_one_by_one() {
	let params = Params::default();
	let trusted = after(365, risk(DAY / 2));
	let daily = (365..1_365).fold(trusted, |node, day| node.at(day, &params));
	let index = trusted.at(1_364, &params).index.as_billionths();
	assert!(daily.index.as_billionths().abs_diff(index) <= 1_000);
	// A day that is over does not come again.
	assert_eq!(trusted.at(3, &params), trusted);
}

fn conducts() -> impl Strategy<Value = Conduct> {
	let number = || (any::<u64>(), 0_u32..64).prop_map(|(bits, shift)| bits >> shift);
	let money = || (any::<u128>(), 0_u32..128).prop_map(|(bits, shift)| bits >> shift);
	let few = move || prop_oneof![6 => Just(0), 1 => number()];
	(prop_oneof![1 => Just(0), 3 => money()], prop_oneof![3 => Just(0), 1 => money()])
		.prop_flat_map(move |(risk, missed)| {
			[few(), few(), few(), few(), few(), few()].prop_map(move |counts| {
				let [missing, contradictions, revoked, equivocations, absences, computations] =
					counts;
				let offences = Offences {
					missing_readings: missing,
					contradictions,
					revoked_meters: revoked,
					equivocations,
					absences,
					false_computations: computations,
				};
				Conduct { risk, missed, offences }
			})
		})
}

/// Any parameters that are sound, ends included.
fn all_params() -> impl Strategy<Value = Params> {
	let part = |most: Part| {
		let most = most.as_billionths();
		prop_oneof![Just(0), Just(most), 0..=most].prop_map(Part::billionths)
	};
	let parts = (
		part(Params::HIGHEST_BASE),
		part(Params::FASTEST),
		part(Params::FASTEST),
		part(Params::WIDEST_TOLERANCE),
		part(Part::billionths(999_999_999)),
	);
	let steps = || prop_oneof![Just(0), Just(Params::MOST_STEPS), 0..=Params::MOST_STEPS];
	let day = (0_u32..=90).prop_map(|bits| 1_u128 << bits);
	(parts, [steps(), steps(), steps(), steps(), steps(), steps(), steps()], day, 1_u32..=1_000)
		.prop_map(|((base, gain, decay, tolerance, reward), steps, day, leverage)| {
			let [shortfall, missing_reading, meter, other, equivocation, absence, computation] =
				steps;
			Params {
				base,
				gain,
				decay,
				day,
				interval: 1.max(day / 10),
				leverage,
				tolerance,
				shortfall: shortfall.max(100),
				missing_reading,
				contradiction: meter.max(other),
				revoked_meter: meter.min(other),
				equivocation,
				absence,
				false_computation: computation,
				reward,
			}
		})
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1_000))]

	#[test]
	fn an_index_stays_in_bounds_and_its_changes_explain_it(
		params in all_params(),
		conducts in prop::collection::vec((conducts(), 0_u32..40), 1..60),
	) {
		prop_assert_eq!(params.check(), Ok(()));
		let mut node = Reputation::new(7, &params);
		let mut day = 7;
		for (conduct, later) in conducts {
			day += later / 10;
			let (next, changes) = node.fold(&conduct, day, &params);
			prop_assert!(next.index <= Part::ONE);
			prop_assert!(next.counted <= params.day);
			prop_assert_eq!(changes.before, node.index);
			let index = changes.before.minus(changes.faded).plus(changes.gained).minus(changes.fallen);
			prop_assert_eq!(index, next.index);
			node = next;
		}
	}

	#[test]
	fn the_order_of_reports_in_a_session_does_not_matter(
		reports in prop::collection::vec(conducts(), 0..12),
		order in any::<u64>(),
		before in 0_u32..=1_000_000_000,
	) {
		let params = Params::default();
		let joined = reports.iter().fold(Conduct::default(), |all, one| all.join(*one));
		let mut shuffled = reports;
		let mut random = order | 1;
		for place in (1..shuffled.len()).rev() {
			random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
			shuffled.swap(place, (random >> 33) as usize % (place + 1));
		}
		// In another order, and joined from the other end, in twos.
		let pairs: Vec<_> = shuffled
			.chunks(2)
			.map(|pair| pair.iter().fold(Conduct::default(), |all, one| one.join(all)))
			.collect();
		let otherwise = pairs.into_iter().rev().fold(Conduct::default(), |all, one| one.join(all));
		prop_assert_eq!(joined, otherwise);
		let node = Reputation { index: Part::billionths(before), day: 3, counted: 0 };
		prop_assert_eq!(node.fold(&joined, 4, &params), node.fold(&otherwise, 4, &params));
	}

	#[test]
	fn what_was_joined_can_be_taken_out(one in conducts(), other in conducts()) {
		// Money beyond all that there is ends the sums instead.
		prop_assume!(one.risk < 1 << 100 && other.risk < 1 << 100);
		prop_assume!(one.missed < 1 << 100 && other.missed < 1 << 100);
		let sum = |conduct: Conduct| {
			let Offences { missing_readings, contradictions, revoked_meters, .. } = conduct.offences;
			let Offences { equivocations, absences, false_computations, .. } = conduct.offences;
			let first = [missing_readings, contradictions, revoked_meters];
			[first, [equivocations, absences, false_computations]].concat()
		};
		let fits = sum(one).iter().zip(sum(other)).all(|(a, b)| a.checked_add(b).is_some());
		prop_assume!(fits);
		let both = one.join(other);
		prop_assert_eq!(both.without(other), Some(one));
		prop_assert_eq!(both.without(one), Some(other));
		if both != one {
			prop_assert_eq!(one.without(both), None);
		}
	}

	#[test]
	fn nothing_but_risk_raises_an_index(
		params in all_params(),
		conducts in prop::collection::vec((conducts(), 0_u32..400), 1..40),
		before in 0_u32..=1_000_000_000,
	) {
		let mut node = Reputation { index: Part::billionths(before), day: 0, counted: 0 };
		let mut day = 0;
		for (conduct, later) in conducts {
			day += later;
			let index = node.index;
			prop_assert!(node.at(day, &params).index <= index);
			node = node.fold(&Conduct { risk: 0, ..conduct }, day, &params).0;
			prop_assert!(node.index <= index);
		}
	}

	#[test]
	fn a_day_gains_at_most_its_part_of_the_way(
		params in all_params(),
		risks in prop::collection::vec(any::<u64>(), 1..30),
		before in 0_u32..=1_000_000_000,
	) {
		let begun = Reputation { index: Part::billionths(before), day: 0, counted: 0 };
		let node = risks.iter().fold(begun, |node, one| node.fold(&risk((*one).into()), 0, &params).0);
		let most = begun.index.plus(params.gain.of_part(begun.index.rest()));
		prop_assert!(node.index <= most);
	}

	#[test]
	fn more_breaches_never_leave_more(
		one in conducts(),
		other in conducts(),
		before in 0_u32..=1_000_000_000,
	) {
		let params = Params::default();
		let node = Reputation { index: Part::billionths(before), day: 0, counted: 0 };
		let worse = one.join(Conduct { risk: 0, ..other });
		prop_assert!(node.fold(&worse, 0, &params).0.index <= node.fold(&one, 0, &params).0.index);
	}
}
