// SPDX-License-Identifier: Apache-2.0

//! For how long the chain could take readings of each interval. A chain that stands still makes nobody late, so
//! waits are counted in intervals with blocks in them.

use frame_support::pallet_prelude::*;
use gridmerit_energy::Interval;

/// Most runs that are told apart. Beyond them the two oldest become one, and intervals of them wait longer.
const MAX_RUNS: u32 = 32;

/// Intervals that became ready one after the other, or all at once.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct Run {
	/// The first of them.
	pub first: Interval,
	/// How many intervals the chain had served when that became ready.
	pub served: u32,
	/// Whether all of them became ready with the first, after a halt say.
	pub at_once: bool,
}

/// How long the chain has been in service. It serves an interval if there is a block in it. A past interval is
/// ready when a reading can settle it: it is over, it has terms, and its trading is finished.
#[frame_support::stored]
#[derive(Default)]
#[scale_info(capture_docs = "always")]
pub struct Service {
	/// The last interval that was served.
	pub now: Interval,
	/// How many were served.
	pub served: u32,
	/// All intervals before this one are ready.
	pub ready: Interval,
	/// When they became so, in ascending order.
	pub runs: BoundedVec<Run, ConstU32<MAX_RUNS>>,
}

impl Service {
	/// The market begins with an interval.
	pub fn begin(first: Interval) -> Self {
		Self { ready: first, ..Default::default() }
	}

	/// Notes that there is a block in the interval `now`, and that all before `ready` are ready.
	pub fn serve(&mut self, now: Interval, ready: Interval) {
		self.now = now;
		self.served = self.served.saturating_add(1);
		let (first, served) = (self.ready, self.served);
		if ready <= first {
			return;
		}
		self.ready = ready;
		let at_once = ready.saturating_sub(first) > 1;
		let in_turn = |run: &Run| {
			!run.at_once && run.served.saturating_add(first.saturating_sub(run.first)) == served
		};
		if !at_once && self.runs.last().is_some_and(in_turn) {
			return;
		}
		if self.runs.is_full() {
			self.join_oldest();
		}
		let _ = self.runs.try_push(Run { first, served, at_once });
	}

	/// Makes one run of the two oldest, none of whose intervals counts as ready earlier by that.
	fn join_oldest(&mut self) {
		if self.runs.len() < 2 {
			return;
		}
		let second = self.runs.remove(1);
		if let Some(run) = self.runs.get_mut(0) {
			let between = second.first.saturating_sub(run.first);
			run.served = run.served.max(second.served.saturating_sub(between));
			run.at_once = false;
		}
	}

	/// Forgets when intervals before this one became ready.
	pub fn forget_before(&mut self, interval: Interval) {
		while self.runs.get(1).is_some_and(|run| run.first <= interval) {
			self.runs.remove(0);
		}
	}

	/// For how many served intervals an interval has been ready; none if it is not.
	pub fn since_ready(&self, interval: Interval) -> Option<u32> {
		if interval >= self.ready {
			return None;
		}
		let place = self.runs.partition_point(|run| run.first <= interval).saturating_sub(1);
		let run = self.runs.get(place)?;
		let turn = if run.at_once { 0 } else { interval.saturating_sub(run.first) };
		let next = self.runs.get(place.saturating_add(1)).map_or(u32::MAX, |next| next.served);
		Some(self.served.saturating_sub(run.served.saturating_add(turn).min(next)))
	}

