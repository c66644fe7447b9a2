// SPDX-License-Identifier: Apache-2.0

//! The bases of range proofs.

use alloc::vec::Vec;

use bulletproofs::BulletproofGens;
use curve25519_dalek::ristretto::RistrettoPoint;
use sha3::{
	Shake256,
	digest::{ExtendableOutput, Update, XofReader},
};

use crate::{Bits, Error, MAX_VALUES};

/// The bases of range proofs up to a number of bits and values, hashed to the group: two points a bit of each value. To
/// make them costs about as much as to verify a proof of the same size, so keep them.
#[derive(Clone)]
pub struct Generators {
	/// What the maintained crate takes.
	pub(super) theirs: BulletproofGens,
	/// The second half of them, which it does not show.
	second: Vec<Vec<RistrettoPoint>>,
	bits: Bits,
}

impl Generators {
	/// Bases for proofs of up to so many bits and values. A commitment within two bounds counts as two values.
	///
	/// # Errors
	///
	/// [`Error::BadCount`] for no value, or more than [`MAX_VALUES`].
	pub fn new(bits: Bits, values: usize) -> Result<Self, Error> {
		if values == 0 || values > MAX_VALUES {
			return Err(Error::BadCount);
		}
		let second =
			(0..).take(values).map(|value| chain(b'H', value).take(bits.number()).collect());
		Ok(Self {
			theirs: BulletproofGens::new(bits.number(), values),
			second: second.collect(),
			bits,
		})
	}

	/// Whether they suffice.
	pub(super) fn suffice(&self, bits: Bits, values: usize) -> Result<(), Error> {
		if bits <= self.bits && values <= self.second.len() {
			Ok(())
		} else {
			Err(Error::TooFewGenerators)
		}
	}

	/// The two bases of each bit of each value, as far as there are so many.
	pub(super) fn pairs(
		&self,
		bits: usize,
		values: usize,
	) -> impl Iterator<Item = (&RistrettoPoint, &RistrettoPoint)> {
		self.second
			.iter()
			.take(values)
			.enumerate()
			.flat_map(move |(value, second)| self.theirs.share(value).G(bits).zip(second))
	}
}

/// The bases of one kind and value: SHAKE256 of a label, hashed to the group by 64 bytes, as `bulletproofs` has it.
fn chain(kind: u8, value: u32) -> impl Iterator<Item = RistrettoPoint> {
	let mut shake = Shake256::default();
	shake.update(b"GeneratorsChain");
	shake.update(&[kind]);
	shake.update(&value.to_le_bytes());
	let mut reader = shake.finalize_xof();
	core::iter::repeat_with(move || {
		let mut wide = [0; 64];
		reader.read(&mut wide);
		RistrettoPoint::from_uniform_bytes(&wide)
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_first_half_is_made_as_the_maintained_crate_makes_it() {
		let generators = Generators::new(Bits::SixtyFour, 3).unwrap();
		let first = (0..3).flat_map(|value| chain(b'G', value).take(64));
		assert!(generators.pairs(64, 3).map(|(first, _)| *first).eq(first));
	}

	#[test]
	fn boundary_of_how_many_there_may_be() {
		assert_eq!(Generators::new(Bits::Eight, 0).err(), Some(Error::BadCount));
		assert_eq!(Generators::new(Bits::Eight, MAX_VALUES + 1).err(), Some(Error::BadCount));
		let generators = Generators::new(Bits::Eight, MAX_VALUES).unwrap();
		assert_eq!(generators.suffice(Bits::Eight, MAX_VALUES), Ok(()));
		assert_eq!(generators.suffice(Bits::Sixteen, 1), Err(Error::TooFewGenerators));
	}
}
