// SPDX-License-Identifier: Apache-2.0

//! What becomes of open orders while it is not known what to post.

use gridmerit_client as client;
use gridmerit_energy::{Interval, NodeStatus};

use super::{Daemon, DaemonError, Look, Open};
use crate::rulebook::WhileWaiting;

impl Daemon<'_> {
	/// Waits, because. Takes the open orders back if the rulebook says so.
	pub(super) async fn wait(
		&mut self,
		node: &NodeStatus,
		open: &Open,
		reason: String,
	) -> Result<Look, DaemonError> {
		let intervals = match self.rulebook.run.while_waiting {
			WhileWaiting::Keep => Vec::new(),
			WhileWaiting::Cancel => ordered(node, open),
		};
		if intervals.is_empty() {
			return Ok(Look::Waited(reason));
		}
		let what = format!("the orders of {} intervals (run.while_waiting)", intervals.len());
		Ok(Look::Waited(match self.rulebook.run.dry_run {
			true => format!("{reason}; would take back {what}"),
			false => match self.send(client::cancel(&intervals), open.round).await? {
				None => {
					self.tell(format!("{reason}; took back {what}"));
					reason
				},
				Some(obstacle) => format!("{reason}; could not take back {what}: {obstacle}"),
			},
		}))
	}
}

/// The open intervals in which a node has orders.
fn ordered(node: &NodeStatus, open: &Open) -> Vec<Interval> {
	let is_open = |interval| open.windows.iter().any(|window| window.interval == interval);
	let orders = node.open.iter().filter(|one| one.order.is_some() && is_open(one.interval));
	orders.map(|one| one.interval).collect()
}
