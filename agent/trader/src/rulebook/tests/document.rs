// SPDX-License-Identifier: Apache-2.0

//! Files, syntax, unknown and duplicate keys, messages.

use std::fs;

use proptest::{
	prelude::{ProptestConfig, any, prop_assert, prop_oneof, proptest},
	strategy::Strategy as Cases,
};

use super::*;

const EXAMPLE: &str = include_str!("../../../../../docs/rulebook.example.toml");
const PAGE: &str = include_str!("../../../../../docs/rulebook.md");

const SECTIONS: [&str; 11] = [
	"node", "limits", "demand", "ask", "forecast", "history", "battery", "bond", "propose",
	"prefer", "run",
];

#[test]
fn the_example_is_right_and_whole() {
	let rulebook = Rulebook::parse(EXAMPLE, "/etc/home.toml").unwrap();
	assert_eq!(rulebook.limits.max_spend_per_day, Some(25_000_000_000));
	assert_eq!(rulebook.limits.max_fee_per_day, Some(50_000_000));
	assert_eq!(rulebook.demand, DemandRules::Share { share_ppm: 850_000 });
	assert_eq!(rulebook.ask.strategy, Strategy::Band { share_ppm: 400_000 });
	assert_eq!(rulebook.battery.as_ref().unwrap().efficiency_ppm, 920_000);
	assert_eq!(rulebook.bond.as_ref().unwrap().target, 100_000_000_000);
	assert_eq!(rulebook.propose.as_ref().unwrap().max_wager, 500_000_000);
	assert_eq!(rulebook.prefer.as_ref().unwrap().sellers.len(), 3);
	assert!(rulebook.run.dry_run, "who tries the example must not trade");

	// Every known key is in the example and on the page, and the lines it shows commented out are keys.
	for section in SECTIONS {
		let text = format!("{SIGN}[{section}]\nx_ = 1\n").replace("[node]\nx_", "x_");
		let problems = wrong(&text);
		let problem = problems.iter().find(|one| one.key.ends_with(".x_")).unwrap();
		let (_, known) = problem.reason.split_once(" knows ").unwrap();
		for key in known.split(", ") {
			assert!(PAGE.contains(key), "{key} is not on the page");
			let key = key.trim_matches('`');
			let shown = |line: &str| {
				line.strip_prefix("# ").unwrap_or(line).starts_with(&format!("{key} = "))
			};
			assert!(EXAMPLE.lines().any(shown), "{key} is not in the example");
		}
	}
}

#[test]
fn alternatives_of_the_example_are_right() {
	for (from, to) in
		[("suri_env", "suri_file"), ("suri_env", "suri"), ("charge_command", "charge_wh")]
	{
		let text: Vec<_> = EXAMPLE
			.lines()
			.filter(|line| from != "charge_command" || !line.starts_with("charge_timeout_s"))
			.filter(|line| from != "charge_command" || !line.starts_with("charge_fallback_s"))
			.map(|line| match line.strip_prefix("# ") {
				Some(rest) if rest.starts_with(&format!("{to} = ")) => rest.to_owned(),
				_ if line.starts_with(&format!("{from} = ")) => format!("# {line}"),
				_ => line.to_owned(),
			})
			.collect();
		assert_ne!(right(&text.join("\n")), right(EXAMPLE));
	}
}

#[test]
fn the_page_is_true() {
	let code = |language: &str| {
		let (_, rest) = PAGE.split_once(&format!("```{language}\n")).unwrap();
		rest.split_once("\n```").unwrap().0
	};
	right(code("toml"));
	let text = "[node]\nsuri = \"//Bob\"\n\n[limits]\nmax_buy_wh = -1\n";
	assert_eq!(Rulebook::parse(text, "home.toml").unwrap_err().to_string(), code("text"));
}

#[test]
fn everything_is_reported_at_once() {
	let text = "[node]\nurl = 1\n[limits]\nmax_buy_wh = -1\nmax_sell = 1\n[battery]\n\
	            efficiency = 2\n[asks]\n";
	let problems = wrong(text);
	let found: Vec<_> =
		problems.iter().map(|one| (one.line, one.column, one.key.as_str())).collect();
	let expected = [
		(1, 2, "node.suri_env"),
		(2, 7, "node.url"),
		(4, 14, "limits.max_buy_wh"),
		(5, 1, "limits.max_sell"),
		(6, 2, "battery.capacity_wh"),
		(6, 2, "battery.power_w"),
		(6, 2, "battery.charge_wh"),
		(7, 14, "battery.efficiency"),
		(8, 2, "asks"),
	];
	assert_eq!(found, expected);
}

