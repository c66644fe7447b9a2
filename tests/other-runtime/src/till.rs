// SPDX-License-Identifier: Apache-2.0

//! What orders can cost is on hold in the accounts of those who post them; what has traded is paid as it was
//! traded, without meters. In the place of `pallet-ledger` and `pallet-settlement`.

pub use pallet::*;

#[frame_support::pallet(dev_mode)]
pub mod pallet {
	use std::{cmp::Ordering, collections::BTreeMap};

	use frame_support::{
		pallet_prelude::*,
		traits::{
			Imbalance,
			fungible::{Balanced, Credit, Inspect, InspectHold, Mutate, MutateHold},
			tokens::{Fortitude::Polite, Precision::Exact, Preservation::Preserve},
		},
	};
	use frame_system::pallet_prelude::*;
	use gridmerit_energy::{Interval, NodeIndex, Planck, Position};
	use gridmerit_pallet_support::{
		ClosedIntervals, IntervalClock, IntervalTerms, Locks, Needed, Obligations, Positions,
		TeNodes,
	};

	/// Balance of a runtime: any width.
	pub type BalanceOf<T> =
		<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

	/// What is locked of a member, in planck, by interval in ascending order.
	pub type RowsOf<T> = BoundedVec<(Interval, Planck), <T as Config>::MaxOpen>;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Money.
		type Currency: Mutate<Self::AccountId>
			+ MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ Balanced<Self::AccountId>;

		/// Why the till holds money.
		type RuntimeHoldReason: From<HoldReason>;

		/// The members.
		type Members: TeNodes<Self::AccountId>;

		/// What they have traded, and when it is over.
		type Market: IntervalClock + IntervalTerms + Positions + ClosedIntervals;

