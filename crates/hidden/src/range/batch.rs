// SPDX-License-Identifier: Apache-2.0

//! Range proofs verified together, in one multiscalar multiplication: most of what a proof costs are its bases, and
//! all proofs have the same.
//!
//! The maintained crate verifies one proof at a time. This verifier takes the same steps and is tested to agree with it
//! on honest, changed and mixed-up proofs (`tests/batch.rs`). The paper is Bünz et al., *Bulletproofs: Short Proofs for
//! Confidential Transactions and More*, 2018.

#![expect(clippy::arithmetic_side_effects, reason = "of points and scalars, which do not overflow")]

use alloc::{vec, vec::Vec};
use core::iter;

use curve25519_dalek::{ristretto::RistrettoPoint, scalar::Scalar, traits::VartimeMultiscalarMul};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};

use super::{Generators, InRange, Range, RangeProof, proof::Parts, statement::Ends};
use crate::{
	Error, MAX_BATCH,
	commitment::{BASE, blinding_base},
	wire::{challenge, random_scalar},
};

/// Checks proofs together: right if all are. See [`sift`] for which are not.
///
/// # Errors
///
/// [`Error::BatchTooLarge`]; those of [`InRange::verify`], of the first of which it is seen before the sum is made;
/// [`Error::BadProof`] if the sum is not zero.
pub fn verify_batch(
	generators: &Generators,
	batch: &[(InRange<'_>, &RangeProof)],
) -> Result<(), Error> {
	if batch.len() > MAX_BATCH {
		return Err(Error::BatchTooLarge);
	}
	let (mut bits, mut values) = (0, 0);
	for (statement, proof) in batch {
		let (has_bits, has_values) = statement.fits(generators, proof)?;
		(bits, values) = (bits.max(has_bits.number()), values.max(has_values));
	}
	let mut sum = Sum {
		own: Vec::new(),
		base: Scalar::ZERO,
		blinding_base: Scalar::ZERO,
		shared: vec![vec![[Scalar::ZERO; 2]; bits]; values],
	};
	let mut ends: Option<(Range, Ends)> = None;
	let mut prepared = Vec::with_capacity(batch.len());
	for (statement, proof) in batch {
		// Mostly all have the same bounds.
		let (_, ends) = match ends.take().filter(|(range, _)| *range == statement.range) {
			Some(same) => ends.insert(same),
			None => ends.insert((statement.range, statement.range.ends())),
		};
		prepared.push(Prepared::new(statement, proof, ends)?);
	}
	let mut weights = Weights::of(prepared.iter().map(|one| (&one.transcript, one.proof)));
	for one in &prepared {
		sum.add(one, random_scalar(&mut weights), random_scalar(&mut weights))?;
	}
	if sum.vanishes(generators, bits, values) { Ok(()) } else { Err(Error::BadProof) }
}

/// What becomes of each proof of a batch: one sum if all are right, and one verification each if not. Of a batch that
/// is too large, none is verified.
pub fn sift(
	generators: &Generators,
	batch: &[(InRange<'_>, &RangeProof)],
) -> Vec<Result<(), Error>> {
	let all = verify_batch(generators, batch);
	if matches!(all, Ok(()) | Err(Error::BatchTooLarge)) {
		return vec![all; batch.len()];
	}
	batch.iter().map(|(statement, proof)| statement.verify(generators, proof)).collect()
}

/// Numbers that depend on all statements and all proofs of a batch, so nobody knows them before all proofs are made.
/// Constant ones would let two forged proofs cancel each other.
pub(super) struct Weights(Transcript);

impl Weights {
	/// Of the transcripts of statements, and their proofs.
	pub(super) fn of<'a>(
		batch: impl IntoIterator<Item = (&'a Transcript, &'a RangeProof)>,
	) -> Self {
		let mut transcript = Transcript::new(b"gridmerit:hidden:batch:v1");
		for (statement, proof) in batch {
			let mut one = statement.clone();
			one.append_message(b"proof", proof.bytes());
			let mut digest = [0; 32];
			one.challenge_bytes(b"digest", &mut digest);
			transcript.append_message(b"digest", &digest);
		}
		Self(transcript)
	}
}

impl RngCore for Weights {
	fn next_u32(&mut self) -> u32 {
		rand_core::impls::next_u32_via_fill(self)
	}

	fn next_u64(&mut self) -> u64 {
		rand_core::impls::next_u64_via_fill(self)
	}

	fn fill_bytes(&mut self, bytes: &mut [u8]) {
		self.0.challenge_bytes(b"weight", bytes);
	}

	fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
		self.fill_bytes(bytes);
		Ok(())
	}
}

impl CryptoRng for Weights {}

/// A statement and its proof, taken apart.
struct Prepared<'a> {
	proof: &'a RangeProof,
	parts: Parts,
	/// Of the statement, without the proof.
	transcript: Transcript,
	/// What is shown to be numbers of so many bits.
	points: Vec<RistrettoPoint>,
	bits: usize,
}

impl<'a> Prepared<'a> {
	fn new(statement: &InRange<'_>, proof: &'a RangeProof, ends: &Ends) -> Result<Self, Error> {
		Ok(Self {
			proof,
			parts: proof.parts()?,
			transcript: statement.transcript(),
			points: statement.points(ends),
			bits: statement.range.width().number(),
		})
	}
}

/// A weighted sum of points that is zero if all proofs are right.
struct Sum {
	/// Points of single proofs.
	own: Vec<(Scalar, RistrettoPoint)>,
	/// How often B.
	base: Scalar,
	/// How often H.
	blinding_base: Scalar,
	/// How often both bases of each bit, by value.
	shared: Vec<Vec<[Scalar; 2]>>,
}

impl Sum {
	/// Adds the equations of a proof: that of the inner product `weight` times, that of the polynomial's value
	/// `weight * join` times (the paper's section 4.3).
	fn add(&mut self, one: &Prepared<'_>, weight: Scalar, join: Scalar) -> Result<(), Error> {
		let Prepared { parts, points, bits, .. } = one;
		let (bits, values) = (*bits, points.len());
		let replayed = Challenges::replay(one)?;
		let Challenges { y_inverse, z, x, w, .. } = replayed;
		let [t, t_blinding, blinding] = parts.scalars;
		let [last_a, last_b] = parts.last;
		let square = z * z;

		let [a, s, t1, t2] = parts.points.map(|point| point.decompress());
		let polynomial = weight * join;
		for (times, point) in
			[(weight, a), (weight * x, s), (polynomial * x, t1), (polynomial * x * x, t2)]
		{
			self.own.push((times, point.ok_or(Error::BadProof)?));
		}
		for ([l, r], (squared, inverse)) in parts.rounds.iter().zip(&replayed.squares) {
			self.own.push((weight * squared, l.decompress().ok_or(Error::BadProof)?));
			self.own.push((weight * inverse, r.decompress().ok_or(Error::BadProof)?));
		}
		for (point, power) in points.iter().zip(powers(z)) {
			self.own.push((polynomial * square * power, *point));
		}
		self.blinding_base -= weight * blinding + polynomial * t_blinding;
		self.base += weight * w * (t - last_a * last_b)
			+ polynomial * (delta(bits, values, replayed.y, z) - t);

		let by_bit = replayed.products.iter().zip(replayed.products.iter().rev());
		let mut by_bit = by_bit.zip(powers(y_inverse));
		for (shared, power) in self.shared.iter_mut().take(values).zip(powers(z)) {
			let twos = powers(Scalar::from(2_u64));
			for ([first, second], two) in shared.iter_mut().take(bits).zip(twos) {
				let Some(((product, inverse), y_power)) = by_bit.next() else { break };
				*first -= weight * (z + last_a * product);
				*second += weight * (z + y_power * (square * power * two - last_b * inverse));
			}
		}
		Ok(())
	}

	fn vanishes(self, generators: &Generators, bits: usize, values: usize) -> bool {
		let (mut times, mut points): (Vec<_>, Vec<_>) = self.own.into_iter().unzip();
		times.extend([self.base, self.blinding_base]);
		points.extend([BASE, blinding_base()]);
		times.extend(self.shared.into_iter().flatten().flatten());
		for (first, second) in generators.pairs(bits, values) {
			points.extend([first, second]);
		}
		let sum = RistrettoPoint::vartime_multiscalar_mul(times, points);
		sum == RistrettoPoint::default()
	}
}

/// What the transcript of a proof says, with what follows from it.
struct Challenges {
	y: Scalar,
	y_inverse: Scalar,
	z: Scalar,
	x: Scalar,
	w: Scalar,
	/// The square of each halving's challenge, and its inverse.
	squares: Vec<(Scalar, Scalar)>,
	/// For each bit the product of the challenges or their inverses, as the bit lay in one half or the other.
	products: Vec<Scalar>,
}

impl Challenges {
	/// As `bulletproofs` 5.0.0 appends and asks.
	fn replay(one: &Prepared<'_>) -> Result<Self, Error> {
		let Prepared { parts, points, bits, .. } = one;
		let (bits, values) = (*bits, points.len());
		let length = bits.checked_mul(values).ok_or(Error::BadCount)?;
		let mut transcript = one.transcript.clone();
		transcript.append_message(b"dom-sep", b"rangeproof v1");
		transcript.append_u64(b"n", bits as u64);
		transcript.append_u64(b"m", values as u64);
		for point in points {
			transcript.append_message(b"V", point.compress().as_bytes());
		}
		let [a, s, t1, t2] = &parts.points;
		transcript.append_message(b"A", a.as_bytes());
		transcript.append_message(b"S", s.as_bytes());
		let y = challenge(&mut transcript, b"y");
		let z = challenge(&mut transcript, b"z");
		transcript.append_message(b"T_1", t1.as_bytes());
		transcript.append_message(b"T_2", t2.as_bytes());
		let x = challenge(&mut transcript, b"x");
		let [t, t_blinding, blinding] = &parts.scalars;
		transcript.append_message(b"t_x", t.as_bytes());
		transcript.append_message(b"t_x_blinding", t_blinding.as_bytes());
		transcript.append_message(b"e_blinding", blinding.as_bytes());
		let w = challenge(&mut transcript, b"w");
		transcript.append_message(b"dom-sep", b"ipp v1");
		transcript.append_u64(b"n", length as u64);
		let mut halvings = Vec::with_capacity(parts.rounds.len());
		for [l, r] in &parts.rounds {
			transcript.append_message(b"L", l.as_bytes());
			transcript.append_message(b"R", r.as_bytes());
			halvings.push(challenge(&mut transcript, b"u"));
		}
		let mut inverses: Vec<_> = halvings.iter().copied().chain([y]).collect();
		// Nobody can choose a challenge, and one of 2^252 is zero.
		if inverses.contains(&Scalar::ZERO) {
			return Err(Error::BadProof);
		}
		Scalar::batch_invert(&mut inverses);
		let y_inverse = inverses.pop().ok_or(Error::BadProof)?;
		let squares: Vec<_> = halvings
			.iter()
			.zip(&inverses)
			.map(|(halving, inverse)| (halving * halving, inverse * inverse))
			.collect();
		// The last halving decides between neighbours: each earlier one doubles what there is.
		let mut products = Vec::with_capacity(length);
		products.push(inverses.iter().product());
		for (square, _) in squares.iter().rev() {
			let other: Vec<Scalar> =
				products.iter().map(|product: &Scalar| product * square).collect();
			products.extend(other);
		}
		Ok(Self { y, y_inverse, z, x, w, squares, products })
	}
}

/// 1, `of`, its square and so on.
fn powers(of: Scalar) -> impl Iterator<Item = Scalar> {
	iter::successors(Some(Scalar::ONE), move |power| Some(power * of))
}

/// What the public terms of the polynomial's value come to (delta in the paper's section 4.3).
fn delta(bits: usize, values: usize, y: Scalar, z: Scalar) -> Scalar {
	let all_y: Scalar = powers(y).take(bits.saturating_mul(values)).sum();
	let all_twos: Scalar = powers(Scalar::from(2_u64)).take(bits).sum();
	let all_z: Scalar = powers(z).take(values).sum();
	(z - z * z) * all_y - z * z * z * all_twos * all_z
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{Bits, Call, Context, Opening};

	#[test]
	fn two_wrong_proofs_cancel_by_constant_weights_and_not_by_ours() {
		let generators = Generators::new(Bits::Eight, 1).unwrap();
		let opening = [Opening::random(200, &mut rand_core::OsRng)];
		let context =
			Context { genesis: [1; 32], agreement: 2, cycle: 3, node: 4, call: Call::Usage };
		let commitments = [opening[0].commitment()];
		let statement =
			InRange { context, commitments: &commitments, range: Range::bits(Bits::Eight) };
		let proof = statement.prove(&generators, &opening, &mut rand_core::OsRng).unwrap();

		// No challenge comes after the last two scalars: one copy has one more in the first of them, the other one less.
		let mut wrong = [Scalar::ONE, -Scalar::ONE].map(|change| {
			let mut bytes = proof.encode();
			let place = bytes.len() - 64;
			let last = proof.parts().unwrap().last[0] + change;
			bytes[place..place + 32].copy_from_slice(last.as_bytes());
			RangeProof::decode(&bytes).unwrap()
		});
		let vanish = |proofs: &[RangeProof]| {
			let mut sum = Sum {
				own: Vec::new(),
				base: Scalar::ZERO,
				blinding_base: Scalar::ZERO,
				shared: vec![vec![[Scalar::ZERO; 2]; 8]; 1],
			};
			for proof in proofs {
				let one = Prepared::new(&statement, proof, &statement.range.ends()).unwrap();
				sum.add(&one, Scalar::ONE, Scalar::ONE).unwrap();
			}
			sum.vanishes(&generators, 8, 1)
		};
		assert!(vanish(core::slice::from_ref(&proof)) && vanish(&wrong));
		for proof in &wrong {
			assert!(!vanish(core::slice::from_ref(proof)));
			assert_eq!(statement.verify(&generators, proof), Err(Error::BadProof));
		}
		for _ in 0..2 {
			let batch = [(statement, &wrong[0]), (statement, &wrong[1])];
			assert_eq!(verify_batch(&generators, &batch), Err(Error::BadProof));
			assert_eq!(sift(&generators, &batch), [Err(Error::BadProof); 2]);
			wrong.reverse();
		}
	}

	#[test]
	fn weights_follow_from_everything_in_the_batch() {
		let generators = Generators::new(Bits::Eight, 1).unwrap();
		let context =
			Context { genesis: [1; 32], agreement: 2, cycle: 3, node: 4, call: Call::Usage };
		let range = Range::bits(Bits::Eight);
		let openings = [1, 2].map(|amount| [Opening::random(amount, &mut rand_core::OsRng)]);
		let commitments = openings.each_ref().map(|[opening]| [opening.commitment()]);
		let [one, two] =
			commitments.each_ref().map(|commitments| InRange { context, commitments, range });
		let [first, second] =
			[(one, &openings[0]), (two, &openings[1])].map(|(statement, opening)| {
				statement.prove(&generators, opening, &mut rand_core::OsRng).unwrap()
			});
		let weight = |batch: &[(InRange<'_>, &RangeProof)]| {
			let all: Vec<_> =
				batch.iter().map(|(statement, proof)| (statement.transcript(), *proof)).collect();
			random_scalar(&mut Weights::of(all.iter().map(|(one, proof)| (one, *proof))))
		};
		let usual = weight(&[(one, &first), (two, &second)]);
		assert_eq!(usual, weight(&[(one, &first), (two, &second)]));
		let moved = InRange { context: Context { cycle: 9, ..context }, ..two };
		for other in [
			weight(&[(one, &first)]),
			weight(&[(two, &second), (one, &first)]),
			weight(&[(one, &first), (two, &first)]),
			weight(&[(one, &first), (moved, &second)]),
		] {
			assert_ne!(usual, other);
		}
	}
}
