// SPDX-License-Identifier: Apache-2.0

//! Orders: posted, replaced, cancelled.

use alloc::vec::Vec;
use frame_support::{
	dispatch::WithPostDispatchInfo, ensure, pallet_prelude::*, traits::Defensive, weights::Weight,
};
use gridmerit_energy::{
	Interval, NodeIndex, Order, Planck, Position,
	admission::{OrderTerms, Trader, may_trade},
};
use gridmerit_pallet_support::{
	Locks, MAX_PAGES, Needed, NodeView, Obligations, Page, TeNodes, page_of,
};

use crate::{
	Buses, Config, CurrentRound, Error, Event, IntervalTerms, Metered, Orders, OrdersOf, Pallet,
	Paused, WeightInfo,
	waivers::{Before, Waivers},
};

/// An interval that a call names, as it was read.
pub(crate) struct Named {
	/// The delivery interval.
	pub interval: Interval,
	/// What the call wants to be open in it.
	pub order: Option<Order>,
	/// What was open in it.
	pub before: Option<Order>,
	/// What the node has traded in it.
	pub position: Position,
	/// The node's page of the book, with what the call wants.
	book: Page<Order>,
}

impl<T: Config> Pallet<T> {
	/// The most that posting so many orders may cost, whoever posts them: a storage node is refused if it has
	/// something open in more others than are covered, and who sells is asked for its trust.
	pub fn post_weight(orders: u32) -> Weight {
		let storage = T::WeightInfo::post_storage(orders, Self::covered_others(orders));
		T::WeightInfo::post(orders)
			.max(storage)
			.saturating_add(T::WeightInfo::trusted(orders))
			.saturating_add(Self::placing_weight(orders))
	}

	/// In how many intervals a storage node may have something open beside those that a call names, if it
	/// names so many.
	pub(crate) fn covered_others(orders: u32) -> u32 {
		T::CoveredOthers::get().max(orders)
	}

	/// Posts orders of a node that, if it is a storage node, has something open in at most so many others. It
	/// costs what the intervals that it looks at cost, if it fails, too.
	pub(crate) fn do_post(
		account: T::AccountId,
		round: Interval,
		mut orders: OrdersOf<T>,
		unmetered: bool,
		covered: u32,
	) -> DispatchResultWithPostInfo {
		let mut weight = T::WeightInfo::post(orders.len() as u32);
		let placing = Self::placing_weight(orders.len() as u32);
		let mut post = || {
			let node = T::Nodes::by_account(&account).ok_or(Error::<T>::NotRegistered)?;
			may_trade(&node.roles, node.suspended).map_err(Error::<T>::from)?;
			orders.sort_by_key(|(interval, _)| *interval);
			if !unmetered {
				Self::check_metered(node.index, &orders)?;
			}
			let noted = Self::to_note(&node, &orders)?;
			Self::post_by(&account, &node, round, &orders, covered, &mut weight)?;
			for (interval, buses) in noted {
				Buses::<T>::insert(interval, page_of(node.index), buses);
			}
			Ok::<_, DispatchError>(node.index)
		};
		let posted = post();
		let weight = weight.saturating_add(placing);
		match posted {
			Ok(node) => {
				Self::deposit_event(Event::OrdersPosted { node, round, orders });
				Ok(Some(weight).into())
			},
			Err(error) => Err(error.with_weight(weight)),
		}
	}

	/// Posts orders of a node, which are in ascending order of intervals. What that costs is more than `weight`
	/// if the node has a battery or sells.
	fn post_by(
		account: &T::AccountId,
		node: &NodeView,
		number: Interval,
		orders: &[(Interval, Option<Order>)],
		covered: u32,
		weight: &mut Weight,
	) -> DispatchResult {
		let page = page_of(node.index);
		ensure!(page < MAX_PAGES, Error::<T>::IndexTooHigh);
		ensure!(!Paused::<T>::get().posting, Error::<T>::PostingPaused);
		let mut round = CurrentRound::<T>::get().ok_or(Error::<T>::NoMarket)?;
		ensure!(number == round.number, Error::<T>::WrongRound);
		let first = Self::takes_orders_from(&round).ok_or(Error::<T>::GateClosed)?;
		Self::check_named(orders.iter().map(|(interval, _)| *interval))?;

		let (mut books, mut waived) = (Vec::new(), None);
		T::Locks::lock_with(node.index, account, |obligations| {
			if node.battery.is_some() {
				let others = Self::others(&obligations.locks, orders);
				*weight = T::WeightInfo::post_storage(orders.len() as u32, others.min(covered));
				ensure!(others <= covered, Error::<T>::TooManyOthers);
			}
			let mut waivers = Waivers::<T>::new(node.index, obligations, orders);
			let admitted = Self::admit(node, number, first, orders, obligations, &mut waivers);
			if waivers.asked() {
				*weight = weight.saturating_add(T::WeightInfo::trusted(orders.len() as u32));
			}
			let (named, needed) = admitted?;
			if let Some(battery) = node.battery {
				let locks = &obligations.locks;
				Self::check_charge(node.index, battery, locks, number, first, &named)?;
			}
			(books, waived) = (named, waivers.changed());
			Ok(needed)
		})?;
		if let Some(waived) = waived {
			Self::store_waived(node.index, waived)?;
		}
		for Named { interval, book, .. } in books {
			if book.is_empty() {
				Orders::<T>::remove(interval, page);
			} else {
				Orders::<T>::insert(interval, page, book);
			}
		}
		// An order that is taken back was on a page of the set.
		if orders.iter().any(|(_, order)| order.is_some()) && round.pages.insert(page) {
			CurrentRound::<T>::put(round);
		}
		Ok(())
	}

