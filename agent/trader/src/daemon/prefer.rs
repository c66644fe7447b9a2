// SPDX-License-Identifier: Apache-2.0

//! Has the chain know from whom the node would rather buy, as the rulebook says.

use gridmerit_client::{
	View,
	choices::{prefer, written_all},
};
use gridmerit_energy::{Choice, NodeStatus};

use super::{Daemon, DaemonError, Sent, inputs::DAY};

/// What it remembers of that, until it is started again.
#[derive(Default)]
pub struct Preferring {
	/// A day on which the chain has refused it, and what.
	refused: Option<(u64, Vec<Choice>)>,
	said: String,
}

impl Daemon<'_> {
	/// Says what the rulebook says where the chain knows something else. Whether a transaction has been sent.
	pub(super) async fn keep_choices(
		&mut self,
		view: &View,
		node: &NodeStatus,
	) -> Result<bool, DaemonError> {
		let Some(rules) = &self.rulebook.prefer else { return Ok(false) };
		let mut wanted: Vec<Choice> = Vec::new();
		// The own bus may be named by its number, too.
		for seller in &rules.sellers {
			let choice = seller.on(node.bus);
			if !wanted.contains(&choice) {
				wanted.push(choice);
			}
		}
		let known = view.choices(node.index).await?;
		if known == wanted {
			self.preferring.said.clear();
			return Ok(false);
		}
		let list = written_all(&wanted);
		if self.rulebook.run.dry_run {
			self.say_of_choices(format!("would say that it would rather buy from {list}"));
			return Ok(false);
		}
		let today = view.now().await? / DAY;
		// What was refused would be refused again.
		if self.preferring.refused.as_ref().is_some_and(|(day, of)| *day == today && *of == wanted)
		{
			return Ok(false);
		}
		let signer = self.signatory.key.account();
		let nonce = self.chain.next_nonce(&signer).await?;
		if nonce != view.nonce(&signer).await? {
			// It may be one that says so.
			return Ok(false);
		}
		match self.submit(view, nonce, prefer(&wanted)).await? {
			Sent::Included => {
				self.say_of_choices(format!("would rather buy from {list}"));
				Ok(true)
			},
			Sent::Refused(error) => {
				let text = error.to_string();
				let text = text.trim_end_matches('.');
				self.say_of_choices(format!("{list}: {text}. No second attempt today"));
				self.preferring.refused = Some((today, wanted));
				Ok(true)
			},
			Sent::Unaffordable(reason) => {
				self.say_of_choices(reason);
				Ok(false)
			},
		}
	}

	/// Says something about it if it was not the last thing it said about it.
	fn say_of_choices(&mut self, text: String) {
		if self.preferring.said != text {
			(self.say)(&format!("prefer: {text}"));
			self.preferring.said = text;
		}
	}
}
