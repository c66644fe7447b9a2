// SPDX-License-Identifier: Apache-2.0

//! What is stored about authorities and their reports.

use frame_support::pallet_prelude::*;
use gridmerit_energy::Interval;
use gridmerit_pallet_support::{CertificateRole, GridRole, Name, Words};

use crate::Config;

/// What an authority is.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub enum AuthorityKind {
	/// The police.
	Police,
	/// Who makes meters.
	MeterMaker,
	/// Who sets standards for meters or tests them.
	StandardsBody,
	/// Anybody else.
	Other,
	/// Who runs the grid. If it is trusted it proposes lines and agrees to limits.
	GridOperator,
	/// Who owns lines. If it is trusted it sets their limits.
	LineOwner,
	/// Who issues certificates of origin. If it is trusted it certifies plants.
	Issuer,
	/// Who looks at what is certified and issued. If it is trusted it says what was wrong.
	Auditor,
	/// Who says what the grid emits. If it is trusted it publishes that for each interval.
	Publisher,
}

impl AuthorityKind {
	/// What a trusted one may do about the grid; none if it is trusted with meters instead.
	pub fn grid_role(self) -> Option<GridRole> {
		match self {
			Self::GridOperator => Some(GridRole::GridOperator),
			Self::LineOwner => Some(GridRole::LineOwner),
			Self::Police
			| Self::MeterMaker
			| Self::StandardsBody
			| Self::Other
			| Self::Issuer
			| Self::Auditor
			| Self::Publisher => None,
		}
	}

	/// What a trusted one may do about certificates of origin; none if it is trusted with something else.
	pub fn certificate_role(self) -> Option<CertificateRole> {
		match self {
			Self::Issuer => Some(CertificateRole::Issuer),
			Self::Auditor => Some(CertificateRole::Auditor),
			Self::Police
			| Self::MeterMaker
			| Self::StandardsBody
			| Self::Other
			| Self::GridOperator
			| Self::LineOwner
			| Self::Publisher => None,
		}
	}

	/// Whether a trusted one says what the grid emits.
	pub fn publishes_intensities(self) -> bool {
		self == Self::Publisher
	}

	/// Whether what a trusted one reports about meters takes effect: no key has two powers.
	pub fn revokes_meters(self) -> bool {
		self.grid_role().is_none()
			&& self.certificate_role().is_none()
			&& !self.publishes_intensities()
	}
}

/// Who an authority is.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Authority<Deposit> {
	/// Self-declared kind.
	pub kind: AuthorityKind,
	/// Self-declared name.
	pub name: Name,
	/// Whether what it reports from now on takes effect, or it keeps the grid, or has its say about certificates of origin, or
	/// about what the grid emits.
	pub trusted: bool,
	/// Its deposit, back when it withdraws.
	pub deposit: Deposit,
	/// What its reports have brought about lately.
	pub recent: Recent,
}

/// How many meters an authority has revoked lately.
#[frame_support::stored]
#[derive(Copy, Default)]
#[scale_info(capture_docs = "always")]
pub struct Recent {
	/// From this interval on.
	#[codec(compact)]
	pub since: Interval,
	/// How many.
	#[codec(compact)]
	pub count: u32,
}

/// A statement that a meter is compromised.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Report<Deposit> {
	/// Since when.
	pub since: Interval,
	/// Why.
	pub reason: Words,
	/// What the account of the meter's node says to that.
	pub challenge: Option<Words>,
	/// The authority's deposit, back when it is lifted.
	pub deposit: Deposit,
	/// Whether the meter is revoked because of it; if not, it is a warning.
	pub effective: bool,
}

/// [`Authority`] of a runtime.
pub type AuthorityOf<T> = Authority<<T as Config>::AuthorityDeposit>;
/// [`Report`] of a runtime.
pub type ReportOf<T> = Report<<T as Config>::ReportDeposit>;
