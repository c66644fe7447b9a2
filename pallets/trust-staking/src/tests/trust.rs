// SPDX-License-Identifier: Apache-2.0

//! What the pallets above ask.

use super::*;
use gridmerit_pallet_support::SellerTrust;
use gridmerit_trust::{Discount, MAX_WEIGHT, Tier};
use sp_core::H256;

#[test]
fn trust_is_index_times_bond() {
	run(|| {
		let base = params().base;
		assert_eq!(TrustStaking::trust(ALICE), TrustView { index: base, ..Default::default() });
		bond(ALICE, 100 * UNIT);
		back(DAVE, ALICE, 400 * UNIT);
		let view = TrustView {
			index: base,
			own: 100 * UNIT,
			backed: 400 * UNIT,
			effective: Part::thousandths(500).of_part(base),
		};
		assert_eq!(TrustStaking::trust(ALICE), view);
		assert_eq!(TrustStaking::weight(ALICE), 25_000_000);
		// Above the full bond more brings nothing.
		bond(BOB, 9_000 * UNIT);
		assert_eq!(TrustStaking::trust(BOB).effective, base);
		assert_eq!(TrustStaking::trust(NOBODY).effective, Part::ZERO);
		// What is on its way out counts no more.
		assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, 50 * UNIT));
		assert_ok!(TrustStaking::unback(Origin::signed(DAVE), ALICE, 200 * UNIT));
		assert_eq!(TrustStaking::trust(ALICE).effective, Part::thousandths(250).of_part(base));
	});
}

#[test]
fn who_risks_nothing_itself_is_not_trusted_for_its_backers() {
	run(|| {
		bond(ALICE, 100 * UNIT);
		back(DAVE, ALICE, 400 * UNIT);
		let least = Rules::<Test>::get().weighing.least;
		assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, 100 * UNIT - least));
		assert_eq!(TrustStaking::trust(ALICE).own, least);
		assert!(TrustStaking::trust(ALICE).effective > Part::ZERO);
		assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, 1));
		assert_eq!(TrustStaking::trust(ALICE).backed, 400 * UNIT);
		assert_eq!(TrustStaking::trust(ALICE).effective, Part::ZERO);
		// It can bond again.
		bond(ALICE, 1);
		assert!(TrustStaking::trust(ALICE).effective > Part::ZERO);
	});
}

#[test]
fn who_does_nothing_fades_to_the_base() {
	run(|| {
		for day in 0..30 {
			TestClock::set((1_000 + day) * DAY);
			full_day(ALICE, day as Interval * 10);
			next_sessions(1);
		}
		let high = index(ALICE);
		assert!(high > Part::thousandths(250));
		// The day is not over.
		TestClock::set(1_030 * DAY - 1);
		assert_eq!(index(ALICE), high);
		TestClock::set(1_130 * DAY);
		let faded = index(ALICE);
		assert!(params().base < faded && faded < high);
		TestClock::set(u64::MAX);
		assert_eq!(index(ALICE), params().base);
	});
}

#[test]
fn tiers_say_what_may_be_sold() {
	run(|| {
		let most = |thousandths| {
			TrustStaking::most_sold_by(&Rules::<Test>::get(), Part::thousandths(thousandths))
		};
		assert_eq!(most(0), None);
		let tiers = [(10, 1_000), (500, 5_000)];
		with_rules(|rules| {
			let tiers = tiers.map(|(from, most)| Tier { from: Part::thousandths(from), most });
			rules.tiers.try_extend(tiers.into_iter()).unwrap();
			rules.discount = Discount { most: Part::thousandths(500), cover: Part::ONE };
		});
		assert_eq!(
			[0, 9, 10, 499, 500, 1_000].map(most),
			[0, 0, 1_000, 1_000, 5_000, 5_000].map(Some)
		);
		bond(ALICE, 100 * UNIT);
		assert_eq!(TrustStaking::standing(ALICE).unwrap().most_sold, Some(0));
		bond(ALICE, 900 * UNIT);
		assert_eq!(TrustStaking::standing(ALICE).unwrap().most_sold, Some(1_000));
	});
}

