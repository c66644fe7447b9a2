// SPDX-License-Identifier: Apache-2.0

//! What was emitted for what was drawn, twice: by where it was drawn, and by what was bought (GHG Protocol, Scope 2
//! Guidance).

use codec::{Decode, Encode};
use gridmerit_energy::{Interval, Wh};
use scale_info::TypeInfo;

use crate::{Bound, Cost, Emissions, Footprint, GridFootprint, Verdict};

/// Energy for which certificates are cancelled, of one footprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
	/// How much, in Wh.
	pub energy: Wh,
	/// What a kWh of it emits.
	pub footprint: Footprint,
}

/// What was emitted for what was drawn in an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
	/// For how much of it certificates are cancelled, in Wh.
	pub matched: Wh,
	/// Location-based: all of it at the grid's average; none if nobody has published that.
	pub location: Option<Emissions>,
	/// Market-based: what certificates are cancelled for at its plants' footprints, the rest at the residual mix or the
	/// grid's average; none if there is a rest and nobody has published these.
	pub market: Option<Emissions>,
}

/// What was emitted for so much energy, in Wh, of which certificates are cancelled for some. If these are for more than was
/// drawn, they all count.
pub fn state(drawn: Wh, matched: &[Part], grid: Option<&GridFootprint>) -> Statement {
	let (mut sum, mut emitted): (Wh, _) = (0, Emissions::default());
	for part in matched {
		sum = sum.saturating_add(part.energy);
		emitted = emitted.with(&Emissions::of(part.energy, &part.footprint));
	}
	let rest = drawn.saturating_sub(sum);
	let unclaimed = grid.map(|grid| Emissions::of(rest, &grid.unclaimed()));
	Statement {
		matched: sum,
		location: grid.map(|grid| Emissions::of(drawn, &grid.average)),
		market: match rest {
			0 => Some(emitted),
			_ => unclaimed.map(|unclaimed| emitted.with(&unclaimed)),
		},
	}
}

/// How what was drawn stands to a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Bounded {
	/// The bound.
	pub bound: Bound,
	/// Whether it is kept, and what is missing.
	pub verdict: Verdict,
	/// What that costs that is missing, by what is held and offered now.
	pub cost: Cost,
}

