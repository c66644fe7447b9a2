// SPDX-License-Identifier: Apache-2.0

//! Why calls fail, as a section of the pallet.

use frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// This account does not act for a TE node. Builders are TE nodes.
		NotRegistered,
		/// There is no TE node with this index.
		UnknownNode,
		/// The account has no session keys, so that it could build no block. Have it call `session.setKeys` with the
		/// keys and the proof that `author_rotateKeysWithOwner` returns.
		NoSessionKeys,
		/// The node has less effective trust than a builder must have. Deliver, bond, or find backers.
		NotTrusted,
		/// The node stands already.
		AlreadyStands,
		/// The node does not stand.
		NotCandidate,
		/// There are as many candidates as there can be, and none that may go is trusted less.
		TooManyCandidates,
		/// The keys are those of a candidate, or of a validator of this session or the next. Step down, and wait at most
		/// two sessions.
		KeysNeeded,
		/// A set has at least four validators, of which one may fail, or as many as are in office if those are
		/// fewer. Name more.
		TooFewValidators,
		/// A node stands in the set twice.
		NamedTwice,
		/// Nothing keeps the node from being elected.
		NotBarred,
		/// Of fewer than four builders none may fail.
		LeastTooFew,
		/// There must be at least as many seats as builders are needed.
		TooFewSeats,
		/// Consensus cannot bear more than `MaxValidators`.
		TooManySeats,
		/// Who needs no trust has nothing to lose: the minimum is above zero.
		NoMinimum,
		/// Trust must be able to win a seat: the hysteresis is at most a half.
		HysteresisTooWide,
	}
}
