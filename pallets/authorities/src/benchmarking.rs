// SPDX-License-Identifier: Apache-2.0

//! What the calls cost at most. What a report costs that revokes a meter, the pallet below measures; what lifting
//! one costs is measured here.

use alloc::vec;
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	traits::{Consideration, EnsureOrigin, Get},
};
use frame_system::RawOrigin;
use gridmerit_energy::MeterIndex;
use gridmerit_pallet_support::{IntervalClock, MeterRevocation};

use crate::*;

fn operator<T: Config>() -> T::RuntimeOrigin {
	T::OperatorOrigin::try_successful_origin().expect("there is an operator")
}

/// The longest name, reason, or statement.
fn longest<L: Get<u32>>() -> BoundedVec<u8, L> {
	vec![b'x'; L::get() as usize].try_into().expect("is as long as it may be")
}

/// An account that can pay the deposits.
fn funded<T: Config>() -> T::AccountId {
	let account = account("funded", 0, 0);
	T::AuthorityDeposit::ensure_successful(&account, Pallet::<T>::authority_footprint());
	T::ReportDeposit::ensure_successful(&account, Pallet::<T>::report_footprint());
	whitelist!(account);
	account
}

/// An authority, trusted or not.
fn authority<T: Config>(trusted: bool) -> Result<T::AccountId, BenchmarkError> {
	let authority = funded::<T>();
	Pallet::<T>::do_publish(authority.clone(), AuthorityKind::Other, longest())?;
	Pallet::<T>::do_trust(authority.clone(), trusted)?;
	Ok(authority)
}

/// A meter with an effective report, the authority that made it, and the account of the meter's node.
fn reported<T: Config>() -> Result<(MeterIndex, T::AccountId, T::AccountId), BenchmarkError> {
	let (meter, account) = T::Meters::busy_meter();
	let authority = authority::<T>(true)?;
	Pallet::<T>::do_report_meter(authority.clone(), meter, 0, longest())
		.map_err(|error| error.error)?;
	Ok((meter, authority, account))
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn publish() {
		let account = funded::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(account.clone()), AuthorityKind::Other, longest());
		assert!(Authorities::<T>::contains_key(account));
	}

	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let authority = authority::<T>(true)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(authority.clone()));
		assert!(!Authorities::<T>::contains_key(authority));
		Ok(())
	}

	#[benchmark]
	fn trust() -> Result<(), BenchmarkError> {
		let authority = authority::<T>(false)?;
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, authority.clone(), true);
		assert!(Authorities::<T>::get(authority).is_some_and(|row| row.trusted));
		Ok(())
	}

	/// One that takes effect, so that it is counted; it revokes since an interval of which nothing is read. What
	/// revoking costs comes on top.
	#[benchmark]
	fn report_meter() -> Result<(), BenchmarkError> {
		let (meter, _) = T::Meters::busy_meter();
		let authority = authority::<T>(true)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(authority.clone()), meter, T::Clock::now(), longest());
		assert!(Reports::<T>::get(meter, &authority).is_some_and(|report| report.effective));
		assert!(Authorities::<T>::get(authority).is_some_and(|row| row.recent.count == 1));
		Ok(())
	}

	#[benchmark]
	fn challenge_report() -> Result<(), BenchmarkError> {
		let (meter, authority, account) = reported::<T>()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(account), meter, authority.clone(), longest());
		assert!(Reports::<T>::get(meter, authority).is_some_and(|row| row.challenge.is_some()));
		Ok(())
	}

	#[benchmark]
	fn lift_report() -> Result<(), BenchmarkError> {
		let (meter, authority, _) = reported::<T>()?;
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, meter, authority.clone());
		assert!(!Reports::<T>::contains_key(meter, authority));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
