// SPDX-License-Identifier: Apache-2.0

//! Slashes: queued, disputed, applied, divided.

use super::*;
use gridmerit_energy::RESERVE;

fn cancel(slash: u32) -> Result<(), DispatchError> {
	TrustStaking::cancel_slash(operator(), slash, why())
}

fn treasury() -> Planck {
	free(TREASURY) - ED
}

fn credit(node: NodeIndex) -> Planck {
	pallet_ledger::Accounts::<Test>::get(node).credit.into()
}

/// The last slash: what both lost and three got.
fn slashed() -> [Planck; 5] {
	let slashed = events().into_iter().rev().find_map(|event| match event {
		Event::Slashed { own, backers, damage, reporter, treasury, .. } => {
			Some([own, backers, damage, reporter, treasury])
		},
		_ => None,
	});
	slashed.unwrap()
}

#[test]
fn a_slash_waits_and_takes_a_part_of_all_that_is_bonded() {
	run(|| {
		bond(ALICE, 100 * UNIT);
		back(DAVE, ALICE, 60 * UNIT);
		back(ERIN, ALICE, 40 * UNIT);
		assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, 20 * UNIT));
		assert_ok!(TrustStaking::unback(Origin::signed(ERIN), ALICE, 10 * UNIT));
		report(Report { reporter: Some(FRANK), ..contradiction(ALICE, 1) });
		let (slash, node, fraction, due) = (0, ALICE, Part::thousandths(500), now() + DISPUTE);
		assert_eq!(last_event(), Event::SlashQueued { slash, node, fraction, due });
		next_sessions(DISPUTE - 1);
		assert_eq!(stake(ALICE).own(), 100 * UNIT);
		next_sessions(1);
		// Half of each; a tenth of what the node itself loses is the reporter's.
		assert_eq!(slashed(), [50, 50, 0, 5, 95].map(|units| units * UNIT));
		let Stake { bonded, unbonding, pool, leaving, pending, .. } = stake(ALICE);
		assert_eq!((bonded, unbonding[0].amount, pending), (40 * UNIT, 10 * UNIT, 0));
		assert_eq!((pool.bonded, leaving.bonded), (45 * UNIT, 5 * UNIT));
		assert_eq!(held(account_of(ALICE)), 50 * UNIT);
		assert_eq!(free(FRANK), WEALTH + 5 * UNIT);
		assert_eq!(treasury(), 95 * UNIT);
		assert_eq!(TrustStaking::backing(ALICE, DAVE), Some((30 * UNIT, 0, 0)));
		assert_eq!(TrustStaking::backing(ALICE, ERIN), Some((15 * UNIT, 5 * UNIT, 0)));
		// Who leaves gets what is left.
		next_sessions(UNBONDING);
		assert_ok!(TrustStaking::withdraw_backing(by(BOB), ALICE, ERIN));
		assert_ok!(TrustStaking::withdraw_unbonded(by(BOB), ALICE));
		assert_eq!(free(ERIN), WEALTH - 35 * UNIT);
		assert_eq!(held(account_of(ALICE)), 40 * UNIT);
	});
}

#[test]
fn the_severity_counts() {
	run(|| {
		bond(ALICE, 100 * UNIT);
		report(Report { severity: Part::thousandths(100), ..contradiction(ALICE, 1) });
		next_sessions(DISPUTE);
		assert_eq!(slashed()[0], 5 * UNIT);
	});
}

#[test]
fn what_takes_nothing_is_not_queued() {
	run(|| {
		// Nothing is bonded.
		report(contradiction(ALICE, 1));
		bond(BOB, 100 * UNIT);
		let silent = Report { offence: Some(Offence::MissingReading), ..contradiction(BOB, 1) };
		report(silent);
		report(Report { severity: Part::ZERO, ..contradiction(BOB, 2) });
		report(Report { offence: None, damage: Some((CAROL, 0)), ..contradiction(BOB, 3) });
		assert_eq!(NextSlash::<Test>::get(), 0);
	});
}

