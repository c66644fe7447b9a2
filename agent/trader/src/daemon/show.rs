// SPDX-License-Identifier: Apache-2.0

//! What the daemon says, in words.

use gridmerit_client::{
	times::Zone,
	units::{kwh, order, unit},
};
use gridmerit_energy::{Invoice, Position, Window};

use crate::{decide::Decision, plan::PlannedInterval};

/// The wishes, a line each with its time by the clocks of a zone, what they are expected to bring, and what to know
/// beside.
pub fn decision(decision: &Decision, windows: &[Window], zone: &Zone) -> String {
	let mut lines = Vec::new();
	for wish in &decision.wishes {
		let start = windows.iter().find(|window| window.interval == wish.interval);
		let when =
			start.map_or_else(|| wish.interval.to_string(), |window| zone.exactly(window.start));
		let what = wish.order.map_or_else(|| "nothing".into(), order);
		let step = decision.plan.steps.iter().find(|step| step.interval == wish.interval);
		let battery = match step {
			Some(PlannedInterval { charge, .. }) if *charge > 0 => {
				format!(", charge {}", kwh(*charge))
			},
			Some(PlannedInterval { discharge, .. }) if *discharge > 0 => {
				format!(", discharge {}", kwh(*discharge))
			},
			_ => String::new(),
		};
		let because = wish.reason.as_ref().map(|reason| format!(" ({reason})"));
		lines.push(format!("{when}: {what}{battery}{}", because.unwrap_or_default()));
	}
	let plan = &decision.plan;
	let saving = plan.saving();
	let limited = decision.wishes.iter().any(|wish| wish.reason.is_some());
	let limits = if limited { ", without these limits" } else { "" };
	let wear = match plan.market.wear {
		0 => String::new(),
		wear => format!(", {} of wear included", unit(wear.unsigned_abs())),
	};
	let does = if saving < 0 { "lose" } else { "save" };
	let saving = unit(saving.unsigned_abs());
	lines.push(format!("expected to {does} {saving} against the utility alone{wear}{limits}"));
	lines.extend(decision.notes.iter().cloned());
	lines.join("\n  ")
}

/// What was traded since, if anything was.
pub fn traded(before: Position, now: Position) -> Option<String> {
	let mut parts = Vec::new();
	if now.bought > before.bought {
		let cost = now.cost.saturating_sub(before.cost);
		parts.push(format!("bought {} for {}", kwh(now.bought - before.bought), unit(cost)));
	}
	if now.sold > before.sold {
		let revenue = now.revenue.saturating_sub(before.revenue);
		parts.push(format!("sold {} for {}", kwh(now.sold - before.sold), unit(revenue)));
	}
	(!parts.is_empty()).then(|| parts.join(", "))
}

/// How an interval was settled.
pub fn settled(invoice: &Invoice) -> String {
	let provisional = if invoice.basis.is_provisional() { ", provisionally" } else { "" };
	let net = match invoice.charged {
		0 => format!("earned {}", unit(invoice.credited)),
		charged => format!("paid {}", unit(charged)),
	};
	format!("is settled{provisional}: {net}")
}