#[test]
fn a_seller_is_looked_up_only_where_trust_does_anything() {
	run(|| {
		bond(ALICE, 1_000 * UNIT);
		assert_eq!(TrustStaking::seller(ALICE), SellerTrust::default());
		// Half of a discount is none.
		for (most, cover) in [(Part::ONE, Part::ZERO), (Part::ZERO, Part::ONE)] {
			with_rules(|rules| rules.discount = Discount { most, cover });
			assert_eq!(TrustStaking::seller(ALICE), SellerTrust::default());
		}
		let discount = Discount { most: Part::thousandths(500), cover: Part::thousandths(1) };
		with_rules(|rules| rules.discount = discount);
		let base = params().base;
		let trusted = SellerTrust { most_sold: None, discount, effective: base, own: 1_000 * UNIT };
		assert_eq!(TrustStaking::seller(ALICE), trusted);
		with_rules(|rules| {
			rules.discount = Discount::default();
			rules.tiers.try_push(Tier { from: base, most: 700 }).unwrap();
		});
		let trusted =
			SellerTrust { most_sold: Some(700), discount: Discount::default(), ..trusted };
		assert_eq!(TrustStaking::seller(ALICE), trusted);
		let nobody = SellerTrust { most_sold: Some(0), ..Default::default() };
		assert_eq!(TrustStaking::seller(BOB), nobody);
		// Suspended, it counts for nothing; its bond is still there.
		assert_ok!(Registry::suspend(Origin::root(), ALICE, why()));
		assert_eq!(TrustStaking::seller(ALICE), SellerTrust { own: 1_000 * UNIT, ..nobody });
	});
}

#[test]
fn a_bond_that_is_to_be_slashed_covers_no_locks() {
	run(|| {
		let discount = Discount { most: Part::ONE, cover: Part::ONE };
		with_rules(|rules| rules.discount = discount);
		bond(ALICE, 1_000 * UNIT);
		assert_eq!(TrustStaking::seller(ALICE).discount, discount);
		report(contradiction(ALICE, 1));
		assert_eq!(TrustStaking::seller(ALICE).discount, Discount::default());
		assert_ok!(TrustStaking::cancel_slash(operator(), 0, why()));
		assert_eq!(TrustStaking::seller(ALICE).discount, discount);
	});
}

fn draw(fixed: u32, candidates: &[(NodeIndex, u64)], count: u32) -> Option<Vec<NodeIndex>> {
	TrustStaking::draw(b"committee", fixed, candidates, count)
}

#[test]
fn nobody_is_drawn_with_randomness_that_could_be_known() {
	run(|| {
		let candidates = [(ALICE, 1), (BOB, 2)];
		// No randomness yet.
		assert_eq!(draw(0, &candidates, 1), None);
		Mock::set_random(H256::repeat_byte(1), 5);
		assert_eq!(draw(5, &candidates, 1), None);
		assert_eq!(draw(6, &candidates, 1), None);
		assert!(draw(4, &candidates, 1).is_some());
		assert_eq!(draw(4, &[(ALICE, MAX_WEIGHT + 1)], 1), None);
	});
}

#[test]
fn draws_are_weighted_without_replacement_and_by_subject() {
	run(|| {
		let candidates = [(ALICE, 60), (BOB, 30), (CAROL, 10), (UTILITY, 0)];
		let mut first = std::collections::BTreeMap::<NodeIndex, u32>::new();
		let mut differ = false;
		for turn in 0..2_000_u64 {
			Mock::set_random(H256::from_low_u64_be(turn), 5);
			let drawn = draw(4, &candidates, 9).unwrap();
			let mut sorted = drawn.clone();
			sorted.sort();
			// Who weighs nothing is never drawn.
			assert_eq!(sorted, [ALICE, BOB, CAROL]);
			*first.entry(drawn[0]).or_default() += 1;
			assert_eq!(draw(4, &candidates, 1).unwrap(), drawn[..1]);
			let other = TrustStaking::draw(b"builders", 4, &candidates, 9).unwrap();
			differ |= other != drawn;
		}
		assert!(differ);
		// Within five standard deviations.
		for (node, expected) in [(ALICE, 1_200), (BOB, 600), (CAROL, 200)] {
			let found = first[&node];
			assert!(found.abs_diff(expected) < 110, "{node}: {found} of {expected}");
		}
	});
}