#[test]
fn the_operator_cancels_a_slash_until_it_is_due() {
	run(|| {
		bond(ALICE, 100 * UNIT);
		assert_noop!(cancel(0), Error::<Test>::UnknownSlash);
		report(contradiction(ALICE, 1));
		report(contradiction(ALICE, 2));
		assert_ok!(cancel(0));
		let (slash, node, reason) = (0, ALICE, why());
		assert_eq!(last_event(), Event::SlashCancelled { slash, node, reason });
		assert_noop!(cancel(0), Error::<Test>::UnknownSlash);
		assert_eq!(stake(ALICE).pending, 1);
		// The session still runs, so the index does not fall for it.
		let offences = TrustStaking::standing(ALICE).unwrap().conduct.offences;
		assert_eq!(offences.contradictions, 10_u64.pow(9));
		CurrentSession::set(&(now() + DISPUTE - 1));
		assert_ok!(frame_support::storage::with_transaction(|| {
			let cancelled = cancel(1);
			sp_runtime::TransactionOutcome::Rollback(cancelled)
		}));
		CurrentSession::set(&(now() + 1));
		assert_noop!(cancel(1), Error::<Test>::DisputeOver);
		poll(Weight::MAX);
		assert_noop!(cancel(1), Error::<Test>::UnknownSlash);
		assert_eq!(slashed()[0], 50 * UNIT);
		assert_eq!((FirstSlash::<Test>::get(), NextSlash::<Test>::get()), (2, 2));
	});
}

#[test]
fn a_cancelled_slash_takes_nothing() {
	run(|| {
		bond(ALICE, 100 * UNIT);
		report(contradiction(ALICE, 1));
		assert_ok!(cancel(0));
		next_sessions(UNBONDING);
		assert_eq!(held(account_of(ALICE)), 100 * UNIT);
		assert_eq!(index(ALICE), params().base);
		bond(ALICE, UNIT);
		// Folded already, the offence stays counted.
		report(contradiction(ALICE, 2));
		next_sessions(1);
		assert_ok!(cancel(1));
		assert!(index(ALICE) < params().base);
		assert_eq!(held(account_of(ALICE)), 101 * UNIT);
	});
}

#[test]
fn nobody_bonds_while_a_slash_is_pending() {
	run(|| {
		bond(ALICE, 100 * UNIT);
		back(DAVE, ALICE, UNIT);
		report(contradiction(ALICE, 1));
		assert_noop!(TrustStaking::bond(by(ALICE), 1), Error::<Test>::SlashPending);
		assert_noop!(
			TrustStaking::back(Origin::signed(DAVE), ALICE, UNIT),
			Error::<Test>::SlashPending
		);
		next_sessions(DISPUTE);
		bond(ALICE, 1);
		back(DAVE, ALICE, UNIT);
	});
}

#[test]
fn nobody_is_out_before_a_slash_that_is_due() {
	run(|| {
		bond(ALICE, 100 * UNIT);
		back(ERIN, ALICE, 10 * UNIT);
		// Unbonded in the session of the offence, reported as late as can be.
		let session = now();
		assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, 100 * UNIT));
		assert_ok!(TrustStaking::unback(Origin::signed(ERIN), ALICE, 10 * UNIT));
		next_sessions(REPORT);
		report(Report { session, ..contradiction(ALICE, 1) });
		let own = || TrustStaking::withdraw_unbonded(by(ALICE), ALICE);
		let backers = || TrustStaking::withdraw_backing(by(ALICE), ALICE, ERIN);
		// No block had the weight to apply it when it was due.
		for _ in 0..DISPUTE {
			assert_noop!(own(), Error::<Test>::NothingToWithdraw);
			CurrentSession::set(&(now() + 1));
		}
		CurrentSession::set(&(session + UNBONDING));
		assert_noop!(own(), Error::<Test>::SlashDue);
		assert_noop!(backers(), Error::<Test>::SlashDue);
		poll(Weight::MAX);
		let tenths = [500, 50, 0, 50, 500];
		assert_eq!(slashed(), tenths.map(|tenths| tenths * UNIT / 10));
		assert_ok!(own());
		assert_ok!(backers());
		assert_eq!(free(ERIN), WEALTH - 5 * UNIT);
	});
}

