// SPDX-License-Identifier: Apache-2.0

//! Manufacturers and the meters that they certify, until these are retired.

use crate::Serial;
use alloc::{string::String, vec::Vec};
use frame_support::{
	pallet_prelude::*,
	traits::{Consideration, Footprint},
};
use gridmerit_energy::{Interval, MeterIndex};
use gridmerit_pallet_support::{ClosedIntervals, IntervalClock, Name, TeNodes};
use sp_core::H256;
use sp_runtime::traits::{IdentifyAccount, Verify, Zero};

use crate::{
	Config, Details, DetailsOf, DoubtedOf, Error, Event, GenesisMeter, KeyFrom, KeysOf,
	LiftedUntil, Manufacturer, ManufacturerId, Manufacturers, Meter, MeterDetails, MeterOf,
	MeterOfKey, MeterOfSerial, Meters, NextManufacturer, NextMeter, Pallet, Registrant, Series,
	SeriesOf,
};

impl<T: Config> Pallet<T> {
	/// The first block's hash, which tells this chain from others.
	pub(crate) fn genesis() -> H256 {
		frame_system::Pallet::<T>::block_hash(
			frame_system::pallet_prelude::BlockNumberFor::<T>::zero(),
		)
	}

	/// Whether a key has signed something.
	pub(crate) fn verified(key: &T::Key, payload: &[u8], signature: &T::Signature) -> bool {
		signature.verify(payload, &key.clone().into_account())
	}

	/// What a meter occupies that its registrant pays for: its two rows, its readings and those that wait, what
	/// leads to it from its two keys, and from its serial number.
	pub(crate) fn meter_footprint() -> Footprint {
		let keys = Footprint::from_mel::<[(T::Key, MeterIndex); 2]>();
		let rest = Footprint::from_mel::<(
			(MeterOf<T>, DetailsOf<T>),
			(SeriesOf<T>, DoubtedOf<T>),
			(ManufacturerId, Serial, MeterIndex),
		)>();
		Footprint::from_parts(1, keys.size.saturating_add(rest.size) as usize)
	}

	pub(crate) fn do_register_manufacturer(name: Name, keys: KeysOf<T>) -> DispatchResult {
		let manufacturer = NextManufacturer::<T>::get();
		let next = manufacturer.checked_add(1).ok_or(Error::<T>::NoIndexLeft)?;
		NextManufacturer::<T>::put(next);
		let row = Manufacturer { name: name.clone(), keys: keys.clone() };
		Manufacturers::<T>::insert(manufacturer, row);
		Self::deposit_event(Event::ManufacturerRegistered { manufacturer, name, keys });
		Ok(())
	}

	pub(crate) fn do_change_manufacturer(
		manufacturer: ManufacturerId,
		name: Name,
		keys: KeysOf<T>,
	) -> DispatchResult {
		Manufacturers::<T>::try_mutate(manufacturer, |row| {
			let row = row.as_mut().ok_or(Error::<T>::UnknownManufacturer)?;
			*row = Manufacturer { name: name.clone(), keys: keys.clone() };
			Self::deposit_event(Event::ManufacturerChanged { manufacturer, name, keys });
			Ok(())
		})
	}

	/// Whether a manufacturer has certified a key that no meter has had.
	fn check_key(
		manufacturer: ManufacturerId,
		key: &T::Key,
		from: Interval,
		serial: &Serial,
		certificate: &T::Signature,
	) -> DispatchResult {
		ensure!(!MeterOfKey::<T>::contains_key(key), Error::<T>::KeyUsed);
		let row = Manufacturers::<T>::get(manufacturer).ok_or(Error::<T>::UnknownManufacturer)?;
		let payload = gridmerit_statements::certificate(&key.encode(), from, serial);
		let certified = row.keys.iter().any(|by| Self::verified(by, &payload, certificate));
		ensure!(certified, Error::<T>::NotCertified);
		Ok(())
	}

