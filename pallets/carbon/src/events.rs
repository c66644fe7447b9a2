// SPDX-License-Identifier: Apache-2.0

//! What the pallet tells, as a section of it.

use frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The owner of a plant has declared what it emits.
		Declared {
			/// The node.
			node: NodeIndex,
			/// What a kWh emits.
			footprint: Footprint,
		},
		/// What a plant emits is certified.
		Certified {
			/// The node.
			node: NodeIndex,
			/// The issuer; none if it was the operator.
			by: Option<T::AccountId>,
			/// What a kWh emits.
			footprint: Footprint,
			/// The first interval for which that counts.
			from: Interval,
			/// The first one for which it does not count any more.
			until: Interval,
		},
		/// What a plant emits is not certified from an interval on.
		Decertified {
			/// The node.
			node: NodeIndex,
			/// Who has ended it; none if it was the operator.
			by: Option<T::AccountId>,
			/// The first interval that counts at the default.
			since: Interval,
		},
		/// A publisher has said what the grid emits in intervals in turn.
		IntensitiesPublished {
			/// The publisher.
			by: T::AccountId,
			/// The first interval.
			first: Interval,
			/// What a kWh emits, by the interval.
			values: BoundedVec<GridFootprint, T::MaxBatch>,
		},
		/// What was said of intervals in turn is corrected.
		IntensitiesCorrected {
			/// The publisher; none if it was the operator.
			by: Option<T::AccountId>,
			/// The first interval.
			first: Interval,
			/// What a kWh emits, by the interval.
			values: BoundedVec<GridFootprint, T::MaxBatch>,
		},
		/// The operator has said what publishers may say.
		LimitsSet {
			/// No less, and no more.
			limits: GridLimits,
		},
		/// A node has set what it takes as zero-carbon.
		BoundSet {
			/// The node.
			node: NodeIndex,
			/// What it takes; none: any.
			bound: Option<Bound>,
			/// The first interval for which that counts.
			from: Interval,
		},
		/// Certificates were cancelled for a node that are outside its bound, within what that tolerates.
		OutsideTolerated {
			/// The node.
			node: NodeIndex,
			/// The node of the plant.
			plant: NodeIndex,
			/// The interval.
			interval: Interval,
			/// How much, in Wh.
			energy: Wh,
			/// How much in that interval with what was before, in Wh.
			outside: Wh,
			/// How much at most, in Wh.
			allowed: Wh,
		},
	}
}
