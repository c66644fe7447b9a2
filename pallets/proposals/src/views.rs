// SPDX-License-Identifier: Apache-2.0

//! What clients read of the dispatch that stands.

use codec::DecodeAll;
use gridmerit_dispatch::Body;

use crate::{Config, Dispatches, Outcome, Pallet};

impl<T: Config> Pallet<T> {
	pub(crate) fn dispatch_of(number: u32) -> Option<Body> {
		let bytes = Dispatches::<T>::get(number)?;
		Body::decode_all(&mut &bytes[..]).ok()
	}

	/// Checked anew: it follows from statement and body.
	pub(crate) fn outcome_of(number: u32) -> Option<Outcome> {
		let bytes = Dispatches::<T>::get(number)?;
		Self::check_body(number, &bytes)?.ok().map(Outcome::from)
	}
}
