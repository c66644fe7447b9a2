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

/// Nobody is drawn twice, so that of a roll of a few dozen fewer committees are captured than the law of many says.
#[test]
fn a_draw_from_a_short_roll_is_captured_less_often() {
	const DRAWS: u32 = 20_000;
	let weights = [WEIGHT; 40];
	for (members, percent) in [(9, 20), (9, 30), (15, 30)] {
		let bad = 40 * percent / 100;
		let captured = (0..DRAWS).filter(|draw| {
			let seed = sp_io::hashing::blake2_256(&draw.to_le_bytes());
			let drawn = gridmerit_trust::draw(seed, 0, &weights, members as usize).unwrap();
			drawn.iter().filter(|place| **place < bad).count() as u32 >= two_thirds(members)
		});
		let share = captured.count() as f64 / f64::from(DRAWS);
		let law = at_least(members, f64::from(percent) / 100.0, two_thirds(members));
		assert!(share <= law, "{members} of 40, {percent} %: {share} above {law}");
	}
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
