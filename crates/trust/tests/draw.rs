// SPDX-License-Identifier: Apache-2.0

//! Draws: their law by statistics on fixed seeds, and their bounds.

#![allow(clippy::indexing_slicing, clippy::unwrap_used)] // A test that cannot be set up has failed.

use gridmerit_trust::{DrawError, MAX_CANDIDATES, MAX_WEIGHT, draw};
use proptest::prelude::*;

/// The seed of a test's n-th draw.
fn seed(n: u64) -> [u8; 32] {
	let mut seed = [0; 32];
	seed[..8].copy_from_slice(&n.to_le_bytes());
	seed
}

/// Pearson's statistic of counts against their probabilities.
fn chi_square(counts: &[u32], probabilities: &[f64]) -> f64 {
	let all = f64::from(counts.iter().sum::<u32>());
	let terms = counts.iter().zip(probabilities).map(|(count, probability)| {
		let expected = all * probability;
		assert!(expected >= 5.0, "too few draws for this statistic");
		(f64::from(*count) - expected).powi(2) / expected
	});
	terms.sum()
}

const WEIGHTS: [u64; 6] = [100_000_000, 50_000_000, 400_000_000, 0, 250_000_000, 200_000_000];
const DRAWS: u64 = 20_000;

fn weight(place: usize) -> f64 {
	WEIGHTS[place] as f64 / 1e9
}

#[test]
fn the_first_is_drawn_in_proportion() {
	let mut counts = [0; 6];
	for n in 0..DRAWS {
		counts[draw(seed(n), 0, &WEIGHTS, 1).unwrap()[0] as usize] += 1;
	}
	assert_eq!(counts[3], 0);
	let some = [0, 1, 2, 4, 5];
	let statistic = chi_square(&some.map(|place| counts[place]), &some.map(weight));
	// 4 degrees of freedom: 18.47 is passed once in a thousand.
	assert!(statistic < 18.47, "{statistic}");
}

#[test]
fn each_order_of_two_has_the_probability_of_successive_sampling() {
	let mut counts = [[0; 6]; 6];
	for n in 0..DRAWS {
		let drawn = draw(seed(n), 1, &WEIGHTS, 2).unwrap();
		counts[drawn[0] as usize][drawn[1] as usize] += 1;
	}
	let pairs = (0..6).flat_map(|a| (0..6).map(move |b| (a, b)));
	let pairs = pairs.filter(|(a, b)| a != b && WEIGHTS[*a] * WEIGHTS[*b] > 0);
	let (seen, law): (Vec<u32>, Vec<f64>) =
		pairs.map(|(a, b)| (counts[a][b], weight(a) * weight(b) / (1.0 - weight(a)))).unzip();
	assert_eq!(seen.iter().sum::<u32>(), DRAWS as u32);
	// 19 degrees of freedom: 43.82 is passed once in a thousand.
	let statistic = chi_square(&seen, &law);
	assert!(statistic < 43.82, "{statistic}");
}

#[test]
fn among_many_of_equal_weight_each_is_drawn_as_often() {
	let weights = [7; 100];
	let mut counts = [0; 100];
	for n in 0..5_000 {
		for place in draw(seed(n), 2, &weights, 10).unwrap() {
			counts[place as usize] += 1;
		}
	}
	// 10 of 100 without replacement: each count's variance is 0.9 of that with replacement, times 100 / 99.
	let statistic = chi_square(&counts, &[0.01; 100]) / 0.9 * 99.0 / 100.0;
	// 99 degrees of freedom: 148.23 is passed once in a thousand.
	assert!(statistic < 148.23, "{statistic}");
}

#[test]
fn a_biased_draw_would_be_found() {
	// The same statistic against slightly wrong weights: a tenth less for one of them.
	let mut counts = [0; 6];
	for n in 0..DRAWS {
		counts[draw(seed(n), 0, &WEIGHTS, 1).unwrap()[0] as usize] += 1;
	}
	let some = [0, 1, 2, 4, 5];
	let mut law = some.map(weight);
	(law[2], law[4]) = (law[2] + 0.02, law[4] - 0.02);
	assert!(chi_square(&some.map(|place| counts[place]), &law) > 18.47);
}

