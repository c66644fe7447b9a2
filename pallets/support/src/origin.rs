// SPDX-License-Identifier: Apache-2.0

//! Who has sent a call.

use frame_support::{
	pallet_prelude::DispatchError,
	traits::{EnsureOrigin, OriginTrait},
};

/// The account that has signed a call, or none if the operator has sent it, by whatever origin. Fails with
/// `BadOrigin` if nobody has signed it.
pub fn signer_unless<Operator, Origin>(
	origin: Origin,
) -> Result<Option<Origin::AccountId>, DispatchError>
where
	Operator: EnsureOrigin<Origin>,
	Origin: OriginTrait,
{
	match Operator::try_origin(origin) {
		Ok(_) => Ok(None),
		Err(origin) => origin.into_signer().map(Some).ok_or(DispatchError::BadOrigin),
	}
}
