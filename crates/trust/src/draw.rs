// SPDX-License-Identifier: Apache-2.0

//! Random subsets, in proportion to weights.

use alloc::{vec, vec::Vec};

use rand_chacha::{
	ChaCha20Rng,
	rand_core::{RngCore, SeedableRng},
};

/// The most candidates of a draw.
pub const MAX_CANDIDATES: usize = 1 << 20;

/// The largest weight: a thousand times full trust in billionths. A sum of weights stays below 2^60.
pub const MAX_WEIGHT: u64 = 1 << 40;

/// Why nobody is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
	/// More than [`MAX_CANDIDATES`].
	#[error("more than 2^20 candidates")]
	TooMany,
	/// More than [`MAX_WEIGHT`].
	#[error("a weight is above 2^40")]
	TooHeavy,
}

/// Draws up to `count` candidates without replacement and gives their places in `weights`, in the order in which they
/// were drawn.
///
/// The law is successive sampling: each time, every candidate that is left is drawn with its weight over the weights
/// of all that are left. So the first is drawn in exact proportion, candidates of equal weight are treated alike, and
/// who weighs nothing is never drawn: fewer than `count` come out if fewer weigh anything. Probabilities are exact to
/// 2^-68.
///
/// `seed` is stretched by ChaCha20, and `stream` tells draws with one seed apart: two purposes need two streams.
/// Nothing but the arguments matters, on any machine.
///
/// A tree of sums makes it linear in the candidates and logarithmic in each draw: at most `2 n + 42 count` additions
/// and 2 `count` words of ChaCha20.
pub fn draw(
	seed: [u8; 32],
	stream: u64,
	weights: &[u64],
	count: usize,
) -> Result<Vec<u32>, DrawError> {
	if weights.len() > MAX_CANDIDATES {
		return Err(DrawError::TooMany);
	}
	if weights.iter().any(|weight| *weight > MAX_WEIGHT) {
		return Err(DrawError::TooHeavy);
	}
	let mut random = ChaCha20Rng::from_seed(seed);
	random.set_stream(stream);
	let mut sums = Sums::new(weights);
	let mut drawn = Vec::with_capacity(count.min(weights.len()));
	while drawn.len() < count && sums.total > 0 {
		let place = sums.find(below(&mut random, sums.total));
		let Some(weight) = weights.get(place) else { break };
		sums.remove(place, *weight);
		drawn.push(place as u32);
	}
	Ok(drawn)
}

/// A number below a bound of at most 2^60: the high part of its product with 128 random bits. No second try, so the
/// work is bounded, for a bias below bound / 2^128.
fn below(random: &mut ChaCha20Rng, bound: u64) -> u64 {
	let mut word = || u128::from(random.next_u64());
	let (high, low, bound) = (word(), word(), u128::from(bound));
	// Products of 64 bits with a carry of 64 bits: they fit.
	(high.wrapping_mul(bound).wrapping_add(low.wrapping_mul(bound) >> 64) >> 64) as u64
}

/// Sums of weights in a tree (Fenwick's): node i, counted from 1, has the sum of the weights of as many places up to i
/// as its lowest bit says.
struct Sums {
	tree: Vec<u64>,
	total: u64,
}

impl Sums {
	fn new(weights: &[u64]) -> Self {
		let mut tree = vec![0_u64; weights.len().saturating_add(1)];
		let mut total = 0_u64;
		for (node, weight) in (1..).zip(weights) {
			total = total.saturating_add(*weight);
			let sum = tree.get(node).copied().unwrap_or_default().saturating_add(*weight);
			if let Some(own) = tree.get_mut(node) {
				*own = sum;
			}
			if let Some(parent) = tree.get_mut(parent(node)) {
				*parent = parent.saturating_add(sum);
			}
		}
		Self { tree, total }
	}

	/// The place at which the sum of all weights before it and its own comes to be above `target`.
	fn find(&self, mut target: u64) -> usize {
		let mut node = 0_usize;
		let mut reach = self.tree.len().next_power_of_two();
		while reach > 0 {
			let next = node.saturating_add(reach);
			match self.tree.get(next) {
				Some(sum) if *sum <= target => {
					target = target.saturating_sub(*sum);
					node = next;
				},
				_ => {},
			}
			reach >>= 1;
		}
		// Node i + 1 is place i, and the place sought is behind those passed.
		node
	}

	fn remove(&mut self, place: usize, weight: u64) {
		self.total = self.total.saturating_sub(weight);
		let mut node = place.saturating_add(1);
		while let Some(sum) = self.tree.get_mut(node) {
			*sum = sum.saturating_sub(weight);
			node = parent(node);
		}
	}
}

/// The next node whose sum contains that of `node`.
fn parent(node: usize) -> usize {
	node.saturating_add(node & node.wrapping_neg())
}
