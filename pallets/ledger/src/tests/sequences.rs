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
	/// What is unlocked, which part of what is withheld serves it and how much of that is kept, and what is posted.
	Post(Option<(NodeIndex, Interval)>, Option<(NodeIndex, f64, u64)>, Vec<Posting>),
	Release(NodeIndex, f64),
	Standing(NodeIndex, bool),
}

/// All whose money is moved: the nodes and the reserve.
fn everybody() -> impl Iterator<Item = NodeIndex> {
	(UTILITY..=CAROL).chain([RESERVE])
}

fn node() -> impl Strategy<Value = NodeIndex> {
	UTILITY..=CAROL
}

/// A node, or now and then the reserve.
fn payee() -> impl Strategy<Value = NodeIndex> {
	prop_oneof![5 => node(), 1 => Just(RESERVE)]
}

fn party() -> impl Strategy<Value = Party> {
	prop_oneof![
		4 => payee().prop_map(Party::Node),
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

fn forgive() -> impl Strategy<Value = Call<Test>> {
	(payee(), payee(), proptest::option::of(0_u64..400)).prop_map(|(debtor, creditor, amount)| {
		Call::forgive { debtor, creditor, amount, reason: Words::default() }
	})
}

fn step() -> impl Strategy<Value = Step> {
	let amount = || prop_oneof![8 => 0_u64..600, 1 => 0..2 * WEALTH, 1 => any::<u64>()];
	let lock = (INTERVALS, proptest::option::of(amount().prop_map(Planck::from)));
	let account = prop_oneof![8 => node().prop_map(account_of), 1 => Just(STRANGER)];
	let call = prop_oneof![
		amount().prop_map(|amount| Call::deposit { amount }),
		amount().prop_map(|amount| Call::withdraw { amount }),
		(payee(), payee()).prop_map(|(debtor, creditor)| Call::collect { debtor, creditor }),
		forgive(),
	];
	let pay = (payee(), payee(), 0_u64..400).prop_map(|(debtor, creditor, amount)| {
		Call::pay_from_reserve { debtor, creditor, amount, reason: Words::default() }
	});
	let relieves = prop_oneof![forgive(), pay];
	let standing = (0_u64..40).prop_map(|price| Call::set_standing_price { price });
	let unlock = proptest::option::of((node(), INTERVALS));
	let release = proptest::option::weighted(0.3, (payee(), 0.0..=1.0, 0_u64..300));
	prop_oneof![
		4 => (account, call).prop_map(|(account, call)| Step::Call(account, call)),
		1 => standing.prop_map(|call| Step::Call(OPERATOR, call)),
		2 => relieves.prop_map(|call| Step::Call(OPERATOR, call)),
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
				// Who gains and who loses by what is forgiven, and by what the reserve pays.
				let (mut loser, mut gainer, mut moved) = (RESERVE, RESERVE, 0);
				match &call {
					Call::forgive { debtor, creditor, amount, .. } => {
						let owed = Ledger::debt(*debtor, *creditor) as i128;
						(loser, gainer) = (*creditor, *debtor);
						moved = amount.map_or(owed, i128::from);
					},
					Call::pay_from_reserve { debtor, amount, .. } => {
						(loser, gainer, moved) = (RESERVE, *debtor, i128::from(*amount));
					},
					_ => {},
				}
				let done = with_storage_layer(|| {
					let call = RuntimeCall::from(call);
					call.dispatch(Origin::signed(account)).map_err(|error| error.error)
				});
				if done.is_ok() {
					self.gain(Party::Node(loser), -moved);
					self.gain(Party::Node(gainer), moved);
				}
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
				let release = release.map(|(node, of, keep)| {
					let (amount, keep) = (part(node, of), Planck::from(keep));
					Release { node, amount, keep }
				});
				let held: Planck = everybody().map(Ledger::withheld).sum();
				let released = release.map_or(0, |release| release.amount);
				match Ledger::post(Entry { unlock, release, postings: &postings }) {
					Ok(posted) => {
						for Posting { from, to, amount, .. } in postings {
							self.gain(from, -(amount as i128));
							self.gain(to, amount as i128);
						}
						let now: Planck = everybody().map(Ledger::withheld).sum();
						assert_eq!(now, held - released + posted.kept + posted.withheld);
						assert!(posted.kept <= release.map_or(0, |release| release.keep));
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
		let mut belongs = 0;
		for node in everybody() {
			let (credit, _, debts, claims) = money(node);
			let worth = i128::from(credit) + i128::from(claims) - i128::from(debts);
			assert_eq!(worth, self.worth.get(&node).copied().unwrap_or_default(), "node {node}");
			belongs += i128::from(credit);
			let held = u32::from(Accounts::<Test>::contains_key(node))
				+ u32::from(StandingRequired::<Test>::contains_key(node));
			let held = if node == RESERVE { 0 } else { held };
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