		/// Most intervals in which a member can have something open.
		type MaxOpen: Get<u32>;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// For orders, and for what they have traded.
		Orders,
	}

	/// What is locked of members.
	#[pallet::storage]
	pub type Rows<T: Config> = StorageMap<_, Twox64Concat, NodeIndex, RowsOf<T>, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(fn deposit_event)]
	pub enum Event<T: Config> {
		/// What was traded for an interval was paid.
		Paid {
			/// The delivery interval.
			interval: Interval,
			/// What buyers have paid, with the fee.
			amount: BalanceOf<T>,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account has less than the order can cost.
		TooPoor,
		/// The order can cost more than a balance of this chain counts. Post a smaller one.
		BeyondBalance,
		/// The member has something open in too many intervals.
		TooManyOpen,
		/// The interval has not opened, or is not over, or its trading is not.
		NotOver,
		/// Something is still locked for an earlier interval. Have that paid first.
		EarlierFirst,
		/// The interval is paid.
		IsPaid,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Has all that was traded for an interval that is over paid, and what is still locked for it freed.
		/// Anybody may.
		pub fn pay(origin: OriginFor<T>, interval: Interval) -> DispatchResult {
			ensure_signed(origin)?;
			let terms = T::Market::terms(interval).ok_or(Error::<T>::NotOver)?;
			let over = interval < T::Market::now() && T::Market::is_final(interval);
			ensure!(over, Error::<T>::NotOver);
			ensure!(T::Market::closed_until() <= interval, Error::<T>::IsPaid);

			let (mut purse, mut paid) = (Credit::<T::AccountId, T::Currency>::zero(), Vec::new());
			for (node, account) in Self::accounts() {
				let mut rows = Rows::<T>::get(node);
				ensure!(rows.iter().all(|row| row.0 >= interval), Error::<T>::EarlierFirst);
				rows.retain(|row| row.0 > interval);
				Self::store(node, &account, rows)?;

				let position = T::Market::position(interval, node);
				let Position { cost, revenue, .. } = position;
				let owes = cost.saturating_add(position.fee(terms.tariff.fee));
				match owes.cmp(&revenue) {
					// As much was locked, and is free since just now.
					Ordering::Greater => {
						let amount = Self::balance(owes - revenue)?;
						purse.subsume(T::Currency::withdraw(
							&account, amount, Exact, Preserve, Polite,
						)?);
					},
					Ordering::Less => paid.push((account, Self::balance(revenue - owes)?)),
					Ordering::Equal => {},
				}
			}
			let amount = purse.peek();
			for (account, amount) in paid {
				Self::hand_out(&account, purse.extract(amount))?;
			}
			// What is left is the fee.
			let grid = T::Members::account_of(terms.grid).ok_or(DispatchError::CannotLookup)?;
			Self::hand_out(&grid, purse)?;
			T::Market::close_until(interval + 1);
			T::Market::need_from(interval + 1);
			Self::deposit_event(Event::Paid { interval, amount });
			Ok(())
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxOpen::get() > 0, "nobody could post");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			for (node, account) in Self::accounts() {
				let held = T::Currency::balance_on_hold(&HoldReason::Orders.into(), &account);
				let locked = Self::balance(Self::total(&Rows::<T>::get(node)))?;
				ensure!(held == locked, "what is on hold is not what is locked");
			}
			Ok(())
		}
	}

	impl<T: Config> Pallet<T> {
		/// An amount as a balance of this chain, which may have fewer bits than planck are counted with.
		fn balance(planck: Planck) -> Result<BalanceOf<T>, Error<T>> {
			planck.try_into().map_err(|_| Error::<T>::BeyondBalance)
		}

		fn accounts() -> impl Iterator<Item = (NodeIndex, T::AccountId)> {
			let account = |node| Some((node, T::Members::account_of(node)?));
			(0..T::Members::end()).filter_map(account)
		}

		fn total(rows: &RowsOf<T>) -> Planck {
			rows.iter().fold(0, |sum: Planck, (_, amount)| sum.saturating_add(*amount))
		}

		/// Stores what is locked of a member, and holds as much in its account.
		fn store(node: NodeIndex, account: &T::AccountId, rows: RowsOf<T>) -> DispatchResult {
			let reason = HoldReason::Orders.into();
			let wanted = Self::balance(Self::total(&rows))?;
			let held = T::Currency::balance_on_hold(&reason, account);
			if wanted > held {
				T::Currency::hold(&reason, account, wanted - held)
					.map_err(|_| Error::<T>::TooPoor)?;
			} else {
				T::Currency::release(&reason, account, held - wanted, Exact)?;
			}
			Rows::<T>::insert(node, rows);
			Ok(())
		}

		fn hand_out(
			account: &T::AccountId,
			credit: Credit<T::AccountId, T::Currency>,
		) -> DispatchResult {
			T::Currency::resolve(account, credit).map_err(|_| DispatchError::Unavailable)
		}
	}

	impl<T: Config> Locks<T::AccountId> for Pallet<T> {
		fn lock_with(
			node: NodeIndex,
			account: &T::AccountId,
			needed: impl FnOnce(&Obligations) -> Result<Needed, DispatchError>,
		) -> DispatchResult {
			let locks = Self::locks(node);
			let mut rows = locks.iter().copied().collect::<BTreeMap<_, _>>();
			// Nobody owes anything here: what was traded is covered.
			for (interval, lock) in needed(&Obligations { in_arrears: false, locks })? {
				match lock {
					Some(lock) => rows.insert(interval, lock),
					None => rows.remove(&interval),
				};
			}
			let rows = rows.into_iter().collect::<Vec<_>>();
			Self::store(node, account, rows.try_into().map_err(|_| Error::<T>::TooManyOpen)?)
		}

		fn in_arrears(_: NodeIndex) -> bool {
			false
		}

		fn locks(node: NodeIndex) -> Vec<(Interval, Planck)> {
			Rows::<T>::get(node).into_inner()
		}

		fn max_open() -> u32 {
			T::MaxOpen::get()
		}
	}
}
