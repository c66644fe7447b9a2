// SPDX-License-Identifier: Apache-2.0

//! The grid at the start.

use alloc::vec::Vec;
use frame_support::{ensure, pallet_prelude::DispatchResult};
use gridmerit_grid::Bus;
use gridmerit_pallet_support::page_of;

use crate::{Config, Decided, Error, GenesisLine, LineData, Lines, Pallet, lines::Draft};

impl<T: Config> Pallet<T> {
	/// The lines of buses 1, 2, and so on, with their default limits: who begins a chain has agreed to them with its owner.
	pub(crate) fn do_begin(lines: &[GenesisLine<T::AccountId>]) -> DispatchResult {
		if lines.is_empty() {
			return Ok(());
		}
		let data = |(bus, line): (_, &GenesisLine<T::AccountId>)| {
			let GenesisLine { owner, parent, rating, .. } = line.clone();
			LineData { bus, parent, rating, owner }
		};
		let data: Vec<_> = (1..=Bus::MAX).zip(lines).map(data).collect();
		ensure!(data.len() == lines.len(), Error::<T>::TooManyLines);
		Draft::<T>::new(0, &data)?.store();
		for (bus, line) in (1..=Bus::MAX).zip(lines) {
			let Some(limits) = line.limits else { continue };
			ensure!(limits.most() <= line.rating, Error::<T>::AboveRating);
			let (mut page, mut row) = Self::row(bus)?;
			let decided = Decided { limits, agreed: true, resets: 0 };
			row.limits.try_push((0, decided)).map_err(|_| Error::<T>::TooManyChanges)?;
			page.set(bus.into(), row);
			Lines::<T>::insert(page_of(bus.into()), page);
		}
		Ok(())
	}
}