	pub(crate) fn do_register_meter(
		account: T::AccountId,
		manufacturer: ManufacturerId,
		key: T::Key,
		serial: Serial,
		from: Interval,
		certificate: T::Signature,
	) -> DispatchResult {
		let used = MeterOfSerial::<T>::contains_key(manufacturer, &serial);
		ensure!(!used, Error::<T>::SerialUsed);
		Self::check_key(manufacturer, &key, from, &serial, &certificate)?;
		let deposit = T::Deposit::new(&account, Self::meter_footprint())?;
		let registrant = Some(Registrant { account, deposit });
		Self::enter_meter(KeyFrom { key, from }, Details { manufacturer, serial, registrant })?;
		Ok(())
	}

	/// Stores a new meter; its index.
	pub(crate) fn enter_meter(
		key: KeyFrom<T::Key>,
		details: DetailsOf<T>,
	) -> Result<MeterIndex, DispatchError> {
		let meter = NextMeter::<T>::get();
		NextMeter::<T>::put(meter.checked_add(1).ok_or(Error::<T>::NoIndexLeft)?);
		MeterOfKey::<T>::insert(&key.key, meter);
		MeterOfSerial::<T>::insert(details.manufacturer, &details.serial, meter);
		Self::deposit_event(Event::MeterRegistered {
			meter,
			manufacturer: details.manufacturer,
			serial: details.serial.clone(),
			key: key.key.clone(),
			from: key.from,
		});
		MeterDetails::<T>::insert(meter, details);
		let row = Meter {
			key,
			former_key: None,
			binding: None,
			bindings: 0,
			retired_from: None,
			revoked_from: None,
		};
		Meters::<T>::insert(meter, row);
		Ok(meter)
	}

	pub(crate) fn do_rotate_key(
		meter: MeterIndex,
		key: T::Key,
		from: Interval,
		certificate: T::Signature,
	) -> DispatchResult {
		Meters::<T>::try_mutate(meter, |row| {
			let row = row.as_mut().ok_or(Error::<T>::UnknownMeter)?;
			let Details { manufacturer, serial, .. } =
				MeterDetails::<T>::get(meter).ok_or(Error::<T>::UnknownMeter)?;
			ensure!(row.retired_from.is_none(), Error::<T>::Retired);
			// What counts already was signed with the present key. A device that was reset has another one since
			// then, and its maker certifies it only later.
			let read = Series::<T>::get(meter).last().map(|last| last.interval);
			let unread = read.is_none_or(|last| last < from) && T::Closing::closed_until() <= from;
			let timely = from > row.key.from && (unread || from >= T::Clock::now());
			ensure!(timely, Error::<T>::KeyTooEarly);
			let needed = row.former_key.is_some() && row.key.from > T::Closing::closed_until();
			ensure!(!needed, Error::<T>::RotatedTooOften);
			Self::check_key(manufacturer, &key, from, &serial, &certificate)?;
			MeterOfKey::<T>::insert(&key, meter);
			let next = KeyFrom { key: key.clone(), from };
			let former = core::mem::replace(&mut row.key, next);
			if let Some(forgotten) = row.former_key.replace(former) {
				// Its certificate was for this device and for earlier intervals, so nobody can use it again.
				MeterOfKey::<T>::remove(forgotten.key);
			}
			Self::deposit_event(Event::KeyRotated { meter, key, from });
			Ok(())
		})
	}

	pub(crate) fn do_retire_meter(
		account: Option<T::AccountId>,
		meter: MeterIndex,
		from: Option<Interval>,
	) -> DispatchResult {
		let mut row = Meters::<T>::get(meter).ok_or(Error::<T>::UnknownMeter)?;
		let mut details = MeterDetails::<T>::get(meter).ok_or(Error::<T>::UnknownMeter)?;
		if let Some(account) = account {
			let registered = details.registrant.as_ref().is_some_and(|by| by.account == account);
			ensure!(registered, Error::<T>::NotRegistrant);
			ensure!(row.bindings == 0, Error::<T>::AlreadyBound);
		}
		ensure!(row.retired_from.is_none(), Error::<T>::Retired);
		let from = Self::retired_from(meter, &row, from)?;
		if let Some(Registrant { account, deposit }) = details.registrant.take() {
			deposit.drop(&account)?;
		}
		Self::deposit_event(Event::MeterRetired { meter, from });
		if row.bindings == 0 && row.revoked_from.is_none() {
			// Its certificate is no secret: whoever registered it need not be the one who has it, and who has
			// it shall be able to register it. What is revoked stays that.
			Self::remove_meter(meter, row, details);
			return Ok(());
		}
		MeterDetails::<T>::insert(meter, details);
		row.retired_from = Some(from);
		Self::retain_doubted(meter, |interval| interval < from);
		if let Some(binding) = row.binding {
			Self::change_meters(binding.node, |meters| {
				meters.end(meter, from);
				Ok(())
			})?;
		} else {
			Series::<T>::remove(meter);
		}
		Meters::<T>::insert(meter, row);
		Ok(())
	}

