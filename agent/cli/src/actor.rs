// SPDX-License-Identifier: Apache-2.0

//! Who calls by hand, and what became of it.

use std::process::ExitCode;

use gridmerit_client::{AccountId32, Call, Chain, Included, Signatory, View, open_to_others};
use gridmerit_energy::NodeIndex;
use serde_json::Value;

use crate::{
	failure::Failure,
	options::ActOptions,
	orders::node,
	show::included_and,
	transact::{Waiting, transact},
};

/// Who acts, on a chain as it stands.
pub struct Actor<'a> {
	pub options: &'a ActOptions,
	signatory: Signatory,
	pub chain: Chain,
	/// The chain as it was before.
	pub view: View,
}

/// A call that is in a block.
pub struct Done {
	pub call: String,
	pub included: Included,
	/// The chain after that block.
	pub view: View,
}

impl<'a> Actor<'a> {
	pub async fn new(options: &'a ActOptions) -> Result<Self, Failure> {
		let signatory = options.trader.signatory()?;
		if let Some(path) = &options.trader.signer.suri_file
			&& let Some(mode) = open_to_others(path)
			&& !options.common.json
		{
			let path = path.display();
			eprintln!(
				"warning: others on this machine can read {path} (mode {mode}): chmod 600 {path}"
			);
		}
		let chain = options.common.connect().await?;
		let view = chain.best().await?;
		Ok(Self { options, signatory, chain, view })
	}

	/// Somebody else there, on the chain as it was at `view`.
	pub fn by(&self, signatory: Signatory, view: View) -> Self {
		Self { options: self.options, signatory, chain: self.chain.clone(), view }
	}

	pub fn signatory(&self) -> &Signatory {
		&self.signatory
	}

	pub fn account(&self) -> AccountId32 {
		self.signatory.account()
	}

	/// The node that is named, or that of the account.
	pub async fn node(&self, named: Option<NodeIndex>) -> Result<NodeIndex, Failure> {
		match named {
			Some(named) => self.known(named).await,
			None => Ok(node(&self.view, &self.account()).await?.index),
		}
	}

	/// A node that there is.
	pub async fn known(&self, named: NodeIndex) -> Result<NodeIndex, Failure> {
		match self.view.registered(named).await? {
			Some(_) => Ok(named),
			None => Err(unknown(named).into()),
		}
	}

	pub async fn send(&self, call: Call) -> Result<Done, Failure> {
		let Self { options, signatory, chain, view } = self;
		let waiting = Waiting::new(&options.common, options.until_final);
		let sent = transact(chain, view, signatory, call, waiting).await;
		let (call, included) = sent.map_err(|error| match self.signatory.real {
			Some(_) if error.to_string().contains("CallFiltered") => {
				let error = error.to_string();
				let error = error.trim_end_matches('.');
				format!("{error}. To bond and to claim, a proxy has to be of type MarketAndBond, for all else of type Any").into()
			},
			_ => error,
		})?;
		Ok(Done { call, view: chain.at(included.block).await?, included })
	}

	pub fn show(&self, done: &Done, what: &str) -> Result<ExitCode, Failure> {
		self.show_with(done, what, vec![])
	}

	/// The same with more fields for programs.
	pub fn show_with(
		&self,
		done: &Done,
		what: &str,
		more: Vec<(String, Value)>,
	) -> Result<ExitCode, Failure> {
		let mut fields = vec![("account".into(), self.account().to_string().into())];
		fields.extend(more);
		let json = self.options.common.json;
		included_and(&done.included, &done.call, what, vec![], fields, json)
	}
}

/// Why a node is refused that there is not.
pub fn unknown(node: NodeIndex) -> String {
	format!("there is no TE node {node}")
}
