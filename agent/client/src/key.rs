// SPDX-License-Identifier: Apache-2.0

//! The key of an account, from where people keep it.

use std::{fs, path::Path, str::FromStr};

use subxt::utils::AccountId32;
use subxt_signer::{SecretUri, polkadot_js_compat, sr25519};

use crate::{
	calls::{Call, on_behalf_of},
	secret::fault,
};

/// Why there is no key. It never says what was read.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
	/// Not a secret URI.
	#[error(
		"the secret is neither a phrase nor a seed (0x...), with a path such as //Bob behind it: {0}"
	)]
	Suri(String),
	/// Wallets derive different keys from it.
	#[error(transparent)]
	Step(#[from] gridmerit_meter::KeyError),
	/// A file cannot be read.
	#[error("{path}: {reason}")]
	File {
		/// Which.
		path: String,
		/// Why.
		reason: std::io::Error,
	},
	/// An account exported from polkadot.js cannot be opened.
	#[error("{path} is no account of polkadot.js that this password opens: {reason}")]
	Keystore {
		/// Which.
		path: String,
		/// Why.
		reason: String,
	},
}

/// An account's key: sr25519, as wallets make them.
#[derive(Clone)]
pub struct Key(pub(crate) sr25519::Keypair);

impl Key {
	/// From a secret URI: a phrase or seed, with a path.
	pub fn from_suri(suri: &str) -> Result<Self, KeyError> {
		// Nothing at all would be the development phrase, which everybody knows.
		if suri.trim().is_empty() {
			return Err(KeyError::Suri(fault(suri)));
		}
		gridmerit_meter::check_steps(suri)?;
		let wrong = || KeyError::Suri(fault(suri));
		let uri = SecretUri::from_str(suri.trim()).map_err(|_| wrong())?;
		sr25519::Keypair::from_uri(&uri).map(Self).map_err(|_| wrong())
	}

	/// From a file that holds nothing but a secret URI.
	pub fn from_suri_file(path: &Path) -> Result<Self, KeyError> {
		Self::from_suri(&read(path)?)
	}

	/// From an account that polkadot.js has exported as JSON.
	pub fn from_keystore(path: &Path, password: &str) -> Result<Self, KeyError> {
		polkadot_js_compat::decrypt_json(&read(path)?, password).map(Self).map_err(|error| {
			let reason = match error {
				polkadot_js_compat::Error::Secretbox(_) => "the password is wrong".into(),
				other => other.to_string(),
			};
			KeyError::Keystore { path: path.display().to_string(), reason }
		})
	}

	/// Its account.
	pub fn account(&self) -> AccountId32 {
		self.0.public_key().to_account_id()
	}
}

/// How a file may be read by others than its owner, in octal; none if it may not.
pub fn open_to_others(path: &Path) -> Option<String> {
	use std::os::unix::fs::PermissionsExt;
	let mode = fs::metadata(path).ok()?.permissions().mode() & 0o777;
	(mode & 0o077 != 0).then(|| format!("{mode:o}"))
}

/// Who signs for a TE node: the key of its account, or of a proxy of that.
#[derive(Clone)]
pub struct Signatory {
	/// What it signs with.
	pub key: Key,
	/// The node's account, if the key is that of a proxy.
	pub real: Option<AccountId32>,
}

impl Signatory {
	/// The node's account.
	pub fn account(&self) -> AccountId32 {
		self.real.unwrap_or_else(|| self.key.account())
	}

	/// A call of the node, as the key's account makes it.
	pub fn act(&self, call: Call) -> Call {
		match &self.real {
			Some(real) => on_behalf_of(real, call),
			None => call,
		}
	}
}

fn read(path: &Path) -> Result<String, KeyError> {
	fs::read_to_string(path)
		.map_err(|reason| KeyError::File { path: path.display().to_string(), reason })
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_file_that_others_can_read_is_found() {
		use std::os::unix::fs::PermissionsExt;
		let path = std::env::temp_dir().join(format!("gridmerit-secret-{}", std::process::id()));
		fs::write(&path, "//Bob").unwrap();
		for (mode, open) in [(0o600, None), (0o644, Some("644")), (0o640, Some("640"))] {
			fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
			assert_eq!(open_to_others(&path).as_deref(), open);
		}
		fs::remove_file(&path).unwrap();
		assert_eq!(open_to_others(&path), None);
	}

	#[test]
	fn steps_that_wallets_derive_differently_are_refused() {
		for secret in
			["//Meter//18446744073709551616", "//+1", "/+0", "//a//99999999999999999999/b"]
		{
			assert!(matches!(Key::from_suri(secret), Err(KeyError::Step(_))), "{secret}");
		}
		for secret in ["//18446744073709551615", "//01", "//-1", "//+", "//a+1", "//Bob///+1"] {
			assert!(Key::from_suri(secret).is_ok(), "{secret}");
		}
	}
}
