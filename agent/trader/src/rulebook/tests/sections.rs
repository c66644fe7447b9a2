// SPDX-License-Identifier: Apache-2.0

//! Texts, paths, programs, lists, and which keys go together.

use std::{path::PathBuf, time::Duration};

use super::*;

/// Asserts that a section's body has a single problem with one of its keys.
#[track_caller]
fn bad(section: &str, body: &str, at: &str, key: &str, reason: &str) {
	refused(&with(section, body), at, &format!("{section}.{key}"), reason);
}

/// Asserts that a section without anything else has a single problem.
#[track_caller]
fn bad_node(body: &str, at: &str, key: &str, reason: &str) {
	refused(&format!("[node]\n{body}\n"), at, &format!("node.{key}"), reason);
}

#[test]
fn defaults() {
	let rulebook = right(SIGN);
	let node = NodeRules {
		url: "ws://127.0.0.1:9944".into(),
		light: None,
		signer: SecretSource::Development("//Bob".into()),
		account: None,
		zone: None,
	};
	let forecast = ForecastRules {
		model: ModelChoice::Auto,
		quantile_sell_ppm: 300_000,
		quantile_buy_ppm: 500_000,
		min_history_days: 1,
		weather: None,
	};
	let run = RunRules {
		dry_run: false,
		repost_threshold: 10,
		min_gain: 0,
		unmetered: false,
		while_waiting: WhileWaiting::Keep,
		lead_time: Duration::from_secs(30),
		poll: Duration::from_secs(6),
		max_windows: 128,
		report_file: None,
		archive: None,
	};
	let strategy = Strategy::Band { share_ppm: 500_000 };
	let ask = AskRules { strategy, floor: None, ceiling: None };
	let limits = LimitRules::default();
	let demand = DemandRules::Any;
	let (history, battery, bond, propose, prefer) = (None, None, None, None, None);
	let expected = Rulebook {
		node,
		limits,
		demand,
		ask,
		forecast,
		history,
		battery,
		bond,
		propose,
		prefer,
		run,
	};
	assert_eq!(rulebook, expected);
	// Empty sections are the same as none.
	let empty = format!("{SIGN}[limits]\n[demand]\n[ask]\n[forecast]\n[run]\n");
	assert_eq!(right(&empty), rulebook);
}

#[test]
fn signers() {
	let signer = |body: &str| right(&format!("[node]\n{body}\n")).node.signer;
	assert_eq!(signer("suri_env = \"_Abc_9\""), SecretSource::Env("_Abc_9".into()));
	assert_eq!(signer("suri_file = \"/a\""), SecretSource::File("/a".into()));
	assert_eq!(signer("suri = \"//Al/x//1\""), SecretSource::Development("//Al/x//1".into()));
	assert_eq!(
		signer("keystore = \"k.json\"\npassword_env = \"P\""),
		SecretSource::Keystore { path: "k.json".into(), password_env: "P".into() }
	);

	let missing = "exactly one of `suri_env`, `suri_file`, `keystore`, `suri` says";
	bad_node("", "node]", "suri_env", missing);
	bad_node("url = \"ws://a\"", "node]", "suri_env", missing);
	let both = "suri_env = \"A\"\nsuri_file = \"b\"";
	bad_node(both, "suri_file", "suri_file", "`suri_env` says already how the account signs");
	// The first one in the file counts, whatever its name.
	bad_node("suri = \"//A\"\nsuri_env = \"A\"", "suri_env", "suri_env", "`suri` says already");
	let text = "[node]\nsuri = \"//A\"\nsuri_env = \"A\"\nsuri_file = \"f\"\nkeystore = \"k\"\n\
	            password_env = \"P\"\n";
	assert_eq!(wrong(text).len(), 3);

	bad_node("keystore = \"k\"", "node]", "password_env", "is missing: `keystore` needs it");
	bad("node", "password_env = \"P\"", "password", "password_env", "nothing without `keystore`");

	let variable = "must be the name of an environment variable";
	for name in ["", " ", "9A", "A B", "A-B", "A=B", "Ä", "bottom drive obey lake"] {
		let value = format!("\"{name}\"");
		bad_node(&format!("suri_env = {value}"), &value, "suri_env", variable);
		let body = format!("keystore = \"k\"\npassword_env = {value}");
		bad_node(&body, &value, "password_env", variable);
	}
	for suri in [
		"",
		"//",
		"/Alice",
		"Alice",
		"//Alice///password",
		"///password",
		"bottom drive obey lake curtain smoke basket hold race lonely fit walk",
		"bottom drive obey lake curtain smoke basket hold race lonely fit walk//Alice",
		"0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a",
	] {
		let text = format!("[node]\nsuri = \"{suri}\"\n");
		let error = Rulebook::parse(&text, "t").unwrap_err().to_string();
		assert!(suri.len() < 10 || !error.contains(suri), "{error}");
		refused(&text, &format!("\"{suri}\""), "node.suri", "secrets do not belong in a rulebook");
	}
}

