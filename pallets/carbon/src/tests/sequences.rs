// SPDX-License-Identifier: Apache-2.0

//! Whatever is called: the state is sound, and a plant counts at something better than the default only where an issuer or
//! the operator said so before, as a model has it that keeps a row for each interval.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug)]
enum Step {
	Declare(NodeIndex, u32),
	Certify(AccountId, NodeIndex, u32, u32),
	Decertify(AccountId, NodeIndex, u32),
	Publish(AccountId, u32, u32, usize),
	Correct(AccountId, u32, u32, usize),
	Limits(u32, u32),
	Bound(NodeIndex, Option<(u32, u32)>),
	Accept(NodeIndex, NodeIndex, u32, Wh, Option<Wh>),
	Pass(u32),
	Idle,
}

/// Whoever may be somebody.
fn account() -> impl Strategy<Value = AccountId> {
	prop_oneof![1..7_u64, Just(Market::account(ROOF)), Just(Market::account(TURBINE))]
}

fn step() -> impl Strategy<Value = Step> {
	let node = || prop_oneof![Just(ROOF), Just(TURBINE), Just(ANNA)];
	let gram = || 0..4_u32;
	let ago = || 0..30_u32;
	prop_oneof![
		3 => (node(), gram()).prop_map(|(node, gram)| Step::Declare(node, gram)),
		6 => (account(), node(), gram(), 0..40_u32).prop_map(|(by, node, gram, long)| Step::Certify(by, node, gram, long)),
		2 => (account(), node(), ago()).prop_map(|(by, node, ago)| Step::Decertify(by, node, ago)),
		4 => (account(), ago(), gram(), 0..4_usize).prop_map(|(by, ago, gram, many)| Step::Publish(by, ago, gram, many)),
		3 => (account(), ago(), gram(), 0..4_usize).prop_map(|(by, ago, gram, many)| Step::Correct(by, ago, gram, many)),
		1 => (gram(), gram()).prop_map(|(least, most)| Step::Limits(least, most)),
		2 => (node(), prop::option::of((gram(), 0..150_000_u32))).prop_map(|(node, bound)| Step::Bound(node, bound)),
		5 => (node(), node(), ago(), 0..60_u64, prop::option::of(0..900_u64))
			.prop_map(|(node, plant, ago, energy, drawn)| Step::Accept(node, plant, ago, energy, drawn)),
		5 => (0..25_u32).prop_map(Step::Pass),
		1 => Just(Step::Idle),
	]
}

/// What is declared: it grows with what it is made of.
fn footprint(gram: u32) -> Footprint {
	Footprint { operating: 0, embodied: gram * 20_000, travel: gram }
}

