// SPDX-License-Identifier: Apache-2.0

//! Answers about transactions and books.

use alloc::{collections::BTreeMap, vec::Vec};
use gridmerit_energy::{
	Depth, Interval, MAX_ORDER, MAX_RANGE, NodeIndex, Position, Quote, QuoteSide, RoundResult,
	RoundTransaction, Wh, payment,
};
use gridmerit_market::{Book, Demand, Offer};
use gridmerit_pallet_support::{Books, PAGE_ROWS, PageIndex, Positions};

use crate::{Config, Mechanism, Pallet, Results, TransactionRow, Transactions, rows::Rows};

impl<T: Config> Pallet<T> {
	pub(crate) fn transactions_on(
		interval: Interval,
		round: Interval,
		page: PageIndex,
	) -> Vec<RoundTransaction> {
		let Some(result) = Results::<T>::get(interval, round) else { return Vec::new() };
		let rows = Transactions::<T>::get((interval, round, page)).into_iter();
		rows.map(|row| row.of(interval, round, &result)).collect()
	}

	pub(crate) fn all_transactions(
		node: NodeIndex,
		first: Interval,
		last: Interval,
	) -> Vec<RoundTransaction> {
		let mut all = Vec::new();
		for interval in (first..=last).take(MAX_RANGE as usize) {
			if T::Books::position(interval, node) == Position::default() {
				continue;
			}
			let mut rounds: Vec<_> = Results::<T>::iter_prefix(interval).collect();
			rounds.sort_by_key(|(round, _)| *round);
			for (round, result) in rounds {
				let pages: Vec<_> = (0..result.transactions.div_ceil(PAGE_ROWS)).collect();
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
		let rules = T::Books::rules(interval).filter(|rules| rules.limits.has_room())?;
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

		let outcome = T::Mechanism::preview(&rules, &pages).ok()?;
		let filled = match side {
			QuoteSide::Buy => outcome.bought.last(),
			QuoteSide::Sell => outcome.sold.last(),
		};
		let traded = *filled?;
		Some(Quote {
			status: outcome.clearing.status,
			price: outcome.clearing.price,
			traded,
			payment: outcome.clearing.payment(traded),
			fee: payment(traded, rules.limits.fee()),
		})
	}
}

impl TransactionRow {
	/// The row with all that its page and its round say.
	fn of(self, interval: Interval, round: Interval, result: &RoundResult) -> RoundTransaction {
		let Self { seller, buyer, energy } = self;
		let price = result.price.unwrap_or(0);
		let payment = payment(energy, price);
		RoundTransaction { round, interval, seller, buyer, energy, payment, price }
	}
}
