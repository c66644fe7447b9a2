// SPDX-License-Identifier: Apache-2.0

//! Transactions: signed, sent, and followed into a block; by a light client into a final one.

use std::{collections::HashMap, ops::RangeInclusive, time::Duration};

use subxt::{
	SubstrateConfig,
	client::OnlineClientAtBlockImpl,
	config::SubstrateExtrinsicParamsBuilder,
	dynamic::{At, Value},
	error::{BackendError, DispatchError, ExtrinsicError, RpcError},
	events::{Events, Phase},
	ext::{
		codec::{Compact, Encode},
		scale_value::ValueDef,
	},
	rpcs::{self, UserError, client::RpcParams},
	transactions::{
		SubmittableTransaction, TransactionInvalid, TransactionStatus, ValidationResult,
	},
	utils::{AccountId32, H256},
};

use crate::{
	calls::Call,
	chain::Chain,
	error::{ChainError, refusal},
	key::Key,
	patience::Patience,
	view::View,
};

/// Blocks for which a transaction holds: what has not come in by then never does.
pub const MORTALITY: u64 = 32;
/// How a general transaction of version 5 begins whose extensions are all at their defaults: extension
/// version 0, immortal, nonce 0, no tip, no metadata hash.
const GENERAL: [u8; 6] = [0x45, 0, 0, 0, 0, 0];
/// The node's error codes that are a judgement of the transaction; others may go away.
const JUDGED: RangeInclusive<i32> = 1010..=1014;
/// The node's error codes for a transaction that its pool has banned or holds.
const SEEN: [i32; 2] = [1012, 1013];
/// Longest wait for a block with a transaction in it.
const PATIENCE: Duration = Duration::from_secs(300);

/// A transaction that can be sent.
pub struct Signed {
	call: String,
	transaction: SubmittableTransaction<SubstrateConfig, OnlineClientAtBlockImpl<SubstrateConfig>>,
	/// Set if its pallet judges it before it is in a block; then the pool shows the place of the pallet's error.
	judged: Option<View>,
}

/// A transaction that is in a block and has worked.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Included {
	/// The block.
	pub block: H256,
	/// The transaction.
	pub transaction: H256,
	/// What the sender paid for it, in planck; none if nothing.
	pub fee: Option<u128>,
}

impl Signed {
	/// What the chain would ask for it now, in planck.
	pub async fn fee(&self) -> Result<u128, ChainError> {
		let fee = async { self.transaction.partial_fee_estimate().await.map_err(ChainError::node) };
		Patience::USUAL.wait(fee).await
	}

	/// The name of its call.
	pub fn call(&self) -> &str {
		&self.call
	}

	/// Its bytes, as a block holds them.
	pub(crate) fn bytes(&self) -> &[u8] {
		self.transaction.encoded()
	}

	/// Its hash.
	pub fn hash(&self) -> H256 {
		self.transaction.hash()
	}
}

impl Chain {
	/// The number of the account's next transaction, those in the pool counted. A light client has no pool: it
	/// counts those in blocks, final or not.
	pub async fn next_nonce(&self, account: &AccountId32) -> Result<u64, ChainError> {
		if self.is_light() {
			return self.newest().await?.nonce(account).await;
		}
		let mut params = RpcParams::new();
		params.push(account)?;
		self.request("system_accountNextIndex", params).await
	}

	/// Signs a call as the chain stands at `view`.
	pub fn sign(
		&self,
		view: &View,
		call: &Call,
		key: &Key,
		nonce: u64,
	) -> Result<Signed, ChainError> {
		self.sign_since(view, call, key, nonce, (view.number(), view.hash()), MORTALITY)
	}

