// SPDX-License-Identifier: Apache-2.0

//! By what trust moves.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_energy::Planck;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::Part;

/// The most money of a parameter, in planck: 2^90, a billion tokens with 18 decimals.
pub const MAX_MONEY: Planck = 1 << 90;

/// How far an offence throws an index back. Each step takes a thousandth of what is left of it, so steps add up, and
/// in which order offences come does not matter: n steps leave e^(-n / 1000). 693 halve it, 2,303 leave a tenth,
/// 20,724 nothing.
pub type Steps = u16;

/// By what trust moves. [`Params::check`] has the bounds; what they are for is in `docs/trust.md`.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Params {
	/// The index with which a node begins, and to which it falls back when idle. It never rises to it by itself.
	pub base: Part,
	/// What of the way to 1 a full day's risk takes.
	pub gain: Part,
	/// What of the way back to the base a day without any risk takes.
	pub decay: Part,
	/// The money at risk of a full day, in planck: more of it moves nothing.
	pub day: Planck,
	/// What of it an interval can bring at most, in planck, so that a day's trust takes many of them.
	pub interval: Planck,
	/// How much risk counts for each planck of service fee on the energy that bears it. Energy that only goes in a
	/// circle between own meters costs at least the fee, so trust that is made that way costs at least
	/// [`Params::cost_of`] its risk.
	pub leverage: u32,
	/// What of a promise may be missing without harm: forecasts err.
	pub tolerance: Part,
	/// Steps for missing energy that costs as much as `day` at the shortfall price, and in proportion.
	pub shortfall: Steps,
	/// Steps for an interval whose reading never came.
	pub missing_reading: Steps,
	/// Steps for a meter that contradicts itself.
	pub contradiction: Steps,
	/// Steps for a meter that was revoked by others.
	pub revoked_meter: Steps,
	/// Steps for building or voting twice.
	pub equivocation: Steps,
	/// Steps for being absent from all of a session that one was chosen for.
	pub absence: Steps,
	/// Steps for a computation that is proven to be false.
	pub false_computation: Steps,
	/// What of the service fee on the energy that a node delivered at risk a fully trusted node may get as a reward
	/// at most. Below 1, trading with oneself for rewards loses money.
	pub reward: Part,
}

impl Default for Params {
	/// For a token of 9 decimals, prices of some tenths of a UNIT per kWh and a service fee of 0.005 UNIT per kWh:
	/// 10 kWh a day, sold and delivered, are a full day.
	fn default() -> Self {
		Self {
			base: Part::thousandths(50),
			gain: Part::thousandths(10),
			decay: Part::thousandths(3),
			day: 1_000_000_000,
			interval: 100_000_000,
			leverage: 20,
			tolerance: Part::thousandths(50),
			shortfall: 100,
			missing_reading: 2,
			contradiction: 1_386,
			revoked_meter: 693,
			equivocation: 2_303,
			absence: 105,
			false_computation: 1_386,
			reward: Part::thousandths(500),
		}
	}
}

impl Params {
	/// The fastest that trust may be gained or fade: a tenth of the way in a day.
	pub const FASTEST: Part = Part::thousandths(100);
	/// The highest base: half of full trust.
	pub const HIGHEST_BASE: Part = Part::thousandths(500);
	/// The widest tolerance: half of a promise.
	pub const WIDEST_TOLERANCE: Part = Part::thousandths(500);
	/// The most leverage.
	pub const MOST_LEVERAGE: u32 = 1_000;
	/// The most steps of one offence: they leave nothing.
	pub const MOST_STEPS: Steps = 20_724;

	/// Whether these parameters are sound.
	pub fn check(&self) -> Result<(), ParamsError> {
		if self.base > Self::HIGHEST_BASE {
			return Err(ParamsError::Base);
		}
		if self.gain > Self::FASTEST {
			return Err(ParamsError::Gain);
		}
		if self.decay > Self::FASTEST {
			return Err(ParamsError::Decay);
		}
		if self.day == 0 || self.day > MAX_MONEY {
			return Err(ParamsError::Day);
		}
		if self.interval == 0 || self.interval > self.day {
			return Err(ParamsError::Interval);
		}
		if self.leverage == 0 || self.leverage > Self::MOST_LEVERAGE {
			return Err(ParamsError::Leverage);
		}
		if self.tolerance > Self::WIDEST_TOLERANCE {
			return Err(ParamsError::Tolerance);
		}
		if self.reward >= Part::ONE {
			return Err(ParamsError::Reward);
		}
		if self.steps().into_iter().any(|steps| steps > Self::MOST_STEPS) {
			return Err(ParamsError::TooManySteps);
		}
		// A step is a thousandth.
		if Part::thousandths(self.shortfall.into()) < self.gain {
			return Err(ParamsError::FallsTooSlowly);
		}
		if self.revoked_meter > self.contradiction {
			return Err(ParamsError::RevokedAboveContradiction);
		}
		Ok(())
	}

	fn steps(&self) -> [Steps; 7] {
		[
			self.shortfall,
			self.missing_reading,
			self.contradiction,
			self.revoked_meter,
			self.equivocation,
			self.absence,
			self.false_computation,
		]
	}

	/// The least that so much counted risk costs somebody whose energy only goes in a circle, in planck, rounded up:
	/// the service fee on it. Also what of the fee so much risk stands for when it was earned honestly.
	pub fn cost_of(&self, counted: Planck) -> Planck {
		counted.div_ceil(u128::from(self.leverage).max(1))
	}

	/// The most that a node may be paid for so much counted risk, in planck: what of its fee `reward` leaves, times
	/// its effective trust. It is below [`Params::cost_of`] the risk, so a circle never pays.
	pub fn reward_of(&self, counted: Planck, effective: Part) -> Planck {
		let fee = counted.checked_div(self.leverage.into()).unwrap_or(0);
		effective.of_part(self.reward).times(fee)
	}
}

/// Why parameters are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParamsError {
	/// A newcomer would be trusted too much, and a new identity would wash an old one clean.
	#[error("the base is above a half")]
	Base,
	/// Trust is to rise slowly.
	#[error("a day would gain more than a tenth of the way")]
	Gain,
	/// Trust is to fade slowly.
	#[error("a day would lose more than a tenth of the way")]
	Decay,
	/// There must be a day's risk, below [`MAX_MONEY`].
	#[error("a day's risk is not in 1 ..= 2^90 planck")]
	Day,
	/// An interval's risk is a part of the day's.
	#[error("an interval's risk is not in 1 ..= a day's")]
	Interval,
	/// The fee must stand for some risk, and not for too much.
	#[error("the leverage is not in 1 ..= 1000")]
	Leverage,
	/// A promise that may be missed by more than a half is none.
	#[error("the tolerance is above a half")]
	Tolerance,
	/// A reward as high as the fee would pay for trading in a circle.
	#[error("the reward is not below the fee")]
	Reward,
	/// More than [`Params::MOST_STEPS`].
	#[error("an offence has more than 20724 steps")]
	TooManySteps,
	/// What is missed must weigh at least as much as what is delivered.
	#[error("missing a day's energy would cost less than delivering it gains")]
	FallsTooSlowly,
	/// What a meter proves against itself weighs at least as much as what others say.
	#[error("a revoked meter would cost more than one that contradicts itself")]
	RevokedAboveContradiction,
}
