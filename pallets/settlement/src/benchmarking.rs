// SPDX-License-Identifier: Apache-2.0

//! What the calls and the steps of the hooks cost at most.
//!
//! What a settlement costs that a reading brings about is part of the weight of the call that brings it.

use frame_benchmarking::v2::*;
use frame_support::{
	traits::{
		EnsureOrigin, Get,
		fungible::{Inspect, Mutate},
	},
	weights::WeightMeter,
};
use frame_system::RawOrigin;
use gridmerit_energy::{
	Basis, Interval, MAX_PRICE, Metered, NodeIndex, Planck, Roles, Terms, payment,
};
use gridmerit_pallet_support::{
	BenchmarkWorld, IntervalTerms, Meters, PAGE_ROWS, Page, Positions, Pot, TeNodes, page_of,
};
use gridmerit_statements::MAX_METERED;
use sp_runtime::traits::Saturating;

use crate::*;

const ROLES: Roles =
	Roles { consumer: false, prosumer: false, storage: true, utility: false, line_owner: false };

/// Gives a node as much open as it can have, in a market whose pot lives.
fn crowd<T: Config>(
	interval: Interval,
	node: NodeIndex,
	account: &T::AccountId,
) -> Result<(), BenchmarkError> {
	T::Currency::mint_into(&Pallet::<T>::pot_account(), unit::<T>())?;
	T::World::crowd(node, interval, true, 1);
	let terms = T::Terms::terms(interval).ok_or("the interval has opened")?;
	let lock = T::Positions::position(interval, node).exposure(terms.tariff.shortfall);
	Pallet::<T>::lock(node, account, &[(interval, Some(lock))])?;
	assert_eq!(Pallet::<T>::locks(node).len() as u32, T::MaxOpen::get());
	Ok(())
}

/// A node with as much open as it can have; its account.
fn crowded<T: Config>(interval: Interval) -> Result<(NodeIndex, T::AccountId), BenchmarkError> {
	let (node, account) = metered::<T>();
	crowd::<T>(interval, node, &account)?;
	// Its fee has touched the sender's account before.
	whitelist!(account);
	Ok((node, account))
}

/// An amount that an account can have.
fn unit<T: Config>() -> BalanceOf<T> {
	<T::Currency as Inspect<T::AccountId>>::minimum_balance()
}