	/// Signs a call that holds from a block on, for so many blocks.
	pub(crate) fn sign_since(
		&self,
		view: &View,
		call: &Call,
		key: &Key,
		nonce: u64,
		since: (u64, H256),
		blocks: u64,
	) -> Result<Signed, ChainError> {
		let name = format!("{}.{}", call.pallet_name(), call.call_name());
		let params = SubstrateExtrinsicParamsBuilder::new()
			.nonce(nonce)
			.mortal_from_unchecked(blocks, since.0, since.1)
			.build();
		let transaction = view
			.at
			.tx()
			.create_signable_offline(call, params)
			.and_then(|mut signable| signable.sign(&key.0))
			.map_err(|error| view.unknown(&name, error))?;
		Ok(Signed { call: name, transaction, judged: None })
	}

	/// An authorised transaction: general, of version 5, without a signature, an account and a fee.
	pub fn authorise(&self, view: &View, call: &Call) -> Result<Signed, ChainError> {
		let name = format!("{}.{}", call.pallet_name(), call.call_name());
		let data = view.call_data(call)?;
		let mut bytes = Vec::with_capacity(data.len() + GENERAL.len() + 4);
		let length = u32::try_from(data.len() + GENERAL.len()).unwrap_or(u32::MAX);
		Compact(length).encode_to(&mut bytes);
		bytes.extend(GENERAL);
		bytes.extend(data);
		let transaction = view.at.tx().from_bytes(bytes);
		Ok(Signed { call: name, transaction, judged: Some(view.clone()) })
	}

	/// Puts a transaction into the node's pool, or sends it to a light client's peers, and does not wait for a block.
	pub async fn submit(&self, signed: &Signed) -> Result<(), ChainError> {
		self.judge(signed).await?;
		let mut params = RpcParams::new();
		params.push(gridmerit_meter::to_hex(signed.transaction.encoded()))?;
		let sent: Result<H256, _> = self.rpc.request("author_submitExtrinsic", params).await;
		match sent {
			Ok(_) => Ok(()),
			Err(error) => Err(self.unsent(signed, error).await),
		}
	}

	/// Sends a transaction and waits until it is in a block, or final. A light client always waits until it is final:
	/// what it relies on is that.
	pub async fn send(&self, signed: &Signed, until_final: bool) -> Result<Included, ChainError> {
		self.send_and(signed, until_final, || ()).await
	}

	/// The same, and says when the transaction is on its way: from then on it may come into a block, whatever happens
	/// to who has sent it.
	pub async fn send_and(
		&self,
		signed: &Signed,
		until_final: bool,
		sent: impl FnOnce(),
	) -> Result<Included, ChainError> {
		let follow = self.follow(signed, until_final || self.is_light(), sent);
		tokio::time::timeout(PATIENCE, follow)
			.await
			.unwrap_or_else(|_| Err(signed.lost("it was not included in time")))
	}

	async fn follow(
		&self,
		signed: &Signed,
		until_final: bool,
		sent: impl FnOnce(),
	) -> Result<Included, ChainError> {
		self.judge(signed).await?;
		let mut progress = match signed.transaction.submit_and_watch().await {
			Ok(progress) => progress,
			Err(ExtrinsicError::ErrorSubmittingTransaction(BackendError::Rpc(
				RpcError::ClientError(error),
			))) => return Err(self.unsent(signed, error).await),
			Err(other) => return Err(signed.lost(other)),
		};
		sent();
		while let Some(status) = progress.next().await {
			let block = match status.map_err(|error| signed.lost(error))? {
				TransactionStatus::InBestBlock(block) if !until_final => block,
				TransactionStatus::InFinalizedBlock(block) => block,
				TransactionStatus::Error { message }
				| TransactionStatus::Invalid { message }
				| TransactionStatus::Dropped { message } => {
					// It was sent, and may be in a block yet: what is wrong with it is no more than a reason to lose it.
					let judged = self.judge(signed).await;
					return Err(
						signed.lost(judged.err().map_or(message, |error| error.to_string()))
					);
				},
				_ => continue,
			};
			return self.included(signed, block.block_hash()).await;
		}
		Err(signed.lost("the node says no more about it"))
	}

