// SPDX-License-Identifier: Apache-2.0

//! Settled without a reading, then with one, reopened, and settled again.

use super::*;
use proptest::{collection::vec, prelude::*};

/// Alice owes readings and draws at most 20 Wh, for 4_000; she has deposited so much.
fn market(credit: u64, test: impl FnOnce()) {
	run(|| {
		Market::set_limits(ALICE, 20, 20);
		Market::set_metered(ALICE, INTERVAL);
		if credit > 0 {
			deposit(ALICE, credit);
		}
		test();
	});
}

#[test]
fn a_silent_node_pays_the_most_it_may_use_and_it_is_not_the_utilitys() {
	market(10_000, || {
		events();
		let invoice = silence(INTERVAL, ALICE);
		let imbalance = Imbalance::Bought { energy: 20, cost: 4_000 };
		assert_eq!((invoice.basis, invoice.metered), (Basis::Silence, metered(20, 0)));
		assert_eq!((invoice.imbalance, invoice.charged), (imbalance, 4_000));
		assert!(!invoice.above_limit);
		assert_eq!(events(), [settled(ALICE, INTERVAL, invoice)]);
		assert_eq!((money(ALICE), money(RESERVE)), ((6_000, 0, 0, 0), (4_000, 4_000, 0, 0)));
		assert_eq!((money(UTILITY), held(INTERVAL)), ((0, 0, 0, 0), 0));
		assert_noop!(Ledger::withdraw(by(UTILITY), 1), Error::<Test>::NotFree);
	});
}

/// What it draws and feeds in, what she has then, and the utility, and what that owes her.
#[test]
fn a_late_reading_moves_the_difference() {
	for (reading, alice, utility, claim) in [
		// Cheaper, as dear, dearer; more than allowed.
		(metered(0, 0), 10_000, 0, 0),
		(metered(5, 0), 9_000, 1_000, 0),
		(metered(20, 0), 6_000, 4_000, 0),
		(metered(25, 0), 5_000, 5_000, 0),
		// All comes back, and more than the utility has.
		(metered(0, 10), 10_000, 0, 600),
	] {
		market(10_000, || {
			silence(INTERVAL, ALICE);
			events();
			assert_eq!(check(INTERVAL, ALICE), Ok(()));
			let invoice = settle(INTERVAL, ALICE, reading);
			assert_eq!((invoice.basis, invoice.metered), (Basis::Reading, reading));
			assert_eq!(events().last(), Some(&corrected(ALICE, INTERVAL, invoice)));
			assert_eq!(money(ALICE), (alice, 0, 0, claim));
			// All that it is paid is held.
			assert_eq!(money(UTILITY), (utility, utility, claim, 0));
			assert_eq!((held(INTERVAL), money(RESERVE)), (utility, (0, 0, 0, 0)));
			let violations = if reading.import > 20 {
				vec![(ALICE, ViolationKind::Silence), (ALICE, ViolationKind::LimitExceeded)]
			} else {
				vec![(ALICE, ViolationKind::Silence)]
			};
			assert_eq!(Market::violations(), violations);
		});
	}
}

#[test]
fn what_was_not_paid_of_the_provisional_charge_is_set_off() {
	for (reading, alice, utility) in [
		// 3_000 are owed. Less than that comes back, just that, more.
		(metered(10, 0), (0, 0, 1_000, 0), (1_000, 1_000, 0, 1_000)),
		(metered(5, 0), (0, 0, 0, 0), (1_000, 1_000, 0, 0)),
		(metered(2, 0), (600, 0, 0, 0), (400, 400, 0, 0)),
		// More is to be paid.
		(metered(21, 0), (0, 0, 3_200, 0), (1_000, 1_000, 0, 3_200)),
		(metered(0, 5), (1_000, 0, 0, 300), (0, 0, 300, 0)),
	] {
		market(1_000, || {
			silence(INTERVAL, ALICE);
			assert_eq!(money(ALICE), (0, 0, 3_000, 0));
			assert_eq!(money(RESERVE), (1_000, 1_000, 0, 3_000));
			settle(INTERVAL, ALICE, reading);
			assert_eq!((money(ALICE), money(UTILITY)), (alice, utility), "{reading:?}");
			assert_eq!((money(RESERVE), held(INTERVAL)), ((0, 0, 0, 0), utility.1));
		});
	}
}

