// SPDX-License-Identifier: Apache-2.0

//! Algorithm 2: who sells to whom.

use core::iter::FusedIterator;

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{Book, Clearing, NodeIndex, Outcome, Planck, Price, StepError, Wh, value};

/// A P2P energy transaction (Algorithm 2, lines 29 and 30); the chain adds round, interval and accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Transaction {
	/// Sender of the energy, `i`.
	pub seller: NodeIndex,
	/// Receiver of the energy, `j`.
	pub buyer: NodeIndex,
	/// Energy in Wh, above 0 (`E_ij`).
	pub energy: Wh,
	/// The clearing price (`p^c`).
	pub price: Price,
	/// Price times energy (`DC_ij`).
	pub payment: Planck,
}

/// Energy of one node that is still to be assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Leg {
	/// The node.
	pub node: NodeIndex,
	/// Energy sold or bought.
	pub energy: Wh,
}

/// The sweep that pairs sellers with buyers.
///
/// Sold and bought energy are two lines of equal length, cut into the nodes' legs in ascending node
/// index. Each overlap of a seller's leg with a buyer's is a transaction, so there are at most
/// `sellers + buyers - 1`, none of 0 Wh, and a node's are contiguous. At a uniform price it carries no
/// money who is paired with whom.
///
/// Algorithm 2's loops (lines 13 to 32) mean this, but do not do it: a seller that is used up is
/// replaced only in the outer loop (line 16), so the inner one goes on for ever with `g' = 0`; where
/// `g' = d'` the consumer stays on the list and is served twice (line 27); and a fraction of floating
/// quantities leaves a residual.
///
/// The state is two legs: a caller whose legs come in pages supplies the next page of the side that
/// has run dry, and may keep the sweep between any two calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Sweep {
	price: Price,
	seller: Option<Leg>,
	buyer: Option<Leg>,
}

/// What a [`Sweep`] has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
	/// The next transaction.
	Transaction(Transaction),
	/// All sellers' legs that were supplied are assigned.
	Sellers,
	/// All buyers' legs that were supplied are assigned.
	Buyers,
}

impl Sweep {
	/// A sweep that has seen no leg, at the price of `clearing`.
	pub fn new(clearing: &Clearing) -> Self {
		Self { price: clearing.price.unwrap_or(0), seller: None, buyer: None }
	}

	/// Goes on to the next transaction. Legs come in ascending node index; those of 0 Wh are passed over.
	/// Where both sides have run dry it asks for sellers.
	#[inline]
	pub fn step(
		&mut self,
		sellers: &mut impl Iterator<Item = Leg>,
		buyers: &mut impl Iterator<Item = Leg>,
	) -> Step {
		let Some(seller) = current(&mut self.seller, sellers) else { return Step::Sellers };
		let Some(buyer) = current(&mut self.buyer, buyers) else { return Step::Buyers };
		let energy = seller.energy.min(buyer.energy);
		seller.energy = seller.energy.wrapping_sub(energy);
		buyer.energy = buyer.energy.wrapping_sub(energy);
		Step::Transaction(Transaction {
			seller: seller.node,
			buyer: buyer.node,
			energy,
			price: self.price,
			payment: value(energy, self.price),
		})
	}

	/// Ends the sweep: whether both legs last taken are used up. With [`Self::step`] asking for a side
	/// that has no more pages, it means that all sold energy has a buyer, and the other way round.
	pub fn finish(self) -> Result<(), StepError> {
		let even = [self.seller, self.buyer].iter().flatten().all(|leg| leg.energy == 0);
		if even { Ok(()) } else { Err(StepError::Uneven) }
	}

	/// The seller's leg last taken, with what is left of it: the next one taken comes after this node.
	pub fn seller(&self) -> Option<Leg> {
		self.seller
	}

	/// The buyer's leg last taken, with what is left of it: the next one taken comes after this node.
	pub fn buyer(&self) -> Option<Leg> {
		self.buyer
	}
}

/// The leg at hand, or the next one if that is used up.
#[inline]
fn current<'a>(
	leg: &'a mut Option<Leg>,
	legs: &mut impl Iterator<Item = Leg>,
) -> Option<&'a mut Leg> {
	if leg.is_none_or(|leg| leg.energy == 0) {
		*leg = Some(legs.find(|leg| leg.energy > 0)?);
	}
	leg.as_mut()
}

/// The P2P transactions of `book`, which cleared with `outcome`, in ascending order of seller and of buyer.
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
			Step::Transaction(transaction) => Some(transaction),
			Step::Sellers | Step::Buyers => None,
		}
	}
}

impl<S: FusedIterator<Item = Leg>, B: FusedIterator<Item = Leg>> FusedIterator
	for Assignment<S, B>
{
}
