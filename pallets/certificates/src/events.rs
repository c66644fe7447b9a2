// SPDX-License-Identifier: Apache-2.0

//! What has happened, as a section of the pallet.

use frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A node has registered what it generates with.
		PlantRegistered {
			/// The node.
			node: NodeIndex,
			/// What it says.
			data: PlantData,
		},
		/// A plant was certified.
		PlantCertified {
			/// The node.
			node: NodeIndex,
			/// By whom; none if it was the operator.
			by: Option<T::AccountId>,
			/// The settlement meter that measures it.
			meter: MeterIndex,
			/// The most that it is issued for an interval, in Wh.
			most: Wh,
			/// The first interval for which it is issued anything.
			from: Interval,
			/// The first interval for which it is issued nothing any more.
			until: Interval,
		},
		/// A plant is not certified any more.
		PlantDecertified {
			/// The node.
			node: NodeIndex,
		},
		/// An auditor has found that what a plant was issued was wrong.
		PlantAudited {
			/// The node.
			node: NodeIndex,
			/// The auditor.
			by: T::AccountId,
			/// The first interval.
			first: Interval,
			/// The last one.
			last: Interval,
			/// How much the plant owes for it, in Wh.
			energy: Wh,
			/// Why.
			reason: Words,
		},
		/// The operator has let a plant off some of what it owes.
		Forgiven {
			/// The node.
			node: NodeIndex,
			/// How much, in Wh.
			energy: Wh,
		},
		/// The operator has set how much an issuer certifies at most.
		CapSet {
			/// The issuer.
			issuer: T::AccountId,
			/// The most of all its plants for an interval, in Wh.
			most: Wh,
		},
		/// The operator has decided whether certificates can be sold apart from energy.
		TradableSet {
			/// Whether they can.
			tradable: bool,
		},
		/// An interval that is settled for good has its certificates.
		IntervalIssued {
			/// The delivery interval.
			interval: Interval,
			/// How many lots there are.
			lots: u32,
			/// How much is issued, in Wh.
			energy: Wh,
		},
		/// What the market has forgotten is issued nothing.
		Lapsed {
			/// The first interval.
			first: Interval,
			/// The first one after them.
			end: Interval,
		},
		/// Certificates were transferred.
		Transferred {
			/// The interval in which the energy was fed in.
			interval: Interval,
			/// The number of the lot.
			lot: u32,
			/// Whose it was.
			from: NodeIndex,
			/// Whose it is.
			to: NodeIndex,
			/// How much, in Wh.
			energy: Wh,
			/// The lot that this is now.
			new_lot: u32,
		},
		/// Certificates were offered, or are not any more.
		Offered {
			/// The interval in which the energy was fed in.
			interval: Interval,
			/// The number of the lot.
			lot: u32,
			/// At which price, in planck per Wh; none if it is not offered any more.
			price: Option<Price>,
		},
		/// Certificates were bought.
		Bought {
			/// The interval in which the energy was fed in.
			interval: Interval,
			/// The number of the lot.
			lot: u32,
			/// Whose it was.
			seller: NodeIndex,
			/// Whose it is.
			buyer: NodeIndex,
			/// How much, in Wh.
			energy: Wh,
			/// At which price, in planck per Wh.
			price: Price,
			/// What was paid, in planck.
			amount: Planck,
			/// The lot that this is now.
			new_lot: u32,
		},
		/// Certificates were cancelled for what a node has used.
		Cancelled {
			/// The interval in which the energy was fed in.
			interval: Interval,
			/// The number of the lot that is cancelled.
			lot: u32,
			/// The node that has used it.
			node: NodeIndex,
			/// The plant that has fed it in.
			plant: NodeIndex,
			/// Of which source it was.
			source: SourceKind,
			/// How much, in Wh.
			energy: Wh,
			/// When it was used.
			period: Period,
		},
		/// The time of an interval's certificates was over, and what is left of them is removed.
		IntervalExpired {
			/// The delivery interval.
			interval: Interval,
			/// How much was held and not cancelled, in Wh.
			energy: Wh,
		},
	}
}
