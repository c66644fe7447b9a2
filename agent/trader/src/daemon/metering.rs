// SPDX-License-Identifier: Apache-2.0

//! Whether a meter proves what the node delivers and uses.

use gridmerit_client::View;
use gridmerit_energy::{NodeMeter, NodeStatus, Window};

use super::{Daemon, DaemonError};
use crate::decide::proven;

impl Daemon<'_> {
	/// The node's meters. Says what is wrong with the one that settles, once until that changes.
	pub(super) async fn look_at_meters(
		&mut self,
		view: &View,
		node: &NodeStatus,
	) -> Result<Vec<NodeMeter>, DaemonError> {
		let meters = view.meters(node.index).await?;
		let trouble = trouble(&meters, self.rulebook.run.unmetered);
		if let Some(text) = trouble.as_ref().filter(|text| self.metering.as_ref() != Some(text)) {
			self.tell(text);
		}
		self.metering = trouble;
		Ok(meters)
	}
}

/// What is wrong, if anything, and what follows.
pub(super) fn trouble(meters: &[NodeMeter], unmetered: bool) -> Option<String> {
	let wrong = match NodeMeter::settling(meters) {
		None => "no meter settles this node".into(),
		Some(NodeMeter { meter, revoked_from: Some(from), .. }) => format!(
			"the settlement meter {meter} is revoked, and its readings from interval {from} on do not count"
		),
		Some(_) => return None,
	};
	let cost = "what it sells counts as not delivered, and what it buys as not used";
	Some(match unmetered {
		true => format!("{wrong}: {cost}; it posts all the same, as `run.unmetered` says"),
		false => format!(
			"{wrong}: {cost}. So nothing is posted: choose a meter (meterAttestation.settleWith), or write \
			 `unmetered = true` below [run] if you want that"
		),
	})
}

/// Why nothing may be posted in any window: no meter proves what is delivered and used.
pub(super) fn unproven(
	meters: &[NodeMeter],
	windows: &[Window],
	unmetered: bool,
) -> Option<String> {
	if unmetered || windows.iter().any(|window| proven(meters, window.interval)) {
		return None;
	}
	let from = meters.iter().filter_map(|meter| meter.settles_from).min();
	let later = || match from {
		Some(from) => {
			format!("a meter settles this node from interval {from} on: nothing is posted before")
		},
		None => "no meter settles this node".into(),
	};
	Some(trouble(meters, unmetered).unwrap_or_else(later))
}
