// SPDX-License-Identifier: Apache-2.0

//! What becomes of open orders while it is not known what to post.

use gridmerit_client as client;
use gridmerit_energy::{Interval, NodeStatus};

use super::{Daemon, DaemonError, Look, Open};
use crate::rulebook::WhileWaiting;

impl Daemon<'_> {
	/// Waits, because. Takes the open orders back if the rulebook says so, and says what becomes of them before the
	/// reason, which may end with lines of a file or of a program.
	pub(super) async fn wait(
		&mut self,
		node: &NodeStatus,
		open: &Open,
		reason: String,
	) -> Result<Look, DaemonError> {
		let intervals = ordered(node, open);
		if intervals.is_empty() {
			return Ok(Look::Waited(reason));
		}
		let what = orders_of(intervals.len());
		let run = &self.rulebook.run;
		Ok(Look::Waited(match (run.while_waiting, run.dry_run) {
			(WhileWaiting::Keep, _) => {
				format!("leaves {what} in the book, to trade (run.while_waiting); {reason}")
			},
			(WhileWaiting::Cancel, true) => {
				format!("would take back {what} (run.while_waiting); {reason}")
			},
			(WhileWaiting::Cancel, false) => {
				match self.send(client::cancel(&intervals), open.round).await? {
					None => {
						self.tell(format!("took back {what} (run.while_waiting)"));
						reason
					},
					Some(obstacle) => {
						format!(
							"could not take back {what} (run.while_waiting): {obstacle}; {reason}"
						)
					},
				}
			},
		}))
	}
}

/// So many intervals' orders, in words.
fn orders_of(intervals: usize) -> String {
	match intervals {
		1 => "the order of 1 interval".into(),
		many => format!("the orders of {many} intervals"),
	}
}

/// What tells one reason to wait from another: its first line, and of further ones all but the numbers, as what a
/// program says may hold the time.
pub(super) fn gist(reason: &str) -> (&str, String) {
	let (first, rest) = reason.split_once('\n').unwrap_or((reason, ""));
	(first, rest.chars().filter(|letter| !letter.is_ascii_digit()).collect())
}

/// The open intervals in which a node has orders.
fn ordered(node: &NodeStatus, open: &Open) -> Vec<Interval> {
	let is_open = |interval| open.windows.iter().any(|window| window.interval == interval);
	let orders = node.open.iter().filter(|one| one.order.is_some() && is_open(one.interval));
	orders.map(|one| one.interval).collect()
}
