// SPDX-License-Identifier: Apache-2.0

//! Intervals whose tariff was corrected, towards the customer.

use super::*;
use gridmerit_pallet_support::TariffCorrections;
use proptest::prelude::*;

/// A slip of the keyboard.
const WRONG: Tariff = Tariff { tou: 2_000, shortfall: 2_500, ..TARIFF };

fn market(test: impl FnOnce()) {
	run(|| {
		begin();
		Market::set_terms(INTERVAL, WRONG, GRID);
		Market::set_limits(ALICE, 20, 20);
		Market::set_metered(ALICE, INTERVAL);
		Market::set_metered(BOB, INTERVAL);
		for node in [ALICE, BOB, CAROL] {
			deposit(node, 100_000);
		}
		test();
	});
}

fn is_done() -> bool {
	Corrected::next_correction().is_none()
}

#[test]
fn what_was_settled_by_the_wrong_tariff_is_settled_anew() {
	market(|| {
		trade(INTERVAL, BOB, bought(10, 100));
		trade(INTERVAL, CAROL, sold(10, 100));
		at(INTERVAL + 1);
		settle(INTERVAL, BOB, metered(30, 0));
		assert_noop!(Ledger::withdraw(by(UTILITY), 40_000), pallet_ledger::Error::<Test>::NotFree);
		at(INTERVAL + DEADLINE + 1);
		enough_blocks();
		// Alice was silent, and Carol, who sold without a meter, has delivered nothing.
		assert_eq!((money(ALICE).0, money(BOB).0), (60_000, 58_950));
		assert_eq!((money(CAROL).0, held(INTERVAL)), (100_000 + 1_000 - 25_000, 65_000));
		events();

		Market::correct(INTERVAL, TARIFF);
		// Nothing is shown before it is done.
		assert_eq!(Settlement::invoice(INTERVAL, ALICE).unwrap().charged, 40_000);
		check_state();
		block();
		assert!(is_done());
		for (node, charged) in [(ALICE, 4_000), (BOB, 5_050), (CAROL, 1_500)] {
			assert_eq!(Settlement::invoice(INTERVAL, node).unwrap().charged, charged);
			let totals = Settlement::totals(node);
			assert_eq!((totals.intervals, totals.paid()), (1, charged as i128));
			assert_eq!(worth(node), 100_000 - charged as i128);
		}
		// What it was paid too much came out of what it had to leave in the pot, or of the reserve.
		assert_eq!((held(INTERVAL), worth(RESERVE)), (6_500, 4_000));
		let corrected = events().into_iter().filter(|event| {
			matches!(event, RuntimeEvent::Settlement(Event::IntervalSettled { corrects: true, .. }))
		});
		assert_eq!(corrected.count(), 3);
		// And a reading that is late still corrects that.
		settle(INTERVAL, ALICE, metered(1, 0));
		assert_eq!((worth(ALICE), held(INTERVAL), worth(RESERVE)), (99_800, 6_700, 0));
	});
}

/// It sold without a meter, took its money and was removed before the correction.
#[test]
fn a_node_that_has_left_is_not_corrected() {
	market(|| {
		trade(INTERVAL, CAROL, sold(10, 100));
		trade(INTERVAL, BOB, bought(10, 100));
		at(INTERVAL + DEADLINE + 1);
		enough_blocks();
		let free = money(CAROL).0;
		assert_ok!(Ledger::withdraw(by(CAROL), free));
		assert_ok!(Registry::remove(Origin::root(), CAROL));
		Market::correct(INTERVAL, TARIFF);
		block();
		assert!(is_done());
		assert_eq!((money(CAROL), Settlement::totals(CAROL)), Default::default());
		check_state();
	});
}

/// A correction takes half of what a block has left, so that nobody stops the rest with corrections.
#[test]
fn silence_is_settled_beside_a_correction() {
	market(|| {
		at(INTERVAL + 1);
		for node in [ALICE, BOB, CAROL] {
			settle(INTERVAL, node, metered(1, 0));
		}
		at(INTERVAL + DEADLINE + 1);
		enough_blocks();
		at(INTERVAL + 1 + DEADLINE + 1);
		for _ in 0..=MIN_BLOCKS {
			block_within(Weights::steps(1, 0, 0, 0));
		}
		assert_eq!(Settlement::invoice(INTERVAL + 1, ALICE), None);
		Market::correct(INTERVAL, TARIFF);
		block_within(Weights::steps(1, 2, 2, 0));
		let charged = |node| Settlement::invoice(INTERVAL, node).unwrap().charged;
		assert_eq!([ALICE, BOB, CAROL].map(charged), [200, 2_000, 2_000]);
		assert_eq!(Settlement::invoice(INTERVAL + 1, ALICE).unwrap().basis, Basis::Silence);
	});
}