	/// A light client puts a transaction into no pool that would say what is wrong with it: the chain says so after
	/// the best block.
	async fn judge(&self, signed: &Signed) -> Result<(), ChainError> {
		if self.is_light() { self.judge_anew(signed).await } else { Ok(()) }
	}

	/// Why the pool does not take a transaction. Of one that it has seen it does not say what became of it: if a pallet
	/// judges it, the chain says so.
	async fn unsent(&self, signed: &Signed, error: rpcs::Error) -> ChainError {
		let error = signed.unsent(error);
		if signed.judged.is_none() || !matches!(error, ChainError::Rejected { seen: true, .. }) {
			return error;
		}
		match self.judge_anew(signed).await {
			Err(why @ ChainError::Rejected { .. }) => why,
			_ => error,
		}
	}

	/// What the chain says of a transaction after the best block.
	async fn judge_anew(&self, signed: &Signed) -> Result<(), ChainError> {
		let newest = self.newest().await?;
		let transaction = newest.at.tx().from_bytes(signed.transaction.encoded().to_vec());
		let judged =
			self.patience.wait(async { transaction.validate().await.map_err(ChainError::node) });
		match judged.await? {
			ValidationResult::Valid(_) => Ok(()),
			ValidationResult::Invalid(reason) => {
				Err(signed.rejected(false, "Invalid Transaction".into(), words(&reason)))
			},
			ValidationResult::Unknown(reason) => Err(signed.rejected(
				false,
				"Unknown Transaction Validity".into(),
				format!("{reason:?}"),
			)),
		}
	}

	/// How a transaction that is in a block has fared.
	async fn included(&self, signed: &Signed, block: H256) -> Result<Included, ChainError> {
		let mut fared = self.outcomes(block, &[signed]).await?;
		fared.pop().unwrap_or_else(|| Err(signed.lost("it was not looked for")))
	}

	/// How transactions that should be in a block have fared, in their order.
	pub async fn outcomes(
		&self,
		block: H256,
		transactions: &[&Signed],
	) -> Result<Vec<Result<Included, ChainError>>, ChainError> {
		let view = self.at(block).await?;
		let index = places(&view).await?;
		let events = events(&view).await?;
		let mut fates: HashMap<usize, Fate> = HashMap::new();
		for event in events.iter() {
			let event = event.map_err(|error| view.unknown("an event", error))?;
			let Phase::ApplyExtrinsic(place) = event.phase() else { continue };
			let fate = fates.entry(place as usize).or_default();
			match (event.pallet_name(), event.event_name()) {
				("System", "ExtrinsicFailed") => {
					let bytes = event.field_bytes();
					let error = DispatchError::decode_from(bytes, view.at.metadata());
					let error = error.map_err(|error| view.unknown("an error", error))?;
					fate.refusal = Some(refusal(&error));
				},
				// What a proxy or the operator calls may fail while their own call works. Where one is in the other, the
				// event of the outer one comes last, and says that it has worked.
				(pallet, name) if WRAPPERS.contains(&(pallet, name)) => {
					let Wrapped(result) = event
						.decode_fields_unchecked_as()
						.map_err(|error| view.unknown(name, error))?;
					if let ValueDef::Variant(outcome) = &result.value
						&& outcome.name == "Err"
					{
						fate.refusal = result.at(0).map(|error| view.explained(error));
					}
				},
				("TransactionPayment", "TransactionFeePaid") => {
					let paid: Result<FeePaid, _> = event.decode_fields_unchecked_as();
					fate.fee = Some(
						paid.map_err(|error| view.unknown("TransactionFeePaid", error))?.actual_fee,
					);
				},
				_ => {},
			}
		}
		Ok(transactions
			.iter()
			.map(|signed| {
				let place = index.get(&signed.hash());
				let place = place
					.ok_or_else(|| signed.lost(format!("block {block:?} does not hold it")))?;
				let Fate { refusal, fee } = fates.remove(place).unwrap_or_default();
				match refusal {
					Some((error, docs)) => Err(ChainError::Refused {
						sent: true,
						call: signed.call.clone(),
						error,
						docs,
					}),
					None => Ok(Included { block, transaction: signed.hash(), fee }),
				}
			})
			.collect())
	}
}

