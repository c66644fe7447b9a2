// SPDX-License-Identifier: Apache-2.0

//! The command `gridmerit-meter`, as its users run it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{
	fs,
	io::Write,
	path::Path,
	process::{Command, Output, Stdio},
	thread,
};

use gridmerit_meter::{Keypair, Scheme, signer_text};
use serde_json::{Value, json};

const GENESIS: &str = "0x9dd604da47c92932226ccf6ae10a61d99666a5a6cfdc87cac025f5b6ce6e2b24";
const OTHER_GENESIS: &str = "0x0000000000000000000000000000000000000000000000000000000000000001";

/// Runs the command with this standard input; arguments are separated by blanks.
fn run_with(arguments: &str, input: &str) -> Output {
	run_args(&arguments.split_whitespace().collect::<Vec<_>>(), input)
}

fn run_args(arguments: &[&str], input: &str) -> Output {
	let mut child = Command::new(env!("CARGO_BIN_EXE_gridmerit-meter"))
		.args(arguments)
		.stdin(Stdio::piped())
		.stdout(Stdio::piped())
		.stderr(Stdio::piped())
		.spawn()
		.unwrap();
	let (mut stdin, input) = (child.stdin.take().unwrap(), input.to_owned());
	// The command may end before it has read everything.
	let writer = thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
	let output = child.wait_with_output().unwrap();
	writer.join().unwrap();
	output
}

/// What it prints, if it must succeed.
fn text(arguments: &str) -> String {
	let output = run_with(arguments, "");
	assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
	assert!(output.stderr.is_empty());
	let text = String::from_utf8(output.stdout).unwrap();
	assert_eq!(text.lines().count(), 1, "{text}");
	text
}

fn json_of(arguments: &str) -> Value {
	serde_json::from_str(&text(arguments)).unwrap()
}

/// Asserts that it cannot be done, and that the first line on standard error begins like this.
fn refused(arguments: &str, input: &str, message: &str) {
	refused_args(&arguments.split_whitespace().collect::<Vec<_>>(), input, message);
}

fn refused_args(arguments: &[&str], input: &str, message: &str) {
	let output = run_args(arguments, input);
	let error = String::from_utf8(output.stderr).unwrap();
	assert_eq!(output.status.code(), Some(2), "{arguments:?}: {error}");
	assert!(output.stdout.is_empty());
	assert!(error.starts_with(&format!("error: {message}")), "{error} is not {message}");
}

/// What `verify` answers, and its status.
fn verified(arguments: &str, document: &Value) -> (String, i32) {
	let output = run_with(&format!("verify {arguments}"), &document.to_string());
	assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
	let answer = String::from_utf8(output.stdout).unwrap();
	(answer.trim_end().into(), output.status.code().unwrap())
}

fn yes(arguments: &str, document: &Value) {
	assert_eq!(verified(arguments, document), ("yes".into(), 0), "{arguments}");
}

fn no(arguments: &str, document: &Value, why: &str) {
	let (answer, status) = verified(arguments, document);
	assert_eq!(status, 1, "{answer}");
	assert!(answer.starts_with("no: ") && answer.contains(why), "{answer} is not {why}");
}

fn key(scheme: Scheme, suri: &str) -> String {
	signer_text(&Keypair::from_suri(scheme, suri).unwrap().signer())
}

fn in_dir(dir: &Path, name: &str) -> String {
	dir.join(name).to_str().unwrap().into()
}

const VALUES: &str = "--interval 1980624 --counter 42 --import-register 12345678 \
	--export-register 9876543 --import 250 --export 1200";

fn read(scheme: Scheme) -> String {
	format!("read --scheme {scheme} --suri //Meter//1 --genesis {GENESIS} --meter 3 {VALUES}")
}

