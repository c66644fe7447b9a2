// SPDX-License-Identifier: Apache-2.0

//! What a kWh emits, and what some energy does.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_energy::Wh;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Milligrams of CO2 equivalent for a kWh: a thousandth of g/kWh.
pub type Intensity = u32;

/// The most that a part of a footprint can be: 5 kg for a kWh, some times what lignite emits.
pub const MAX_PART: Intensity = 5_000_000;

/// Micrograms of a gram.
const MICROGRAMS: u128 = 1_000_000;

/// Which emissions count: the white paper's three definitions (section vi, after Carruthers and Casavant), each of which
/// includes those before.
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
	Serialize,
	Deserialize,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub enum Definition {
	/// What is emitted as the plant operates. This is what GHG Protocol scope 2 counts.
	Operating,
	/// And what is embodied in it: in its materials and in building it.
	Embodied,
	/// And what people emit who travel to it, because of where it is.
	Travel,
}

impl Definition {
	/// All, the narrowest first.
	pub const ALL: [Self; 3] = [Self::Operating, Self::Embodied, Self::Travel];
}

/// What a kWh emits, in mg of CO2 equivalent, by part.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Footprint {
	/// As the plant operates, in mg/kWh.
	#[codec(compact)]
	pub operating: Intensity,
	/// Embodied in the plant: its materials, building and dismantling it, spread over what it generates in its life, in
	/// mg/kWh.
	#[codec(compact)]
	pub embodied: Intensity,
	/// Of people who travel to it and of what is carried there, in mg/kWh.
	#[codec(compact)]
	pub travel: Intensity,
}

impl Footprint {
	/// What counts of it by a definition, in mg/kWh.
	pub fn by(&self, definition: Definition) -> Intensity {
		let with_embodied = self.operating.saturating_add(self.embodied);
		match definition {
			Definition::Operating => self.operating,
			Definition::Embodied => with_embodied,
			Definition::Travel => with_embodied.saturating_add(self.travel),
		}
	}

	/// All of it, in mg/kWh.
	pub fn total(&self) -> Intensity {
		self.by(Definition::Travel)
	}

	/// The larger of each part.
	pub fn worse(&self, other: &Self) -> Self {
		Self {
			operating: self.operating.max(other.operating),
			embodied: self.embodied.max(other.embodied),
			travel: self.travel.max(other.travel),
		}
	}

	/// Whether no part of it is more than that of another.
	pub fn is_within(&self, most: &Self) -> bool {
		self.worse(most) == *most
	}

	/// Whether it can be meant: no part is above [`MAX_PART`].
	pub fn is_sound(&self) -> bool {
		self.is_within(&Self { operating: MAX_PART, embodied: MAX_PART, travel: MAX_PART })
	}
}

/// What some energy emits, in micrograms of CO2 equivalent, by part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Emissions {
	/// As plants operate.
	#[codec(compact)]
	pub operating: u128,
	/// Embodied in them.
	#[codec(compact)]
	pub embodied: u128,
	/// Of people who travel to them.
	#[codec(compact)]
	pub travel: u128,
}

impl Emissions {
	/// What so much energy of a footprint emits: exactly, as Wh times mg/kWh is micrograms.
	pub fn of(energy: Wh, footprint: &Footprint) -> Self {
		// 64 bits times 32.
		let part = |part: Intensity| u128::from(energy).saturating_mul(part.into());
		Self {
			operating: part(footprint.operating),
			embodied: part(footprint.embodied),
			travel: part(footprint.travel),
		}
	}

	/// Together with others.
	pub fn with(&self, other: &Self) -> Self {
		Self {
			operating: self.operating.saturating_add(other.operating),
			embodied: self.embodied.saturating_add(other.embodied),
			travel: self.travel.saturating_add(other.travel),
		}
	}

	/// What counts of them by a definition, in micrograms.
	pub fn by(&self, definition: Definition) -> u128 {
		let with_embodied = self.operating.saturating_add(self.embodied);
		match definition {
			Definition::Operating => self.operating,
			Definition::Embodied => with_embodied,
			Definition::Travel => with_embodied.saturating_add(self.travel),
		}
	}
}

/// Micrograms in grams, as they are shown: rounded up, so that nothing looks smaller than it is.
pub fn grams(micrograms: u128) -> u128 {
	micrograms.div_ceil(MICROGRAMS)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn each_definition_includes_those_before() {
		let footprint = Footprint { operating: 5, embodied: 40, travel: 2 };
		assert_eq!(Definition::ALL.map(|one| footprint.by(one)), [5, 45, 47]);
		assert_eq!(footprint.total(), 47);
		let emissions = Emissions::of(10, &footprint);
		assert_eq!(Definition::ALL.map(|one| emissions.by(one)), [50, 450, 470]);
	}

	#[test]
	fn boundary_of_a_part() {
		let most = Footprint { operating: MAX_PART, embodied: MAX_PART, travel: MAX_PART };
		assert!(most.is_sound() && Footprint::default().is_sound());
		for beyond in [
			Footprint { operating: MAX_PART + 1, ..most },
			Footprint { embodied: MAX_PART + 1, ..most },
			Footprint { travel: MAX_PART + 1, ..most },
		] {
			assert!(!beyond.is_sound());
		}
	}

	#[test]
	fn what_is_shown_is_rounded_up() {
		assert_eq!([0, 1, 999_999, 1_000_000, 1_000_001].map(grams), [0, 1, 1, 1, 2]);
		assert_eq!(grams(u128::MAX), u128::MAX / MICROGRAMS + 1);
	}

	#[test]
	fn the_largest_numbers_overflow_nothing() {
		let most = Footprint { operating: u32::MAX, embodied: u32::MAX, travel: u32::MAX };
		assert_eq!(most.total(), u32::MAX);
		let emissions = Emissions::of(u64::MAX, &most);
		assert_eq!(emissions.operating, u128::from(u64::MAX) * u128::from(u32::MAX));
		let many = Emissions { operating: u128::MAX, embodied: u128::MAX, travel: u128::MAX };
		assert_eq!(many.with(&emissions).by(Definition::Travel), u128::MAX);
	}

	fn footprint() -> impl Strategy<Value = Footprint> {
		(0..=MAX_PART, 0..=MAX_PART, 0..=MAX_PART)
			.prop_map(|(operating, embodied, travel)| Footprint { operating, embodied, travel })
	}

	proptest! {
		#[test]
		fn emissions_are_exact_and_add_up(
			a in footprint(), b in footprint(), first in 0..1_u64 << 40, second in 0..1_u64 << 40,
		) {
			let together = Emissions::of(first + second, &a);
			prop_assert_eq!(Emissions::of(first, &a).with(&Emissions::of(second, &a)), together);
			for definition in Definition::ALL {
				let exact = u128::from(first) * u128::from(a.by(definition));
				prop_assert_eq!(Emissions::of(first, &a).by(definition), exact);
				prop_assert!(grams(exact) * MICROGRAMS >= exact);
				prop_assert!(grams(exact) * MICROGRAMS < exact + MICROGRAMS);
			}
			let worse = a.worse(&b);
			prop_assert!(a.is_within(&worse) && b.is_within(&worse) && worse.is_sound());
			prop_assert_eq!(a.is_within(&b), b.worse(&a) == b);
		}
	}
}
