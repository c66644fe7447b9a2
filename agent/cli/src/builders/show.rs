// SPDX-License-Identifier: Apache-2.0

//! Tables of builders.

use std::process::ExitCode;

use comfy_table::{Cell, Table};
use gridmerit_client::{
	AccountId32,
	builders::{Health, NewKeys, Seats},
};
use gridmerit_energy::NodeIndex;
use gridmerit_meter::to_hex;
use gridmerit_trust::{
	Bar, BuilderRecord, BuilderView, CandidateView, SeatLack, SeatReason, SeatView, SessionIndex,
};
use serde_json::{Value, json};

use super::words::{help, lack, reason};
use crate::{
	actor::Done,
	failure::Failure,
	show::{facts, included_and, number, print, table},
	trust::words::part,
};

/// All about a node as a builder.
pub struct Looked {
	pub node: NodeIndex,
	/// The running session.
	pub session: SessionIndex,
	/// The blocks that it has built in it.
	pub blocks: u32,
	pub builder: BuilderView<AccountId32>,
	/// The session keys that its account has set, encoded.
	pub keys: Option<Vec<u8>>,
	/// The machine that builds for it, if it was asked.
	pub machine: Option<Machine>,
}

/// A machine that is to build.
pub struct Machine {
	/// Where it answers.
	pub url: String,
	pub health: Health,
	/// Whether it has the secrets of the keys that are set.
	pub has_keys: bool,
}

fn reason_json(of: Option<SeatReason>) -> Option<&'static str> {
	of.map(reason)
}

fn seat_json(seat: &SeatView<AccountId32>) -> Value {
	let SeatView { node, account, reason: why, blocks } = seat;
	json!({
		"node": node, "account": account.to_string(), "reason": reason(*why), "blocks": blocks,
	})
}

fn candidate_json(candidate: &CandidateView) -> Value {
	let CandidateView { node, trust, stands, seat, lack: lacks } = candidate;
	json!({
		"node": node, "trust": trust.as_billionths(), "stands": stands, "seat": reason_json(*seat),
		"lacks": lacks.map(lack), "helps": lacks.map(help),
	})
}

pub fn all(
	now: &Seats,
	next: &Seats,
	candidates: &[CandidateView],
	json: bool,
) -> Result<ExitCode, Failure> {
	let seats = |(session, seats): &Seats| json!({ "session": session, "seats": seats.iter().map(seat_json).collect::<Value>() });
	let value = json!({
		"current": seats(now), "planned": seats(next),
		"candidates": candidates.iter().map(candidate_json).collect::<Value>(),
	});
	if !json {
		println!("session {}, running\n{}", now.0, seated(&now.1, true));
		println!("session {}, planned\n{}", next.0, seated(&next.1, false));
		println!("candidates");
	}
	print(json, value, || {
		let mut table = table(&["node", "trust", "seat", "lacks", "what helps"]);
		for CandidateView { node, trust, stands, seat, lack: lacks } in candidates {
			let seat = match (seat, stands) {
				(Some(seat), true) => reason(*seat).into(),
				(Some(seat), false) => format!("{}, gives it up", reason(*seat)),
				(None, _) => "-".into(),
			};
			table.add_row([
				number(node),
				number(part(*trust)),
				Cell::new(seat),
				Cell::new(lacks.map_or("", lack)),
				Cell::new(lacks.map_or("", help)),
			]);
		}
		table
	})
}

fn seated(seats: &[SeatView<AccountId32>], running: bool) -> Table {
	let mut header = vec!["node", "account", "why"];
	header.extend(running.then_some("blocks"));
	let mut table = table(&header);
	for SeatView { node, account, reason: why, blocks } in seats {
		let mut row = vec![number(node), Cell::new(account), Cell::new(reason(*why))];
		row.extend(running.then(|| number(blocks)));
		table.add_row(row);
	}
	table
}

