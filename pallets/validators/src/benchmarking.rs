// SPDX-License-Identifier: Apache-2.0

//! What calls and sessions cost at most: all places are taken, all candidates are trusted and stand, and all have keys.

use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	traits::{EnsureOrigin, Get},
};
use frame_system::RawOrigin;
use gridmerit_energy::{NodeIndex, Roles};
use gridmerit_pallet_support::{BenchmarkWorld, NodeReferences};
use gridmerit_trust::{Bar, Part, SeatReason, SeatRules};
use sp_runtime::Perbill;
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};

use crate::*;

type Nodes<T> = Vec<(NodeIndex, <T as frame_system::Config>::AccountId)>;

/// So many nodes with keys and trust, each on a page of its own.
fn crowd<T: Config>(count: u32) -> Nodes<T> {
	let role = Roles { prosumer: true, ..Default::default() };
	(0..count)
		.map(|_| {
			T::World::next_page();
			let (node, account) = T::World::node(role);
			T::Sessions::give_keys(&account);
			T::World::trust(node);
			(node, account)
		})
		.collect()
}

/// All of them stand. A little trust is enough, and the last is trusted least.
fn stand_all<T: Config>(nodes: &Nodes<T>) {
	let rules = SeatRules {
		seats: T::MaxValidators::get(),
		minimum: Part::billionths(1),
		..Default::default()
	};
	Rules::<T>::put(rules);
	let candidate = |(at, (node, _)): (usize, &(NodeIndex, _))| {
		T::Nodes::hold(*node);
		let trust = Part::billionths((nodes.len() as u32).saturating_sub(at as u32));
		Candidate { node: *node, stands: true, proven: true, trust, lack: None }
	};
	let candidates = nodes.iter().enumerate().map(candidate).collect();
	Candidates::<T>::put(BoundedVec::truncate_from(candidates));
}

/// Those have the seats of this session and the next, and are disabled until some session.
fn seat_all<T: Config>(nodes: &Nodes<T>, until: u32) {
	let seats = nodes.iter().filter_map(|(node, account)| {
		let bar = Some(Bar { until, disabled: true });
		Records::<T>::insert(node, Record { bar, ..Default::default() });
		let keys = T::Sessions::keys_of(account)?;
		Some(Seat { node: *node, account: account.clone(), reason: SeatReason::Elected, keys })
	});
	let seats = SeatsOf::<T>::truncate_from(seats.collect());
	let now = T::Sessions::current();
	for session in [now, now.saturating_add(1)] {
		Seats::<T>::insert(session, &seats);
	}
	let accounts: Vec<_> = nodes.iter().map(|(_, account)| account.clone()).collect();
	T::Sessions::take_office(&accounts);
}

/// A session that never comes.
const NEVER: u32 = u32::MAX;

/// As many of them as there are seats.
fn first_of<T: Config>(nodes: &Nodes<T>) -> Nodes<T> {
	nodes.iter().take(T::MaxValidators::get() as usize).cloned().collect()
}

/// As many candidates as there can be, of whom as many as there can be have a seat.
fn full_house<T: Config>() -> Nodes<T> {
	let nodes = crowd::<T>(T::MaxCandidates::get());
	stand_all::<T>(&nodes);
	seat_all::<T>(&first_of::<T>(&nodes), NEVER);
	nodes
}

