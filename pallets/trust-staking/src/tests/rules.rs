// SPDX-License-Identifier: Apache-2.0

//! Rules: bounds and notice.

use super::*;
use gridmerit_trust::{Discount, MAX_MONEY, Tier, Weighing};

fn set(change: impl FnOnce(&mut TrustRules)) -> Result<(), DispatchError> {
	let mut rules = TrustRules::default();
	change(&mut rules);
	TrustStaking::set_rules(operator(), Box::new(rules))
}

fn part(billionths: u32) -> Part {
	codec::Decode::decode(&mut &billionths.to_le_bytes()[..]).unwrap()
}

fn tier(thousandths: u32, most: Wh) -> Tier {
	Tier { from: Part::thousandths(thousandths), most }
}

type Change = fn(&mut TrustRules);

#[test]
fn every_bound_has_an_error_of_its_own() {
	run(|| {
		let refused: Vec<(Change, Error<Test>)> = vec![
			(|rules| rules.params.base = Part::billionths(500_000_001), Error::BaseTooHigh),
			(|rules| rules.params.gain = Part::billionths(100_000_001), Error::GainTooFast),
			(|rules| rules.params.decay = Part::billionths(100_000_001), Error::DecayTooFast),
			(|rules| rules.params.day = MAX_MONEY + 1, Error::BadDay),
			(|rules| rules.params.day = 0, Error::BadDay),
			(|rules| rules.params.interval = 0, Error::BadInterval),
			(|rules| rules.params.interval = rules.params.day + 1, Error::BadInterval),
			(|rules| rules.params.leverage = 0, Error::BadLeverage),
			(|rules| rules.params.leverage = 1_001, Error::BadLeverage),
			(
				|rules| rules.params.tolerance = Part::billionths(500_000_001),
				Error::ToleranceTooWide,
			),
			(|rules| rules.params.reward = Part::ONE, Error::RewardTooHigh),
			(|rules| rules.params.absence = 20_725, Error::TooManySteps),
			(|rules| rules.params.shortfall = 9, Error::FallsTooSlowly),
			(|rules| rules.params.revoked_meter = 1_387, Error::RevokedAboveContradiction),
			(|rules| rules.weighing.full = 0, Error::BadFullBond),
			(|rules| rules.weighing.full = MAX_MONEY + 1, Error::BadFullBond),
			(|rules| rules.weighing.least = rules.weighing.full + 1, Error::LeastAboveFull),
			(
				|rules| rules.tiers.try_push(Tier { from: part(1_000_000_001), most: 1 }).unwrap(),
				Error::TierUnreachable,
			),
			(
				|rules| rules.tiers.try_extend([tier(1, 1), tier(1, 2)].into_iter()).unwrap(),
				Error::TiersNotAscending,
			),
			(
				|rules| rules.tiers.try_extend([tier(1, 2), tier(2, 1)].into_iter()).unwrap(),
				Error::TierAllowsLess,
			),
			(
				|rules| rules.slashing.equivocation = Part::billionths(990_000_001),
				Error::SlashTooHigh,
			),
			(|rules| rules.slashing.missing_reading = Part::ONE, Error::SlashTooHigh),
			(
				|rules| rules.slashing.reporter = Part::billionths(500_000_001),
				Error::ReporterShareTooHigh,
			),
			(|rules| rules.discount.most = part(1_000_000_001), Error::DiscountTooHigh),
			(|rules| rules.discount.cover = part(u32::MAX), Error::DiscountTooHigh),
		];
		for (change, error) in refused {
			assert_noop!(set(change), error);
		}
		// And what is just within them.
		let most: Change = |rules| {
			rules.params.base = Params::HIGHEST_BASE;
			rules.params.gain = Params::FASTEST;
			rules.params.decay = Params::FASTEST;
			rules.params.day = MAX_MONEY;
			rules.params.interval = MAX_MONEY;
			rules.params.leverage = 1_000;
			rules.params.tolerance = Params::WIDEST_TOLERANCE;
			rules.params.reward = Part::billionths(999_999_999);
			rules.params.absence = Params::MOST_STEPS;
			rules.params.revoked_meter = 1_386;
			rules.weighing = Weighing { least: MAX_MONEY, full: MAX_MONEY };
			rules.slashing.equivocation = Slashing::MOST;
			rules.slashing.reporter = Slashing::MOST_FOR_REPORTER;
			rules.discount = Discount { most: Part::ONE, cover: Part::ONE };
			let tiers = (0..MAX_TIERS).map(|place| tier(place * 125 + 125, 7));
			rules.tiers.try_extend(tiers).unwrap();
		};
		assert_ok!(set(most));
		let least: Change = |rules| {
			rules.params.day = 1;
			rules.params.interval = 1;
			rules.params.leverage = 1;
			rules.params.shortfall = 10;
			rules.weighing = Weighing { least: 0, full: 1 };
		};
		assert_ok!(set(least));
	});
}

#[test]
fn rules_hold_after_their_notice() {
	run(|| {
		let before = Rules::<Test>::get();
		assert_ok!(set(|rules| rules.params.gain = Params::FASTEST));
		let (from, rules) = NextRules::<Test>::get().unwrap();
		assert_eq!(from, now() + NOTICE);
		assert_eq!(last_event(), Event::RulesSet { from, rules: rules.clone() });
		next_sessions(NOTICE - 1);
		assert_eq!(Rules::<Test>::get(), before);
		// Set anew, the notice begins anew.
		assert_ok!(set(|rules| rules.params.gain = Params::FASTEST));
		next_sessions(NOTICE - 1);
		assert_eq!(Rules::<Test>::get(), before);
		next_sessions(1);
		assert_eq!(Rules::<Test>::get(), rules);
		assert_eq!(NextRules::<Test>::get(), None);
		assert_eq!(last_event(), Event::RulesEnacted);
	});
}

#[test]
fn a_session_is_judged_by_the_rules_that_it_had() {
	run(|| {
		assert_ok!(set(|rules| rules.params.gain = Params::FASTEST));
		next_sessions(NOTICE - 1);
		full_day(ALICE, 1);
		CurrentSession::set(&(now() + 1));
		// Not before all of it is folded.
		poll(<() as WeightInfo>::poll());
		assert!(NextRules::<Test>::exists());
		poll(Weight::MAX);
		assert!(!NextRules::<Test>::exists());
		assert_eq!(index(ALICE), Part::billionths(59_500_000));
		TestClock::set(1_001 * DAY);
		full_day(ALICE, 11);
		next_sessions(1);
		assert!(index(ALICE) > Part::thousandths(150));
	});
}

#[test]
fn rules_can_come_from_genesis() {
	use sp_runtime::BuildStorage;
	let mut rules = TrustRules::default();
	rules.slashing.absence = Part::thousandths(7);
	rules.tiers.try_push(tier(10, 1_000)).unwrap();
	// As a chain specification has them.
	let json = serde_json::to_string(&rules).unwrap();
	let read: TrustRules = serde_json::from_str(&json).unwrap();
	assert_eq!(read, rules);
	let genesis = |rules| RuntimeGenesisConfig {
		trust_staking: GenesisConfig { rules, ..Default::default() },
		..Default::default()
	};
	let storage = genesis(rules.clone()).build_storage().unwrap();
	sp_io::TestExternalities::from(storage).execute_with(|| {
		assert_eq!(Rules::<Test>::get(), rules);
	});
	rules.params.day = 0;
	let refused = std::panic::catch_unwind(|| genesis(rules).build_storage());
	assert!(refused.is_err());
}
