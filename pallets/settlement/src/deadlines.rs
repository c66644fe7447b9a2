// SPDX-License-Identifier: Apache-2.0

//! Deadlines: after them silent nodes are settled provisionally, intervals are closed, what they came to is told,
//! and old settlements are pruned.

use frame_support::{
	pallet_prelude::*,
	traits::Defensive,
	weights::{Weight, WeightMeter},
};
use gridmerit_energy::{FeedInRight, Interval};
use gridmerit_pallet_support::{
	Bus, BusSet, ClosedIntervals, CongestionRent, FeedIn, IntervalClock, IntervalTerms, Ledger,
	Page, Positions, TariffCorrections, proof_of,
};
use sp_runtime::traits::UniqueSaturatedInto;

use crate::{
	Config, CorrectionCursor, Deadlines, Elapsed, Event, Held, Pallet, ProvisionalUntil,
	PrunedUntil, Reopened, Served, Service, SettledPages, SilenceCursor, ToldCursor, ToldUntil,
	WeightInfo, silence::Sweep,
};

/// The most intervals that become ready at a time: after a long halt the others do so an interval later.
pub(crate) const MAX_READY: u32 = 128;

impl<T: Config> Pallet<T> {
	/// The most that one step costs, with the look at what there is to do.
	pub(crate) fn largest_step() -> Weight {
		let step = Sweep::<T>::largest_step()
			.max(Self::closing_weight())
			.max(Self::correction_step())
			.max(Self::telling_step());
		T::WeightInfo::poll().saturating_add(T::WeightInfo::serve(MAX_READY)).saturating_add(step)
	}