#[test]
fn texts_and_paths_have_their_type() {
	let fixed = |key: &str, rest: &str| {
		for (value, found) in [
			("1", "integer"),
			("1.5", "float"),
			("true", "boolean"),
			("[\"a\"]", "array"),
			("{ a = 1 }", "table"),
		] {
			let reason = format!("expected a string, found {found}");
			let (section, key) = key.split_once('.').unwrap();
			let body = format!("{rest}{key} = {value}");
			let text = if section == "node" && !["url", "light", "zone"].contains(&key) {
				format!("[node]\n{body}\n")
			} else {
				with(section, &body)
			};
			refused(&text, &format!(" {value}\n")[1..], &format!("{section}.{key}"), &reason);
		}
	};
	fixed("node.url", "");
	fixed("node.light", "");
	fixed("node.suri_env", "");
	fixed("node.suri_file", "");
	fixed("node.suri", "");
	fixed("node.zone", "");
	fixed("node.keystore", "password_env = \"P\"\n");
	fixed("node.password_env", "keystore = \"k\"\n");
	fixed("forecast.model", "");
	fixed("forecast.weather_file", "");
	fixed("forecast.file", "model = \"file\"\n");
	fixed("run.report_file", "");
	fixed("run.archive", "");
}

#[test]
fn a_light_client_is_named_instead_of_a_node() {
	let spec = right(&with("node", "light = \"/spec.json\"")).node.light;
	assert_eq!(spec, Some("/spec.json".into()));
	let both = "url = \"ws://a\"\nlight = \"/spec.json\"";
	bad("node", both, "light", "light", "does nothing beside `url`");
}

#[test]
fn zones() {
	let of = |zone: &str| with("node", &format!("zone = \"{zone}\""));
	let zone = right(&of("Europe/Berlin")).node.zone.unwrap();
	assert_eq!(zone.iana_name(), Some("Europe/Berlin"));
	for wrong in ["Berlin", "UTC+1", "Europe/Berlin/Mitte"] {
		let reason = format!("`{wrong}` is no time zone; write one such as \"Europe/Berlin\"");
		refused(&of(wrong), &format!("\"{wrong}\""), "node.zone", &reason);
	}
}

#[test]
fn urls() {
	for url in ["ws://a", "wss://b.example:443/path", "ws://[::1]:9944"] {
		assert_eq!(right(&with("node", &format!("url = \"{url}\""))).node.url, url);
	}
	for (url, reason) in [
		("", "must begin with ws:// or wss://"),
		("http://a", "must begin with ws:// or wss://"),
		("WS://a", "must begin with ws:// or wss://"),
		("ws://", "names no host"),
		("ws:///path", "names no host"),
		("wss://:9944", "names no host"),
		("ws://localhost@a", "must not contain a user name or password"),
		("ws://a b", "must not contain spaces"),
		("ws://a\\n", "must not contain spaces"),
	] {
		let value = format!("\"{url}\"");
		bad("node", &format!("url = {value}"), &value, "url", reason);
	}
}

