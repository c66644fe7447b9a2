// SPDX-License-Identifier: Apache-2.0

//! What a stolen key can do in one block.

use super::*;

#[test]
fn a_stolen_publishers_key_says_what_is_within_limits_of_a_day_and_it_is_undone() {
	run(|| {
		let least = Footprint { operating: 100_000, ..Footprint::default() };
		let limits = GridLimits { least, most: DEFAULT };
		assert_ok!(Carbon::set_limits(by(OPERATOR), limits));
		// All intervals but the last four were published by its owner, and one of them corrected.
		let oldest = NOW - MAX_AGE;
		for first in [oldest, oldest + 8] {
			assert_ok!(publish(first, &[GRID; 8]));
		}
		assert_ok!(publish(NOW - 4, &[GRID]));
		assert_ok!(correct(by(PUBLISHER), oldest, &[GRID]));
		// Who has the key says as little as it may, of all that it may.
		let wrong = GridFootprint { average: least, residual: None };
		let mut said = 0;
		for interval in 0..=NOW + 5 {
			said += u32::from(publish(interval, &[wrong]).is_ok());
			said += u32::from(correct(by(PUBLISHER), interval, &[wrong]).is_ok());
		}
		// Four it publishes and corrects, sixteen it corrects.
		assert_eq!(said, 4 * 2 + 16);
		// What is certified, and what bounds refuse, does not depend on it.
		let from = certified(ROOF, CLEAN);
		assert_eq!(Carbon::counted(ROOF, from), (CLEAN, true));
		assert_eq!(Carbon::counted(TURBINE, from), (DEFAULT, false));
		// The operator trusts it no more and says what is true; no publisher changes that.
		Market::set_role(PUBLISHER, None);
		for first in [oldest, oldest + 8, oldest + 16] {
			let count = (NOW + 1 - first).min(8) as usize;
			assert_ok!(correct(by(OPERATOR), first, &[GRID; 8][..count]));
		}
		assert!(Carbon::intensities(oldest, NOW).iter().all(|(_, row)| row.grid == GRID));
		Market::set_role(PUBLISHER, Some(Role::Publisher));
		assert_noop!(correct(by(PUBLISHER), NOW, &[wrong]), Fails::AlreadyCorrected);
	});
}

#[test]
fn a_stolen_issuers_key_certifies_a_few_that_lie_and_nothing_counts_before_the_notice() {
	run(|| {
		let nodes: Vec<_> = (200..210).collect();
		for node in &nodes {
			Market::set_node(*node, Some(1_000));
			assert_ok!(declare(*node, Footprint::default()));
		}
		let done =
			nodes.iter().filter(|node| certify(ISSUER, **node, Footprint::default()).is_ok());
		assert_eq!(done.count(), MAX_ACTS as usize);
		let zero = |node: &&NodeIndex| Carbon::counted(**node, Market::now()).1;
		Market::pass(NOTICE);
		assert_eq!(nodes.iter().filter(zero).count(), 0);
		// In that time an auditor ends them, and they were never counted.
		for node in &nodes[..MAX_ACTS as usize] {
			assert_ok!(Carbon::decertify(by(AUDITOR), *node, 0));
		}
		Market::pass(10);
		assert_eq!(nodes.iter().filter(zero).count(), 0);
	});
}

#[test]
fn a_stolen_auditors_key_ends_a_few_certifications_and_certifies_none() {
	run(|| {
		let nodes: Vec<_> = (200..210).collect();
		for node in &nodes {
			Market::set_node(*node, Some(1_000));
			certified(*node, CLEAN);
		}
		let ended = |node: &&NodeIndex| Carbon::decertify(by(AUDITOR), **node, 0).is_ok();
		assert_eq!(nodes.iter().filter(ended).count(), MAX_ACTS as usize);
		assert_noop!(certify(AUDITOR, nodes[0], CLEAN), Fails::NotAnIssuer);
	});
}
