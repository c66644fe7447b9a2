// SPDX-License-Identifier: Apache-2.0

use super::*;

#[test]
fn only_what_is_between_the_marks_is_replaced() {
	let document = format!("by hand\n{BEGIN}\nold\n{END}\nafter\n");
	assert_eq!(generated(&document), Some("\nold\n"));
	let written = with_generated(&document, "\nnew\n").unwrap();
	assert_eq!(written, format!("by hand\n{BEGIN}\nnew\n{END}\nafter\n"));
	assert_eq!(generated("no marks"), None);
	assert_eq!(with_generated(&format!("{BEGIN}\n"), ""), None);
}

#[test]
fn a_section_has_a_line_for_each_hour_and_each_lie() {
	let hour = hour(&[needs(600), has(500, 90_000), has(600, 110_000)]);
	let day = Day { name: "A day".into(), firm: vec![hour.clone()], limited: vec![hour] };
	let rows = [Row::ALL[0], Row::ALL[2], Row::ALL[6]];
	let settings = [Setting::ALL[0], Setting::ALL[2]];
	let table = play(&day, &rows, &settings).unwrap();
	let section = section(&day, &rows, &settings, &table, true).unwrap();
	// Honest: 110,000, and the second seller earns 100 x 110,000 + 500 x 60,000 = 41 million; at 179,999 it earns
	// 47,999,900, 17.1 % more. If the first raises its ask it sells 100 less and gains nothing by it. The buyer pays
	// 66.6 million; with a limit of 90,000 it buys 500 at 91,000 and 100 at 200,000: 1.7 % less.
	let expected = "
## A day

Hours with sellers: 1, of them scarce: 0. Seller-hours: 2, of them pivotal: 1. Buyer-hours: 1. \
Seller-hours in which raising or withholding pays under our rule: 1, of them pivotal: 1.

| hour | price | demand, kWh | supply, kWh | spare, kWh | pivotal |
|---|---|---|---|---|---|
| 1 | 110000 | 0.6 | 1.1 | 0.5 | 2 |

| lie | uniform (ours) | pro rata (before) |
|---|---|---|
| raise the ask | 1 of 2 (17.1; 17.1) | 1 of 2 (17.1; 17.1) |
| raise or withhold | 1 of 2 (17.1; 17.1) | 1 of 2 (17.1; 17.1) |
| state a false limit | 1 of 1 (1.7; 1.7) | - |
";
	assert_eq!(section, expected);
}

#[test]
fn a_day_is_the_same_in_every_run() {
	let accounts = |day: Day| day.limited.into_iter().map(|hour| hour.accounts).collect::<Vec<_>>();
	let day = || accounts(Day::households(13, 8).unwrap());
	assert_eq!(day(), day());
	assert_ne!(day(), accounts(Day::households(12, 8).unwrap()));
}

#[test]
fn communities_have_the_members_and_plants_that_they_say() {
	for (members, producers) in SIZES {
		let day = Day::households(members, producers).unwrap();
		assert!(day.firm.iter().all(|hour| hour.accounts.len() == members as usize));
		let sells = |owner: u32| {
			let owned = day.firm.iter().flat_map(|hour| &hour.accounts);
			owned.clone().any(|account| account.owner == owner && Side::Sellers.has(&account.truth))
		};
		assert_eq!((0..members).filter(|owner| sells(*owner)).count(), producers as usize);
	}
}

#[test]
fn a_gain_below_a_wh_of_the_utility_s_is_none() {
	let split = Row::ALL.into_iter().find(|row| row.lies == [Lie::Split]).unwrap();
	let cell = |energy: Wh| {
		let hour = hour(&[needs(energy), needs(energy), has(energy, 90_000)]);
		let day = Day { name: String::new(), firm: vec![hour], limited: Vec::new() };
		play(&day, &[split], &Setting::ALL[..1]).unwrap().0[0][0]
	};
	// Half of 30 Wh alone, two thirds with two meters: 5 Wh, at 19,000 less than the utility's.
	assert_eq!(found(&cell(30)), (0, 3, 0, 0));
	// 50 Wh: 950,000 of 150 x 181,000 + 150 x 200,000.
	assert_eq!(found(&cell(300)), (2, 3, 17, 17));
}
