// SPDX-License-Identifier: Apache-2.0

//! What calls and hooks prove at most is what `src/weights` says: measured with the limits of this chain, by the
//! benchmarks that measure compute on a solochain. With `GRIDMERIT_WRITE_WEIGHTS` set it is written there
//! (`scripts/weights.sh --parachain`).

mod measured;

use std::{fmt::Write as _, fs, path::Path};

use measured::{Bench, Proof, text};

/// What makes the test write.
const WRITE: &str = "GRIDMERIT_WRITE_WEIGHTS";

/// A number as the formatter would have it.
fn digits(number: u64) -> String {
	let plain = number.to_string();
	let mut out = String::new();
	for (place, digit) in plain.chars().enumerate() {
		if place > 0 && (plain.len() - place).is_multiple_of(3) {
			out.push('_');
		}
		out.push(digit);
	}
	out
}

/// The text of one function.
fn function(proof: &Proof) -> String {
	let names: Vec<_> = proof.components.iter().map(|((name, ..), _)| name.to_string()).collect();
	let declared: Vec<_> = names.iter().map(|name| format!("{name}: u32")).collect();
	let mut out = String::new();
	let _ = writeln!(out, "\tfn {}({}) -> Weight {{", proof.name, declared.join(", "));
	let most: Vec<_> =
		proof.components.iter().map(|((name, _, most), _)| format!("{name} = {most}")).collect();
	let with = if most.is_empty() { String::new() } else { format!(" with {}", most.join(", ")) };
	let _ = writeln!(out, "\t\t// By storage{with}:");
	for (storage, bytes) in &proof.storages {
		let _ = writeln!(out, "\t\t// - {storage}: {bytes}");
	}
	let slopes: Vec<_> = proof
		.components
		.iter()
		.zip(&names)
		.filter(|((_, slope), _)| *slope > 0)
		.map(|((_, slope), name)| format!("({}, {name})", digits(*slope)))
		.collect();
	let call = format!("Compute::{}({})", proof.name, names.join(", "));
	let _ = writeln!(out, "\t\tproving({call}, {}, &[{}])", digits(proof.base), slopes.join(", "));
	out.push_str("\t}\n");
	out
}

/// The text of a pallet's file.
fn file(pallet: &str, proofs: &[Proof]) -> String {
	let mut out = String::from("// SPDX-License-Identifier: Apache-2.0\n\n");
	let _ = writeln!(
		out,
		"//! Proof sizes of `{pallet}`, measured and written by `scripts/weights.sh --parachain`; not to be edited.\n"
	);
	out.push_str("use super::proving;\nuse crate::Runtime;\nuse frame_support::weights::Weight;\n");
	let _ = writeln!(out, "use {pallet}::weights::{{SubstrateWeight, WeightInfo}};\n");
	out.push_str("type Compute = SubstrateWeight<Runtime>;\n\n");
	let _ = writeln!(
		out,
		"/// Weights of `{pallet}`.\npub struct Proven;\n\nimpl WeightInfo for Proven {{"
	);
	for proof in proofs {
		out.push_str(&function(proof));
	}
	out.push_str("}\n");
	out
}

/// A text as it is however its lines are broken.
fn bare(text: &str) -> String {
	text.chars().filter(|letter| !letter.is_whitespace() && *letter != ',').collect()
}

#[test]
fn the_weights_are_what_is_measured() {
	let bench = Bench::new();
	let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/weights");
	for list in &bench.pallets {
		let pallet = text(&list.pallet);
		let proofs: Vec<_> =
			list.benchmarks.iter().map(|benchmark| bench.proof(list, benchmark)).collect();
		let measured = file(&pallet, &proofs);
		let path = folder.join(format!("{}.rs", pallet.trim_start_matches("pallet_")));
		if std::env::var_os(WRITE).is_some() {
			fs::write(path, measured).unwrap();
		} else {
			let known = fs::read_to_string(&path).unwrap();
			let changed = measured.lines().find(|line| !bare(&known).contains(&bare(line)));
			assert!(
				bare(&known) == bare(&measured),
				"{pallet} proves something else: run scripts/weights.sh --parachain; now: {changed:?}"
			);
		}
	}
}
