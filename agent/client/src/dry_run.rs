// SPDX-License-Identifier: Apache-2.0

//! What would become of a transaction, before it costs anything.

use subxt::error::DispatchError;

use crate::{
	calls::Call,
	chain::Chain,
	error::{ChainError, refusal},
	key::Key,
	view::View,
};

/// Blocks for which what is played holds: the fewest that there can be. It is signed, and so the node that plays it
/// could put it into one of the next two blocks. After that it is of no use to anybody.
const PLAYED: u64 = 4;
/// How the answer of `BlockBuilder_apply_extrinsic` begins where a transaction was taken and its call has failed:
/// Ok(Err(..)). Behind it stands the error.
const FAILED: [u8; 2] = [0, 1];

impl Chain {
	/// Plays a call of an account on the newest block, and forgets what it did. Fails if the chain would refuse it;
	/// of a call inside one by Sudo or a proxy it says nothing. A light client plays nothing: it would need a proof
	/// of all that the call reads.
	///
	/// Whether the transaction is one that the pool takes is not judged here: it may follow another that waits there.
	pub async fn dry_run(
		&self,
		view: &View,
		call: &Call,
		key: &Key,
		nonce: u64,
	) -> Result<(), ChainError> {
		// A block's state knows the hashes of the blocks before it, not its own: what is played has to hold since then.
		let Some(before) = view.number().checked_sub(1).filter(|_| !self.is_light()) else {
			return Ok(());
		};
		let Some(parent) = self.at_number(before).await? else { return Ok(()) };
		let signed = &self.sign_since(view, call, key, nonce, (before, parent.hash()), PLAYED)?;
		let apis = view.at.runtime_apis();
		let bytes = signed.bytes();
		let played = view.patience.wait(async {
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