#[test]
fn a_key_in_every_form() {
	// As `subkey inspect //Alice` prints them.
	for (scheme, variant, public) in [
		(
			"ed25519",
			"Ed25519",
			"0x88dc3417d5058ec4b4503e0c12ea1a0a89be200fe98922423d4334014fa6b0ee",
		),
		(
			"sr25519",
			"Sr25519",
			"0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d",
		),
		("ecdsa", "Ecdsa", "0x020a1091341fe5664bfa1782d5e04779689068c916b04cb365ec3153755684d9a1"),
	] {
		let expected = json!({
			"scheme": scheme, "publicKey": public, "key": format!("{scheme}:{public}"),
			"signer": { variant: public },
		});
		assert_eq!(json_of(&format!("key --scheme {scheme} --suri //Alice")), expected);
		let output = run_with(&format!("key --scheme {scheme} --suri-file -"), "//Alice\n");
		assert_eq!(serde_json::from_slice::<Value>(&output.stdout).unwrap(), expected);
	}
	assert_eq!(json_of("key --suri //Alice")["scheme"], "sr25519");
	// What it prints of a meter is what its maker certifies, as a whole or its field `key`.
	let printed = text("key --suri //Meter//1 --scheme ecdsa");
	let key = json_of("key --suri //Meter//1 --scheme ecdsa");
	for given in [printed.trim(), key["key"].as_str().unwrap()] {
		let certify = "certify --suri //Maker --from 1 --serial N-1";
		assert_eq!(json_of(&format!("{certify} --key {given}"))["key"], key["signer"]);
	}
}

#[test]
fn a_new_key_comes_with_its_secret_and_only_a_new_one() {
	let dir = tempfile::tempdir().unwrap();
	for scheme in Scheme::ALL {
		let made = json_of(&format!("key --scheme {scheme} --generate"));
		let phrase = made["secretPhrase"].as_str().unwrap();
		assert_eq!(phrase.split(' ').count(), 12);
		let file = dir.path().join("secret");
		fs::write(&file, format!("{phrase}\n")).unwrap();
		let again = text(&format!("key --scheme {scheme} --suri-file {}", file.display()));
		assert!(!again.contains(phrase));
		let again: Value = serde_json::from_str(&again).unwrap();
		assert_eq!(again["publicKey"], made["publicKey"]);
		assert_ne!(json_of(&format!("key --scheme {scheme} --generate")), made);
	}
}

#[test]
fn a_new_key_is_kept_in_a_file_that_the_other_commands_take() {
	let dir = tempfile::tempdir().unwrap();
	let file = dir.path().join("meter.key");
	let save = format!("key --generate --scheme ed25519 --save {}", file.display());
	let made = json_of(&save);
	assert_eq!(made.get("secretPhrase"), None);
	assert_eq!(
		json_of(&format!("key --scheme ed25519 --suri-file {}", file.display()))["key"],
		made["key"]
	);
	assert_eq!(fs::read_to_string(&file).unwrap().split_whitespace().count(), 12);
	#[cfg(unix)]
	{
		use std::os::unix::fs::PermissionsExt;
		assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
	}
	// Nobody's key is written over.
	let kept = fs::read(&file).unwrap();
	refused(&save, "", "--save ");
	assert_eq!(fs::read(&file).unwrap(), kept);
	refused("key --suri //Alice --save x", "", "the argument '--suri <SURI>' cannot be used with");
}

#[test]
fn a_reading_is_signed_and_checked() {
	for scheme in Scheme::ALL {
		let signed = json_of(&read(scheme));
		assert_eq!(signed["meter"], 3);
		assert_eq!(
			signed["reading"],
			json!({
				"interval": 1_980_624, "counter": "42", "importRegister": "12345678",
				"exportRegister": "9876543", "import": "250", "export": "1200",
			})
		);
		let (key, other) = (key(scheme, "//Meter//1"), key(scheme, "//Meter//2"));
		let of = |key: &str, genesis| format!("reading --key {key} --genesis {genesis}");
		yes(&of(&key, GENESIS), &signed);
		no(&of(&other, GENESIS), &signed, "not that of this key");
		no(&of(&key, OTHER_GENESIS), &signed, "`payload` prints");
		for (field, value) in [
			("interval", json!(1_980_625)),
			("counter", json!("43")),
			("importRegister", json!("12345679")),
			("exportRegister", json!("1200")),
			("import", json!("251")),
			("export", json!(1_201)),
		] {
			let mut forged = signed.clone();
			forged["reading"][field] = value;
			no(&of(&key, GENESIS), &forged, "not that of this key");
		}
		let mut forged = signed.clone();
		forged["reading"]["import"] = json!((1_u64 << 40) + 1);
		no(&of(&key, GENESIS), &forged, "import: 1099511627777 Wh is more than");
		forged["reading"]["import"] = json!(12_345_679);
		no(&of(&key, GENESIS), &forged, "importRegister: 12345678 Wh is less than the 12345679 Wh");
		// The index is not signed, and the chain may show numbers and schemes in its own way.
		let mut shown = signed.clone();
		shown["meter"] = json!(4);
		shown["reading"]["counter"] = json!(42);
		shown["reading"]["importRegister"] = json!("0x0000000000bc614e");
		let (variant, bytes) = signed["signature"].as_object().unwrap().iter().next().unwrap();
		shown["signature"] = json!({ variant.to_lowercase(): bytes });
		yes(&of(&key, GENESIS), &shown);
	}
}

