// SPDX-License-Identifier: Apache-2.0

//! What others ask, on chain and off.

use alloc::{collections::BTreeMap, vec::Vec};
use gridmerit_energy::{Interval, MAX_ORDER, NodeIndex, Position, Wh, payment};
use gridmerit_market::{Book, Clearing as Cleared, Demand, Filling, Offer, PriceSearch};
use gridmerit_pallet_support::{Books, PAGE_ROWS, PageIndex, Positions, TeNodes, page_of};

use crate::{
	Config, Depth, Pallet, PositionPages, Quote, QuoteSide, Results, RoundResult, Trade,
	Transaction, Transactions, rows::Rows,
};

/// The most intervals that one question covers.
const MOST: usize = 1_000;

impl<T: Config> Positions for Pallet<T> {
	fn position(interval: Interval, node: NodeIndex) -> Position {
		PositionPages::<T>::get(interval, page_of(node)).get(node).copied().unwrap_or_default()
	}

	fn is_final(interval: Interval) -> bool {
		!T::Books::clears(interval)
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn positions(
		node: NodeIndex,
		first: Interval,
		last: Interval,
	) -> Vec<(Interval, Position)> {
		(first..=last)
			.take(MOST)
			.map(|interval| (interval, Self::position(interval, node)))
			.filter(|(_, position)| *position != Position::default())
			.collect()
	}

	pub(crate) fn transactions_on(
		interval: Interval,
		round: Interval,
		page: PageIndex,
	) -> Vec<Transaction<T::AccountId>> {
		let Some(result) = Results::<T>::get(interval, round) else { return Vec::new() };
		Self::told(interval, round, &result, Transactions::<T>::get((interval, round, page)))
	}

	/// Transactions with all that belongs to them.
	fn told(
		interval: Interval,
		round: Interval,
		result: &RoundResult,
		trades: impl IntoIterator<Item = Trade>,
	) -> Vec<Transaction<T::AccountId>> {
		let price = result.price.unwrap_or(0);
		let told = trades.into_iter().map(|trade| Transaction {
			round,
			interval,
			seller: trade.seller,
			seller_account: T::Nodes::account_of(trade.seller),
			buyer: trade.buyer,
			buyer_account: T::Nodes::account_of(trade.buyer),
			energy: trade.energy,
			payment: payment(trade.energy, price),
			price,
		});
		told.collect()
	}

	pub(crate) fn all_transactions(
		node: NodeIndex,
		first: Interval,
		last: Interval,
	) -> Vec<Transaction<T::AccountId>> {
		let mut all = Vec::new();
		for interval in (first..=last).take(MOST) {
			if Self::position(interval, node) == Position::default() {
				continue;
			}
			let mut rounds: Vec<_> = Results::<T>::iter_prefix(interval).collect();
			rounds.sort_by_key(|(round, _)| *round);
			for (round, result) in rounds {
				let pages: Vec<_> = (0..result.transactions.div_ceil(PAGE_ROWS)).collect();
				// It is on one side of a book, and both sides ascend, so those of a node are together.
				for side in [|trade: &Trade| trade.seller, |trade: &Trade| trade.buyer] {
					let before = |page: &PageIndex| {
						let trades = Transactions::<T>::get((interval, round, *page));
						trades.last().is_some_and(|trade| side(trade) < node)
					};
					for page in pages.iter().skip(pages.partition_point(before)) {
						let trades = Transactions::<T>::get((interval, round, *page));
						let own = trades.into_iter().filter(|trade| side(trade) == node);
						let own = Self::told(interval, round, &result, own);
						if own.is_empty() {
							break;
						}
						all.extend(own);
					}
				}
			}
		}
		all
	}

	/// The orders of an interval, in pages.
	fn rows(interval: Interval) -> Vec<Rows> {
		let pages = T::Books::pages();
		let mut rows = Vec::new();
		let mut next = pages.from(0);
		while let Some(page) = next {
			rows.push(Rows::new(&T::Books::page(interval, page), page));
			next = pages.from(page.saturating_add(1));
		}
		rows
	}

	pub(crate) fn depth_of(interval: Interval) -> Depth {
		let mut demand: Wh = 0;
		let mut supply = BTreeMap::<_, Wh>::new();
		// What is left of a book that is over cannot trade.
		let rows = T::Books::rules(interval).map(|_| Self::rows(interval));
		for rows in rows.unwrap_or_default() {
			let Ok(book) = rows.book() else { continue };
			for row in book.demands() {
				demand = demand.saturating_add(row.quantity);
			}
			for row in book.offers() {
				let energy = supply.entry(row.ask).or_default();
				*energy = energy.saturating_add(row.capacity);
			}
		}
		Depth { demand, supply: supply.into_iter().collect() }
	}

	pub(crate) fn quote_for(interval: Interval, side: QuoteSide, quantity: Wh) -> Option<Quote> {
		let rules = T::Books::rules(interval)?;
		if quantity == 0 || quantity > MAX_ORDER || T::Books::clears(interval) {
			return None;
		}
		// Behind all others; it carries no advantage or disadvantage but of a single Wh.
		let node = NodeIndex::MAX;
		let (demands, offers) = match side {
			QuoteSide::Buy => (Vec::from([Demand { node, quantity }]), Vec::new()),
			QuoteSide::Sell => {
				let ask = rules.limits.cheapest_ask();
				(Vec::new(), Vec::from([Offer { node, capacity: quantity, ask }]))
			},
		};
		let asked = Book::new(&demands, &offers).ok()?;
		let rows = Self::rows(interval);
		let mut pages = rows.iter().map(|rows| rows.book().ok()).collect::<Option<Vec<_>>>()?;
		pages.push(asked);

		let mut search = PriceSearch::new(&rules);
		let clearing: Cleared = loop {
			for &page in &pages {
				search.page(page).ok()?;
			}
			if let Some(clearing) = search.end_pass().ok()? {
				break clearing;
			}
		};
		let mut filling = Filling::new(&clearing, &rules).ok()?;
		let (mut bought, mut sold) = (Vec::new(), Vec::new());
		for &page in &pages {
			bought.clear();
			sold.clear();
			filling.page(page, &mut bought, &mut sold).ok()?;
		}
		let traded = bought.iter().chain(&sold).sum();
		Some(Quote {
			status: clearing.status,
			price: clearing.price,
			traded,
			payment: clearing.payment(traded),
			fee: payment(traded, rules.limits.fee()),
		})
	}
}
