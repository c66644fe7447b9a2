// SPDX-License-Identifier: Apache-2.0

//! What energy emits. Only this chain has it: weights of a parachain need proofs that nobody has measured.
//!
//! What was emitted for what a node has drawn is an answer of several pallets: the meter's reading of settlement, what
//! certificates are cancelled for it, what their plants emit, and what the grid does.

use crate::{
	AccountId, Authorities, Carbon, Certificates, ForwardMarket, Runtime, TeRegistry,
	common::configs::system::MAX_BLOCK_WEIGHT,
};
use alloc::vec::Vec;
use frame_support::{parameter_types, traits::ConstU32, weights::Weight};
use frame_system::EnsureRoot;
use gridmerit_carbon::{Bounded, Footprint, IntervalStatement, Offer, Part, Statement, state};
use gridmerit_energy::{Interval, MAX_RANGE, NodeIndex, Wh};
use gridmerit_origin::{Certificate, LotState, Period};
use gridmerit_pallet_support::TeNodes;

parameter_types! {
	/// Lignite, the worst of what is burnt for a grid, emits some 1.1 kg/kWh; 200 g/kWh embodied is above all but single
	/// plants that were ever assessed (IPCC, AR5 WG III, annex III), and nobody has figures for travel.
	pub const DefaultFootprint: Footprint =
		Footprint { operating: 1_200_000, embodied: 200_000, travel: 50_000 };
	/// A sixty-fourth of a block, of what transactions have left.
	pub const MaxCarbonWeight: Weight = MAX_BLOCK_WEIGHT.saturating_div(64);
}

impl pallet_carbon::Config for Runtime {
	// A day of quarters of an hour, and so is the notice.
	type ActPeriod = ConstU32<96>;
	type Authorities = Authorities;
	type Clock = ForwardMarket;
	type DefaultFootprint = DefaultFootprint;
	type MaxActs = ConstU32<8>;
	// Two days.
	type MaxAge = ConstU32<192>;
	type MaxBatch = ConstU32<128>;
	type MaxCarbonWeight = MaxCarbonWeight;
	// Five years, as for certificates.
	type MaxTerm = ConstU32<175_200>;
	type Nodes = TeRegistry;
	type Notice = ConstU32<96>;
	type OperatorOrigin = EnsureRoot<AccountId>;
	// Sixty days; the market forgets what was drawn in an interval after two weeks.
	type Remembered = ConstU32<5_760>;
	type WeightInfo = pallet_carbon::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type World = crate::common::benchmarks::World;
}

/// Most intervals that an answer states; it looks at no more than [`MAX_RANGE`].
const MOST_STATED: usize = 96;
/// About how many lots an answer looks at; what is begun of an interval is finished, but for what is beyond these.
const MOST_LOTS: usize = 256_000;

/// What was emitted for what a node has drawn, in the intervals from `first` to `last`; and the interval to go on with, if
/// these are not all.
pub fn emissions(
	node: NodeIndex,
	first: Interval,
	last: Interval,
) -> (Vec<IntervalStatement>, Option<Interval>) {
	let mut all = Vec::new();
	// What a battery is charged with counts in what it gives back.
	if TeRegistry::by_index(node).is_none_or(|view| view.roles.only_stores()) {
		return (all, None);
	}
	let issued_until = Certificates::issued_until().unwrap_or_default();
	let mut looked_at = 0_usize;
	for (place, interval) in (0_u32..).zip(first..=last) {
		if interval >= issued_until {
			break;
		}
		if place >= MAX_RANGE || all.len() >= MOST_STATED || looked_at >= MOST_LOTS {
			return (all, Some(interval));
		}
		let Some(consumed) = Certificates::consumed_at(interval, node) else { continue };
		let lots = lots_of(interval);
		looked_at = looked_at.saturating_add(lots.len());
		all.push(statement(node, interval, consumed.drawn, &lots));
	}
	(all, None)
}

/// The certificates of an interval; of more than [`MOST_LOTS`] the first so many.
fn lots_of(interval: Interval) -> Vec<Certificate> {
	let (mut lots, mut next) = (Vec::new(), Some(0));
	while let Some(from) = next.filter(|_| lots.len() < MOST_LOTS) {
		let (some, rest) = Certificates::certificates(interval, from);
		lots.extend(some);
		next = rest.filter(|rest| *rest > from);
	}
	lots
}

/// What was emitted for what a node has drawn in an interval.
fn statement(
	node: NodeIndex,
	interval: Interval,
	drawn: Wh,
	lots: &[Certificate],
) -> IntervalStatement {
	let tradable = !pallet_certificates::NotTradable::<Runtime>::get();
	let (mut parts, mut offers, mut certified): (Vec<Part>, Vec<Offer>, Wh) =
		(Vec::new(), Vec::new(), 0);
	for lot in lots {
		let Certificate { energy, holder, plant, .. } = *lot;
		let own = holder == node;
		let price = match lot.state {
			LotState::Cancelled { period: Period::Interval } if own => {
				let (footprint, vouched) = Carbon::counted(plant, interval);
				parts.push(Part { energy, footprint });
				certified = certified.saturating_add(if vouched { energy } else { 0 });
				continue;
			},
			LotState::Held | LotState::Offered { .. } if own => None,
			LotState::Offered { price } if tradable => Some(price),
			_ => continue,
		};
		let (footprint, _) = Carbon::counted(plant, interval);
		offers.push(Offer { price, energy, footprint });
	}
	let grid = Carbon::published_at(interval);
	let Statement { matched, location, market } = state(drawn, &parts, grid.as_ref());
	let bound = Carbon::bound_at(node, interval).map(|bound| {
		let verdict = bound.judge(drawn, &parts);
		Bounded { bound, verdict, cost: bound.cost(verdict.missing, &offers) }
	});
	IntervalStatement { interval, drawn, matched, certified, grid, location, market, bound }
}
