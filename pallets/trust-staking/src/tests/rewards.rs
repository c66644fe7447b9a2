// SPDX-License-Identifier: Apache-2.0

//! Rewards come from their account, are bounded, and shared.

use super::*;

fn promised() -> Planck {
	Promised::<Test>::get()
}

/// What is reported, without what day it is: half of the fee on a day's energy times effective trust.
fn most(node: NodeIndex) -> Planck {
	params().reward_of(params().day, TrustStaking::trust(node).effective)
}

#[test]
fn a_node_is_paid_for_risk_that_came_out_well() {
	run(|| {
		bond(ALICE, 1_000 * UNIT);
		assert_noop!(TrustStaking::claim(by(BOB), ALICE), Error::<Test>::NothingToClaim);
		full_day(ALICE, 1);
		next_sessions(1);
		let reward = most(ALICE);
		assert!(reward > 0 && reward < params().cost_of(params().day));
		assert_eq!(promised(), reward);
		assert_eq!(TrustStaking::standing(ALICE).unwrap().owed, reward);
		let account = account_of(ALICE);
		let before = free(account);
		// Anybody can have it paid, once.
		assert_ok!(TrustStaking::claim(by(BOB), ALICE));
		assert_eq!(last_event(), Event::RewardPaid { node: ALICE, account, amount: reward });
		assert_eq!(free(account), before + reward);
		assert_eq!(free(TrustStaking::reward_account()), ED + REWARDS - reward);
		assert_eq!(promised(), 0);
		assert_noop!(TrustStaking::claim(by(BOB), ALICE), Error::<Test>::NothingToClaim);
		assert_noop!(TrustStaking::claim(by(BOB), NOBODY), Error::<Test>::UnknownNode);
	});
}

#[test]
fn nothing_is_paid_without_a_bond_and_without_risk() {
	run(|| {
		full_day(ALICE, 1);
		bond(BOB, 1_000 * UNIT);
		closed(1, BOB, invoice(1_000, 0));
		bond(CAROL, Rules::<Test>::get().weighing.least - 1);
		full_day(CAROL, 1);
		next_sessions(1);
		assert_eq!(promised(), 0);
	});
}

#[test]
fn no_more_is_promised_than_there_is() {
	run(|| {
		// All but 1,000 planck of what rewards are paid from.
		let pot = TrustStaking::reward_account();
		let most = REWARDS - 1_000;
		assert_ok!(Balances::transfer_keep_alive(Origin::signed(pot), DAVE, balance(most)));
		for node in [ALICE, BOB] {
			bond(node, 1_000 * UNIT);
			full_day(node, 1);
		}
		next_sessions(1);
		assert_eq!(promised(), 1_000);
		assert_eq!(TrustStaking::standing(ALICE).unwrap().owed, 1_000);
		assert_eq!(TrustStaking::standing(BOB).unwrap().owed, 0);
		full_day(ALICE, 11);
		next_sessions(1);
		assert_eq!(promised(), 1_000);
		// The existential deposit stays.
		assert_ok!(TrustStaking::claim(by(ALICE), ALICE));
		assert_eq!(free(pot), ED);
	});
}

