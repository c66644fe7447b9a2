// SPDX-License-Identifier: Apache-2.0

//! Why something is refused.

use core::fmt;

/// Why bytes, a statement or a proof are refused. Nothing is changed by what is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
	/// The bytes are not as many as this has. A range proof has as many as its bits and values say.
	WrongLength,
	/// A point is written in another way than the one that its encoding allows: not below 2^255 - 19, or negative.
	PointNotCanonical,
	/// The bytes are in the form of a point and encode none.
	NotAPoint,
	/// The point is the identity: zero with the blinding zero, which hides nothing.
	Identity,
	/// A scalar is not below the order of the group.
	ScalarNotCanonical,
	/// A call that this version does not know.
	UnknownCall,
	/// Equal sums without commitments.
	NoTerms,
	/// Equal sums of more than [`MAX_TERMS`](crate::MAX_TERMS) commitments, or more parties to masks.
	TooManyTerms,
	/// Masks with nobody: the share would be the blinding itself.
	Alone,
	/// Two parties to masks have the same key, or one is oneself.
	SameParty,
	/// A set of fewer than two values says the amount.
	SetTooSmall,
	/// A set of more than [`MAX_SET`](crate::MAX_SET) values. A range proof is smaller.
	SetTooLarge,
	/// The values of a set do not ascend, or one comes twice.
	SetNotAscending,
	/// A range whose lower bound is above the upper one.
	EmptyRange,
	/// A number of bits other than 8, 16, 32 and 64.
	BadBits,
	/// A range proof of how many commitments? 1, 2, 4 or 8 within two bounds; twice as many of one.
	BadCount,
	/// Generators for fewer bits or values than the proof has.
	TooFewGenerators,
	/// A batch of more than [`MAX_BATCH`](crate::MAX_BATCH) proofs.
	BatchTooLarge,
	/// What is to be proven does not hold: the amount is not in the set or the range, the sums differ, or the blinding
	/// is another one. Only who proves gets this.
	Untrue,
	/// The proof does not prove the statement, here, in this call.
	BadProof,
	/// The commitment is not to this amount with this blinding.
	WrongOpening,
	/// An amount beyond 64 bits.
	Overflow,
}

impl Error {
	/// The error in words.
	pub const fn message(self) -> &'static str {
		match self {
			Self::WrongLength => "these are not as many bytes as it has",
			Self::PointNotCanonical => "the point is not in its canonical encoding",
			Self::NotAPoint => "the bytes encode no point",
			Self::Identity => "the point is the identity, which hides nothing",
			Self::ScalarNotCanonical => "the scalar is not below the order of the group",
			Self::UnknownCall => "no call has this number",
			Self::NoTerms => "there are no commitments to add up",
			Self::TooManyTerms => "there are too many commitments or parties",
			Self::Alone => "there is nobody to have masks with",
			Self::SameParty => "a party comes twice, or is oneself",
			Self::SetTooSmall => "a set of fewer than two values says the amount",
			Self::SetTooLarge => "the set has too many values",
			Self::SetNotAscending => "the values of the set do not ascend",
			Self::EmptyRange => "the lower bound is above the upper one",
			Self::BadBits => "bits are 8, 16, 32 or 64",
			Self::BadCount => {
				"a range proof is of 1, 2, 4 or 8 commitments, or of 16 with one bound"
			},
			Self::TooFewGenerators => "the generators are for smaller proofs",
			Self::BatchTooLarge => "the batch has too many proofs",
			Self::Untrue => "what is to be proven does not hold",
			Self::BadProof => "the proof does not prove this",
			Self::WrongOpening => "the commitment is to something else",
			Self::Overflow => "the amount is beyond 64 bits",
		}
	}
}

impl fmt::Display for Error {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.message())
	}
}

impl core::error::Error for Error {}
