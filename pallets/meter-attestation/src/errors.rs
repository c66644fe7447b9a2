// SPDX-License-Identifier: Apache-2.0

//! Why calls fail, as a section of the pallet.

use frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// There is no meter with this index.
		UnknownMeter,
		/// The meter is not bound to a node, so nobody's energy is measured.
		NotBound,
		/// The meter was bound to its node after this interval.
		BeforeBinding,
		/// The meter was retired in this interval or before.
		Retired,
		/// The meter is revoked since this interval or an earlier one.
		Revoked,
		/// Import or export is above 2^40 Wh.
		TooMuchEnergy,
		/// A register is lower than the energy of the interval, which is a part of it.
		RegisterTooLow,
		/// This interval is not over.
		NotOver,
		/// All is settled for good up to this interval. Be earlier next time. Of a contradiction: and the key that
		/// signed it has been replaced.
		PastWindow,
		/// This reading counts already.
		Replay,
		/// Another reading of this meter for the interval counts already. The two prove that it was tampered
		/// with: call `report_tampering`.
		ConflictingReading,
		/// The counter is not between those of the meter's readings of earlier and of later intervals. If one of
		/// those is forged, two readings for its interval prove it: call `report_tampering`. A device that was reset
		/// counts anew under a new key: call `rotate_key`.
		CounterOutOfOrder,
		/// The registers do not leave room for the energy that the meter's readings of earlier and of later
		/// intervals state; they may be `RegisterTolerance` Wh too low. If one of those readings is forged, two for
		/// its interval prove it: call `report_tampering`. A device that was reset counts anew under a new key: call
		/// `rotate_key`. Until then a spare meter of the node settles: deliver its readings.
		RegistersOutOfOrder,
		/// No more readings of this meter can be remembered until the dispute window of some has ended.
		SeriesFull,
		/// There is no TE node with this index.
		UnknownNode,
		/// This interval is not known: it has not opened, or is long past.
		UnknownInterval,
		/// Trading in this interval is not finished. Try again in a few blocks.
		NotFinal,
		/// The utility stands behind the market and does not settle with itself.
		IsUtility,
		/// This node's interval is settled with a reading already.
		AlreadySettled,
		/// The signature is not by this meter's key for that interval, or what it signed was altered, or it
		/// was signed for another chain.
		BadSignature,
		/// There are no readings in the batch.
		EmptyBatch,
		/// There is no manufacturer with this number.
		UnknownManufacturer,
		/// The certificate is not by a key of the manufacturer, or not for this meter's key, its first
		/// interval and this serial number.
		NotCertified,
		/// This key is or was a meter's. Every meter makes new ones.
		KeyUsed,
		/// The manufacturer's device with this serial number is registered. Its key can be rotated.
		SerialUsed,
		/// All 2^32 indices are given out.
		NoIndexLeft,
		/// A new key cannot hold from before the present one, for intervals up to the meter's last reading, or for
		/// what is settled for good.
		KeyTooEarly,
		/// The key before the present one is still needed in the dispute window. Wait until that has ended.
		RotatedTooOften,
		/// This account does not act for a TE node.
		NotRegistered,
		/// The meter is bound to a node. Who registered it can retire it only if it never was.
		AlreadyBound,
		/// The meter's consent is not by its present key, or not for this node, or not the next one, or for
		/// another chain.
		NoConsent,
		/// The node has as many meters as it can have. Unbind one.
		TooManyMeters,
		/// The meter is not bound to the sender's node.
		NotYourMeter,
		/// This is the node's settlement meter already.
		AlreadySettles,
		/// A node's first meter settles from the current interval on or later, another one from the next on. Only
		/// if the one before is revoked or retired it may take over from then on, but only what is not settled for
		/// good, and not before it was bound.
		SettlesTooEarly,
		/// The settlement meter before the present one is still needed in the dispute window. Wait until that
		/// has ended, or have the operator make the call: with its consent there may be one more.
		ReplacedTooSoon,
		/// The meter is a settlement meter, or still needed in the dispute window. Wait until that has ended; one
		/// that settles has to be replaced or retired before.
		StillSettles,
		/// The sender has not registered this meter. Otherwise the operator retires it.
		NotRegistrant,
		/// The readings are not two different ones for one interval.
		NoContradiction,
		/// The meter is revoked already because it contradicted itself for this interval or an earlier one, and this is
		/// no offence that has not counted yet.
		TamperingKnown,
		/// The meter is revoked on behalf of as many as it can be.
		TooManyRevocations,
		/// No tampering with this meter is proven.
		UnknownTampering,
		/// Readings before it in the call have brought about `MaxCharges` charges for unaccounted-for
		/// energy, as many as one call may. Deliver it in another.
		TooManyGaps,
		/// A reading of this meter for the interval waits to be confirmed: it states more than the connection can
		/// carry, or a counter or registers that are too far from those of other readings. Who knows that it is true
		/// calls `confirm_reading`; a reading within these bounds counts in its place.
		AwaitsConfirmation,
		/// As many readings of this meter as can be wait to be confirmed. Confirm one, or wait until the dispute
		/// window of some has ended.
		TooManyDoubted,
		/// The spare meter has no reading there of an interval that was settled because the settlement meter was
		/// silent, or revoked. It can settle an interval when the deadline of that has passed, until it is closed.
		NothingSilent,
		/// A contradiction counts from when its interval has begun.
		NotBegun,
		/// A meter is retired from the current interval on, or if it is bound from an earlier one.
		RetiredTooLate,
		/// A meter is not retired as of an interval for which it has a reading that counts, or an earlier one, or
		/// one that is settled for good.
		RetiredTooEarly,
		/// Only a meter that was retired and unbound is forgotten, and when all is settled for good that it measured.
		StillNeeded,
		/// The meter has readings of intervals that are not settled for good, or is revoked: who unbinds it would not
		/// answer for them any more. Wait until the dispute window of its last reading has ended, or have the operator
		/// unbind it.
		StillAnswerable,
		/// The meter is not revoked, or no reading of it is left that has to be struck out.
		NothingToStrikeOut,
	}
}