#[test]
fn paths_start_at_the_rulebook() {
	let text = "[node]\nsuri_file = \"s\"\n[forecast]\nmodel = \"command\"\n\
	            command = [\"./c\", \"./a\"]\nweather_file = \"/w\"\n\
	            [battery]\ncapacity_wh = 1\npower_w = 1\ncharge_command = [\"c\"]\n\
	            [run]\nreport_file = \"r/s\"\narchive = \"a\"\n";
	let rulebook = Rulebook::parse(text, "/home/me/home.toml").unwrap();
	assert_eq!(rulebook.node.signer, SecretSource::File("/home/me/s".into()));
	assert_eq!(rulebook.forecast.weather, Some("/w".into()));
	assert_eq!(rulebook.run.report_file, Some("/home/me/r/s".into()));
	assert_eq!(rulebook.run.archive, Some("/home/me/a".into()));
	let command = |program: &str, arguments: &[&str], timeout| ExternalCommand {
		program: PathBuf::from(program),
		arguments: arguments.iter().map(|one| one.to_string()).collect(),
		timeout: Duration::from_secs(timeout),
		hidden: None,
	};
	// A name with a slash is a path, another one is looked up; arguments stay what they are.
	let forecast = command("/home/me/./c", &["./a"], 30);
	assert_eq!(rulebook.forecast.model, ModelChoice::Command(forecast));
	assert_eq!(rulebook.battery.unwrap().charge, ChargeSource::Command(command("c", &[], 10)));

	for (section, key) in [("forecast", "weather_file"), ("run", "report_file"), ("run", "archive")]
	{
		bad(section, &format!("{key} = \"\""), "\"\"", key, "must not be empty");
		bad(section, &format!("{key} = \" \""), "\" \"", key, "must not be empty");
		bad(section, &format!("{key} = \"\\u0000\""), "\"\\u", key, "zero character");
	}
	bad("forecast", "model = \"file\"\nfile = \"\"", "\"\"", "file", "must not be empty");
	bad_node("suri_file = \"\"", "\"\"", "suri_file", "must not be empty");
	bad_node("keystore = \"\"\npassword_env = \"P\"", "\"\"", "keystore", "must not be empty");
}

#[test]
fn programs_are_not_told_the_secret() {
	for (node, hidden) in [
		("suri_env = \"SECRET\"", Some("SECRET")),
		("keystore = \"k\"\npassword_env = \"PASSWORD\"", Some("PASSWORD")),
		("suri_file = \"s\"", None),
	] {
		let text = format!(
			"[node]\n{node}\n[forecast]\nmodel = \"command\"\ncommand = [\"f\"]\n\
			 [battery]\ncapacity_wh = 1\npower_w = 1\ncharge_command = [\"c\"]\n"
		);
		let rulebook = right(&text);
		let ModelChoice::Command(forecast) = rulebook.forecast.model else { panic!("{node}") };
		let ChargeSource::Command(charge) = rulebook.battery.unwrap().charge else {
			panic!("{node}")
		};
		assert_eq!((forecast.hidden.as_deref(), charge.hidden.as_deref()), (hidden, hidden));
	}
}

#[test]
fn models() {
	let model =
		|name: &str| right(&with("forecast", &format!("model = \"{name}\""))).forecast.model;
	assert_eq!(model("naive"), ModelChoice::Naive);
	assert_eq!(model("ets"), ModelChoice::Ets);
	assert_eq!(model("mstl"), ModelChoice::Mstl);
	assert_eq!(model("auto"), ModelChoice::Auto);
	let file = right(&with("forecast", "model = \"file\"\nfile = \"f.csv\"")).forecast.model;
	assert_eq!(file, ModelChoice::File("f.csv".into()));

	bad("forecast", "model = \"arima\"", "\"ar", "model", "`naive`, `ets`, `mstl`, `auto`, `file`");
	bad("forecast", "model = \"\"", "\"\"", "model", "must be one of");
	bad("forecast", "model = \"file\"", "forecast]", "file", "is missing: model `file` needs it");
	bad("forecast", "model = \"command\"", "forecast]", "command", "is missing: model `command`");
	bad("forecast", "file = \"f\"", "file", "file", "nothing without model `file`");
	bad("forecast", "command = [\"c\"]", "command", "command", "nothing without model `command`");
	bad("forecast", "timeout_s = 1", "timeout_s", "timeout_s", "nothing without model `command`");
	let file = "model = \"file\"\nfile = \"f\"\n";
	let weather = format!("{file}weather_file = \"x\"");
	bad("forecast", &weather, "weather_file", "weather_file", "nothing with model `file`");
	let nothing = "nothing with models `file` and `command`";
	for body in [file, "model = \"command\"\ncommand = [\"c\"]\n"] {
		let days = format!("{body}min_history_days = 1");
		bad("forecast", &days, "min_history", "min_history_days", nothing);
	}
	// Two at once.
	let both = format!("{file}command = [\"c\"]");
	bad("forecast", &both, "command", "command", "nothing without model `command`");
	// What a misspelt model would have needed is not reported on top.
	bad("forecast", "model = 1\nfile = \"f\"", "1", "model", "expected a string");
}

