// SPDX-License-Identifier: Apache-2.0

//! Which meters a node has, and which of them settles.

use frame_support::{dispatch::DispatchResultWithPostInfo, pallet_prelude::*};
use gridmerit_energy::{Interval, MeterIndex, NodeIndex, Reading};
use gridmerit_pallet_support::{
	ClosedIntervals, IntervalClock, MAX_SPANS, NodeReferences, Settlement, TeNodes,
};

use crate::{
	Binding, Config, Error, Event, MeterOf, Meters, MetersOfNode, NodeMetersOf, Pallet, Series,
	Unchosen, WeightInfo,
};

/// How many settlement meters a node may have in turn of which some interval can still be disputed. With the
/// operator's consent there are [`MAX_SPANS`].
const OWN_SPANS: u32 = 2;

impl<T: Config> Pallet<T> {
	/// The node that an account acts for.
	pub(crate) fn node_of_account(account: &T::AccountId) -> Result<NodeIndex, Error<T>> {
		T::Nodes::by_account(account).map(|node| node.index).ok_or(Error::<T>::NotRegistered)
	}

	/// A meter that must be bound to a node.
	pub(crate) fn meter_at(meter: MeterIndex, node: NodeIndex) -> Result<MeterOf<T>, Error<T>> {
		let row = Meters::<T>::get(meter).ok_or(Error::<T>::UnknownMeter)?;
		let bound = row.binding.is_some_and(|binding| binding.node == node);
		ensure!(bound, Error::<T>::NotYourMeter);
		Ok(row)
	}

	/// Changes a node's meters. Tells the registry when it has its first and when it has none any more, and
	/// settlement when the intervals change in which it owes a reading.
	pub(crate) fn change_meters<R>(
		node: NodeIndex,
		change: impl FnOnce(&mut NodeMetersOf<T>) -> Result<R, Error<T>>,
	) -> Result<R, Error<T>> {
		let mut meters = MetersOfNode::<T>::get(node);
		let (was_bound, old_duty) = (!meters.meters.is_empty(), meters.duty());
		let result = change(&mut meters)?;
		let (bound, duty) = (!meters.meters.is_empty(), meters.duty());
		if duty != old_duty {
			T::Settlement::set_duty(node, duty);
		}
		match (was_bound, bound) {
			(false, true) => T::Nodes::hold(node),
			(true, false) => T::Nodes::release(node),
			_ => {},
		}
		if bound {
			MetersOfNode::<T>::insert(node, meters);
		} else {
			MetersOfNode::<T>::remove(node);
		}
		Ok(result)
	}

	pub(crate) fn do_bind_meter(
		account: T::AccountId,
		meter: MeterIndex,
		consent: T::Signature,
	) -> DispatchResult {
		let node = Self::node_of_account(&account)?;
		let row = Meters::<T>::get(meter).ok_or(Error::<T>::UnknownMeter)?;
		ensure!(row.retired_from.is_none(), Error::<T>::Retired);
		ensure!(row.revoked_from.is_none(), Error::<T>::Revoked);
		let now = T::Clock::now();
		let key = row.key_for(now).ok_or(Error::<T>::NoConsent)?;
		let payload =
			gridmerit_statements::consent(&Self::genesis().0, &key.encode(), node, row.bindings);
		ensure!(Self::verified(key, &payload, &consent), Error::<T>::NoConsent);
		Self::bind(meter, node, now)
	}

	/// Binds a meter to a node from an interval on.
	pub(crate) fn bind(meter: MeterIndex, node: NodeIndex, from: Interval) -> DispatchResult {
		Meters::<T>::try_mutate(meter, |row| {
			let row = row.as_mut().ok_or(Error::<T>::UnknownMeter)?;
			ensure!(row.binding.is_none(), Error::<T>::AlreadyBound);
			row.binding = Some(Binding { node, from });
			// Nobody binds a meter 2^32 times.
			row.bindings = row.bindings.saturating_add(1);
			Self::change_meters(node, |meters| {
				let place = meters.meters.partition_point(|other| *other < meter);
				meters.meters.try_insert(place, meter).map_err(|_| Error::<T>::TooManyMeters)
			})?;
			Self::deposit_event(Event::MeterBound { meter, node, from });
			Ok(())
		})
	}

