// SPDX-License-Identifier: Apache-2.0

//! What a zero-carbon demand takes: a bound with a tolerance. What is outside is refused (white paper, section v: a
//! threshold within which a minimal increase in carbon can occur, and "anything that falls outside these bounds is rejected").

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_energy::{PPM, Planck, Price, Wh};
use scale_info::TypeInfo;

use crate::{Definition, Footprint, Intensity, Part};

/// The most that a bound tolerates, in millionths: a tenth of the energy.
pub const MAX_LOSS_PPM: u32 = 100_000;

/// What a demand takes as zero-carbon.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Bound {
	/// Which emissions count.
	pub definition: Definition,
	/// What a kWh may emit at most, in mg of CO2 equivalent.
	#[codec(compact)]
	pub most: Intensity,
	/// How much of an interval's energy may emit more, in millionths of it.
	#[codec(compact)]
	pub loss_ppm: u32,
}

/// What is wrong with a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoundFault {
	/// It tolerates more than [`MAX_LOSS_PPM`].
	Loss,
	/// Energy of which nobody knows what it emits would be within it.
	BoundsNothing,
}

/// Whether a bound is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Verdict {
	/// How much of what was drawn is outside, in Wh: of certificates that emit more, or without any.
	pub outside: Wh,
	/// How much of it may be, in Wh.
	pub allowed: Wh,
	/// How much more has to be matched with certificates within the bound, in Wh; 0 if it is kept.
	pub missing: Wh,
}

impl Verdict {
	/// Whether the bound is kept.
	pub fn is_kept(&self) -> bool {
		self.outside <= self.allowed
	}
}

/// Certificates that can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
	/// For how much, in planck per Wh; none for what the demand's node holds already.
	pub price: Option<Price>,
	/// How many, in Wh.
	pub energy: Wh,
	/// What a kWh emits.
	pub footprint: Footprint,
}

/// What it costs to keep a bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Cost {
	/// How much of what is missing the node holds, in Wh: it has to cancel that.
	pub held: Wh,
	/// How much of it is on offer, in Wh.
	pub offered: Wh,
	/// For how much, in planck: the cheapest first.
	pub amount: Planck,
	/// How much of it nobody offers, in Wh.
	pub short: Wh,
}

impl Bound {
	/// Whether it bounds anything, given what energy counts at that nobody has certified.
	pub fn check(&self, default: &Footprint) -> Result<(), BoundFault> {
		if self.loss_ppm > MAX_LOSS_PPM {
			return Err(BoundFault::Loss);
		}
		if self.admits(default) {
			return Err(BoundFault::BoundsNothing);
		}
		Ok(())
	}

	/// Whether energy of a footprint is within it.
	pub fn admits(&self, footprint: &Footprint) -> bool {
		footprint.by(self.definition) <= self.most
	}

	/// How much of so much energy may be outside, in Wh, rounded down.
	pub fn allowed(&self, drawn: Wh) -> Wh {
		let allowed = u128::from(drawn).saturating_mul(self.loss_ppm.min(MAX_LOSS_PPM).into());
		let allowed = allowed.checked_div(PPM.into()).unwrap_or_default();
		// Less than `drawn`.
		Wh::try_from(allowed).unwrap_or(Wh::MAX)
	}

	/// Whether it is kept for so much energy, in Wh, of which some is matched. What no certificate is cancelled for is
	/// outside, whatever the grid emits: zero-carbon is what is proven.
	pub fn judge(&self, drawn: Wh, matched: &[Part]) -> Verdict {
		let within = matched.iter().filter(|part| self.admits(&part.footprint));
		let within = within.fold(0, |sum: Wh, part| sum.saturating_add(part.energy));
		let outside = drawn.saturating_sub(within);
		let allowed = self.allowed(drawn);
		Verdict { outside, allowed, missing: outside.saturating_sub(allowed) }
	}