#[test]
fn what_is_held_cannot_be_withdrawn_or_collected_and_so_it_can_be_paid_back() {
	market(10_000, || {
		utility_in_debt(BOB);
		settle(INTERVAL, ALICE, metered(20, 0));
		// Neither a debt of the utility nor what it buys of others is paid with it.
		assert_noop!(Ledger::collect(by(BOB), UTILITY, BOB), Error::<Test>::NothingToCollect);
		settle(INTERVAL, CAROL, metered(0, 2));
		assert_eq!(money(CAROL), (0, 0, 0, 120));
		deposit(UTILITY, 250);
		for creditor in [BOB, CAROL] {
			let _ = Ledger::collect(by(creditor), UTILITY, creditor);
		}
		assert_noop!(Ledger::withdraw(by(UTILITY), 71), Error::<Test>::NotFree);
		assert_ok!(Ledger::withdraw(by(UTILITY), 70));
		assert_eq!(money(UTILITY), (4_000, 4_000, 0, 0));
		reopen(INTERVAL, ALICE);
		assert!(!has_money(UTILITY));
		settle(INTERVAL, ALICE, metered(0, 0));
		assert_ok!(Ledger::withdraw(by(ALICE), 10_000));
	});
}

#[test]
fn what_is_held_for_several_nodes_is_freed_of_each() {
	market(10_000, || {
		for node in [ALICE, BOB] {
			Market::set_limits(node, 20, 20);
			Market::set_metered(node, 0);
		}
		deposit(BOB, 3_000);
		settle(INTERVAL, ALICE, metered(20, 0));
		settle(INTERVAL, BOB, metered(20, 0));
		settle(INTERVAL + 1, ALICE, metered(20, 0));
		assert_eq!((held(INTERVAL), held(INTERVAL + 1)), (7_000, 4_000));
		assert_eq!(money(UTILITY), (11_000, 11_000, 0, 1_000));
		reopen(INTERVAL, BOB);
		assert_eq!((held(INTERVAL), held(INTERVAL + 1)), (4_000, 4_000));
		assert_eq!((money(UTILITY), money(BOB)), ((8_000, 8_000, 0, 0), (0, 0, 1_000, 0)));
		assert_eq!(money(RESERVE), (3_000, 3_000, 0, 1_000));
		settle(INTERVAL, BOB, metered(10, 0));
		assert_eq!((held(INTERVAL), money(RESERVE)), (6_000, (0, 0, 0, 0)));
		reopen(INTERVAL, BOB);
		reopen(INTERVAL, ALICE);
		assert!(!Held::<Test>::contains_key(INTERVAL));
	});
}

#[test]
fn a_reading_that_does_not_count_any_more_is_replaced_by_the_worst_case() {
	market(0, || {
		deposit(UTILITY, 1_000);
		settle(INTERVAL, ALICE, metered(0, 10));
		// What the utility paid is gone.
		assert_ok!(Ledger::withdraw(by(ALICE), 600));
		events();
		let invoice = reopen(INTERVAL, ALICE);
		assert_eq!((invoice.basis, invoice.metered), (Basis::Revoked, metered(20, 0)));
		// What she was paid she owes to the utility, and what she cannot show not to have drawn to nobody.
		let back = incurred(ALICE, UTILITY, 600, 600);
		let worst = incurred(ALICE, RESERVE, 4_000, 4_000);
		assert_eq!(events(), [back, worst, corrected(ALICE, INTERVAL, invoice)]);
		assert_eq!((money(ALICE), money(UTILITY)), ((0, 0, 4_600, 0), (400, 0, 0, 600)));
		assert_eq!(money(RESERVE), (0, 0, 0, 4_000));
		assert!(Ledger::in_arrears(ALICE));
		// Revoked by its meter's fault, not by silence.
		assert_eq!(Market::violations(), []);

		settle(INTERVAL, ALICE, metered(0, 10));
		assert_eq!((money(ALICE), money(UTILITY)), ((0, 0, 0, 0), (400, 0, 0, 0)));
		reopen(INTERVAL, ALICE);
		settle(INTERVAL, ALICE, metered(3, 0));
		assert_eq!((money(ALICE), money(UTILITY)), ((0, 0, 1_200, 0), (400, 0, 0, 1_200)));
	});
}

