// SPDX-License-Identifier: Apache-2.0

//! Reports: what counts, once, in any order; folded when the session is over.

use super::*;
use proptest::{prelude::*, sample::Index};

#[test]
fn nothing_moves_before_the_session_is_over() {
	run(|| {
		full_day(ALICE, 1);
		assert_eq!(index(ALICE), params().base);
		let conduct = TrustStaking::standing(ALICE).unwrap().conduct;
		assert_eq!(conduct.risk, params().day);
		poll(Weight::MAX);
		assert_eq!(index(ALICE), params().base);
		next_sessions(1);
		// A hundredth of what is missing to 1.
		assert_eq!(index(ALICE), Part::thousandths(50).plus(Part::billionths(9_500_000)));
		assert_eq!(last_event(), Event::SessionFolded { session: now() - 1 });
		assert!(TrustStaking::standing(ALICE).unwrap().conduct.is_empty());
		// Once.
		let before = index(ALICE);
		next_sessions(3);
		assert_eq!(index(ALICE), before);
	});
}

#[test]
fn what_is_delivered_gains_and_what_is_missed_costs() {
	run(|| {
		closed(1, ALICE, invoice(1_000, 1_000));
		closed(1, BOB, invoice(1_000, 0));
		let silent = Invoice { basis: Basis::Silence, ..invoice(0, 0) };
		closed(1, CAROL, silent);
		next_sessions(1);
		assert!(index(ALICE) > params().base);
		assert!(index(BOB) < params().base);
		assert!(index(CAROL) < params().base);
		// Who trades nothing has no row.
		closed(2, UTILITY, invoice(0, 0));
		next_sessions(1);
		assert_eq!(StandingPages::<Test>::get(0).get(UTILITY), None);
	});
}

#[test]
fn an_interval_counts_once() {
	run(|| {
		let risk = || TrustStaking::standing(ALICE).unwrap().conduct.risk;
		let each = params().interval;
		closed(200, ALICE, invoice(1_000, 1_000));
		closed(200, ALICE, invoice(1_000, 1_000));
		assert_eq!(risk(), each);
		// In any order, and in another session.
		closed(199, ALICE, invoice(1_000, 1_000));
		closed(73, ALICE, invoice(1_000, 1_000));
		assert_eq!(risk(), 3 * each);
		next_sessions(1);
		for known in [200, 199, 73] {
			closed(known, ALICE, invoice(1_000, 1_000));
		}
		// What is too old counts as known.
		closed(72, ALICE, invoice(1_000, 1_000));
		assert_eq!(risk(), 0);
		closed(74, ALICE, invoice(1_000, 1_000));
		assert_eq!(risk(), each);
		// Far ahead nothing is left of what was known, and nothing before it counts.
		closed(Interval::MAX, ALICE, invoice(1_000, 1_000));
		closed(Interval::MAX, ALICE, invoice(1_000, 1_000));
		closed(0, ALICE, invoice(1_000, 1_000));
		assert_eq!(risk(), 2 * each);
	});
}

#[test]
fn only_nodes_of_the_page_count() {
	run(|| {
		let rows = [(ALICE, invoice(1_000, 1_000)), (130, invoice(1_000, 1_000))];
		TrustStaking::closed(1, 1, &rows);
		TrustStaking::closed(1, page_of(NOBODY), &[(NOBODY, invoice(1_000, 1_000))]);
		TrustStaking::closed(1, Interval::MAX, &rows);
		assert!(TrustStaking::standing(ALICE).unwrap().conduct.is_empty());
		assert_eq!(TrustStaking::standing(130).unwrap().conduct.risk, params().interval);
		assert_eq!(TrustStaking::standing(NOBODY), None);
	});
}

