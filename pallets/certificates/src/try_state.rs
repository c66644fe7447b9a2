// SPDX-License-Identifier: Apache-2.0

//! What must always hold.

#![cfg(any(feature = "try-runtime", test))]

use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::ensure;
use gridmerit_energy::{Basis, Interval, NodeIndex, SourceKind, Wh};
use gridmerit_origin::{BySource, Lot, LotState, Sums, place_of};
use gridmerit_pallet_support::{IntervalTerms, PAGE_ROWS, SettledIntervals};
use sp_runtime::TryRuntimeError;

use crate::{
	Config, Cursor, Drawn, ExpiredUntil, Issuers, Issues, Lots, Matched, Overall, Pallet,
	PlantPages, Plants, StockPages, Stocks, SumsOf,
};

/// The certificates of an interval.
type Book = Vec<Lot>;

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. of each source and interval what is issued is held, cancelled, stored or expired, and the certificates that are
	///    stored say so;
	/// 2. they are parts of what their plant was issued, of its sources, and no Wh is certified twice; when an interval is
	///    done all that was issued is certified;
	/// 3. nothing is issued beyond what the settlement meter says was fed in;
	/// 4. of each source what all intervals hold is what is held at all;
	/// 5. no more is cancelled than was drawn, in an interval and in a month, and each cancelled certificate counts there;
	/// 6. an issuer's cap counts what it has certified;
	/// 7. a battery holds no more that is certified than it holds;
	/// 8. plants and batteries are on pages that are known.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut books = BTreeMap::<Interval, Book>::new();
		for interval in SumsOf::<T>::iter_keys() {
			books.insert(interval, Self::check_pages(interval)?);
		}
		ensure!(
			Lots::<T>::iter_keys().all(|(interval, _)| books.contains_key(&interval)),
			"certificates that nothing is issued of"
		);
		let mut held = BySource::<u128>::default();
		for (interval, book) in &books {
			Self::check_sums(*interval, book, &mut held)?;
			Self::check_ranges(*interval, book)?;
		}
		for (sums, held) in Overall::<T>::get().iter().zip(held) {
			ensure!(sums.is_sound(), "what was ever issued is not accounted for");
			ensure!(sums.held == held, "what all intervals hold is not what is held");
		}
		Self::check_issues(&books)?;
		Self::check_cancelled(&books)?;
		Self::check_plants()
	}

	/// The certificates of an interval, of which all pages but the last are full.
	fn check_pages(interval: Interval) -> Result<Book, TryRuntimeError> {
		let lots = SumsOf::<T>::get(interval).map_or(0, |row| row.lots);
		let pages = lots.div_ceil(PAGE_ROWS);
		let mut book = Book::new();
		for page in 0..pages {
			let before = book.len() as u32;
			book.extend(Lots::<T>::get(interval, page));
			let full = book.len() as u32 == before.saturating_add(PAGE_ROWS).min(lots);
			ensure!(full, "a lot is missing");
		}
		ensure!(
			Lots::<T>::iter_key_prefix(interval).all(|page| page < pages),
			"a lot that is not counted"
		);
		Ok(book)
	}

	fn check_sums(
		interval: Interval,
		book: &Book,
		all: &mut BySource<u128>,
	) -> Result<(), TryRuntimeError> {
		let mut expected = BySource::<Sums>::default();
		for lot in book {
			let Some(sums) = expected.get_mut(place_of(lot.source)) else { continue };
			sums.issue(lot.energy);
			match lot.state {
				LotState::Held | LotState::Offered { .. } => {},
				LotState::Cancelled { .. } => sums.cancel(lot.energy),
				LotState::Stored => sums.store(lot.energy),
			}
		}
		let row = SumsOf::<T>::get(interval).unwrap_or_default();
		// What goes page by page is not there any more.
		let expires = interval == ExpiredUntil::<T>::get() && Self::is_expired(interval);
		for ((sums, expected), all) in row.sums.iter().zip(expected).zip(all) {
			ensure!(sums.is_sound(), "what is issued is not accounted for");
			ensure!(sums.held == expected.held, "what is held is no certificate");
			ensure!(expires || *sums == expected, "the sums are not those of the certificates");
			*all = all.saturating_add(sums.held);
		}
		Ok(())
	}

	/// Whether an interval has all of its certificates.
	fn is_done(interval: Interval) -> bool {
		let done = Cursor::<T>::get().map_or(0, |cursor| cursor.interval);
		interval < done && !(interval == ExpiredUntil::<T>::get() && Self::is_expired(interval))
	}

	fn check_ranges(interval: Interval, book: &Book) -> Result<(), TryRuntimeError> {
		let mut ranges = BTreeMap::<NodeIndex, Vec<(Wh, Wh)>>::new();
		for lot in book {
			ensure!(lot.energy > 0, "a certificate of nothing");
			let range = (lot.from, lot.end());
			let issued = Self::issued_to(interval, lot.plant);
			let source = issued.and_then(|issued| issued.source_of(range));
			ensure!(source == Some(lot.source), "a certificate of what was not issued");
			ranges.entry(lot.plant).or_default().push(range);
		}
		for (plant, mut ranges) in ranges {
			ranges.sort_unstable();
			let next = ranges.iter().skip(1);
			ensure!(
				ranges.iter().zip(next).all(|(one, next)| one.1 <= next.0),
				"a Wh is certified twice"
			);
			let sum = ranges
				.iter()
				.fold(0, |sum: Wh, (from, until)| sum.saturating_add(until.saturating_sub(*from)));
			let issued = Self::issued_to(interval, plant).map_or(0, |issued| issued.energy);
			ensure!(
				!Self::is_done(interval) || sum == issued,
				"not all that was issued is certified"
			);
		}
		Ok(())
	}

	fn check_issues(books: &BTreeMap<Interval, Book>) -> Result<(), TryRuntimeError> {
		for (interval, page, rows) in Issues::<T>::iter() {
			for (plant, row) in rows.rows(page) {
				let counted = row.energy.checked_add(row.withheld);
				ensure!(
					counted.is_some_and(|counted| counted <= row.fed_in),
					"more is issued than was fed in"
				);
				let mix = row.mix.map_or(row.energy, |mix| mix.iter().sum());
				ensure!(mix == row.energy, "sources that do not add up");
				let book = books.get(&interval);
				let certified = book.is_some_and(|book| book.iter().any(|lot| lot.plant == plant));
				ensure!(
					certified || row.energy == 0 || !Self::is_done(interval),
					"not all that was issued is certified"
				);
				if interval < T::Market::remembered_from() {
					continue;
				}
				let Some(settled) = T::Settlement::settled_node(interval, plant) else { continue };
				ensure!(
					settled.basis == Basis::Reading && settled.metered.export == row.fed_in,
					"issued for what no settlement meter said"
				);
			}
		}
		Ok(())
	}

	fn check_cancelled(books: &BTreeMap<Interval, Book>) -> Result<(), TryRuntimeError> {
		let mut cancelled = BTreeMap::<NodeIndex, u128>::new();
		for (_, page, rows) in Drawn::<T>::iter() {
			for (node, row) in rows.rows(page) {
				ensure!(row.cancelled <= row.drawn, "more is cancelled than was drawn in a month");
				let sum = cancelled.entry(node).or_default();
				*sum = sum.saturating_add(row.cancelled.into());
			}
		}
		let mut at_once = BTreeMap::<(Interval, NodeIndex), Wh>::new();
		for (interval, book) in books {
			for lot in book {
				let LotState::Cancelled { period } = lot.state else { continue };
				let left = cancelled.get_mut(&lot.holder);
				let taken = left.and_then(|left| {
					*left = left.checked_sub(lot.energy.into())?;
					Some(())
				});
				ensure!(taken.is_some(), "cancelled for what nobody drew");
				if period == gridmerit_origin::Period::Interval {
					let sum = at_once.entry((*interval, lot.holder)).or_default();
					*sum = sum.saturating_add(lot.energy);
				}
			}
		}
		for (interval, page, rows) in Matched::<T>::iter() {
			for (node, matched) in rows.rows(page) {
				let sum = at_once.remove(&(interval, node)).unwrap_or_default();
				let done = Self::is_done(interval);
				ensure!(!done || sum == *matched, "what is matched is not what is cancelled");
				let settled = T::Settlement::settled_node(interval, node);
				let most = settled.map_or(*matched, |settled| settled.metered.import);
				ensure!(*matched <= most, "more is cancelled than was drawn in an interval");
			}
		}
		ensure!(at_once.is_empty(), "what is matched is not what is cancelled");
		Ok(())
	}

	fn check_plants() -> Result<(), TryRuntimeError> {
		let mut used = BTreeMap::<T::AccountId, Wh>::new();
		for (page, rows) in Plants::<T>::iter() {
			ensure!(PlantPages::<T>::get().contains(page), "plants that nobody would find");
			for (_, plant) in rows.rows(page) {
				let Some(certified) = &plant.certified else { continue };
				if let Some(issuer) = &certified.by {
					let sum = used.entry(issuer.clone()).or_default();
					*sum = sum.saturating_add(certified.most);
				}
			}
		}
		for (issuer, row) in Issuers::<T>::iter() {
			let sum = used.remove(&issuer).unwrap_or_default();
			ensure!(sum == row.used, "a cap that is not what is certified");
		}
		ensure!(used.is_empty(), "a cap that is not what is certified");
		for (page, rows) in Stocks::<T>::iter() {
			ensure!(StockPages::<T>::get().contains(page), "batteries that nobody would find");
			for (node, stock) in rows.rows(page) {
				ensure!(stock.certified() <= stock.total, "more is certified than a battery holds");
				ensure!(stock.total <= stock.capacity, "a battery beyond its capacity");
				let stores = Self::plant_of(node)
					.is_some_and(|plant| plant.data.source == SourceKind::Storage);
				ensure!(stores || stock.charging == 0, "a battery that is no plant");
			}
		}
		Ok(())
	}
}
