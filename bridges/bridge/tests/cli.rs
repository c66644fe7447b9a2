// SPDX-License-Identifier: Apache-2.0

//! The command, as its users run it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::{
	fs,
	io::Write,
	net::TcpListener,
	path::Path,
	process::{Command, Output, Stdio},
};

use gridmerit_meter::{SignedReading, read_json, to_hex};
use support::{FIRST, GENESIS, dutch, key};

fn command(folder: &Path, arguments: &str) -> Command {
	let mut command = Command::new(env!("CARGO_BIN_EXE_gridmerit-bridge"));
	command
		.current_dir(folder)
		.env_remove("GRIDMERIT_METER_SURI")
		.args(arguments.split_whitespace());
	command
}

fn run(folder: &Path, arguments: &str) -> Output {
	command(folder, arguments).stdin(Stdio::null()).output().unwrap()
}

fn begin() -> String {
	format!(
		"--dir d --scheme ed25519 --suri //Meter --new --genesis {} --meter 7",
		to_hex(&GENESIS.0)
	)
}

fn said(output: &Output) -> String {
	String::from_utf8_lossy(&output.stderr).into_owned()
}

fn recording(folder: &Path) {
	let telegrams: Vec<u8> = (0..4_i64)
		.flat_map(|quarter| dutch(quarter * 900, [u64::try_from(quarter).unwrap() * 250, 0], 0))
		.collect();
	fs::write(folder.join("p1.txt"), telegrams).unwrap();
}

fn readings(output: &[u8]) -> Vec<SignedReading> {
	output
		.split(|byte| *byte == b'\n')
		.filter(|line| !line.is_empty())
		.map(|line| read_json(line).unwrap())
		.collect()
}

#[test]
fn a_recording_becomes_readings() {
	let folder = tempfile::tempdir().unwrap();
	recording(folder.path());
	let output = run(folder.path(), &format!("{} --format p1 --source file:p1.txt", begin()));
	assert!(output.status.success(), "{}", said(&output));
	let signed = readings(&output.stdout);
	assert_eq!(
		signed.iter().map(|one| one.reading.interval - FIRST).collect::<Vec<_>>(),
		[0, 1, 2]
	);
	assert!(
		signed
			.iter()
			.all(|one| one.verify(GENESIS, &key().signer()).is_ok() && one.reading.import == 250)
	);
	let status = fs::read_to_string(folder.path().join("d/status.json")).unwrap();
	assert!(
		status.contains("\"telegrams\": 4") && status.contains("\"boundaryOffset\": 0.0"),
		"{status}"
	);
	// The same recording once more signs nothing more.
	let again = run(
		folder.path(),
		"--dir d --scheme ed25519 --suri //Meter --format p1 --source file:p1.txt",
	);
	assert!(again.status.success() && readings(&again.stdout).is_empty(), "{}", said(&again));
	assert!(
		said(&again).contains("read 2700 s before one that was used already"),
		"{}",
		said(&again)
	);
}

#[test]
fn standard_input_and_tcp_are_read_alike() {
	let folder = tempfile::tempdir().unwrap();
	recording(folder.path());
	let telegrams = fs::read(folder.path().join("p1.txt")).unwrap();
	let mut child =
		command(folder.path(), &format!("{} --format p1 --source - --clock meter", begin()))
			.stdin(Stdio::piped())
			.stdout(Stdio::piped())
			.stderr(Stdio::piped())
			.spawn()
			.unwrap();
	child.stdin.take().unwrap().write_all(&telegrams).unwrap();
	let from_input = child.wait_with_output().unwrap();
	assert_eq!(readings(&from_input.stdout).len(), 3, "{}", said(&from_input));

	let listener = TcpListener::bind("127.0.0.1:0").unwrap();
	let port = listener.local_addr().unwrap().port();
	let other = tempfile::tempdir().unwrap();
	let arguments =
		format!("{} --format p1 --source tcp:127.0.0.1:{port} --clock meter --output out", begin());
	let mut child = command(other.path(), &arguments).stderr(Stdio::null()).spawn().unwrap();
	// The line breaks in the middle of a telegram, and comes back.
	let half = telegrams.len() / 2;
	for part in [&telegrams[..half], &telegrams[..]] {
		let (mut stream, _) = listener.accept().unwrap();
		stream.write_all(part).unwrap();
	}
	let out = other.path().join("out");
	let mut signed = Vec::new();
	for _ in 0..2_000 {
		signed = readings(&fs::read(&out).unwrap_or_default());
		if signed.len() == 3 {
			break;
		}
		std::thread::sleep(std::time::Duration::from_millis(20));
	}
	child.kill().unwrap();
	child.wait().unwrap();
	assert_eq!(signed, readings(&from_input.stdout));
}

