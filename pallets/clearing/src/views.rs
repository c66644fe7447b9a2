// SPDX-License-Identifier: Apache-2.0

//! Answers about transactions and books.

use alloc::{collections::BTreeMap, vec::Vec};
use gridmerit_energy::{
	Depth, Interval, Limits, MAX_ORDER, MAX_RANGE, NodeIndex, Order, Position, Quote, READ_PAGES,
	RoundResult, RoundTransaction, Wh, payment,
};
use gridmerit_market::rank_of;
use gridmerit_pallet_support::{Books, Bus, PAGE_ROWS, Page, PageIndex, Positions};

use crate::{
	ByChoice, ClearedZonesOf, Config, Mechanism, Pallet, Preview, Results, TransactionRow,
	Transactions, ZonedRow, ZonedTransactions,
};

/// About how many pages a read of a node's transactions looks at; what is begun of an interval is finished.
const MAX_LOOKS: u32 = 2_000;

impl<T: Config> Pallet<T> {
	pub(crate) fn transactions_on(
		interval: Interval,
		round: Interval,
		page: PageIndex,
	) -> Vec<RoundTransaction> {
		let Some(result) = Results::<T>::get(interval, round) else { return Vec::new() };
		let rows = Transactions::<T>::get((interval, round, page)).into_iter();
		let rows = rows.map(|row| row.of(interval, round, &result));
		let on_grid = ZonedTransactions::<T>::get((interval, round, page)).into_iter();
		rows.chain(on_grid.map(|row| row.of(interval, round))).collect()
	}

	pub(crate) fn reasons_on(interval: Interval, round: Interval, page: PageIndex) -> Vec<u8> {
		let Some(result) = Results::<T>::get(interval, round) else { return Vec::new() };
		let by_rank = ByChoice::<T>::get(interval, round).unwrap_or_default();
		let first = page.saturating_mul(PAGE_ROWS).min(result.transactions);
		let end = first.saturating_add(PAGE_ROWS).min(result.transactions);
		let reason = |number: u32| {
			let rank = rank_of(&by_rank, number as usize);
			rank.map_or(0, |rank| (rank as u8).saturating_add(1))
		};
		(first..end).map(reason).collect()
	}

	pub(crate) fn all_transactions(
		node: NodeIndex,
		first: Interval,
		last: Interval,
	) -> (Vec<RoundTransaction>, Option<Interval>) {
		let mut all = Vec::new();
		let mut looked_at = 0_u32;
		for (place, interval) in (0_u32..).zip(first..=last) {
			if place >= MAX_RANGE || looked_at >= MAX_LOOKS {
				return (all, Some(interval));
			}
			if T::Books::position(interval, node) == Position::default() {
				continue;
			}
			let mut rounds: Vec<_> = Results::<T>::iter_prefix(interval).collect();
			rounds.sort_by_key(|(round, _)| *round);
			for (round, result) in rounds {
				// Each page that is searched, on either side, or read.
				let most = result.transactions.div_ceil(PAGE_ROWS);
				let searched = most.checked_ilog2().unwrap_or(0).saturating_add(2);
				looked_at = looked_at.saturating_add(searched.saturating_mul(2));
				let pages: Vec<_> = (0..result.transactions.div_ceil(PAGE_ROWS)).collect();
				if ClearedZonesOf::<T>::contains_key(interval, round) {
					// They are in the order of zones.
					looked_at = looked_at.saturating_add(most);
					for page in pages {
						let rows = ZonedTransactions::<T>::get((interval, round, page)).into_iter();
						let own = rows.filter(|row| row.seller == node || row.buyer == node);
						all.extend(own.map(|row| row.of(interval, round)));
					}
					continue;
				}
				if ByChoice::<T>::contains_key(interval, round) {
					// They are in the order of choices.
					looked_at = looked_at.saturating_add(most);
					for page in pages {
						let rows = Transactions::<T>::get((interval, round, page)).into_iter();
						let own = rows.filter(|row| row.seller == node || row.buyer == node);
						all.extend(own.map(|row| row.of(interval, round, &result)));
					}
					continue;
				}
				// It is on one side of a book, and both sides ascend, so those of a node are together.
				for side in [|row: &TransactionRow| row.seller, |row: &TransactionRow| row.buyer] {
					let before = |page: &PageIndex| {
						let rows = Transactions::<T>::get((interval, round, *page));
						rows.last().is_some_and(|row| side(row) < node)
					};
					for page in pages.iter().skip(pages.partition_point(before)) {
						let rows = Transactions::<T>::get((interval, round, *page)).into_iter();
						let found = all.len();
						let own = rows.filter(|row| side(row) == node);
						all.extend(own.map(|row| row.of(interval, round, &result)));
						if all.len() == found {
							break;
						}
						looked_at = looked_at.saturating_add(1);
					}
				}
			}
		}
		(all, None)
	}

