// SPDX-License-Identifier: Apache-2.0

use super::*;
use gridmerit_energy::Roles;
use gridmerit_trust::Part;

#[test]
fn the_more_trusted_has_the_seat_and_hysteresis_keeps_who_is_in_office() {
	run(7, || {
		// 0.5 counts as 0.55 in office.
		join([8], 549);
		for _ in 0..3 {
			all_serve();
		}
		assert_eq!(in_office(), [0, 1, 2, 3, 4, 5, 6]);
		assert_eq!(lack(8), Some(SeatLack::Outranked));
		assert_eq!(reason(1, 6), Some(SeatReason::Kept));
		Mock::set_trust(8, 551);
		all_serve();
		all_serve();
		assert_eq!(in_office(), [0, 1, 2, 3, 4, 5, 8]);
		// And is not won back with the same trust.
		for _ in 0..4 {
			all_serve();
			assert_eq!(in_office(), [0, 1, 2, 3, 4, 5, 8]);
		}
		assert_eq!(lack(6), Some(SeatLack::Outranked));
	});
}

#[test]
fn newcomers_come_by_less_than_a_third_and_count_as_such_until_they_have_built() {
	run(4, || {
		join(10..14, 900);
		all_serve();
		assert_eq!(seats(1), [0, 1, 2, 3, 10]);
		assert_eq!(lack(11), Some(SeatLack::NewcomersTaken));
		all_serve();
		// In office, and nobody has seen a block of it.
		assert_eq!(seats(1), [0, 1, 2, 3, 10]);
		all_serve();
		assert_eq!(seats(1), [0, 1, 2, 3, 10, 11, 12]);
		// A chain of seven has two who may fail, and ten is known to run.
		for _ in 0..6 {
			all_serve();
		}
		assert_eq!(in_office(), [0, 1, 2, 10, 11, 12, 13]);
	});
}

#[test]
fn an_owner_has_one_seat() {
	run(4, || {
		// Node 10 gets the customer of node 0.
		assert_ok!(Registry::change(RuntimeOrigin::root(), 10, prosumer(0)));
		join([10], 900);
		all_serve();
		assert_eq!((seats(1), lack(10)), (vec![0, 1, 2, 3], Some(SeatLack::OwnersOther)));
	});
}

#[test]
fn who_is_suspended_or_loses_its_trust_loses_its_seat() {
	run(7, || {
		Mock::set_trust(6, 100);
		let reason = BoundedVec::truncate_from(b"look".to_vec());
		assert_ok!(Registry::suspend(RuntimeOrigin::root(), 5, reason));
		all_serve();
		assert_eq!(seats(1), [0, 1, 2, 3, 4]);
		assert_eq!((lack(5), lack(6)), (Some(SeatLack::Trust), Some(SeatLack::Trust)));
	});
}

#[test]
fn whatever_becomes_of_trust_the_chain_keeps_builders() {
	// All have lost all trust.
	run(5, || {
		(0..5).for_each(|node| Mock::set_trust(node, 0));
		for _ in 0..4 {
			all_serve();
			assert_eq!(in_office().len(), 5.min(in_office().len()).max(4));
		}
		assert_eq!(reason(1, 0), Some(SeatReason::Emergency));
	});
	// All step down.
	run(4, || {
		for node in 0..4 {
			assert_ok!(step_down(node));
		}
		for _ in 0..4 {
			all_serve();
			assert_eq!(in_office(), [0, 1, 2, 3]);
		}
		assert_eq!(reason(1, 0), Some(SeatReason::Guaranteed));
		assert_noop!(
			Validators::release_keys(RuntimeOrigin::signed(account_of(0))),
			Error::<Test>::KeysNeeded
		);
	});
	// All are barred.
	run(4, || {
		let all = (0..4).map(|node| offender(node, 0)).collect();
		offend(all, sp_runtime::Perbill::from_percent(50), None);
		all_serve();
		assert_eq!((seats(1), reason(1, 3)), (vec![0, 1, 2, 3], Some(SeatReason::Emergency)));
	});
	// A chain of one stays a chain of one.
	run(1, || {
		join([5], 900);
		for _ in 0..3 {
			all_serve();
			assert_eq!(in_office(), [0]);
		}
		assert_eq!(lack(5), Some(SeatLack::NewcomersTaken));
	});
}

#[test]
fn who_steps_down_leaves_less_than_a_third_at_a_time() {
	run(7, || {
		for node in 0..7 {
			assert_ok!(step_down(node));
		}
		join(10..17, 300);
		let mut before = in_office();
		for _ in 0..12 {
			all_serve();
			let now = in_office();
			let left = before.iter().filter(|node| !now.contains(node)).count();
			assert!(left <= (before.len() - 1) / 3, "{left} of {}", before.len());
			before = now;
		}
		assert_eq!(before, [10, 11, 12, 13, 14, 15, 16]);
	});
}

#[test]
fn the_event_and_the_views_say_who_and_why() {
	run(4, || {
		join([4], 300);
		all_serve();
		let planned = Event::SetPlanned {
			session: 2,
			seats: [0, 1, 2, 3, 4].map(|node| (node, SeatReason::Elected)).to_vec(),
		};
		assert!(events().contains(&planned));
		block_by(Some(1));
		let (session, now) = Validators::current();
		assert_eq!(session, 1);
		assert_eq!(now.iter().map(|seat| seat.blocks).collect::<Vec<_>>(), [0, 1, 0, 0]);
		let (session, next) = Validators::planned();
		assert_eq!((session, next.len(), next[4].account), (2, 5, account_of(4)));
		assert!(next.iter().all(|seat| seat.blocks == 0));
		let of = Validators::candidates()[4];
		assert_eq!((of.node, of.stands, of.seat), (4, true, Some(SeatReason::Elected)));
		let builder = Validators::builder(4).unwrap();
		assert_eq!((builder.now, builder.next), (None, Some(SeatReason::Elected)));
		assert_eq!((builder.trust, builder.minimum), (Part::thousandths(300), RULES.minimum));
		assert!(builder.stands && builder.has_keys && builder.bar.is_none());
		// A node that never stood.
		let other = Validators::builder(9).unwrap();
		assert!(!other.stands && !other.has_keys && other.lack.is_none());
		assert_eq!(Validators::builder(NOBODY), None);
	});
}

#[test]
fn roles_do_not_matter() {
	run(4, || {
		let mut data = prosumer(4);
		data.roles = Roles { line_owner: true, ..Default::default() };
		assert_ok!(Registry::change(RuntimeOrigin::root(), 4, data));
		join([4], 300);
		all_serve();
		assert!(seats(1).contains(&4));
	});
}
