// SPDX-License-Identifier: Apache-2.0

//! Both ends of each parameter.

use gridmerit_trust::{MAX_MONEY, Params, ParamsError, Part};

fn with(change: impl Fn(&mut Params)) -> Result<(), ParamsError> {
	let mut params = Params::default();
	change(&mut params);
	params.check()
}

/// A billionth more.
fn above(part: Part) -> Part {
	Part::billionths(part.as_billionths() + 1)
}

#[test]
fn the_defaults_are_sound() {
	assert_eq!(Params::default().check(), Ok(()));
}

#[test]
fn boundary_parts() {
	for part in [Part::ZERO, Params::HIGHEST_BASE] {
		assert_eq!(with(|params| params.base = part), Ok(()));
	}
	assert_eq!(with(|params| params.base = above(Params::HIGHEST_BASE)), Err(ParamsError::Base));
	for part in [Part::ZERO, Params::FASTEST] {
		assert_eq!(with(|params| params.gain = part), Ok(()));
		assert_eq!(with(|params| params.decay = part), Ok(()));
	}
	assert_eq!(with(|params| params.gain = above(Params::FASTEST)), Err(ParamsError::Gain));
	assert_eq!(with(|params| params.decay = above(Params::FASTEST)), Err(ParamsError::Decay));
	for part in [Part::ZERO, Params::WIDEST_TOLERANCE] {
		assert_eq!(with(|params| params.tolerance = part), Ok(()));
	}
	let wide = above(Params::WIDEST_TOLERANCE);
	assert_eq!(with(|params| params.tolerance = wide), Err(ParamsError::Tolerance));
	for part in [Part::ZERO, Part::billionths(999_999_999)] {
		assert_eq!(with(|params| params.reward = part), Ok(()));
	}
	assert_eq!(with(|params| params.reward = Part::ONE), Err(ParamsError::Reward));
}

#[test]
fn boundary_money_at_risk() {
	for day in [1, MAX_MONEY] {
		assert_eq!(with(|params| (params.day, params.interval) = (day, day)), Ok(()));
	}
	for day in [0, MAX_MONEY + 1] {
		let set = |params: &mut Params| (params.day, params.interval) = (day, 1);
		assert_eq!(with(set), Err(ParamsError::Day));
	}
	assert_eq!(with(|params| params.interval = 1), Ok(()));
	assert_eq!(with(|params| params.interval = 0), Err(ParamsError::Interval));
	assert_eq!(with(|params| params.interval = params.day + 1), Err(ParamsError::Interval));
	for leverage in [1, Params::MOST_LEVERAGE] {
		assert_eq!(with(|params| params.leverage = leverage), Ok(()));
	}
	for leverage in [0, Params::MOST_LEVERAGE + 1] {
		assert_eq!(with(|params| params.leverage = leverage), Err(ParamsError::Leverage));
	}
}

#[test]
fn boundary_steps() {
	let most = Params::MOST_STEPS;
	let all = |params: &mut Params, steps| {
		params.shortfall = steps;
		params.missing_reading = steps;
		params.contradiction = steps;
		params.revoked_meter = steps;
		params.equivocation = steps;
		params.absence = steps;
		params.false_computation = steps;
	};
	assert_eq!(with(|params| all(params, most)), Ok(()));
	assert_eq!(with(|params| (params.gain, ()) = (Part::ZERO, all(params, 0))), Ok(()));
	let set: [fn(&mut Params); 7] = [
		|params| params.shortfall = Params::MOST_STEPS + 1,
		|params| params.missing_reading = Params::MOST_STEPS + 1,
		|params| params.contradiction = Params::MOST_STEPS + 1,
		|params| params.revoked_meter = Params::MOST_STEPS + 1,
		|params| params.equivocation = Params::MOST_STEPS + 1,
		|params| params.absence = Params::MOST_STEPS + 1,
		|params| params.false_computation = Params::MOST_STEPS + 1,
	];
	for set in set {
		assert_eq!(with(set), Err(ParamsError::TooManySteps));
	}
}

#[test]
fn what_is_missed_weighs_at_least_as_much_as_what_is_delivered() {
	assert_eq!(with(|params| params.shortfall = 10), Ok(()));
	assert_eq!(with(|params| params.shortfall = 9), Err(ParamsError::FallsTooSlowly));
	let set = |params: &mut Params| params.revoked_meter = params.contradiction;
	assert_eq!(with(set), Ok(()));
	let set = |params: &mut Params| params.revoked_meter = params.contradiction + 1;
	assert_eq!(with(set), Err(ParamsError::RevokedAboveContradiction));
}

#[test]
fn a_reward_is_always_below_the_fee() {
	let params = Params { reward: Part::billionths(999_999_999), ..Params::default() };
	for counted in [0, 1, 19, 20, 21, 1_000_000_000, u128::MAX] {
		let reward = params.reward_of(counted, Part::ONE);
		let cost = params.cost_of(counted);
		assert!(reward < cost || counted == 0, "{counted}: {reward} for {cost}");
	}
	assert_eq!(Params::default().cost_of(1_000_000_000), 50_000_000);
	assert_eq!(Params::default().reward_of(1_000_000_000, Part::ONE), 25_000_000);
	assert_eq!(Params::default().reward_of(1_000_000_000, Part::thousandths(100)), 2_500_000);
}