	/// What so much costs that is missing, by what can be had within the bound: the cheapest first.
	pub fn cost(&self, missing: Wh, offers: &[Offer]) -> Cost {
		let mut within: Vec<_> =
			offers.iter().filter(|offer| self.admits(&offer.footprint)).collect();
		// What is held comes first.
		within.sort_by_key(|offer| offer.price);
		let mut cost = Cost { short: missing, ..Default::default() };
		for offer in within {
			let taken = offer.energy.min(cost.short);
			cost.short = cost.short.saturating_sub(taken);
			let Some(price) = offer.price else {
				cost.held = cost.held.saturating_add(taken);
				continue;
			};
			cost.offered = cost.offered.saturating_add(taken);
			let amount = Planck::from(taken).saturating_mul(price.into());
			cost.amount = cost.amount.saturating_add(amount);
		}
		cost
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	const DEFAULT: Footprint =
		Footprint { operating: 1_200_000, embodied: 200_000, travel: 50_000 };
	const ROOF: Footprint = Footprint { operating: 0, embodied: 41_000, travel: 500 };
	const GAS: Footprint = Footprint { operating: 400_000, embodied: 20_000, travel: 500 };

	fn bound() -> Bound {
		Bound { definition: Definition::Embodied, most: 50_000, loss_ppm: 20_000 }
	}

	fn part(energy: Wh, footprint: Footprint) -> Part {
		Part { energy, footprint }
	}

	#[test]
	fn boundary_of_a_bound() {
		assert_eq!(bound().check(&DEFAULT), Ok(()));
		let most = |most| Bound { most, ..bound() }.check(&DEFAULT);
		assert_eq!([0, 1_399_999].map(most), [Ok(()), Ok(())]);
		assert_eq!([1_400_000, u32::MAX].map(most), [Err(BoundFault::BoundsNothing); 2]);
		let loss = |loss_ppm| Bound { loss_ppm, ..bound() }.check(&DEFAULT);
		assert_eq!([0, MAX_LOSS_PPM].map(loss), [Ok(()), Ok(())]);
		assert_eq!([MAX_LOSS_PPM + 1, u32::MAX].map(loss), [Err(BoundFault::Loss); 2]);
		let admits = |embodied| bound().admits(&Footprint { embodied, ..Default::default() });
		assert_eq!([50_000, 50_001].map(admits), [true, false]);
	}

	#[test]
	fn the_definition_says_which_emissions_count() {
		let far = Footprint { operating: 0, embodied: 41_000, travel: 9_001 };
		let admits = |definition| Bound { definition, ..bound() }.admits(&far);
		assert_eq!(Definition::ALL.map(admits), [true, true, false]);
	}

	#[test]
	fn some_may_be_outside_and_no_wh_more() {
		// 2 % of 1,000 Wh.
		let judge = |matched: &[Part]| bound().judge(1_000, matched);
		let kept = judge(&[part(980, ROOF), part(20, GAS)]);
		assert_eq!(kept, Verdict { outside: 20, allowed: 20, missing: 0 });
		assert!(kept.is_kept());
		// What has no certificate is outside, too.
		assert_eq!(judge(&[part(980, ROOF)]), kept);
		let broken = judge(&[part(979, ROOF), part(21, GAS)]);
		assert_eq!(broken, Verdict { outside: 21, allowed: 20, missing: 1 });
		assert!(!broken.is_kept());
		assert_eq!(judge(&[]).missing, 980);
		// Rounded down: of 49 Wh nothing may be outside.
		assert_eq!([49, 50].map(|drawn| bound().allowed(drawn)), [0, 1]);
		assert!(bound().judge(0, &[]).is_kept());
	}

	#[test]
	fn it_costs_what_is_on_offer_within_it_the_cheapest_first() {
		let offer = |price, energy, footprint| Offer { price, energy, footprint };
		let offers = [
			offer(Some(9), 100, ROOF),
			offer(Some(1), 1_000, GAS),
			offer(None, 1_000, GAS),
			offer(Some(5), 30, ROOF),
			offer(None, 20, ROOF),
			offer(Some(7), 40, Footprint::default()),
		];
		let cost = |missing| bound().cost(missing, &offers);
		assert_eq!(cost(0), Cost::default());
		assert_eq!(cost(15), Cost { held: 15, ..Default::default() });
		let some = Cost { held: 20, offered: 50, amount: 30 * 5 + 20 * 7, short: 0 };
		assert_eq!(cost(70), some);
		let amount = 30 * 5 + 40 * 7 + 100 * 9;
		assert_eq!(cost(200), Cost { held: 20, offered: 170, amount, short: 10 });
		assert_eq!(bound().cost(5, &[]), Cost { short: 5, ..Default::default() });
	}

	proptest! {
		#[test]
		fn what_is_missing_is_just_enough(
			drawn in 1..1_u64 << 40, ppm in 0..=MAX_LOSS_PPM, shares: [u8; 2],
		) {
			let bound = Bound { loss_ppm: ppm, ..bound() };
			let all = u64::from(shares[0]) + u64::from(shares[1]) + 1;
			let [roof, gas] = shares.map(|share| drawn / all * u64::from(share));
			let matched = [part(roof, ROOF), part(gas, GAS)];
			let verdict = bound.judge(drawn, &matched);
			prop_assert_eq!(verdict.outside, drawn - roof);
			prop_assert_eq!(verdict.is_kept(), verdict.missing == 0);
			prop_assert!(u128::from(verdict.allowed) * 1_000_000 <= u128::from(drawn) * u128::from(ppm));
			// With so much more it is kept, with a Wh less it is not.
			let with = |more| bound.judge(drawn, &[matched[0], matched[1], part(more, ROOF)]);
			prop_assert!(with(verdict.missing).is_kept());
			if verdict.missing > 0 {
				prop_assert!(!with(verdict.missing - 1).is_kept());
			}
		}

		#[test]
		fn nobody_finds_it_cheaper(
			offers in prop::collection::vec((prop::option::of(0..9_u64), 0..6_u64, any::<bool>()), 0..6),
			missing in 0..20_u64,
		) {
			let offers: Vec<_> = offers
				.into_iter()
				.map(|(price, energy, clean)| {
					Offer { price, energy, footprint: if clean { ROOF } else { GAS } }
				})
				.collect();
			let cost = bound().cost(missing, &offers);
			prop_assert_eq!(cost.held + cost.offered + cost.short, missing);
			// Each Wh for itself, by trying all: the least for so much.
			let mut best = alloc::collections::BTreeMap::from([(0_u64, 0_u64)]);
			for offer in offers.iter().filter(|offer| offer.footprint == ROOF) {
				let before = best.clone();
				for (had, paid) in before {
					for taken in 1..=offer.energy {
						let (now, price) = (had + taken, paid + taken * offer.price.unwrap_or(0));
						best.entry(now).and_modify(|least| *least = price.min(*least)).or_insert(price);
					}
				}
			}
			let bought = missing - cost.short;
			prop_assert_eq!(cost.amount, u128::from(best[&bought]));
			let all: u64 = offers.iter().filter(|offer| offer.footprint == ROOF).map(|one| one.energy).sum();
			prop_assert_eq!(bought, missing.min(all));
		}
	}
}