#[test]
fn ed25519_and_ecdsa_sign_the_same_each_time() {
	for scheme in [Scheme::Ed25519, Scheme::Ecdsa] {
		assert_eq!(text(&read(scheme)), text(&read(scheme)));
	}
	assert_ne!(text(&read(Scheme::Sr25519)), text(&read(Scheme::Sr25519)));
}

#[test]
fn the_most_that_a_reading_can_state() {
	let most = u64::MAX;
	let signed = json_of(&format!(
		"read --suri //Meter --genesis {GENESIS} --meter 4294967295 --interval 4294967295 \
		 --counter {most} --import-register {most} --export-register {most} \
		 --import 1099511627776 --export 1099511627776"
	));
	assert_eq!(signed["reading"]["counter"], most.to_string());
	let key = key(Scheme::Sr25519, "//Meter");
	yes(&format!("reading --key {key} --genesis {GENESIS}"), &signed);
}

#[test]
fn a_consent_is_signed_and_checked() {
	for scheme in Scheme::ALL {
		let signed = json_of(&format!(
			"consent --scheme {scheme} --suri //Meter//1 --genesis {GENESIS} --node 7 --bindings 1"
		));
		assert_eq!((&signed["node"], &signed["bindings"]), (&json!(7), &json!(1)));
		let meter = key(scheme, "//Meter//1");
		let of = |key: &str, genesis| format!("consent --key {key} --genesis {genesis}");
		yes(&of(&meter, GENESIS), &signed);
		no(&of(&key(scheme, "//Meter//2"), GENESIS), &signed, "another meter");
		no(&of(&meter, OTHER_GENESIS), &signed, "not that of this key");
		for field in ["node", "bindings"] {
			let mut forged = signed.clone();
			forged[field] = json!(2);
			no(&of(&meter, GENESIS), &forged, "not that of this key");
		}
	}
}

#[test]
fn a_certificate_is_signed_and_checked() {
	let dir = tempfile::tempdir().unwrap();
	for (maker, scheme) in Scheme::ALL.into_iter().zip([2, 0, 1].map(|i| Scheme::ALL[i])) {
		let meter = key(scheme, "//Meter//1");
		let certify =
			format!("certify --scheme {maker} --suri //Maker --key {meter} --from 1980000");
		let signed = json_of(&format!("{certify} --serial GM-1"));
		assert_eq!(signed["serial"], "0x474d2d31");
		assert_eq!(signed["from"], 1_980_000);
		let in_hex = json_of(&format!("{certify} --serial-hex 0x474D2d31"));
		assert_eq!(in_hex["serial"], signed["serial"]);
		let of_maker = format!("certificate --manufacturer {}", key(maker, "//Maker"));
		yes(&of_maker, &signed);
		yes(&of_maker, &in_hex);
		no(&format!("certificate --manufacturer {meter}"), &signed, "the signature is");
		let forged_serial = json!("0x474d2d32");
		for (field, value) in [("from", json!(0)), ("serial", forged_serial)] {
			let mut forged = signed.clone();
			forged[field] = value;
			no(&of_maker, &forged, "not that of this key");
		}
		let mut forged = signed.clone();
		forged["key"] = json_of("key --suri //Meter//2")["signer"].clone();
		no(&of_maker, &forged, "not that of this key");
		// From a file.
		let file = in_dir(dir.path(), "certificate.json");
		fs::write(&file, signed.to_string()).unwrap();
		assert_eq!(text(&format!("verify {of_maker} {file}")), "yes\n");
	}
}

