// SPDX-License-Identifier: Apache-2.0

//! `[node]`: the chain to talk to, and the account that signs.

use std::{net::IpAddr, path::PathBuf};

use gridmerit_client::AccountId32;
use jiff::tz::TimeZone;
use toml::Spanned;

use super::reader::Section;

/// The keys of which exactly one says how to sign.
const SIGNERS: [&str; 4] = ["suri_env", "suri_file", "keystore", "suri"];

/// Which chain, and which account on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeRules {
	/// RPC address of a node of the chain: ws:// or wss://.
	pub url: String,
	/// Instead of a node: the chain spec of a light client.
	pub light: Option<PathBuf>,
	/// Where the account's secret comes from.
	pub signer: SecretSource,
	/// The node's account, if the key is that of a proxy of it; the key's own if none.
	pub account: Option<AccountId32>,
	/// Where the node is, whose clocks its people live by; UTC if none.
	pub zone: Option<TimeZone>,
}

/// Where an account's secret comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretSource {
	/// A development account, such as `//Alice`, whose secret everybody knows.
	Development(String),
	/// An environment variable holds the secret.
	Env(String),
	/// A file holds the secret.
	File(PathBuf),
	/// An account exported by polkadot.js.
	Keystore {
		/// Its JSON file.
		path: PathBuf,
		/// The environment variable that holds its password.
		password_env: String,
	},
}

impl SecretSource {
	/// The environment variable that holds the secret, or the password of it.
	pub(super) fn variable(&self) -> Option<&str> {
		match self {
			Self::Env(name) | Self::Keystore { password_env: name, .. } => Some(name),
			Self::Development(_) | Self::File(_) => None,
		}
	}
}

impl NodeRules {
	pub(super) fn read(section: &mut Section<'_, '_>) -> Option<Self> {
		if section.place("url").is_some() {
			section.forbid("light", "does nothing beside `url`");
		}
		let url = section.text("url", check_url).map(Spanned::into_inner);
		let light = section.path("light");
		let account = section.text("account", check_account).map(Spanned::into_inner);
		let zone = section.zone("zone");
		section.require_one(&SIGNERS, "how the account signs");
		if section.place("keystore").is_some() {
			section.require("password_env", "`keystore` needs it");
		} else {
			section.forbid("password_env", "does nothing without `keystore`");
		}
		let env = section.text("suri_env", check_variable).map(Spanned::into_inner);
		let file = section.path("suri_file");
		let keystore = section.path("keystore");
		let password_env = section.text("password_env", check_variable).map(Spanned::into_inner);
		let development = section.text("suri", check_development).map(Spanned::into_inner);
		let keystore = keystore.zip(password_env);
		let signer = env
			.map(SecretSource::Env)
			.or(file.map(SecretSource::File))
			.or(keystore.map(|(path, password_env)| SecretSource::Keystore { path, password_env }))
			.or(development.map(SecretSource::Development))?;
		Some(Self {
			url: url.unwrap_or_else(|| "ws://127.0.0.1:9944".into()),
			light,
			signer,
			account: account.and_then(|account| account.parse().ok()),
			zone,
		})
	}

	pub(super) fn notices(&self) -> Vec<String> {
		let mut notices = Vec::new();
		if let SecretSource::Development(suri) = &self.signer {
			notices
				.push(format!("node.suri: everybody knows the secret of {suri}; only for tests"));
		}
		if self.url.strip_prefix("ws://").is_some_and(|rest| !is_local(rest)) {
			notices.push(
				"node.url: ws:// to another machine is not encrypted, so who sits between can lie \
				 about the market; use wss://"
					.into(),
			);
		}
		notices
	}
}

/// Whether what stands behind ws:// is this machine.
fn is_local(rest: &str) -> bool {
	let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
	let host = match authority.strip_prefix('[') {
		Some(v6) => v6.split(']').next(),
		None => authority.split(':').next(),
	};
	let host = host.unwrap_or_default();
	host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

fn check_account(text: &str) -> Result<(), &'static str> {
	let parsed: Result<AccountId32, _> = text.parse();
	parsed.map(drop).map_err(|_| "must be an account's SS58 address")
}

fn check_url(url: &str) -> Result<(), &'static str> {
	let host = url.strip_prefix("ws://").or_else(|| url.strip_prefix("wss://"));
	let host = host.ok_or("must begin with ws:// or wss://")?;
	if host.is_empty() || host.starts_with(['/', ':', '?', '#']) {
		Err("names no host")
	} else if host.contains(|c: char| c.is_whitespace() || c.is_control()) {
		Err("must not contain spaces")
	} else if host.contains('@') {
		Err("must not contain a user name or password")
	} else {
		Ok(())
	}
}

/// Says nothing of the text: it may be the secret itself.
fn check_variable(name: &str) -> Result<(), &'static str> {
	let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
	if name.is_empty()
		|| !name.chars().all(is_word)
		|| name.starts_with(|c: char| c.is_ascii_digit())
	{
		return Err(
			"must be the name of an environment variable (letters, digits, _), not its value",
		);
	}
	Ok(())
}

fn check_development(suri: &str) -> Result<(), &'static str> {
	let path = suri.strip_prefix("//").unwrap_or_default();
	if path.is_empty() || suri.contains("///") {
		return Err(
			"may only be a development account such as //Alice, without password: secrets do \
		            not belong in a rulebook, use `suri_env`, `suri_file` or `keystore`",
		);
	}
	Ok(())
}