#[test]
fn programs() {
	let places = [
		("forecast", "command", "model = \"command\"\n"),
		("battery", "charge_command", "capacity_wh = 1\npower_w = 1\n"),
	];
	for (section, key, rest) in places {
		for (value, reason) in [
			("[]", "must begin with the name of a program"),
			("[\"\"]", "must begin with the name of a program"),
			("[\" \", \"x\"]", "must begin with the name of a program"),
			("[\"a\", \"\\u0000\"]", "zero character"),
			("[\"a\", 1]", "expected strings, found integer"),
			("[[\"a\"]]", "expected strings, found array"),
			("\"./a --b\"", "expected a list of program and arguments"),
			("1", "expected a list of program and arguments"),
			("{ a = 1 }", "found table"),
		] {
			let body = format!("{rest}{key} = {value}");
			bad(section, &body, &format!(" {value}\n")[1..], key, reason);
		}
	}
}

#[test]
fn batteries() {
	let text = with("battery", "capacity_wh = 10\npower_w = 5\ncharge_wh = 10\nreserve_wh = 10");
	let battery = BatteryRules {
		capacity: 10,
		power: 5,
		efficiency_ppm: 900_000,
		reserve: 10,
		wear: 0,
		fallback: Duration::from_secs(3_600),
		charge: ChargeSource::AtStart(10),
		end_value: None,
	};
	assert_eq!(right(&text).battery, Some(battery));

	let whole = "capacity_wh = 10\npower_w = 5\ncharge_wh = 4\n";
	let without = |key: &str| {
		let lines = whole.lines().filter(|line| !line.starts_with(key));
		lines.collect::<Vec<_>>().join("\n")
	};
	bad("battery", &without("capacity"), "battery]", "capacity_wh", "is missing");
	bad("battery", &without("power"), "battery]", "power_w", "is missing");
	let one = "exactly one of `charge_wh`, `charge_command` says";
	bad("battery", &without("charge"), "battery]", "charge_wh", one);
	let both = format!("{whole}charge_command = [\"c\"]");
	bad("battery", &both, "charge_command", "charge_command", "`charge_wh` says already");
	let timeout = format!("{whole}charge_timeout_s = 1");
	bad("battery", &timeout, "charge_timeout_s", "charge_timeout_s", "without `charge_command`");
	let fallback = format!("{whole}charge_fallback_s = 1");
	bad("battery", &fallback, "charge_fallback_s", "charge_fallback_s", "without `charge_command`");
	let above = "must not be above `capacity_wh`";
	bad("battery", &format!("{whole}reserve_wh = 11"), "11", "reserve_wh", above);
	bad("battery", &whole.replace("= 4", "= 11"), "11", "charge_wh", above);
	// All of an empty section is missing.
	let keys: Vec<_> = wrong(&with("battery", "")).into_iter().map(|one| one.key).collect();
	assert_eq!(keys, ["battery.capacity_wh", "battery.power_w", "battery.charge_wh"]);
}

#[test]
fn what_becomes_of_orders_meanwhile() {
	let of =
		|word: &str| right(&with("run", &format!("while_waiting = \"{word}\""))).run.while_waiting;
	assert_eq!((of("keep"), of("cancel")), (WhileWaiting::Keep, WhileWaiting::Cancel));
	bad(
		"run",
		"while_waiting = \"sell\"",
		"\"sell\"",
		"while_waiting",
		"must be one of `keep`, `cancel`",
	);
	assert!(right(&with("run", "unmetered = true")).run.unmetered);
	bad("run", "unmetered = 1", "1\n", "unmetered", "expected true or false, found integer");
}

