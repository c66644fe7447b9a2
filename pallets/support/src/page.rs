// SPDX-License-Identifier: Apache-2.0

//! Rows by node, 128 to a page. A node's index says where its row is, so there is no second index, and
//! pages read in order are in node order.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, traits::ConstU32};
use scale_info::TypeInfo;

use gridmerit_energy::{NodeIndex, PAGE_ROWS, PageIndex};

/// Most pages, for as many nodes as a book may hold orders.
pub const MAX_PAGES: u32 = (gridmerit_energy::MAX_ORDERS as u32) / PAGE_ROWS;

const WORDS: u32 = MAX_PAGES / u64::BITS;

/// The page of a node: its index divided by 128.
pub fn page_of(node: NodeIndex) -> PageIndex {
	node / PAGE_ROWS
}

fn slot_of(node: NodeIndex) -> u8 {
	(node % PAGE_ROWS) as u8
}

/// Rows of the nodes that share a page, by slot: a node's index modulo 128.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Page<T>(BoundedVec<(u8, T), ConstU32<PAGE_ROWS>>);

impl<T> Default for Page<T> {
	fn default() -> Self {
		Self(BoundedVec::new())
	}
}

impl<T> Page<T> {
	fn find(&self, node: NodeIndex) -> Result<usize, usize> {
		self.0.binary_search_by_key(&slot_of(node), |(slot, _)| *slot)
	}

	/// The row of a node.
	pub fn get(&self, node: NodeIndex) -> Option<&T> {
		self.0.get(self.find(node).ok()?).map(|(_, row)| row)
	}

	/// Sets the row of a node and returns the one before.
	pub fn set(&mut self, node: NodeIndex, row: T) -> Option<T> {
		match self.find(node) {
			Ok(place) => self.0.get_mut(place).map(|(_, before)| core::mem::replace(before, row)),
			Err(place) => {
				// A page has room for a row in each slot.
				let _ = self.0.try_insert(place, (slot_of(node), row));
				None
			},
		}
	}

	/// Takes the row of a node out.
	pub fn remove(&mut self, node: NodeIndex) -> Option<T> {
		self.find(node).ok().map(|place| self.0.remove(place).1)
	}

	/// All rows of the page with this index, in ascending order of nodes.
	pub fn rows(&self, page: PageIndex) -> impl Iterator<Item = (NodeIndex, &T)> {
		let first = page.saturating_mul(PAGE_ROWS);
		self.0.iter().map(move |(slot, row)| (first.saturating_add((*slot).into()), row))
	}

	/// Keeps the rows that `keep` returns for their nodes.
	pub fn update(self, page: PageIndex, mut keep: impl FnMut(NodeIndex, T) -> Option<T>) -> Self {
		let first = page.saturating_mul(PAGE_ROWS);
		let rows = self.0.into_iter().filter_map(|(slot, row)| {
			keep(first.saturating_add(slot.into()), row).map(|row| (slot, row))
		});
		Self(BoundedVec::truncate_from(rows.collect()))
	}

	/// Number of rows.
	pub fn len(&self) -> u32 {
		self.0.len() as u32
	}

	/// Whether there is no row.
	pub fn is_empty(&self) -> bool {
		self.0.is_empty()
	}

	/// Whether slots are ascending and below 128, as they are unless the state is corrupt.
	pub fn is_sound(&self) -> bool {
		self.0.iter().all(|(slot, _)| u32::from(*slot) < PAGE_ROWS)
			&& self.0.iter().zip(self.0.iter().skip(1)).all(|((a, _), (b, _))| a < b)
	}
}

/// A set of pages: a bit for each.
#[frame_support::stored]
#[derive(Default)]
pub struct PageSet(BoundedVec<u64, ConstU32<WORDS>>);

impl PageSet {
	fn place(page: PageIndex) -> (usize, u64) {
		((page / u64::BITS) as usize, 1_u64.wrapping_shl(page % u64::BITS))
	}

	/// Puts a page in; whether it was not there before. A page beyond [`MAX_PAGES`] is never there.
	pub fn insert(&mut self, page: PageIndex) -> bool {
		let (word, bit) = Self::place(page);
		if page >= MAX_PAGES {
			return false;
		}
		if self.0.len() <= word {
			self.0.bounded_resize(word.saturating_add(1), 0);
		}
		let Some(bits) = self.0.get_mut(word) else { return false };
		let new = *bits & bit == 0;
		*bits |= bit;
		new
	}

