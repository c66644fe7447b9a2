// SPDX-License-Identifier: Apache-2.0

//! What has happened, as a section of the pallet.

use frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A manufacturer was registered.
		ManufacturerRegistered {
			/// Its number.
			manufacturer: ManufacturerId,
			/// What it is called.
			name: Name,
			/// The keys with which it certifies.
			keys: KeysOf<T>,
		},
		/// A manufacturer's name and keys were changed.
		ManufacturerChanged {
			/// Its number.
			manufacturer: ManufacturerId,
			/// What it is called now.
			name: Name,
			/// The keys with which it certifies from now on.
			keys: KeysOf<T>,
		},
		/// A certified meter was registered.
		MeterRegistered {
			/// Its index.
			meter: MeterIndex,
			/// Who made it.
			manufacturer: ManufacturerId,
			/// What its manufacturer calls it.
			serial: Serial,
			/// Its key.
			key: T::Key,
			/// The first interval whose reading it signs with that.
			from: Interval,
		},
		/// The key of a meter was rotated.
		KeyRotated {
			/// The meter.
			meter: MeterIndex,
			/// The new key.
			key: T::Key,
			/// The first interval whose reading it signs with that.
			from: Interval,
		},
		/// A meter was bound to a node. It only informs.
		MeterBound {
			/// The meter.
			meter: MeterIndex,
			/// The node.
			node: NodeIndex,
			/// The first interval that it measures there.
			from: Interval,
		},
		/// The settlement meter of a node was chosen.
		SettlementMeterChosen {
			/// The node.
			node: NodeIndex,
			/// The meter.
			meter: MeterIndex,
			/// The first interval that its readings settle.
			from: Interval,
		},
		/// A meter was unbound from a node.
		MeterUnbound {
			/// The meter.
			meter: MeterIndex,
			/// The node.
			node: NodeIndex,
		},
		/// A meter was retired. If it was a settlement meter, its node has none any more until it chooses
		/// another one.
		MeterRetired {
			/// The meter.
			meter: MeterIndex,
			/// Its readings from this interval on do not count.
			from: Interval,
		},
		/// A reading was accepted.
		ReadingAccepted {
			/// The meter.
			meter: MeterIndex,
			/// The node that it is bound to.
			node: NodeIndex,
			/// What it states.
			reading: Reading,
			/// Whether it settled the interval, or only informs. A meter that is not the settlement meter settles
			/// provisionally what that was silent about.
			settles: bool,
		},
		/// A reading of a batch was refused; others may count.
		ReadingRefused {
			/// Its place in the batch, from 0.
			place: u32,
			/// The meter that it was delivered for.
			meter: MeterIndex,
			/// The interval that it states.
			interval: Interval,
			/// Why.
			error: DispatchError,
		},
		/// Two different readings of a meter for one interval were shown: it was tampered with.
		TamperingProven {
			/// The meter.
			meter: MeterIndex,
			/// What it states.
			first: Reading,
			/// What it states as well.
			second: Reading,
		},
		/// A proof of tampering was challenged by the account of the meter's node.
		TamperingChallenged {
			/// The meter.
			meter: MeterIndex,
			/// What the account says.
			statement: Words,
		},
		/// A proof of tampering was lifted.
		TamperingLifted {
			/// The meter.
			meter: MeterIndex,
		},
		/// The interval has changed since which a meter is revoked. If it is none or later than before, readings
		/// that were struck out can be delivered anew.
		RevocationChanged {
			/// The meter.
			meter: MeterIndex,
			/// Readings from this interval on do not count; none if all do.
			from: Option<Interval>,
			/// How many of those that could still be disputed were struck out.
			struck_out: u32,
		},
		/// A reading was delivered that states more than its node's connection can carry, or a counter or registers
		/// that are too far from those of the meter's other readings. It settles nothing until it is confirmed, and
		/// lapses when its interval is settled for good.
		ReadingDoubted {
			/// The meter.
			meter: MeterIndex,
			/// The node that it is bound to.
			node: NodeIndex,
			/// What it states.
			reading: Reading,
		},
		/// A reading was confirmed, and counts.
		ReadingConfirmed {
			/// The meter.
			meter: MeterIndex,
			/// The interval that it states.
			interval: Interval,
		},
		/// All that there was of a retired meter was removed. Its device can be registered again.
		MeterForgotten {
			/// The meter.
			meter: MeterIndex,
		},
	}
}
