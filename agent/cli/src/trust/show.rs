// SPDX-License-Identifier: Apache-2.0

//! Tables of trust.

use std::process::ExitCode;

use comfy_table::{Cell, Table};
use gridmerit_client::{
	AccountId32,
	trust::{Backing, PendingSlash, Registered, Stake},
	units::{date, kwh, unit},
};
use gridmerit_energy::{NodeIndex, Wh};
use gridmerit_trust::{
	Changes, Conduct, Folded, Offences, Part, SessionIndex, TrustStanding, Weighing,
};
use serde_json::{Value, json};

use super::words::{causes, offence, part};
use crate::{
	failure::Failure,
	show::{facts, number, print, table},
};

/// All about the trust in a node.
pub struct Looked {
	pub node: NodeIndex,
	pub registered: Registered,
	pub standing: TrustStanding,
	/// From which bond on anything counts, and from which on more brings nothing.
	pub weighing: Weighing,
	pub stake: Option<Stake>,
	/// Its pending slashes, by number.
	pub slashes: Vec<(u32, PendingSlash)>,
	/// Oldest first.
	pub history: Vec<Folded>,
	/// The running session.
	pub session: SessionIndex,
	/// What who asks has behind it.
	pub mine: Option<Backing>,
}

/// A line of the table of all nodes.
pub struct Row {
	pub node: NodeIndex,
	pub registered: Registered,
	pub standing: TrustStanding,
}

fn billionths(part: Part) -> u32 {
	part.as_billionths()
}

fn may_sell(most: Option<Wh>) -> String {
	most.map_or("as its limits say".into(), kwh)
}

fn standing_json(node: NodeIndex, registered: &Registered, standing: &TrustStanding) -> Value {
	let Registered { account, suspended, .. } = registered;
	json!({
		"node": node, "account": account.to_string(), "suspended": suspended, "index": billionths(standing.index),
		"effective": billionths(standing.effective), "mostSold": standing.most_sold,
		"bonded": standing.bonded.to_string(), "unbonding": standing.unbonding.to_string(),
		"backed": standing.backed.to_string(), "leaving": standing.leaving.to_string(),
		"backers": standing.backers, "commission": billionths(standing.commission),
		"pending": standing.pending, "owed": standing.owed.to_string(),
		"conduct": conduct_json(&standing.conduct),
	})
}

fn conduct_json(conduct: &Conduct) -> Value {
	let Conduct { risk, missed, offences } = conduct;
	let Offences {
		missing_readings,
		contradictions,
		revoked_meters,
		equivocations,
		absences,
		false_computations,
	} = offences;
	json!({
		"risk": risk.to_string(), "missed": missed.to_string(),
		"missingReadings": missing_readings, "contradictions": contradictions,
		"revokedMeters": revoked_meters, "equivocations": equivocations,
		"absences": absences, "falseComputations": false_computations,
	})
}

fn slash_json((number, slash): &(u32, PendingSlash)) -> Value {
	let PendingSlash { offence, severity, fraction, damage, evidence, reported, due, .. } = slash;
	json!({
		"slash": number, "offence": offence.map(|offence| format!("{offence:?}")),
		"severity": billionths(*severity), "fraction": billionths(*fraction),
		"damageTo": damage.map(|(node, _)| node),
		"damage": damage.map(|(_, amount)| amount.to_string()),
		"evidence": format!("{evidence:?}"), "reported": reported, "due": due,
	})
}

/// What the index is after a change.
fn after(changes: &Changes) -> Part {
	changes.before.minus(changes.faded).plus(changes.gained).minus(changes.fallen)
}

fn change_json(change: &Folded) -> Value {
	let Folded { session, day, conduct, changes, reward } = change;
	json!({
		"session": session, "day": date(*day), "conduct": conduct_json(conduct),
		"causes": causes(conduct), "before": billionths(changes.before),
		"faded": billionths(changes.faded), "gained": billionths(changes.gained),
		"fallen": billionths(changes.fallen), "after": billionths(after(changes)),
		"counted": changes.counted.to_string(), "reward": reward.to_string(),
	})
}

