// SPDX-License-Identifier: Apache-2.0

//! Answers applications, with the data that is on the chain.

use std::{collections::BTreeMap, fs, path::Path, process::ExitCode, str::FromStr};

use gridmerit_client::{
	AccountId32, Call, View,
	registry::{self, NodeData},
	units::kwh,
};
use gridmerit_energy::Roles;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{as_operator, is_operator, options::AdmitOptions, print_call};
use crate::{
	actor::{Actor, Done},
	failure::Failure,
	household::{customer_hash, unknown_bus},
	show::{number, print, table},
};

/// The most answers in one transaction.
const MOST: usize = 100;
/// The most bytes of a reason.
const MAX_REASON: usize = 128;

type Applications = BTreeMap<[u8; 32], NodeData>;

pub async fn admit(options: &AdmitOptions) -> Result<ExitCode, Failure> {
	let AdmitOptions { act, accounts, all, members, refuse, .. } = options;
	let json = act.common.json;
	if accounts.is_empty() && refuse.is_empty() && members.is_none() && !all {
		let view = act.common.connect().await?.best().await?;
		return list(&view.applications().await?, view.buses().await?, json);
	}
	if options.print_call {
		let view = act.common.connect().await?.best().await?;
		let (_, calls) = answers(&view, options).await?;
		return print_call(&view, &as_operator(calls));
	}
	let actor = Actor::new(act).await?;
	is_operator(&actor.view, &actor.account()).await?;
	let (admitted, calls) = answers(&actor.view, options).await?;
	let done = actor.send(as_operator(calls)).await?;
	shown(&actor, &done, &admitted, refuse).await
}

/// Who is admitted, and the calls that answer.
async fn answers(
	view: &View,
	options: &AdmitOptions,
) -> Result<(Vec<AccountId32>, Vec<Call>), Failure> {
	let AdmitOptions { act, accounts, all, members, refuse, because, .. } = options;
	let applications: Applications =
		view.applications().await?.into_iter().map(|(who, data)| (who.0, data)).collect();
	let admitted: Vec<AccountId32> = match members {
		Some(path) => of_members(path, &applications, act.common.json)?,
		None if *all => applications.keys().map(|who| AccountId32(*who)).collect(),
		None => accounts.clone(),
	};
	let reason = because.clone().unwrap_or_default();
	if reason.len() > MAX_REASON {
		return Err(format!("--because: at most {MAX_REASON} bytes").into());
	}
	if let Some(both) = refuse.iter().find(|who| admitted.contains(*who)) {
		return Err(format!("{both} is both admitted and refused").into());
	}
	let buses = view.buses().await?;
	let mut calls: Vec<Call> = Vec::new();
	for who in &admitted {
		let data = applied(&applications, who)?;
		if let Some(unknown) = unknown_bus(data.bus, buses).filter(|_| !act.common.json) {
			eprintln!("warning: {who}: {unknown}. Orders are refused there");
		}
		calls.push(registry::approve(who, data));
	}
	for who in refuse {
		applied(&applications, who)?;
		calls.push(registry::reject(who, &reason));
	}
	let count = calls.len();
	if count > MOST {
		return Err(format!(
			"{count} answers are too many for a transaction: name at most {MOST} accounts"
		)
		.into());
	}
	if count == 0 {
		return Err(nobody(applications.len()).into());
	}
	Ok((admitted, calls))
}

/// Why nobody is answered.
fn nobody(waiting: usize) -> String {
	match waiting {
		0 => "there is no application to answer".into(),
		1 => "nobody is admitted: the application that waits is not as the list says".into(),
		more => format!(
			"nobody is admitted: none of the {more} applications that wait is as the list says"
		),
	}
}

async fn shown(
	actor: &Actor<'_>,
	done: &Done,
	admitted: &[AccountId32],
	refuse: &[AccountId32],
) -> Result<ExitCode, Failure> {
	let mut nodes = Vec::new();
	for who in admitted {
		let node = done.view.node(who).await?.map(|node| node.index);
		nodes.push((who.to_string(), node));
	}
	let named = nodes.iter().map(|(who, node)| match node {
		Some(node) => format!("admit {who} as node {node}"),
		None => format!("admit {who}"),
	});
	let refused = refuse.iter().map(|who| format!("refuse {who}"));
	let what: Vec<_> = named.chain(refused).collect();
	let admitted = nodes.iter().map(|(who, node)| json!({ "account": who, "node": node }));
	let refused: Vec<_> = refuse.iter().map(ToString::to_string).collect();
	let more = vec![
		("admitted".into(), Value::from(admitted.collect::<Vec<_>>())),
		("refused".into(), refused.into()),
	];
	actor.show_with(done, &what.join("; "), more)
}

/// What somebody has applied as.
fn applied<'a>(applications: &'a Applications, who: &AccountId32) -> Result<&'a NodeData, Failure> {
	let found = applications.get(&who.0);
	found.ok_or_else(|| format!("{who} has no application that waits").into())
}

/// The headings of a list of members.
const COLUMNS: [&str; 2] = ["account", "customer"];

#[derive(Debug, Deserialize, PartialEq, Eq)]
struct Member {
	account: String,
	customer: String,
}