#[test]
fn backers_share_a_reward_less_the_commission() {
	run(|| {
		bond(ALICE, 250 * UNIT);
		assert_ok!(TrustStaking::set_commission(by(ALICE), Part::thousandths(100)));
		next_sessions(COMMISSION_NOTICE);
		back(DAVE, ALICE, 500 * UNIT);
		back(ERIN, ALICE, 250 * UNIT);
		full_day(ALICE, 1);
		next_sessions(1);
		let reward = most(ALICE);
		let claim = |backer| TrustStaking::claim_backing(by(BOB), ALICE, backer);
		let dave = TrustStaking::backing(ALICE, DAVE).unwrap().2;
		let erin = TrustStaking::backing(ALICE, ERIN).unwrap().2;
		let own = TrustStaking::standing(ALICE).unwrap().owed;
		// Half of it less a tenth, a quarter less a tenth, a quarter and three quarters' tenth.
		let close = |amount: Planck, thousandths: u32| {
			let expected = Part::thousandths(thousandths).times(reward);
			amount.abs_diff(expected) <= 2
		};
		assert!(close(dave, 450) && close(erin, 225) && close(own, 325), "{dave} {erin} {own}");
		assert!(dave + erin + own <= reward);
		assert_ok!(claim(DAVE));
		let amount = dave;
		assert_eq!(last_event(), Event::BackingRewardPaid { node: ALICE, backer: DAVE, amount });
		assert_eq!(free(DAVE), WEALTH - 500 * UNIT + dave);
		assert_noop!(claim(DAVE), Error::<Test>::NothingToClaim);
		assert_noop!(claim(FRANK), Error::<Test>::NotBacker);
		// Who comes later has no part in what was earned before, and who leaves keeps it.
		back(FRANK, ALICE, 500 * UNIT);
		assert_noop!(claim(FRANK), Error::<Test>::NothingToClaim);
		assert_ok!(TrustStaking::unback(Origin::signed(ERIN), ALICE, 250 * UNIT));
		next_sessions(UNBONDING);
		assert_ok!(TrustStaking::withdraw_backing(by(BOB), ALICE, ERIN));
		assert_eq!(TrustStaking::backing(ALICE, ERIN), Some((0, 0, erin)));
		assert_ok!(claim(ERIN));
		assert_eq!(TrustStaking::backing(ALICE, ERIN), None);
		assert_eq!(stake(ALICE).backers, 2);
		assert_ok!(TrustStaking::claim(by(ALICE), ALICE));
		// What was lost in rounding stays promised.
		assert!(promised() <= 2);
	});
}

#[test]
fn the_commission_of_the_session_counts() {
	run(|| {
		bond(ALICE, 500 * UNIT);
		back(DAVE, ALICE, 500 * UNIT);
		assert_ok!(TrustStaking::set_commission(by(ALICE), Part::ONE));
		next_sessions(COMMISSION_NOTICE - 1);
		// The last session before it holds.
		full_day(ALICE, 1);
		next_sessions(1);
		let owed = || TrustStaking::backing(ALICE, DAVE).unwrap().2;
		let earned = owed();
		assert!(earned > 0);
		TestClock::set(1_001 * DAY);
		full_day(ALICE, 11);
		next_sessions(1);
		assert_eq!(owed(), earned);
	});
}

#[test]
fn dust_that_a_dead_account_could_not_keep_is_lost_to_it() {
	run(|| {
		bond(ALICE, 999 * UNIT);
		back(DAVE, ALICE, UNIT);
		full_day(ALICE, 1);
		next_sessions(1);
		// All that Dave has goes.
		assert_ok!(Balances::transfer_all(Origin::signed(DAVE), ERIN, false));
		// As if it had earned just so much.
		let owe = |amount| {
			let per_share = stake(ALICE).accrual.per_share;
			let leaving = Backers::<Test>::get(ALICE, DAVE).unwrap().leaving;
			let shares = Backers::<Test>::get(ALICE, DAVE).unwrap().shares;
			let backer = Backer { shares, since: per_share, owed: amount, leaving };
			Backers::<Test>::insert(ALICE, DAVE, backer);
			Promised::<Test>::mutate(|promised| *promised += amount);
		};
		let before = promised();
		owe(ED - 1);
		assert_ok!(TrustStaking::claim_backing(by(BOB), ALICE, DAVE));
		assert_eq!((promised(), free(DAVE)), (before, 0));
		// With what keeps it alive it is paid.
		owe(ED);
		assert_ok!(TrustStaking::claim_backing(by(BOB), ALICE, DAVE));
		assert_eq!((promised(), free(DAVE)), (before, ED));
	});
}

/// Trading with oneself costs at least the fee, and brings back less, even with all the trust there is.
#[test]
fn trading_with_oneself_does_not_pay() {
	run(|| {
		bond(ALICE, 1_000 * UNIT);
		let (mut fees, mut rewards) = (0, 0);
		for day in 0..60 {
			TestClock::set((1_000 + day) * DAY);
			let first = day as Interval * 10;
			// The other node of the circle buys what this one sells, and pays the fee on it.
			full_day(ALICE, first);
			fees += 10 * 1_000 * Planck::from(TARIFF.fee);
			next_sessions(1);
			if TrustStaking::claim(by(ALICE), ALICE).is_ok() {
				let Event::RewardPaid { amount, .. } = last_event() else { panic!() };
				rewards += amount;
			}
		}
		assert!(index(ALICE) > Part::thousandths(400));
		assert!(0 < rewards && rewards < fees / 2, "{rewards} of {fees}");
	});
}

