// SPDX-License-Identifier: Apache-2.0

//! What every pass over a book's pages checks.

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	book::Book,
	error::StepError,
	units::{MAX_ORDERS, NodeIndex},
};

/// How far a pass over a book has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub(crate) struct Pages {
	last: Option<NodeIndex>,
	demands: u32,
	offers: u32,
}

impl Pages {
	/// Takes note of the next page.
	pub fn accept(&mut self, page: Book<'_>) -> Result<(), StepError> {
		let Some((first, last)) = page.nodes() else { return Ok(()) };
		if self.last.is_some_and(|before| first <= before) {
			return Err(StepError::PageOutOfOrder);
		}
		let counted = |before: u32, more: usize| {
			let orders = usize::try_from(before).ok()?.checked_add(more)?;
			if orders > MAX_ORDERS { None } else { u32::try_from(orders).ok() }
		};
		let demands = counted(self.demands, page.demands().len());
		let offers = counted(self.offers, page.offers().len());
		let (demands, offers) = demands.zip(offers).ok_or(StepError::TooManyOrders)?;
		*self = Self { last: Some(last), demands, offers };
		Ok(())
	}
}