#[test]
fn a_recording_that_nobody_takes_ends_with_status_1_and_waits() {
	let folder = tempfile::tempdir().unwrap();
	recording(folder.path());
	let arguments = format!("{} --format p1 --source file:p1.txt --deliver false", begin());
	let output = run(folder.path(), &arguments);
	assert_eq!(output.status.code(), Some(1), "{}", said(&output));
	assert_eq!(fs::read_dir(folder.path().join("d/spool")).unwrap().count(), 3);
	let arguments =
		"--dir d --scheme ed25519 --suri //Meter --format P1 --source file:p1.txt --output out";
	assert!(run(folder.path(), arguments).status.success());
	assert_eq!(readings(&fs::read(folder.path().join("out")).unwrap()).len(), 3);
}

#[test]
fn what_is_no_recording_ends_with_status_2_and_delivers_what_waits() {
	let folder = tempfile::tempdir().unwrap();
	recording(folder.path());
	run(folder.path(), &format!("{} --format p1 --source file:p1.txt --deliver false", begin()));
	fs::write(folder.path().join("empty.txt"), "").unwrap();
	fs::write(folder.path().join("table.csv"), "time,wh\n00:00,5\n".repeat(9_000)).unwrap();
	let go_on = "--dir d --scheme ed25519 --suri //Meter --format p1 --output out --source file:";
	for (file, says) in [
		("nothere.txt", "error: nothere.txt: No such file"),
		("empty.txt", "error: empty.txt: no telegram of p1 was found"),
		("table.csv", "error: table.csv: no telegram of p1 was found"),
	] {
		let output = run(folder.path(), &format!("{go_on}{file}"));
		assert_eq!(output.status.code(), Some(2), "{}", said(&output));
		assert!(said(&output).lines().last().unwrap().starts_with(says), "{}", said(&output));
	}
	assert_eq!(readings(&fs::read(folder.path().join("out")).unwrap()).len(), 3);
}

#[test]
fn the_secret_comes_from_a_file_or_the_environment_and_goes_nowhere() {
	let folder = tempfile::tempdir().unwrap();
	recording(folder.path());
	let phrase = "//Meter";
	fs::write(folder.path().join("key"), format!("{phrase}\n")).unwrap();
	let begin = begin().replace("--suri //Meter", "--suri-file key");
	let deliver = "env > $PWD/environment; cat > $PWD/got";
	let output = command(folder.path(), &format!("{begin} --format p1 --source file:p1.txt"))
		.args(["--deliver", deliver])
		.env("GRIDMERIT_METER_SURI", "//Other")
		.output()
		.unwrap();
	assert!(output.status.success(), "{}", said(&output));
	let environment = fs::read_to_string(folder.path().join("environment")).unwrap();
	assert!(environment.contains("PATH=") && !environment.contains("SURI"), "{environment}");
	assert_eq!(readings(&fs::read(folder.path().join("got")).unwrap()).len(), 3);

	let by_variable = |secret| {
		command(folder.path(), "--dir d --scheme ed25519 --format p1 --source file:p1.txt")
			.env("GRIDMERIT_METER_SURI", secret)
			.output()
			.unwrap()
	};
	assert!(by_variable(phrase).status.success());
	let wrong = by_variable("bottom drive obey lake");
	assert_eq!(wrong.status.code(), Some(2));
	let text = said(&wrong);
	assert!(text.starts_with("error: GRIDMERIT_METER_SURI:") && !text.contains("bottom"), "{text}");
}

#[test]
fn another_meter_ends_with_status_2_and_what_to_do() {
	let folder = tempfile::tempdir().unwrap();
	let mut telegrams = dutch(0, [1_000, 0], 0);
	for seconds in [10, 20, 30] {
		telegrams.extend(support::of_device("E0002", seconds, [2_000, 0], 0));
	}
	fs::write(folder.path().join("p1.txt"), telegrams).unwrap();
	let output = run(folder.path(), &format!("{} --format p1 --source file:p1.txt", begin()));
	assert_eq!(output.status.code(), Some(2));
	let text = said(&output);
	let last = text.lines().last().unwrap();
	assert!(last.starts_with("error: ") && last.contains("rotateKey"), "{text}");
}

