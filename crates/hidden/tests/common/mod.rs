// SPDX-License-Identifier: Apache-2.0

//! What the tests share.

#![allow(dead_code, reason = "each test takes what it needs")]

use gridmerit_hidden::{Call, Context};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};

/// The same random numbers in every run.
pub struct Seeded(Transcript);

impl Seeded {
	pub fn new(seed: u64) -> Self {
		let mut transcript = Transcript::new(b"test");
		transcript.append_u64(b"seed", seed);
		Self(transcript)
	}

	/// A number below `most`, not quite uniform.
	pub fn below(&mut self, most: usize) -> usize {
		(self.next_u64() % most as u64) as usize
	}
}

impl RngCore for Seeded {
	fn next_u32(&mut self) -> u32 {
		rand_core::impls::next_u32_via_fill(self)
	}

	fn next_u64(&mut self) -> u64 {
		rand_core::impls::next_u64_via_fill(self)
	}

	fn fill_bytes(&mut self, bytes: &mut [u8]) {
		self.0.challenge_bytes(b"bytes", bytes);
	}

	fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
		self.fill_bytes(bytes);
		Ok(())
	}
}

impl CryptoRng for Seeded {}

pub fn context(call: Call) -> Context {
	Context { genesis: [7; 32], agreement: 3, cycle: 12, node: 40, call }
}

/// The context with one thing changed, each thing in turn.
pub fn other_contexts(context: Context) -> Vec<Context> {
	let mut genesis = context.genesis;
	genesis[31] ^= 1;
	let mut all = vec![
		Context { genesis, ..context },
		Context { agreement: context.agreement + 1, ..context },
		Context { cycle: context.cycle + 1, ..context },
		Context { node: context.node + 1, ..context },
	];
	let others = Call::ALL.into_iter().filter(|call| *call != context.call);
	all.extend(others.map(|call| Context { call, ..context }));
	all
}