#[test]
fn a_payload_is_what_is_signed() {
	let meter = key(Scheme::Ed25519, "//Meter//1");
	let payload = |rest: &str| {
		text(&format!("payload {rest}")).trim_end().trim_start_matches("0x").to_owned()
	};
	let subject = format!("--key {meter} --genesis {GENESIS}");
	let key_bytes = format!("00{}", meter.trim_start_matches("ed25519:0x"));
	let hex = |text: &str| -> String { text.bytes().map(|byte| format!("{byte:02x}")).collect() };

	let reading = payload(&format!("reading {subject} {VALUES}"));
	assert_eq!(
		reading,
		hex("gridmerit:reading:v1")
			+ &GENESIS[2..]
			+ &key_bytes
			+ "d0381e00"
			+ "2a00000000000000"
			+ "4e61bc0000000000"
			+ "3fb4960000000000"
			+ "fa00000000000000"
			+ "b004000000000000"
	);
	assert_eq!(
		payload(&format!("consent {subject} --node 7 --bindings 1")),
		hex("gridmerit:consent:v1") + &GENESIS[2..] + &key_bytes + "0700000001000000"
	);
	assert_eq!(
		payload(&format!("certificate --key {meter} --from 258 --serial GM-1")),
		hex("gridmerit:certificate:v1") + &key_bytes + "02010000" + "474d2d31"
	);
	let hash = payload(&format!("reading {subject} {VALUES} --hash"));
	let reading = gridmerit_meter::parse_hex(&format!("0x{reading}")).unwrap();
	assert_eq!(hash, gridmerit_meter::to_hex(&gridmerit_meter::payload_hash(&reading))[2..]);
}

#[test]
fn a_state_file_lets_a_meter_go_on() {
	let dir = tempfile::tempdir().unwrap();
	let state = in_dir(dir.path(), "meter.json");
	let meter = |rest: &str| format!("read --suri //Meter//1 --state {state} {rest}");
	let check = format!("reading --key {} --genesis {GENESIS}", key(Scheme::Sr25519, "//Meter//1"));
	let new = format!("--new --genesis {GENESIS} --meter 3 --interval 100 --import 250 --export 7");

	refused(&meter("--import 1 --export 1"), "", &format!("--state {state}: No such file"));
	let first = json_of(&meter(&new));
	assert_eq!(
		first["reading"],
		json!({
			"interval": 100, "counter": "1", "importRegister": "250", "exportRegister": "7",
			"import": "250", "export": "7",
		})
	);
	// The next interval; another later one, on the same chain and as the same meter.
	let second = json_of(&meter("--import 10 --export 0"));
	let third = json_of(&meter(&format!(
		"--genesis {GENESIS} --meter 3 --interval 109 --import 0 --export 5"
	)));
	assert_eq!(
		third["reading"],
		json!({
			"interval": 109, "counter": "3", "importRegister": "260", "exportRegister": "12",
			"import": "0", "export": "5",
		})
	);
	assert_eq!(second["reading"]["interval"], 101);
	for reading in [&first, &second, &third] {
		assert_eq!(reading["meter"], 3);
		yes(&check, reading);
	}

	// Refused, and the file stays as it is.
	let kept = fs::read_to_string(&state).unwrap();
	for interval in [0, 100, 109] {
		let back = meter(&format!("--interval {interval} --import 1 --export 1"));
		refused(&back, "", &format!("interval: {interval} is not after 109"));
	}
	refused(&meter(&new), "", &format!("--state {state}: File exists"));
	refused(&meter("--import 1099511627777 --export 1"), "", "import: 1099511627777 Wh is more");
	refused(&meter("--import 1 --export 1 --counter 9"), "", "--counter, --import-register");
	refused(&meter("--import 1 --export 1 --meter 4"), "", "--meter: the state file has 3");
	refused(
		&meter(&format!("--import 1 --export 1 --genesis {OTHER_GENESIS}")),
		"",
		&format!("--genesis: the state file has {GENESIS}"),
	);
	for other in ["--suri //Meter//2", "--suri //Meter//1 --scheme ed25519"] {
		refused(
			&format!("read {other} --state {state} --import 1 --export 1"),
			"",
			&format!("--state {state}: the state is that of the meter sr25519:0x"),
		);
	}
	assert_eq!(fs::read_to_string(&state).unwrap(), kept);

	// It goes on from values of its own, too.
	let running = in_dir(dir.path(), "running.json");
	let running = format!("read --scheme ecdsa --suri //Meter//1 --state {running}");
	json_of(&format!("{running} --new --genesis {GENESIS} --meter 3 {VALUES}"));
	let next = json_of(&format!("{running} --import 1 --export 2"));
	assert_eq!(
		next["reading"],
		json!({
			"interval": 1_980_625, "counter": "43", "importRegister": "12345679",
			"exportRegister": "9876545", "import": "1", "export": "2",
		})
	);
}

