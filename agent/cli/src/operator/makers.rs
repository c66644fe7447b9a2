// SPDX-License-Identifier: Apache-2.0

//! The manufacturers of meters: those of the file, and those that only the chain has.

use gridmerit_client::{
	View,
	meters::{self, Manufacturer, ManufacturerId},
};

use super::{file::MarketFile, open::Steps};
use crate::failure::Failure;

/// Registers and changes manufacturers as the file says. Gives the names of those that the chain has besides and that
/// may still certify.
pub async fn makers(
	view: &View,
	file: &MarketFile,
	steps: &mut Steps,
) -> Result<Vec<String>, Failure> {
	let (known, wanted) = (view.manufacturers().await?, file.manufacturers()?);
	for maker in &wanted {
		let name = format!("`{}`", maker.name);
		match known.iter().find(|(_, other)| other.name == maker.name) {
			None => {
				let call = meters::register_manufacturer(maker);
				steps.push((format!("register the manufacturer {name}"), call));
			},
			Some((_, same)) if same == maker => {},
			Some((number, _)) => {
				let call = meters::change_manufacturer(*number, maker);
				steps.push((format!("change the keys of the manufacturer {name}"), call));
			},
		}
	}
	Ok(unnamed(&known, &wanted))
}

/// Who may certify, and is not wanted any more.
fn unnamed(known: &[(ManufacturerId, Manufacturer)], wanted: &[Manufacturer]) -> Vec<String> {
	let is_wanted = |maker: &Manufacturer| wanted.iter().any(|one| one.name == maker.name);
	let left = known.iter().map(|(_, maker)| maker).filter(|maker| !maker.keys.is_empty());
	left.filter(|maker| !is_wanted(maker)).map(|maker| maker.name.clone()).collect()
}

/// What is said of a manufacturer that the file does not name: the chain forgets none, but takes no certificate of one
/// that has no key.
pub fn still_counts(name: &str) -> String {
	let quoted = toml::Value::from(name);
	format!(
		"warning: the file does not name the manufacturer `{name}`, and the chain still takes its certificates. To end \
		 that, write it into the file without keys and run this again; meters that it has certified stay:\n\n\
		 [[manufacturer]]\nname = {quoted}\nkeys = []\n"
	)
}

#[cfg(test)]
mod tests {
	use gridmerit_meter::parse_signer;

	use super::*;

	#[test]
	fn who_is_not_named_any_more_is_told_how_it_ends() {
		let key = "sr25519:0xf4a8cf6c1057af7e5799f831e96539145a0da8fb709800a531579f246de82c15";
		let maker = |name: &str, keys| Manufacturer {
			name: name.into(),
			keys: vec![parse_signer(key).unwrap(); keys],
		};
		let known = [(0, maker("A", 1)), (1, maker("B \"B\"", 2)), (2, maker("C", 0))];
		assert_eq!(unnamed(&known, &[maker("A", 0)]), ["B \"B\""]);
		let said = still_counts("B \"B\"");
		// What it says to write is what takes the keys away.
		let section = said.split_once("\n\n").unwrap().1;
		let parsed: toml::Table = toml::from_str(section).unwrap();
		assert_eq!(parsed["manufacturer"][0]["name"].as_str(), Some("B \"B\""));
		assert_eq!(unnamed(&known, &[maker("A", 1), maker("B \"B\"", 0)]), [""; 0]);
	}
}
