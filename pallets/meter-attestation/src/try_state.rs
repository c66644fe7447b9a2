// SPDX-License-Identifier: Apache-2.0

//! Invariants.

#![cfg(any(feature = "try-runtime", test))]

use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use gridmerit_energy::{MeterIndex, NodeIndex};
use gridmerit_pallet_support::{ClosedIntervals, Settlement, TeNodes};
use gridmerit_trust::Offence;
use sp_runtime::TryRuntimeError;

use crate::{
	Config, Doubted, LiftedUntil, Manufacturers, MeterDetails, MeterOf, MeterOfKey, MeterOfSerial,
	Meters, MetersOfNode, NextManufacturer, NextMeter, NodeMetersOf, Pallet, Revocations, Series,
	Tamperings, plausibility::registers_agree,
};

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. manufacturers and meters have indices below the next one; a meter has details, and a manufacturer;
	/// 2. each key and each serial number in use leads to its meter, and none to another;
	/// 3. a meter is bound to the node that has it, nodes that have meters exist, and no meter settles before
	///    it is bound; times as settlement meter are in order and end when the meter is retired;
	/// 4. readings are in order, the counters and registers of those with the same key agree, and none counts
	///    since its meter is revoked or retired; those that wait are of bound meters and in order;
	/// 5. a meter is revoked since the earliest interval since which it is on anybody's behalf, once for each;
	///    it is on nobody's since it has contradicted itself;
	/// 6. a retired meter has no deposit;
	/// 7. nothing was lifted of a meter that there is not;
	/// 8. settlement was told in which intervals each node owes a reading, as its meters say now.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		for manufacturer in Manufacturers::<T>::iter_keys() {
			let given = manufacturer < NextManufacturer::<T>::get();
			ensure!(given, "a manufacturer's number that was not given out");
		}
		for (meter, row) in Meters::<T>::iter() {
			ensure!(meter < NextMeter::<T>::get(), "a meter's index that was not given out");
			Self::check_meter(meter, &row)?;
		}
		for meter in MeterDetails::<T>::iter_keys() {
			ensure!(Meters::<T>::contains_key(meter), "details of no meter");
		}
		for meter in LiftedUntil::<T>::iter_keys() {
			ensure!(Meters::<T>::contains_key(meter), "something lifted of no meter");
		}
		for meter in MeterOfKey::<T>::iter_values() {
			ensure!(Meters::<T>::contains_key(meter), "a key of no meter");
		}
		for (manufacturer, serial, meter) in MeterOfSerial::<T>::iter() {
			let details = MeterDetails::<T>::get(meter).ok_or("a serial number of no meter")?;
			let same = details.manufacturer == manufacturer && details.serial == serial;
			ensure!(same, "two serial numbers of one meter");
		}
		for (node, meters) in MetersOfNode::<T>::iter() {
			ensure!(T::Nodes::by_index(node).is_some(), "meters of no node");
			Self::check_node(node, &meters)?;
		}
		Self::check_series()?;
		Self::check_doubted()?;
		Self::check_revocations()?;
		for node in 0..T::Nodes::end() {
			let told = T::Settlement::duty(node) == MetersOfNode::<T>::get(node).duty();
			ensure!(told, "settlement knows another duty than the meters'");
		}
		Ok(())
	}

	fn check_meter(meter: MeterIndex, row: &MeterOf<T>) -> Result<(), TryRuntimeError> {
		let details = MeterDetails::<T>::get(meter).ok_or("a meter without details")?;
		let made = Manufacturers::<T>::contains_key(details.manufacturer);
		ensure!(made, "a meter that nobody has made");
		let serial = MeterOfSerial::<T>::get(details.manufacturer, &details.serial);
		ensure!(serial == Some(meter), "a serial number that does not lead to its meter");
		for held in core::iter::once(&row.key).chain(&row.former_key) {
			let found = MeterOfKey::<T>::get(&held.key);
			ensure!(found == Some(meter), "a key that does not lead to its meter");
		}
		let in_turn = row.former_key.as_ref().is_none_or(|former| former.from < row.key.from);
		ensure!(in_turn, "keys out of order");
		if let Some(binding) = row.binding {
			let bound = MetersOfNode::<T>::get(binding.node).meters.contains(&meter);
			ensure!(bound, "a meter that its node does not know");
			ensure!(row.bindings > 0, "a meter that was never bound");
		}
		let retired = row.retired_from.is_some();
		ensure!(!(retired && details.registrant.is_some()), "a deposit for a retired meter");
		let revoked = Revocations::<T>::get(meter).iter().map(|known| known.since).min();
		ensure!(row.revoked_from == revoked, "a meter that is not revoked as its list says");
		Ok(())
	}

	fn check_node(node: NodeIndex, row: &NodeMetersOf<T>) -> Result<(), TryRuntimeError> {
		ensure!(!row.meters.is_empty(), "a node without meters");
		let meters = row.meters.iter();
		ensure!(
			meters.clone().zip(meters.clone().skip(1)).all(|(a, b)| a < b),
			"meters out of order"
		);
		for meter in meters {
			let binding = Meters::<T>::get(meter).and_then(|row| row.binding);
			let bound = binding.is_some_and(|binding| binding.node == node);
			ensure!(bound, "a node's meter that is not bound to it");
		}
		for span in &row.spans {
			ensure!(row.meters.contains(&span.meter), "a settlement meter that is not bound");
			let meter = Meters::<T>::get(span.meter).ok_or("a settlement meter that is none")?;
			let bound = meter.binding.is_some_and(|binding| binding.from <= span.from);
			ensure!(bound, "a settlement meter before it was bound");
			ensure!(span.until == meter.retired_from, "a settlement meter retired at another time");
			ensure!(span.until.is_none_or(|until| span.from < until), "it settles nothing");
		}
		let spans = row.spans.iter();
		let in_order =
			spans.clone().zip(spans.skip(1)).all(|(a, b)| a.from < b.from && a.meter != b.meter);
		ensure!(in_order, "settlement meters out of order");
		Ok(())
	}

	fn check_series() -> Result<(), TryRuntimeError> {
		let closed_until = T::Closing::closed_until();
		for (meter, series) in Series::<T>::iter() {
			ensure!(!series.is_empty(), "an empty series");
			let row = Meters::<T>::get(meter).ok_or("readings of no meter")?;
			for (a, b) in series.iter().zip(series.iter().skip(1)) {
				ensure!(a.interval < b.interval, "readings out of order");
				if !row.in_one_series(a.interval, b.interval) {
					continue;
				}
				ensure!(a.counter < b.counter, "counters out of order");
				let agree = registers_agree(a, b, T::RegisterTolerance::get());
				ensure!(agree, "registers that do not agree");
			}
			for reading in &series {
				// What is revoked may have to be struck out still.
				ensure!(
					reading.interval < closed_until || !row.is_retired(reading.interval),
					"a reading that must not count"
				);
			}
		}
		Ok(())
	}

	fn check_doubted() -> Result<(), TryRuntimeError> {
		for (meter, doubted) in Doubted::<T>::iter() {
			ensure!(!doubted.is_empty(), "nothing that waits");
			let row = Meters::<T>::get(meter).ok_or("a doubted reading of no meter")?;
			ensure!(row.binding.is_some(), "a doubted reading of a meter of nobody");
			let intervals = doubted.iter().map(|(reading, _)| reading.interval);
			let in_order = intervals.clone().zip(intervals.skip(1)).all(|(a, b)| a < b);
			ensure!(in_order, "doubted readings out of order");
		}
		Ok(())
	}

	fn check_revocations() -> Result<(), TryRuntimeError> {
		for (meter, revocations) in Revocations::<T>::iter() {
			ensure!(Meters::<T>::contains_key(meter), "a revocation of no meter");
			ensure!(!revocations.is_empty(), "revoked by nobody");
			let mut once = revocations.iter().map(|known| &known.by).collect::<Vec<_>>();
			once.sort();
			ensure!(once.iter().zip(once.iter().skip(1)).all(|(a, b)| a < b), "revoked twice");
			let own = revocations.iter().find(|known| known.by.is_none()).map(|known| known.since);
			let proven = Tamperings::<T>::get(meter).map(|known| known.since);
			ensure!(own == proven, "a revocation that no tampering explains");
			let proof = Some(Offence::Contradiction);
			let word = revocations.iter().any(|known| known.by.is_some() && known.counted == proof);
			ensure!(!word, "an authority's word that counts as a proof");
		}
		for (meter, known) in Tamperings::<T>::iter() {
			let revocations = Revocations::<T>::get(meter);
			let effective =
				revocations.iter().any(|row| row.by.is_none() && row.since == known.since);
			ensure!(effective, "tampering that has no effect");
		}
		Ok(())
	}
}
