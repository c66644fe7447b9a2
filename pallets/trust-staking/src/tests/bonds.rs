// SPDX-License-Identifier: Apache-2.0

//! Own bonds: put up, topped up, taken out in parts, kept through handovers.

use super::*;
use pallet_te_registry::Error as RegistryError;

type Registry_ = pallet_te_registry::Pallet<Test>;

#[test]
fn a_bond_is_held_and_topped_up() {
	run(|| {
		assert_noop!(TrustStaking::bond(Origin::signed(DAVE), 1), Error::<Test>::NotRegistered);
		assert_noop!(TrustStaking::bond(by(ALICE), 0), Error::<Test>::ZeroAmount);
		bond(ALICE, 5 * UNIT);
		bond(ALICE, 1);
		assert_eq!(held(account_of(ALICE)), 5 * UNIT + 1);
		assert_eq!(stake(ALICE).bonded, 5 * UNIT + 1);
		let owner = account_of(ALICE);
		let bonded = 5 * UNIT + 1;
		assert_eq!(last_event(), Event::Bonded { node: ALICE, owner, amount: 1, bonded });
	});
}

#[test]
fn no_more_is_bonded_than_there_is() {
	run(|| {
		// The existential deposit stays free.
		assert_noop!(
			TrustStaking::bond(by(ALICE), WEALTH - ED + 1),
			Error::<Test>::InsufficientFunds
		);
		bond(ALICE, WEALTH - ED);
		assert_noop!(TrustStaking::bond(by(ALICE), MAX_BOND), Error::<Test>::BondTooLarge);
		assert_noop!(TrustStaking::bond(by(ALICE), Planck::MAX), Error::<Test>::BondTooLarge);
		// As much as may be bonded, but not there.
		let most = MAX_BOND - stake(ALICE).bonded;
		assert_noop!(TrustStaking::bond(by(ALICE), most), Error::<Test>::InsufficientFunds);
	});
}

#[test]
fn a_part_is_unbonded_and_withdrawn_when_its_time_is_over() {
	run(|| {
		let account = account_of(ALICE);
		assert_noop!(TrustStaking::unbond(by(ALICE), ALICE, 1), Error::<Test>::NotBonded);
		bond(ALICE, 10 * UNIT);
		assert_noop!(TrustStaking::unbond(by(ALICE), ALICE, 0), Error::<Test>::ZeroAmount);
		let more = 10 * UNIT + 1;
		assert_noop!(TrustStaking::unbond(by(ALICE), ALICE, more), Error::<Test>::MoreThanBonded);
		assert_noop!(TrustStaking::unbond(by(BOB), ALICE, 1), Error::<Test>::NotOwner);
		assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, 4 * UNIT));
		let from = now() + UNBONDING;
		assert_eq!(last_event(), Event::Unbonding { node: ALICE, amount: 4 * UNIT, from });
		assert_eq!((stake(ALICE).bonded, stake(ALICE).unbonding()), (6 * UNIT, 4 * UNIT));
		assert_eq!(held(account), 10 * UNIT);
		next_sessions(UNBONDING - 1);
		let withdraw = || TrustStaking::withdraw_unbonded(Origin::signed(DAVE), ALICE);
		assert_noop!(withdraw(), Error::<Test>::NothingToWithdraw);
		next_sessions(1);
		assert_ok!(withdraw());
		let amount = 4 * UNIT;
		assert_eq!(last_event(), Event::BondWithdrawn { node: ALICE, owner: account, amount });
		assert_eq!(held(account), 6 * UNIT);
		assert_noop!(withdraw(), Error::<Test>::NothingToWithdraw);
		assert_noop!(TrustStaking::withdraw_unbonded(by(BOB), BOB), Error::<Test>::NotBonded);
	});
}

#[test]
fn only_so_many_parts_are_on_their_way_out() {
	run(|| {
		bond(ALICE, 10 * UNIT);
		for _ in 0..3 {
			// Those of one session are one part.
			assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, UNIT));
			assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, UNIT));
			next_sessions(1);
		}
		assert_eq!(stake(ALICE).unbonding.len(), 3);
		assert_noop!(
			TrustStaking::unbond(by(ALICE), ALICE, UNIT),
			Error::<Test>::TooManyUnbondings
		);
		next_sessions(UNBONDING - 3);
		assert_ok!(TrustStaking::withdraw_unbonded(by(ALICE), ALICE));
		assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, UNIT));
		assert_eq!(stake(ALICE).unbonding(), 5 * UNIT);
	});
}

#[test]
fn who_has_something_bonded_cannot_leave() {
	run(|| {
		let remove = || Registry_::remove(Origin::root(), ALICE);
		bond(ALICE, UNIT);
		assert_noop!(remove(), RegistryError::<Test>::BusinessOpen);
		assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, UNIT));
		assert_noop!(remove(), RegistryError::<Test>::BusinessOpen);
		next_sessions(UNBONDING);
		assert_ok!(TrustStaking::withdraw_unbonded(by(ALICE), ALICE));
		assert_eq!(Stakes::<Test>::get(ALICE), None);
		assert_ok!(remove());
		assert_eq!(free(account_of(ALICE)), WEALTH);
	});
}

