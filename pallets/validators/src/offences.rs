// SPDX-License-Identifier: Apache-2.0

//! Told by `pallet-offences` who has equivocated.

use frame_support::weights::Weight;
use sp_runtime::Perbill;
use sp_staking::{
	SessionIndex,
	offence::{OffenceDetails, OffenceSeverity, OnOffenceHandler},
};

use crate::{Config, Pallet};

impl<T: Config, Reporter, Identification>
	OnOffenceHandler<Reporter, (T::AccountId, Identification), Weight> for Pallet<T>
{
	/// Offenders of the same slot are named again and again; nothing comes of that. What it costs is part of what
	/// a report of an equivocation costs.
	fn on_offence(
		offenders: &[OffenceDetails<Reporter, (T::AccountId, Identification)>],
		fractions: &[Perbill],
		_: SessionIndex,
	) -> Weight {
		for (details, fraction) in offenders.iter().zip(fractions) {
			let (offender, _) = &details.offender;
			Self::note_offender(offender.clone(), OffenceSeverity(*fraction));
		}
		Weight::zero()
	}
}