/// What a node lacks for a seat in the set that is planned next: what it lacks today, or else what it lacked when the
/// last one was planned.
fn lacking(looked: &Looked) -> Vec<SeatLack> {
	let Looked { session, builder, .. } = looked;
	let mut lacks = Vec::new();
	lacks.extend((!builder.has_keys).then_some(SeatLack::Keys));
	// The bar of the set that is planned next ends before it sits.
	let barred = builder.bar.is_some_and(|bar| bar.until > session.saturating_add(super::NOTICE));
	lacks.extend(barred.then_some(SeatLack::Barred));
	// Who is in office may have a little less.
	let too_little = builder.trust < builder.minimum
		&& (builder.now.is_none() || builder.lack == Some(SeatLack::Trust));
	lacks.extend(too_little.then_some(SeatLack::Trust));
	// The others depend on who else stands.
	let of_others = |lack: &SeatLack| {
		!matches!(lack, SeatLack::Keys | SeatLack::Barred | SeatLack::Trust | SeatLack::Left)
	};
	lacks.extend(builder.lack.filter(of_others));
	lacks
}

pub fn one(looked: &Looked, json: bool) -> Result<ExitCode, Failure> {
	let Looked { node, session, blocks, builder, keys, machine } = looked;
	let BuilderView { account, stands, trust, minimum, now, next, record, bar, .. } = builder;
	let BuilderRecord { sessions, blocks: built, absences, equivocations } = record;
	let lacks = lacking(looked);
	let machine = machine.as_ref().map(|machine| {
		json!({
			"url": machine.url, "hasKeys": machine.has_keys, "builds": machine.health.builds,
			"syncing": machine.health.is_syncing, "peers": machine.health.peers,
		})
	});
	let value = json!({
		"node": node, "account": account.to_string(), "session": session, "stands": stands,
		"keys": keys.as_ref().map(|keys| to_hex(keys)),
		"trust": trust.as_billionths(), "minimum": minimum.as_billionths(),
		"now": reason_json(*now), "next": reason_json(*next), "blocks": blocks,
		"lacked": builder.lack.map(lack),
		"lacks": lacks.iter().map(|of| json!({ "what": lack(*of), "helps": help(*of) })).collect::<Value>(),
		"record": {
			"sessions": sessions, "blocks": built, "absences": absences,
			"equivocations": equivocations,
		},
		"barredUntil": bar.map(|bar| bar.until), "disabled": bar.is_some_and(|bar| bar.disabled),
		"machine": machine,
	});
	print(json, value, || facts(lines(looked, &lacks)))
}

fn lines(looked: &Looked, lacks: &[SeatLack]) -> Vec<(&'static str, String)> {
	let Looked { node, session, blocks, builder, keys, machine } = looked;
	let BuilderView { account, stands, trust, minimum, now, next, record, bar, .. } = builder;
	let seat = |of: Option<SeatReason>| of.map_or("none", reason).to_string();
	let yes = |is| if is { "yes" } else { "no" }.to_string();
	let mut rows = vec![
		("node", node.to_string()),
		("account", account.to_string()),
		("stands", yes(*stands)),
		("has set session keys", yes(keys.is_some())),
		("effective trust", part(*trust)),
		("a builder needs", part(*minimum)),
		("session", session.to_string()),
		("its seat now", seat(*now)),
	];
	rows.extend(now.map(|_| ("blocks in this session", blocks.to_string())));
	rows.push(("in the next session", seat(*next)));
	rows.extend(lacks.iter().map(|of| ("lacks", format!("{}: {}", lack(*of), help(*of)))));
	if !stands && lacks.is_empty() {
		rows.push(("lacks", "nothing, but it does not stand (`stand`)".into()));
	}
	if let Some(Bar { until, disabled }) = bar {
		let how = if *disabled { ", and its blocks are refused until then" } else { "" };
		rows.push(("barred", format!("until session {until}{how}")));
	}
	let BuilderRecord { sessions, blocks, absences, equivocations } = record;
	rows.push(("sessions over with a seat", sessions.to_string()));
	rows.push(("blocks in these", blocks.to_string()));
	rows.push(("of these absent from", absences.to_string()));
	rows.push(("made twice", equivocations.to_string()));
	if let Some(Machine { url, health, has_keys }) = machine {
		rows.push(("machine", url.clone()));
		rows.push(("has these keys", yes(*has_keys)));
		rows.push(("builds blocks", yes(health.builds)));
		rows.push(("has the newest block", yes(!health.is_syncing)));
		rows.push(("peers", health.peers.to_string()));
	}
	rows
}

