// SPDX-License-Identifier: Apache-2.0

//! How a meter agrees to be bound: by a consent that it has given, or here, by its secret.

use std::{fs, path::Path};

use gridmerit_energy::NodeIndex;
use gridmerit_meter::{Consent, H256, Keypair, MultiSigner, Scheme, read_json, signer_text};
use serde::de::DeserializeOwned;

use super::options::BindOptions;
use crate::failure::Failure;

/// How the meter agrees.
pub enum Agreement {
	Given(Consent),
	Signs { suri: String, keypair: Box<Keypair> },
}

impl Agreement {
	/// What the options name.
	pub fn of(options: &BindOptions) -> Result<Self, Failure> {
		if let Some(path) = &options.consent {
			return Ok(Self::Given(read(path)?));
		}
		let secret = match (&options.meter_suri, &options.meter_suri_file) {
			(Some(suri), _) => suri.clone(),
			(None, Some(path)) => text(path)?,
			(None, None) => {
				return Err("how does the meter agree? --consent or --meter-suri-file".into());
			},
		};
		Self::signs(secret.trim(), options.scheme)
	}

	fn signs(suri: &str, scheme: Scheme) -> Result<Self, Failure> {
		let keypair = Box::new(Keypair::from_suri(scheme, suri)?);
		Ok(Self::Signs { suri: suri.into(), keypair })
	}

	pub fn key(&self) -> MultiSigner {
		match self {
			Self::Given(consent) => consent.key.clone(),
			Self::Signs { keypair, .. } => keypair.signer(),
		}
	}

	/// The keys that the meter's secret has in the other schemes, if it is known.
	pub fn other_keys(&self) -> Vec<MultiSigner> {
		let Self::Signs { suri, keypair } = self else { return Vec::new() };
		let others = Scheme::ALL.into_iter().filter(|scheme| *scheme != keypair.signer().scheme());
		others.filter_map(|scheme| Some(Keypair::from_suri(scheme, suri).ok()?.signer())).collect()
	}

	/// Fails if the meter that agrees is not the one of a certificate, and says what to write if it is the scheme.
	pub fn is_of(&self, certified: &MultiSigner) -> Result<(), Failure> {
		let key = self.key();
		if key == *certified {
			return Ok(());
		}
		let (wanted, taken) = (certified.scheme(), key.scheme());
		if self.other_keys().contains(certified) {
			return Err(format!(
				"the certificate is of this secret's {wanted} key, and it was taken for an {taken} one: write --scheme \
				 {wanted}"
			)
			.into());
		}
		let hint = match self {
			Self::Given(_) if wanted != taken => format!(
				". If the secret is the same, it is the scheme: `gridmerit-meter consent --scheme {wanted}` makes the \
				 consent of the certified key"
			),
			_ => String::new(),
		};
		Err(format!(
			"the certificate is of another meter's key than the one that agrees: of {}, and {} agrees{hint}",
			signer_text(certified),
			signer_text(&key)
		)
		.into())
	}

	/// The meter's consent to this node, after so many bindings.
	pub fn consent(
		self,
		genesis: H256,
		node: NodeIndex,
		bindings: u32,
	) -> Result<Consent, Failure> {
		let consent = match self {
			Self::Signs { keypair, .. } => {
				return Ok(gridmerit_meter::consent(&keypair, genesis, node, bindings));
			},
			Self::Given(consent) => consent,
		};
		let how = format!(
			"`gridmerit-meter consent --genesis {genesis} --node {node} --bindings {bindings}` makes it"
		);
		if consent.node != node {
			let of = consent.node;
			return Err(format!("the consent is to node {of}, and yours is {node}: {how}").into());
		}
		if consent.bindings != bindings {
			return Err(format!(
				"the consent is for a meter that was bound {} times, and this one was {bindings} times: {how}",
				consent.bindings
			)
			.into());
		}
		let key = consent.key.clone();
		consent
			.verify(genesis, &key)
			.map_err(|error| format!("the consent: {error}; is it of this chain? {how}"))?;
		Ok(consent)
	}
}

fn text(path: &Path) -> Result<String, Failure> {
	Ok(fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?)
}

/// What a file of JSON holds.
pub fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
	let read = read_json(text(path)?.as_bytes());
	Ok(read.map_err(|error| format!("{}: {error}", path.display()))?)
}

#[cfg(test)]
mod tests {
	use super::*;

	const SURI: &str = "//Meter//7";

	fn key(scheme: Scheme, suri: &str) -> MultiSigner {
		Keypair::from_suri(scheme, suri).unwrap().signer()
	}

	#[test]
	fn a_secret_taken_for_another_scheme_is_said_with_what_to_write() {
		for scheme in Scheme::ALL {
			let agreement = Agreement::signs(SURI, scheme).unwrap();
			for certified in Scheme::ALL {
				let is_of = agreement.is_of(&key(certified, SURI));
				if scheme == certified {
					assert!(is_of.is_ok());
					continue;
				}
				let said = is_of.unwrap_err().to_string();
				assert!(said.contains(&format!("this secret's {certified} key")), "{said}");
				assert!(said.ends_with(&format!("write --scheme {certified}")), "{said}");
			}
		}
	}

	#[test]
	fn another_secret_is_not_a_matter_of_the_scheme() {
		let agreement = Agreement::signs(SURI, Scheme::Sr25519).unwrap();
		let other = key(Scheme::Ed25519, "//Meter//8");
		let said = agreement.is_of(&other).unwrap_err().to_string();
		assert!(
			said.contains("another meter's key") && said.contains(&signer_text(&other)),
			"{said}"
		);
		assert!(!said.contains("--scheme"), "{said}");
	}

	#[test]
	fn of_a_consent_it_is_said_how_to_make_that_of_the_certified_key() {
		let keypair = Keypair::from_suri(Scheme::Sr25519, SURI).unwrap();
		let given = || Agreement::Given(gridmerit_meter::consent(&keypair, H256([1; 32]), 7, 0));
		assert!(given().is_of(&keypair.signer()).is_ok());
		let said = given().is_of(&key(Scheme::Ed25519, SURI)).unwrap_err().to_string();
		assert!(said.contains("gridmerit-meter consent --scheme ed25519"), "{said}");
		let said = given().is_of(&key(Scheme::Sr25519, "//Meter//8")).unwrap_err().to_string();
		assert!(!said.contains("--scheme"), "{said}");
	}
}