/// Money that comes from nowhere.
fn fund<T: Config>(node: NodeIndex, amount: BalanceOf<T>) -> Result<(), BenchmarkError> {
	T::Currency::mint_into(&Pallet::<T>::pot_account(), amount)?;
	Accounts::<T>::mutate(node, |account| account.credit = account.credit.saturating_add(amount));
	Ok(())
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

/// A metered node; its account.
fn metered<T: Config>() -> (NodeIndex, T::AccountId) {
	let (node, account) = T::World::node(ROLES);
	T::World::meter(node);
	(node, account)
}

/// The last node of a page that is full of nodes; its account.
fn last_on_page<T: Config>() -> (NodeIndex, T::AccountId) {
	loop {
		let (node, account) = metered::<T>();
		if page_of(node.saturating_add(1)) > page_of(node) {
			return (node, account);
		}
	}
}

/// Settlements of all nodes on a page.
fn full_page(last: NodeIndex) -> Page<Settled> {
	let settled = Settled {
		basis: Basis::Silence,
		above_limit: true,
		import: MAX_METERED,
		export: MAX_METERED,
		held: Planck::MAX,
	};
	let first = last.saturating_add(1).saturating_sub(PAGE_ROWS);
	let mut rows = Page::default();
	for node in first..=last {
		rows.set(node, settled);
	}
	assert_eq!(rows.len(), PAGE_ROWS);
	rows
}

fn page_begins(last: NodeIndex) -> NodeIndex {
	page_of(last).saturating_mul(PAGE_ROWS)
}

/// Lets so many intervals go by after the end of this one.
fn pass<T: Config>(interval: Interval, intervals: u32) {
	let then = interval.saturating_add(intervals).saturating_add(1);
	T::World::set_time(T::Terms::start(then));
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

	/// All but the standing deposit.
	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (node, account) = crowded::<T>(interval)?;
		assert!(T::Meters::is_metered(node), "it leaves a standing deposit");
		StandingPrice::<T>::put(1);
		let limit = T::Nodes::by_index(node).ok_or("it is a node")?.limits.consumption;
		let standing = Pallet::<T>::amount(payment(limit, 1)).map_err(|_| "little")?;
		let stays = Accounts::<T>::get(node).locked.saturating_add(standing);
		fund::<T>(node, stays.saturating_add(unit::<T>()))?;
		Accounts::<T>::mutate(node, |account| account.credit = stays.saturating_add(unit::<T>()));
		#[extrinsic_call]
		_(RawOrigin::Signed(account), unit::<T>());
		assert!(Accounts::<T>::get(node).credit == stays);
		Ok(())
	}

	#[benchmark]
	fn collect() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (debtor, account) = crowded::<T>(interval)?;
		let (creditor, _) = crowded::<T>(interval)?;
		fund::<T>(debtor, unit::<T>())?;
		owe::<T>(debtor, creditor)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(account), debtor, creditor);
		assert!(!Debts::<T>::contains_key(debtor, creditor));
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

	/// Both deadlines are newly over, of different intervals, and what the steps come to is stored.
	#[benchmark]
	fn poll() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let progress = Progress { interval, node: 1 };
		SilentTo::<T>::put(Progress { interval, node: 0 });
		SettledBefore::<T>::put(interval.saturating_sub(1));
		pass::<T>(interval, T::DisputeWindow::get());
		assert_eq!(T::Terms::remembered_from(), interval);
		let mut meter = WeightMeter::with_limit(T::WeightInfo::poll());
		#[block]
		{
			Pallet::<T>::advance(&mut meter);
			SilentTo::<T>::put(progress);
		}
		assert!(Deadlines::<T>::get().through >= interval);
		assert_eq!(Disputes::<T>::get().through, interval);
		assert_eq!(SettledBefore::<T>::get(), interval.saturating_sub(1));
		Ok(())
	}

	/// The last node of a page of which all others are settled. It has traded, pays what it can, and owes the
	/// rest, of which what the utility owes to it is set off; it owes to a former utility as well. The fee
	/// goes to a third. What its battery has charged is all counted in.
	#[benchmark]
	fn silence() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let Terms { utility, grid, .. } =
			T::Terms::terms(interval).ok_or("the interval has opened")?;
		let (node, account) = last_on_page::<T>();
		crowd::<T>(interval, node, &account)?;
		let (former, _) = crowded::<T>(interval)?;
		fund::<T>(node, unit::<T>())?;
		owe::<T>(node, former)?;
		owe::<T>(utility, node)?;
		assert!(T::Positions::position(interval, node).bought > 0, "there is a fee");
		assert!(grid != utility && grid != node, "the grid account is another");
		assert!(T::Meters::owes_reading(interval, node), "it owes a reading");

		let battery = T::Nodes::by_index(node).and_then(|node| node.battery);
		let battery = battery.ok_or("a storage node has a battery")?;
		let mut store: StoreOf<T> = Store {
			energy: battery.initial,
			from: interval.saturating_sub(T::MaxOpen::get()),
			metered: Default::default(),
			battery,
		};
		let flow = Metered { import: MAX_METERED, export: MAX_METERED };
		for interval in store.from..interval {
			store.metered.try_push((interval, flow)).map_err(|_| "there is room")?;
		}
		Stores::<T>::insert(node, store);
		let mut rows = full_page(node);
		rows.remove(node);
		SettledPages::<T>::insert(interval, page_of(node), rows);
		SettledBefore::<T>::put(interval);
		pass::<T>(interval, T::Deadline::get());
		let overdue = Pallet::<T>::last_before(T::Deadline::get());
		assert_eq!(overdue, Some(interval));
		let mut progress = Progress { interval, node: page_begins(node) };
		#[block]
		{
			Pallet::<T>::is_late(interval, overdue);
			Pallet::<T>::step(&mut progress);
		}
		assert_eq!(progress, Progress { interval, node: node.saturating_add(1) });
		let rows = SettledPages::<T>::get(interval, page_of(node));
		let settled = rows.get(node).ok_or("it is settled")?;
		assert!(settled.basis == Basis::Silence && settled.held > 0);
		assert!(Held::<T>::contains_key(interval));
		assert!(Debts::<T>::contains_key(node, former) && Debts::<T>::contains_key(node, utility));
		assert!(!Debts::<T>::contains_key(utility, node));
		assert!(Stores::<T>::get(node).is_some_and(|store| store.metered.len() == 1));
		Ok(())
	}

	/// A node without anything to settle, the last of a page of which all others are settled and have traded.
	#[benchmark]
	fn idle() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (node, _) = loop {
			let (node, account) = T::World::node(ROLES);
			if page_of(node.saturating_add(1)) > page_of(node) {
				break (node, account);
			}
		};
		T::World::crowd(node, interval, false, 1);
		let mut rows = full_page(node);
		rows.remove(node);
		SettledPages::<T>::insert(interval, page_of(node), rows);
		pass::<T>(interval, T::Deadline::get());
		let overdue = Pallet::<T>::last_before(T::Deadline::get());
		let mut progress = Progress { interval, node: page_begins(node) };
		#[block]
		{
			Pallet::<T>::is_late(interval, overdue);
			Pallet::<T>::step(&mut progress);
		}
		assert_eq!(progress, Progress { interval, node: node.saturating_add(1) });
		assert!(SettledPages::<T>::get(interval, page_of(node)).get(node).is_none());
		Ok(())
	}

	/// A full page of which all are settled.
	#[benchmark]
	fn skip() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let (last, _) = last_on_page::<T>();
		SettledPages::<T>::insert(interval, page_of(last), full_page(last));
		pass::<T>(interval, T::Deadline::get());
		let overdue = Pallet::<T>::last_before(T::Deadline::get());
		let mut progress = Progress { interval, node: page_begins(last) };
		#[block]
		{
			Pallet::<T>::is_late(interval, overdue);
			Pallet::<T>::step(&mut progress);
		}
		assert_eq!(progress, Progress { interval, node: last.saturating_add(1) });
		Ok(())
	}

	/// Something was held back.
	#[benchmark]
	fn close() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let utility = T::Terms::terms(interval).ok_or("the interval has opened")?.utility;
		let account = T::Nodes::account_of(utility).ok_or("it is a node")?;
		crowd::<T>(interval, utility, &account)?;
		let locked = Accounts::<T>::get(utility).locked;
		fund::<T>(utility, unit::<T>())?;
		Accounts::<T>::mutate(utility, |account| {
			account.locked = account.locked.saturating_add(unit::<T>());
		});
		Held::<T>::insert(interval, unit::<T>());
		SettledBefore::<T>::put(interval);
		pass::<T>(interval, T::DisputeWindow::get());
		let undisputed = Pallet::<T>::last_before(T::DisputeWindow::get());
		#[block]
		{
			Pallet::<T>::is_due::<Disputes<T>>(SettledBefore::<T>::get(), undisputed, 0);
			Pallet::<T>::close(interval);
		}
		assert_eq!(SettledBefore::<T>::get(), interval.saturating_add(1));
		assert!(Accounts::<T>::get(utility).locked == locked);
		Ok(())
	}

	/// A full page. The end of an interval costs as much: it is noted in place of a removal.
	#[benchmark]
	fn prune() -> Result<(), BenchmarkError> {
		let interval = T::World::open_interval();
		let forgotten = interval.saturating_sub(1);
		SettledPages::<T>::insert(forgotten, 0, full_page(PAGE_ROWS.saturating_sub(1)));
		ForgottenTo::<T>::put(forgotten);
		let mut meter = WeightMeter::with_limit(T::WeightInfo::prune());
		#[block]
		{
			Pallet::<T>::prune(&mut meter);
		}
		assert!(!SettledPages::<T>::contains_key(forgotten, 0));
		assert_eq!(ForgottenTo::<T>::get(), forgotten);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