/// The places of a block's extrinsics, by their hashes.
pub(crate) async fn places(view: &View) -> Result<HashMap<H256, usize>, ChainError> {
	let extrinsics = view
		.patience
		.wait(async { view.at.extrinsics().fetch().await.map_err(ChainError::node) })
		.await?;
	let mut places = HashMap::new();
	for extrinsic in extrinsics.iter() {
		let extrinsic = extrinsic.map_err(|error| view.unknown("an extrinsic", error))?;
		places.insert(extrinsic.hash(), extrinsic.index());
	}
	Ok(places)
}

/// A block's events.
pub(crate) async fn events(view: &View) -> Result<Events<SubstrateConfig>, ChainError> {
	view.patience.wait(async { view.at.events().fetch().await.map_err(ChainError::node) }).await
}

/// Why a transaction is invalid, as nodes say it.
fn words(reason: &TransactionInvalid) -> String {
	match reason {
		TransactionInvalid::Payment => {
			"Inability to pay some fees (e.g. account balance too low)".into()
		},
		TransactionInvalid::Future => "Transaction will be valid in the future".into(),
		TransactionInvalid::Stale => "Transaction is outdated".into(),
		TransactionInvalid::BadProof => "Transaction has a bad signature".into(),
		TransactionInvalid::AncientBirthBlock => "Transaction has an ancient birth block".into(),
		other => format!("{other:?}"),
	}
}

/// What the events of an extrinsic say.
#[derive(Default)]
struct Fate {
	/// The name of an error, and what the chain says about it.
	refusal: Option<(String, String)>,
	fee: Option<u128>,
}

/// Events that say how the call inside a call has fared, in their first field.
const WRAPPERS: [(&str, &str); 3] =
	[("Proxy", "ProxyExecuted"), ("Sudo", "Sudid"), ("Sudo", "SudoAsDone")];

#[derive(scale_decode::DecodeAsType)]
struct Wrapped(Value);

#[derive(scale_decode::DecodeAsType)]
struct FeePaid {
	actual_fee: u128,
}

impl Signed {
	/// The pool has refused it; or the connection was lost, and it may have got there or not.
	fn unsent(&self, error: rpcs::Error) -> ChainError {
		let rpcs::Error::User(UserError { code: kind, message, data }) = error else {
			return self.lost(error);
		};
		if !JUDGED.contains(&kind) {
			return self.lost(message);
		}
		let said = data.map(|data| data.get().trim_matches('"').to_string()).unwrap_or_default();
		self.rejected(SEEN.contains(&kind), message, said)
	}

	/// It is judged to be wrong, or to be one that the pool has seen.
	fn rejected(&self, seen: bool, message: String, said: String) -> ChainError {
		let code = said
			.strip_prefix("Custom error: ")
			.or_else(|| said.strip_prefix("Custom(")?.strip_suffix(')'))
			.and_then(|code| code.parse().ok());
		let pallet = self.call.split('.').next().unwrap_or_default();
		let named = self.judged.as_ref().zip(code);
		let named = named.and_then(|(view, code)| view.error_of(pallet, code));
		let seen = named.is_none() && seen;
		let reason = match named {
			Some(named) => named,
			None if seen => {
				format!("{message}: the pool has seen it; it is in a block, or was refused before")
			},
			None if said.is_empty() => message,
			None => format!("{message}: {said}"),
		};
		ChainError::Rejected { call: self.call.clone(), reason, seen }
	}

	fn lost(&self, reason: impl std::fmt::Display) -> ChainError {
		ChainError::Lost { call: self.call.clone(), reason: reason.to_string() }
	}
}