#[test]
fn slashes_are_applied_as_far_as_the_weight_goes() {
	run(|| {
		bond(ALICE, 100 * UNIT);
		bond(BOB, 100 * UNIT);
		report(contradiction(ALICE, 1));
		report(contradiction(ALICE, 2));
		report(contradiction(BOB, 1));
		next_sessions(1);
		assert_ok!(cancel(1));
		CurrentSession::set(&(now() + 1));
		let (look, step) = (<() as WeightInfo>::poll(), <() as WeightInfo>::apply_slash());
		poll(look + step - Weight::from_parts(1, 0));
		assert_eq!(FirstSlash::<Test>::get(), 0);
		poll(look + step);
		assert_eq!((held(account_of(ALICE)), held(account_of(BOB))), (50 * UNIT, 100 * UNIT));
		// The cancelled one is passed by.
		poll(look + step);
		assert_eq!(FirstSlash::<Test>::get(), 2);
		poll(look + step);
		assert_eq!(held(account_of(BOB)), 50 * UNIT);
		assert_eq!(poll(look + step), look);
	});
}

#[test]
fn several_slashes_take_parts_of_what_is_left() {
	run(|| {
		bond(ALICE, 100 * UNIT);
		(0..3).for_each(|byte| report(contradiction(ALICE, byte)));
		next_sessions(DISPUTE);
		assert_eq!(held(account_of(ALICE)), 100 * UNIT / 8);
		assert_eq!(stake(ALICE).pending, 0);
	});
}

#[test]
fn the_damage_is_made_good_first() {
	run(|| {
		bond(ALICE, 100 * UNIT);
		// Alice owes Bob 30 for what it did not deliver.
		owe(ALICE, BOB, 30 * UNIT);
		report(Report { damage: Some((BOB, 30 * UNIT)), ..contradiction(ALICE, 1) });
		next_sessions(DISPUTE);
		assert_eq!(slashed(), [50, 0, 30, 2, 18].map(|units| units * UNIT));
		assert_eq!(credit(BOB), 30 * UNIT);
		assert_eq!(owed(ALICE, BOB), 0);
	});
}

#[test]
fn damage_takes_more_than_the_part_from_the_own_bond_alone() {
	run(|| {
		bond(ALICE, 100 * UNIT);
		back(DAVE, ALICE, 100 * UNIT);
		report(Report { damage: Some((BOB, 80 * UNIT)), ..contradiction(ALICE, 1) });
		next_sessions(DISPUTE);
		// What the backers lose is nobody's damage, and nobody's reward.
		assert_eq!(slashed(), [80, 50, 80, 0, 50].map(|units| units * UNIT));
		assert_eq!(credit(BOB), 80 * UNIT);
	});
}

fn call_in(origin: Origin, node: NodeIndex, creditor: NodeIndex) -> Result<(), DispatchError> {
	TrustStaking::call_in_debt(origin, node, creditor)
}

#[test]
fn a_debt_alone_takes_the_own_bond_and_no_more() {
	run(|| {
		bond(ALICE, 100 * UNIT);
		back(DAVE, ALICE, 100 * UNIT);
		assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, 30 * UNIT));
		owe(ALICE, RESERVE, 40 * UNIT);
		assert_ok!(call_in(operator(), ALICE, RESERVE));
		next_sessions(DISPUTE);
		assert_eq!(slashed(), [40, 0, 40, 0, 0].map(|units| units * UNIT));
		assert_eq!((stake(ALICE).bonded, stake(ALICE).unbonding()), (42 * UNIT, 18 * UNIT));
		assert_eq!((credit(RESERVE), owed(ALICE, RESERVE)), (40 * UNIT, 0));
		owe(ALICE, RESERVE, 1_000 * UNIT);
		assert_ok!(call_in(operator(), ALICE, RESERVE));
		next_sessions(DISPUTE);
		assert_eq!(slashed(), [60, 0, 60, 0, 0].map(|units| units * UNIT));
		assert_eq!((stake(ALICE).own(), stake(ALICE).owner), (0, None));
		assert_eq!(stake(ALICE).pool.bonded, 100 * UNIT);
		assert_eq!(owed(ALICE, RESERVE), 940 * UNIT);
		assert_eq!(index(ALICE), params().base);
		// Backers do not vouch for it.
		assert_noop!(call_in(operator(), ALICE, RESERVE), Error::<Test>::NotBonded);
	});
}

