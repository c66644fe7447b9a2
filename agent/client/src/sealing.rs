// SPDX-License-Identifier: Apache-2.0

//! A chain that builds blocks on demand, and whose clock jumps.

use serde::Deserialize;
use subxt::{rpcs::client::RpcParams, utils::H256};

use crate::{chain::Chain, error::ChainError};

/// Milliseconds between two blocks of a sealed chain that does not jump.
pub const SLOT: u64 = 6_000;

/// The clock of a node that was started with `--sealing`.
pub struct Sealing<'a>(&'a Chain);

#[derive(Deserialize)]
struct Sealed {
	hash: H256,
}

impl Chain {
	/// Its clock; the node refuses if it was not started with `--sealing`.
	pub fn sealing(&self) -> Sealing<'_> {
		Sealing(self)
	}
}

impl Sealing<'_> {
	/// Builds a block, one slot after the last.
	pub async fn block(&self) -> Result<H256, ChainError> {
		let mut params = RpcParams::new();
		params.push(true)?;
		params.push(true)?;
		params.push(Option::<H256>::None)?;
		let sealed: Sealed = self.0.request("engine_createBlock", params).await?;
		Ok(sealed.hash)
	}

	/// Builds a block so many milliseconds after the last: whole slots, an hour at most.
	pub async fn jump(&self, milliseconds: u64) -> Result<H256, ChainError> {
		let mut params = RpcParams::new();
		params.push(milliseconds)?;
		let sealed: Sealed = self.0.request("sealing_jump", params).await?;
		Ok(sealed.hash)
	}
}