#[test]
fn what_is_paid_when_it_is_reopened_is_the_reserves() {
	market(10_000, || {
		settle(INTERVAL, ALICE, metered(5, 0));
		assert_noop!(Ledger::withdraw(by(UTILITY), 1), Error::<Test>::NotFree);
		reopen(INTERVAL, ALICE);
		assert_eq!(money(ALICE), (6_000, 0, 0, 0));
		assert_eq!((money(UTILITY), held(INTERVAL)), ((0, 0, 0, 0), 0));
		assert_eq!(money(RESERVE), (4_000, 4_000, 0, 0));
		settle(INTERVAL, ALICE, metered(6, 0));
		assert_eq!(money(ALICE), (8_800, 0, 0, 0));
		assert_eq!((money(UTILITY), money(RESERVE)), ((1_200, 1_200, 0, 0), (0, 0, 0, 0)));
	});
}

/// Whatever the reading stated: who has a meter's key makes its node owe no more than silence does. What was paid
/// beyond that comes back.
#[test]
fn a_revoked_reading_charges_no_more_than_silence() {
	for (import, limit) in [(20, 20), (21, 20), (1 << 40, 20), (20, 10)] {
		market(10_000, || {
			settle(INTERVAL, ALICE, metered(import, 0));
			Market::set_limits(ALICE, limit, limit);
			events();
			let invoice = reopen(INTERVAL, ALICE);
			assert_eq!((invoice.basis, invoice.metered), (Basis::Revoked, metered(limit, 0)));
			assert!(!invoice.above_limit);
			assert_eq!(worth(ALICE), 10_000 - 200 * i128::from(limit));
			// And as much as if it had been silent from the start.
			settle(INTERVAL, ALICE, metered(5, 0));
			assert_eq!(worth(ALICE), 10_000 - 200 * 5);
		});
	}
}

/// A spare settles only what was silent, or is reopened, provisionally, and goes when it does not count any more.
#[test]
fn a_spare_settles_what_was_silent_until_the_settlement_meter_is_heard() {
	let spare = |metered| {
		let mut shared = Shared::default();
		let case = Settlement::spare_case(&mut shared, INTERVAL, ALICE)?;
		assert_ok!(Settlement::settle(&mut shared, case, metered));
		Settlement::store(&mut shared);
		Settlement::invoice(INTERVAL, ALICE)
	};
	market(10_000, || {
		// Its time has not come.
		assert_eq!(spare(metered(5, 0)), None);
		silence(INTERVAL, ALICE);
		let invoice = spare(metered(5, 0)).unwrap();
		assert_eq!((invoice.basis, invoice.metered), (Basis::Spare, metered(5, 0)));
		assert!(invoice.basis.is_provisional() && invoice.basis.is_metered());
		assert_eq!(worth(ALICE), 9_000);
		assert_eq!(spare(metered(4, 0)), None);
		// What the settlement meter has read is not opened again by what becomes of a spare, and the other way
		// round.
		assert!(!Settlement::reopen(INTERVAL, ALICE));
		assert!(Settlement::reopen_spare(INTERVAL, ALICE));
		assert_eq!(Settlement::invoice(INTERVAL, ALICE).unwrap().basis, Basis::Revoked);
		assert_eq!(spare(metered(6, 0)).unwrap().basis, Basis::Spare);
		let invoice = settle(INTERVAL, ALICE, metered(7, 0));
		assert_eq!((invoice.basis, worth(ALICE)), (Basis::Reading, 8_600));
		assert!(!Settlement::reopen_spare(INTERVAL, ALICE));
		assert_eq!(spare(metered(5, 0)), None);
	});
}

/// 1 Wh less, and the worst case is dearer.
#[test]
fn a_revoked_reading_below_the_limit_costs_what_it_is_short_of_it() {
	for (import, limit) in [(19, 20), (20, 21), (25, 30)] {
		market(10_000, || {
			settle(INTERVAL, ALICE, metered(import, 0));
			Market::set_limits(ALICE, limit, limit);
			let invoice = reopen(INTERVAL, ALICE);
			assert_eq!((invoice.basis, invoice.metered), (Basis::Revoked, metered(limit, 0)));
			assert_eq!(money(ALICE), (10_000 - 200 * limit, 0, 0, 0));
			assert_eq!(money(RESERVE), (200 * limit, 200 * limit, 0, 0));
			assert_eq!((money(UTILITY), held(INTERVAL)), ((0, 0, 0, 0), 0));
		});
	}
}

