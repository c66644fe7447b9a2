// SPDX-License-Identifier: Apache-2.0

//! Slashes and rewards conserve, and no backer is ever looked at but its own.

#![allow(clippy::indexing_slicing, clippy::unwrap_used)] // A test that cannot be set up has failed.

use gridmerit_trust::{Accrual, MAX_BOND, Part, Pool, StakeError, slash, split_reward};
use proptest::prelude::*;

fn money() -> impl Strategy<Value = u128> {
	(0..=MAX_BOND, 0_u32..97).prop_map(|(bits, shift)| bits >> shift)
}

fn parts() -> impl Strategy<Value = Part> {
	prop_oneof![Just(0), Just(1_000_000_000), 0_u32..=1_000_000_000].prop_map(Part::billionths)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(4_000))]

	#[test]
	fn a_slash_takes_its_fraction_to_the_planck(own in money(), backers in money(), part in parts()) {
		let (mine, theirs) = slash(own, backers, part);
		prop_assert_eq!(mine + theirs, part.times(own + backers));
		prop_assert!(mine <= own && theirs <= backers);
		prop_assert_eq!(theirs, part.times(backers));
		prop_assert!(mine - part.times(own) <= 1);
	}

	#[test]
	fn a_reward_is_split_to_the_planck(
		reward in money(),
		commission in parts(),
		own in money(),
		backers in money(),
	) {
		let (mine, theirs) = split_reward(reward, commission, own, backers).unwrap();
		prop_assert_eq!(mine + theirs, reward);
		if backers == 0 || commission == Part::ONE {
			prop_assert_eq!(theirs, 0);
		} else if own == 0 && commission == Part::ZERO {
			prop_assert_eq!(mine, 0);
		}
		// The backers never get more than what they bonded brings.
		if own > 0 {
			prop_assert!(theirs <= reward - gridmerit_trust::mul_div(reward, own, own + backers).unwrap());
		}
	}
}

#[derive(Clone, Copy, Debug)]
enum Move {
	Join(usize, u128),
	Leave(usize, Part),
	Slash(Part),
	Reward(u128),
}

fn moves() -> impl Strategy<Value = Move> {
	let amount = || (1_u128..=1 << 60, 0_u32..60).prop_map(|(bits, shift)| (bits >> shift).max(1));
	prop_oneof![
		3 => (0_usize..5, amount()).prop_map(|(who, amount)| Move::Join(who, amount)),
		2 => (0_usize..5, parts()).prop_map(|(who, part)| Move::Leave(who, part)),
		1 => parts().prop_map(Move::Slash),
		3 => amount().prop_map(Move::Reward),
	]
}

#[derive(Clone, Copy, Default)]
struct Backer {
	shares: u128,
	then: u128,
	claimed: u128,
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(500))]

	#[test]
	fn backers_share_all_there_is_and_no_more(moves in prop::collection::vec(moves(), 1..80)) {
		let (mut pool, mut accrual) = (Pool::default(), Accrual::default());
		let mut backers = [Backer::default(); 5];
		let (mut joined, mut left, mut slashed, mut paid) = (0, 0, 0, 0_u128);
		for (number, one) in moves.into_iter().enumerate() {
			match one {
				Move::Join(who, amount) => {
					let backer = &mut backers[who];
					backer.claimed += accrual.earned(backer.shares, backer.then).unwrap();
					backer.then = accrual.per_share;
					let others = pool.worth(pool.shares - backer.shares);
					let Ok(change) = pool.join(amount) else { continue };
					pool = change.pool;
					backer.shares += change.shares;
					joined += amount;
					// Nobody else has less for it.
					prop_assert!(pool.worth(pool.shares - backer.shares) >= others, "{number}");
				},
				Move::Leave(who, part) => {
					let backer = &mut backers[who];
					backer.claimed += accrual.earned(backer.shares, backer.then).unwrap();
					backer.then = accrual.per_share;
					let others = pool.worth(pool.shares - backer.shares);
					let Ok(change) = pool.leave(part.times(backer.shares)) else { continue };
					pool = change.pool;
					backer.shares -= change.shares;
					left += change.amount;
					prop_assert!(pool.worth(pool.shares - backer.shares) >= others, "{number}");
				},
				Move::Slash(part) => {
					let amount = part.times(pool.bonded);
					pool = pool.slash(amount).unwrap();
					slashed += amount;
				},
				Move::Reward(amount) => {
					let Ok(after) = accrual.add(amount, pool.shares) else { continue };
					accrual = after;
					paid += amount;
				},
			}
			prop_assert_eq!(pool.shares, backers.iter().map(|backer| backer.shares).sum::<u128>());
			prop_assert_eq!(pool.bonded + left + slashed, joined);
			let worth = backers.iter().map(|backer| pool.worth(backer.shares)).sum::<u128>();
			prop_assert!(worth <= pool.bonded);
			prop_assert!(pool.shares == 0 || pool.bonded - worth <= 5);
			let earned: u128 = backers
				.iter()
				.map(|one| one.claimed + accrual.earned(one.shares, one.then).unwrap())
				.sum();
			prop_assert!(earned + accrual.rest <= paid, "{number}");
			// What is lost to rounding: a planck for each reckoning and each reward.
			prop_assert!(paid - earned - accrual.rest <= 6 + 2 * number as u128);
		}
	}
}