	/// What a choice of the settlement meter costs that brings about so many charges.
	pub(crate) fn settle_with_weight(charged: u32) -> Weight {
		T::WeightInfo::settle_with()
			.saturating_add(Self::charge_weight().saturating_mul(charged.into()))
	}

	/// What unbinding a meter costs that brings about so many charges.
	pub(crate) fn unbind_meter_weight(charged: u32) -> Weight {
		T::WeightInfo::unbind_meter()
			.saturating_add(Self::charge_weight().saturating_mul(charged.into()))
	}

	pub(crate) fn do_settle_with(
		account: Option<T::AccountId>,
		meter: MeterIndex,
		from: Interval,
	) -> DispatchResultWithPostInfo {
		let (node, most) = match account {
			Some(account) => (Self::node_of_account(&account)?, OWN_SPANS),
			None => {
				let row = Meters::<T>::get(meter).ok_or(Error::<T>::UnknownMeter)?;
				(row.binding.ok_or(Error::<T>::NotBound)?.node, MAX_SPANS)
			},
		};
		let row = Self::meter_at(meter, node)?;
		ensure!(row.retired_from.is_none(), Error::<T>::Retired);
		ensure!(row.revoked_from.is_none(), Error::<T>::Revoked);
		let bound_from = row.binding.map_or(0, |binding| binding.from);
		let (now, closed_until) = (T::Clock::now(), T::Closing::closed_until());
		let (from, charged) = Self::change_meters(node, |meters| {
			let earliest = Self::replaceable_from(meters, now).max(closed_until).max(bound_from);
			ensure!(from >= earliest, Error::<T>::SettlesTooEarly);
			let charged = Self::charge_closed(node, meters, closed_until);
			let chosen = meters.choose(meter, from, now, closed_until, most);
			let from = chosen.map_err(|why| match why {
				Unchosen::Chosen => Error::<T>::AlreadySettles,
				Unchosen::TooSoon => Error::<T>::ReplacedTooSoon,
			})?;
			Ok((from, charged))
		})?;
		Self::deposit_event(Event::SettlementMeterChosen { node, meter, from });
		Ok(Some(Self::settle_with_weight(charged)).into())
	}

	/// From when on another meter may settle: the first one from the current interval on, any other after it,
	/// as its energy is known already, or from when the settlement meter ceased to count.
	fn replaceable_from(meters: &NodeMetersOf<T>, now: Interval) -> Interval {
		let Some(span) = meters.span_at(now) else { return now };
		let revoked = Meters::<T>::get(span.meter).and_then(|row| row.revoked_from);
		match [revoked, span.until].into_iter().flatten().min() {
			Some(ceased) if ceased <= now => ceased.max(span.from),
			_ => now.saturating_add(1),
		}
	}

	pub(crate) fn do_unbind_meter(
		account: Option<T::AccountId>,
		meter: MeterIndex,
	) -> DispatchResultWithPostInfo {
		let mut row = Meters::<T>::get(meter).ok_or(Error::<T>::UnknownMeter)?;
		let node = row.binding.take().ok_or(Error::<T>::NotBound)?.node;
		let own = account.is_some();
		if let Some(account) = account {
			ensure!(Self::node_of_account(&account)? == node, Error::<T>::NotYourMeter);
		}
		let charged = Self::change_meters(node, |meters| {
			let closed_until = T::Closing::closed_until();
			let charged = Self::charge_closed(node, meters, closed_until);
			meters.prune(closed_until);
			ensure!(!meters.serves(meter), Error::<T>::StillSettles);
			// Once it is unbound, its node does not answer for what it has said.
			let open = |last: &Reading| closed_until <= last.interval;
			let answerable =
				row.revoked_from.is_some() || Series::<T>::get(meter).last().is_some_and(open);
			ensure!(!own || !answerable, Error::<T>::StillAnswerable);
			meters.meters.retain(|other| *other != meter);
			Ok(charged)
		})?;
		Self::retain_doubted(meter, |_| false);
		if row.retired_from.is_some() {
			// It will never say anything again that would have to agree with them.
			Series::<T>::remove(meter);
		}
		Meters::<T>::insert(meter, row);
		Self::deposit_event(Event::MeterUnbound { meter, node });
		Ok(Some(Self::unbind_meter_weight(charged)).into())
	}
}
