// SPDX-License-Identifier: Apache-2.0

//! A whole book at once: the steps of [`PriceSearch`], [`Filling`] and [`Sweep`] with one page.

use alloc::vec::Vec;
use core::iter::FusedIterator;

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	book::Book,
	choice::Preferences,
	clearing::Clearing,
	error::StepError,
	fill::Filling,
	pairing::{Pairing, pair_legs},
	price::PriceSearch,
	rules::Rules,
	sweep::{Step, Sweep},
	transaction::{Leg, Transaction},
	units::Wh,
};

/// Price and fills of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct Outcome {
	/// Price and totals.
	pub clearing: Clearing,
	/// Energy bought, one entry for each demand of the book.
	pub bought: Vec<Wh>,
	/// Energy sold, one entry for each offer of the book.
	pub sold: Vec<Wh>,
}

/// Clears a book: Algorithm 1 and the dispatch, in time linear in the orders; no more than 1,024 are ever sorted.
///
/// [`PriceSearch`] and [`Filling`] do the same page by page.
pub fn clear(book: Book<'_>, rules: &Rules) -> Outcome {
	let mut search = PriceSearch::new(rules);
	let clearing = loop {
		search.tally(book);
		if let Some(clearing) = search.narrow() {
			break clearing;
		}
	};
	let mut bought = Vec::with_capacity(book.demands().len());
	let mut sold = Vec::with_capacity(book.offers().len());
	Filling::of(&clearing, rules).fill(book, &mut bought, &mut sold);
	Outcome { clearing, bought, sold }
}

/// The P2P transactions of `book`, which cleared with `outcome`, in ascending order of seller and of buyer.
///
/// At most as many as there are orders, less one; in time linear in the orders.
pub fn assign<'a>(
	book: Book<'a>,
	outcome: &'a Outcome,
) -> impl FusedIterator<Item = Transaction> + Clone + 'a {
	Assignment {
		sweep: Sweep::new(&outcome.clearing),
		sellers: book.sellers(&outcome.sold),
		buyers: book.buyers(&outcome.bought),
	}
}

/// The P2P transactions of `book`, which cleared with `outcome`, where demands prefer sellers: first those by choice, then
/// those of the sweep. Fills and price are as without preferences: only who is paired with whom is not.
///
/// In time linear in orders and choices, but for a logarithm (see [`prefer`](crate::prefer)). Fails if the outcome is
/// not one of this book.
pub fn pair(
	book: Book<'_>,
	outcome: &Outcome,
	preferences: &Preferences<'_>,
) -> Result<Pairing, StepError> {
	let sellers = book.sellers(&outcome.sold).collect();
	pair_legs(&outcome.clearing, sellers, book.buyers(&outcome.bought).collect(), preferences)
}

/// Iterator of [`assign`].
#[derive(Clone)]
struct Assignment<S, B> {
	sweep: Sweep,
	sellers: S,
	buyers: B,
}

impl<S: Iterator<Item = Leg>, B: Iterator<Item = Leg>> Iterator for Assignment<S, B> {
	type Item = Transaction;

	#[inline]
	fn next(&mut self) -> Option<Transaction> {
		match self.sweep.step(&mut self.sellers, &mut self.buyers) {
			Ok(Step::Transaction(transaction)) => Some(transaction),
			_ => None,
		}
	}
}

impl<S: FusedIterator<Item = Leg>, B: FusedIterator<Item = Leg>> FusedIterator
	for Assignment<S, B>
{
}
