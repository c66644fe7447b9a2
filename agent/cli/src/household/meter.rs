// SPDX-License-Identifier: Apache-2.0

//! Binds a meter to a node, and has it settle that.

use std::{fs, path::Path, process::ExitCode};

use gridmerit_client::{
	self as client, Call, View,
	meters::{self, ManufacturerId},
};
use gridmerit_energy::{Interval, MeterIndex, NodeIndex};
use gridmerit_meter::{Certificate, Consent, H256, Keypair, MultiSigner, read_json};
use serde::de::DeserializeOwned;

use super::{
	money::unaffordable,
	options::{BindOptions, SettleWithOptions},
};
use crate::{actor::Actor, failure::Failure};

/// The interval after the current one: the first in which nobody can have missed a reading yet.
pub async fn next_interval(view: &View) -> Result<Interval, Failure> {
	let length = u64::from(view.interval_length().await?.max(1));
	let next = (view.now().await? / length).saturating_add(1);
	Ok(Interval::try_from(next).unwrap_or(Interval::MAX))
}

pub async fn settle_with(options: &SettleWithOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	let node = actor.node(None).await?;
	let from = match options.from {
		Some(from) => from,
		None => next_interval(&actor.view).await?,
	};
	let done = actor.send(client::settle_with(options.meter, from)).await?;
	let what = format!(
		"have meter {} settle node {node} from interval {from} on; from then on a missing reading is charged",
		options.meter
	);
	actor.show(&done, &what)
}

/// How the meter agrees.
enum Agreement {
	Given(Consent),
	Signs(Keypair),
}

impl Agreement {
	fn key(&self) -> MultiSigner {
		match self {
			Self::Given(consent) => consent.key.clone(),
			Self::Signs(keypair) => keypair.signer(),
		}
	}

	/// The meter's consent to this node, after so many bindings.
	fn consent(self, genesis: H256, node: NodeIndex, bindings: u32) -> Result<Consent, Failure> {
		let consent = match self {
			Self::Signs(keypair) => {
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

pub async fn bind(options: &BindOptions) -> Result<ExitCode, Failure> {
	let agreement = agreement(options)?;
	let certificate: Option<Certificate> = match &options.certificate {
		Some(path) => Some(read(path)?),
		None => None,
	};
	let key = agreement.key();
	if certificate.as_ref().is_some_and(|certificate| certificate.key != key) {
		return Err("the certificate is of another meter's key than the one that agrees".into());
	}
	let actor = Actor::new(&options.act).await?;
	let view = &actor.view;
	let node = actor.node(None).await?;
	let genesis = H256(actor.chain.genesis().0);
	let mut calls: Vec<Call> = Vec::new();
	let mut what = Vec::new();
	let (meter, bindings, bound) = match view.meter_of_key(&key).await? {
		Some(meter) => registered(view, meter, node).await?,
		None => {
			let certificate = certificate.ok_or(
				"the meter is new to this chain: --certificate is to say what its maker says of it",
			)?;
			let manufacturer = maker(view, &certificate).await?;
			let meter = view.next_meter().await?;
			calls.push(meters::register_meter(manufacturer, &certificate));
			what.push(format!("register meter {meter}"));
			(meter, 0, false)
		},
	};
	if !bound {
		calls.push(meters::bind_meter(meter, &agreement.consent(genesis, node, bindings)?));
		what.push(format!("bind meter {meter} to node {node}"));
	}
	let settles = view.meters(node).await?;
	let settles = settles.iter().any(|one| one.meter == meter && one.settles_from.is_some());
	if options.settle && !settles {
		let from = next_interval(view).await?;
		calls.push(client::settle_with(meter, from));
		what.push(format!(
			"have it settle from interval {from} on; from then on a missing reading is charged"
		));
	}
	let call = match calls.len() {
		0 => {
			return Err(format!(
				"there is nothing to do: meter {meter} is bound to node {node} already"
			)
			.into());
		},
		1 => calls.remove(0),
		_ => client::batch_all(calls),
	};
	let free = view.free(&actor.account()).await?;
	let sent = actor.send(call).await;
	let done = sent.map_err(|error| unaffordable(error, &actor.account(), free))?;
	let more = vec![("meter".into(), meter.into()), ("node".into(), node.into())];
	actor.show_with(&done, &what.join(", "), more)
}

/// A meter that the chain knows: its index, how often it was bound, and whether it is bound to this node.
async fn registered(
	view: &View,
	meter: MeterIndex,
	node: NodeIndex,
) -> Result<(MeterIndex, u32, bool), Failure> {
	let row = view.meter(meter).await?.ok_or_else(|| format!("there is no meter {meter}"))?;
	if row.retired_from.is_some() {
		return Err(format!("meter {meter} was retired, for ever").into());
	}
	if row.revoked_from.is_some() {
		return Err(format!("meter {meter} is revoked: its readings do not count").into());
	}
	match row.node {
		Some(other) if other != node => Err(format!(
			"meter {meter} is bound to node {other}, which has to unbind it first (meterAttestation.unbindMeter)"
		)
		.into()),
		bound => Ok((meter, row.bindings, bound.is_some())),
	}
}

/// The manufacturer whose key has signed a certificate.
async fn maker(view: &View, certificate: &Certificate) -> Result<ManufacturerId, Failure> {
	let makers = view.manufacturers().await?;
	let signed = makers
		.iter()
		.find(|(_, maker)| maker.keys.iter().any(|key| certificate.verify(key).is_ok()));
	if let Some((number, _)) = signed {
		return Ok(*number);
	}
	let known: Vec<_> = makers.iter().map(|(_, maker)| format!("`{}`", maker.name)).collect();
	Err(match known.as_slice() {
		[] => "no manufacturer of meters is registered on this chain: the operator does that (`operator open`)".into(),
		known => format!(
			"the certificate is signed by no manufacturer that the operator has registered; these are {}",
			known.join(", ")
		)
		.into(),
	})
}

fn agreement(options: &BindOptions) -> Result<Agreement, Failure> {
	if let Some(path) = &options.consent {
		return Ok(Agreement::Given(read(path)?));
	}
	let secret = match (&options.meter_suri, &options.meter_suri_file) {
		(Some(suri), _) => suri.clone(),
		(None, Some(path)) => text(path)?,
		(None, None) => {
			return Err("how does the meter agree? --consent or --meter-suri-file".into());
		},
	};
	Ok(Agreement::Signs(Keypair::from_suri(options.scheme, secret.trim())?))
}

fn text(path: &Path) -> Result<String, Failure> {
	Ok(fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?)
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
	let read = read_json(text(path)?.as_bytes());
	Ok(read.map_err(|error| format!("{}: {error}", path.display()))?)
}