#[test]
fn a_violation_of_the_limit_is_recorded_once() {
	market(10_000, || {
		let exceeded = [(ALICE, ViolationKind::LimitExceeded)];
		assert!(settle(INTERVAL, ALICE, metered(25, 0)).above_limit);
		assert_eq!(Market::violations(), exceeded);
		// What was struck out has exceeded nothing; the one that counts has.
		assert!(!reopen(INTERVAL, ALICE).above_limit);
		assert!(settle(INTERVAL, ALICE, metered(22, 0)).above_limit);
		assert_eq!(Market::violations(), exceeded);
		// In another interval, and where the settlement that it replaces was within the limit.
		assert!(settle(INTERVAL + 1, ALICE, metered(21, 0)).above_limit);
		assert_eq!(Market::violations(), exceeded);
		reopen(INTERVAL, ALICE);
		assert!(!settle(INTERVAL, ALICE, metered(20, 0)).above_limit);
		assert!(!reopen(INTERVAL, ALICE).above_limit);
		assert_eq!(Market::violations(), []);
		assert!(settle(INTERVAL, ALICE, metered(0, 21)).above_limit);
		assert_eq!(Market::violations(), exceeded);
	});
}

#[test]
fn what_is_settled_without_a_meter_is_held_and_a_reading_replaces_it() {
	market(0, || {
		trade(INTERVAL, BOB, sold(10, 100));
		trade(INTERVAL, CAROL, bought(10, 100));
		settle(INTERVAL, CAROL, metered(10, 0));
		assert_eq!(silence(INTERVAL, BOB).basis, Basis::Unmetered);
		// He had to lock 1_500, gets 1_000 for what he did not deliver, and pays 2_500 for it.
		assert_eq!((worth(BOB), money(UTILITY)), (0, (2_500, 2_500, 0, 0)));
		assert_eq!(held(INTERVAL), 2_500);
		assert_noop!(Ledger::withdraw(by(UTILITY), 1), Error::<Test>::NotFree);
		// He delivered 9 Wh.
		settle(INTERVAL, BOB, metered(0, 9));
		assert_eq!((worth(BOB), money(UTILITY)), (2_250, (250, 250, 0, 0)));
		assert_eq!(held(INTERVAL), 250);
		assert_eq!(Market::violations(), []);
	});
}

#[test]
fn neighbours_and_the_grid_are_not_concerned() {
	market(6_500, || {
		trade(INTERVAL, ALICE, sold(10, 100));
		trade(INTERVAL, BOB, bought(10, 100));
		settle(INTERVAL, BOB, metered(10, 0));
		// It delivers nothing and draws 20 Wh: 10 at the shortfall price, 20 at the time-of-use price.
		let invoice = silence(INTERVAL, ALICE);
		assert_eq!((invoice.charged, money(RESERVE).0), (5_500, 6_500));
		assert_eq!(money(ALICE), (1_000, 0, 0, 0));
		settle(INTERVAL, ALICE, metered(0, 10));
		reopen(INTERVAL, ALICE);
		settle(INTERVAL, ALICE, metered(0, 10));
		assert_eq!([ALICE, BOB, UTILITY, GRID].map(worth), [7_500, 0, 0, 50]);
	});
}

#[test]
fn a_limit_that_has_changed_since_changes_nothing_but_the_worst_case() {
	market(10_000, || {
		silence(INTERVAL, ALICE);
		Market::set_limits(ALICE, 10, 10);
		settle(INTERVAL, ALICE, metered(0, 0));
		assert_eq!((worth(ALICE), worth(UTILITY)), (10_000, 0));
		reopen(INTERVAL, ALICE);
		assert_eq!((worth(ALICE), worth(UTILITY), worth(RESERVE)), (8_000, 0, 2_000));
		assert!(settle(INTERVAL, ALICE, metered(15, 0)).above_limit);
		assert_eq!((worth(ALICE), worth(UTILITY)), (7_000, 3_000));
	});
}