	/// Refuses orders for intervals in which no settlement meter measures the node. They may be taken back.
	fn check_metered(
		node: NodeIndex,
		orders: &[(Interval, Option<Order>)],
	) -> Result<(), Error<T>> {
		let metered = Metered::<T>::get(node);
		let metered = |interval| metered.as_ref().is_some_and(|duty| duty.owes(interval));
		let all = orders.iter().all(|(interval, order)| order.is_none() || metered(*interval));
		if all { Ok(()) } else { Err(Error::NotMetered) }
	}

	/// In how many intervals something is open that a call does not name.
	fn others(locks: &[(Interval, Planck)], orders: &[(Interval, Option<Order>)]) -> u32 {
		let named = |interval| orders.binary_search_by_key(&interval, |(other, _)| *other).is_ok();
		locks.iter().filter(|(interval, _)| !named(*interval)).count() as u32
	}

	/// Reads the intervals that a call names and checks what does not depend on other intervals; what must
	/// be locked for them. The round takes orders from interval `first` on.
	pub(crate) fn admit(
		node: &NodeView,
		round: Interval,
		first: Interval,
		orders: &[(Interval, Option<Order>)],
		obligations: &Obligations,
		waivers: &mut Waivers<'_, T>,
	) -> Result<(Vec<Named>, Needed), Error<T>> {
		let page = page_of(node.index);
		let (limits, in_arrears) = (node.limits, obligations.in_arrears);
		let mut named = Vec::with_capacity(orders.len());
		let mut needed = Vec::with_capacity(orders.len());
		let mut any_changes = false;
		for &(interval, order) in orders {
			let terms = Self::open_terms(round, interval).ok_or(Error::<T>::IntervalNotOpen)?;
			// One that has begun is void, and may be settled already.
			ensure!(interval >= first, Error::<T>::IntervalNotOpen);
			// It was the utility when the interval opened, whatever its roles are now.
			ensure!(node.index != terms.utility, Error::<T>::DoesNotTrade);
			let position = Self::position_of(interval, node.index);
			if let Some(order) = order {
				let most_sold = waivers.most_sold(&order, &position);
				let trader = Trader { limits, in_arrears, most_sold };
				trader.admit(order, &position, &OrderTerms::from(&terms))?;
			}
			let mut book = Orders::<T>::get(interval, page);
			let before = match order {
				Some(order) => book.set(node.index, order),
				None => book.remove(node.index),
			};
			let was = Before { interval, position: &position, order: before, terms: &terms };
			let (lock, less_waived) = match order {
				Some(order) => {
					let lock = waivers.lock(&was, order).ok_or(Error::<T>::BeyondBounds)?;
					(Some(lock.locked), false)
				},
				None => waivers.left(&was),
			};
			// Where nothing is open there may be something locked to free, if all of an order has traded.
			let frees = obligations.lock(interval) != lock || less_waived;
			let changes = order.is_some() || before.is_some() || frees;
			// A storage node may name what it has open only to have it counted.
			let counts = node.battery.is_some() && lock.is_some();
			ensure!(changes || counts, Error::<T>::NoOrder);
			any_changes |= changes;
			named.push(Named { interval, order, before, position, book });
			needed.push((interval, lock));
		}
		ensure!(any_changes, Error::<T>::NoOrder);
		Ok((named, needed))
	}

	/// Whether a call names intervals, each once; they are in ascending order.
	pub(crate) fn check_named(
		intervals: impl Iterator<Item = Interval> + Clone,
	) -> Result<(), Error<T>> {
		ensure!(intervals.clone().next().is_some(), Error::<T>::NothingNamed);
		let mut pairs = intervals.clone().zip(intervals.skip(1));
		ensure!(pairs.all(|(a, b)| a < b), Error::<T>::IntervalNamedTwice);
		Ok(())
	}