#[test]
fn a_bond_stays_with_who_bonded_it_when_the_node_is_given_away() {
	run(|| {
		bond(ALICE, 20 * UNIT);
		assert_ok!(Registry_::replace_account(Origin::root(), ALICE, DAVE));
		let new = Origin::signed(DAVE);
		// It counts, and the new account cannot put its own beside it.
		assert_eq!(TrustStaking::trust(ALICE).own, 20 * UNIT);
		assert_noop!(TrustStaking::bond(new.clone(), UNIT), Error::<Test>::BondOfAnother);
		// Both can end it.
		assert_noop!(
			TrustStaking::unbond(Origin::signed(ERIN), ALICE, UNIT),
			Error::<Test>::NotOwner
		);
		assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, 5 * UNIT));
		assert_ok!(TrustStaking::unbond(new.clone(), ALICE, 15 * UNIT));
		assert_noop!(TrustStaking::bond(new.clone(), UNIT), Error::<Test>::BondOfAnother);
		next_sessions(UNBONDING);
		assert_ok!(TrustStaking::withdraw_unbonded(new.clone(), ALICE));
		// The money is the former account's.
		assert_eq!(free(account_of(ALICE)), WEALTH);
		assert_eq!(free(DAVE), WEALTH);
		assert_ok!(TrustStaking::bond(new, UNIT));
		assert_eq!(held(DAVE), UNIT);
		assert_eq!(stake(ALICE).owner, Some(DAVE));
	});
}

#[test]
fn the_former_account_can_bond_for_another_node() {
	run(|| {
		bond(ALICE, 20 * UNIT);
		assert_ok!(Registry_::replace_account(Origin::root(), ALICE, DAVE));
		assert_ok!(Registry_::replace_account(Origin::root(), BOB, account_of(ALICE)));
		assert_ok!(TrustStaking::bond(by(ALICE), 7 * UNIT));
		assert_eq!(stake(BOB).owner, Some(account_of(ALICE)));
		assert_eq!(held(account_of(ALICE)), 27 * UNIT);
	});
}

#[test]
fn a_suspended_node_keeps_its_bond_and_counts_for_nothing() {
	run(|| {
		bond(ALICE, 1_000 * UNIT);
		assert_eq!(TrustStaking::trust(ALICE).effective, params().base);
		assert_ok!(Registry_::suspend(Origin::root(), ALICE, why()));
		let trust = TrustStaking::trust(ALICE);
		assert_eq!((trust.own, trust.effective), (1_000 * UNIT, Part::ZERO));
		assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, UNIT));
		assert_ok!(Registry_::resume(Origin::root(), ALICE));
		assert!(TrustStaking::trust(ALICE).effective > Part::ZERO);
	});
}

#[test]
fn a_commission_is_raised_with_notice_and_lowered_at_once() {
	run(|| {
		let set =
			|thousandths| TrustStaking::set_commission(by(ALICE), Part::thousandths(thousandths));
		assert_noop!(set(100), Error::<Test>::NotBonded);
		bond(ALICE, 20 * UNIT);
		assert_noop!(
			TrustStaking::set_commission(Origin::signed(DAVE), Part::ZERO),
			Error::<Test>::NotRegistered
		);
		let above: Part = codec::Decode::decode(&mut &1_000_000_001_u32.to_le_bytes()[..]).unwrap();
		assert_noop!(
			TrustStaking::set_commission(by(ALICE), above),
			Error::<Test>::CommissionTooHigh
		);
		// Not even while nobody backs it: it could be raised just before the first one lands.
		assert_ok!(set(100));
		assert_eq!(stake(ALICE).commission_in(now()), Part::ZERO);
		next_sessions(COMMISSION_NOTICE);
		assert_eq!(stake(ALICE).commission_in(now()), Part::thousandths(100));
		back(DAVE, ALICE, UNIT);
		assert_ok!(set(900));
		let from = now() + COMMISSION_NOTICE;
		let commission = Part::thousandths(900);
		assert_eq!(last_event(), Event::CommissionSet { node: ALICE, commission, from });
		assert_eq!(stake(ALICE).commission_in(from - 1), Part::thousandths(100));
		assert_eq!(stake(ALICE).commission_in(from), commission);
		next_sessions(COMMISSION_NOTICE);
		// What holds by now stays until the next one does.
		assert_ok!(set(1_000));
		assert_eq!(stake(ALICE).commission_in(now()), commission);
		// Less holds at once, and nothing else comes.
		let less = Part::thousandths(200);
		assert_ok!(set(200));
		assert_eq!(
			last_event(),
			Event::CommissionSet { node: ALICE, commission: less, from: now() }
		);
		assert_eq!(stake(ALICE).commission_in(now()), less);
		next_sessions(COMMISSION_NOTICE);
		assert_eq!(stake(ALICE).commission_in(now()), less);
	});
}
