// SPDX-License-Identifier: Apache-2.0

//! Certificates are cancelled for what their holder has drawn. Each Wh that was drawn counts once, whatever it is matched
//! with.

use alloc::vec::Vec;
use frame_support::{defensive, ensure, pallet_prelude::DispatchError};
use gridmerit_energy::{Interval, NodeIndex, Wh};
use gridmerit_origin::{Consumed, Lot, LotState, MAX_MONTHS, Month, Period, month_of};
use gridmerit_pallet_support::{CarbonBounds, IntervalClock, SettledIntervals, page_of};

use crate::{Config, Drawn, Error, Event, Matched, Pallet};

impl<T: Config> Pallet<T> {
	/// The month in which an interval begins.
	pub(crate) fn month_of(interval: Interval) -> Month {
		month_of(T::Market::start(interval))
	}

	/// What a node drew in a month that is settled for good, and what is cancelled for it.
	pub fn consumed_in(month: Month, node: NodeIndex) -> Consumed {
		Drawn::<T>::get(month, page_of(node)).get(node).copied().unwrap_or_default()
	}

	/// What a node drew in an interval, and what is cancelled for just that; none if it was not metered, or that is
	/// forgotten.
	pub fn consumed_at(interval: Interval, node: NodeIndex) -> Option<Consumed> {
		let row = T::Settlement::settled_node(interval, node)?;
		let cancelled = Matched::<T>::get(interval, page_of(node));
		let cancelled = cancelled.get(node).copied().unwrap_or_default();
		let drawn = row.metered.import;
		row.basis.is_metered().then_some(Consumed { drawn, cancelled })
	}

	/// The months of a period in which something of a certificate of an interval can be cancelled.
	fn months(interval: Interval, period: Period) -> Result<(Month, Month), Error<T>> {
		let own = Self::month_of(interval);
		match period {
			Period::Interval => Ok((own, own)),
			Period::Months { first, last } => {
				ensure!((first..=last).contains(&own), Error::BadPeriod);
				ensure!(last.saturating_sub(first) < MAX_MONTHS, Error::BadPeriod);
				Ok((first, last))
			},
		}
	}

	/// How much is cancelled in which month, the first ones first.
	fn spread(
		(first, last): (Month, Month),
		node: NodeIndex,
		energy: Wh,
	) -> Result<Vec<(Month, Wh)>, Error<T>> {
		let mut left = energy;
		let mut shares = Vec::new();
		for month in first..=last {
			let share = Self::consumed_in(month, node).open().min(left);
			left = left.saturating_sub(share);
			if share > 0 {
				shares.push((month, share));
			}
			if left == 0 {
				break;
			}
		}
		ensure!(left == 0, Error::NotDrawn);
		Ok(shares)
	}

	/// How many months were looked at, at most.
	pub(crate) fn do_cancel(
		account: &T::AccountId,
		interval: Interval,
		number: u32,
		energy: Wh,
		period: Period,
	) -> Result<u32, DispatchError> {
		let node = Self::node_of(account)?.index;
		let found = Self::lot_of(interval, number)?;
		let Lot { plant, source, .. } = found.2;
		Self::check_part(&found.2, node, energy)?;
		let months = Self::months(interval, period)?;
		let at_once = match period {
			Period::Interval => {
				let consumed = Self::consumed_at(interval, node).ok_or(Error::<T>::NotMetered)?;
				ensure!(energy <= consumed.open(), Error::<T>::NotDrawn);
				Some(consumed.drawn)
			},
			Period::Months { .. } => None,
		};
		let shares = Self::spread(months, node, energy)?;
		T::Carbon::accept(node, plant, interval, energy, at_once)?;
		let page = page_of(node);
		if at_once.is_some() {
			Matched::<T>::mutate(interval, page, |matched| {
				let sum = matched.get(node).copied().unwrap_or_default();
				matched.set(node, sum.saturating_add(energy));
			});
		}
		for (month, share) in shares {
			Drawn::<T>::mutate(month, page, |drawn| match drawn.get(node).copied() {
				Some(row) => {
					let cancelled = row.cancelled.saturating_add(share);
					drawn.set(node, Consumed { cancelled, ..row });
				},
				None => {
					defensive!("cancelled for what nobody drew", (month, node));
				},
			});
		}
		let cancelled = |lot| Lot { state: LotState::Cancelled { period }, ..lot };
		let (lot, mut book) = Self::change_part(interval, number, found, energy, cancelled)?;
		book.count(source, |sums| sums.cancel(energy));
		book.store();
		Self::deposit_event(Event::Cancelled {
			interval,
			lot,
			node,
			plant,
			source,
			energy,
			period,
		});
		Ok(months.1.saturating_sub(months.0).saturating_add(1))
	}
}
