// SPDX-License-Identifier: Apache-2.0

//! The crate's modules stand on floors, and each imports only from floors below its own.
//!
//! `lib.rs` is the plan: it declares the modules from the ground up, with a blank line between two floors.

use std::{collections::BTreeMap, fs, path::Path};

/// The floor of each module.
type Plan = BTreeMap<String, usize>;

/// Reads the floors from the `mod` lines of `lib.rs`.
fn plan(lib: &str) -> Plan {
	let (mut plan, mut floor) = (Plan::new(), 0);
	for line in lib.lines() {
		if let Some(module) = line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')) {
			plan.insert(module.into(), floor);
		} else if line.is_empty() {
			floor += 1;
		}
	}
	plan
}

/// What `module` takes from where it must not: not from the root, its parent, its own floor or above.
fn faults(plan: &Plan, module: &str, source: &str) -> Vec<String> {
	let Some(own) = plan.get(module) else { return vec![format!("{module} has no floor")] };
	let lines: Vec<_> =
		source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
	let code = lines.join("\n");
	let mut faults = Vec::new();
	if code.contains("super::") {
		faults.push(format!("{module} imports from `super`"));
	}
	for path in imported(&code) {
		match plan.get(path.as_str()) {
			None => faults.push(format!("{module} imports `{path}` from the root")),
			Some(floor) if floor >= own => {
				faults.push(format!("{module} imports from {path}, which is not below it"))
			},
			Some(_) => {},
		}
	}
	faults
}

/// The first name of each path that begins with `crate::`, those within braces too.
fn imported(code: &str) -> Vec<String> {
	let mut names = Vec::new();
	for path in code.split("crate::").skip(1) {
		let Some(list) = path.strip_prefix('{') else {
			names.push(name(path));
			continue;
		};
		let (mut depth, mut item) = (0, String::new());
		for letter in list.chars() {
			match letter {
				'}' if depth == 0 => break,
				',' if depth == 0 => names.push(name(&std::mem::take(&mut item))),
				'{' => depth += 1,
				'}' => depth -= 1,
				_ if depth == 0 => item.push(letter),
				_ => {},
			}
		}
		names.push(name(&item));
	}
	names.retain(|name| !name.is_empty());
	names
}

/// The identifier at the beginning of `path`.
fn name(path: &str) -> String {
	path.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn modules_import_only_from_floors_below() {
	let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
	let plan = plan(&fs::read_to_string(source.join("lib.rs")).unwrap());
	let (mut modules, mut all) = (0, Vec::new());
	for file in fs::read_dir(&source).unwrap() {
		let path = file.unwrap().path();
		let module = path.file_stem().unwrap().to_str().unwrap();
		assert!(path.extension().is_some_and(|end| end == "rs"), "{} is no module", path.display());
		if module != "lib" {
			modules += 1;
			all.extend(faults(&plan, module, &fs::read_to_string(&path).unwrap()));
		}
	}
	assert_eq!(modules, plan.len(), "lib.rs declares modules that have no file");
	assert!(all.is_empty(), "{all:#?}");
}

#[test]
fn arrows_that_do_not_run_down_are_found() {
	let plan = plan("mod low;\n\nmod middle;\nmod peer;\n\npub use low::Low;\nmod high;\n");
	let of_middle = |source: &str| faults(&plan, "middle", source).len();
	assert_eq!(of_middle("use crate::low::Low;\nuse crate::{low::{A, B}, low};\n"), 0);
	assert_eq!(of_middle("//! See [`High`](crate::High).\n\t/// And crate::high.\n"), 0);
	assert_eq!(of_middle("pub(crate) fn a() {}"), 0);
	assert_eq!(of_middle("use crate::peer::Peer;"), 1);
	assert_eq!(of_middle("use crate::high::High;"), 1);
	assert_eq!(of_middle("use crate::middle::Own;"), 1);
	assert_eq!(of_middle("use crate::Low;"), 1);
	assert_eq!(of_middle("use crate::{\n\tlow::{A, B},\n\tpeer::{C, D}, High,\n};"), 2);
	assert_eq!(of_middle("use super::low::Low;"), 1);
	assert_eq!(of_middle("fn a() -> crate::high::High {}"), 1);
	assert_eq!(faults(&plan, "cellar", "").len(), 1);
}