#[test]
fn silence_and_noise_are_told_apart_with_what_to_look_at() {
	for (noise, words) in
		[(&b""[..], "nothing has come from 127.0.0.1"), (b"noise\r\n", "bytes come from 127.0.0.1")]
	{
		let folder = tempfile::tempdir().unwrap();
		let listener = TcpListener::bind("127.0.0.1:0").unwrap();
		let port = listener.local_addr().unwrap().port();
		let log = fs::File::create(folder.path().join("log")).unwrap();
		let arguments = format!(
			"{} --format p1 --source tcp:127.0.0.1:{port} --silence 2 --output out",
			begin()
		);
		let mut child = command(folder.path(), &arguments).stderr(log).spawn().unwrap();
		let (mut stream, _) = listener.accept().unwrap();
		let mut text = String::new();
		for _ in 0..600 {
			let _ = stream.write_all(noise);
			text = fs::read_to_string(folder.path().join("log")).unwrap();
			if text.contains(words) {
				break;
			}
			std::thread::sleep(std::time::Duration::from_millis(50));
		}
		child.kill().unwrap();
		child.wait().unwrap();
		assert!(text.contains(words) && text.contains("pin 2"), "{text}");
	}
}

#[test]
fn a_households_key_is_read_and_not_shown() {
	let folder = tempfile::tempdir().unwrap();
	fs::write(folder.path().join("p1.txt"), "").unwrap();
	// Nothing but the keys is wrong.
	let none = "no telegram of";
	let key = "feffe9928665731c6d6a8f9467308308";
	let with = |content: &str, format: &str| {
		fs::write(folder.path().join("key"), content).unwrap();
		let arguments =
			format!("{} --format {format} --source file:p1.txt --key-file key", begin());
		let arguments = arguments.replace("--dir d", &format!("--dir {}", content.len()));
		let output = run(folder.path(), &arguments);
		assert!(!said(&output).contains("feff"), "{}", said(&output));
		(output.status.code(), said(&output))
	};
	assert!(with(&format!("{key}\n"), "dlms").1.contains(none));
	assert!(with(&format!("{key}\n{key}\n\n"), "p1").1.contains(none));
	for (content, format, words) in [
		(key, "sml", "--key-file: only"),
		("", "dlms", "holds no key"),
		(&key[1..], "dlms", "32 hex digits"),
		(&format!("{key}\nfeff"), "dlms", "32 hex digits"),
	] {
		let (status, text) = with(content, format);
		assert_eq!(status, Some(2));
		assert!(text.contains(words), "{text}");
	}
}

#[test]
fn what_cannot_be_is_refused_by_the_name_of_its_option() {
	let folder = tempfile::tempdir().unwrap();
	recording(folder.path());
	let read = "--format p1 --source file:p1.txt";
	let cases = [
		(format!("{} --format p2 --source -", begin()), "p2"),
		(format!("{} --format p1 --source tcp:meter", begin()), "tcp:HOST:PORT"),
		(format!("{} --format p1 --source mqtt:broker", begin()), "topic"),
		(format!("{} --format p1 --source nonsense", begin()), "serial:DEVICE"),
		(
			format!("{} {read} --nearest 450", begin()),
			"--nearest: must be less than half of an interval, 450 s",
		),
		(format!("{} {read} --interval 60", begin()), "--nearest"),
		(format!("{} {read} --clock system", begin()), "--clock"),
		(format!("{} {read} --ask 60", begin()), "--ask"),
		(format!("{} --format sunspec --source file:p1.txt", begin()), "modbus:"),
		(format!("{} --format p1 --source modbus:inverter", begin()), "sunspec"),
		(format!("{} --format sunspec --source modbus:inverter/300", begin()), "unit"),
		(format!("{} {read} --line 9600", begin()), "9600,8N1"),
		(format!("{} {read} --only both", begin()), "import"),
		(format!("{} {read} --deliver true --output x", begin()), "--output"),
		(format!("--dir d --suri //Meter --new {read}"), "--genesis"),
		(format!("--dir d --suri //Meter --interval 900 {read}"), "--new"),
		(format!("--dir d {read}"), "GRIDMERIT_METER_SURI"),
		(format!("--dir d --suri //Meter {read}"), "--new makes it"),
		(format!("--dir d --suri-file none {read}"), "none"),
	];
	for (arguments, word) in cases {
		let output = run(folder.path(), &arguments);
		assert_eq!(output.status.code(), Some(2), "{arguments}: {}", said(&output));
		assert!(said(&output).contains(word), "{arguments}: {}", said(&output));
		assert!(!folder.path().join("d/meter.json").exists(), "{arguments}");
	}
	let help = run(folder.path(), "--help");
	let text = String::from_utf8(help.stdout).unwrap();
	assert!(help.status.success() && text.contains("Usage: gridmerit-meter bridge "), "{text}");
}
