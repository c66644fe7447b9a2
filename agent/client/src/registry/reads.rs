// SPDX-License-Identifier: Apache-2.0

//! What the chain says of applications and handovers.

use gridmerit_energy::NodeIndex;
use scale_decode::DecodeAsType;
use subxt::utils::AccountId32;

use super::NodeData;
use crate::{chain::Chain, error::ChainError, transact::events, view::View};

#[derive(DecodeAsType)]
struct Application {
	data: NodeData,
}

/// The most blocks that are looked through for an event.
const LOOKED_THROUGH: u64 = 64;

#[derive(DecodeAsType)]
struct Rejected {
	account: AccountId32,
	reason: Vec<u8>,
}

impl Chain {
	/// Why the operator has refused an account's application, in one of the blocks after `seen` up to that of `view`, and
	/// of these the last 64.
	pub async fn rejection(
		&self,
		view: &View,
		seen: u64,
		account: &AccountId32,
	) -> Result<Option<String>, ChainError> {
		let first = seen.saturating_add(1).max(view.number().saturating_sub(LOOKED_THROUGH));
		for number in (first..=view.number()).rev() {
			let block = if number == view.number() {
				Some(view.clone())
			} else {
				self.at_number(number).await?
			};
			let Some(block) = block else { return Ok(None) };
			if let Some(reason) = block.rejected(account).await? {
				return Ok(Some(reason));
			}
		}
		Ok(None)
	}
}

impl View {
	/// Why an application was refused in this very block.
	async fn rejected(&self, account: &AccountId32) -> Result<Option<String>, ChainError> {
		let events = events(self).await?;
		for event in events.iter() {
			let event = event.map_err(|error| self.unknown("an event", error))?;
			if (event.pallet_name(), event.event_name()) != ("TeRegistry", "ApplicationRejected") {
				continue;
			}
			let rejected: Rejected = event
				.decode_fields_unchecked_as()
				.map_err(|error| self.unknown("ApplicationRejected", error))?;
			if rejected.account == *account {
				return Ok(Some(String::from_utf8_lossy(&rejected.reason).into_owned()));
			}
		}
		Ok(None)
	}

	/// What an account has applied as; none if it has not, or was answered.
	pub async fn application(&self, of: &AccountId32) -> Result<Option<NodeData>, ChainError> {
		let found: Option<Application> = self.stored("TeRegistry", "Applications", (of.0,)).await?;
		Ok(found.map(|found| found.data))
	}

	/// All applications that wait for the operator, by account.
	pub async fn applications(&self) -> Result<Vec<(AccountId32, NodeData)>, ChainError> {
		let found = self.listed::<AccountId32, Application>("TeRegistry", "Applications").await?;
		let mut found: Vec<_> =
			found.into_iter().map(|(account, row)| (account, row.data)).collect();
		found.sort_by_key(|(account, _)| account.0);
		Ok(found)
	}

	/// To whom a node is offered.
	pub async fn handover(&self, node: NodeIndex) -> Result<Option<AccountId32>, ChainError> {
		self.stored("TeRegistry", "Handovers", (node,)).await
	}

	/// The index that the next node gets.
	pub async fn next_node(&self) -> Result<NodeIndex, ChainError> {
		Ok(self.stored("TeRegistry", "NextIndex", ()).await?.unwrap_or_default())
	}

	/// Who acts as the operator: the account behind Sudo.
	pub async fn operator(&self) -> Result<Option<AccountId32>, ChainError> {
		self.stored("Sudo", "Key", ()).await
	}
}
