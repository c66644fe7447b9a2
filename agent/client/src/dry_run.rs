// SPDX-License-Identifier: Apache-2.0

//! What would become of a transaction, before it costs anything.

use subxt::error::DispatchError;

use crate::{
	chain::{Chain, in_time},
	error::{ChainError, refusal},
	transact::Signed,
	view::View,
};

/// How the answer of `BlockBuilder_apply_extrinsic` begins where a transaction was taken and its call has failed:
/// Ok(Err(..)). Behind it stands the error.
const FAILED: [u8; 2] = [0, 1];

impl Chain {
	/// Plays a transaction on the newest block, and forgets what it did. Fails if the chain would refuse its call; of a
	/// call inside one by Sudo or a proxy it says nothing. A light client plays nothing: it would need a proof of all
	/// that the call reads.
	///
	/// Whether the transaction is one that the pool takes is not judged here: it may follow another that waits there.
	pub async fn dry_run(&self, view: &View, signed: &Signed) -> Result<(), ChainError> {
		if self.is_light() {
			return Ok(());
		}
		let apis = view.at.runtime_apis();
		let bytes = signed.bytes();
		let played = in_time(async {
			let call = apis.call_raw("BlockBuilder_apply_extrinsic", Some(bytes));
			call.await.map_err(ChainError::node)
		});
		let answer = played.await?;
		let Some(error) = answer.strip_prefix(&FAILED) else { return Ok(()) };
		let error = DispatchError::decode_from(error, view.at.metadata());
		let error = error.map_err(|error| view.unknown("an error", error))?;
		let (error, docs) = refusal(&error);
		Err(ChainError::Refused { sent: false, call: signed.call().into(), error, docs })
	}
}
