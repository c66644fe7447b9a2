// SPDX-License-Identifier: Apache-2.0

//! Each invariant, broken once.

use super::*;

fn broken(by: impl FnOnce(), expected: &'static str) {
	externalities().execute_with(|| {
		agreed(OWNER, 1, terms(120));
		agreed(OWNER, 1, terms(130));
		assert_ok!(offer(OWNER, 2, terms(120)));
		assert_eq!(Transmission::do_try_state(), Ok(()));
		by();
		assert_eq!(Transmission::do_try_state(), Err(expected.into()));
	});
}

fn change(number: u32, change: impl FnOnce(&mut Contract<AccountId>)) {
	Contracts::<Test>::mutate(number, |contract| change(contract.as_mut().unwrap()));
}

#[test]
fn contracts() {
	broken(|| change(0, |contract| contract.terms.price = 0), "a contract that pays nothing");
	broken(|| NextContract::<Test>::put(1), "a contract that nobody agreed to");
	broken(|| change(0, |contract| contract.next = 120), "a contract that is over");
	broken(|| ContractedUntil::<Test>::insert(1, 129), "a contract that its line does not know");
	broken(|| change(1, |contract| contract.next = 119), "an interval is paid twice");
}

#[test]
fn offers() {
	let nothing = Offer { owner: OWNER, terms: Terms { most: 0, ..terms(120) } };
	broken(|| Offers::<Test>::insert(2, nothing), "an offer that pays nothing");
}
