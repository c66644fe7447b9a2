// SPDX-License-Identifier: Apache-2.0

//! What the calls cost at most.

use frame_benchmarking::v2::*;
use frame_support::traits::{Consideration, EnsureOrigin, Get};
use frame_system::RawOrigin;
use gridmerit_energy::{Battery, EnergyLimits, MAX_ORDER, NodeIndex, PPM, Roles, SourceKind};
use gridmerit_pallet_support::{ViolationKind, Words};
use gridmerit_trust::{Search, Work};
use sp_core::H256;
use sp_io::hashing::blake2_256;

use crate::*;

fn operator<T: Config>() -> T::RuntimeOrigin {
	T::OperatorOrigin::try_successful_origin().expect("there is an operator")
}

/// The longest that there is: with a battery.
fn data() -> NodeData {
	NodeData {
		customer: H256::repeat_byte(1),
		roles: Roles { storage: true, ..Default::default() },
		bus: u16::MAX,
		limits: EnergyLimits { generation: MAX_ORDER, consumption: MAX_ORDER },
		source: SourceKind::Storage,
		battery: Some(Battery {
			capacity: MAX_ORDER,
			power: MAX_ORDER,
			efficiency_ppm: PPM,
			initial: MAX_ORDER,
		}),
	}
}

fn reason() -> Words {
	alloc::vec![b'x'; 128].try_into().expect("is the longest reason")
}

/// An account that can pay a deposit.
fn funded<T: Config>(name: &'static str) -> T::AccountId {
	let account = account(name, 0, 0);
	T::Deposit::ensure_successful(&account, Pallet::<T>::footprint());
	account
}

/// Asks for work, and finds it. To check it takes one hash, however much it is.
fn proof<T: Config>(account: &T::AccountId) -> u64 {
	let work = Work { bits: T::MaxWork::get().min(8) };
	ApplicationWork::<T>::put(work);
	let search = Search::new(work, &Pallet::<T>::identity(account), 0);
	let nonce = search.and_then(|mut search| search.step(blake2_256, u32::MAX));
	nonce.expect("4 billion hashes find 8 bits")
}

fn applicant<T: Config>() -> T::AccountId {
	let account = funded::<T>("applicant");
	Pallet::<T>::do_apply(account.clone(), data(), 0).expect("is sound and funded");
	account
}

/// A node with a deposit and its account.
fn node<T: Config>() -> (NodeIndex, T::AccountId) {
	let account = applicant::<T>();
	let node = NextIndex::<T>::get();
	Pallet::<T>::approve(operator::<T>(), account.clone(), data()).expect("has applied");
	(node, account)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn apply() {
		let account = funded::<T>("applicant");
		let nonce = proof::<T>(&account);
		#[extrinsic_call]
		_(RawOrigin::Signed(account.clone()), data(), nonce);
		assert!(Applications::<T>::contains_key(account));
	}

	#[benchmark]
	fn withdraw_application() {
		let account = applicant::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(account.clone()));
		assert!(!Applications::<T>::contains_key(account));
	}

	#[benchmark]
	fn approve() {
		let account = applicant::<T>();
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, account.clone(), data());
		assert!(IndexOf::<T>::contains_key(account));
	}

	#[benchmark]
	fn reject() {
		let account = applicant::<T>();
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, account.clone(), reason());
		assert!(!Applications::<T>::contains_key(account));
	}

	#[benchmark]
	fn admit() {
		let account: T::AccountId = account("node", 0, 0);
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, account.clone(), data());
		assert!(IndexOf::<T>::contains_key(account));
	}

	#[benchmark]
	fn change() {
		let (index, _) = node::<T>();
		let changed = NodeData { bus: 1, ..data() };
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, index, changed);
		assert_eq!(Nodes::<T>::get(index).map(|node| node.data), Some(changed));
	}

	#[benchmark]
	fn suspend() {
		let (index, _) = node::<T>();
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, index, reason());
		assert!(Nodes::<T>::get(index).is_some_and(|node| node.suspended));
	}

	#[benchmark]
	fn resume() -> Result<(), BenchmarkError> {
		let (index, _) = node::<T>();
		Pallet::<T>::suspend(operator::<T>(), index, reason())?;
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, index);
		assert!(Nodes::<T>::get(index).is_some_and(|node| !node.suspended));
		Ok(())
	}

	#[benchmark]
	fn offer_handover() {
		let (index, account) = node::<T>();
		let to: T::AccountId = funded::<T>("successor");
		#[extrinsic_call]
		_(RawOrigin::Signed(account), to.clone());
		assert_eq!(Handovers::<T>::get(index), Some(to));
	}

	#[benchmark]
	fn accept_handover() -> Result<(), BenchmarkError> {
		let (index, account) = node::<T>();
		let to = funded::<T>("successor");
		Pallet::<T>::offer_handover(RawOrigin::Signed(account).into(), to.clone())?;
		#[extrinsic_call]
		_(RawOrigin::Signed(to.clone()), index);
		assert_eq!(IndexOf::<T>::get(to), Some(index));
		Ok(())
	}

	#[benchmark]
	fn replace_account() {
		let (index, _) = node::<T>();
		let to: T::AccountId = account("successor", 0, 0);
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, index, to.clone());
		assert_eq!(IndexOf::<T>::get(to), Some(index));
	}

	#[benchmark]
	fn remove() -> Result<(), BenchmarkError> {
		let (index, _) = node::<T>();
		for kind in ViolationKind::ALL {
			Pallet::<T>::do_record(index, kind)?;
		}
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, index);
		assert!(!Nodes::<T>::contains_key(index));
		Ok(())
	}

	#[benchmark]
	fn record_violation() {
		let (index, _) = node::<T>();
		let kind = ViolationKind::Other;
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, index, kind);
		assert_eq!(Violations::<T>::get(index, kind), 1);
	}

	#[benchmark]
	fn set_application_work() {
		let bits = T::MaxWork::get();
		#[extrinsic_call]
		_(operator::<T>() as T::RuntimeOrigin, bits);
		assert_eq!(ApplicationWork::<T>::get(), Work { bits });
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