#[test]
fn proposes() {
	let whole = "min_reward_unit = 0.05\nmax_wager_unit = 0.5\nmax_wager_unit_per_day = 2\nstate_file = \"p.json\"\n";
	let propose = ProposeRules {
		min_reward: 50_000_000,
		max_wager: 500_000_000,
		max_wager_per_day: 2_000_000_000,
		state_file: "p.json".into(),
	};
	assert_eq!(right(&with("propose", whole)).propose, Some(propose));
	assert_eq!(right(SIGN).propose, None);
	// Nothing is put at stake that the owner has not allowed.
	for key in ["min_reward_unit", "max_wager_unit", "max_wager_unit_per_day", "state_file"] {
		let lines = whole.lines().filter(|line| !line.starts_with(&format!("{key} = ")));
		bad("propose", &lines.collect::<Vec<_>>().join("\n"), "propose]", key, "is missing: ");
	}
	let least = "must be from 0.000000001 UNIT to";
	bad("propose", &whole.replace("= 0.05", "= 0"), "0\nmax", "min_reward_unit", least);
	bad(
		"propose",
		&whole.replace("= 0.5", "= 0"),
		"0\nmax_wager_unit_per",
		"max_wager_unit",
		least,
	);
	bad("propose", &whole.replace("= 2", "= 0"), "0\nstate", "max_wager_unit_per_day", least);
	bad("propose", &whole.replace("\"p.json\"", "7"), "7", "state_file", "expected a string");
}

#[test]
fn bonds() {
	let whole = "target_unit = 100\nmax_unit_per_day = \"20.5\"\nreserve_unit = 0\n";
	let mut bond =
		BondRules { target: 100_000_000_000, max_per_day: 20_500_000_000, max: None, reserve: 0 };
	assert_eq!(right(&with("bond", whole)).bond, Some(bond.clone()));
	bond.max = Some(0);
	assert_eq!(right(&with("bond", &format!("{whole}max_unit = 0"))).bond, Some(bond));
	assert_eq!(right(SIGN).bond, None);

	for key in ["target_unit", "max_unit_per_day", "reserve_unit"] {
		let lines = whole.lines().filter(|line| !line.starts_with(key));
		bad("bond", &lines.collect::<Vec<_>>().join("\n"), "bond]", key, "is missing: ");
	}
	let least = "must be from 0.000000001 UNIT to 1000000000000000 UNIT";
	bad("bond", &whole.replace("= 100", "= 0"), "0\nmax", "target_unit", least);
	bad("bond", &whole.replace("\"20.5\"", "0"), "0\nres", "max_unit_per_day", least);
	bad("bond", &format!("{whole}max_unit = -1"), "-1", "max_unit", "must be from 0 UNIT to");
	let decimals = whole.replace("20.5", "0.0000000001");
	bad("bond", &decimals, "\"0.0000000001\"", "max_unit_per_day", "more than 9 decimals");
	bad(
		"bond",
		&whole.replace("= 100", "= true"),
		"true",
		"target_unit",
		"expected a decimal number",
	);
}

#[test]
fn sellers() {
	use gridmerit_client::choices::Preferred;
	use gridmerit_energy::{Choice, SourceKind};

	assert_eq!(right(SIGN).prefer, None);
	let sellers =
		|list: &str| right(&with("prefer", &format!("sellers = {list}"))).prefer.unwrap().sellers;
	assert_eq!(sellers("[]"), []);
	let expected = [
		Preferred::This(Choice::Node(8)),
		Preferred::OwnBus,
		Preferred::This(Choice::Bus(3)),
		Preferred::This(Choice::Source(SourceKind::Wind)),
	];
	assert_eq!(sellers("[\"node:8\", \"bus:own\", \"bus:3\", \"source:wind\"]"), expected);
	let bad = |list: &str, reason: &str| {
		bad("prefer", &format!("sellers = {list}"), list, "sellers", reason);
	};
	bad("\"node:8\"", "expected a list of sellers, such as");
	bad("[8]", "expected strings, found integer");
	bad("[\"wind\"]", "`wind` is nobody to buy from; write node:8");
	bad("[\"source:sun\"]", "`sun` is no source; known are none, solar");
	bad("[\"node:8\", \"bus:1\", \"node:8\"]", "`node:8` is there twice");
	let nine: Vec<_> = (0..9).map(|node| format!("\"node:{node}\"")).collect();
	bad(&format!("[{}]", nine.join(", ")), "must be 8 at most");
	refused(&with("prefer", ""), "prefer]", "prefer.sellers", "is missing: from whom");
}

