// SPDX-License-Identifier: Apache-2.0

//! `[history]`, and where the node is.

use gridmerit_history::{DateOrder, Decimal, Direction, Mapping, Separator, Stamp, Unit, zone};

use super::*;

fn history(body: &str) -> HistoryRules {
	right(&with("history", &format!("file = \"h.csv\"\n{body}"))).history.unwrap()
}

#[track_caller]
fn bad(body: &str, at: &str, key: &str, reason: &str) {
	refused(&with("history", body), at, &format!("history.{key}"), reason);
}

#[test]
fn a_file_may_say_all_by_itself() {
	let text = with("history", "file = \"../h.csv\"");
	let read = Rulebook::parse(&text, "/home/me/home.toml").unwrap().history.unwrap();
	assert_eq!(read.file, std::path::PathBuf::from("/home/me/../h.csv"));
	assert_eq!(read.mapping, Mapping::default());
	assert_eq!(right(SIGN).history, None);
}

#[test]
fn what_the_file_does_not_say_is_said() {
	let read = history(
		"zone = \"Europe/Brussels\"\ntime = \"Van (tijdstip)\"\ndate = \"#1\"\ndate_order = \"dmy\"\nstamp = \"end\"\n\
		 resolution_minutes = 15\nregister = \"Register\"\nvalue = \"Volume\"\nload = [\"Afname Dag\", \"Afname Nacht\"]\n\
		 generation = \"Injectie\"\nunit = \"kWh\"\ncounter = true\nseparator = \";\"\ndecimal = \",\"",
	);
	let name = |name: &str| Some(name.to_string());
	let mapping = Mapping {
		zone: Some(zone("Europe/Brussels").unwrap()),
		time: name("Van (tijdstip)"),
		date: name("#1"),
		date_order: Some(DateOrder::DayMonthYear),
		stamp: Some(Stamp::End),
		resolution_minutes: Some(15),
		load: vec!["Afname Dag".into(), "Afname Nacht".into()],
		generation: vec!["Injectie".into()],
		net: None,
		net_positive: None,
		register: name("Register"),
		value: name("Volume"),
		unit: Some(Unit::KWh),
		counter: true,
		separator: Some(Separator::Semicolon),
		decimal: Some(Decimal::Comma),
	};
	assert_eq!(read.mapping, mapping);
	let net = history("net = \"Netto\"\nnet_positive = \"fed-in\"").mapping;
	assert_eq!((net.net, net.net_positive), (name("Netto"), Some(Direction::FedIn)));
}

#[test]
fn a_file_has_the_time_of_its_node_unless_it_says_otherwise() {
	let with_node = |body: &str| {
		let text = format!("{SIGN}zone = \"Europe/Berlin\"\n[history]\nfile = \"h\"\n{body}\n");
		let rulebook = right(&text);
		assert_eq!(rulebook.node.zone, zone("Europe/Berlin").ok());
		rulebook.history.unwrap().mapping.zone
	};
	assert_eq!(with_node(""), zone("Europe/Berlin").ok());
	assert_eq!(with_node("zone = \"+01:00\""), zone("+01:00").ok());
	assert_eq!(right(SIGN).node.zone, None);
}

#[test]
fn wrong_keys_are_refused_by_name() {
	bad("unit = \"kWh\"", "history]", "file", "[history] needs it");
	let with_file = |body: &str| format!("file = \"h\"\n{body}");
	for (key, value, reason) in [
		("zone", "\"Berlin\"", "`Berlin` is no time zone; write one such as \"Europe/Berlin\""),
		("zone", "1", "expected a string"),
		("unit", "\"kwh\"", "must be one of `Wh`, `kWh`, `MWh`, `W`, `kW`, `MW`"),
		("stamp", "\"middle\"", "must be one of `start`, `end`"),
		("date_order", "\"ydm\"", "must be one of `dmy`, `mdy`, `ymd`"),
		("separator", "\"|\"", "must be one of `;`"),
		("decimal", "\"'\"", "must be one of `.`, `,`"),
		("resolution_minutes", "0", "must be from 1 to 60"),
		("resolution_minutes", "1440", "must be from 1 to 60"),
		("counter", "\"yes\"", "expected true or false"),
		("load", "[]", "must have 1 to 64 names"),
		("load", "[1]", "expected a name, or a list of names, found integer"),
		("generation", "1", "expected a name, or a list of names, found integer"),
		("time", "\"\"", "must not be empty"),
		("zones", "1", "unknown key; [history] knows `file`"),
	] {
		let at =
			if key == "zones" { "zones".into() } else { format!(" {value}\n")[1..].to_string() };
		bad(&with_file(&format!("{key} = {value}")), &at, key, reason);
	}
	bad(&with_file("value = \"v\""), "value", "value", "nothing without `register`");
	bad(
		&with_file("register = \"r\""),
		"history]",
		"value",
		"`register` needs the column of values",
	);
	bad(&with_file("net = \"n\""), "history]", "net_positive", "`net` needs it");
	bad(&with_file("net_positive = \"drawn\""), "net_p", "net_positive", "nothing without `net`");
	let net = "net = \"n\"\nnet_positive = \"drawn\"\nload = \"l\"";
	bad(&with_file(net), "load", "load", "does nothing beside `net`");
	refused(&format!("{SIGN}zone = \"CET-1CEST\"\n"), "\"CET", "node.zone", "is no time zone");
}

#[test]
fn where_the_file_was_named_before_is_told() {
	let text = with("forecast", "history_file = \"h.csv\"");
	refused(
		&text,
		"history_file",
		"forecast.history_file",
		"is `file` in a section [history] of its own now",
	);
}

#[test]
fn a_file_is_read_by_what_is_said() {
	let folder = tempfile::tempdir().unwrap();
	let path = folder.path().join("portal.csv");
	std::fs::write(&path, "Wann;Netz\n27.06.2018 00:30;0,5\n27.06.2018 01:00;-0,25\n").unwrap();
	let text = "time = \"Wann\"\nstamp = \"end\"\nnet = \"Netz\"\nnet_positive = \"drawn\"\nunit = \"kWh\"\nzone = \"Europe/Berlin\"";
	let rules = HistoryRules { file: path, mapping: history(text).mapping };
	let read = rules.load(1_800_000).unwrap();
	let rows: Vec<_> = read.rows.iter().map(|row| (row.load_wh, row.generation_wh)).collect();
	assert_eq!(rows, [(500, 0), (0, 250)]);
	assert_eq!(read.summary.first.unwrap().from, "2018-06-27 00:00 +02:00");
}