#[test]
fn a_reading_that_was_signed_before_is_printed_again_with_a_status_of_its_own() {
	let dir = tempfile::tempdir().unwrap();
	let state = in_dir(dir.path(), "meter.json");
	let meter = |rest: &str| format!("read --suri //Meter//1 --state {state} {rest}");
	json_of(&meter(&format!(
		"--new --genesis {GENESIS} --meter 3 --interval 100 --import 9 --export 0"
	)));
	let signed = text(&meter("--interval 101 --import 250 --export 7"));
	let kept = fs::read_to_string(&state).unwrap();
	let again = run_with(&meter("--interval 101 --import 250 --export 7"), "");
	// With its signature, although sr25519 signs anew each time.
	assert_eq!(String::from_utf8(again.stdout).unwrap(), signed);
	assert_eq!((again.status.code(), again.stderr), (Some(3), vec![]));
	// Anything else of that interval would contradict it.
	for other in ["--import 251 --export 7", "--import 250 --export 8"] {
		let other = meter(&format!("--interval 101 {other}"));
		refused(&other, "", "interval: 101 is not after 101, that of the meter's last reading");
	}
	refused(&meter("--interval 100 --import 9 --export 0"), "", "interval: 100 is not after 101");
	assert_eq!(fs::read_to_string(&state).unwrap(), kept);
}

#[test]
fn a_state_file_that_goes_back_is_refused() {
	let dir = tempfile::tempdir().unwrap();
	let state = in_dir(dir.path(), "meter.json");
	let make = format!(
		"read --scheme ed25519 --suri //Meter//1 --state {state} --new --genesis {GENESIS} --meter 3 \
		 {VALUES}"
	);
	let next =
		format!("read --scheme ed25519 --suri //Meter//1 --state {state} --import 1 --export 1");
	json_of(&make);
	let kept: Value = serde_json::from_str(&fs::read_to_string(&state).unwrap()).unwrap();
	let with = |path: &str, value: Value, message: &str| {
		let mut changed = kept.clone();
		*changed.pointer_mut(path).unwrap() = value;
		fs::write(&state, changed.to_string()).unwrap();
		refused(&next, "", &format!("--state {state}: {message}"));
		assert_eq!(fs::read_to_string(&state).unwrap(), changed.to_string());
	};
	with("/importRegister", json!("12345677"), "the state goes back: importRegister is below");
	with("/exportRegister", json!("0"), "the state goes back: exportRegister is below");
	let changed = "the state's last reading was changed: the signature is not";
	for (field, value) in [
		("interval", json!(1_980_623)),
		("counter", json!("41")),
		("importRegister", json!("12345677")),
		("exportRegister", json!("1200")),
		("import", json!("0")),
		("export", json!("0")),
	] {
		with(&format!("/last/reading/{field}"), value, changed);
	}
	with("/genesis", json!(OTHER_GENESIS), changed);
	with("/meter", json!(4), "the state is that of meter 3");
	with("/key", json_of("key --suri //Meter//1")["signer"].clone(), "the state is that of the");
	with("/last/signature", json!({"Ed25519": format!("0x{}", "00".repeat(64))}), changed);
	with(
		"/last/signature",
		json!({"Ed25519": "0x00"}),
		"this is no state of a meter: last.signature",
	);
	with("/importRegister", json!(-1), "this is no state of a meter: importRegister: invalid type");
	with("/last", json!({}), "this is no state of a meter: last: missing field");

	for text in ["", "{}", "[]", "null", &format!("{kept}{kept}")] {
		fs::write(&state, text).unwrap();
		refused(&next, "", &format!("--state {state}: this is no state of a meter: "));
	}
	// Registers may be ahead: energy has flowed that no reading states.
	let mut ahead = kept.clone();
	ahead["importRegister"] = json!("12346678");
	fs::write(&state, ahead.to_string()).unwrap();
	assert_eq!(json_of(&next)["reading"]["importRegister"], "12346679");
	// The last interval and the last counter have no next.
	for values in [
		"--interval 4294967295 --counter 1 --import-register 1 --export-register 1",
		"--interval 1 --counter 18446744073709551615 --import-register 1 --export-register 1",
		"--interval 1 --counter 1 --import-register 18446744073709551615 --export-register 1",
		"--interval 1 --counter 1 --import-register 1 --export-register 18446744073709551615",
	] {
		fs::remove_file(&state).unwrap();
		json_of(&make.replace(VALUES, &format!("{values} --import 1 --export 1")));
		let output = run_with(&next, "");
		assert_eq!(output.status.code(), Some(2), "{values}");
	}
}

