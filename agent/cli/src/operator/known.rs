// SPDX-License-Identifier: Apache-2.0

//! Keys of the development phrase, which everybody knows: on a chain that is used they would be everybody's.

use gridmerit_client::{AccountId32, Key};
use gridmerit_meter::{Keypair, Scheme};

use super::file::MarketFile;
use crate::{failure::Failure, options::CommonOptions};

/// The paths that development chains, examples and tests have.
const PATHS: [&str; 8] =
	["//Alice", "//Bob", "//Charlie", "//Dave", "//Eve", "//Ferdie", "//Meterworks", "//Maker"];

/// Refuses them on a chain that is used, and warns of them on a local one.
pub async fn look(common: &CommonOptions, file: &MarketFile) -> Result<(), Failure> {
	let Some(found) = find(file)? else { return Ok(()) };
	let text = format!("everybody has {found}");
	match common.connect().await?.kind().await?.as_str() {
		"Development" => Ok(()),
		"Local" => {
			if !common.json {
				eprintln!("warning: {text}: on a chain that is used it is refused");
			}
			Ok(())
		},
		_ => Err(format!("{text}: write your own into the file").into()),
	}
}

/// What in a file is of the development phrase.
fn find(file: &MarketFile) -> Result<Option<String>, Failure> {
	if let Some(utility) = &file.utility
		&& let Some(path) = PATHS.into_iter().find(|path| is_of(&utility.account, path))
	{
		return Ok(Some(format!("the secret of [utility] account {}: {path}", utility.account)));
	}
	for maker in file.manufacturers()? {
		let known = |path: &&str| {
			[Scheme::Ed25519, Scheme::Sr25519, Scheme::Ecdsa]
				.into_iter()
				.filter_map(|scheme| Keypair::from_suri(scheme, path).ok())
				.any(|pair| maker.keys.contains(&pair.signer()))
		};
		if let Some(path) = PATHS.into_iter().find(known) {
			return Ok(Some(format!(
				"the secret of the manufacturer `{}`, and so can certify any meter: {path}",
				maker.name
			)));
		}
	}
	Ok(None)
}

fn is_of(account: &AccountId32, path: &str) -> bool {
	let of = |suri: &str| Key::from_suri(suri).is_ok_and(|key| key.account() == *account);
	of(path) || of(&format!("{path}//stash"))
}

#[cfg(test)]
mod tests {
	use super::*;

	const EXAMPLE: &str = include_str!("../../../../docs/operator.example.toml");

	#[test]
	fn what_everybody_has_is_found() {
		let found = |text: &str| find(&MarketFile::parse(text).unwrap()).unwrap();
		assert!(found(EXAMPLE).unwrap().contains("[utility] account 5CiPP"));
		let own = Key::from_suri("//Valley//Utility").unwrap().account().to_string();
		let text = EXAMPLE.replace("5CiPPseXPECbkjWCa6MnjNokrgYjMqmKndv2rSnekmSK2DjL", &own);
		assert!(found(&text).unwrap().contains("manufacturer `Meterworks`"));
		let (before, _) = text.split_once("[[manufacturer]]").unwrap();
		assert_eq!(found(before), None);
		let ed25519 = Keypair::from_suri(Scheme::Ed25519, "//Alice").unwrap().signer();
		let key = gridmerit_meter::to_hex(ed25519.as_ref());
		let maker = format!("[[manufacturer]]\nname = \"M\"\nkeys = [\"ed25519:{key}\"]\n");
		assert!(found(&format!("{before}{maker}")).unwrap().contains("//Alice"));
	}
}
