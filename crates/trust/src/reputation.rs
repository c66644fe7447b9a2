// SPDX-License-Identifier: Apache-2.0

//! How a node's index moves.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_energy::Planck;
use scale_info::TypeInfo;

use crate::{Conduct, Offences, Params, Part, Steps, part::mul_div};

/// Number of a day.
pub type Day = u32;

/// What a thousandth of a step takes. A thousand of them leave e^-0.001 to nine digits.
const MILLIONTH: Part = Part::billionths(1_000);

/// More thousandths of steps leave no billionth of any index.
const ALL: u32 = Params::MOST_STEPS as u32 * 1_000;

/// Of severities in billionths, thousandths.
const TO_THOUSANDTHS: u128 = 1_000_000;

/// What a node is trusted with, and how much of today's risk is used up.
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
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Reputation {
	/// The trust index.
	pub index: Part,
	/// The day up to which it is reckoned.
	pub day: Day,
	/// How much risk has counted on that day, in planck.
	#[codec(compact)]
	pub counted: Planck,
}

/// Why an index has moved: it is `before - faded + gained - fallen` now.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Changes {
	/// The index before.
	pub before: Part,
	/// What days with little risk or none took.
	pub faded: Part,
	/// What risk that came out well brought.
	pub gained: Part,
	/// What was missed and what was proven took.
	pub fallen: Part,
	/// How much of the session's risk counted, in planck.
	pub counted: Planck,
}

impl Reputation {
	/// Of a node that begins.
	pub fn new(day: Day, params: &Params) -> Self {
		Self { index: params.base.min(Part::ONE), day, counted: 0 }
	}

	/// What it has come to on a day, when nothing has been folded in since. Each day that has ended takes `decay` of
	/// what the index is above the base, less as more of the day's risk was used. An index below the base stays: it
	/// is not earned by waiting. In constant time.
	pub fn at(self, day: Day, params: &Params) -> Self {
		let Some(over) = day.checked_sub(self.day).filter(|days| *days > 0) else { return self };
		let above = self.index.minus(params.base);
		if above == Part::ZERO {
			return Self { day, counted: 0, ..self };
		}
		let idle = Part::of(self.counted, params.day).rest();
		let first = idle.of_part(params.decay).rest();
		let others = params.decay.rest().pow(over.saturating_sub(1));
		let index = params.base.plus(above.of_part(first).of_part(others));
		Self { index, day, counted: 0 }
	}

	/// Folds a session's conduct in: first what has faded, then what is gained, then what is lost of both.
	///
	/// Gained is `gain * (1 - index) * counted / day`, where counted is what of the session's risk the day has room
	/// for. Lost is all but `e^(-steps / 1000)` of the index. Never above 1, never below 0, always rounded against the
	/// node.
	pub fn fold(self, conduct: &Conduct, day: Day, params: &Params) -> (Self, Changes) {
		let before = self.index.min(Part::ONE);
		let aged = Self { index: before, ..self }.at(day, params);
		let counted = conduct.risk.min(params.day.saturating_sub(aged.counted));
		let way = params.gain.of_part(Part::of(counted, params.day.max(1)));
		let gained = aged.index.rest().of_part(way);
		let risen = aged.index.plus(gained);
		let index = risen.of_part(MILLIONTH.rest().pow(thousandths(conduct, params)));
		let changes = Changes {
			before,
			faded: before.minus(aged.index),
			gained,
			fallen: risen.minus(index),
			counted,
		};
		(Self { index, counted: aged.counted.saturating_add(counted), ..aged }, changes)
	}
}

/// How many thousandths of steps a session's conduct throws back, rounded up.
fn thousandths(conduct: &Conduct, params: &Params) -> u32 {
	let Offences {
		missing_readings,
		contradictions,
		revoked_meters,
		equivocations,
		absences,
		false_computations,
	} = conduct.offences;
	let billionths = [
		(missing_readings, params.missing_reading),
		(contradictions, params.contradiction),
		(revoked_meters, params.revoked_meter),
		(equivocations, params.equivocation),
		(absences, params.absence),
		(false_computations, params.false_computation),
	]
	.into_iter()
	.fold(0_u128, |sum, (severity, steps)| sum.saturating_add(weight(severity, steps)));
	let one = u128::from(Part::ONE.as_billionths());
	let shortfall = params.shortfall.into();
	let missed = mul_div(conduct.missed, one.saturating_mul(shortfall), params.day.max(1));
	let all = billionths.saturating_add(missed.unwrap_or(u128::MAX)).div_ceil(TO_THOUSANDTHS);
	all.min(ALL.into()) as u32
}

fn weight(severity: u64, steps: Steps) -> u128 {
	u128::from(severity).saturating_mul(steps.into())
}
