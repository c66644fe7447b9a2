// SPDX-License-Identifier: Apache-2.0

//! The tool as somebody uses it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{
	fs,
	path::{Path, PathBuf},
	process::{Command, Output},
};

use tempfile::TempDir;

struct Desk(TempDir);

const GENESIS: &str = "0x9dd604da47c92932226ccf6ae10a61d99666a5a6cfdc87cac025f5b6ce6e2b24";

impl Desk {
	fn new() -> Self {
		Self(tempfile::tempdir().unwrap())
	}

	fn path(&self, name: &str) -> PathBuf {
		self.0.path().join(name)
	}

	fn run(&self, args: &[&str]) -> Output {
		Command::new(env!("CARGO_BIN_EXE_gridmerit-hidden"))
			.args(args)
			.current_dir(self.0.path())
			.output()
			.unwrap()
	}

	/// Keeps what a command prints in a file.
	fn keep(&self, name: &str, args: &[&str]) -> serde_json::Value {
		let output = self.run(args);
		assert!(output.status.success(), "{args:?}: {}", stderr(&output));
		fs::write(self.path(name), &output.stdout).unwrap();
		serde_json::from_slice(&output.stdout).unwrap()
	}

	/// What a command that fails says.
	fn refused(&self, args: &[&str]) -> String {
		let output = self.run(args);
		assert!(!output.status.success(), "{args:?} works");
		assert!(output.stdout.is_empty());
		stderr(&output)
	}

	fn change(&self, from: &str, to: &str, change: impl Fn(&str) -> String) {
		let text = fs::read_to_string(self.path(from)).unwrap();
		let changed = change(&text);
		assert_ne!(changed, text);
		fs::write(self.path(to), changed).unwrap();
	}
}

fn stderr(output: &Output) -> String {
	String::from_utf8(output.stderr.clone()).unwrap()
}

fn with<'a>(kind: &'a str, rest: &[&'a str]) -> Vec<&'a str> {
	let context =
		["prove", kind, "--genesis", GENESIS, "--agreement", "7", "--cycle", "12", "--node", "40"];
	[context.as_slice(), rest].concat()
}

#[test]
fn tenants_and_a_supplier_prove_and_everybody_checks() {
	let desk = Desk::new();
	for (name, amount) in [("one", "1200"), ("two", "1800"), ("all", "3000")] {
		let opening = desk.keep(name, &["commit", amount]);
		assert_eq!(opening["amount"], amount);
	}
	let range = desk.keep("range", &with("range", &["--lo", "1000", "--hi", "3000", "one"]));
	assert!(!range.to_string().contains("1200"), "the amount is not shown");
	assert_eq!((range["bits"].as_u64(), range["context"]["call"].as_u64()), (Some(16), Some(0)));
	desk.keep("both", &with("range", &["--bits", "16", "one", "two"]));
	desk.keep("set", &with("set", &["--values", "600,1200,1800", "two"]));
	let balance = desk.keep("balance", &with("sums", &["--left", "one", "two", "--right", "all"]));
	assert_eq!(balance["context"]["call"], 2);
	desk.keep("total", &with("sums", &["--left", "all", "--public", "3000"]));

	let files = ["range", "both", "set", "balance", "total"];
	let output = desk.run(&[["verify"].as_slice(), &files].concat());
	assert!(output.status.success(), "{}", stderr(&output));
	let said = String::from_utf8(output.stdout).unwrap();
	assert_eq!(said, files.map(|file| format!("{file}: right\n")).concat());

	desk.change("range", "elsewhere", |text| text.replace("\"node\": 40", "\"node\": 41"));
	desk.change("balance", "other", |text| text.replace("\"public\": \"0\"", "\"public\": \"1\""));
	let said = desk.refused(&["verify", "range", "elsewhere", "set", "other"]);
	assert!(said.contains("wrong proofs: 2\n"), "{said}");
	assert!(
		said.contains("range: right\nelsewhere: the proof does not prove this\nset: right\n"),
		"{said}"
	);
	assert!(said.contains("other: the proof does not prove this"), "{said}");
}

#[test]
fn what_does_not_hold_is_not_proven() {
	let desk = Desk::new();
	desk.keep("one", &["commit", "1200"]);
	for args in [
		with("range", &["--lo", "1201", "--hi", "3000", "one"]),
		with("set", &["--values", "1,2", "one"]),
		with("sums", &["--left", "one", "--public", "1199"]),
	] {
		assert!(desk.refused(&args).contains("what is to be proven does not hold"));
	}
}

#[test]
fn bad_input_is_named() {
	let desk = Desk::new();
	desk.keep("one", &["commit", "1200"]);
	desk.keep("range", &with("range", &["--bits", "16", "one"]));
	desk.change("one", "changed", |text| text.replace("1200", "1201"));
	desk.change("range", "bits", |text| text.replace("\"bits\": 16", "\"bits\": 8"));
	desk.change("range", "unknown", |text| text.replace("\"lo\"", "\"low\""));
	fs::write(desk.path("short"), "abcd").unwrap();
	for (args, says) in [
		(with("range", &["--bits", "16", "changed"]), "changed: the commitment is not that of"),
		(with("range", &["--bits", "16", "nowhere"]), "nowhere: "),
		(with("range", &["--bits", "17", "one"]), "bits are 8, 16, 32 or 64"),
		(with("range", &["--bits", "16", "one", "one", "one"]), "a range proof is of"),
		(with("range", &["--lo", "3", "--hi", "2", "one"]), "the lower bound is above"),
		(with("set", &["--values", "2,1200,7", "one"]), "do not ascend"),
		(vec!["verify", "bits"], "bits: bits or sides are not those of the bounds"),
		(vec!["verify", "unknown"], "unknown field `low`"),
		(vec!["verify", "one"], "missing field `kind`"),
		(vec!["commit", "1", "--secret-file", "short", "--what", "a"], "short: 2 bytes, not 32"),
		(vec!["commit", "18446744073709551616"], "18446744073709551616"),
	] {
		let said = desk.refused(&args);
		assert!(said.contains(says), "{args:?}: {said}");
	}
}

#[test]
fn a_derived_blinding_is_made_again() {
	let desk = Desk::new();
	fs::write(desk.path("secret"), format!("{}\n", "07".repeat(32))).unwrap();
	let commit =
		|what| desk.keep("again", &["commit", "5", "--secret-file", "secret", "--what", what]);
	let (one, other) = (commit("what it is for"), commit("something else"));
	assert_eq!(one, commit("what it is for"));
	assert_ne!(one["blinding"], other["blinding"]);
	// As the test vectors have it.
	let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/hidden/vectors");
	let vectors = fs::read_to_string(vectors.join("blindings.json")).unwrap();
	let vectors: serde_json::Value = serde_json::from_str(&vectors).unwrap();
	assert_eq!(vectors["vectors"].get(1).unwrap()["blinding"], one["blinding"]);
}
