// SPDX-License-Identifier: Apache-2.0

//! Nodes that change hands: a seat is its account's, which has the keys and the machine.

use super::*;

const NEW: AccountId = 7;

fn hand_over(node: NodeIndex) {
	assert_ok!(Registry::replace_account(RuntimeOrigin::root(), node, NEW));
}

#[test]
fn who_takes_a_node_over_takes_its_seat_not_over() {
	run(5, || {
		hand_over(4);
		Mock::set_keys(NEW);
		assert_eq!(in_office(), [0, 1, 2, 3, 4]);
		all_serve();
		// Its seat ends as if it had stepped down.
		assert_eq!((seats(0), seats(1)), (vec![0, 1, 2, 3, 4], vec![0, 1, 2, 3]));
		assert_eq!(lack(4), Some(SeatLack::Left));
		all_serve();
		// It stands still, and comes back as a newcomer with another account.
		assert_eq!(seats(1), [0, 1, 2, 3, 4]);
		let seat = Seats::<Test>::get(Mock::current() + 1).pop().unwrap();
		assert_eq!(seat.account, NEW);
	});
}

#[test]
fn the_former_account_keeps_its_keys_as_long_as_it_has_the_seat() {
	run(5, || {
		hand_over(4);
		let former = RuntimeOrigin::signed(account_of(4));
		for _ in 0..2 {
			assert_noop!(Validators::release_keys(former.clone()), Error::<Test>::KeysNeeded);
			all_serve();
		}
		assert_ok!(Validators::release_keys(former));
		// The new one has no keys.
		assert_eq!(lack(4), Some(SeatLack::Keys));
	});
}

#[test]
fn to_hand_over_many_at_once_does_not_leave_a_set_without_a_quorum() {
	run(7, || {
		for node in 0..7 {
			assert_ok!(Registry::replace_account(
				RuntimeOrigin::root(),
				node,
				200 + u64::from(node)
			));
		}
		all_serve();
		assert_eq!(seats(1).len(), 5);
		let seats = Seats::<Test>::get(Mock::current() + 1);
		assert!(seats.iter().all(|seat| seat.account == account_of(seat.node)));
		for _ in 0..5 {
			all_serve();
			assert!(Mock::in_office().len() >= 4);
		}
	});
}

#[test]
fn an_offence_is_of_the_node_that_had_the_seat() {
	run(5, || {
		hand_over(4);
		let offenders = vec![offender(4, 0)];
		offend(offenders, sp_runtime::Perbill::from_percent(50), None);
		assert_eq!(Records::<Test>::get(4).done.equivocations, 1);
	});
}

/// Of four none can leave, but of four one may fail: the seat goes to who has the node now.
#[test]
fn where_nobody_can_leave_a_seat_goes_with_its_node_one_at_a_time() {
	run(4, || {
		for node in [2, 3] {
			let to = 200 + u64::from(node);
			assert_ok!(Registry::replace_account(RuntimeOrigin::root(), node, to));
			Mock::set_keys(to);
		}
		let accounts = |ahead| {
			let seats = Seats::<Test>::get(Mock::current() + ahead).into_iter();
			seats.map(|seat| seat.account).collect::<Vec<_>>()
		};
		// The former machine of node 3 is gone.
		serve(&[2 * ENOUGH, ENOUGH, ENOUGH, 0]);
		assert_eq!(accounts(1), [100, 101, 102, 203]);
		serve(&[2 * ENOUGH, ENOUGH, ENOUGH, 0]);
		// As long as nobody has seen a block of the new one, the other waits.
		assert_eq!(accounts(1), [100, 101, 102, 203]);
		all_serve();
		assert_eq!(accounts(1), [100, 101, 203, 202]);
	});
}

#[test]
fn an_account_has_one_seat() {
	run(4, || {
		Mock::set_trust(5, 900);
		let to = RuntimeOrigin::root();
		assert_ok!(Registry::replace_account(to.clone(), 3, NEW));
		assert_ok!(Registry::replace_account(to, 5, account_of(3)));
		// The account that builds for node 3 stands with another node.
		assert_ok!(Validators::stand(RuntimeOrigin::signed(account_of(3))));
		assert_ok!(step_down(2));
		for _ in 0..4 {
			all_serve();
			assert_ok!(Validators::do_try_state());
			assert!(!seats(1).contains(&5));
		}
		assert_eq!(lack(5), Some(SeatLack::Keys));
	});
}