/// Somebody pays a node and its backers.
fn pay(node: NodeIndex, amount: Planck) -> Result<(), DispatchError> {
	TrustStaking::reward(&FRANK, node, amount)
}

fn owed_to(node: NodeIndex) -> Planck {
	TrustStaking::standing(node).unwrap().owed
}

#[test]
fn what_is_paid_to_a_node_without_a_bond_is_all_its_own() {
	run(|| {
		let pot = TrustStaking::reward_account();
		let before = (free(FRANK), free(pot), index(ALICE));
		assert_ok!(pay(ALICE, 7));
		assert_eq!(before, (free(FRANK) + 7, free(pot) - 7, index(ALICE)));
		assert_eq!((promised(), owed_to(ALICE)), (7, 7));
		// On top of what it has.
		assert_ok!(pay(ALICE, UNIT));
		assert_eq!(owed_to(ALICE), UNIT + 7);
		assert_ok!(TrustStaking::claim(by(ALICE), ALICE));
		assert_eq!(free(account_of(ALICE)), WEALTH + UNIT + 7);
		assert_eq!((promised(), free(pot)), (0, ED + REWARDS));
		// Nothing is nothing, and leaves nothing.
		assert_ok!(pay(BOB, 0));
		assert!(StandingPages::<Test>::get(page_of(BOB)).get(BOB).is_none());
	});
}

#[test]
fn backers_share_what_is_paid_less_the_commission_of_the_running_session() {
	run(|| {
		bond(ALICE, 250 * UNIT);
		back(DAVE, ALICE, 500 * UNIT);
		back(ERIN, ALICE, 250 * UNIT);
		assert_ok!(TrustStaking::set_commission(by(ALICE), Part::thousandths(100)));
		next_sessions(COMMISSION_NOTICE - 1);
		let theirs = || [DAVE, ERIN].map(|backer| TrustStaking::backing(ALICE, backer).unwrap().2);
		assert_ok!(pay(ALICE, 4_000));
		// Rounded down by what is less than a planck of a share.
		assert_eq!((theirs(), owed_to(ALICE)), ([1_999, 999], 1_000));
		next_sessions(1);
		assert_ok!(pay(ALICE, 4_000));
		assert_eq!((theirs(), owed_to(ALICE)), ([3_799, 1_899], 2_300));
		assert_eq!(promised(), 8_000);
		assert_ok!(TrustStaking::claim_backing(by(BOB), ALICE, DAVE));
		assert_eq!(free(DAVE), WEALTH - 500 * UNIT + 3_799);
	});
}

#[test]
fn what_cannot_be_divided_is_the_nodes() {
	run(|| {
		bond(ALICE, 250 * UNIT);
		back(DAVE, ALICE, 750 * UNIT);
		// As after rewards beyond all bounds.
		Stakes::<Test>::mutate(ALICE, |stake| {
			stake.as_mut().unwrap().accrual.per_share = u128::MAX;
		});
		Backers::<Test>::mutate(ALICE, DAVE, |backer| backer.as_mut().unwrap().since = u128::MAX);
		assert_ok!(pay(ALICE, UNIT));
		assert_eq!((promised(), owed_to(ALICE)), (UNIT, UNIT));
		assert_eq!(TrustStaking::backing(ALICE, DAVE).unwrap().2, 0);
	});
}

#[test]
fn all_of_it_is_paid_or_nothing() {
	run(|| {
		bond(ALICE, 250 * UNIT);
		back(DAVE, ALICE, 750 * UNIT);
		assert_noop!(pay(NOBODY, 1), Error::<Test>::UnknownNode);
		// Who pays stays alive.
		assert_noop!(pay(ALICE, WEALTH - ED + 1), TokenError::NotExpendable);
		// More than a balance counts.
		assert_noop!(pay(ALICE, 1 << 64), ArithmeticError::Overflow);
		assert_ok!(pay(ALICE, WEALTH - ED));
		assert_eq!((free(FRANK), promised()), (ED, WEALTH - ED));
	});
	externalities().execute_with(|| {
		// What is paid is not for the life of the account of rewards.
		let pot = TrustStaking::reward_account();
		assert_ok!(Balances::force_set_balance(Origin::root(), pot, 0));
		assert_noop!(pay(ALICE, UNIT), TokenError::BelowMinimum);
		assert_ok!(Balances::force_set_balance(Origin::root(), pot, balance(ED)));
		assert_ok!(pay(ALICE, UNIT));
		check();
	});
}
