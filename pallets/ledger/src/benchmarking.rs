// SPDX-License-Identifier: Apache-2.0

//! What the calls cost at most. What an entry costs is part of the weight of the call that brings it about.

use frame_benchmarking::v2::*;
use frame_support::traits::{
	EnsureOrigin, Get,
	fungible::{Inspect, Mutate},
};
use frame_system::RawOrigin;
use gridmerit_energy::{Interval, MAX_PRICE, NodeIndex, Planck, RESERVE, Roles};
use gridmerit_pallet_support::{
	BenchmarkWorld, Entry, Ledger, Locks, OnShortfall, Party, Posting, Words,
};
use sp_runtime::traits::Saturating;

use crate::*;

const ROLES: Roles =
	Roles { consumer: false, prosumer: true, storage: false, utility: false, line_owner: false };

/// An amount that an account can have.
fn unit<T: Config>() -> BalanceOf<T> {
	<T::Currency as Inspect<T::AccountId>>::minimum_balance()
}

/// A node with nothing in the pot, which lives; its account. Where a call leaves it with nothing again its
/// account here goes and the registry is told, which costs more than to write the longest one.
fn bare<T: Config>() -> Result<(NodeIndex, T::AccountId), BenchmarkError> {
	T::Currency::mint_into(&Pallet::<T>::pot_account(), unit::<T>())?;
	let (node, account) = T::World::node(ROLES);
	// Its fee has touched the sender's account before.
	whitelist!(account);
	Ok((node, account))
}

/// A node with as much open as it can have.
fn crowded<T: Config>() -> Result<(NodeIndex, T::AccountId), BenchmarkError> {
	let (node, account) = bare::<T>()?;
	let open: alloc::vec::Vec<_> =
		(0..T::MaxOpen::get()).map(|interval| (interval, Some(1))).collect();
	Pallet::<T>::lock(node, &account, &open)?;
	assert_eq!(Pallet::<T>::locks(node).len() as u32, T::MaxOpen::get());
	Ok((node, account))
}

/// Money that comes from nowhere.
fn fund<T: Config>(node: NodeIndex, amount: BalanceOf<T>) -> Result<(), BenchmarkError> {
	T::Currency::mint_into(&Pallet::<T>::pot_account(), amount)?;
	Holding::<T>::mutate(|holding| *holding = holding.saturating_add(amount));
	Accounts::<T>::mutate(node, |account| account.credit = account.credit.saturating_add(amount));
	Ok(())
}

fn posting(from: Party, to: Party, amount: Planck, on_shortfall: OnShortfall) -> Posting {
	Posting { from, to, amount, on_shortfall, withheld: false }
}

