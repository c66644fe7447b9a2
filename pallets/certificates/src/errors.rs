// SPDX-License-Identifier: Apache-2.0

//! Why a call fails, as a section of the pallet.

use frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// This account does not act for a TE node.
		NotRegistered,
		/// There is no node with this index.
		UnknownNode,
		/// The node is suspended. It can cancel what it holds.
		Suspended,
		/// A plant has a source, and `Storage` is that of a node that does nothing but to store.
		BadSource,
		/// A plant has some power, began to generate before now, is in a country of two capital letters, and has EECS codes
		/// of eight digits for its source and of six for its technology.
		BadPlant,
		/// The node has registered no plant. Its account does that.
		NoPlant,
		/// The owner has registered something else by now. Look at it again.
		PlantChanged,
		/// The operator does not trust the sender as an issuer of certificates.
		NotAnIssuer,
		/// The operator does not trust the sender as an auditor.
		NotAnAuditor,
		/// The meter is not the settlement meter of the plant's node today. The node chooses it first.
		NotThisMeter,
		/// A plant is certified for at least 1 Wh an interval, and for no more than its node may feed in.
		AboveLimit,
		/// The certification would be over before it counts.
		AlreadyOver,
		/// The certification would count for longer than `MaxTerm` intervals from now on.
		TooLong,
		/// All plants that the issuer certifies would be issued more than its cap. It ends a certification first, or asks the
		/// operator for a higher cap.
		AboveCap,
		/// The plant is not certified.
		NotCertified,
		/// Another issuer has certified the plant. That one, its owner, an auditor and the operator can end it.
		NotYours,
		/// The auditor has audited or decertified `MaxAudits` times in the last `AuditPeriod` intervals. Wait.
		TooManyAudits,
		/// The last interval is before the first.
		BadRange,
		/// More than `MaxRange` intervals. Use several calls.
		TooManyIntervals,
		/// The plant was issued nothing in these intervals that was not found wrong before, or that has not expired.
		NothingIssued,
		/// The plant owes less than that, or nothing was asked for.
		OwesLess,
		/// Certificates of this interval are not issued yet: it is not settled for good, or that was just now.
		NotIssued,
		/// Certificates of this interval have expired.
		Expired,
		/// There is no such lot.
		UnknownLot,
		/// The lot is cancelled, or used up by a battery.
		NotHeld,
		/// The lot is another node's.
		NotYourLot,
		/// The lot has less than that.
		TooMuch,
		/// 0 Wh.
		Nothing,
		/// The node holds the lot already.
		SameHolder,
		/// The operator does not let certificates be transferred or sold apart from energy.
		NotTradable,
		/// The lot is not offered.
		NotOffered,
		/// The lot is offered at a higher price than the most that is paid.
		TooDear,
		/// The last month is before the first, there are more than twelve, or that in which the energy was fed in is not among
		/// them.
		BadPeriod,
		/// The node was not metered in this interval, or that is forgotten. Cancel for its month.
		NotMetered,
		/// The node has drawn less in that time, or certificates are cancelled for it already.
		NotDrawn,
	}
}