#[test]
fn unknown_keys() {
	for section in SECTIONS {
		let rest = match section {
			"battery" => "capacity_wh = 1\npower_w = 1\ncharge_wh = 0\n",
			"history" => "file = \"h\"\n",
			"bond" => "target_unit = 1\nmax_unit_per_day = 1\nreserve_unit = 1\n",
			"propose" => {
				"min_reward_unit = 1\nmax_wager_unit = 1\nmax_wager_unit_per_day = 1\nstate_file = \"p\"\n"
			},
			"prefer" => "sellers = []\n",
			_ => "",
		};
		for key in ["x", "Url", "max-buy-wh"] {
			let text = with(section, &format!("{rest}{key} = 1"));
			let name = format!("{section}.{key}");
			refused(&text, key, &name, &format!("unknown key; [{section}] knows `"));
		}
		// A key of another section.
		let text = with(section, &format!("{rest}mode = 1\n[{section}.deeper]\na = 1"));
		if section != "node" {
			let problems = wrong(&text);
			assert_eq!(problems.len(), 2, "{problems:#?}");
			assert_problem(&problems[1], &text, "deeper", &format!("{section}.deeper"), "unknown");
		}
	}
	let known = "known are `node`, `limits`, `demand`, `ask`, `forecast`, `history`, `battery`, `bond`, `propose`, `prefer`, `run`";
	refused(&format!("{SIGN}[limit]\na = 1\n"), "limit]", "limit", known);
	refused(&format!("a = 1\n{SIGN}"), "a = 1", "a", known);
	// A key may be quoted and hold anything; what is printed stays one line.
	let text = format!("{SIGN}\"\\n\\u001b[31m\" = 1\n");
	let reason = wrong(&text)[0].clone();
	assert_eq!(reason.key, "node.\\n\\u{1b}[31m");
	assert_eq!((reason.line, reason.column), (3, 1));
}

#[test]
fn sections_are_tables() {
	for section in SECTIONS.into_iter().filter(|section| *section != "node") {
		for value in ["1", "\"x\"", "[]", "true"] {
			let text = format!("{section} = {value}\n{SIGN}");
			let problems = wrong(&text);
			let reason = format!("is a section: write [{section}]");
			assert_problem(&problems[0], &text, section, section, &reason);
			assert_eq!(problems.len(), 1, "{problems:#?}");
		}
		let text = format!("{SIGN}[[{section}]]\n");
		refused(&text, section, section, "is a section");
		// Written in one line it is one.
		if !["history", "battery", "bond", "propose", "prefer"].contains(&section) {
			assert_eq!(right(&format!("{section} = {{}}\n{SIGN}")), right(SIGN));
		}
	}
	refused("node = 1\n", "node", "node", "is a section");
	assert_eq!(right("node.suri = \"//Bob\""), right(SIGN));
}

#[test]
fn duplicate_keys() {
	for line in EXAMPLE.lines() {
		let Some((key, _)) = line.split_once(" = ").filter(|(key, _)| !key.contains('#')) else {
			continue;
		};
		let text = EXAMPLE.replace(line, &format!("{line}\n{line}"));
		let problems = wrong(&text);
		assert_eq!(problems.len(), 1, "{problems:#?}");
		let second = text.lines().position(|one| one == line).unwrap() + 2;
		assert_eq!((problems[0].line, problems[0].column), (second, 1));
		assert_eq!(problems[0].key, key);
		assert_eq!(problems[0].reason, "duplicate key");
	}
	for section in SECTIONS {
		let text = format!("{EXAMPLE}\n[{section}]\n");
		refused(&text, &format!("{section}]"), section, "duplicate key");
	}
}

#[test]
fn syntax() {
	for (text, line, column) in [
		("[node\n", 1, 6),
		("[node]\nurl\n", 2, 4),
		("[node]\nurl = \n", 2, 7),
		("[node]\nurl = 'a\n", 2, 9),
		("[run]\npoll_s = 1_\n", 2, 11),
		("[run]\n= 1\n", 2, 1),
		("[run]\npoll_s = 1 2\n", 2, 10),
	] {
		let problems = wrong(text);
		assert_eq!((problems[0].line, problems[0].column), (line, column), "{problems:#?}");
		assert!(!problems[0].reason.is_empty());
	}
}

