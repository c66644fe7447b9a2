// SPDX-License-Identifier: Apache-2.0

//! What trust does: how it is weighed, tiers, discounts.

#![allow(clippy::unwrap_used)] // A test that cannot be set up has failed.

use gridmerit_energy::{Order, Position, Tariff};
use gridmerit_trust::{
	Discount, Lock, MAX_MONEY, Part, Tier, TierError, Weighing, WeighingError, tier_of,
	tiers_in_order,
};
use proptest::prelude::*;

const TARIFF: Tariff = Tariff {
	tou: 200_000,
	fit: 80_000,
	alpha_ppm: 950_000,
	fee: 5_000,
	shortfall: 300_000,
	surplus: 80_000,
	curtailed: 0,
};

#[test]
fn boundary_bonds() {
	let weighing = Weighing { least: 10, full: 1_000 };
	let index = Part::thousandths(800);
	let effective = |bonded| weighing.effective(index, bonded).as_billionths() / 1_000_000;
	assert_eq!([0, 9, 10, 500, 999, 1_000, 1_001].map(effective), [0, 0, 8, 400, 799, 800, 800]);
	assert_eq!(weighing.effective(index, u128::MAX), index);
	assert_eq!(Weighing { least: 0, ..weighing }.effective(index, 0), Part::ZERO);
}

#[test]
fn boundary_weighings() {
	for (least, full) in [(0, 1), (1, 1), (MAX_MONEY, MAX_MONEY)] {
		assert_eq!(Weighing { least, full }.check(), Ok(()));
	}
	assert_eq!(Weighing { least: 0, full: 0 }.check(), Err(WeighingError::Full));
	assert_eq!(Weighing { least: 0, full: MAX_MONEY + 1 }.check(), Err(WeighingError::Full));
	assert_eq!(Weighing { least: 2, full: 1 }.check(), Err(WeighingError::Least));
	assert_eq!(Weighing::default().check(), Ok(()));
}

const TIERS: [Tier; 3] = [
	Tier { from: Part::thousandths(10), most: 500 },
	Tier { from: Part::thousandths(100), most: 5_000 },
	Tier { from: Part::thousandths(900), most: 50_000 },
];

#[test]
fn boundary_tiers() {
	let most = |billionths| {
		tier_of(&TIERS, Part::billionths(billionths)).map(|(place, tier)| (place, tier.most))
	};
	assert_eq!(most(9_999_999), None);
	assert_eq!(most(10_000_000), Some((0, 500)));
	assert_eq!(most(99_999_999), Some((0, 500)));
	assert_eq!(most(100_000_000), Some((1, 5_000)));
	assert_eq!(most(1_000_000_000), Some((2, 50_000)));
	assert_eq!(tier_of(&[], Part::ONE), None);
}

#[test]
fn tiers_must_be_in_order() {
	assert_eq!(tiers_in_order(&TIERS), Ok(()));
	assert_eq!(tiers_in_order(&[]), Ok(()));
	let [low, middle, high] = TIERS;
	assert_eq!(tiers_in_order(&[middle, low]), Err(TierError::NotAscending));
	assert_eq!(tiers_in_order(&[low, low]), Err(TierError::NotAscending));
	assert_eq!(tiers_in_order(&[low, Tier { most: 499, ..high }]), Err(TierError::AllowsLess));
	assert_eq!(tiers_in_order(&[low, Tier { most: 500, ..high }]), Ok(()));
}

#[test]
fn a_trusted_seller_locks_less_as_far_as_its_bond_reaches() {
	let discount = Discount { most: Part::thousandths(500), cover: Part::thousandths(400) };
	let limits = TARIFF.limits().unwrap();
	let sold = Position::default().sell(1_000, 120_000).unwrap();
	let lock =
		|effective, room| discount.lock(effective, room, &sold, None, &TARIFF, &limits).unwrap();
	// 1,000 x 300,000 less the 120,000,000 it has earned; neighbours are owed nothing.
	assert_eq!(lock(Part::ZERO, u128::MAX), Lock { locked: 180_000_000, waived: 0 });
	assert_eq!(lock(Part::ONE, u128::MAX), Lock { locked: 90_000_000, waived: 90_000_000 });
	let most = lock(Part::thousandths(500), 1_000_000);
	assert_eq!(most, Lock { locked: 179_000_000, waived: 1_000_000 });
	assert_eq!(discount.room(1_000_000_000, 100_000_000), 300_000_000);
	assert_eq!(discount.room(1_000_000_000, 400_000_001), 0);
	let off = Discount::default();
	let full = off.lock(Part::ONE, u128::MAX, &sold, None, &TARIFF, &limits);
	assert_eq!(full, Some(Lock { locked: 180_000_000, waived: 0 }));
}

fn positions() -> impl Strategy<Value = Position> {
	let leg = || (0_u64..5_000, 80_001_u64..=190_000);
	(leg(), leg()).prop_map(|((bought, at), (sold, for_))| {
		Position::default().buy(bought, at).unwrap().sell(sold, for_).unwrap()
	})
}

fn orders() -> impl Strategy<Value = Option<Order>> {
	let price = || 80_001_u64..190_000;
	let demand = (1_u64..5_000, prop::option::of(price()))
		.prop_map(|(quantity, limit)| Order::Demand { quantity, limit });
	let offer = (1_u64..5_000, price()).prop_map(|(capacity, ask)| Order::Offer { capacity, ask });
	prop::option::of(prop_oneof![demand, offer])
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2_000))]

	#[test]
	fn never_less_is_locked_than_neighbours_are_owed(
		position in positions(),
		order in orders(),
		parts in [0_u32..=1_000_000_000, 0_u32..=1_000_000_000],
		room in 0_u128..2_000_000_000,
		filled in 0_u64..5_000,
	) {
		let [most, effective] = parts.map(Part::billionths);
		let discount = Discount { most, cover: Part::ONE };
		let limits = TARIFF.limits().unwrap();
		let lock = discount.lock(effective, room, &position, order, &TARIFF, &limits).unwrap();
		prop_assert!(lock.waived <= room);
		let full = position.lock(order, &TARIFF, &limits).unwrap();
		prop_assert_eq!(lock.locked + lock.waived, full);
		// However much of the order fills at its worst price: what is not covered is the shortfall alone.
		let then = match order {
			None => position,
			Some(order) => {
				let price = match order {
					Order::Demand { limit, .. } => limit.unwrap_or(limits.cap()),
					Order::Offer { ask, .. } => ask,
				};
				position.filled(&order, filled.min(order.quantity()), price).unwrap()
			},
		};
		prop_assert!(lock.locked >= then.cost.saturating_sub(then.revenue));
	}

	#[test]
	fn to_divide_a_bond_among_nodes_brings_nothing(
		index in 0_u32..=1_000_000_000,
		bonds in prop::collection::vec(0_u128..=100_000_000_000, 1..10),
	) {
		let weighing = Weighing::default();
		let index = Part::billionths(index);
		let billionths = |bond| weighing.effective(index, bond).as_billionths();
		let together = bonds.iter().sum::<u128>();
		prop_assert!(bonds.iter().copied().map(billionths).sum::<u32>() <= billionths(together));
	}

	#[test]
	fn money_alone_buys_no_more_than_the_index(index in 0_u32..=1_000_000_000, bond in any::<u128>()) {
		let index = Part::billionths(index);
		prop_assert!(Weighing::default().effective(index, bond) <= index);
	}
}
