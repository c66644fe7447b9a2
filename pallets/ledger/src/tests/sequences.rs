// SPDX-License-Identifier: Apache-2.0

//! Random calls, locks and entries, beside what every node should have by then.

use std::collections::BTreeMap;

use super::*;
use frame_support::storage::with_storage_layer;
use proptest::{collection::vec, prelude::*};
use sp_runtime::StateVersion;

const INTERVALS: core::ops::Range<Interval> = INTERVAL..INTERVAL + 6;

#[derive(Clone, Debug)]
enum Step {
	Call(AccountId, Call<Test>),
	Lock(NodeIndex, Vec<(Interval, Option<Planck>)>),
	Unlock(NodeIndex, Interval),
	/// What is unlocked, which part of what is withheld is released, and what is posted.
	Post(Option<(NodeIndex, Interval)>, Option<(NodeIndex, f64)>, Vec<Posting>),
	Release(NodeIndex, f64),
	Standing(NodeIndex, bool),
}

fn node() -> impl Strategy<Value = NodeIndex> {
	UTILITY..=CAROL
}

fn party() -> impl Strategy<Value = Party> {
	prop_oneof![
		4 => node().prop_map(Party::Node),
		1 => INTERVALS.prop_map(Party::Neighbours),
	]
}

fn posted() -> impl Strategy<Value = Posting> {
	let amount = prop_oneof![
		20 => 0_u128..300,
		1 => Just(u128::from(u64::MAX)),
		1 => Just(3 * u128::from(u64::MAX)),
		1 => any::<u128>(),
	];
	let refuses = prop_oneof![3 => Just(OnShortfall::Owe), 1 => Just(OnShortfall::Refuse)];
	(party(), party(), amount, refuses, prop::bool::weighted(0.2)).prop_map(
		|(from, to, amount, on_shortfall, withheld)| Posting {
			from,
			to,
			amount,
			on_shortfall,
			withheld,
		},
	)
}

fn step() -> impl Strategy<Value = Step> {
	let amount = || prop_oneof![8 => 0_u64..600, 1 => 0..2 * WEALTH, 1 => any::<u64>()];
	let lock = (INTERVALS, proptest::option::of(amount().prop_map(Planck::from)));
	let account = prop_oneof![8 => node().prop_map(account_of), 1 => Just(STRANGER)];
	let call = prop_oneof![
		amount().prop_map(|amount| Call::deposit { amount }),
		amount().prop_map(|amount| Call::withdraw { amount }),
		(node(), node()).prop_map(|(debtor, creditor)| Call::collect { debtor, creditor }),
	];
	let standing = (0_u64..40).prop_map(|price| Call::set_standing_price { price });
	let unlock = proptest::option::of((node(), INTERVALS));
	let release = proptest::option::weighted(0.3, (node(), 0.0..=1.0));
	prop_oneof![
		4 => (account, call).prop_map(|(account, call)| Step::Call(account, call)),
		1 => standing.prop_map(|call| Step::Call(OPERATOR, call)),
		3 => (node(), vec(lock, 0..4)).prop_map(|(node, locks)| Step::Lock(node, locks)),
		1 => (node(), INTERVALS).prop_map(|(node, interval)| Step::Unlock(node, interval)),
		6 => (unlock, release, vec(posted(), 0..6))
			.prop_map(|(unlock, release, postings)| Step::Post(unlock, release, postings)),
		1 => (node(), 0.0..=1.0).prop_map(|(node, part)| Step::Release(node, part)),
		1 => (node(), any::<bool>()).prop_map(|(node, required)| Step::Standing(node, required)),
	]
}

/// What parties should have: credit and claims, less debts.
#[derive(Default)]
struct Model {
	worth: BTreeMap<NodeIndex, i128>,
	neighbours: BTreeMap<Interval, i128>,
}

impl Model {
	fn gain(&mut self, party: Party, amount: i128) {
		match party {
			Party::Node(node) => *self.worth.entry(node).or_default() += amount,
			Party::Neighbours(interval) => *self.neighbours.entry(interval).or_default() += amount,
		}
	}