#[test]
fn fails_for_a_second_reading() {
	let refused = || {
		assert_eq!(check(INTERVAL, ALICE), Err(Unsettleable::Settled));
	};
	market(10_000, || {
		settle(INTERVAL, ALICE, metered(1, 0));
		refused();
		reopen(INTERVAL, ALICE);
		settle(INTERVAL, ALICE, metered(1, 0));
		refused();
	});
	market(10_000, || {
		silence(INTERVAL, ALICE);
		settle(INTERVAL, ALICE, metered(1, 0));
		refused();
	});
	// A meter may come to settle what was settled without one.
	market(10_000, || {
		Market::set_metered(ALICE, None);
		trade(INTERVAL, ALICE, bought(1, 100));
		assert_eq!(silence(INTERVAL, ALICE).basis, Basis::Unmetered);
		settle(INTERVAL, ALICE, metered(1, 0));
		refused();
	});
}

#[test]
fn fails_for_what_cannot_be_settled_and_says_why() {
	market(10_000, || {
		let refused = |interval, node, reason| {
			assert_eq!(check(interval, node), Err(reason));
			assert!(!Settlement::reopen(interval, node));
		};
		settle(INTERVAL, ALICE, metered(0, 0));
		refused(INTERVAL + 2, ALICE, Unsettleable::NotOver);
		refused(INTERVAL - 2, ALICE, Unsettleable::UnknownInterval);
		refused(INTERVAL, UTILITY, Unsettleable::IsUtility);
		refused(INTERVAL, NOBODY, Unsettleable::UnknownNode);
		Market::set_clears(INTERVAL, true);
		refused(INTERVAL, ALICE, Unsettleable::NotFinal);
		Market::set_clears(INTERVAL, false);
		Market::set_closed_until(INTERVAL);
		ProvisionalUntil::<Test>::put(SilenceCursor { interval: INTERVAL + 1, node: 0 });
		assert_eq!(check(INTERVAL, ALICE), Err(Unsettleable::Settled));
		Market::set_closed_until(INTERVAL + 1);
		refused(INTERVAL, ALICE, Unsettleable::Closed);
		refused(INTERVAL, BOB, Unsettleable::Closed);
	});
}

#[test]
fn fails_to_reopen_what_no_reading_has_settled() {
	market(10_000, || {
		let root = || sp_io::storage::root(sp_runtime::StateVersion::V1);
		let refused = |interval, node| {
			let before = root();
			assert!(!Settlement::reopen(interval, node));
			assert_eq!(root(), before);
		};
		refused(INTERVAL, ALICE);
		silence(INTERVAL, ALICE);
		refused(INTERVAL, ALICE);
		settle(INTERVAL, ALICE, metered(1, 0));
		reopen(INTERVAL, ALICE);
		refused(INTERVAL, ALICE);
		trade(INTERVAL, BOB, bought(1, 100));
		silence(INTERVAL, BOB);
		refused(INTERVAL, BOB);
	});
}

#[derive(Clone, Debug)]
enum Step {
	Settle(Metered),
	Silence,
	Reopen,
	Deposit(NodeIndex, u64),
	Withdraw(NodeIndex),
	Collect,
}

fn step() -> impl Strategy<Value = Step> {
	let who = || prop_oneof![Just(ALICE), Just(UTILITY)];
	prop_oneof![
		4 => (0_u64..30, 0_u64..30).prop_map(|(import, export)| Step::Settle(metered(import, export))),
		2 => Just(Step::Silence),
		3 => Just(Step::Reopen),
		1 => (who(), 1_u64..5_000).prop_map(|(node, amount)| Step::Deposit(node, amount)),
		2 => who().prop_map(Step::Withdraw),
		1 => Just(Step::Collect),
	]
}

fn position() -> impl Strategy<Value = Position> {
	let trade = || (0_u64..20, 61_u64..180);
	(trade(), trade()).prop_map(|((bought, price), (sold, ask))| {
		let position = Position::default().buy(bought, price).unwrap();
		position.sell(sold, ask).unwrap()
	})
}