	/// The orders of an interval on some pages from `first` on, and the page to go on with.
	fn pages(
		interval: Interval,
		first: PageIndex,
	) -> (Vec<(PageIndex, Page<Order>)>, Option<PageIndex>) {
		let pages = T::Books::pages();
		let mut found = Vec::new();
		let mut next = pages.from(first);
		for _ in 0..READ_PAGES {
			let Some(page) = next else { break };
			found.push((page, T::Books::page(interval, page)));
			next = pages.from(page.saturating_add(1));
		}
		(found, next)
	}

	pub(crate) fn depth_of(interval: Interval, first_page: PageIndex, bus: Option<Bus>) -> Depth {
		let mut demand: Wh = 0;
		let mut limited = BTreeMap::<_, Wh>::new();
		let mut supply = BTreeMap::<_, Wh>::new();
		// What is left of a book that is over cannot trade.
		let pages = T::Books::rules(interval).map(|_| Self::pages(interval, first_page));
		let (pages, next_page) = pages.unwrap_or_default();
		for (page, orders) in pages {
			let buses = bus.map(|bus| (bus, T::Books::buses(interval, page)));
			let hangs = |node| match &buses {
				Some((bus, buses)) => buses.get(node) == Some(bus),
				None => true,
			};
			for (_, order) in orders.rows(page).filter(|(node, _)| hangs(*node)) {
				let energy = match order {
					Order::Demand { limit: None, .. } => &mut demand,
					Order::Demand { limit: Some(limit), .. } => limited.entry(*limit).or_default(),
					Order::Offer { ask, .. } => supply.entry(*ask).or_default(),
				};
				*energy = energy.saturating_add(order.quantity());
			}
		}
		let limited = limited.into_iter().rev().collect();
		Depth { demand, limited, supply: supply.into_iter().collect(), next_page }
	}

	pub(crate) fn quote_for(interval: Interval, order: Order, bus: Bus) -> Option<Quote> {
		let rules = T::Books::rules(interval)?;
		if !could_be_posted(&order, &rules.limits) || T::Books::clears(interval) {
			return None;
		}
		// Only the whole book says what would trade.
		let (pages, None) = Self::pages(interval, 0) else { return None };
		let preview = T::Mechanism::preview(interval, &rules, &pages, order, bus).ok()?;
		let Preview { status, price, traded } = preview;
		let fee = payment(traded, rules.limits.fee());
		Some(Quote { status, price, traded, payment: payment(traded, price.unwrap_or(0)), fee })
	}
}

/// Whether an order could be posted, for some node.
fn could_be_posted(order: &Order, limits: &Limits) -> bool {
	let sound = match *order {
		Order::Demand { limit, .. } => limit.is_none_or(|limit| limits.check_limit(limit).is_ok()),
		Order::Offer { capacity, ask } => limits.check_offer(capacity, ask).is_ok(),
	};
	limits.has_room() && (1..=MAX_ORDER).contains(&order.quantity()) && sound
}

impl TransactionRow {
	/// The row with all that its page and its round say.
	fn of(self, interval: Interval, round: Interval, result: &RoundResult) -> RoundTransaction {
		let Self { seller, buyer, energy } = self;
		let price = result.price.unwrap_or(0);
		let payment = payment(energy, price);
		RoundTransaction { round, interval, seller, buyer, energy, payment, price, selling: price }
	}
}

impl ZonedRow {
	/// The row with all that its page says.
	fn of(self, interval: Interval, round: Interval) -> RoundTransaction {
		let Self { seller, buyer, energy, buying: price, selling } = self;
		let payment = payment(energy, price);
		RoundTransaction { round, interval, seller, buyer, energy, payment, price, selling }
	}
}
