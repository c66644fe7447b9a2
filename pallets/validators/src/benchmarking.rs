// SPDX-License-Identifier: Apache-2.0

//! What the calls cost at most: all places of a set are taken, and all are offenders.

use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	traits::{EnsureOrigin, Get},
};
use frame_system::RawOrigin;
use sp_staking::offence::OffenceSeverity;

use crate::*;

/// So many validators with keys, of whom all are in office and all have equivocated.
fn crowd<T: Config>(from: u32, count: u32) -> Vec<T::AccountId> {
	let crowd: Vec<T::AccountId> =
		(from..from.saturating_add(count)).map(|n| account("validator", n, 0)).collect();
	crowd.iter().for_each(T::Sessions::give_keys);
	crowd
}

fn all_offend<T: Config>(validators: &[T::AccountId]) {
	let severity = OffenceSeverity::max_severity();
	let offenders = validators.iter().map(|validator| (validator.clone(), severity)).collect();
	Offenders::<T>::put(BoundedVec::truncate_from(offenders));
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn set_validators(
		v: Linear<{ T::MinValidators::get() }, { T::MaxValidators::get() }>,
	) -> Result<(), BenchmarkError> {
		let origin =
			T::OperatorOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
		let in_office = crowd::<T>(T::MaxValidators::get(), T::MaxValidators::get());
		T::Sessions::take_office(&in_office);
		all_offend::<T>(&in_office);
		let validators = BoundedVec::truncate_from(crowd::<T>(0, v));
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, validators.clone());
		assert_eq!(Named::<T>::get(), Some(validators));
		Ok(())
	}

	#[benchmark]
	fn release_keys() -> Result<(), BenchmarkError> {
		let most = T::MaxValidators::get();
		let in_office = crowd::<T>(0, most);
		T::Sessions::take_office(&in_office);
		Named::<T>::put(BoundedVec::truncate_from(in_office));
		let former = crowd::<T>(most, 1).pop().ok_or("there is one")?;
		whitelist!(former);
		#[extrinsic_call]
		_(RawOrigin::Signed(former.clone()));
		assert!(!T::Sessions::has_keys(&former));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