#[test]
fn places_count_characters() {
	let run = "run = { report_file = \"Ökostrom 🌞\", poll_s = 0 }";
	let text = format!("ask = {{}}\r\n{run}\r\n[node]\r\nsuri = \"//Bob\"\r\n");
	refused(&text, "0 }", "run.poll_s", "must be from 1 to 3600");
	// A byte order mark is no character of the first line.
	let problems = wrong("\u{feff}node = 1");
	assert_eq!((problems[0].line, problems[0].column), (1, 1));
	assert_eq!(right(&format!("\u{feff}{SIGN}")), right(SIGN));
}

#[test]
fn carets_stand_below_what_is_wrong() {
	let text = format!("{SIGN}[limits]\n\tmax_buy_wh =\t\"ü\" # ö\n");
	let expected = "a.toml:4:15: key `limits.max_buy_wh`: expected an integer, found string\n  |\n\
	                4 | \tmax_buy_wh =\t\"ü\" # ö\n  | \t            \t^^^";
	assert_eq!(Rulebook::parse(&text, "a.toml").unwrap_err().to_string(), expected);
	// Of a long line only what surrounds the place is quoted.
	let keys: String = (0..1000).map(|n| format!("c{n} = 0, ")).collect();
	let text = with("run", &format!("report_file = {{ {keys}c7 = 7 }}"));
	let printed = Rulebook::parse(&text, "a.toml").unwrap_err().to_string();
	let lines: Vec<_> = printed.lines().collect();
	assert!(lines[2].chars().count() < 130);
	let caret = lines[3].chars().position(|c| c == '^').unwrap();
	assert_eq!(lines[2].chars().skip(caret).collect::<String>(), "c7 = 7 }");
}

#[test]
fn secrets_are_not_quoted() {
	let phrase = "bottom drive obey lake";
	for text in [
		format!("[node]\nsuri = \"{phrase}\"\n"),
		format!("[node]\nsuri = \"{phrase}\n"),
		format!("[node]\nsuri = {phrase}\n"),
		format!("[node]\n\"suri\" = \"\"\"\n{phrase}\\q\n\"\"\"\n"),
		format!("[ \"node\" ]\nurl = \"ws://a\"\nkey = \"{phrase}\"\n"),
		format!("[node]\nsuri_env = \"{phrase}\"\n"),
		format!("[node]\n{phrase}\n"),
		format!("{SIGN}url = \"wss://me:{phrase}@a\"\n"),
		format!("node.suri = \"{phrase}\"\n"),
		format!("node = {{ suri = \"{phrase}\" }}\n"),
		format!("node = {{\n\turl = \"x\", suri = \"{phrase}\" }}\n"),
		format!("suri = \"{phrase}\"\n"),
		format!("{SIGN}[limits]\nsuri = \"{phrase}\"\n"),
		format!("{SIGN}[run]\nmnemonic = \"{phrase}\"\n"),
		format!("[node]\nsuri = \"//Bob///{phrase}\"\n"),
		format!("[node]\nsuri = [\"{phrase}\"]\n"),
		format!("[node]\nsuri.x = \"{phrase}\"\n"),
	] {
		let printed = Rulebook::parse(&text, "a.toml").unwrap_err().to_string();
		for word in phrase.split(' ') {
			assert!(!printed.contains(word), "{text}\n{printed}");
		}
	}
}

