// SPDX-License-Identifier: Apache-2.0

//! What a node did in a session, as sums that can be joined in any order.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_energy::{Basis, Imbalance, Invoice, Planck, Wh, payment};
use scale_info::TypeInfo;

use crate::{Params, Part, part::mul_div};

/// What is proven against a node other than by an invoice.
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
pub enum Offence {
	/// An interval's reading never came.
	MissingReading,
	/// Its meter signed readings that contradict each other.
	Contradiction,
	/// Its meter was revoked by others.
	RevokedMeter,
	/// It built or voted twice.
	Equivocation,
	/// It was chosen and absent; its severity is the part of the session that it missed.
	Absence,
	/// It answered for a computation that is proven to be false.
	FalseComputation,
}

/// Offences of a session: the sum of the severities of each kind, in billionths, so that 10^9 is one in full.
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
pub struct Offences {
	/// Intervals whose readings never came.
	#[codec(compact)]
	pub missing_readings: u64,
	/// Meters that contradicted themselves.
	#[codec(compact)]
	pub contradictions: u64,
	/// Meters that were revoked by others.
	#[codec(compact)]
	pub revoked_meters: u64,
	/// Blocks or votes made twice.
	#[codec(compact)]
	pub equivocations: u64,
	/// Sessions missed.
	#[codec(compact)]
	pub absences: u64,
	/// Computations proven false.
	#[codec(compact)]
	pub false_computations: u64,
}

impl Offences {
	/// One offence of such a severity.
	pub fn one(offence: Offence, severity: Part) -> Self {
		let mut offences = Self::default();
		let sum = match offence {
			Offence::MissingReading => &mut offences.missing_readings,
			Offence::Contradiction => &mut offences.contradictions,
			Offence::RevokedMeter => &mut offences.revoked_meters,
			Offence::Equivocation => &mut offences.equivocations,
			Offence::Absence => &mut offences.absences,
			Offence::FalseComputation => &mut offences.false_computations,
		};
		*sum = severity.as_billionths().into();
		offences
	}

	/// Both. Sums end at 2^64 - 1 instead of beginning anew, which is above all that moves an index.
	pub fn join(self, other: Self) -> Self {
		Self {
			missing_readings: self.missing_readings.saturating_add(other.missing_readings),
			contradictions: self.contradictions.saturating_add(other.contradictions),
			revoked_meters: self.revoked_meters.saturating_add(other.revoked_meters),
			equivocations: self.equivocations.saturating_add(other.equivocations),
			absences: self.absences.saturating_add(other.absences),
			false_computations: self.false_computations.saturating_add(other.false_computations),
		}
	}

	/// What is left when some of them are taken out; none if they are not in it.
	pub fn without(self, part: Self) -> Option<Self> {
		Some(Self {
			missing_readings: self.missing_readings.checked_sub(part.missing_readings)?,
			contradictions: self.contradictions.checked_sub(part.contradictions)?,
			revoked_meters: self.revoked_meters.checked_sub(part.revoked_meters)?,
			equivocations: self.equivocations.checked_sub(part.equivocations)?,
			absences: self.absences.checked_sub(part.absences)?,
			false_computations: self.false_computations.checked_sub(part.false_computations)?,
		})
	}
}

/// What a node did in a session. Sums that can be joined in any order, and that end at their largest number instead
/// of overflowing.
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
pub struct Conduct {
	/// Money that was at risk and came out well, in planck: capped for each interval, and by the fee.
	#[codec(compact)]
	pub risk: Planck,
	/// What the energy costs that was promised, missed and not within the tolerance, in planck, at the shortfall price.
	#[codec(compact)]
	pub missed: Planck,
	/// What else is proven against it.
	pub offences: Offences,
}

impl Conduct {
	/// Of an interval that is settled for good.
	///
	/// Money was at risk only where the node had sold more than it bought, and only in so far as its own settlement
	/// meter says that the energy came. How much: what nothing delivered would have cost it,
	/// `X S' - max(0, R - C)` with the shortfall price X and the energy S' = S - B to be delivered, for the part that
	/// was delivered. A loss that is made already (C above R) is not at risk any more. Of that, at most `leverage`
	/// times the service fee on the energy counts, and at most `interval`.
	///
	/// What was promised and did not come, by its meter, by a spare one, or because nobody measured, counts against
	/// it at the shortfall price, as far as it is beyond the tolerance and without any cap. An interval whose
	/// reading does not count any more because the meter is revoked is neither: the revocation is an offence of its
	/// own, and nothing counts twice.
	pub fn of(invoice: &Invoice, params: &Params) -> Self {
		let mut conduct = Self::default();
		match invoice.basis {
			Basis::Revoked => return conduct,
			Basis::Silence => conduct = Self::offence(Offence::MissingReading, Part::ONE),
			Basis::Reading | Basis::Unmetered | Basis::Spare => {},
		}
		let promised = invoice.position.short();
		let missing = missing(invoice).min(promised);
		conduct.missed = payment(excess(missing, promised, params), invoice.tariff.shortfall);
		if invoice.basis == Basis::Reading {
			conduct.risk = counted(invoice, promised.saturating_sub(missing), params);
		}
		conduct
	}

	/// Of an offence of such a severity.
	pub fn offence(offence: Offence, severity: Part) -> Self {
		Self { offences: Offences::one(offence, severity), ..Self::default() }
	}

	/// Both.
	pub fn join(self, other: Self) -> Self {
		Self {
			risk: self.risk.saturating_add(other.risk),
			missed: self.missed.saturating_add(other.missed),
			offences: self.offences.join(other.offences),
		}
	}

	/// What is left when a part of it is taken out that was joined in: an interval may be settled anew before it is
	/// closed. None if it does not contain the part.
	pub fn without(self, part: Self) -> Option<Self> {
		Some(Self {
			risk: self.risk.checked_sub(part.risk)?,
			missed: self.missed.checked_sub(part.missed)?,
			offences: self.offences.without(part.offences)?,
		})
	}

	/// Whether it moves nothing.
	pub fn is_empty(&self) -> bool {
		*self == Self::default()
	}
}

/// What the node had to buy from the utility, in Wh.
fn missing(invoice: &Invoice) -> Wh {
	match invoice.imbalance {
		Imbalance::Bought { energy, .. } => energy,
		Imbalance::Sold { .. } => 0,
	}
}

/// What is missing beyond the tolerance, in Wh.
fn excess(missing: Wh, promised: Wh, params: &Params) -> Wh {
	let tolerated = params.tolerance.times(promised.into());
	u128::from(missing).saturating_sub(tolerated).try_into().unwrap_or(missing)
}

/// The risk that counts for so much delivered energy, in planck.
fn counted(invoice: &Invoice, delivered: Wh, params: &Params) -> Planck {
	let Invoice { position, tariff, .. } = invoice;
	let earned = position.revenue.saturating_sub(position.cost);
	let at_risk = payment(position.short(), tariff.shortfall).saturating_sub(earned);
	let share = mul_div(at_risk, delivered.into(), position.short().into()).unwrap_or(0);
	let by_fee = payment(delivered, tariff.fee).saturating_mul(params.leverage.into());
	share.min(by_fee).min(params.interval)
}