pub fn one(looked: &Looked, json: bool) -> Result<ExitCode, Failure> {
	let Looked { node, registered, standing, weighing, stake, slashes, history, session, mine } =
		looked;
	let mut value = standing_json(*node, registered, standing);
	if let Some(object) = value.as_object_mut() {
		let unbonding = stake.iter().flat_map(|stake| &stake.unbonding);
		let unbonding =
			unbonding.map(|part| json!({ "from": part.from, "amount": part.amount.to_string() }));
		let next = stake.as_ref().and_then(|stake| stake.next_commission);
		let mine = mine.map(|mine| {
			json!({
				"backed": mine.backed.to_string(), "leaving": mine.leaving.to_string(),
				"owed": mine.owed.to_string(),
			})
		});
		object.extend([
			("session".into(), json!(session)),
			("leastBond".into(), json!(weighing.least.to_string())),
			("fullBond".into(), json!(weighing.full.to_string())),
			("owner".into(), json!(owner(looked).map(ToString::to_string))),
			("unbondings".into(), unbonding.collect()),
			("nextCommission".into(), json!(next.map(|(from, kept)| (from, billionths(kept))))),
			("slashes".into(), slashes.iter().map(slash_json).collect()),
			("mine".into(), json!(mine)),
			("history".into(), history.iter().map(change_json).collect()),
		]);
	}
	if !json {
		println!("{}", facts(lines(looked)));
		if history.is_empty() {
			println!("nothing has moved its index yet");
			return Ok(ExitCode::SUCCESS);
		}
	}
	print(json, value, || changes(history))
}

/// Whose money the node's own bond is.
fn owner(looked: &Looked) -> Option<&AccountId32> {
	looked.stake.as_ref().and_then(|stake| stake.owner.as_ref())
}

fn lines(looked: &Looked) -> Vec<(&'static str, String)> {
	let Looked { node, registered, standing, weighing, stake, slashes, session, mine, .. } = looked;
	let mut rows = vec![
		("node", node.to_string()),
		("account", registered.account.to_string()),
		("index", part(standing.index)),
		("effective trust", part(standing.effective)),
		("may sell, net, an interval", may_sell(standing.most_sold)),
		("session", session.to_string()),
		("bonded", unit(standing.bonded)),
		(
			"it counts from",
			format!("{}, in full from {}", unit(weighing.least), unit(weighing.full)),
		),
	];
	rows.extend(registered.suspended.then(|| ("suspended", "yes, so nothing counts".into())));
	// After a handover.
	rows.extend(
		owner(looked)
			.filter(|owner| **owner != registered.account)
			.map(|owner| ("the bond is that of", owner.to_string())),
	);
	for part in stake.iter().flat_map(|stake| &stake.unbonding) {
		rows.push((
			"on its way out",
			format!("{} from session {} on", unit(part.amount), part.from),
		));
	}
	rows.push(("backers", format!("{} with {}", standing.backers, unit(standing.backed))));
	if standing.leaving > 0 {
		rows.push(("of theirs on its way out", unit(standing.leaving)));
	}
	rows.push(("keeps of their rewards", part(standing.commission)));
	if let Some((from, kept)) = stake.as_ref().and_then(|stake| stake.next_commission)
		&& from > *session
	{
		rows.push(("from session on", format!("{from}: {}", part(kept))));
	}
	rows.push(("rewards to claim", unit(standing.owed)));
	for (number, slash) in slashes {
		rows.push(("pending slash", in_words(*number, slash)));
	}
	let done = causes(&standing.conduct);
	rows.push((
		"since the last change",
		if done.is_empty() { "nothing".into() } else { done.join("\n") },
	));
	if let Some(mine) = mine {
		rows.push(("you have behind it", unit(mine.backed)));
		rows.push(("of yours on its way out", unit(mine.leaving)));
		rows.push(("your rewards to claim", unit(mine.owed)));
	}
	rows
}

fn in_words(number: u32, slash: &PendingSlash) -> String {
	let damage = slash.damage.map_or_else(String::new, |(node, amount)| {
		format!(", of it up to {} to node {node}", unit(amount))
	});
	format!(
		"{number}: {} in session {}, takes {} of all bonds in session {}{damage}",
		offence(slash.offence),
		slash.reported,
		part(slash.fraction),
		slash.due,
	)
}

fn changes(history: &[Folded]) -> Table {
	let mut table = table(&[
		"session", "day", "because", "counted", "before", "faded", "gained", "fallen", "after",
		"reward",
	]);
	for Folded { session, day, conduct, changes, reward } in history {
		table.add_row([
			number(session),
			Cell::new(date(*day)),
			Cell::new(causes(conduct).join("\n")),
			number(unit(changes.counted)),
			number(part(changes.before)),
			number(part(changes.faded)),
			number(part(changes.gained)),
			number(part(changes.fallen)),
			number(part(after(changes))),
			number(unit(*reward)),
		]);
	}
	table
}

