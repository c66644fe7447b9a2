// SPDX-License-Identifier: Apache-2.0

//! Whether there is a past to forecast from.

use super::{Daemon, inputs::Gathered};

impl Daemon<'_> {
	/// Says that forecasts rest on little, or on what is old, once until that changes.
	pub(super) fn look_at_past(&mut self, gathered: &Gathered) {
		let past = gathered.past.as_ref();
		let notice = past.and_then(|past| past.notice(&self.rulebook.forecast));
		if let Some(text) = notice.as_ref().filter(|text| self.past.as_ref() != Some(text)) {
			(self.say)(text);
		}
		self.past = notice;
	}
}
