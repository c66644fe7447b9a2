// SPDX-License-Identifier: Apache-2.0

//! What a proof is for. A proof counts in one context, so nobody can show it again elsewhere or as their own.

use gridmerit_statements::{Genesis, NodeIndex};
use merlin::Transcript;

use crate::Error;

/// The number of bytes of a [`Context`].
pub const CONTEXT_LEN: usize = 45;

/// What a proof is shown to. The numbers are part of the layout and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Call {
	/// A consumer's usage in a cycle.
	Usage = 0,
	/// A supplier's supply in a cycle.
	Supply = 1,
	/// Usage and supply of a cycle are the same.
	Balance = 2,
	/// What stays of a hidden account when something is taken out is not negative.
	Withdraw = 3,
	/// A position of the market against a hidden reading.
	Settle = 4,
	/// A meter registered something within limits, and nothing follows from it.
	Attest = 5,
}

impl Call {
	/// All calls, by their number.
	pub const ALL: [Self; 6] =
		[Self::Usage, Self::Supply, Self::Balance, Self::Withdraw, Self::Settle, Self::Attest];

	/// The call of a number.
	///
	/// # Errors
	///
	/// [`Error::UnknownCall`].
	pub fn from_number(number: u8) -> Result<Self, Error> {
		Self::ALL.into_iter().find(|call| *call as u8 == number).ok_or(Error::UnknownCall)
	}
}

/// Where a proof counts: one chain, one agreement, one of its cycles, one node, one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Context {
	/// The chain.
	pub genesis: Genesis,
	/// The agreement of consumers and suppliers; 0 where there is none.
	pub agreement: u32,
	/// The cycle of the agreement, or the interval.
	pub cycle: u32,
	/// The TE node that shows the proof; for equal sums the one that the agreement names.
	pub node: NodeIndex,
	/// What the proof is shown to.
	pub call: Call,
}

impl Context {
	/// The context as bytes: genesis hash, agreement, cycle, node, call. Integers are little-endian.
	pub fn encode(&self) -> [u8; CONTEXT_LEN] {
		let mut bytes = [0; CONTEXT_LEN];
		let fields = self
			.genesis
			.into_iter()
			.chain(self.agreement.to_le_bytes())
			.chain(self.cycle.to_le_bytes())
			.chain(self.node.to_le_bytes())
			.chain([self.call as u8]);
		for (to, from) in bytes.iter_mut().zip(fields) {
			*to = from;
		}
		bytes
	}

	/// The context of bytes as [`encode`](Self::encode) writes them.
	///
	/// # Errors
	///
	/// [`Error::WrongLength`], [`Error::UnknownCall`].
	pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
		let (genesis, rest) = bytes.split_first_chunk().ok_or(Error::WrongLength)?;
		let (agreement, rest) = rest.split_first_chunk().ok_or(Error::WrongLength)?;
		let (cycle, rest) = rest.split_first_chunk().ok_or(Error::WrongLength)?;
		let (node, rest) = rest.split_first_chunk().ok_or(Error::WrongLength)?;
		let [call] = rest else { return Err(Error::WrongLength) };
		Ok(Self {
			genesis: *genesis,
			agreement: u32::from_le_bytes(*agreement),
			cycle: u32::from_le_bytes(*cycle),
			node: u32::from_le_bytes(*node),
			call: Call::from_number(*call)?,
		})
	}

	/// The transcript of a kind of proof in this context.
	pub(crate) fn transcript(&self, kind: &'static [u8]) -> Transcript {
		let mut transcript = Transcript::new(b"gridmerit:hidden:v1");
		transcript.append_message(b"kind", kind);
		transcript.append_message(b"context", &self.encode());
		transcript
	}
}