/// What Alice, the utility, the grid and the reserve have gained after these steps; what she was settled with in the end.
fn gains(
	grid: NodeIndex,
	position: Position,
	steps: &[Step],
) -> ([i128; 4], Option<(Basis, Metered)>) {
	let mut result = None;
	market(0, || {
		const WHO: [NodeIndex; 4] = [ALICE, UTILITY, GRID, RESERVE];
		Market::set_terms(INTERVAL, TARIFF, grid);
		trade(INTERVAL, ALICE, position);
		// With Bob, who keeps to it.
		let Position { bought, sold, cost, revenue } = position;
		let other = Position { bought: sold, sold: bought, cost: revenue, revenue: cost };
		trade(INTERVAL, BOB, other);
		settle(INTERVAL, BOB, metered(other.long(), other.short()));
		let mut paid_in = WHO.map(worth);
		let mut last = None;
		for step in steps {
			match *step {
				Step::Settle(seen) => {
					let open = check(INTERVAL, ALICE).is_ok();
					assert_eq!(try_settle(INTERVAL, ALICE, seen).is_ok(), open);
					if open {
						last = Some((Basis::Reading, seen));
					}
				},
				Step::Silence if last.is_none() => {
					silence(INTERVAL, ALICE);
					last = Some((Basis::Silence, metered(20, 0)));
				},
				Step::Silence => {},
				Step::Reopen => {
					let read = last.filter(|(basis, _)| *basis == Basis::Reading);
					let before = worth(ALICE);
					assert_eq!(Settlement::reopen(INTERVAL, ALICE), read.is_some());
					let within = read.is_none_or(|(_, seen)| seen.import <= 20);
					assert!(
						!within || worth(ALICE) <= before,
						"it does not get cheaper than silence"
					);
					if read.is_some() {
						last = Some((Basis::Revoked, metered(20, 0)));
					}
				},
				Step::Deposit(node, amount) => {
					deposit(node, amount);
					paid_in[usize::from(node == UTILITY)] += i128::from(amount);
				},
				Step::Withdraw(node) => {
					let (credit, locked, debts, _) = money(node);
					let free = credit - locked;
					let withdrawn = free > 0 && Ledger::withdraw(by(node), free).is_ok();
					assert_eq!(withdrawn, free > 0 && debts == 0);
					if withdrawn {
						paid_in[usize::from(node == UTILITY)] -= i128::from(free);
					}
				},
				Step::Collect => {
					let _ = Ledger::collect(by(BOB), ALICE, UTILITY);
					let _ = Ledger::collect(by(BOB), ALICE, RESERVE);
					let _ = Ledger::collect(by(BOB), RESERVE, ALICE);
					let _ = Ledger::collect(by(BOB), UTILITY, ALICE);
				},
			}
			check_state();
			let invoice = Settlement::invoice(INTERVAL, ALICE);
			let counts = |seen: Metered| metered(seen.import, seen.export.min(20));
			assert_eq!(
				invoice.map(|invoice| (invoice.basis, invoice.metered)),
				last.map(|(basis, seen)| (basis, counts(seen)))
			);
			let (to_utility, to_reserve) = invoice.map_or((0, 0), |invoice| invoice.dues());
			assert!(Planck::from(held(INTERVAL)) <= to_utility);
			assert_eq!(held(INTERVAL), money(UTILITY).1);
			assert!(Planck::from(money(RESERVE).1) <= to_reserve);
		}
		let gains = [0, 1, 2, 3].map(|place| worth(WHO[place]) - paid_in[place]);
		result = Some((gains, last));
	});
	result.unwrap()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(500))]

	#[test]
	fn only_the_last_reading_counts(
		position in position(),
		steps in vec(step(), 1..16),
		grid in prop_oneof![Just(GRID), Just(UTILITY), Just(ALICE)],
	) {
		let (gained, last) = gains(grid, position, &steps);
		let once = match last {
			None => vec![],
			Some((Basis::Reading, seen)) => vec![Step::Settle(seen)],
			// It does not matter what else was read before.
			Some((Basis::Revoked, seen)) => vec![Step::Settle(seen), Step::Reopen],
			Some(_) => vec![Step::Silence],
		};
		prop_assert_eq!(gained, gains(grid, position, &once).0);
	}
}
