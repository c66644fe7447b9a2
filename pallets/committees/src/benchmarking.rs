// SPDX-License-Identifier: Apache-2.0

//! What calls and hooks cost at most: with a full roll and as many questions as there can be.

use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{BoundedVec, traits::Get};
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

/// A committee of those who serve, this node and all but `needed` less one others approving already.
fn voting<T: Config>(node: NodeIndex) {
	let first = NodeIndex::MAX.saturating_sub(T::Members::get());
	let approving = Pallet::<T>::two_thirds().saturating_sub(1);
	let mut members: Vec<_> = (0..T::Members::get())
		.map(|place| Member {
			node: first.saturating_add(place),
			seats: 1,
			vote: if place < approving { Vote::For } else { Vote::Missing },
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

	/// The one that decides.
	#[benchmark]
	fn vote() {
		let (node, account) = node::<T>();
		voting::<T>(node);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), asker::<T>(), SUBJECT, true);
		let stage = Questions::<T>::get(asker::<T>()).map(|question| question.stage);
		assert!(matches!(stage, Some(Stage::Approved { .. })));
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

	/// To see that nothing is to be done, and to note how far it has come.
	#[benchmark]
	fn look() {
		full_askers::<T>();
		let (next, session) = (Some(T::MaxQuestions::get()), T::Session::get());
		Tended::<T>::put(Progress { session, next });
		#[block]
		{
			Pallet::<T>::tend(&mut frame_support::weights::WeightMeter::new());
		}
		assert_eq!(Tended::<T>::get().next, None);
	}

	/// A committee is drawn, if the randomness is of a session after this.
	#[benchmark]
	fn draw() -> Result<(), BenchmarkError> {
		full_roll::<T>();
		Pallet::<T>::ask(&asker::<T>(), SUBJECT)?;
		let question = Questions::<T>::get(asker::<T>()).ok_or("it was asked")?;
		#[block]
		{
			Pallet::<T>::do_draw(&asker::<T>(), question, T::Session::get());
		}
		assert!(Questions::<T>::contains_key(asker::<T>()));
		Ok(())
	}

	/// Nobody but the first has voted in time.
	#[benchmark]
	fn lapse() {
		full_roll::<T>();
		voting::<T>(NodeIndex::MAX);
		let now = T::Session::get().saturating_add(1);
		#[block]
		{
			Pallet::<T>::tend_one(&asker::<T>(), now);
		}
		let stage = Questions::<T>::get(asker::<T>()).map(|question| question.stage);
		assert_eq!(stage, Some(Stage::Over));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