	/// Since when a meter is to be retired: from the current interval on, or from an earlier one after its last
	/// reading, so that nothing that counts is undone.
	fn retired_from(
		meter: MeterIndex,
		row: &MeterOf<T>,
		from: Option<Interval>,
	) -> Result<Interval, Error<T>> {
		let now = T::Clock::now();
		let Some(from) = from.filter(|from| *from != now) else { return Ok(now) };
		ensure!(from < now && row.binding.is_some(), Error::<T>::RetiredTooLate);
		let read = Series::<T>::get(meter).last().map(|last| last.interval);
		let unread = read.is_none_or(|last| last < from);
		ensure!(unread && T::Closing::closed_until() <= from, Error::<T>::RetiredTooEarly);
		Ok(from)
	}

	/// Forgets a meter that was retired, and of which nothing matters any more.
	pub(crate) fn do_forget_meter(meter: MeterIndex) -> DispatchResult {
		let row = Meters::<T>::get(meter).ok_or(Error::<T>::UnknownMeter)?;
		let details = MeterDetails::<T>::get(meter).ok_or(Error::<T>::UnknownMeter)?;
		let over = row.retired_from.is_some_and(|from| from <= T::Closing::closed_until());
		ensure!(over && row.binding.is_none(), Error::<T>::StillNeeded);
		// What is revoked stays that.
		ensure!(row.revoked_from.is_none(), Error::<T>::Revoked);
		Self::remove_meter(meter, row, details);
		Self::deposit_event(Event::MeterForgotten { meter });
		Ok(())
	}

	/// Removes all that there is of a meter.
	fn remove_meter(meter: MeterIndex, row: MeterOf<T>, details: DetailsOf<T>) {
		for held in core::iter::once(row.key).chain(row.former_key) {
			MeterOfKey::<T>::remove(held.key);
		}
		MeterOfSerial::<T>::remove(details.manufacturer, details.serial);
		MeterDetails::<T>::remove(meter);
		LiftedUntil::<T>::remove(meter);
		Meters::<T>::remove(meter);
	}

	/// Registers a manufacturer of the chain's first block.
	pub(crate) fn enter_manufacturer(name: &String, keys: &[T::Key]) -> DispatchResult {
		let name = Name::try_from(Vec::from(name.as_bytes()));
		let keys = KeysOf::<T>::try_from(keys.to_vec());
		Self::do_register_manufacturer(
			name.map_err(|_| "the name is too long")?,
			keys.map_err(|_| "there are too many keys")?,
		)
	}

	/// Registers and binds a meter of the chain's first block.
	pub(crate) fn enter_genesis_meter(meter: &GenesisMeter<T::Key>) -> DispatchResult {
		let GenesisMeter { manufacturer, key, serial, node } = meter.clone();
		let known = Manufacturers::<T>::contains_key(manufacturer);
		ensure!(known, Error::<T>::UnknownManufacturer);
		let serial = Serial::try_from(serial.into_bytes()).map_err(|_| "the serial is too long")?;
		ensure!(!MeterOfKey::<T>::contains_key(&key), Error::<T>::KeyUsed);
		let used = MeterOfSerial::<T>::contains_key(manufacturer, &serial);
		ensure!(!used, Error::<T>::SerialUsed);
		let details = Details { manufacturer, serial, registrant: None };
		let meter = Self::enter_meter(KeyFrom { key, from: 0 }, details)?;
		let Some(node) = node else { return Ok(()) };
		ensure!(T::Nodes::by_index(node).is_some(), Error::<T>::UnknownNode);
		// No block has told the time yet, so the clock is not asked.
		Self::bind(meter, node, 0)
	}
}