	/// Takes a page out; whether it was in.
	pub fn remove(&mut self, page: PageIndex) -> bool {
		let (word, bit) = Self::place(page);
		let Some(bits) = self.0.get_mut(word).filter(|bits| **bits & bit != 0) else {
			return false;
		};
		*bits &= !bit;
		// What is empty at the end is not stored.
		while self.0.last() == Some(&0) {
			self.0.pop();
		}
		true
	}

	/// Whether a page is in.
	pub fn contains(&self, page: PageIndex) -> bool {
		let (word, bit) = Self::place(page);
		self.0.get(word).is_some_and(|bits| bits & bit != 0)
	}

	/// The first page from `page` on.
	pub fn from(&self, page: PageIndex) -> Option<PageIndex> {
		let (word, bit) = Self::place(page);
		let mut mask = !bit.saturating_sub(1);
		for (word, bits) in self.0.iter().enumerate().skip(word) {
			let bits = bits & mask;
			if bits != 0 {
				let first = (word as u32).saturating_mul(u64::BITS);
				return Some(first.saturating_add(bits.trailing_zeros()));
			}
			mask = u64::MAX;
		}
		None
	}

	/// How many pages are in.
	pub fn len(&self) -> u32 {
		self.0.iter().map(|bits| bits.count_ones()).sum()
	}

	/// Whether no page is in.
	pub fn is_empty(&self) -> bool {
		self.0.iter().all(|bits| *bits == 0)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::{collection::vec, prelude::*};

	use std::{
		collections::{BTreeMap, BTreeSet},
		vec::Vec,
	};

	proptest! {
		#[test]
		fn a_page_is_a_map_of_its_nodes(changes in vec((0_u32..128, any::<Option<u16>>()), 0..400)) {
			let (mut page, mut map) = (Page::default(), BTreeMap::new());
			for (slot, row) in changes {
				let node = 3 * PAGE_ROWS + slot;
				let before = match row {
					Some(row) => (page.set(node, row), map.insert(node, row)),
					None => (page.remove(node), map.remove(&node)),
				};
				prop_assert_eq!(before.0, before.1);
				prop_assert_eq!(page.get(node), map.get(&node));
			}
			prop_assert!(page.is_sound());
			prop_assert_eq!(page.len() as usize, map.len());
			let rows: Vec<_> = page.rows(3).map(|(node, row)| (node, *row)).collect();
			prop_assert_eq!(rows, map.iter().map(|(node, row)| (*node, *row)).collect::<Vec<_>>());
			let halved = page.update(3, |node, row| (node % 2 == 0).then_some(row / 2));
			let expected: Vec<_> =
				map.iter().filter(|(node, _)| *node % 2 == 0).map(|(node, row)| (*node, row / 2)).collect();
			prop_assert_eq!(halved.rows(3).map(|(node, row)| (node, *row)).collect::<Vec<_>>(), expected);
		}

		#[test]
		fn a_set_knows_its_pages_in_order(
			pages in vec(0..2 * MAX_PAGES, 0..40),
			gone in vec(0..2 * MAX_PAGES, 0..40),
			from in 0..MAX_PAGES,
		) {
			let (mut set, mut expected) = (PageSet::default(), BTreeSet::new());
			for page in pages {
				let new = page < MAX_PAGES && expected.insert(page);
				prop_assert_eq!(set.insert(page), new);
				prop_assert_eq!(set.contains(page), page < MAX_PAGES);
			}
			prop_assert_eq!(set.from(from), expected.range(from..).next().copied());
			prop_assert_eq!(set.is_empty(), expected.is_empty());
			prop_assert_eq!(set.len() as usize, expected.len());
			// In any order, those that were never in too, until it is as if it had never had any.
			for page in gone.into_iter().chain(expected.clone()) {
				prop_assert_eq!(set.remove(page), expected.remove(&page));
				prop_assert!(!set.contains(page));
				prop_assert_eq!(set.len() as usize, expected.len());
			}
			prop_assert_eq!(set, PageSet::default());
		}
	}

	#[test]
	fn the_last_page_is_in_and_the_one_beyond_is_not() {
		let mut set = PageSet::default();
		assert!(set.insert(MAX_PAGES - 1));
		assert!(!set.insert(MAX_PAGES));
		assert_eq!(set.from(0), Some(MAX_PAGES - 1));
		assert_eq!(set.from(MAX_PAGES), None);
	}
}
