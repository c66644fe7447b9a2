// SPDX-License-Identifier: Apache-2.0

//! Files of the past on the command line: no chain is needed.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{fs, path::Path, process::Command};

use serde_json::Value as Json;

/// What the agent prints in a folder: on standard output and on standard error, and whether all went well.
fn agent(folder: &Path, arguments: &[&str]) -> (String, String, bool) {
	let output = Command::new(env!("CARGO_BIN_EXE_gridmerit-agent"))
		.args(arguments)
		.current_dir(folder)
		.output()
		.unwrap();
	let text = |bytes| String::from_utf8(bytes).unwrap();
	(text(output.stdout), text(output.stderr), output.status.success())
}

/// Three days of hours around the autumn night, in local time, the evening dearest and the sun at noon.
fn portal(folder: &Path) {
	let mut text = "Kunde;4711\n\nZeit;Verbrauch (kWh);Einspeisung (kWh)\n".to_string();
	for day in ["29.10.2016", "30.10.2016", "31.10.2016"] {
		for hour in 0..24 {
			let line = format!(
				"{day} {hour:02}:00;{};{}\n",
				if hour == 19 { "1,2" } else { "0,25" },
				if hour == 12 { "2,0" } else { "0" }
			);
			text.push_str(&line);
			if day.starts_with("30") && hour == 2 {
				text.push_str(&line);
			}
		}
	}
	fs::write(folder.join("portal.csv"), text).unwrap();
}

#[test]
fn what_is_understood_is_shown() {
	let folder = tempfile::tempdir().unwrap();
	portal(folder.path());
	let berlin = ["history", "portal.csv", "--zone", "Europe/Berlin"];
	let (shown, wrong, good) = agent(folder.path(), &berlin);
	assert!(good, "{wrong}");
	for part in [
		"CSV with semicolons, decimal commas, header on line 3",
		"2016-10-29 00:00 +02:00",
		"2016-11-01 00:00 +01:00",
		"1200 W",
		"2016-10-29 19:00 +02:00",
		"2016-10-30 has 100 intervals, 100 of them here",
		"0 of 292 intervals",
		"note: each line of 1 hour is spread evenly over intervals of 15 minutes",
	] {
		assert!(shown.contains(part), "{part} is not in\n{shown}");
	}
	let (json, ..) = agent(folder.path(), &[&berlin[..], &["--json", "--period", "24"]].concat());
	let json: Json = serde_json::from_str(&json).unwrap();
	assert_eq!(json["summary"]["intervals"], 73);
	assert_eq!(json["summary"]["load"]["total_wh"], 70 * 250 + 3 * 1_200);
	assert_eq!(json["summary"]["generation"]["peak_w"], 2_000);
	assert_eq!(json["how"]["resolution_s"], 3_600);

	// All of it at once, and nothing else.
	let (shown, wrong, good) = agent(folder.path(), &["history", "portal.csv"]);
	assert!(!good && shown.is_empty());
	assert!(
		wrong.starts_with("Error: portal.csv:4:1: column `Zeit`: is the clock's time, but nothing"),
		"{wrong}"
	);
	let (_, wrong, good) = agent(folder.path(), &["history", "nowhere.csv"]);
	assert!(!good && wrong.starts_with("Error: nowhere.csv: cannot be read: "), "{wrong}");
	let (_, wrong, good) = agent(folder.path(), &[&berlin[..], &["--unit", "kwh"]].concat());
	assert!(!good && wrong.contains("must be one of `Wh`, `kWh`"), "{wrong}");
	let (_, wrong, good) = agent(folder.path(), &[&berlin[..], &["--period", "95"]].concat());
	assert!(!good && wrong.contains("no day is made of so many intervals"), "{wrong}");
}

#[test]
fn what_is_written_needs_no_words() {
	let folder = tempfile::tempdir().unwrap();
	portal(folder.path());
	let (shown, wrong, good) = agent(
		folder.path(),
		&["history", "portal.csv", "--zone", "Europe/Berlin", "--write", "plain.csv"],
	);
	assert!(good && shown.contains("written to plain.csv"), "{wrong}");
	let written = fs::read_to_string(folder.path().join("plain.csv")).unwrap();
	assert!(
		written.starts_with("interval,load_wh,generation_wh\n1641880,62,0\n1641881,63,0\n"),
		"{written}"
	);
	assert_eq!(written.lines().count(), 1 + 73 * 4);
	let (again, ..) = agent(folder.path(), &["history", "plain.csv", "--write", "-"]);
	assert_eq!(again, written);
}

#[test]
fn a_rulebook_and_accuracy_read_the_same_file() {
	let folder = tempfile::tempdir().unwrap();
	portal(folder.path());
	let rulebook =
		"[node]\nsuri = \"//Bob\"\nzone = \"Europe/Berlin\"\n[history]\nfile = \"portal.csv\"\n";
	fs::write(folder.path().join("home.toml"), rulebook).unwrap();
	let (by_rulebook, wrong, good) = agent(folder.path(), &["history", "--rulebook", "home.toml"]);
	assert!(good, "{wrong}");
	let (by_hand, ..) = agent(folder.path(), &["history", "portal.csv", "--zone", "Europe/Berlin"]);
	assert_eq!(by_rulebook, by_hand);
	// What the rulebook says is not said twice.
	let both = ["history", "--rulebook", "home.toml", "--zone", "UTC"];
	let (_, wrong, good) = agent(folder.path(), &both);
	assert!(!good && wrong.contains("cannot be used with"), "{wrong}");

	let accuracy =
		["accuracy", "--history", "portal.csv", "--zone", "Europe/Berlin", "--period", "24"];
	let (shown, wrong, good) = agent(folder.path(), &accuracy);
	assert!(good && shown.contains("naive"), "{shown}{wrong}");
}