/// Keys that are set; from which session on they count, and whether anything builds with the old ones.
pub fn set(
	done: &Done,
	account: &AccountId32,
	made: &NewKeys,
	(session, from, has_seat): (SessionIndex, SessionIndex, bool),
	json: bool,
) -> Result<ExitCode, Failure> {
	let keys = to_hex(&made.keys.0);
	let what = format!("set session keys of {account}");
	let mut lines = vec![("keys", keys.clone())];
	if has_seat {
		lines.push(("they count from", format!("session {from}, this is {session}")));
		let text = "until a block of that session is final: until then it builds and votes with the old keys";
		lines.push(("keep its node running", text.into()));
	} else {
		lines.push(("they count", "from when the account has a seat".into()));
	}
	let fields = vec![
		("account".into(), json!(account.to_string())),
		("keys".into(), json!(keys)),
		("session".into(), json!(session)),
		("countFrom".into(), json!(from)),
		("hasSeat".into(), json!(has_seat)),
	];
	included_and(&done.included, &done.call, &what, lines, fields, json)
}

#[cfg(test)]
mod tests {
	use super::*;
	use gridmerit_trust::Part;

	fn looked() -> Looked {
		Looked {
			node: 4,
			session: 10,
			blocks: 0,
			builder: BuilderView {
				account: AccountId32([1; 32]),
				stands: false,
				has_keys: false,
				trust: Part::thousandths(150),
				minimum: Part::thousandths(200),
				now: None,
				next: None,
				lack: None,
				record: BuilderRecord::default(),
				bar: None,
			},
			keys: None,
			machine: None,
		}
	}

	fn said(looked: &Looked, what: &str) -> Vec<String> {
		let rows = lines(looked, &lacking(looked));
		rows.into_iter().filter(|(name, _)| *name == what).map(|(_, text)| text).collect()
	}

	#[test]
	fn a_candidate_is_told_all_that_it_lacks() {
		let mut looked = looked();
		let lacks =
			["keys: set session keys (`set-keys`)", "trust: deliver, bond, or find backers"];
		assert_eq!(said(&looked, "lacks"), lacks);
		looked.builder.has_keys = true;
		looked.builder.trust = Part::thousandths(200);
		assert_eq!(said(&looked, "lacks"), ["nothing, but it does not stand (`stand`)"]);
		looked.builder.stands = true;
		assert!(said(&looked, "lacks").is_empty());
		// What it lacked when the set was planned, and what it depends on is not its own.
		looked.builder.lack = Some(SeatLack::Keys);
		assert!(said(&looked, "lacks").is_empty());
		looked.builder.lack = Some(SeatLack::Outranked);
		assert!(said(&looked, "lacks")[0].starts_with("outranked: more trust"));
	}

	#[test]
	fn a_bar_counts_until_the_set_that_is_planned_next() {
		let mut looked = looked();
		(looked.builder.has_keys, looked.builder.trust) = (true, Part::ONE);
		looked.builder.bar = Some(Bar { until: 13, disabled: true });
		assert!(said(&looked, "lacks")[0].starts_with("barred: wait"));
		let barred = "until session 13, and its blocks are refused until then";
		assert_eq!(said(&looked, "barred"), [barred]);
		looked.builder.bar = Some(Bar { until: 12, disabled: false });
		assert_eq!(lacking(&looked), []);
		assert_eq!(said(&looked, "barred"), ["until session 12"]);
	}

	#[test]
	fn a_machine_is_shown_if_it_was_asked() {
		let mut looked = looked();
		assert!(said(&looked, "machine").is_empty());
		looked.machine = Some(Machine {
			url: "ws://127.0.0.1:9944".into(),
			health: Health { is_syncing: true, peers: 3, expects_peers: true, builds: true },
			has_keys: false,
		});
		looked.builder.now = Some(SeatReason::Kept);
		looked.blocks = 7;
		for (what, text) in [
			("has these keys", "no"),
			("has the newest block", "no"),
			("peers", "3"),
			("its seat now", "kept"),
			("blocks in this session", "7"),
		] {
			assert_eq!(said(&looked, what), [text], "{what}");
		}
	}
}
