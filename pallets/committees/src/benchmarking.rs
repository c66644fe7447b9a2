// SPDX-License-Identifier: Apache-2.0

//! What calls and hooks cost at most: with a full roll and as many questions as there can be.

use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{BoundedVec, traits::Get, weights::WeightMeter};
use frame_system::RawOrigin;
use gridmerit_energy::{NodeIndex, Roles};
use gridmerit_pallet_support::{BenchmarkWorld, Committees as _, Subject};

use crate::*;

const SUBJECT: Subject = [1; 32];

fn asker<T: Config>() -> T::AccountId {
	account("asker", 0, 0)
}

/// A node with trust.
fn node<T: Config>() -> (NodeIndex, T::AccountId) {
	let (node, account) = T::World::node(Roles { prosumer: true, ..Default::default() });
	T::World::trust(node);
	whitelist!(account);
	(node, account)
}

/// As many as can serve, behind all nodes that there are, for ever.
fn full_roll<T: Config>() {
	let first = NodeIndex::MAX.saturating_sub(T::MaxRoll::get());
	let serving = (first..NodeIndex::MAX)
		.map(|node| Serving { node, weight: 1, until: u32::MAX })
		.collect::<Vec<_>>();
	Roll::<T>::put(BoundedVec::truncate_from(serving));
}

/// A committee of those who serve, this node, and so many others who are against it already.
fn voting<T: Config>(node: NodeIndex, against: u32) {
	let first = NodeIndex::MAX.saturating_sub(T::Members::get());
	let mut members: Vec<_> = (0..T::Members::get())
		.map(|place| Member {
			node: first.saturating_add(place),
			seats: 1,
			vote: if place < against { Vote::Against } else { Vote::Missing },
		})
		.collect();
	if let Some(last) = members.last_mut() {
		*last = Member { node, seats: 1, vote: Vote::Missing };
	}
	let members = BoundedVec::truncate_from(members);
	let stage = Stage::Voting { members, until: T::Session::get().saturating_add(1) };
	Questions::<T>::insert(asker::<T>(), Question { subject: SUBJECT, asked: 0, stage });
	full_askers::<T>();
}

/// As many as can ask, the one that matters first.
fn full_askers<T: Config>() {
	let others = (1..T::MaxQuestions::get()).map(|other| account("asker", other, 0));
	let askers: Vec<T::AccountId> = core::iter::once(asker::<T>()).chain(others).collect();
	Askers::<T>::put(BoundedVec::truncate_from(askers));
	let others = (0..T::MaxPauses::get()).map(|other| account("asker", other, 0));
	let pauses: Vec<_> =
		others.map(|asker| Pause { asker, subject: SUBJECT, until: u32::MAX }).collect();
	Pauses::<T>::put(BoundedVec::truncate_from(pauses));
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// In the place of the lightest. `leave` and `weigh` do less.
	#[benchmark]
	fn serve() {
		full_roll::<T>();
		let (node, account) = node::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(account));
		assert!(Roll::<T>::get().iter().any(|serving| serving.node == node));
	}

	/// The one that refuses: the question goes.
	#[benchmark]
	fn vote() {
		let (node, account) = node::<T>();
		voting::<T>(node, T::Members::get().saturating_sub(Pallet::<T>::two_thirds()));
		let next = Some(T::MaxQuestions::get());
		Tended::<T>::put(Progress { session: T::Session::get(), next });
		#[extrinsic_call]
		_(RawOrigin::Signed(account), asker::<T>(), SUBJECT, false);
		assert!(!Questions::<T>::contains_key(asker::<T>()));
	}

	/// What others ask for does less.
	#[benchmark]
	fn ask() -> Result<(), BenchmarkError> {
		full_roll::<T>();
		#[block]
		{
			Pallet::<T>::ask(&asker::<T>(), SUBJECT)?;
		}
		assert_eq!(Candidates::<T>::get(asker::<T>()).len() as u32, T::MaxRoll::get());
		Ok(())
	}

	/// To begin a round: pauses that are over go, and an asker without a question.
	#[benchmark]
	fn look() {
		full_askers::<T>();
		Pauses::<T>::mutate(|pauses| {
			if let Some(pause) = pauses.iter_mut().next() {
				pause.until = 0;
			}
		});
		let session = T::Session::get().saturating_add(1);
		Tended::<T>::put(Progress { session, next: None });
		#[block]
		{
			Pallet::<T>::tend(&mut WeightMeter::with_limit(Pallet::<T>::largest_step()));
		}
		assert_eq!(Pauses::<T>::get().len() as u32, T::MaxPauses::get().saturating_sub(1));
		assert_eq!(Askers::<T>::get().len() as u32, T::MaxQuestions::get().saturating_sub(1));
	}

	/// A committee is drawn from a full roll.
	#[benchmark]
	fn draw() -> Result<(), BenchmarkError> {
		full_roll::<T>();
		Pallet::<T>::ask(&asker::<T>(), SUBJECT)?;
		let question = Questions::<T>::get(asker::<T>()).ok_or("it was asked")?;
		T::World::draws();
		#[block]
		{
			Pallet::<T>::do_draw(&asker::<T>(), question, T::Session::get());
		}
		let stage = Questions::<T>::get(asker::<T>()).map(|question| question.stage);
		assert!(matches!(stage, Some(Stage::Voting { .. })));
		Ok(())
	}

	/// Nobody has voted in time.
	#[benchmark]
	fn lapse() {
		full_roll::<T>();
		voting::<T>(NodeIndex::MAX.saturating_sub(1), 0);
		let now = T::Session::get().saturating_add(1);
		#[block]
		{
			Pallet::<T>::tend_one(&asker::<T>(), now);
		}
		assert!(!Questions::<T>::contains_key(asker::<T>()));
		let stay = T::MaxRoll::get().saturating_sub(T::Members::get());
		assert_eq!(Roll::<T>::get().len() as u32, stay);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
