// SPDX-License-Identifier: Apache-2.0

//! The certificates of an interval: a book of lots, numbered in turn, and the sums that must agree with it.

use frame_support::{
	defensive, ensure,
	traits::{Defensive, Get},
};
use gridmerit_energy::{Interval, NodeIndex, SourceKind, Wh};
use gridmerit_origin::{BySource, Lot, LotState, Sums, place_of};
use gridmerit_pallet_support::{IntervalClock, PAGE_ROWS, PageIndex};

use crate::{Config, Cursor, Error, IntervalSums, LotPage, Lots, Overall, Pallet, SumsOf};

/// Certificates of an interval that are being issued or changed.
pub(crate) struct LotBook<T: Config> {
	interval: Interval,
	row: IntervalSums,
	overall: BySource<Sums>,
	/// Whether any sum has changed.
	counted: bool,
	/// The page that the next lot goes onto.
	page: Option<(PageIndex, LotPage)>,
	_config: core::marker::PhantomData<T>,
}

impl<T: Config> LotBook<T> {
	pub fn open(interval: Interval) -> Self {
		Self {
			interval,
			row: SumsOf::<T>::get(interval).unwrap_or_default(),
			overall: Overall::<T>::get(),
			counted: false,
			page: None,
			_config: Default::default(),
		}
	}

	/// How many lots there are.
	pub fn lots(&self) -> u32 {
		self.row.lots
	}

	/// What was issued, in Wh.
	pub fn issued(&self) -> Wh {
		let sum = self.row.sums.iter().fold(0_u128, |sum, one| sum.saturating_add(one.issued));
		sum.try_into().unwrap_or(Wh::MAX)
	}

	/// Changes the sums of a source, of the interval and of all.
	pub fn count(&mut self, source: SourceKind, change: impl Fn(&mut Sums)) {
		let place = place_of(source);
		self.counted = true;
		for sums in [&mut self.row.sums, &mut self.overall] {
			if let Some(sums) = sums.get_mut(place) {
				change(sums);
			}
		}
	}

	/// Adds a lot; its number.
	pub fn add(&mut self, lot: Lot) -> Option<u32> {
		let number = self.row.lots;
		let index = number / PAGE_ROWS;
		if self.page.as_ref().is_none_or(|(known, _)| *known != index) {
			self.store_page();
		}
		let interval = self.interval;
		let (_, page) = self.page.get_or_insert_with(|| (index, Lots::<T>::get(interval, index)));
		// All pages but the last are full, and that is not.
		page.try_push(lot).ok().defensive()?;
		self.row.lots = number.checked_add(1).defensive()?;
		Some(number)
	}

	/// Issues a lot.
	pub fn issue(&mut self, lot: Lot) {
		if lot.energy == 0 {
			return;
		}
		if self.add(lot).is_none() {
			defensive!("a lot has no place", lot);
			return;
		}
		self.count(lot.source, |sums| {
			sums.issue(lot.energy);
			if lot.state == LotState::Stored {
				sums.store(lot.energy);
			}
		});
	}

	fn store_page(&mut self) {
		if let Some((index, page)) = self.page.take() {
			Lots::<T>::insert(self.interval, index, page);
		}
	}

	/// Stores what has changed.
	pub fn store(mut self) {
		self.store_page();
		if self.row != IntervalSums::default() {
			SumsOf::<T>::insert(self.interval, self.row);
		}
		if self.counted {
			Overall::<T>::put(self.overall);
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Whether certificates of an interval cannot be used any more.
	pub(crate) fn is_expired(interval: Interval) -> bool {
		interval.saturating_add(T::Validity::get()) < T::Market::now()
	}

	/// A lot that can be looked at by number, with its page and its place there.
	pub(crate) fn lot_of(
		interval: Interval,
		number: u32,
	) -> Result<(LotPage, usize, Lot), Error<T>> {
		let done = Cursor::<T>::get().map_or(0, |cursor| cursor.interval);
		ensure!(interval < done, Error::NotIssued);
		ensure!(!Self::is_expired(interval), Error::Expired);
		let page = Lots::<T>::get(interval, number / PAGE_ROWS);
		let place = (number % PAGE_ROWS) as usize;
		let lot = *page.get(place).ok_or(Error::UnknownLot)?;
		Ok((page, place, lot))
	}

	/// Refuses what a node cannot do with so much of a lot, which it must hold.
	pub(crate) fn check_part(lot: &Lot, node: NodeIndex, energy: Wh) -> Result<(), Error<T>> {
		ensure!(lot.state.is_held(), Error::NotHeld);
		ensure!(lot.holder == node, Error::NotYourLot);
		ensure!(energy > 0, Error::Nothing);
		ensure!(energy <= lot.energy, Error::TooMuch);
		Ok(())
	}

	/// Changes so much of a lot, which has as much; the number that it has then, and the book, which is to be stored.
	/// Of a part there is a new lot.
	pub(crate) fn change_part(
		interval: Interval,
		number: u32,
		(mut page, place, lot): (LotPage, usize, Lot),
		energy: Wh,
		change: impl FnOnce(Lot) -> Lot,
	) -> Result<(u32, LotBook<T>), Error<T>> {
		let (mut rest, mut new) = (lot, None);
		let row = match rest.split(energy) {
			Some(part) => {
				new = Some(change(part));
				rest
			},
			None => change(lot),
		};
		*page.get_mut(place).ok_or(Error::UnknownLot)? = row;
		Lots::<T>::insert(interval, number / PAGE_ROWS, page);
		let mut book = LotBook::open(interval);
		let number = match new {
			Some(part) => book.add(part).ok_or(Error::UnknownLot)?,
			None => number,
		};
		Ok((number, book))
	}
}