	/// What left the nodes' accounts is in the pot, and theirs.
	fn draw(&mut self, before: &[u64]) {
		for (node, before) in (UTILITY..=CAROL).zip(before) {
			self.gain(Party::Node(node), i128::from(*before) - i128::from(balance(node)));
		}
	}

	fn take(&mut self, step: Step) {
		let root = || sp_io::storage::root(StateVersion::V1);
		let before = (root(), (UTILITY..=CAROL).map(balance).collect::<Vec<_>>());
		let part = |node, part: f64| (Ledger::withheld(node) as f64 * part) as Planck;
		match step {
			Step::Call(account, call) => {
				let _ = with_storage_layer(|| {
					let call = RuntimeCall::from(call);
					call.dispatch(Origin::signed(account)).map_err(|error| error.error)
				});
			},
			Step::Lock(node, needed) => {
				if Ledger::lock(node, &account_of(node), &needed).is_err() {
					assert_eq!(root(), before.0);
				}
			},
			Step::Unlock(node, interval) => {
				let locked = Ledger::locks(node).iter().any(|(of, _)| *of == interval);
				assert_eq!(Ledger::unlock(node, interval), locked);
			},
			Step::Post(unlock, release, postings) => {
				let release = release.map(|(node, of)| (node, part(node, of)));
				let held: Planck = (UTILITY..=CAROL).map(Ledger::withheld).sum();
				let released = release.map_or(0, |(_, amount)| amount);
				match Ledger::post(Entry { unlock, release, postings: &postings }) {
					Ok(posted) => {
						for Posting { from, to, amount, .. } in postings {
							self.gain(from, -(amount as i128));
							self.gain(to, amount as i128);
						}
						let now: Planck = (UTILITY..=CAROL).map(Ledger::withheld).sum();
						assert_eq!(now, held - released + posted.withheld);
						if let Some((node, interval)) = unlock {
							assert!(Ledger::locks(node).iter().all(|(of, _)| *of != interval));
						}
					},
					Err(error) => {
						let known = [Error::<Test>::NotCovered, Error::BeyondBalance];
						assert!(known.map(DispatchError::from).contains(&error));
						assert_eq!(root(), before.0);
					},
				}
			},
			Step::Release(node, of) => {
				let (locked, amount) = (money(node).1, part(node, of));
				Ledger::release(node, amount);
				assert_eq!(u128::from(locked - money(node).1), amount);
			},
			Step::Standing(node, required) => {
				Ledger::require_standing(node, required);
				assert_eq!(StandingRequired::<Test>::contains_key(node), required);
			},
		}
		self.draw(&before.1);
	}

	fn check(&self) {
		let (mut belongs, nodes) = (0, UTILITY..=CAROL);
		for node in nodes {
			let (credit, _, debts, claims) = money(node);
			let worth = i128::from(credit) + i128::from(claims) - i128::from(debts);
			assert_eq!(worth, self.worth.get(&node).copied().unwrap_or_default(), "node {node}");
			belongs += i128::from(credit);
			let held = u32::from(Accounts::<Test>::contains_key(node))
				+ u32::from(StandingRequired::<Test>::contains_key(node));
			let references = pallet_te_registry::References::<Test>::get(node);
			assert_eq!(references.unwrap_or_default(), held);
		}
		for interval in INTERVALS {
			let sum = self.neighbours.get(&interval).copied().unwrap_or_default();
			assert_eq!(Ledger::neighbours(interval), sum);
			belongs += sum;
		}
		// The pot is what it should be to the planck.
		assert_eq!(i128::from(pot()), belongs);
		Ledger::do_try_state().unwrap();
		Registry::do_try_state().unwrap();
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	#[test]
	fn the_books_balance_and_an_error_changes_nothing(steps in vec(step(), 1..50)) {
		run(|| {
			let mut model = Model::default();
			for step in steps {
				model.take(step);
				model.check();
			}
		});
	}
}