/// The rows of a list, between whose cells commas or semicolons stand.
fn members_of(text: &str) -> Result<Vec<Member>, String> {
	// What spreadsheets begin a file with.
	let text = text.trim_start_matches('\u{feff}');
	let heading = text.lines().find(|line| !line.trim_start().starts_with('#')).unwrap_or_default();
	let mut reader = csv::ReaderBuilder::new()
		.delimiter(if heading.contains(';') { b';' } else { b',' })
		.trim(csv::Trim::All)
		.comment(Some(b'#'))
		.from_reader(text.as_bytes());
	let found = reader.headers().map_err(|error| error.to_string())?.clone();
	if let Some(missing) = COLUMNS.into_iter().find(|name| found.iter().all(|one| one != *name)) {
		let found: Vec<_> = found.iter().map(|name| format!("`{name}`")).collect();
		let found = found.join(", ");
		return Err(format!(
			"the first line has no heading `{missing}`: it names the columns, {}; found: {found}",
			COLUMNS.map(|name| format!("`{name}`")).join(" and ")
		));
	}
	reader.deserialize().map(|row| row.map_err(|error| error.to_string())).collect()
}

/// Those who have applied and are in a list, with the customer that the list says. The others are named.
fn of_members(
	path: &Path,
	applications: &Applications,
	json: bool,
) -> Result<Vec<AccountId32>, Failure> {
	let name = path.display();
	let text = fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
	let members = members_of(&text).map_err(|error| format!("{name}: {error}"))?;
	let mut admitted = Vec::new();
	let mut known = Vec::new();
	for Member { account, customer } in members {
		let who = AccountId32::from_str(&account)
			.map_err(|error| format!("{name}: `{account}` is no SS58 address: {error}"))?;
		if known.contains(&who) {
			return Err(format!("{name}: {account} stands twice").into());
		}
		known.push(who);
		let hash =
			customer_hash(&customer).map_err(|error| format!("{name}: {account}: {error}"))?;
		match applications.get(&who.0) {
			Some(data) if data.customer == hash => admitted.push(who),
			Some(_) if !json => {
				eprintln!("not admitted: {who} has applied as another customer than the list says")
			},
			_ => {},
		}
	}
	let others =
		applications.keys().map(|who| AccountId32(*who)).filter(|who| !known.contains(who));
	if !json {
		others.for_each(|who| eprintln!("not admitted: {who} has applied, and is not in the list"));
	}
	Ok(admitted)
}

/// The roles in words.
fn words(roles: &Roles) -> String {
	let Roles { consumer, prosumer, storage, utility, line_owner } = *roles;
	let all = [
		(consumer, "consumer"),
		(prosumer, "prosumer"),
		(storage, "storage"),
		(utility, "utility"),
		(line_owner, "line owner"),
	];
	let named: Vec<_> = all.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect();
	named.join(", ")
}

fn list(
	applications: &[(AccountId32, NodeData)],
	buses: Option<u32>,
	json: bool,
) -> Result<ExitCode, Failure> {
	let rows = applications.iter().map(|(who, data)| {
		json!({
			"account": who.to_string(), "roles": words(&data.roles), "bus": data.bus,
			"limits": { "generation": data.limits.generation, "consumption": data.limits.consumption },
			"source": format!("{:?}", data.source), "customer": gridmerit_meter::to_hex(&data.customer),
			"battery": data.battery.map(|battery| json!({
				"capacity": battery.capacity, "power": battery.power,
				"efficiencyPpm": battery.efficiency_ppm, "initial": battery.initial,
			})),
		})
	});
	print(json, rows.collect(), || {
		let mut table =
			table(&["account", "as", "bus", "may draw", "may feed in", "from", "customer's hash"]);
		for (who, data) in applications {
			table.add_row([
				number(who),
				number(words(&data.roles)),
				number(data.bus),
				number(kwh(data.limits.consumption)),
				number(kwh(data.limits.generation)),
				number(format!("{:?}", data.source)),
				number(gridmerit_meter::to_hex(&data.customer)),
			]);
		}
		table
	})?;
	for (who, data) in applications.iter().filter(|_| !json) {
		if let Some(unknown) = unknown_bus(data.bus, buses) {
			println!("{who}: {unknown}");
		}
	}
	if applications.is_empty() && !json {
		println!("nobody waits for an answer");
	}
	Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_list_of_members_is_read() {
		let member = |account: &str, customer: &str| Member {
			account: account.into(),
			customer: customer.into(),
		};
		let expected = vec![member("5A", "K-1 x"), member("5B", "K-2, y")];
		for text in [
			"account,customer\n5A,K-1 x\n5B,\"K-2, y\"\n",
			"\u{feff}# ours\ncustomer; account;since\n K-1 x;5A;2026\nK-2, y;5B;2025\n",
		] {
			assert_eq!(members_of(text).unwrap(), expected, "{text}");
		}
		for (text, said) in [
			(
				"address;customer\n5A;K\n",
				"no heading `account`: it names the columns, `account` and `customer`",
			),
			("", "no heading `account`"),
			("5A,K-1\n", "found: `5A`, `K-1`"),
			("account,customer\n5A\n", "line: 2"),
		] {
			let error = members_of(text).unwrap_err();
			assert!(error.contains(said), "{text}: {error}");
		}
	}

	#[test]
	fn who_waits_is_not_said_to_be_nobody() {
		assert_eq!(nobody(0), "there is no application to answer");
		assert!(nobody(1).contains("that waits") && nobody(3).contains("none of the 3"));
	}
}
