// SPDX-License-Identifier: Apache-2.0

//! Whether a meter proves what the node delivers.

use gridmerit_client::View;
use gridmerit_energy::{NodeMeter, NodeStatus};

use super::{Daemon, DaemonError};

impl Daemon<'_> {
	/// Says what is wrong with the node's settlement meter, once until that changes. It posts all the same.
	pub(super) async fn look_at_meters(
		&mut self,
		view: &View,
		node: &NodeStatus,
	) -> Result<(), DaemonError> {
		let trouble = trouble(&view.meters(node.index).await?);
		if let Some(text) = trouble.as_ref().filter(|text| self.metering.as_ref() != Some(text)) {
			(self.say)(text);
		}
		self.metering = trouble;
		Ok(())
	}
}

/// What is wrong, if anything.
pub(super) fn trouble(meters: &[NodeMeter]) -> Option<String> {
	let cost = "what it sells will count as not delivered";
	match NodeMeter::settling(meters) {
		None => Some(format!("no meter settles this node: {cost}")),
		Some(NodeMeter { meter, revoked_from: Some(from), .. }) => Some(format!(
			"the settlement meter {meter} is revoked, and its readings from interval {from} on do not count: {cost}"
		)),
		Some(_) => None,
	}
}
