// SPDX-License-Identifier: Apache-2.0

//! Sends calls: the chain is asked first, as a refusal in a block costs a fee; then it is said that the call is on its
//! way.

use std::sync::Mutex;

use gridmerit_client::{Call, Chain, Included, Signatory, Signed, View};

use crate::{failure::Failure, options::CommonOptions};

/// The transaction that was sent and is in no block yet, as far as it is known.
static UNDER_WAY: Mutex<Option<String>> = Mutex::new(None);

/// The transaction that may still come into a block, if the program ends now.
pub fn under_way() -> Option<String> {
	UNDER_WAY.lock().ok().and_then(|under_way| under_way.clone())
}

fn note(transaction: Option<String>) {
	if let Ok(mut under_way) = UNDER_WAY.lock() {
		*under_way = transaction;
	}
}

/// For what is waited, and who is told.
#[derive(Clone, Copy)]
pub struct Waiting {
	/// Until the block is final.
	pub until_final: bool,
	/// Programs are told only how it ended.
	pub json: bool,
}

impl Waiting {
	pub fn new(common: &CommonOptions, until_final: bool) -> Self {
		Self { until_final, json: common.json }
	}
}

/// Sends a call and waits until it is in a block: its name, and where it is. Nothing is sent that the chain would refuse
/// as it stands at `view`.
pub async fn transact(
	chain: &Chain,
	view: &View,
	signatory: &Signatory,
	call: Call,
	waiting: Waiting,
) -> Result<(String, Included), Failure> {
	let nonce = chain.next_nonce(&signatory.key.account()).await?;
	let (call, key) = (signatory.act(call), &signatory.key);
	chain.dry_run(view, &call, key, nonce).await?;
	let signed = chain.sign(view, &call, key, nonce)?;
	let included = send(chain, &signed, waiting).await?;
	Ok((signed.call().into(), included))
}

/// Sends a transaction and waits until it is in a block.
async fn send(chain: &Chain, signed: &Signed, waiting: Waiting) -> Result<Included, Failure> {
	let hash = format!("{:?}", signed.hash());
	let sent = chain.send_and(signed, waiting.until_final, || {
		note(Some(hash.clone()));
		if !waiting.json {
			eprintln!("sent as {hash}, waiting for a block");
		}
	});
	let sent = sent.await;
	note(None);
	Ok(sent?)
}