#[test]
fn evidence_counts_once_for_a_node_and_an_offence() {
	run(|| {
		report(contradiction(ALICE, 1));
		assert_noop!(TrustStaking::report(contradiction(ALICE, 1)), Error::<Test>::AlreadyReported);
		// Whatever else is said with it.
		let again = Report {
			severity: Part::thousandths(1),
			reporter: None,
			damage: Some((BOB, 1)),
			..contradiction(ALICE, 1)
		};
		assert_noop!(TrustStaking::report(again), Error::<Test>::AlreadyReported);
		report(contradiction(ALICE, 2));
		report(contradiction(BOB, 1));
		report(Report { offence: Some(Offence::FalseComputation), ..contradiction(ALICE, 1) });
		let offences = TrustStaking::standing(ALICE).unwrap().conduct.offences;
		assert_eq!(
			(offences.contradictions, offences.false_computations),
			(2 * 10_u64.pow(9), 10_u64.pow(9))
		);
	});
}

#[test]
fn only_nodes_are_reported_and_only_for_so_long() {
	run(|| {
		assert_noop!(TrustStaking::report(contradiction(NOBODY, 1)), Error::<Test>::UnknownNode);
		let at = |session| Report { session, ..contradiction(ALICE, 1) };
		assert_noop!(TrustStaking::report(at(now() + 1)), Error::<Test>::NotYet);
		assert_noop!(TrustStaking::report(at(now() - REPORT - 1)), Error::<Test>::TooOld);
		report(at(now() - REPORT));
		// What cannot be reported any more is forgotten, and still cannot be reported.
		let session = now() - REPORT;
		assert_eq!(Reports::<Test>::iter_prefix(session).count(), 1);
		next_sessions(1);
		assert_eq!(Reports::<Test>::iter_prefix(session).count(), 0);
		assert_eq!(ReportsFrom::<Test>::get(), session + 1);
		assert_noop!(TrustStaking::report(at(session)), Error::<Test>::TooOld);
	});
}

#[test]
fn many_reports_are_forgotten_in_steps() {
	run(|| {
		(0..40).for_each(|byte| report(contradiction(ALICE, byte)));
		let session = now();
		CurrentSession::set(&(session + REPORT + 1));
		ReportsFrom::<Test>::put(session);
		let mut meter =
			frame_support::weights::WeightMeter::with_limit(<() as WeightInfo>::prune());
		TrustStaking::prune(&mut meter);
		assert_eq!(Reports::<Test>::iter_prefix(session).count(), 24);
		TrustStaking::prune(&mut frame_support::weights::WeightMeter::new());
		assert_eq!(Reports::<Test>::iter().count(), 0);
		assert_eq!(ReportsFrom::<Test>::get(), session + 1);
	});
}

#[test]
fn a_node_that_only_owes_loses_no_trust() {
	run(|| {
		report(Report { offence: None, ..contradiction(ALICE, 1) });
		assert!(TrustStaking::standing(ALICE).unwrap().conduct.is_empty());
		next_sessions(1);
		assert_eq!(index(ALICE), params().base);
	});
}

#[test]
fn folding_goes_on_where_the_weight_ended() {
	run(|| {
		// 40 nodes on the first page, 12 on the second.
		let nodes: Vec<_> = (0..40).chain(128..NOBODY).collect();
		nodes.iter().for_each(|node| full_day(*node, 1));
		CurrentSession::set(&(now() + 1));
		let step = <() as WeightInfo>::fold(32);
		let poll_weight = <() as WeightInfo>::poll();
		let folded = || {
			let base = params().base;
			nodes.iter().filter(|node| index(**node) > base).count()
		};
		// Nothing without the weight for it, not even for looking.
		assert_eq!(poll(poll_weight - Weight::from_parts(1, 0)), Weight::zero());
		assert_eq!(Folding::<Test>::get(), None);
		poll(poll_weight + step - Weight::from_parts(1, 0));
		assert_eq!(folded(), 0);
		poll(poll_weight + step);
		assert_eq!(folded(), 32);
		check();
		// Meanwhile the next session gathers, of the same nodes too.
		closed(11, 0, invoice(1_000, 1_000));
		closed(11, 39, invoice(1_000, 1_000));
		poll(poll_weight + step);
		assert_eq!(folded(), 40);
		let used = poll(poll_weight + step);
		assert_eq!(folded(), 52);
		assert!(used.ref_time() < (poll_weight + step).ref_time());
		assert!(Folding::<Test>::exists());
		poll(poll_weight + step);
		assert!(!Folding::<Test>::exists());
		for node in [0, 39] {
			let conduct = TrustStaking::standing(node).unwrap().conduct;
			assert_eq!(conduct.risk, params().interval);
		}
		// Today's risk is used up.
		TestClock::set(1_001 * DAY);
		next_sessions(1);
		assert!(index(0) > index(1));
		assert_eq!(index(0), index(39));
	});
}