fn grid(gram: u32) -> GridFootprint {
	GridFootprint { average: footprint(gram), residual: None }
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(100))]

	#[test]
	fn nothing_is_better_than_somebody_has_certified(steps in prop::collection::vec(step(), 1..120)) {
		externalities().execute_with(|| {
			// What is certified of each interval, what is published and corrected, and what was tolerated.
			let mut counts = BTreeMap::<(NodeIndex, Interval), Footprint>::new();
			let mut published = BTreeMap::<Interval, GridFootprint>::new();
			let mut by_publisher = BTreeSet::<Interval>::new();
			let mut tolerated = BTreeMap::<(NodeIndex, Interval), Wh>::new();
			for step in steps {
				let now = Market::now();
				System::reset_events();
				let past = |ago: u32| now + 5 - ago;
				let many = |gram, many| vec![grid(gram); many];
				// What cannot be done changes nothing; that is checked by all that follows.
				match step {
					Step::Declare(node, gram) => {
						let _ = declare(node, footprint(gram));
					},
					Step::Certify(who, node, gram, long) => {
						let _ = Carbon::certify(by(who), node, footprint(gram), now + long);
					},
					Step::Decertify(who, node, ago) => {
						let _ = Carbon::decertify(by(who), node, past(ago));
					},
					Step::Publish(who, ago, gram, count) => {
						let _ = Carbon::publish(by(who), past(ago), values(&many(gram, count)));
					},
					Step::Correct(who, ago, gram, count) => {
						let _ = correct(by(who), past(ago), &many(gram, count));
					},
					Step::Limits(least, most) => {
						let limits = GridLimits { least: footprint(least), most: footprint(most) };
						let _ = Carbon::set_limits(by(OPERATOR), limits);
					},
					Step::Bound(node, bound) => {
						let bound = bound.map(|(gram, loss_ppm)| Bound {
							definition: Definition::Embodied,
							most: gram * 20_000,
							loss_ppm,
						});
						let _ = Carbon::set_bound(of(node), bound);
					},
					Step::Accept(node, plant, ago, energy, drawn) => {
						let interval = past(ago.max(5));
						let bound = Carbon::bound_at(node, interval);
						let counted = Carbon::counted(plant, interval).0;
						let outside = bound.is_some_and(|bound| !bound.admits(&counted));
						let allowed = bound.zip(drawn).map_or(0, |(bound, drawn)| bound.allowed(drawn));
						let done = frame_support::storage::with_storage_layer(|| {
							<Carbon as CarbonBounds>::accept(node, plant, interval, energy.max(1), drawn)
						});
						let sum = tolerated.get(&(node, interval)).copied().unwrap_or_default() + energy.max(1);
						prop_assert_eq!(done.is_ok(), !outside || sum <= allowed);
						if outside && done.is_ok() {
							tolerated.insert((node, interval), sum);
						}
					},
					Step::Pass(intervals) => Market::pass(intervals),
					Step::Idle => {
						idle(frame_support::weights::Weight::MAX);
						let remembered = Market::now() - REMEMBERED;
						tolerated.retain(|(_, interval), _| *interval >= remembered);
						published.retain(|interval, _| *interval >= remembered);
					},
				}
				for event in events() {
					match event {
						Event::Certified { node, by, footprint, from, until } => {
							prop_assert!(by.is_none_or(|by| [ISSUER, OTHER_ISSUER].contains(&by)));
							prop_assert!(until <= now + MAX_TERM && from < until);
							// Of what has begun nothing changes.
							prop_assert!(from > now || counts.contains_key(&(node, now)) || from == now + 1);
							counts.retain(|(one, interval), _| *one != node || *interval <= now);
							for interval in from.max(now + 1)..until {
								counts.insert((node, interval), footprint);
							}
						},
						Event::Decertified { node, by, since } => {
							let audits = by.is_none_or(|by| by == AUDITOR);
							prop_assert!(audits || since > now);
							counts.retain(|(one, interval), _| *one != node || *interval < since);
						},
						Event::IntensitiesPublished { by, first, values } => {
							prop_assert_eq!(by, PUBLISHER);
							for (interval, grid) in (first..).zip(values) {
								prop_assert!(interval <= now && now - interval <= MAX_AGE);
								prop_assert_eq!(published.insert(interval, grid), None);
							}
						},
						Event::IntensitiesCorrected { by, first, values } => {
							for (interval, grid) in (first..).zip(values) {
								prop_assert!(published.insert(interval, grid).is_some());
								let first_time = by_publisher.insert(interval);
								prop_assert!(by.is_none() || first_time);
							}
						},
						_ => {},
					}
				}
				Carbon::do_try_state().unwrap();
				let now = Market::now();
				for (node, interval) in [ROOF, TURBINE, ANNA].into_iter().flat_map(|node| (now.saturating_sub(40)..now + 45).map(move |k| (node, k))) {
					let (counted, certified) = Carbon::counted(node, interval);
					let expected = counts.get(&(node, interval));
					prop_assert_eq!(certified.then_some(&counted), expected, "{} {}", node, interval);
					prop_assert!(certified || DEFAULT.is_within(&counted));
				}
				for (interval, grid) in &published {
					prop_assert_eq!(Carbon::published_at(*interval), Some(*grid));
				}
			}
			Ok(())
		})?;
	}
}