#[test]
fn wishes_that_no_chain_can_meet_are_no_key() {
	let text = with("prefer", "sellers = []\ncertificates = [\"GO\"]");
	refused(&text, "certificates", "prefer.certificates", "unknown key; [prefer] knows `sellers`");
}

#[test]
fn notices() {
	let starts = |body: &str| -> Vec<String> {
		let first = |notice: String| notice.split(':').next().unwrap().to_owned();
		right(body).notices().into_iter().map(first).collect()
	};
	// Whose clocks a node lives by is asked where its own past decides.
	assert_eq!(starts("[node]\nsuri_env = \"A\"\n"), ["node.zone"]);
	let file = "[forecast]\nmodel = \"file\"\nfile = \"f.csv\"\n";
	assert!(starts(&format!("[node]\nsuri_env = \"A\"\n{file}")).is_empty());
	let starts = |body: &str| starts(&body.replace("[node]", "[node]\nzone = \"Asia/Tokyo\""));
	assert!(starts("[node]\nsuri_env = \"A\"\n").is_empty());
	for url in ["ws://localhost:1", "ws://127.0.0.9/a", "ws://[::1]:1", "wss://a.example"] {
		assert!(
			starts(&format!("[node]\nsuri_env = \"A\"\nurl = \"{url}\"\n")).is_empty(),
			"{url}"
		);
	}
	let all = "[node]\nsuri = \"//A\"\nurl = \"ws://127.example\"\n[run]\ndry_run = true\n";
	assert_eq!(starts(all), ["node.suri", "node.url", "run.dry_run"]);
	// A battery of 10 kWh is one of 10,000 Wh.
	let of = |capacity: &str| {
		let rest = "power_w = 5_000\ncharge_wh = 0\n";
		format!("[node]\nsuri_env = \"A\"\n[battery]\ncapacity_wh = {capacity}\n{rest}")
	};
	assert_eq!(starts(&of("10")), ["battery.capacity_wh"]);
	assert!(starts(&of("10_000")).is_empty());
	assert!(starts(&of("100")).is_empty());
	// Nor is one of 100 kWh at 50 kW, nor one at 5 kW of 5 W; nor are 5 kWh 5 Wh.
	assert_eq!(starts(&of("100").replace("5_000", "50_000")), ["battery"]);
	let small = of("10").replace("5_000", "5") + "[limits]\nmax_buy_wh = 5\nmax_sell_wh = 99\n";
	let keys =
		["battery.capacity_wh", "battery.power_w", "limits.max_buy_wh", "limits.max_sell_wh"];
	assert_eq!(starts(&small), keys);
	let enough =
		of("100").replace("5_000", "100") + "[limits]\nmax_buy_wh = 0\nmax_sell_wh = 100\n";
	assert!(starts(&enough).is_empty());
	// A proxy that may only trade may not bond.
	let bond = "[bond]\ntarget_unit = 1\nmax_unit_per_day = 1\nreserve_unit = 1\n";
	assert!(starts(&format!("[node]\nsuri_env = \"A\"\n{bond}")).is_empty());
	let bob = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
	let proxy = format!("[node]\nsuri_env = \"A\"\naccount = \"{bob}\"\n");
	assert!(starts(&proxy).is_empty());
	assert_eq!(starts(&format!("{proxy}{bond}")), ["bond"]);
}

#[test]
fn an_account_of_which_the_key_is_a_proxy() {
	let bob = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
	let of = |account: &str| format!("[node]\nsuri = \"//A\"\naccount = {account}\n");
	let read = Rulebook::parse(&of(&format!("\"{bob}\"")), "r.toml").unwrap();
	assert_eq!(read.node.account.unwrap().to_string(), bob);
	for wrong in ["\"\"", "\"Bob\"", "\"5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694tz\""] {
		refused(&of(wrong), wrong, "node.account", "must be an account's SS58 address");
	}
	refused(&of("1"), "1", "node.account", "expected a string");
}
