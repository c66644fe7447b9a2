// SPDX-License-Identifier: Apache-2.0

//! Why a call fails, as a section of the pallet.

use frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// This account does not act for a TE node.
		NotRegistered,
		/// The node may feed in nothing, so that there is nothing to declare.
		NotAPlant,
		/// No part of a footprint is above 5 kg for a kWh (5,000,000 mg/kWh).
		AboveMost,
		/// Nobody has declared what the plant emits. Its owner does that.
		NotDeclared,
		/// The owner has declared something else by now. Look at it again.
		DeclarationChanged,
		/// The operator does not trust the sender as an issuer of certificates.
		NotAnIssuer,
		/// The operator does not trust the sender as a publisher of what the grid emits.
		NotAPublisher,
		/// Another issuer has certified it, or the sender is neither owner, issuer nor auditor.
		NotYours,
		/// The certification would be over before it counts.
		AlreadyOver,
		/// The certification would count for longer than `MaxTerm` intervals from now on.
		TooLong,
		/// As much of the plant is certified and remembered as can be. Wait until some of it is forgotten.
		TooManyCertifications,
		/// The sender has certified or decertified `MaxActs` times in the last `ActPeriod` intervals. Wait.
		TooManyActs,
		/// Nothing is certified of the plant from that interval on.
		NotCertified,
		/// What has begun only auditors and the operator decertify.
		AlreadyBegun,
		/// No interval is named.
		Nothing,
		/// What the grid emits is said of intervals that have begun.
		NotBegun,
		/// The interval is more than `MaxAge` intervals ago.
		TooOld,
		/// A part is below or above the limits that the operator has set.
		OutsideLimits,
		/// This was said of the interval before. A publisher corrects it, once.
		AlreadyPublished,
		/// Nothing was said of the interval, or that is forgotten.
		NotPublished,
		/// The interval was corrected. Only the operator corrects it again.
		AlreadyCorrected,
		/// The least is above the most, or that above what counts of which nobody knows what it emits.
		BadLimits,
		/// A bound tolerates no more than a tenth (100,000 millionths) of the energy.
		TooLoose,
		/// Energy of which nobody knows what it emits would be within the bound.
		BoundsNothing,
		/// The node has no bound, or just this one.
		NothingToChange,
		/// What the plant emits is above the node's bound, and that tolerates no more in this interval.
		OutsideBound,
	}
}