fn operator<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::OperatorOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn stand() -> Result<(), BenchmarkError> {
		full_house::<T>();
		let newcomers = crowd::<T>(1);
		let (node, account) = newcomers.first().cloned().ok_or("there is one")?;
		whitelist!(account);
		#[extrinsic_call]
		_(RawOrigin::Signed(account));
		let candidates = Candidates::<T>::get();
		assert!(candidates.iter().any(|known| known.node == node), "the least trusted made room");
		assert_eq!(candidates.len(), T::MaxCandidates::get() as usize);
		Ok(())
	}

	#[benchmark]
	fn step_down() -> Result<(), BenchmarkError> {
		let (node, account) = full_house::<T>().pop().ok_or("there is one")?;
		whitelist!(account);
		#[extrinsic_call]
		_(RawOrigin::Signed(account));
		assert!(!Candidates::<T>::get().iter().any(|known| known.node == node));
		Ok(())
	}

	#[benchmark]
	fn release_keys() -> Result<(), BenchmarkError> {
		full_house::<T>();
		let (_, former) = crowd::<T>(1).pop().ok_or("there is one")?;
		whitelist!(former);
		#[extrinsic_call]
		_(RawOrigin::Signed(former.clone()));
		assert!(!T::Sessions::has_keys(&former));
		Ok(())
	}

	#[benchmark]
	fn set_seat_rules() -> Result<(), BenchmarkError> {
		let origin = operator::<T>()?;
		let rules = SeatRules { least: SeatRules::FEWEST, ..Default::default() };
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, rules);
		assert!(NextRules::<T>::exists());
		Ok(())
	}

	#[benchmark]
	fn name_validators(
		v: Linear<{ T::MinValidators::get() }, { T::MaxValidators::get() }>,
	) -> Result<(), BenchmarkError> {
		let origin = operator::<T>()?;
		full_house::<T>();
		// Nobody sits, so that all can be displaced.
		let now = T::Sessions::current();
		for session in [now, now.saturating_add(1)] {
			Seats::<T>::remove(session);
		}
		T::Sessions::take_office(&[]);
		// Each makes somebody leave who is trusted less.
		let nodes = crowd::<T>(v).into_iter().map(|(node, _)| node).collect();
		let nodes = NodesOf::<T>::truncate_from(nodes);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, Some(nodes.clone()));
		assert_eq!(Named::<T>::get().map(|named| named.len()), Some(nodes.len()));
		Ok(())
	}

	#[benchmark]
	fn pardon() -> Result<(), BenchmarkError> {
		let origin = operator::<T>()?;
		let bar = Some(Bar { until: NEVER, disabled: true });
		Records::<T>::insert(0, Record { bar, ..Default::default() });
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0);
		assert_eq!(Records::<T>::get(0).bar, None);
		Ok(())
	}

	/// A block, when all who have a seat have built.
	#[benchmark]
	fn count_block() -> Result<(), BenchmarkError> {
		let most = T::MaxValidators::get();
		let built = alloc::vec![u32::MAX; most as usize];
		Built::<T>::put(BoundedVec::truncate_from(built));
		let last = (most as usize).saturating_sub(1);
		Built::<T>::mutate(|built| built.truncate(last));
		#[block]
		{
			Pallet::<T>::count_for(last);
		}
		assert_eq!(Built::<T>::get().len(), most as usize);
		Ok(())
	}

	/// An election among so many, when a hundred sit.
	#[benchmark]
	fn plan(
		c: Linear<{ T::MaxValidators::get() }, { T::MaxCandidates::get() }>,
	) -> Result<(), BenchmarkError> {
		let nodes = crowd::<T>(c);
		stand_all::<T>(&nodes);
		// Their bars have ended.
		seat_all::<T>(&first_of::<T>(&nodes), 0);
		let now = T::Sessions::current();
		NextRules::<T>::put((now, Rules::<T>::get()));
		let planned;
		#[block]
		{
			planned = Pallet::<T>::plan(now.saturating_add(1));
		}
		assert_eq!(planned.len(), T::MaxValidators::get() as usize);
		Ok(())
	}

	/// The end of a session in which none but the last has built, and all others are reported.
	#[benchmark]
	fn session_ends(
		v: Linear<{ T::MinValidators::get() }, { T::MaxValidators::get() }>,
	) -> Result<(), BenchmarkError> {
		let nodes = crowd::<T>(v);
		stand_all::<T>(&nodes);
		seat_all::<T>(&nodes, 0);
		let now = T::Sessions::current();
		let mut built = alloc::vec![0; v as usize];
		if let Some(last) = built.last_mut() {
			*last = v.saturating_mul(T::AbsenceBlocks::get());
		}
		Built::<T>::put(BoundedVec::truncate_from(built));
		T::World::pay(&Pallet::<T>::pot_account());
		#[block]
		{
			Pallet::<T>::session_ends(now);
		}
		let (first, _) = nodes.first().ok_or("there is one")?;
		assert_eq!(Records::<T>::get(first).done.absences, 1);
		Ok(())
	}

	/// The beginning of a session in which all are disabled.
	#[benchmark]
	fn session_begins(
		v: Linear<{ T::MinValidators::get() }, { T::MaxValidators::get() }>,
	) -> Result<(), BenchmarkError> {
		let nodes = crowd::<T>(v);
		stand_all::<T>(&nodes);
		seat_all::<T>(&nodes, NEVER);
		let now = T::Sessions::current();
		#[block]
		{
			Pallet::<T>::session_begins(now);
		}
		assert!(Pallet::<T>::is_disabled(nodes.first().ok_or("there is one")?.0));
		Ok(())
	}

	/// What a report of an equivocation costs beside its proof.
	#[benchmark]
	fn offence() -> Result<(), BenchmarkError> {
		let nodes = crowd::<T>(T::MaxValidators::get());
		stand_all::<T>(&nodes);
		seat_all::<T>(&nodes, NEVER);
		let now = T::Sessions::current();
		// All have offended at the same time, and all but the last are known.
		let (node, _) = nodes.last().cloned().ok_or("there is one")?;
		let details: Vec<_> = nodes
			.iter()
			.map(|(other, account)| {
				let caught = Some(now).filter(|_| *other != node);
				Records::<T>::insert(other, Record { caught, ..Default::default() });
				let offender = (account.clone(), (*other, now));
				OffenceDetails { offender, reporters: alloc::vec![account.clone()] }
			})
			.collect();
		let fractions = alloc::vec![Perbill::one(); details.len()];
		#[block]
		{
			Pallet::<T>::on_offence(&details, &fractions, now);
		}
		assert_eq!(Records::<T>::get(node).done.equivocations, 1);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