#[test]
fn what_a_debtor_pays_before_the_slash_is_due_its_bond_keeps() {
	run(|| {
		bond(ALICE, 100 * UNIT);
		owe(ALICE, BOB, 30 * UNIT);
		assert_ok!(call_in(by(BOB), ALICE, BOB));
		// Another one in the next session asks for the same debt.
		next_sessions(1);
		assert_ok!(call_in(by(BOB), ALICE, BOB));
		assert_ok!(Ledger::forgive(Origin::root(), ALICE, BOB, Some(balance(10 * UNIT)), why()));
		next_sessions(1);
		assert_eq!(slashed(), [20, 0, 20, 0, 0].map(|units| units * UNIT));
		next_sessions(1);
		assert_eq!(slashed(), [0; 5]);
		assert_eq!((stake(ALICE).own(), stake(ALICE).pending), (80 * UNIT, 0));
		assert_eq!((credit(BOB), owed(ALICE, BOB)), (20 * UNIT, 0));
	});
}

#[test]
fn only_a_creditor_calls_its_debt_in_and_once_a_session() {
	run(|| {
		bond(ALICE, 100 * UNIT);
		assert_noop!(call_in(by(BOB), ALICE, BOB), Error::<Test>::NothingOwed);
		assert_noop!(call_in(operator(), ALICE, NOBODY), Error::<Test>::NothingOwed);
		owe(ALICE, BOB, UNIT);
		for other in [by(ALICE), by(CAROL), Origin::signed(DAVE)] {
			assert_noop!(call_in(other.clone(), ALICE, BOB), Error::<Test>::NotCreditor);
			// Nobody acts for the reserve, nor for a node that does not exist.
			assert_noop!(call_in(other.clone(), ALICE, RESERVE), Error::<Test>::NotCreditor);
			assert_noop!(call_in(other, ALICE, NOBODY), Error::<Test>::NotCreditor);
		}
		owe(CAROL, BOB, UNIT);
		assert_noop!(call_in(by(BOB), CAROL, BOB), Error::<Test>::NotBonded);
		assert_ok!(call_in(by(BOB), ALICE, BOB));
		assert_noop!(call_in(by(BOB), ALICE, BOB), Error::<Test>::AlreadyReported);
		assert_ok!(cancel(0));
		next_sessions(1);
		assert_ok!(call_in(by(BOB), ALICE, BOB));
	});
}

/// A node that its backers would pay a friend of could gain by its own offence.
#[test]
fn what_backers_lose_rewards_nobody() {
	for own in [10 * UNIT, 0] {
		run(|| {
			bond(ALICE, 10 * UNIT);
			back(DAVE, ALICE, 1_000 * UNIT);
			if own == 0 {
				assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, 10 * UNIT));
				next_sessions(UNBONDING);
				assert_ok!(TrustStaking::withdraw_unbonded(by(ALICE), ALICE));
			}
			report(Report { reporter: Some(FRANK), ..contradiction(ALICE, 1) });
			next_sessions(DISPUTE);
			let lost = own / 2;
			assert_eq!(slashed()[..2], [lost, 500 * UNIT]);
			assert_eq!(free(FRANK), WEALTH + lost / 10);
			assert_eq!(treasury(), 500 * UNIT + lost - lost / 10);
		});
	}
}

#[test]
fn what_else_the_node_owes_comes_before_reporter_and_treasury() {
	run(|| {
		bond(ALICE, 100 * UNIT);
		back(DAVE, ALICE, 100 * UNIT);
		owe(ALICE, UTILITY, 30 * UNIT);
		owe(ALICE, RESERVE, 40 * UNIT);
		report(contradiction(ALICE, 1));
		assert_ok!(call_in(by(UTILITY), ALICE, UTILITY));
		assert_ok!(call_in(operator(), ALICE, RESERVE));
		next_sessions(DISPUTE);
		// 50 of the 70 from the first slash; then what is left of both, and nothing twice.
		assert_eq!(owed(ALICE, UTILITY) + owed(ALICE, RESERVE), 0);
		assert_eq!((credit(UTILITY), credit(RESERVE)), (30 * UNIT, 40 * UNIT));
		assert_eq!(stake(ALICE).own(), 30 * UNIT);
		// Backers do not vouch for debts.
		assert_eq!((stake(ALICE).pool.bonded, treasury()), (50 * UNIT, 50 * UNIT));
		assert_eq!(free(DAVE), WEALTH - 100 * UNIT);
	});
}

#[test]
fn a_creditor_that_has_left_is_not_paid() {
	run(|| {
		bond(ALICE, 100 * UNIT);
		report(Report { damage: Some((BOB, 10 * UNIT)), ..contradiction(ALICE, 1) });
		assert_ok!(Registry::remove(Origin::root(), BOB));
		next_sessions(DISPUTE);
		assert_eq!(slashed(), [50, 0, 0, 5, 45].map(|units| units * UNIT));
	});
}

