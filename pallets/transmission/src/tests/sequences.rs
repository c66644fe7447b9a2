// SPDX-License-Identifier: Apache-2.0

//! Whatever is called: money is conserved, and each interval of a line is paid at most once, by its contract, when it is
//! settled for good.

use super::*;
use gridmerit_pallet_support::CarriedEnergy;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Step {
	Offer(AccountId, Bus, Planck, Planck, u32),
	Drop(AccountId, Bus),
	Agree(Bus),
	End(AccountId, u32),
	Claim(u32, u32),
	Own(Bus, Option<AccountId>),
	Earn(Planck),
	Pass(u32, u32),
	Forget(u32),
}

fn step() -> impl Strategy<Value = Step> {
	let (account, bus, contract) = (1..5_u64, 1..4_u16, 0..8_u32);
	prop_oneof![
		3 => (account.clone(), bus.clone(), 0..9_000_u128, 0..30_000_u128, 0..MAX_TERM + 3)
			.prop_map(|(account, bus, price, most, ahead)| {
				Step::Offer(account, bus, price, most, ahead)
			}),
		1 => (account.clone(), bus.clone()).prop_map(|(account, bus)| Step::Drop(account, bus)),
		3 => bus.clone().prop_map(Step::Agree),
		1 => (account, contract.clone()).prop_map(|(account, number)| Step::End(account, number)),
		6 => (contract, 0..MAX_CLAIM + 2).prop_map(|(number, most)| Step::Claim(number, most)),
		1 => (bus, prop::option::weighted(0.9, 2..4_u64))
			.prop_map(|(bus, owner)| Step::Own(bus, owner)),
		3 => (0..60_000_u128).prop_map(Step::Earn),
		4 => (1..12_u32, 0..14_u32).prop_map(|(now, closed)| Step::Pass(now, closed)),
		1 => (0..20_u32).prop_map(Step::Forget),
	]
}

/// What cannot be done changes nothing; that is checked by all that follows.
fn tried<R>(_: R) {}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	#[test]
	fn each_interval_of_a_line_is_paid_at_most_once(steps in prop::collection::vec(step(), 1..120)) {
		externalities().execute_with(|| {
			let (mut now, mut closed, mut remembered) = (NOW, NOW - 10, NOW - 50);
			let mut rent: Planck = 0;
			let mut paid = BTreeMap::<(Bus, Interval), u32>::new();
			let carry = |intervals: std::ops::Range<Interval>| {
				for (interval, bus) in intervals.flat_map(|k| [1, 2, 3].map(|bus| (k, bus))) {
					let energy = interval * 37 * u32::from(bus) % 5_000;
					Market::set_carried(interval, bus, energy.into());
				}
			};
			carry(NOW - 50..NOW);
			for step in steps {
				System::reset_events();
				let before = Contracts::<Test>::iter().collect::<BTreeMap<_, _>>();
				let earned = [1, 2, 3, 4].map(Market::earned);
				match step {
					Step::Offer(account, bus, price, most, ahead) => {
						tried(offer(account, bus, Terms { price, most, until: now + ahead }));
					},
					Step::Drop(account, bus) => tried(Transmission::drop_offer(by(account), bus)),
					Step::Agree(bus) => {
						if let Some(offer) = Offers::<Test>::get(bus) {
							tried(Transmission::agree(by(OPERATOR), bus, offer.terms));
						}
					},
					Step::End(account, number) => tried(Transmission::end(by(account), number)),
					Step::Claim(number, most) => tried(claim(number, most)),
					Step::Own(bus, owner) => Market::set_line_owner(bus, owner),
					Step::Earn(amount) => {
						Market::add_rent(amount);
						rent += amount;
					},
					Step::Pass(more, later) => {
						carry(now..now + more);
						now += more;
						closed = (closed + later).min(now);
						Market::set_time(now, closed, remembered);
					},
					Step::Forget(more) => {
						remembered = (remembered + more).min(closed);
						Market::set_time(now, closed, remembered);
					},
				}
				for event in events() {
					let Event::Paid { contract, owner, first, end, energy, amount } = event else {
						continue;
					};
					let Contract { bus, terms, next, .. } = before[&contract];
					assert!(next <= first && remembered <= first);
					assert!(end <= closed && end <= terms.until);
					let carried = |interval| Market::carried(interval, bus);
					assert_eq!(energy, (first..end).map(carried).sum::<u64>());
					let pay = |interval| terms.pay(carried(interval));
					assert_eq!(amount, (first..end).map(pay).sum::<Planck>());
					for interval in first..end {
						let times = paid.entry((bus, interval)).or_default();
						*times += 1;
						assert_eq!(*times, 1, "bus {bus}, interval {interval}");
					}
					assert_eq!(Market::earned(owner), earned[owner as usize - 1] + amount);
				}
				let all: Planck = [1, 2, 3, 4].into_iter().map(Market::earned).sum();
				assert_eq!(all + Market::rent_held(), rent);
				Transmission::do_try_state().unwrap();
			}
		});
	}
}
