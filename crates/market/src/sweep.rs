// SPDX-License-Identifier: Apache-2.0

//! Algorithm 2: who sells to whom.

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	clearing::Clearing,
	error::StepError,
	transaction::{Leg, Transaction},
	units::{Price, Wh, payment},
};

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
/// The state is small and may be kept between any two calls. A caller whose legs come in pages supplies
/// the next page of the side that has run dry. It keeps a page number for either side;
/// [`Self::seller`] and [`Self::buyer`] say where within the page to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Sweep {
	price: Price,
	/// Energy still to be assigned.
	left: Wh,
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
		let price = clearing.price.unwrap_or(0);
		Self { price, left: clearing.traded, seller: None, buyer: None }
	}

	/// A sweep of what is left when so much is paired already. Fails if that is more than was traded.
	pub(crate) fn of_rest(clearing: &Clearing, paired: Wh) -> Result<Self, StepError> {
		let sweep = Self::new(clearing);
		let left = sweep.left.checked_sub(paired).ok_or(StepError::Uneven)?;
		Ok(Self { left, ..sweep })
	}

	/// Goes on to the next transaction. Legs of 0 Wh are passed over; where both sides have run dry it asks
	/// for sellers. Refuses legs out of order, and more energy than was traded.
	#[inline]
	pub fn step(
		&mut self,
		sellers: &mut impl Iterator<Item = Leg>,
		buyers: &mut impl Iterator<Item = Leg>,
	) -> Result<Step, StepError> {
		let Some(seller) = current(&mut self.seller, sellers)? else { return Ok(Step::Sellers) };
		let Some(buyer) = current(&mut self.buyer, buyers)? else { return Ok(Step::Buyers) };
		let energy = seller.energy.min(buyer.energy);
		self.left = self.left.checked_sub(energy).ok_or(StepError::Uneven)?;
		seller.energy = seller.energy.wrapping_sub(energy);
		buyer.energy = buyer.energy.wrapping_sub(energy);
		Ok(Step::Transaction(Transaction {
			seller: seller.node,
			buyer: buyer.node,
			energy,
			price: self.price,
			payment: payment(energy, self.price),
		}))
	}

	/// Ends the sweep: whether all energy that was traded is assigned, and no leg has any left.
	pub fn finish(self) -> Result<(), StepError> {
		let used_up = [self.seller, self.buyer].iter().flatten().all(|leg| leg.energy == 0);
		if self.left == 0 && used_up { Ok(()) } else { Err(StepError::Uneven) }
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

/// The leg at hand, or the next one if that is used up; none if there is none.
#[inline]
fn current<'a>(
	leg: &'a mut Option<Leg>,
	legs: &mut impl Iterator<Item = Leg>,
) -> Result<Option<&'a mut Leg>, StepError> {
	if leg.is_none_or(|leg| leg.energy == 0) {
		let Some(next) = legs.find(|leg| leg.energy > 0) else { return Ok(None) };
		if leg.is_some_and(|leg| next.node <= leg.node) {
			return Err(StepError::PageOutOfOrder);
		}
		*leg = Some(next);
	}
	Ok(leg.as_mut())
}
