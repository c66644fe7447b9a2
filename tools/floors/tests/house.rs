// SPDX-License-Identifier: Apache-2.0

//! The house as it stands, and small houses with a fault each.

#![allow(clippy::unwrap_used)] // A test that cannot be set up has failed.

use std::{fs, path::Path};

use gridmerit_floors::{Arrow, Fault, Survey};
use tempfile::TempDir;

fn root() -> &'static Path {
	Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

#[test]
fn every_arrow_points_downwards() {
	let survey = Survey::of(root()).unwrap();
	let faults: Vec<_> = survey.faults().iter().map(ToString::to_string).collect();
	assert_eq!(faults, Vec::<String>::new());
	// It did look at something, of both kinds.
	let asked = survey.arrows.iter().filter(|arrow| arrow.item.is_some()).count();
	assert!(asked > 15 && survey.arrows.len() > 2 * asked, "{asked} of {}", survey.arrows.len());
}

#[test]
fn the_picture_in_the_docs_is_of_this_house() {
	let picture = Survey::of(root()).unwrap().picture();
	roxmltree::Document::parse(&picture).unwrap();
	let drawn = fs::read_to_string(root().join("docs/architecture.svg")).unwrap();
	assert!(drawn == picture, "run: cargo run -p gridmerit-floors");
}

/// A house of two pallets and a runtime.
struct Small {
	folder: TempDir,
}

impl Small {
	fn new() -> Self {
		let small = Self { folder: tempfile::tempdir().unwrap() };
		small.write(
			"Cargo.toml",
			"[workspace]\nmembers = [\"pallets/low\", \"pallets/high\", \"runtime\"]\n",
		);
		small.write("pallets/low/Cargo.toml", "[package]\nname = \"pallet-low\"\n");
		small.write("pallets/high/Cargo.toml", "[package]\nname = \"pallet-high\"\n");
		small.write(
			"runtime/Cargo.toml",
			"[package]\nname = \"runtime\"\n[dependencies]\npallet-low = {}\npallet-high = {}\n",
		);
		small.write(
			"runtime/src/lib.rs",
			"mod r { pub type Low = pallet_low; pub type High = pallet_high; }\n",
		);
		small.config("impl pallet_high::Config for Runtime { type Below = Glue<Low>; }");
		small.floors("");
		small
	}

	fn write(&self, path: &str, text: &str) {
		let path = self.folder.path().join(path);
		fs::create_dir_all(path.parent().unwrap()).unwrap();
		fs::write(path, text).unwrap();
	}

	fn config(&self, text: &str) {
		self.write("runtime/src/configs/all.rs", text);
	}

	fn floors(&self, more: &str) {
		let floor = |room: &str| format!("[[floor]]\nname = \"\"\nrooms = [\"{room}\"]\n");
		let floors = ["pallets/low", "pallets/high", "runtime"].map(floor).concat();
		self.write("tools/floors/floors.toml", &(floors + more));
	}

	fn faults(&self) -> Vec<Fault> {
		Survey::of(self.folder.path()).unwrap().faults()
	}
}

fn upwards(item: Option<&str>) -> Fault {
	let [from, to] = ["pallets/low", "pallets/high"].map(String::from);
	Fault::NotDown(Arrow { from, to, item: item.map(String::from) })
}

#[test]
fn a_house_in_order_has_no_fault() {
	assert_eq!(Small::new().faults(), []);
}

#[test]
fn a_manifest_that_depends_upwards_is_found() {
	let small = Small::new();
	let manifest = "[package]\nname = \"pallet-low\"\n[dependencies]\npallet-high = {}\n";
	small.write("pallets/low/Cargo.toml", manifest);
	assert_eq!(small.faults(), [upwards(None)]);
}

#[test]
fn a_config_that_asks_upwards_is_found_within_other_types_too() {
	let small = Small::new();
	small.config("impl pallet_low::Config for Runtime { type Above = (Glue<High>, ()); }");
	assert_eq!(small.faults(), [upwards(Some("Above"))]);
}

#[test]
fn a_type_of_the_runtime_hides_nothing_and_benchmarks_may_reach_all() {
	let small = Small::new();
	small.config(
		"struct Glue;\nimpl Above for Glue { fn ask() -> u32 { High::answer() } }\n\
		impl pallet_low::Config for Runtime {\n type Above = Glue;\n\
		#[cfg(feature = \"runtime-benchmarks\")] type World = High; }",
	);
	assert_eq!(small.faults(), [upwards(Some("Above"))]);
}

#[test]
fn another_name_hides_nothing() {
	let small = Small::new();
	small.config(
		"mod chain { pub type Builders = crate::High; }
\
		impl pallet_low::Config for Runtime { type Above = chain::Builders; }",
	);
	assert_eq!(small.faults(), [upwards(Some("Above"))]);
}

#[test]
fn an_exception_excuses_one_item_and_must_be_needed() {
	let small = Small::new();
	small.config("impl pallet_low::Config for Runtime { type Above = High; type Other = High; }");
	let exception = "[[exception]]\nfrom = \"pallets/low\"\nto = \"pallets/high\"\n\
		item = \"Above\"\nwhy = \"a hook\"\n";
	small.floors(exception);
	assert_eq!(small.faults(), [upwards(Some("Other"))]);
	small.config("");
	let [from, to, item] = ["pallets/low", "pallets/high", "Above"].map(String::from);
	assert_eq!(small.faults(), [Fault::Unused(from, to, item)]);
}

#[test]
fn rooms_and_floors_must_match() {
	let small = Small::new();
	small.floors("[[floor]]\nname = \"\"\nrooms = [\"attic\"]\n");
	assert_eq!(small.faults(), [Fault::NoRoom("attic".into())]);
	small.write("tools/floors/floors.toml", "[[floor]]\nname = \"\"\nrooms = [\"runtime\"]\n");
	let faults = small.faults();
	assert!(faults.contains(&Fault::NoFloor("pallets/low".into())));
}