#[test]
fn a_draw_is_the_same_for_ever() {
	// If this fails, blocks that were built no longer execute: ChaCha20 or the law has changed. Reckoned in Python
	// too, from RFC 8439's block function.
	let weights: Vec<u64> = (1..=20).map(|weight| weight * 1_000_000).collect();
	let drawn = |stream| draw([42; 32], stream, &weights, 8).unwrap();
	assert_eq!(drawn(0), [5, 18, 14, 16, 6, 1, 13, 19]);
	assert_eq!(drawn(1), [19, 14, 9, 15, 11, 12, 13, 8]);
}

#[test]
fn boundary_candidates_and_weights() {
	assert_eq!(draw(seed(0), 0, &[], 5), Ok(vec![]));
	assert_eq!(draw(seed(0), 0, &[0, 0], 5), Ok(vec![]));
	assert_eq!(draw(seed(0), 0, &[0, 1, 0], 5), Ok(vec![1]));
	assert_eq!(draw(seed(0), 0, &[1, 1], 0), Ok(vec![]));
	assert_eq!(draw(seed(0), 0, &[MAX_WEIGHT], 1), Ok(vec![0]));
	assert_eq!(draw(seed(0), 0, &[MAX_WEIGHT + 1], 1), Err(DrawError::TooHeavy));
	let many = vec![MAX_WEIGHT; MAX_CANDIDATES];
	assert_eq!(draw(seed(0), 0, &many, 3).unwrap().len(), 3);
	let too_many = vec![1; MAX_CANDIDATES + 1];
	assert_eq!(draw(seed(0), 0, &too_many, 3), Err(DrawError::TooMany));
}

/// The law, the slow way: with the same random numbers, places are sought from the left.
fn slowly(seed: [u8; 32], stream: u64, weights: &[u64], count: usize) -> Vec<u32> {
	use rand_chacha::rand_core::{RngCore, SeedableRng};
	let mut random = rand_chacha::ChaCha20Rng::from_seed(seed);
	random.set_stream(stream);
	let mut left: Vec<_> = weights.to_vec();
	let mut drawn = vec![];
	while drawn.len() < count && left.iter().any(|weight| *weight > 0) {
		let number = (u128::from(random.next_u64()) << 64) | u128::from(random.next_u64());
		let total: u64 = left.iter().sum();
		let product = num_bigint::BigUint::from(number) * total;
		let mut target = u64::try_from(product >> 128_u32).unwrap();
		let place = left.iter().position(|weight| {
			let found = target < *weight;
			target = target.saturating_sub(*weight);
			found
		});
		let place = place.unwrap();
		left[place] = 0;
		drawn.push(place as u32);
	}
	drawn
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1_000))]

	#[test]
	fn the_tree_finds_what_the_law_says(
		seed in any::<[u8; 32]>(),
		stream in any::<u64>(),
		weights in prop::collection::vec(prop_oneof![Just(0), Just(MAX_WEIGHT), 0..=MAX_WEIGHT], 0..70),
		count in 0_usize..80,
	) {
		let drawn = draw(seed, stream, &weights, count).unwrap();
		prop_assert_eq!(&drawn, &slowly(seed, stream, &weights, count));
		// Without replacement, nobody without weight, and as many as there are.
		let mut once = drawn.clone();
		once.sort_unstable();
		once.dedup();
		prop_assert_eq!(once.len(), drawn.len());
		prop_assert!(drawn.iter().all(|place| weights[*place as usize] > 0));
		let candidates = weights.iter().filter(|weight| **weight > 0).count();
		prop_assert_eq!(drawn.len(), count.min(candidates));
	}
}