#[test]
fn readings_at_the_same_time_share_no_counter() {
	let dir = tempfile::tempdir().unwrap();
	let state = in_dir(dir.path(), "meter.json");
	let next =
		format!("read --scheme ed25519 --suri //Meter//1 --state {state} --import 1 --export 1");
	json_of(&format!("{next} --new --genesis {GENESIS} --meter 3 --interval 0"));
	let threads: Vec<_> = (0..8)
		.map(|_| {
			let next = next.clone();
			thread::spawn(move || json_of(&next)["reading"]["counter"].clone())
		})
		.collect();
	let mut counters: Vec<u64> = threads
		.into_iter()
		.map(|thread| thread.join().unwrap().as_str().unwrap().parse().unwrap())
		.collect();
	counters.sort();
	assert_eq!(counters, (2..10).collect::<Vec<_>>());
}

#[test]
fn a_meter_that_has_no_next_interval_says_so() {
	let dir = tempfile::tempdir().unwrap();
	let state = in_dir(dir.path(), "meter.json");
	let read = format!("read --suri //Meter//1 --state {state} --import 1 --export 1");
	json_of(&format!("{read} --new --genesis {GENESIS} --meter 3 --interval 4294967295"));
	refused(&read, "", "--interval: is missing");
	let again = format!("{read} --interval 4294967295").replace("--import 1", "--import 2");
	refused(&again, "", "interval: 4294967295 is not after");
}

#[test]
fn wrong_input_is_refused_by_the_name_of_its_option() {
	let read = read(Scheme::Sr25519);
	let with = |from: &str, to: &str, message: &str| {
		assert!(read.contains(from));
		refused(&read.replace(from, to), "", message);
	};
	let invalid = |value: &str, option: &str| format!("invalid value '{value}' for '{option}");
	with(
		"--scheme sr25519",
		"--scheme rsa",
		&invalid("rsa", "--scheme <SCHEME>': `rsa` is neither"),
	);
	for (genesis, why) in [
		(&GENESIS[2..], "does not begin with 0x"),
		("0x00", "is 1 bytes long and must be 32"),
		("0xzz", "has something other than hex digits after 0x"),
		("0x000", "has an odd number of hex digits"),
		("0x", "is 0 bytes long and must be 32"),
	] {
		with(GENESIS, genesis, &invalid(genesis, &format!("--genesis <0xHASH>': {why}")));
	}
	for (option, value) in [
		("--meter 3", "--meter"),
		("--interval 1980624", "--interval"),
		("--counter 42", "--counter"),
		("--import-register 12345678", "--import-register"),
		("--export-register 9876543", "--export-register"),
		("--import 250", "--import"),
		("--export 1200", "--export"),
	] {
		for wrong in ["-1", "1.5", "x", "0x10", "18446744073709551616"] {
			with(option, &format!("{value} {wrong}"), &invalid(wrong, value));
		}
	}
	for (option, wrong) in [("--import 250", "--import 0.25"), ("--export 1200", "--export 250.0")]
	{
		let (name, value) = wrong.split_once(' ').unwrap();
		let why = format!("{} <WH>': not a whole number of Wh: 1 kWh are 1000", name);
		with(option, wrong, &invalid(value, &why));
	}
	with("--meter 3", "--meter 4294967296", &invalid("4294967296", "--meter"));
	with("--interval 1980624", "--interval 4294967296", &invalid("4294967296", "--interval"));
	with("--import 250", "--import 1099511627777", "import: 1099511627777 Wh is more than");
	with("--export 1200", "--export 1099511627777", "export: 1099511627777 Wh is more than");
	with("--import-register 12345678", "--import-register 249", "importRegister: 249 Wh is less");
	with("--export-register 9876543", "--export-register 0", "exportRegister: 0 Wh is less");
	for option in ["--genesis", "--meter", "--interval", "--counter", "--import-register"] {
		let mut words: Vec<_> = read.split_whitespace().collect();
		let at = words.iter().position(|word| *word == option).unwrap();
		words.drain(at..at + 2);
		refused_args(&words, "", &format!("{option}: is missing, and there is no state file"));
	}
	with("--suri //Meter//1", "", "the following required arguments were not provided");
	with(
		"--suri //Meter//1",
		"--suri a --suri-file b",
		"the argument '--suri <SURI>' cannot be used",
	);
	with("--suri //Meter//1", "--suri-file /nowhere", "/nowhere: No such file");

	for (key, why) in [
		("sr25519", "a public key is written as"),
		("rsa:0x00", "`rsa` is neither ed25519"),
		("sr25519:00", "the public key does not begin with 0x"),
		("sr25519:0x00", "the public key is 1 bytes long and must be 32"),
		("ed25519:0x00", "the public key is 1 bytes long and must be 32"),
		("ecdsa:0x00", "the public key is 1 bytes long and must be 33"),
		(&format!("ecdsa:0x{}", "00".repeat(33)), "the public key is no point of secp256k1"),
		(&format!("{{\"Ecdsa\":\"0x{}\"}}", "00".repeat(33)), "the public key is no point"),
		("{\"Sr25519\":\"0x00\"}", "the public key: is 1 bytes long and must be 32"),
		("{\"Eth\":\"0x00\"}", "the public key: unknown variant `Eth`"),
	] {
		refused(
			&format!("certify --suri //Maker --key {key} --from 0 --serial x"),
			"",
			&invalid(key, &format!("--key <KEY>': {why}")),
		);
	}
	let meter = key(Scheme::Sr25519, "//Meter");
	let certify = format!("certify --suri //Maker --key {meter} --from 0");
	let long = "x".repeat(33);
	refused(&format!("{certify} --serial {long}"), "", &invalid(&long, "--serial <TEXT>': is 33"));
	refused(
		&format!("{certify} --serial-hex 0x"),
		"",
		&invalid("0x", "--serial-hex <0xBYTES>': is 0"),
	);
	refused(
		&format!("{certify} --serial-hex 1"),
		"",
		&invalid("1", "--serial-hex <0xBYTES>': does"),
	);
	refused(&certify, "", "the following required arguments");
	let by_date = certify.replace("--from 0", "--from 2026-11-29");
	let why =
		format!("{} the number of an interval", invalid("2026-11-29", "--from <INTERVAL>': not"));
	refused(&format!("{by_date} --serial x"), "", &why);
	let consent = format!("consent --suri //Meter --genesis {GENESIS}");
	refused(&format!("{consent} --node -1 --bindings 0"), "", &invalid("-1", "--node"));
	refused(&format!("{consent} --node 0 --bindings x"), "", &invalid("x", "--bindings"));
}