#[test]
fn who_reports_itself_is_not_rewarded() {
	run(|| {
		bond(ALICE, 100 * UNIT);
		let own = |byte, reporter| {
			report(Report { reporter: Some(reporter), ..contradiction(ALICE, byte) });
			next_sessions(DISPUTE);
			slashed()[3]
		};
		assert_eq!(own(1, account_of(ALICE)), 0);
		assert!(own(2, ERIN) > 0);
		// Nor an account that is dead and stays so.
		let reporter = Rules::<Test>::get().slashing.reporter;
		with_rules(|rules| rules.slashing.reporter = Part::billionths(10));
		assert_eq!(own(3, 999), 0);
		with_rules(|rules| rules.slashing.reporter = reporter);
		// What a former owner loses rewards nobody, or a friend of the new one would be paid by it.
		assert_ok!(Registry::replace_account(Origin::root(), ALICE, DAVE));
		for (byte, who) in (4..).zip([account_of(ALICE), DAVE, ERIN, FRANK]) {
			assert_eq!(own(byte, who), 0);
		}
	});
}

#[test]
fn what_the_treasury_could_not_be_paid_is_paid_later() {
	run(|| {
		bond(ALICE, 100 * UNIT);
		bond(BOB, 100 * UNIT);
		// It dies, and a slash is too little to revive it.
		assert_ok!(Balances::transfer_all(Origin::signed(TREASURY), ERIN, false));
		let tiny = Part::billionths(1);
		with_rules(|rules| rules.slashing.contradiction = tiny);
		report(Report { reporter: None, ..contradiction(ALICE, 1) });
		next_sessions(DISPUTE);
		assert_eq!(slashed(), [100, 0, 0, 0, 0]);
		assert_eq!(Unpaid::<Test>::get(), 100);
		with_rules(|rules| rules.slashing.contradiction = Part::thousandths(500));
		report(Report { reporter: None, ..contradiction(BOB, 1) });
		next_sessions(DISPUTE);
		assert_eq!(slashed(), [50 * UNIT, 0, 0, 0, 50 * UNIT + 100]);
		assert_eq!((Unpaid::<Test>::get(), free(TREASURY)), (0, 50 * UNIT + 100));
	});
}

#[test]
fn the_index_falls_at_the_end_of_the_session_of_the_report() {
	run(|| {
		full_day(ALICE, 1);
		next_sessions(1);
		let before = index(ALICE);
		report(contradiction(ALICE, 1));
		next_sessions(1);
		// e^-1.386 is a quarter.
		assert!(index(ALICE) <= Part::thousandths(251).of_part(before));
		assert!(index(ALICE) >= Part::thousandths(249).of_part(before));
	});
}

#[test]
fn planck_are_never_lost_in_rounding() {
	run(|| {
		bond(ALICE, 10 * UNIT + 7);
		back(DAVE, ALICE, 2 * UNIT + 3);
		back(ERIN, ALICE, UNIT + 1);
		for _ in 0..3 {
			assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, 333));
			assert_ok!(TrustStaking::unback(Origin::signed(DAVE), ALICE, 1));
			next_sessions(1);
			report(Report {
				offence: Some(Offence::RevokedMeter),
				severity: Part::thousandths(337),
				..contradiction(ALICE, now() as u8)
			});
			next_sessions(DISPUTE);
			let [own, backers, damage, reporter, treasury] = slashed();
			assert_eq!(own + backers, damage + reporter + treasury);
			assert_eq!(stake(ALICE).own(), held(account_of(ALICE)));
			check();
		}
	});
}

#[test]
fn what_rounding_leaves_is_taken_from_what_is_on_its_way_out_if_nothing_else_is_there() {
	run(|| {
		bond(ALICE, 7);
		assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, 3));
		next_sessions(1);
		assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, 4));
		report(Report { reporter: None, ..contradiction(ALICE, 1) });
		next_sessions(DISPUTE);
		// Half of 7 is 3: 1 of 3, 1 of 4, and 1 more.
		let parts: Vec<_> = stake(ALICE).unbonding.iter().map(|part| part.amount).collect();
		assert_eq!(parts, [1, 3]);
		assert_eq!(held(account_of(ALICE)), 4);
	});
}