	/// The first interval that has not been ready for so many served intervals; 0 if none has.
	pub fn waited(&self, intervals: u32) -> Interval {
		let Some(latest) = self.served.checked_sub(intervals) else { return 0 };
		let mut end = self.ready;
		for run in self.runs.iter().rev() {
			if let Some(more) = latest.checked_sub(run.served) {
				let in_turn = run.first.saturating_add(more).saturating_add(1);
				return if run.at_once { end } else { end.min(in_turn) };
			}
			end = run.first;
		}
		0
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;
	use std::vec::Vec;

	/// When each interval became ready, by looking at each.
	#[derive(Default)]
	struct Reference(Vec<u32>);

	impl Reference {
		fn serve(&mut self, served: u32, ready: Interval) {
			while self.0.len() < ready as usize {
				self.0.push(served);
			}
		}
	}

	#[test]
	fn intervals_of_a_chain_without_gaps_wait_as_long_as_time_passes() {
		let mut service = Service::begin(10);
		for now in 11..200 {
			service.serve(now, now);
			assert_eq!(service.since_ready(now), None);
			assert_eq!(service.since_ready(now - 1), Some(0));
			assert_eq!(service.since_ready(10), Some(now - 11));
			// An interval waits so long after its end.
			let expected = if now < 15 { 0 } else { now - 4 };
			assert_eq!(service.waited(4), expected);
		}
		assert_eq!(service.runs.len(), 1);
	}

	#[test]
	fn after_a_halt_all_that_passed_in_it_waits_from_its_end() {
		let mut service = Service::begin(10);
		(11..20).for_each(|now| service.serve(now, now));
		service.serve(40, 40);
		assert_eq!(service.since_ready(19), Some(0));
		assert_eq!(service.since_ready(39), Some(0));
		// Of what was before, the time of the halt does not count.
		assert_eq!(service.since_ready(18), Some(1));
		assert_eq!(service.waited(4), 16);
		(41..44).for_each(|now| service.serve(now, now));
		assert_eq!(service.waited(4), 19);
		service.serve(44, 44);
		assert_eq!(service.waited(4), 40);
	}

	#[test]
	fn what_a_market_that_stands_still_has_skipped_waits_until_it_goes_on() {
		let mut service = Service::begin(10);
		(11..15).for_each(|now| service.serve(now, now));
		(15..30).for_each(|now| service.serve(now, 14));
		assert_eq!((service.since_ready(13), service.since_ready(14)), (Some(15), None));
		service.serve(30, 30);
		assert_eq!((service.since_ready(13), service.since_ready(14)), (Some(16), Some(0)));
	}

	proptest! {
		#[test]
		fn it_knows_of_each_interval_when_it_became_ready(
			steps in prop::collection::vec((1..4_u32, 0..5_u32), 1..30),
			wait in 0..12_u32,
		) {
			let (mut service, mut reference, mut now) = (Service::default(), Reference::default(), 0);
			for (passes, behind) in steps {
				now += passes;
				let ready = now.saturating_sub(behind).max(service.ready);
				service.serve(now, ready);
				reference.serve(service.served, ready);
				prop_assert_eq!(reference.0.len() as u32, service.ready);
				for (interval, at) in (0..).zip(&reference.0) {
					prop_assert_eq!(service.since_ready(interval), Some(service.served - at));
				}
				let waited = |at: &&u32| service.served - **at >= wait;
				let expected = reference.0.iter().take_while(waited).count() as u32;
				prop_assert_eq!(service.waited(wait), expected);
			}
		}

		/// However often the chain has stood still, nothing counts as ready earlier than it was, and everything is
		/// ready for long at last.
		#[test]
		fn too_many_gaps_only_make_it_wait_longer(
			steps in prop::collection::vec((1..4_u32, 0..5_u32), 100..300),
		) {
			let (mut service, mut reference, mut now) = (Service::default(), Reference::default(), 0);
			for (passes, behind) in steps {
				now += passes;
				service.serve(now, now.saturating_sub(behind).max(service.ready));
				reference.serve(service.served, service.ready);
				for (interval, at) in (0..).zip(&reference.0) {
					let since = service.since_ready(interval).unwrap();
					prop_assert!(since <= service.served - at);
				}
			}
			let end = service.ready;
			(now + 1..now + 101).for_each(|now| service.serve(now, now));
			prop_assert!(service.waited(100) >= end.saturating_sub(1));
		}
	}
}
