// SPDX-License-Identifier: Apache-2.0

//! A person sees why its trust is what it is.

use super::*;

#[test]
fn each_change_is_told_with_its_causes() {
	run(|| {
		full_day(ALICE, 1);
		closed(11, ALICE, invoice(1_000, 0));
		report(contradiction(ALICE, 7));
		let told = Event::OffenceReported {
			node: ALICE,
			offence: Some(Offence::Contradiction),
			severity: Part::ONE,
			session: now(),
			evidence: evidence(7),
			reporter: Some(DAVE),
		};
		assert!(events().contains(&told));
		next_sessions(1);
		let [folded] = TrustStaking::history(ALICE).try_into().unwrap();
		let Folded { session, day, conduct, changes, reward } = folded;
		assert_eq!((session, day, reward), (now() - 1, 1_000, 0));
		assert_eq!(conduct.risk, params().day);
		assert_eq!(conduct.missed, 950 * 300_000);
		assert_eq!(conduct.offences.contradictions, 10_u64.pow(9));
		assert_eq!(changes.before, params().base);
		let after = changes.before.minus(changes.faded).plus(changes.gained).minus(changes.fallen);
		assert_eq!(after, index(ALICE));
		let moved =
			Event::IndexMoved { node: ALICE, session, index: after, conduct, changes, reward };
		assert!(events().contains(&moved));
	});
}

#[test]
fn the_last_changes_are_remembered() {
	run(|| {
		let first = now();
		for turn in 0..6 {
			closed(turn, ALICE, invoice(1_000, 1_000));
			next_sessions(1);
		}
		let history = TrustStaking::history(ALICE);
		let sessions: Vec<_> = history.iter().map(|folded| folded.session).collect();
		assert_eq!(sessions, (first + 2..first + 6).collect::<Vec<_>>());
		// Each begins where the one before it has ended.
		for (a, b) in history.iter().zip(history.iter().skip(1)) {
			assert_eq!(b.changes.before, a.changes.before.plus(a.changes.gained));
		}
		assert!(TrustStaking::history(BOB).is_empty());
	});
}

#[test]
fn the_view_says_how_a_node_stands() {
	run(|| {
		bond(ALICE, 400 * UNIT);
		back(DAVE, ALICE, 100 * UNIT);
		assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, 50 * UNIT));
		assert_ok!(TrustStaking::unback(Origin::signed(DAVE), ALICE, 20 * UNIT));
		report(contradiction(ALICE, 1));
		let base = params().base;
		let standing = TrustStanding {
			index: base,
			effective: base.of_part(Part::thousandths(430)),
			most_sold: None,
			bonded: 350 * UNIT,
			unbonding: 50 * UNIT,
			backed: 80 * UNIT,
			leaving: 20 * UNIT,
			backers: 1,
			commission: Part::ZERO,
			pending: 1,
			owed: 0,
			conduct: Conduct::offence(Offence::Contradiction, Part::ONE),
		};
		assert_eq!(TrustStaking::standing(ALICE), Some(standing));
		assert_eq!(TrustStaking::standing(NOBODY), None);
		assert_eq!(
			TrustStaking::pots(),
			(TrustStaking::pot_account(), TrustStaking::reward_account())
		);
	});
}