fn owe<T: Config>(debtor: NodeIndex, creditor: NodeIndex) -> Result<(), BenchmarkError> {
	let amount = Pallet::<T>::planck(unit::<T>());
	let (from, to) = (Party::Node(debtor), Party::Node(creditor));
	let postings = [posting(from, to, amount, OnShortfall::Owe)];
	Pallet::<T>::post(Entry { postings: &postings, ..Default::default() })?;
	assert!(Debts::<T>::contains_key(debtor, creditor));
	Ok(())
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// Just what the node owes.
	#[benchmark]
	fn deposit() -> Result<(), BenchmarkError> {
		let (debtor, account) = bare::<T>()?;
		let (creditor, _) = crowded::<T>()?;
		owe::<T>(debtor, creditor)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(account), unit::<T>());
		assert!(!Debts::<T>::contains_key(debtor, creditor));
		assert!(!Accounts::<T>::contains_key(debtor));
		Ok(())
	}

	/// All that the node has. There is a standing deposit, but not for this node.
	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let (node, account) = bare::<T>()?;
		StandingPrice::<T>::put(1);
		Pallet::<T>::deposit(RawOrigin::Signed(account.clone()).into(), unit::<T>())?;
		assert!(Accounts::<T>::contains_key(node));
		#[extrinsic_call]
		_(RawOrigin::Signed(account), unit::<T>());
		assert!(!Accounts::<T>::contains_key(node));
		Ok(())
	}

	/// All that the debtor has, which is all that it owes.
	#[benchmark]
	fn collect() -> Result<(), BenchmarkError> {
		let (debtor, account) = bare::<T>()?;
		let (creditor, _) = crowded::<T>()?;
		owe::<T>(debtor, creditor)?;
		fund::<T>(debtor, unit::<T>())?;
		#[extrinsic_call]
		_(RawOrigin::Signed(account), debtor, creditor);
		assert!(!Debts::<T>::contains_key(debtor, creditor));
		assert!(!Accounts::<T>::contains_key(debtor));
		Ok(())
	}

	#[benchmark]
	fn set_standing_price() -> Result<(), BenchmarkError> {
		let origin =
			T::OperatorOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, MAX_PRICE);
		assert_eq!(StandingPrice::<T>::get(), MAX_PRICE);
		Ok(())
	}

	/// By the creditor, whose claim is all that it has, as the debt is all that the debtor has: both accounts go.
	#[benchmark]
	fn forgive() -> Result<(), BenchmarkError> {
		let (debtor, _) = bare::<T>()?;
		let (creditor, account) = bare::<T>()?;
		owe::<T>(debtor, creditor)?;
		let reason = Words::truncate_from(alloc::vec![0; 128]);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), debtor, creditor, None, reason);
		assert!(!Debts::<T>::contains_key(debtor, creditor));
		assert!(!Accounts::<T>::contains_key(debtor) && !Accounts::<T>::contains_key(creditor));
		Ok(())
	}

	/// All that the debtor owes, which is all that it has.
	#[benchmark]
	fn pay_from_reserve() -> Result<(), BenchmarkError> {
		let (debtor, _) = bare::<T>()?;
		let (creditor, _) = crowded::<T>()?;
		owe::<T>(debtor, creditor)?;
		fund::<T>(RESERVE, unit::<T>())?;
		let origin =
			T::OperatorOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
		let reason = Words::truncate_from(alloc::vec![0; 128]);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, debtor, creditor, unit::<T>(), reason);
		assert!(!Debts::<T>::contains_key(debtor, creditor));
		assert!(!Accounts::<T>::contains_key(debtor) && !Accounts::<T>::contains_key(RESERVE));
		Ok(())
	}

	/// The invoice of a node that has bought, cannot pay all of its imbalance, and owes to another as well. Not
	/// a weight of its own: for comparison.
	#[benchmark(extra)]
	fn post() -> Result<(), BenchmarkError> {
		let (node, _) = crowded::<T>()?;
		let (utility, _) = crowded::<T>()?;
		let (grid, _) = crowded::<T>()?;
		let (former, _) = crowded::<T>()?;
		owe::<T>(node, former)?;
		owe::<T>(utility, node)?;
		fund::<T>(node, unit::<T>().saturating_mul(3_u32.into()))?;
		let interval: Interval = 0;
		let unit = Pallet::<T>::planck(unit::<T>());
		let (payer, neighbours) = (Party::Node(node), Party::Neighbours(interval));
		let refuse = OnShortfall::Refuse;
		let postings = [
			posting(neighbours, payer, unit, refuse),
			posting(payer, neighbours, unit.saturating_mul(2), refuse),
			posting(payer, Party::Node(grid), unit, refuse),
			Posting {
				withheld: true,
				..posting(payer, Party::Node(utility), unit.saturating_mul(4), OnShortfall::Owe)
			},
		];
		let unlock = Some((node, interval));
		#[block]
		{
			Pallet::<T>::post(Entry { unlock, release: None, postings: &postings })?;
		}
		assert!(Debts::<T>::contains_key(node, former) && Debts::<T>::contains_key(node, utility));
		assert!(!Debts::<T>::contains_key(utility, node));
		assert!(Pallet::<T>::withheld(utility) > 0);
		assert!(Pallet::<T>::neighbours(interval) > 0);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
