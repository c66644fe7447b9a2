// SPDX-License-Identifier: Apache-2.0

//! How likely a committee is captured: what the README says is computed here.

use super::*;

/// How likely of so many members, of whom each is bad with this probability, at least so many are.
fn at_least(members: u32, bad: f64, least: u32) -> f64 {
	let choose = |k: u32| (0..k).fold(1.0, |c, i| c * f64::from(members - i) / f64::from(i + 1));
	let exactly = |k: u32| choose(k) * bad.powi(k as i32) * (1.0 - bad).powi((members - k) as i32);
	(least..=members).map(exactly).sum()
}

fn two_thirds(members: u32) -> u32 {
	(members * 2).div_ceil(3)
}

#[test]
fn the_table_of_the_readme_is_what_the_law_says() {
	for members in [9, 15, 21] {
		let needed = two_thirds(members);
		for percent in [20, 30] {
			let bad = f64::from(percent) / 100.0;
			let passes = at_least(members, bad, needed);
			let blocks = at_least(members, bad, members - needed + 1);
			let row =
				format!("| {members} | {needed} | {percent} % | {passes:.1e} | {blocks:.1e} |");
			assert!(include_str!("../../README.md").contains(&row), "{row}");
		}
	}
}

/// Who holds the seats of so many committees, drawn of these weights.
fn seats(committees: u32, weights: &[u64]) -> Vec<Vec<NodeIndex>> {
	let candidates: Vec<_> = (0..).zip(weights.iter().copied()).collect();
	let subject = |number: u32| sp_io::hashing::blake2_256(&number.to_le_bytes());
	(0..committees)
		.map(|number| Committees::seats(&subject(number), 0, &candidates).unwrap())
		.collect()
}

/// The law holds on a roll of a few dozen, too: a member that was drawn is drawn again as if it had not been.
#[test]
fn as_many_committees_are_captured_as_the_law_says() {
	const DRAWS: u32 = 5_000;
	run(|| {
		Mock::pass(2);
		for percent in [20, 30, 50] {
			let bad = 40 * percent / 100;
			let drawn = seats(DRAWS, &[WEIGHT; 40]);
			let captured = drawn.iter().filter(|seats| {
				seats.iter().filter(|node| **node < bad).count() as u32 >= two_thirds(MEMBERS)
			});
			let share = captured.count() as f64 / f64::from(DRAWS);
			let law = at_least(MEMBERS, f64::from(percent) / 100.0, two_thirds(MEMBERS));
			// Four standard deviations.
			let far = 4.0 * (law * (1.0 - law) / f64::from(DRAWS)).sqrt();
			assert!((share - law).abs() <= far, "{percent} %: {share}, not {law}");
		}
	});
}

/// Beside one heavy node, 25 that together weigh 0.2 % do not share out what seats it leaves.
#[test]
fn a_small_share_of_trust_holds_as_small_a_share_of_seats() {
	const DRAWS: u32 = 5_000;
	run(|| {
		Mock::pass(2);
		let mut weights = vec![1; 25];
		weights.push(25 * 499);
		let drawn = seats(DRAWS, &weights);
		let light = drawn.iter().flatten().filter(|node| **node < 25).count();
		// 90 of 45,000 seats are 0.2 %; 38 are four standard deviations.
		assert!((52..=128).contains(&light), "{light}");
	});
}

/// What one account can try in a year: a question is decided, and not approved, once in a pause.
#[test]
fn who_asks_until_it_likes_the_committee_waits_for_it() {
	run(|| {
		serve(0..MIN_ROLL);
		let mut asked = 0;
		for session in 0..10 * PAUSE {
			asked += u32::from(Committees::ask(&ASKER, [session as u8; 32]).is_ok());
			// It has seen who was drawn.
			if let Some(Stage::Voting { .. }) =
				Questions::<Test>::get(ASKER).map(|question| question.stage)
			{
				Committees::withdraw(&ASKER);
			}
			Mock::pass(1);
			serve(0..MIN_ROLL);
		}
		assert_eq!(asked, 10);
	});
}
