// SPDX-License-Identifier: Apache-2.0

//! What the calls and a settlement cost at most.

use frame_benchmarking::v2::*;
use frame_support::traits::{Get, fungible::Mutate};
use frame_system::RawOrigin;
use gridmerit_primitives::{
	BenchmarkWorld, Deviation, Interval, IntervalTerms, MAX_ORDER, Metered, NodeIndex, Positions,
	Pot, Roles, Settlement, Terms,
};

use crate::*;

/// A node with as much open as it can have, in a market whose pot lives; its account.
fn crowded<T: Config>(interval: Interval) -> Result<(NodeIndex, T::AccountId), BenchmarkError> {
	T::Currency::mint_into(&Pallet::<T>::pot_account(), unit::<T>())?;
	let (node, account) = T::World::node(Roles { prosumer: true, ..Default::default() });
	T::World::crowd(node, interval, true, 1);
	let terms = T::Terms::terms(interval).ok_or("the interval has opened")?;
	let lock = T::Positions::position(interval, node).exposure(terms.tariff.shortfall);
	Pallet::<T>::lock(node, &account, &[(interval, Some(lock))])?;
	assert_eq!(Pallet::<T>::locks(node).len() as u32, T::MaxOpen::get());
	// Its fee has touched the sender's account before.
	whitelist!(account);
	Ok((node, account))
}

/// An amount that an account can have.
fn unit<T: Config>() -> BalanceOf<T> {
	<T::Currency as frame_support::traits::fungible::Inspect<T::AccountId>>::minimum_balance()
}

fn owe<T: Config>(debtor: NodeIndex, creditor: NodeIndex) -> Result<(), BenchmarkError> {
	let mut owes = Accounts::<T>::get(debtor);
	let mut gets = Accounts::<T>::get(creditor);
	Pallet::<T>::owe((debtor, &mut owes), (creditor, &mut gets), unit::<T>())
		.map_err(|_| "nobody owes much")?;
	Pallet::<T>::put(debtor, &owes);
	Pallet::<T>::put(creditor, &gets);
	Ok(())
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn deposit() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (debtor, account) = crowded::<T>(interval)?;
		let (creditor, _) = crowded::<T>(interval)?;
		owe::<T>(debtor, creditor)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(account), unit::<T>());
		assert!(!Debts::<T>::contains_key(debtor, creditor));
		Ok(())
	}

	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (node, account) = crowded::<T>(interval)?;
		Pallet::<T>::do_deposit(account.clone(), unit::<T>())?;
		let locked = Accounts::<T>::get(node).locked;
		#[extrinsic_call]
		_(RawOrigin::Signed(account), unit::<T>());
		assert!(Accounts::<T>::get(node).credit == locked);
		Ok(())
	}

	#[benchmark]
	fn collect() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (debtor, account) = crowded::<T>(interval)?;
		let (creditor, _) = crowded::<T>(interval)?;
		Pallet::<T>::do_deposit(account.clone(), unit::<T>())?;
		owe::<T>(debtor, creditor)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(account), debtor, creditor);
		assert!(!Debts::<T>::contains_key(debtor, creditor));
		Ok(())
	}

	/// The node feeds in more than the utility can pay. What it owes to the utility is set off, the rest is a
	/// claim, and with what it has free it pays a debt to a former utility. The fee goes to a third.
	#[benchmark]
	fn settle() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (node, account) = crowded::<T>(interval)?;
		let (former, _) = crowded::<T>(interval)?;
		let Terms { utility, grid, .. } =
			T::Terms::terms(interval).ok_or("the interval has opened")?;
		assert!(T::Positions::position(interval, node).bought > 0, "there is a fee");
		assert!(grid != utility && grid != node, "the grid account is another");
		Pallet::<T>::do_deposit(account, unit::<T>())?;
		owe::<T>(node, former)?;
		owe::<T>(node, utility)?;
		T::World::set_time(T::Terms::start(interval.saturating_add(1)));
		let metered = Metered { import: 0, export: MAX_ORDER };
		#[block]
		{
			<Pallet<T> as Settlement>::settle(interval, node, metered)?;
		}
		let invoice = Invoices::<T>::get(interval, node).ok_or("is settled")?;
		assert!(matches!(invoice.deviation, Deviation::Sold { .. }));
		assert!(invoice.fee > Default::default());
		assert!(!Debts::<T>::contains_key(node, former));
		assert!(!Debts::<T>::contains_key(node, utility));
		assert!(Debts::<T>::contains_key(utility, node));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