#[test]
fn an_interval_is_not_closed_before_its_correction_is_done() {
	market(|| {
		at(INTERVAL + 1);
		settle(INTERVAL, ALICE, metered(1, 0));
		settle(INTERVAL, BOB, metered(1, 0));
		settle(INTERVAL, CAROL, metered(1, 0));
		at_end_of(INTERVAL + WINDOW);
		enough_blocks();
		Market::correct(INTERVAL, TARIFF);
		at(INTERVAL + WINDOW + 1);
		// A step of the correction a block.
		let step = Weights::steps(1, 1, 0, 0);
		for settled_anew in 0..3 {
			assert!(!is_done());
			block_within(step);
			let charged = |node| Settlement::invoice(INTERVAL, node).unwrap().charged;
			let expected = |place| if place <= settled_anew { 200 } else { 2_000 };
			assert_eq!([ALICE, BOB, CAROL].map(charged), [0, 1, 2].map(expected));
			assert_eq!(Market::closed_until(), INTERVAL);
			check_state();
		}
		block_within(step);
		assert_eq!(CorrectionCursor::<Test>::get().map(|cursor| cursor.node), Some(128));
		block();
		assert!(is_done() && CorrectionCursor::<Test>::get().is_none());
		assert_eq!(Market::closed_until(), INTERVAL + 1);
	});
}

/// What happens to a node while a correction goes on.
#[derive(Clone, Copy, Debug)]
enum Step {
	Read(NodeIndex, Metered),
	Silent(NodeIndex),
	Reopen(NodeIndex),
	Block(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
	let node = || ALICE..=CAROL;
	let flow = (0_u64..80, 0_u64..80).prop_map(|(import, export)| metered(import, export));
	prop::collection::vec(
		prop_oneof![
			(node(), flow).prop_map(|(node, flow)| Step::Read(node, flow)),
			node().prop_map(Step::Silent),
			node().prop_map(Step::Reopen),
			(0_u64..3).prop_map(Step::Block),
		],
		0..12,
	)
}

fn happens(step: Step) {
	match step {
		Step::Read(node, flow) => {
			let _ = try_settle(INTERVAL, node, flow);
		},
		Step::Silent(node) if Settlement::invoice(INTERVAL, node).is_none() => {
			assert_ok!(try_silence(INTERVAL, node));
		},
		Step::Silent(_) => {},
		Step::Reopen(node) => {
			Settlement::reopen(INTERVAL, node);
		},
		Step::Block(nodes) => {
			block_within(Weights::steps(1, nodes, 0, 0));
		},
	}
	check_state();
}

proptest! {
	/// Whatever is settled before, between and after: in the end it is as if the tariff had been right from the
	/// start, no money was made or lost, and nobody but the utility is worse off.
	#[test]
	fn a_correction_comes_to_what_the_right_tariff_would_have(
		(before, after) in (steps(), steps()),
		(tou, fit, surplus) in (190_u64..=2_000, 60_u64..100, 40_u64..60),
		reserves in 0_u64..50_000,
	) {
		market(|| {
			trade(INTERVAL, BOB, bought(10, 100));
			trade(INTERVAL, CAROL, sold(10, 100));
			if reserves > 0 {
				deposit(UTILITY, reserves);
			}
			at(INTERVAL + 1);
			let total = || (UTILITY..=CAROL).map(worth).sum::<i128>() + worth(RESERVE);
			let start: Vec<_> = (UTILITY..=CAROL).map(worth).collect();
			before.into_iter().for_each(happens);
			let right = Tariff { tou, fit, surplus, shortfall: tou, ..WRONG };
			Market::correct(INTERVAL, right);
			after.into_iter().for_each(happens);
			block();
			assert!(is_done());
			let neighbours = Ledger::neighbours(INTERVAL);
			assert_eq!(total() + neighbours, start.iter().sum::<i128>());
			let terms = Market::terms(INTERVAL).unwrap();
			let (mut utility, mut reserve) = (0, 0);
			for node in ALICE..=CAROL {
				let paid = Settlement::invoice(INTERVAL, node).map_or(0, |invoice| {
					let row = *SettledPages::<Test>::get(INTERVAL, 0).get(node).unwrap();
					assert_eq!(invoice, row.invoice((Market::position(INTERVAL, node), None), &terms));
					let signed = |amount| i128::try_from(amount).unwrap();
					let (to_utility, to_reserve) = invoice.dues();
					utility += signed(to_utility) - signed(invoice.imbalance.revenue());
					reserve += signed(to_reserve);
					signed(invoice.charged) - signed(invoice.credited)
				});
				assert_eq!(worth(node), start[node as usize] - paid);
			}
			assert_eq!(worth(UTILITY), start[UTILITY as usize] + utility);
			assert_eq!(worth(RESERVE), reserve);
		});
	}
}
