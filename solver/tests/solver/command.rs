// SPDX-License-Identifier: Apache-2.0

//! The command.

use std::{
	io::Write,
	process::{Command, Output, Stdio},
};

use serde_json::Value;

fn run(arguments: &[&str], input: &str) -> Output {
	let mut command = Command::new(env!("CARGO_BIN_EXE_gridmerit-solver"));
	let command = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
	let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
	child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
	child.wait_with_output().unwrap()
}

const PROBLEM: &str = r#"{"grids": [{"radial": [{"parent": 0, "voltage": {"rise": 5, "above": 500, "below": 500}}]}],
	"orders": [{"bus": 0, "side": "demand", "wh": 300, "price": 150000},
	{"bus": 0, "side": "supply", "wh": 400, "price": 120000}, {"bus": 1, "side": "supply", "wh": 400, "price": 90000}]}"#;

#[test]
fn it_prints_what_was_found() {
	let output = run(&[], PROBLEM);
	let text = String::from_utf8(output.stdout).unwrap();
	assert!(output.status.success());
	for part in [
		"welfare  12000000 planck",
		"gap      0 planck, 0.00 ppm",
		"rent 3000000 planck",
		"1 voltages",
	] {
		assert!(text.contains(part), "{text}");
	}
	let json = run(&["--json", "-"], PROBLEM);
	let json: Value = serde_json::from_slice(&json.stdout).unwrap();
	assert_eq!(json["claim"]["welfare"], "12000000");
	assert_eq!(json["claim"]["bound"], "12000000");
	assert_eq!(json["prices"], serde_json::json!(["120000", "90000"]));
	assert_eq!(json["fills"], serde_json::json!(["300", "200", "100"]));
	let body = json["body"].as_str().unwrap();
	assert_eq!(body.len() as u64, 2 + 2 * json["body_bytes"].as_u64().unwrap());
}

#[test]
fn bad_input_ends_with_one_line() {
	for (arguments, input, says) in [
		(&[][..], "{\n1", "line 2"),
		(&["no-such-file.json"], "", "no-such-file.json: No such file"),
	] {
		let output = run(arguments, input);
		let text = String::from_utf8(output.stderr).unwrap();
		assert_eq!((output.status.code(), text.lines().count()), (Some(1), 1), "{text}");
		assert!(text.starts_with("error: ") && text.contains(says), "{text}");
	}
}
