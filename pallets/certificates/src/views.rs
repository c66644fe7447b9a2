// SPDX-License-Identifier: Apache-2.0

//! What clients may ask.

use alloc::vec::Vec;
use gridmerit_energy::{Interval, MAX_RANGE, NodeIndex, PageIndex, READ_PAGES, SourceKind};
use gridmerit_origin::{Certificate, Issued, Lot, Stock, Sums, all_sources};
use gridmerit_pallet_support::{PAGE_ROWS, Page, page_of};

use crate::{Config, Issues, Lots, Overall, Pallet, PlantOf, PlantPages, Plants, Stocks, SumsOf};

/// About how many pages a read of a node's certificates looks at; what is begun of an interval is finished.
const MAX_LOOKS: u32 = 2_000;

/// Pages of what plants were issued for an interval, as far as they were needed.
struct IssuedPages {
	interval: Interval,
	open: Vec<(PageIndex, Page<Issued>)>,
}

impl IssuedPages {
	/// A lot with all that its plant and interval say.
	fn certificate<T: Config>(&mut self, lot: u32, row: Lot) -> Option<Certificate> {
		let page = page_of(row.plant);
		if !self.open.iter().any(|(open, _)| *open == page) {
			self.open.push((page, Issues::<T>::get(self.interval, page)));
		}
		let (_, rows) = self.open.iter().find(|(open, _)| *open == page)?;
		let issued = rows.get(row.plant)?;
		let Lot { plant, source, from, energy, holder, state } = row;
		let (meter, bus) = (issued.meter, issued.bus);
		let interval = self.interval;
		Some(Certificate { interval, lot, plant, source, meter, bus, from, energy, holder, state })
	}
}

impl<T: Config> Pallet<T> {
	/// All certificates of some pages of an interval, with their numbers.
	fn read_lots(
		interval: Interval,
		pages: core::ops::Range<PageIndex>,
		wanted: impl Fn(u32, &Lot) -> bool,
	) -> Vec<Certificate> {
		let mut issued = IssuedPages { interval, open: Vec::new() };
		let mut all = Vec::new();
		for page in pages {
			let first = page.saturating_mul(PAGE_ROWS);
			for (number, lot) in (first..).zip(Lots::<T>::get(interval, page)) {
				if wanted(number, &lot) {
					all.extend(issued.certificate::<T>(number, lot));
				}
			}
		}
		all
	}

	/// The certificates of an interval from a lot on, of up to four pages, and the lot to go on with.
	pub(crate) fn certificates_from(
		interval: Interval,
		first: u32,
	) -> (Vec<Certificate>, Option<u32>) {
		let lots = SumsOf::<T>::get(interval).map_or(0, |row| row.lots);
		let (page, end) = (first / PAGE_ROWS, lots.div_ceil(PAGE_ROWS));
		let last = page.saturating_add(4).min(end);
		let found = Self::read_lots(interval, page..last, |number, _| first <= number);
		(found, (last < end).then_some(last.saturating_mul(PAGE_ROWS)))
	}

	/// What a node holds, has cancelled or has stored of intervals from `first` to `last`, and the interval to go on with if
	/// these are not all. Of an interval with more than 256,000 lots the first so many.
	pub fn certificates_of(
		node: NodeIndex,
		first: Interval,
		last: Interval,
	) -> (Vec<Certificate>, Option<Interval>) {
		let mut all = Vec::new();
		let mut looked_at = 0_u32;
		for (place, interval) in (0_u32..).zip(first..=last) {
			if place >= MAX_RANGE || looked_at >= MAX_LOOKS {
				return (all, Some(interval));
			}
			let lots = SumsOf::<T>::get(interval).map_or(0, |row| row.lots);
			let pages = lots.div_ceil(PAGE_ROWS).min(MAX_LOOKS);
			all.extend(Self::read_lots(interval, 0..pages, |_, lot| lot.holder == node));
			looked_at = looked_at.saturating_add(pages).saturating_add(1);
		}
		(all, None)
	}

	/// What a node has registered, and what of it is certified.
	pub fn plant(node: NodeIndex) -> Option<PlantOf<T>> {
		Self::plant_of(node)
	}

	/// All plants of nodes from one on, of up to 64 pages, and the node to go on with.
	pub fn plants(first: NodeIndex) -> (Vec<(NodeIndex, PlantOf<T>)>, Option<NodeIndex>) {
		let pages = PlantPages::<T>::get();
		let mut all = Vec::new();
		let mut next = pages.from(page_of(first));
		for _ in 0..READ_PAGES {
			let Some(page) = next else { break };
			let rows = Plants::<T>::get(page);
			let from = rows.rows(page).filter(|(node, _)| first <= *node);
			all.extend(from.map(|(node, plant)| (node, plant.clone())));
			next = pages.from(page.saturating_add(1));
		}
		(all, next.map(|page| page.saturating_mul(PAGE_ROWS)))
	}

	/// What a node's battery holds that was ever certified.
	pub fn stock(node: NodeIndex) -> Option<Stock> {
		Stocks::<T>::get(page_of(node)).get(node).copied()
	}

	/// What was issued for an interval and what became of it, by source, as far as there is any.
	pub fn sums(interval: Interval) -> Vec<(SourceKind, Sums)> {
		Self::named(SumsOf::<T>::get(interval).unwrap_or_default().sums)
	}

	/// The same of all intervals since the beginning.
	pub fn totals() -> Vec<(SourceKind, Sums)> {
		Self::named(Overall::<T>::get())
	}

	fn named(sums: gridmerit_origin::BySource<Sums>) -> Vec<(SourceKind, Sums)> {
		let named = all_sources().into_iter().zip(sums);
		named.filter(|(_, sums)| *sums != Sums::default()).collect()
	}
}
