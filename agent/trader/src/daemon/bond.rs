// SPDX-License-Identifier: Apache-2.0

//! Keeps the node's own bond at what the rulebook says.

use gridmerit_client::{self as client, ChainError, View, units::unit};
use gridmerit_energy::{NodeStatus, Planck};

use super::{Daemon, DaemonError, Sent, inputs::DAY};
use crate::decide::{BondDecision, Bonded, decide_bond};

/// What it remembers of bonding, until it is started again.
#[derive(Default)]
pub struct Bonding {
	/// What was bonded on a day.
	today: (u64, Planck),
	in_all: Planck,
	/// What the bond was when it last looked.
	before: Option<Planck>,
	/// A day on which the chain has refused to bond.
	refused: Option<u64>,
	said: String,
}

impl Daemon<'_> {
	/// Bonds what is missing, as far as the rulebook says. Whether a transaction has been sent.
	pub(super) async fn keep_bond(
		&mut self,
		view: &View,
		node: &NodeStatus,
	) -> Result<bool, DaemonError> {
		let Some(rules) = &self.rulebook.bond else { return Ok(false) };
		let today = view.now().await? / DAY;
		// What was refused would be refused again.
		if self.bonding.refused == Some(today) {
			return Ok(false);
		}
		if self.bonding.today.0 != today {
			self.bonding.today = (today, 0);
		}
		let account = self.signatory.account();
		let standing = view.standing(node.index).await?.unwrap_or_default();
		let at = Bonded {
			standing,
			before: self.bonding.before,
			free: view.free(&account).await?,
			funds: view.funds(&account).await?,
			today: self.bonding.today.1,
			in_all: self.bonding.in_all,
		};
		match decide_bond(rules, &at) {
			BondDecision::Enough => {
				self.bonding.before = Some(standing.bonded);
				self.bonding.said.clear();
				Ok(false)
			},
			BondDecision::Wait(because) => {
				self.say_of_bond(because);
				Ok(false)
			},
			BondDecision::Bond(amount, because) if self.rulebook.run.dry_run => {
				self.say_of_bond(format!("would bond {}: {because}", unit(amount)));
				Ok(false)
			},
			BondDecision::Bond(amount, because) => {
				self.bonding.before = Some(standing.bonded);
				self.bond(view, amount, &because, today).await
			},
		}
	}

	async fn bond(
		&mut self,
		view: &View,
		amount: Planck,
		because: &str,
		today: u64,
	) -> Result<bool, DaemonError> {
		let signer = self.signatory.key.account();
		let nonce = self.chain.next_nonce(&signer).await?;
		if nonce != view.nonce(&signer).await? {
			// It may be one that bonds: of a daemon before this one, say.
			return Ok(false);
		}
		let sent = self.submit(view, nonce, client::trust::bond(amount)).await;
		// What is lost may still come in.
		if matches!(sent, Ok(Sent::Included) | Err(_)) {
			self.bonding.today.1 = self.bonding.today.1.saturating_add(amount);
			self.bonding.in_all = self.bonding.in_all.saturating_add(amount);
		}
		match sent? {
			Sent::Included => {
				self.tell_of_bond(format!("bonded {}: {because}", unit(amount)));
				Ok(true)
			},
			Sent::Refused(error) => {
				self.bonding.refused = Some(today);
				self.tell_of_bond(refusal(&error, self.signatory.real.is_some()));
				Ok(!matches!(error, ChainError::Refused { sent: false, .. }))
			},
			Sent::Unaffordable(reason) => {
				self.say_of_bond(reason);
				Ok(false)
			},
		}
	}

	/// Says something about the bond if it was not the last thing it said about it.
	fn say_of_bond(&mut self, text: String) {
		if self.bonding.said != text {
			self.tell_of_bond(text);
		}
	}

	fn tell_of_bond(&mut self, text: String) {
		(self.say)(&format!("bond: {text}"));
		self.bonding.said = text;
	}
}

/// That the chain has refused to bond, and what to do if a proxy has tried.
pub fn refusal(error: &ChainError, by_proxy: bool) -> String {
	let proxy = match by_proxy {
		true => {
			" A proxy of type Market may not bond: name one of type MarketAndBond, or bond by hand."
		},
		false => "",
	};
	let error = error.to_string();
	format!("{}.{proxy} No second attempt today", error.trim_end_matches('.'))
}