pub fn all(rows: &[Row], json: bool) -> Result<ExitCode, Failure> {
	let value = rows
		.iter()
		.map(|Row { node, registered, standing }| standing_json(*node, registered, standing));
	print(json, value.collect(), || {
		let mut table = table(&[
			"node",
			"index",
			"effective",
			"may sell",
			"bonded",
			"unbonding",
			"backed",
			"backers",
			"slashes",
			"rewards",
			"",
		]);
		for Row { node, registered, standing } in rows {
			table.add_row([
				number(node),
				number(part(standing.index)),
				number(part(standing.effective)),
				number(may_sell(standing.most_sold)),
				number(unit(standing.bonded)),
				number(unit(standing.unbonding)),
				number(unit(standing.backed)),
				number(standing.backers),
				number(standing.pending),
				number(unit(standing.owed)),
				Cell::new(if registered.suspended { "suspended" } else { "" }),
			]);
		}
		table
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use gridmerit_client::trust::Admitted;
	use gridmerit_trust::{Offence, Unbonding};

	fn looked() -> Looked {
		let (account, owner) = (AccountId32([1; 32]), AccountId32([2; 32]));
		let slash = PendingSlash {
			node: 3,
			offence: Some(Offence::Contradiction),
			severity: Part::ONE,
			fraction: Part::thousandths(500),
			damage: Some((4, 250_000_000)),
			evidence: Default::default(),
			reported: 7,
			due: 31,
		};
		Looked {
			node: 3,
			registered: Registered { account, data: Admitted { bus: 2 }, suspended: false },
			weighing: Weighing::default(),
			standing: TrustStanding {
				index: Part::billionths(123_456_789),
				bonded: 50_000_000_000,
				most_sold: Some(7_500),
				..TrustStanding::default()
			},
			stake: Some(Stake {
				owner: Some(owner),
				unbonding: vec![Unbonding { from: 90, amount: 2_000_000_000 }],
				next_commission: Some((12, Part::thousandths(50))),
			}),
			slashes: vec![(5, slash)],
			history: vec![],
			session: 8,
			mine: Some(Backing { backed: 10_000_000_000, leaving: 0, owed: 1 }),
		}
	}

	#[test]
	fn a_person_sees_what_counts_and_what_is_to_come() {
		let mut looked = looked();
		let rows = lines(&looked);
		let said = |what| {
			let row = rows.iter().find(|(name, _)| *name == what);
			row.map(|(_, value)| value.as_str())
		};
		assert_eq!(said("index"), Some("0.123456"));
		assert_eq!(said("it counts from"), Some("10 UNIT, in full from 1000 UNIT"));
		assert_eq!(said("may sell, net, an interval"), Some("7.5 kWh"));
		assert_eq!(said("on its way out"), Some("2 UNIT from session 90 on"));
		assert_eq!(said("the bond is that of"), Some(&*AccountId32([2; 32]).to_string()));
		assert_eq!(said("from session on"), Some("12: 0.05"));
		let slash = "5: a meter contradicted itself in session 7, takes 0.5 of all bonds in session 31, of it up to 0.25 \
		             UNIT to node 4";
		assert_eq!(said("pending slash"), Some(slash));
		assert_eq!(said("since the last change"), Some("nothing"));
		assert_eq!(said("your rewards to claim"), Some("0.000000001 UNIT"));
		// What is no news is not said.
		looked.stake = Some(Stake {
			owner: Some(looked.registered.account),
			unbonding: vec![],
			next_commission: Some((8, Part::ONE)),
		});
		looked.mine = None;
		assert!(!lines(&looked).iter().any(|(name, _)| *name == "suspended"));
		looked.registered.suspended = true;
		let names: Vec<_> = lines(&looked).into_iter().map(|(name, _)| name).collect();
		for name in
			["the bond is that of", "from session on", "on its way out", "you have behind it"]
		{
			assert!(!names.contains(&name), "{name}");
		}
	}

	#[test]
	fn a_change_adds_up() {
		let changes = Changes {
			before: Part::thousandths(500),
			faded: Part::thousandths(10),
			gained: Part::thousandths(4),
			fallen: Part::thousandths(100),
			counted: 7,
		};
		assert_eq!(after(&changes), Part::thousandths(394));
		let change = Folded { session: 1, day: 0, conduct: Conduct::default(), changes, reward: 3 };
		let value = change_json(&change);
		assert_eq!((&value["after"], &value["day"]), (&json!(394_000_000), &json!("1970-01-01")));
	}
}