#[test]
fn a_wrong_secret_is_refused_and_not_shown() {
	let dir = tempfile::tempdir().unwrap();
	let file = in_dir(dir.path(), "secret");
	let order = "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
	for (scheme, secret, why) in [
		("sr25519", "", "the secret is empty"),
		("sr25519", " \n", "the secret is empty"),
		("sr25519", "correct horse battery staple", "the secret is no BIP-39 phrase"),
		("sr25519", "correct+horse", "the secret is neither a phrase"),
		("sr25519", "correct//", "the secret is neither a phrase"),
		("sr25519", "0x1234", "the secret's seed"),
		("sr25519", "0xcorrect", "the secret's seed"),
		("ed25519", "//Meter/soft", "the secret's path"),
		("ecdsa", "//Meter/soft", "the secret's path"),
		("ecdsa", &format!("0x{}", "00".repeat(32)), "the secret's seed"),
		("ecdsa", order, "the secret's seed"),
	] {
		fs::write(&file, secret).unwrap();
		for (arguments, input) in
			[(format!("--suri-file {file}"), ""), ("--suri-file -".into(), secret)]
		{
			let output = run_with(&format!("key --scheme {scheme} {arguments}"), input);
			let error = String::from_utf8(output.stderr).unwrap();
			assert_eq!(output.status.code(), Some(2), "{error}");
			assert!(error.contains(&format!(": {why}")), "{error} is not {why}");
			assert_eq!(error.lines().count(), 1, "{error}");
			assert!(secret.trim().is_empty() || !error.contains(secret.trim()), "{error}");
		}
		refused_args(&["key", "--scheme", scheme, "--suri", secret], "", &format!("--suri: {why}"));
	}
	fs::write(&file, [0xff, 0xfe]).unwrap();
	refused(&format!("key --suri-file {file}"), "", &format!("{file}: no text"));
	// A soft path is for sr25519.
	assert_eq!(json_of("key --suri //Meter/soft")["scheme"], "sr25519");
}