/// A node's interval: what it has drawn, and what was emitted for that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct IntervalStatement {
	/// The interval.
	pub interval: Interval,
	/// What its meter says it has drawn, in Wh.
	pub drawn: Wh,
	/// For how much of that certificates of the same interval are cancelled, in Wh.
	pub matched: Wh,
	/// How much of that is of plants whose footprint is certified, in Wh. The rest of it counts at the default.
	pub certified: Wh,
	/// What a kWh out of the grid emits; none if nobody has published that.
	pub grid: Option<GridFootprint>,
	/// Location-based emissions; none without the grid's footprint.
	pub location: Option<Emissions>,
	/// Market-based emissions; none without the grid's footprint, unless all that was drawn is matched.
	pub market: Option<Emissions>,
	/// How that stands to the node's bound; none if it had none.
	pub bound: Option<Bounded>,
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{Definition, MAX_PART};
	use alloc::vec::Vec;
	use proptest::prelude::*;

	const GRID: GridFootprint = GridFootprint {
		average: Footprint { operating: 300_000, embodied: 30_000, travel: 1_000 },
		residual: Some(Footprint { operating: 500_000, embodied: 50_000, travel: 1_000 }),
	};
	const ROOF: Footprint = Footprint { operating: 0, embodied: 41_000, travel: 500 };

	#[test]
	fn by_location_certificates_do_not_count() {
		let part = Part { energy: 600, footprint: ROOF };
		let location = Emissions::of(1_000, &GRID.average);
		for matched in [&[][..], &[part]] {
			assert_eq!(state(1_000, matched, Some(&GRID)).location, Some(location));
		}
	}

	#[test]
	fn by_market_the_rest_is_of_the_residual_mix() {
		let part = Part { energy: 600, footprint: ROOF };
		let statement = state(1_000, &[part], Some(&GRID));
		let market = statement.market.unwrap();
		assert_eq!(statement.matched, 600);
		assert_eq!(market.operating, 400 * 500_000);
		assert_eq!(market.embodied, 600 * 41_000 + 400 * 50_000);
		assert_eq!(market.travel, 600 * 500 + 400 * 1_000);
		let without = GridFootprint { residual: None, ..GRID };
		let market = state(1_000, &[part], Some(&without)).market.unwrap();
		assert_eq!(market.operating, 400 * 300_000);
	}

	#[test]
	fn what_nobody_has_published_is_not_made_up() {
		let part = |energy| Part { energy, footprint: ROOF };
		assert_eq!(
			state(10, &[part(9)], None),
			Statement { matched: 9, location: None, market: None }
		);
		let all = state(10, &[part(4), part(6)], None);
		assert_eq!((all.location, all.market), (None, Some(Emissions::of(10, &ROOF))));
		let nothing = state(0, &[], None);
		assert_eq!((nothing.location, nothing.market), (None, Some(Emissions::default())));
	}

	fn footprint() -> impl Strategy<Value = Footprint> {
		(0..=MAX_PART, 0..=MAX_PART, 0..=MAX_PART)
			.prop_map(|(operating, embodied, travel)| Footprint { operating, embodied, travel })
	}

	proptest! {
		#[test]
		fn every_wh_counts_once_and_between_the_best_and_the_worst(
			drawn in 0..1_u64 << 40,
			parts in prop::collection::vec((0..1_000_u32, footprint()), 0..12),
			(average, residual) in (footprint(), prop::option::of(footprint())),
		) {
			let grid = GridFootprint { average, residual };
			// Shares of what was drawn.
			let weights: u64 = parts.iter().map(|(weight, _)| u64::from(*weight)).sum::<u64>().max(1_000);
			let parts: Vec<_> = parts
				.into_iter()
				.map(|(weight, footprint)| Part { energy: drawn / weights * u64::from(weight), footprint })
				.collect();
			let statement = state(drawn, &parts, Some(&grid));
			let matched: u64 = parts.iter().map(|part| part.energy).sum();
			prop_assert_eq!(statement.matched, matched);
			prop_assert!(matched <= drawn);
			let market = statement.market.unwrap();
			for definition in Definition::ALL {
				let mut all: Vec<_> =
					parts.iter().map(|part| part.footprint.by(definition)).collect();
				all.push(grid.unclaimed().by(definition));
				let (best, worst) = (all.iter().min().unwrap(), all.iter().max().unwrap());
				let total = market.by(definition);
				prop_assert!(u128::from(drawn) * u128::from(*best) <= total);
				prop_assert!(total <= u128::from(drawn) * u128::from(*worst));
				let location = statement.location.unwrap().by(definition);
				prop_assert_eq!(location, u128::from(drawn) * u128::from(average.by(definition)));
			}
			// The order of certificates does not matter.
			let reversed: Vec<_> = parts.iter().rev().copied().collect();
			prop_assert_eq!(state(drawn, &reversed, Some(&grid)), statement);
			// Another certificate that is worse than the rest does not help, one that is better does not harm.
			let rest = drawn - matched;
			let with = |footprint| {
				let more = [parts.as_slice(), &[Part { energy: rest, footprint }]].concat();
				state(drawn, &more, Some(&grid)).market.unwrap().by(Definition::Travel)
			};
			let unclaimed = grid.unclaimed();
			prop_assert_eq!(with(unclaimed), market.by(Definition::Travel));
			prop_assert!(with(Footprint::default()) <= market.by(Definition::Travel));
		}

		#[test]
		fn nothing_overflows(drawn: u64, energies: [u64; 3]) {
			let worst = Footprint { operating: u32::MAX, embodied: u32::MAX, travel: u32::MAX };
			let parts = energies.map(|energy| Part { energy, footprint: worst });
			let grid = GridFootprint { average: worst, residual: None };
			let statement = state(drawn, &parts, Some(&grid));
			prop_assert!(statement.market.unwrap().operating >= statement.location.unwrap().operating);
		}
	}
}
