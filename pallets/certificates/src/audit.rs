// SPDX-License-Identifier: Apache-2.0

//! What was issued wrongly is made good by what is issued next: nobody has to give back what it has bought.

use frame_support::{ensure, traits::Get};
use gridmerit_energy::{Interval, NodeIndex, Wh};
use gridmerit_pallet_support::{
	CertificateAuthorities, CertificateRole, IntervalClock, Words, page_of,
};

use crate::{Audits, Config, Cursor, Error, Event, Issues, Pallet, Recent};

impl<T: Config> Pallet<T> {
	/// Counts another use of an auditor's power.
	pub(crate) fn count_audit(auditor: &T::AccountId) -> Result<(), Error<T>> {
		let now = T::Market::now();
		let recent = Audits::<T>::get(auditor);
		let over = recent.since.saturating_add(T::AuditPeriod::get()) <= now;
		let Recent { since, count } = if over { Recent { since: now, count: 0 } } else { recent };
		ensure!(count < T::MaxAudits::get(), Error::TooManyAudits);
		Audits::<T>::insert(auditor, Recent { since, count: count.saturating_add(1) });
		Ok(())
	}

	pub(crate) fn do_audit(
		by: T::AccountId,
		node: NodeIndex,
		first: Interval,
		last: Interval,
		reason: Words,
	) -> Result<(), Error<T>> {
		let auditor = T::Authorities::role(&by) == Some(CertificateRole::Auditor);
		ensure!(auditor, Error::NotAnAuditor);
		ensure!(first <= last, Error::BadRange);
		let intervals = last.saturating_sub(first).saturating_add(1);
		ensure!(intervals <= T::MaxRange::get(), Error::TooManyIntervals);
		let mut plant = Self::plant_of(node).ok_or(Error::NoPlant)?;
		// What is being issued is not complete.
		let done = Cursor::<T>::get().map_or(0, |cursor| cursor.interval);
		let page = page_of(node);
		let mut found = alloc::vec::Vec::new();
		let mut energy: Wh = 0;
		for interval in (first..=last).filter(|interval| *interval < done) {
			let issues = Issues::<T>::get(interval, page);
			if let Some(row) = issues.get(node)
				&& !row.audited
				&& row.energy > 0
			{
				energy = energy.saturating_add(row.energy);
				found.push((interval, issues));
			}
		}
		ensure!(energy > 0, Error::NothingIssued);
		Self::count_audit(&by)?;
		for (interval, mut issues) in found {
			if let Some(row) = issues.get(node).copied() {
				issues.set(node, gridmerit_origin::Issued { audited: true, ..row });
			}
			Issues::<T>::insert(interval, page, issues);
		}
		plant.owes = plant.owes.saturating_add(energy);
		Self::store_plant(node, plant);
		Self::deposit_event(Event::PlantAudited { node, by, first, last, energy, reason });
		Ok(())
	}

	pub(crate) fn do_forgive(node: NodeIndex, energy: Wh) -> Result<(), Error<T>> {
		let mut plant = Self::plant_of(node).ok_or(Error::NoPlant)?;
		let left = plant.owes.checked_sub(energy).filter(|_| energy > 0);
		plant.owes = left.ok_or(Error::OwesLess)?;
		Self::store_plant(node, plant);
		Self::deposit_event(Event::Forgiven { node, energy });
		Ok(())
	}
}