#[test]
fn verify_names_the_field_that_it_cannot_read() {
	let signed = json_of(&read(Scheme::Ed25519));
	let check =
		format!("verify reading --key {} --genesis {GENESIS}", key(Scheme::Ed25519, "//Meter//1"));
	let with = |path: &str, value: Value, message: &str| {
		let mut input = signed.clone();
		*input.pointer_mut(path).unwrap() = value;
		refused(&check, &input.to_string(), &format!("standard input: {message}"));
	};
	with("/meter", json!(-1), "meter: invalid type");
	with("/meter", json!(1_u64 << 32), "meter: 4294967296 is too large");
	with("/reading/interval", json!("4294967296"), "reading.interval: 4294967296 is too large");
	for field in ["counter", "importRegister", "exportRegister", "import", "export"] {
		for wrong in [json!("+1"), json!(""), json!("0x"), json!("1e3"), json!(1.5), json!(null)] {
			with(&format!("/reading/{field}"), wrong, &format!("reading.{field}: invalid "));
		}
	}
	with("/reading", json!({"interval": 1}), "reading: missing field `counter`");
	with("/signature", json!({"Eth": "0x00"}), "signature: unknown variant `Eth`");
	with("/signature", json!({"Ed25519": "00"}), "signature.Ed25519: does not begin with 0x");
	with("/signature", json!({"Ed25519": "0x00"}), "signature: is 1 bytes long and must be 64");
	with("/signature", json!({"Ecdsa": "0x00"}), "signature: is 1 bytes long and must be 65");
	let mut more = signed.clone();
	more["extra"] = json!(1);
	refused(&check, &more.to_string(), "standard input: extra: unknown field `extra`");
	refused(&check, "", "standard input: EOF while parsing");
	refused(&check, &format!("{signed} x"), "standard input: trailing characters");
	refused(&format!("{check} /nowhere"), "", "/nowhere: No such file");
	refused("verify certificate", "", "the following required arguments");
}

#[test]
fn verify_says_what_went_wrong() {
	let reading = |scheme| json_of(&read(scheme));
	let check = |scheme| format!("reading --key {} --genesis {GENESIS}", key(scheme, "//Meter//1"));
	no(
		&check(Scheme::Sr25519),
		&reading(Scheme::Ed25519),
		"the signature is ed25519 and the key sr25519",
	);
	let mut forged = reading(Scheme::Ecdsa);
	let signature = forged["signature"]["Ecdsa"].as_str().unwrap().to_owned();
	let (bytes, last) = signature.split_at(130);
	let other = if last == "00" { "01" } else { "00" };
	forged["signature"]["Ecdsa"] = format!("{bytes}{other}").into();
	no(&check(Scheme::Ecdsa), &forged, "its last byte is");
}

#[test]
fn vectors_are_those_in_the_repository() {
	let output = run_with("vectors", "");
	assert!(output.status.success());
	let made: Value = serde_json::from_slice(&output.stdout).unwrap();
	let kept: Value = serde_json::from_str(include_str!("../vectors.json")).unwrap();
	let names = |json: &Value| -> Vec<Value> {
		json["vectors"].as_array().unwrap().iter().map(|row| row["name"].clone()).collect()
	};
	assert_eq!(names(&made), names(&kept));
}

#[test]
fn help_is_there_for_every_command() {
	for command in
		["", "key", "certify", "consent", "read", "verify reading", "payload consent", "vectors"]
	{
		let output = run_with(&format!("{command} --help"), "");
		assert!(output.status.success(), "{command}");
		assert!(String::from_utf8(output.stdout).unwrap().contains("Usage: gridmerit-meter"));
	}
	assert!(text("--version").starts_with("gridmerit-meter "));
	assert_eq!(run_with("", "").status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn bridge_is_a_program_of_its_own() {
	use std::os::unix::fs::PermissionsExt;
	let dir = tempfile::tempdir().unwrap();
	let tool = dir.path().join("gridmerit-meter");
	fs::copy(env!("CARGO_BIN_EXE_gridmerit-meter"), &tool).unwrap();
	let run = || {
		let mut command = Command::new(&tool);
		command.args(["bridge", "--help", "-x", "a b"]).env("PATH", dir.path()).output().unwrap()
	};
	let missing = run();
	assert_eq!(missing.status.code(), Some(2));
	let said = String::from_utf8(missing.stderr).unwrap();
	assert!(said.contains("cargo build -p gridmerit-bridge"), "{said}");

	let bridge = dir.path().join("gridmerit-bridge");
	fs::write(&bridge, "#!/bin/sh\nfor option; do echo \"<$option>\"; done; exit 5\n").unwrap();
	fs::set_permissions(&bridge, fs::Permissions::from_mode(0o755)).unwrap();
	let ran = run();
	assert_eq!(ran.status.code(), Some(5));
	assert_eq!(String::from_utf8(ran.stdout).unwrap(), "<--help>\n<-x>\n<a b>\n");
}