	pub(crate) fn do_cancel(account: T::AccountId, mut intervals: Vec<Interval>) -> DispatchResult {
		let node = T::Nodes::by_account(&account).ok_or(Error::<T>::NotRegistered)?;
		intervals.sort();
		Self::check_named(intervals.iter().copied())?;
		let open = Obligations { locks: T::Locks::locks(node.index), ..Default::default() };
		let named = intervals.iter().copied().filter(|interval| open.lock(*interval).is_some());
		Self::check_gate(named.clone())?;
		let cancelled = Self::take_out(node.index, &account, &open, named)?;
		ensure!(cancelled.len() == intervals.len(), Error::<T>::NoOrder);
		Self::deposit_event(Event::OrdersCancelled { node: node.index, intervals });
		Ok(())
	}

	/// Cancels all orders of the sender's node. It costs what the intervals that it looks at cost, if it fails,
	/// too.
	pub(crate) fn do_cancel_all(account: T::AccountId) -> DispatchResultWithPostInfo {
		let node = T::Nodes::by_account(&account).ok_or(Error::<T>::NotRegistered)?.index;
		let open = Obligations { locks: T::Locks::locks(node), ..Default::default() };
		let weight = T::WeightInfo::cancel_all(open.locks.len() as u32);
		let cancel = || {
			let all = open.locks.iter().map(|(interval, _)| *interval);
			Self::check_gate(all.clone())?;
			let intervals = Self::take_out(node, &account, &open, all)?;
			ensure!(!intervals.is_empty(), Error::<T>::NoOrder);
			Self::deposit_event(Event::OrdersCancelled { node, intervals });
			Ok::<_, DispatchError>(())
		};
		cancel().map_err(|error| error.with_weight(weight))?;
		Ok(Some(weight).into())
	}

	/// Refuses to touch a book that clears, or is about to.
	fn check_gate(intervals: impl IntoIterator<Item = Interval>) -> Result<(), Error<T>> {
		let round = CurrentRound::<T>::get().ok_or(Error::<T>::NoMarket)?;
		let first = Self::first_to_clear(&round);
		let clears =
			|interval| first <= interval && Self::open_terms(round.number, interval).is_some();
		let free = !Self::gate_closed(&round) || !intervals.into_iter().any(clears);
		ensure!(free, Error::<T>::GateClosed);
		Ok(())
	}

	/// Takes all orders of a node out of the books.
	pub(crate) fn take_all_out(node: NodeIndex) {
		let Some(account) = T::Nodes::account_of(node) else { return };
		let open = Obligations { locks: T::Locks::locks(node), ..Default::default() };
		let all = open.locks.iter().map(|(interval, _)| *interval);
		// Nothing is drawn from the account, so there is nothing to refuse.
		if let Ok(intervals) = Self::take_out(node, &account, &open, all).defensive()
			&& !intervals.is_empty()
		{
			Self::deposit_event(Event::OrdersCancelled { node, intervals });
		}
	}

	/// Takes a node's orders of intervals in which it has something locked out of the books, and locks no more than
	/// its positions need, nor more than is locked; the intervals in which that has changed anything.
	fn take_out(
		node: NodeIndex,
		account: &T::AccountId,
		open: &Obligations,
		intervals: impl Iterator<Item = Interval>,
	) -> Result<Vec<Interval>, DispatchError> {
		let page = page_of(node);
		let (mut needed, mut changed) = (Vec::new(), Vec::new());
		let mut waivers = Waivers::<T>::new(node, open, &[]);
		for interval in intervals {
			let mut orders = Orders::<T>::get(interval, page);
			let order = orders.remove(node);
			if order.is_some() && orders.is_empty() {
				Orders::<T>::remove(interval, page);
			} else if order.is_some() {
				Orders::<T>::insert(interval, page, orders);
			}
			// Without terms the interval is settled for good, and nothing is owed for it.
			let (lock, less_waived) = match IntervalTerms::<T>::get(interval) {
				Some(terms) => {
					let position = Self::position_of(interval, node);
					waivers.left(&Before { interval, position: &position, order, terms: &terms })
				},
				None => (None, false),
			};
			needed.push((interval, lock));
			if order.is_some() || lock != open.lock(interval) || less_waived {
				changed.push(interval);
			}
		}
		T::Locks::lock(node, account, &needed)?;
		if let Some(waived) = waivers.changed() {
			Self::store_waived(node, waived)?;
		}
		Ok(changed)
	}
}