#[test]
fn a_session_waits_for_the_one_before_it() {
	run(|| {
		full_day(ALICE, 1);
		CurrentSession::set(&(now() + 1));
		poll(<() as WeightInfo>::poll());
		closed(11, ALICE, invoice(1_000, 1_000));
		// Another session, and nothing was folded: what is gathered goes on being gathered.
		CurrentSession::set(&(now() + 1));
		poll(<() as WeightInfo>::poll());
		closed(12, ALICE, invoice(1_000, 1_000));
		check();
		assert_eq!(TrustStaking::standing(ALICE).unwrap().conduct.risk, 12 * params().interval);
		poll(Weight::MAX);
		poll(Weight::MAX);
		check();
		assert!(TrustStaking::standing(ALICE).unwrap().conduct.is_empty());
		let history = TrustStaking::history(ALICE);
		let risks: Vec<_> = history.iter().map(|folded| folded.conduct.risk).collect();
		assert_eq!(risks, [10, 2].map(|intervals| intervals * params().interval));
	});
}

/// What is reported in a session.
#[derive(Clone, Debug)]
enum Said {
	Closed(NodeIndex, Interval, Wh),
	Proven(NodeIndex, u8, u32),
}

fn said() -> impl Strategy<Value = Said> {
	let node = || prop_oneof![Just(ALICE), Just(BOB), Just(130_u32)];
	prop_oneof![
		(node(), 0_u32..20, 0_u64..1_500)
			.prop_map(|(node, at, export)| Said::Closed(node, at, export)),
		(node(), any::<u8>(), 0_u32..1_100)
			.prop_map(|(node, byte, severity)| Said::Proven(node, byte, severity)),
	]
}

fn say(said: &Said) {
	match *said {
		Said::Closed(node, interval, export) => closed(interval, node, invoice(1_000, export)),
		Said::Proven(node, byte, severity) => {
			let severity = Part::thousandths(severity);
			let _ = TrustStaking::report(Report { severity, ..contradiction(node, byte) });
		},
	}
}

/// How everybody stands after a session in which this was reported.
fn stands(said: &[Said]) -> Vec<(Part, Conduct)> {
	let mut stands = Vec::new();
	run(|| {
		said.iter().for_each(say);
		let nodes = [ALICE, BOB, 130];
		let conducts = nodes.map(|node| TrustStaking::standing(node).unwrap().conduct);
		next_sessions(1);
		stands.extend(nodes.map(index).into_iter().zip(conducts));
	});
	stands
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(60))]

	#[test]
	fn the_order_of_reports_in_a_session_does_not_matter(
		mut all in proptest::collection::vec(said(), 1..25),
		swaps in proptest::collection::vec((any::<Index>(), any::<Index>()), 0..40),
	) {
		// The first word on an interval and on evidence counts, so each is told one thing.
		let mut known = std::collections::BTreeSet::new();
		all.retain(|said| known.insert(match said {
			Said::Closed(node, interval, _) => (*node, 0, *interval),
			Said::Proven(node, byte, _) => (*node, 1, (*byte).into()),
		}));
		let before = stands(&all);
		for (a, b) in swaps {
			let (a, b) = (a.index(all.len()), b.index(all.len()));
			all.swap(a, b);
		}
		// And twice is once.
		let again = all.clone();
		all.extend(again);
		prop_assert_eq!(before, stands(&all));
	}
}
