// SPDX-License-Identifier: Apache-2.0

//! Lines: new ones, and others that lead elsewhere, or have another rating or owner.

use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{ensure, traits::Get};
use gridmerit_energy::{Interval, PageIndex, Wh};
use gridmerit_grid::{Bus, Feeder, FeederError, Line};
use gridmerit_pallet_support::{Page, page_of};

use crate::{
	Built, Config, Error, LineData, LineRow, Lines, LinesVersion, MaxScheduled, Owners, Pallet,
	Schedule, Sizes,
	schedule::{self, Full},
};

/// The grid with a change: sound, and not stored yet.
pub(crate) struct Draft<T: Config> {
	/// From when on.
	pub from: Interval,
	sizes: Schedule<u16>,
	pages: BTreeMap<PageIndex, Page<LineRow>>,
	owners: Vec<(Bus, T::AccountId)>,
}

impl<T: Config> Draft<T> {
	/// The grid with `lines` as they are to be from an interval on, or from that of the latest change before if that is
	/// later: so only the tree after all changes is new.
	pub fn new(from: Interval, lines: &[LineData<T::AccountId>]) -> Result<Self, Error<T>> {
		let mut sizes = Sizes::<T>::get();
		let (latest, mut size) = sizes.last().copied().unwrap_or_default();
		let (from, needed) = (from.max(latest), Pallet::<T>::first_needed());
		let mut pages: BTreeMap<_, _> =
			pages_of(size).map(|page| (page, Lines::<T>::get(page))).collect();
		let (mut owners, mut before) = (Vec::with_capacity(lines.len()), 0);
		let most = MaxScheduled::get();
		ensure!(!lines.is_empty(), Error::NoLines);
		for LineData { bus, parent, rating, owner } in lines {
			let (bus, parent, rating) = (*bus, *parent, *rating);
			ensure!(before < bus, Error::NotAscending);
			before = bus;
			ensure!(bus <= size.saturating_add(1), Error::BusesSkipped);
			size = size.max(bus);
			ensure!(u32::from(size) <= T::MaxLines::get(), Error::TooManyLines);
			let page = pages.entry(page_of(bus.into())).or_default();
			let mut row = page.get(bus.into()).cloned().unwrap_or_default();
			schedule::put(&mut row.built, needed, from, Built { parent, rating }, most)?;
			page.set(bus.into(), row);
			owners.push((bus, owner.clone()));
		}
		schedule::put(&mut sizes, needed, from, size, most)?;
		let built = pages.iter().flat_map(|(page, rows)| rows.rows(*page));
		let built = built.filter_map(|(_, row)| row.built.last());
		let tree: Vec<_> = built.map(|(_, built)| line(built.parent, built.rating)).collect();
		Feeder::new(&tree)?;
		Ok(Self { from, sizes, pages, owners })
	}

	/// Stores it.
	pub fn store(self) {
		Sizes::<T>::put(self.sizes);
		LinesVersion::<T>::mutate(|version| *version = version.saturating_add(1));
		let changed =
			|page: &PageIndex| self.owners.iter().any(|(bus, _)| page_of((*bus).into()) == *page);
		for (page, rows) in self.pages.iter().filter(|(page, _)| changed(page)) {
			Lines::<T>::insert(page, rows);
		}
		for (bus, owner) in self.owners {
			Owners::<T>::insert(bus, owner);
		}
	}
}

fn line(parent: Bus, rating: Wh) -> Line {
	Line { parent, import: rating, export: rating }
}

/// The pages on which the lines of so many buses are, the substation not counted.
pub(crate) fn pages_of(size: u16) -> impl Iterator<Item = PageIndex> {
	let pages = if size == 0 { 0 } else { page_of(size.into()).saturating_add(1) };
	0..pages
}

impl<T: Config> Pallet<T> {
	/// How many lines the grid of an interval has.
	pub(crate) fn size(interval: Interval) -> u16 {
		schedule::at(&Sizes::<T>::get(), interval).copied().unwrap_or_default()
	}

	/// The page of a line, and the line.
	pub(crate) fn row(bus: Bus) -> Result<(Page<LineRow>, LineRow), Error<T>> {
		let page = Lines::<T>::get(page_of(bus.into()));
		let row = page.get(bus.into()).cloned().ok_or(Error::UnknownLine)?;
		Ok((page, row))
	}
}

impl<T: Config> From<Full> for Error<T> {
	fn from(_: Full) -> Self {
		Self::TooManyChanges
	}
}

impl<T: Config> From<FeederError> for Error<T> {
	fn from(error: FeederError) -> Self {
		match error {
			FeederError::TooManyBuses => Self::TooManyLines,
			FeederError::LimitTooHigh(_) => Self::RatingTooHigh,
			FeederError::NoSuchBus { .. } => Self::UnknownParent,
			FeederError::NoWayToSubstation(_) => Self::NoWayToSubstation,
		}
	}
}
