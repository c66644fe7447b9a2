// SPDX-License-Identifier: Apache-2.0

//! Orders: posted, replaced, cancelled.

use alloc::vec::Vec;
use frame_support::{
	BoundedVec, dispatch::WithPostDispatchInfo, ensure, pallet_prelude::*, traits::Defensive,
};
use gridmerit_energy::{
	Ineligible, Interval, Limits, MAX_ORDER, NodeIndex, Order, Planck, Position, Terms, Wh,
};
use gridmerit_pallet_support::{MAX_PAGES, NodeView, Positions, Pot, TeNodes, page_of};
use sp_runtime::ArithmeticError;

use crate::{
	Config, CurrentRound, DemandOrder, Error, Event, IntervalTerms, Leaving, OfferOrder, Orders,
	Pallet, Stopped, WeightInfo, schedule::Storage,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_post_demand(
		account: T::AccountId,
		round: Interval,
		mut orders: BoundedVec<DemandOrder, T::MaxAhead>,
	) -> DispatchResult {
		let node = Self::without_battery(&account)?;
		orders.sort_by_key(|order| order.interval);
		let rows =
			orders.iter().map(|order| (order.interval, Order::Demand { quantity: order.quantity }));
		Self::post(&account, &node, round, rows.collect(), None)?;
		let node = node.index;
		Self::deposit_event(Event::DemandPosted { node, round, orders });
		Ok(())
	}

	pub(crate) fn do_post_offers(
		account: T::AccountId,
		round: Interval,
		mut orders: BoundedVec<OfferOrder, T::MaxAhead>,
	) -> DispatchResult {
		let node = Self::without_battery(&account)?;
		orders.sort_by_key(|order| order.interval);
		let rows = orders.iter().map(|order| {
			(order.interval, Order::Offer { capacity: order.capacity, ask: order.ask })
		});
		Self::post(&account, &node, round, rows.collect(), None)?;
		let node = node.index;
		Self::deposit_event(Event::OffersPosted { node, round, orders });
		Ok(())
	}

	/// The node of an account that may post.
	pub(crate) fn trader(account: &T::AccountId) -> Result<NodeView, Error<T>> {
		let node = T::Nodes::by_account(account).ok_or(Error::<T>::NotRegistered)?;
		ensure!(node.roles.trades(), Error::<T>::DoesNotTrade);
		ensure!(!node.suspended, Error::<T>::Suspended);
		Ok(node)
	}

	fn without_battery(account: &T::AccountId) -> Result<NodeView, Error<T>> {
		let node = Self::trader(account)?;
		ensure!(node.battery.is_none(), Error::<T>::UseSchedule);
		Ok(node)
	}

	/// Posts orders, which are in ascending order of intervals.
	pub(crate) fn post(
		account: &T::AccountId,
		node: &NodeView,
		number: Interval,
		orders: Vec<(Interval, Order)>,
		storage: Option<Storage>,
	) -> DispatchResult {
		let page = page_of(node.index);
		ensure!(page < MAX_PAGES, Error::<T>::IndexTooHigh);
		ensure!(!Stopped::<T>::get().posting, Error::<T>::PostingStopped);
		let mut round = CurrentRound::<T>::get().ok_or(Error::<T>::NoMarket)?;
		ensure!(number == round.number, Error::<T>::WrongRound);
		ensure!(!Self::gate_closed(&round), Error::<T>::GateClosed);
		Self::check_named(orders.iter().map(|(interval, _)| *interval))?;

		let first = Self::first_to_clear(&round);
		let in_arrears = T::Pot::in_arrears(node.index);
		let mut needed = Vec::with_capacity(orders.len());
		for (interval, order) in &orders {
			let terms = Self::open_terms(number, *interval).ok_or(Error::<T>::IntervalNotOpen)?;
			// One that has begun is void, and may be settled already.
			ensure!(*interval >= first, Error::<T>::IntervalNotOpen);
			// It was the utility when the interval opened, whatever its roles are now.
			ensure!(node.index != terms.utility, Error::<T>::DoesNotTrade);
			let position = T::Positions::position(*interval, node.index);
			let lock = Self::check_order(node, *order, position, &terms, in_arrears)?;
			needed.push((*interval, Some(lock)));
		}
		if let Some(storage) = storage {
			Self::check_charge(node.index, storage, &round, &orders)?;
		}
		T::Pot::lock(node.index, account, &needed)?;
		for (interval, order) in orders {
			Orders::<T>::mutate(interval, page, |orders| orders.set(node.index, order));
		}
		if round.pages.insert(page) {
			CurrentRound::<T>::put(round);
		}
		Ok(())
	}

	/// Checks what does not depend on other orders; what must be locked for it.
	fn check_order(
		node: &NodeView,
		order: Order,
		position: Position,
		terms: &Terms,
		in_arrears: bool,
	) -> Result<Planck, DispatchError> {
		let limits = Self::limits(&terms.tariff)?;
		// The position it would make smaller, and the one it would make larger.
		let (quantity, against, along) = match order {
			Order::Demand { quantity } => (quantity, position.short(), position.long()),
			Order::Offer { capacity, .. } => (capacity, position.long(), position.short()),
		};
		// What closes a position to the last Wh may be as little as that.
		let closes = quantity == against && quantity > 0;
		ensure!(closes || quantity >= terms.minimum, Error::<T>::BelowMinimum);
		ensure!(quantity <= MAX_ORDER, Error::<T>::TooLarge);
		ensure!(!in_arrears || quantity <= against, Error::<T>::InArrears);
		// 0 if the order only makes the position smaller: that is always allowed.
		let beyond: Wh = along.saturating_add(quantity.saturating_sub(against));
		match order {
			Order::Demand { .. } => {
				ensure!(beyond <= node.limits.consumption, Error::<T>::AboveConsumptionLimit);
			},
			Order::Offer { capacity, ask } => {
				ensure!(beyond <= node.limits.generation, Error::<T>::AboveGenerationLimit);
				Self::check_ask(&limits, capacity, ask)?;
			},
		}
		// The bounds on orders and prices and the number of rounds exclude it.
		Ok(position.lock(Some(order), &terms.tariff, &limits).ok_or(ArithmeticError::Overflow)?)
	}

	fn check_ask(limits: &Limits, capacity: Wh, ask: u64) -> Result<(), Error<T>> {
		limits.check(capacity, ask).map_err(|reason| match reason {
			Ineligible::NoCapacity => Error::<T>::BelowMinimum,
			Ineligible::TooLarge => Error::<T>::TooLarge,
			Ineligible::AtOrBelowFit => Error::<T>::AskNotAboveFeedIn,
			Ineligible::AboveTouWithFee => Error::<T>::AskPlusFeeAboveTou,
			Ineligible::NotBelowAlphaTou => Error::<T>::AskNotBelowAlphaTou,
		})
	}

	/// Whether a call names intervals, each once; they are in ascending order.
	fn check_named(intervals: impl Iterator<Item = Interval> + Clone) -> Result<(), Error<T>> {
		ensure!(intervals.clone().next().is_some(), Error::<T>::NothingNamed);
		let mut pairs = intervals.clone().zip(intervals.skip(1));
		ensure!(pairs.all(|(a, b)| a < b), Error::<T>::IntervalNamedTwice);
		Ok(())
	}

	pub(crate) fn do_cancel(account: T::AccountId, mut intervals: Vec<Interval>) -> DispatchResult {
		let node = T::Nodes::by_account(&account).ok_or(Error::<T>::NotRegistered)?;
		intervals.sort();
		Self::check_named(intervals.iter().copied())?;
		let open = T::Pot::locks(node.index);
		let mut locks = Vec::with_capacity(intervals.len());
		for interval in &intervals {
			let place = open.binary_search_by_key(interval, |(interval, _)| *interval);
			locks.extend(place.ok().and_then(|place| open.get(place)));
		}
		Self::check_gate(locks.iter().map(|(interval, _)| *interval))?;
		let cancelled = Self::take_out(node.index, &account, &locks)?;
		ensure!(cancelled.len() == intervals.len(), Error::<T>::NoOrder);
		Self::deposit_event(Event::OrdersCancelled { node: node.index, intervals });
		Ok(())
	}

	/// Cancels all orders of the sender's node. It costs what the intervals that it looks at cost, if it fails,
	/// too.
	pub(crate) fn do_cancel_all(account: T::AccountId) -> DispatchResultWithPostInfo {
		let node = T::Nodes::by_account(&account).ok_or(Error::<T>::NotRegistered)?.index;
		let locks = T::Pot::locks(node);
		let weight = T::WeightInfo::cancel_all(locks.len() as u32);
		let cancel = || {
			Self::check_gate(locks.iter().map(|(interval, _)| *interval))?;
			let intervals = Self::take_out(node, &account, &locks)?;
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

	/// Cancels the orders of a node that is suspended. If the books are being cleared they go when that is
	/// done; what they trade until then, they trade.
	pub fn cancel_orders_of(node: NodeIndex) {
		if CurrentRound::<T>::get().is_some_and(|round| round.closed_from.is_some()) {
			Leaving::<T>::insert(node, ());
			Self::deposit_event(Event::NodeLeaving { node });
		} else {
			Self::take_all_out(node);
		}
	}

	/// Takes all orders of a node out of the books.
	pub(crate) fn take_all_out(node: NodeIndex) {
		let Some(account) = T::Nodes::account_of(node) else { return };
		let locks = T::Pot::locks(node);
		// Nothing is drawn from the account, so there is nothing to refuse.
		if let Ok(intervals) = Self::take_out(node, &account, &locks).defensive()
			&& !intervals.is_empty()
		{
			Self::deposit_event(Event::OrdersCancelled { node, intervals });
		}
	}

	/// Takes a node's orders out of the books and locks no more than its positions need; the intervals in
	/// which that has changed anything.
	fn take_out(
		node: NodeIndex,
		account: &T::AccountId,
		locks: &[(Interval, Planck)],
	) -> Result<Vec<Interval>, DispatchError> {
		let page = page_of(node);
		let mut needed = Vec::with_capacity(locks.len());
		let mut changed = Vec::with_capacity(locks.len());
		for &(interval, locked) in locks {
			let mut orders = Orders::<T>::get(interval, page);
			let ordered = orders.remove(node).is_some();
			if ordered && orders.is_empty() {
				Orders::<T>::remove(interval, page);
			} else if ordered {
				Orders::<T>::insert(interval, page, orders);
			}
			let position = T::Positions::position(interval, node);
			// Without terms the interval is settled for good, and nothing is owed for it.
			let lock = IntervalTerms::<T>::get(interval)
				.filter(|_| position != Position::default())
				.map(|terms| position.exposure(terms.tariff.shortfall));
			needed.push((interval, lock));
			if ordered || lock != Some(locked) {
				changed.push(interval);
			}
		}
		T::Pot::lock(node, account, &needed)?;
		Ok(changed)
	}

	/// A node's orders that may still trade.
	pub(crate) fn open_orders(node: NodeIndex) -> Vec<(Interval, Order)> {
		let Some(round) = CurrentRound::<T>::get() else { return Vec::new() };
		(Self::first_to_clear(&round)..=round.last)
			.filter(|interval| Self::open_terms(round.number, *interval).is_some())
			.filter_map(|interval| {
				let page = Orders::<T>::get(interval, page_of(node));
				Some((interval, *page.get(node)?))
			})
			.collect()
	}
}