#[test]
fn files() {
	let directory = tempfile::tempdir().unwrap();
	let path = directory.path().join("home.toml");
	let name = path.display();
	let refused = |start: &str| {
		let printed = Rulebook::load(&path).unwrap_err().to_string();
		assert!(printed.starts_with(start), "{printed}");
	};
	refused(&format!("{name}: cannot be read: No such file"));
	fs::write(&path, "").unwrap();
	refused(&format!("{name}:1:1: key `node.suri_env`: is missing: exactly one of"));
	fs::write(&path, " \n\n# nothing\n").unwrap();
	refused(&format!("{name}:1:1: key `node.suri_env`: is missing: exactly one of"));
	fs::write(&path, b"[node]\nurl = \"\xc3\xb6\xff\"\n").unwrap();
	refused(&format!("{name}:2:9: not UTF-8"));
	fs::write(&path, b"\xff\xfe[\0n\0").unwrap();
	refused(&format!("{name}:1:1: not UTF-8"));
	fs::write(&path, format!("{SIGN}[limits]\nmax_buy_wh = -1\n")).unwrap();
	refused(&format!("{name}:4:14: key `limits.max_buy_wh`: "));
	fs::write(&path, "\n".repeat(MAX_BYTES + 1)).unwrap();
	refused(&format!("{name}: is larger than 65536 bytes"));
	let long = "\n".repeat(MAX_BYTES + 1);
	assert!(matches!(Rulebook::parse(&long, "a"), Err(RulebookError::TooLarge { .. })));
	let filled = format!("{SIGN}{}", "\n".repeat(MAX_BYTES - SIGN.len()));
	fs::write(&path, filled).unwrap();
	assert_eq!(Rulebook::load(&path).unwrap(), right(SIGN));

	fs::write(&path, "[node]\nsuri_file = \"secret\"\n").unwrap();
	let signer = Rulebook::load(&path).unwrap().node.signer;
	assert_eq!(signer, SecretSource::File(directory.path().join("secret")));

	let printed = Rulebook::load(directory.path()).unwrap_err().to_string();
	assert!(printed.contains("cannot be read: Is a directory"), "{printed}");
	let printed = Rulebook::load("/dev/zero".as_ref()).unwrap_err().to_string();
	assert!(printed.contains("is larger than"), "{printed}");
}

#[test]
fn hostile_files_end_soon() {
	for piece in
		["[", "{", "a={", "a.", "\"", "=", "\n=", "a=1\n", "[[a]]\n", "\u{1b}", "'''\n", "ö"]
	{
		let mut text = piece.repeat(MAX_BYTES / piece.len());
		text.truncate(MAX_BYTES);
		let error = Rulebook::parse(&text, "a.toml").unwrap_err();
		assert!(error.to_string().len() < 200_000);
		let RulebookError::Invalid(invalid) = error else { panic!("{error}") };
		assert!((1..=100).contains(&invalid.problems.len()));
	}
	let many: String = (0..1_000).map(|n| format!("k{n} = 0\n")).collect();
	let error = Rulebook::parse(&format!("{SIGN}{many}"), "a.toml").unwrap_err();
	assert!(error.to_string().ends_with("and 900 more"));
}

/// The example with a piece of it replaced.
fn damaged() -> impl Cases<Value = Vec<u8>> {
	let piece = proptest::collection::vec(any::<u8>(), 0..8);
	let snippet =
		prop_oneof![piece, "[-+0-9.eExinfa_\"'\\[\\]{}=,# \n\t]{0,8}".prop_map(String::into_bytes)];
	(0..EXAMPLE.len(), 0..6usize, snippet).prop_map(|(at, length, snippet)| {
		let mut bytes = EXAMPLE.as_bytes().to_vec();
		let end = (at + length).min(bytes.len());
		bytes.splice(at..end, snippet);
		bytes
	})
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1_000))]
	#[test]
	fn no_bytes_panic(bytes in prop_oneof![proptest::collection::vec(any::<u8>(), 0..200), damaged()]) {
		let file = tempfile::NamedTempFile::new().unwrap();
		fs::write(file.path(), &bytes).unwrap();
		match Rulebook::load(file.path()) {
			Ok(rulebook) => drop(rulebook.notices()),
			Err(RulebookError::Invalid(invalid)) => {
				let text = String::from_utf8(bytes).unwrap();
				prop_assert!(!invalid.problems.is_empty());
				prop_assert!(!invalid.to_string().is_empty());
				for problem in &invalid.problems {
					let lines = text.split('\n').count();
					prop_assert!((1..=lines).contains(&problem.line));
					let line = text.split('\n').nth(problem.line - 1).unwrap();
					prop_assert!((1..=line.chars().count() + 1).contains(&problem.column));
				}
			},
			Err(RulebookError::NotUtf8 { .. }) => prop_assert!(String::from_utf8(bytes).is_err()),
			Err(other) => prop_assert!(false, "{other}"),
		}
	}

	#[test]
	fn no_text_panics(text in "\\PC{0,60}|(\\[[a-z]{0,4}\\]\n|[a-z_]{1,3} = [-0-9.\"a-z\\[\\]]{0,6}\n){0,12}") {
		if let Err(error) = Rulebook::parse(&text, "a.toml") {
			prop_assert!(!error.to_string().is_empty());
		}
	}
}
