// SPDX-License-Identifier: Apache-2.0

//! Whatever is called and measured: money is conserved, nobody is paid twice or beyond a cap, and each is paid just what the
//! rules say, as a model that knows no pages has it.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Step {
	Found(AccountId, Option<SourceKind>, u32, Planck, Planck, Planck, u32, u32, Planck),
	TopUp(AccountId, u32, Planck),
	End(AccountId, u32),
	Sponsor(AccountId, bool),
	Pass(u32, u32),
	Poll(u64),
}

fn step() -> impl Strategy<Value = Step> {
	let (account, number) = (1..5_u64, 0..8_u32);
	let source = prop_oneof![
		3 => Just(None),
		1 => Just(Some(SourceKind::Solar)),
		1 => Just(Some(SourceKind::Wind)),
		1 => Just(Some(SourceKind::Storage)),
	];
	let hours = prop_oneof![3 => Just(ALL_HOURS), 1 => 0..=ALL_HOURS + 1];
	let caps = (0..900_u128, 0..900_u128, 0..9_000_u128);
	let found = (account.clone(), source, hours, caps, (0..30_u32, 0..40_u32), 0..3_000_u128);
	prop_oneof![
		3 => found.prop_map(|(account, source, hours, (rate, per_day, most), (from, length), fund)| {
			Step::Found(account, source, hours, rate, per_day, most, from, length, fund)
		}),
		2 => (account.clone(), number.clone(), 0..900_u128)
			.prop_map(|(account, number, amount)| Step::TopUp(account, number, amount)),
		1 => (account.clone(), number).prop_map(|(account, number)| Step::End(account, number)),
		1 => (account, any::<bool>()).prop_map(|(account, allowed)| Step::Sponsor(account, allowed)),
		6 => (0..9_u32, 0..12_u32).prop_map(|(now, closed)| Step::Pass(now, closed)),
		5 => prop_oneof![Just(u64::MAX), 0..5_000_000_u64].prop_map(Step::Poll),
	]
}

/// What cannot be done changes nothing; that is checked by all that follows.
fn tried<R>(_: R) {}

/// What each node feeds in.
fn export(interval: Interval, node: NodeIndex) -> u64 {
	u64::from(interval * 37 * (node + 1) % 1_500)
}

const NODES: [(NodeIndex, Option<SourceKind>); 5] = [
	(SUNNY, Some(SourceKind::Solar)),
	(WINDY, Some(SourceKind::Wind)),
	(EATER, None),
	(STORE, None),
	(FAR, Some(SourceKind::Solar)),
];

proptest! {
	#![proptest_config(ProptestConfig::with_cases(150))]

	#[test]
	fn each_is_paid_what_the_rules_say_and_once(steps in prop::collection::vec(step(), 1..100)) {
		externalities().execute_with(|| {
			let issued = Balances::total_issuance();
			let (mut now, mut closed) = (NOW, NOW - 10);
			let mut got = BTreeMap::<(u32, NodeIndex, Interval), Planck>::new();
			let mut days = BTreeMap::<(u32, NodeIndex, u32), Planck>::new();
			let mut money = BTreeMap::<u32, Planck>::new();
			let mut rules = BTreeMap::<u32, Rules>::new();
			let measure = |intervals: std::ops::Range<Interval>| {
				for (interval, (node, _)) in intervals.flat_map(|k| NODES.map(|node| (k, node))) {
					Market::measured_of(interval, node, export(interval, node));
				}
			};
			for step in steps {
				System::reset_events();
				match step {
					Step::Found(account, source, hours, rate, per_day, most, from, length, fund) => {
						let (from, until) = (now + from, now + from + length);
						let rules = Rules { source, hours, rate, per_day, most, from, until };
						tried(found(account, rules, fund));
					},
					Step::TopUp(account, number, amount) => {
						tried(Subsidies::top_up(by(account), number, amount));
					},
					Step::End(account, number) => tried(Subsidies::end(by(account), number)),
					Step::Sponsor(account, allowed) => {
						tried(Subsidies::set_sponsor(Origin::root(), account, allowed));
					},
					Step::Pass(more, later) => {
						measure(now..now + more);
						now += more;
						closed = (closed + later).min(now);
						Market::set_time(now, closed, NOW - 50);
					},
					Step::Poll(weight) => tried(poll(Weight::from_parts(weight, 0))),
				}
				for event in events() {
					match event {
						Event::Founded { programme, rules: founded, amount, .. } => {
							money.insert(programme, amount);
							rules.insert(programme, founded);
						},
						Event::ToppedUp { programme, amount, .. } => {
							*money.get_mut(&programme).unwrap() += amount;
						},
						Event::Closing { programme, until } => {
							let rules = rules.get_mut(&programme).unwrap();
							(rules.until, rules.from) = (until, rules.from.min(until));
						},
						Event::Paid { programme, node, interval, energy, amount } => {
							prop_assert!(interval < closed);
							prop_assert_eq!(energy, export(interval, node));
							let rules = rules[&programme];
							prop_assert!((rules.from..rules.until).contains(&interval));
							let hour = interval / 4 % 24;
							prop_assert!(rules.hours & (1 << hour) != 0);
							let (_, source) = NODES.into_iter().find(|(one, _)| *one == node).unwrap();
							prop_assert!(source.is_some());
							prop_assert!(rules.source.is_none() || rules.source == source);
							let today = days.entry((programme, node, interval / 96)).or_default();
							let left = money.get_mut(&programme).unwrap();
							let due = Planck::from(energy) * rules.rate / 1_000;
							prop_assert_eq!(amount, due.min(rules.per_day - *today).min(*left));
							*today += amount;
							*left -= amount;
							let twice = got.insert((programme, node, interval), amount);
							prop_assert_eq!(twice, None);
						},
						Event::Ended { programme, returned, reserved, .. } => {
							prop_assert_eq!(money.remove(&programme), Some(returned + reserved));
						},
						Event::NotPaid { .. } | Event::Lapsed { .. } => prop_assert!(false, "{event:?}"),
						Event::SponsorSet { .. } | Event::Forgotten { .. } => {},
					}
				}
				check();
				prop_assert_eq!(Balances::total_issuance(), issued);
			}
			// All that is left is settled: whoever generates has got what it is due, and nobody anything else.
			for _ in 0..10 {
				measure(now..now + 10);
				now += 10;
				Market::set_time(now, now, NOW - 50);
				poll(Weight::MAX);
				check();
			}
			prop_assert!(Programmes::<Test>::get().iter().all(|one| one.over.is_some()));
			prop_assert_eq!(Ledger::subsidies(), 0);
			Ok(())
		})?;
	}
}