#[test]
fn rewards_go_by_shares_and_time() {
	let first = Pool::default().join(128).unwrap();
	let accrual = Accrual::default().add(64, first.pool.shares).unwrap();
	let second = first.pool.join(384).unwrap();
	let later = accrual.add(64, second.pool.shares).unwrap();
	assert_eq!(later.earned(first.shares, 0), Some(80));
	assert_eq!(later.earned(second.shares, accrual.per_share), Some(48));
	// A slash halves what both have bonded, and changes no reward.
	let slashed = second.pool.slash(256).unwrap();
	assert_eq!((slashed.worth(first.shares), slashed.worth(second.shares)), (64, 192));
}

#[test]
fn who_wants_an_amount_gives_the_fewest_shares() {
	let pool = Pool { bonded: 1_000, shares: 3_000 };
	assert_eq!([1, 333, 1_000].map(|amount| pool.shares_for(amount)), [3, 999, 3_000].map(Some));
	assert_eq!([0, 1_001].map(|amount| pool.shares_for(amount)), [None, None]);
	let pool = Pool { bonded: 1_000, shares: 999 };
	let shares = pool.shares_for(500).unwrap();
	assert!(pool.worth(shares) >= 500 && pool.worth(shares - 1) < 500);
}

#[test]
fn boundary_pools() {
	let empty = Pool::default();
	assert_eq!(empty.join(0), Err(StakeError::Nothing));
	assert_eq!(empty.join(MAX_BOND + 1), Err(StakeError::TooMuch));
	let full = empty.join(MAX_BOND).unwrap().pool;
	assert_eq!(full.join(1), Err(StakeError::TooMuch));
	assert_eq!(full.worth(full.shares), MAX_BOND);
	assert_eq!(full.leave(0), Err(StakeError::Nothing));
	assert_eq!(full.leave(full.shares + 1), Err(StakeError::TooLittle));
	assert_eq!(full.slash(MAX_BOND + 1), Err(StakeError::TooLittle));
	let wiped = full.slash(MAX_BOND).unwrap();
	assert_eq!(wiped.join(1), Err(StakeError::Wiped));
	// When the last one has left, it begins anew.
	let left = wiped.leave(wiped.shares).unwrap();
	assert_eq!((left.amount, left.pool), (0, empty));
	// One planck is left of nearly all: whoever joins with more than its shares can hold is refused.
	let speck = full.slash(MAX_BOND - 1).unwrap();
	assert_eq!(speck.join(MAX_BOND - 1), Err(StakeError::Overflow));
}

#[test]
fn boundary_accruals() {
	let accrual = Accrual::default();
	assert_eq!(accrual.add(1, 0), Err(StakeError::Nothing));
	assert_eq!(accrual.add(MAX_BOND + 1, 1), Err(StakeError::TooMuch));
	assert_eq!(accrual.add(MAX_BOND, 1), Err(StakeError::Overflow));
	// Too little to divide waits for more.
	let waits = accrual.add(1, u128::MAX).unwrap();
	assert_eq!((waits.per_share, waits.rest), (0, 1));
	// A pool as large as can be still divides what a block pays.
	let shares = Pool::default().join(MAX_BOND).unwrap().shares;
	let paid = accrual.add(1 << 40, shares).unwrap();
	assert_eq!(paid.earned(shares, 0), Some(1 << 40));
	assert_eq!(accrual.earned(1, 1), None);
}