	/// Settles silent nodes, settles anew by tariffs that were corrected, closes intervals, and tells what those
	/// came to that were closed before, as far as the weight goes.
	pub(crate) fn advance(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::poll()).is_err() {
			return;
		}
		let start = T::Market::remembered_from();
		if start == 0 {
			return;
		}
		let before = ProvisionalUntil::<T>::get();
		let mut sweep = Sweep::<T>::new(before);
		if before.interval < start {
			// The market begins in the midst of an interval that nobody can trade.
			let known = T::Market::terms(start).is_some();
			let first = if known { start } else { start.saturating_add(1) };
			sweep.cursor = SilenceCursor { interval: first, node: 0 };
			T::Market::close_until(first);
			PrunedUntil::<T>::put(start);
			ToldUntil::<T>::put(ToldCursor { interval: first, page: 0 });
			Served::<T>::put(Service::begin(first));
		}
		let service = Self::serve(meter);
		// Silence is settled and intervals are closed beside both.
		Self::with_half(meter, Self::correction_step(), Self::correct_tariffs);
		Self::with_half(meter, Self::telling_step(), Self::tell);
		let late = service.waited(T::Deadline::get());
		while sweep.cursor.interval < late
			&& (sweep.has_begun() || Self::is_late(sweep.cursor.interval, late))
			&& meter.can_consume(Sweep::<T>::largest_step())
		{
			meter.consume(sweep.step());
		}
		if sweep.cursor != before {
			ProvisionalUntil::<T>::put(sweep.cursor);
		}
		loop {
			let interval = T::Market::closed_until();
			let provisional = interval < sweep.cursor.interval;
			let due = provisional && Self::is_undisputed(&service, interval);
			if !due || meter.try_consume(Self::closing_weight()).is_err() {
				return;
			}
			Self::close(interval);
		}
	}

	/// Does some work with half of what is left of the weight, or with all of it if half is less than a step takes.
	fn with_half(meter: &mut WeightMeter, step: Weight, work: impl FnOnce(&mut WeightMeter)) {
		let left = meter.remaining();
		let half = left.saturating_div(2).max(step).min(left);
		let mut half = WeightMeter::with_limit(half);
		work(&mut half);
		meter.consume(half.consumed());
	}

	/// Notes, in the first block of an interval, which intervals readings can settle by now. The weight of most of
	/// them must be left, or it is done in a later block.
	pub(crate) fn serve(meter: &mut WeightMeter) -> Service {
		let mut service = Served::<T>::get();
		let now = T::Market::now();
		let most = T::WeightInfo::serve(MAX_READY);
		if (service.served > 0 && now <= service.now) || !meter.can_consume(most) {
			return service;
		}
		let most = service.ready.saturating_add(MAX_READY).min(now);
		let mut ready = service.ready;
		while ready < most && Self::is_ready(ready) {
			ready = ready.saturating_add(1);
		}
		meter.consume(T::WeightInfo::serve(ready.saturating_sub(service.ready)));
		service.serve(now, ready);
		service.forget_before(T::Market::closed_until());
		Served::<T>::put(&service);
		service
	}

	/// Whether an interval that is over can be settled. If not, the market stands still: what it has skipped gets
	/// its terms when it goes on, and what it clears is final then.
	fn is_ready(interval: Interval) -> bool {
		match T::Market::terms(interval) {
			Some(_) => T::Market::is_final(interval),
			None => T::Market::never_opens(interval),
		}
	}

	/// A migration is over, in whose blocks no readings could be delivered: what is late gets its blocks anew.
	pub fn resume() {
		Deadlines::<T>::mutate_extant(|elapsed| elapsed.since = Self::block());
	}

	fn block() -> u32 {
		frame_system::Pallet::<T>::block_number().unique_saturated_into()
	}

	/// Whether the deadline of an interval's readings is over, given the first one for which its time has not come:
	/// there must be some blocks, too.
	fn is_late(interval: Interval, late: Interval) -> bool {
		let block = Self::block();
		let mut elapsed = Deadlines::<T>::get();
		if elapsed.through < interval {
			elapsed = Elapsed { through: late.saturating_sub(1), since: block };
			Deadlines::<T>::put(elapsed);
		}
		block >= elapsed.since.saturating_add(T::MinBlocks::get())
	}

	/// Whether the dispute window of an interval is over, its second one if it was reopened, and nothing in it is
	/// yet to be settled anew.
	pub(crate) fn is_undisputed(service: &Service, interval: Interval) -> bool {
		let window = Self::dispute_window(interval);
		let waited = service.since_ready(interval).is_some_and(|since| since >= window);
		let answered = || {
			let reopened = Reopened::<T>::get(interval);
			reopened.is_none_or(|at| service.served.saturating_sub(at) >= window)
		};
		waited && answered() && T::Market::tariff_before(interval).is_none()
	}

	/// Whether an interval may still be reopened: in its first dispute window only, so that a second one follows
	/// in which the owner can answer, and no third.
	pub(crate) fn can_be_reopened(service: &Service, interval: Interval) -> bool {
		let since = service.since_ready(interval);
		since.is_none_or(|since| since < Self::dispute_window(interval))
	}

	/// Ends the disputes about an interval.
	pub(crate) fn close(interval: Interval) {
		let held = Held::<T>::take(interval).unwrap_or_default();
		if held > 0
			&& let Some(terms) = T::Market::terms(interval).defensive()
		{
			T::Ledger::release(terms.utility, held);
		}
		Reopened::<T>::remove(interval);
		Self::pay_rent(interval);
		T::Market::close_until(interval.saturating_add(1));
		Self::deposit_event(Event::IntervalClosed { interval });
	}

	/// Pays the congestion rent of an interval, which its neighbours have left now that all of them are settled.
	fn pay_rent(interval: Interval) {
		let rent = T::Market::rent(interval);
		if rent == 0 {
			return;
		}
		match T::Ledger::pay_rent(interval, rent).defensive() {
			Ok(()) => Self::deposit_event(Event::RentEarned { interval, rent }),
			Err(error) => Self::deposit_event(Event::RentNotPaid { interval, rent, error }),
		}
	}

	/// What it costs to close an interval. Rent is paid by a posting, as a correction makes one, and a transfer; to know
	/// how much is a read.
	pub(crate) fn closing_weight() -> Weight {
		let paying = T::WeightInfo::correct().saturating_add(T::DbWeight::get().reads_writes(4, 3));
		let rent = if T::Market::has_rent() { paying } else { Weight::zero() };
		T::WeightInfo::close().saturating_add(rent)
	}

	/// The most that rights to feed in add to a node's settlement that shares nothing with the one before: whether any line
	/// is full, what is noted for the node's page, where the node hangs; and to note its right.
	// Not measured yet: no benchmark has a full line.
	pub(crate) fn rights_weight() -> Weight {
		if !T::Market::has_rights() {
			return Weight::zero();
		}
		let proof = proof_of::<BusSet>()
			.saturating_add(proof_of::<Page<FeedInRight>>())
			.saturating_add(proof_of::<Page<Bus>>());
		T::DbWeight::get().reads_writes(3, 1).saturating_add(proof)
	}

	/// What it costs to settle a node anew by a tariff that was corrected.
	pub(crate) fn correction_weight() -> Weight {
		T::WeightInfo::correct().saturating_add(Self::rights_weight())
	}

	/// The most that a step of a correction costs.
	fn correction_step() -> Weight {
		T::WeightInfo::page().max(Self::correction_weight())
	}

	/// Settles intervals anew whose tariffs were corrected, as far as the weight goes.
	fn correct_tariffs(meter: &mut WeightMeter) {
		let step = Self::correction_step();
		while let Some(interval) = T::Market::next_correction() {
			let mut cursor = CorrectionCursor::<T>::get().unwrap_or_default();
			if cursor.interval != interval {
				cursor = SilenceCursor { interval, node: 0 };
			}
			while meter.can_consume(step) {
				let Some((spent, next)) = Self::correct_step(cursor) else {
					meter.consume(T::WeightInfo::page());
					CorrectionCursor::<T>::kill();
					T::Market::correction_done(interval);
					break;
				};
				meter.consume(spent);
				cursor.node = next;
				CorrectionCursor::<T>::put(cursor);
			}
			if !meter.can_consume(step) {
				return;
			}
		}
	}

	/// Prunes settlements that are not to be remembered, as far as the weight goes.
	pub(crate) fn prune(meter: &mut WeightMeter) {
		let mut step = || meter.try_consume(T::WeightInfo::prune()).is_ok();
		while step() {
			let interval = PrunedUntil::<T>::get();
			// 0 before the market has begun.
			if interval == 0 || interval >= T::Market::remembered_from() {
				return;
			}
			// One iterator for all pages: to begin anew for each would be to walk past all those that this
			// block has removed.
			let pages = SettledPages::<T>::iter_prefix(interval).drain();
			for (page, rows) in pages {
				Self::free_reserve(page, &rows);
				if !step() {
					return;
				}
			}
			PrunedUntil::<T>::put(interval.saturating_add(1));
		}
	}
}
