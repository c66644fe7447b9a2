// SPDX-License-Identifier: Apache-2.0

//! Binds a meter to a node, and has it settle that.

use std::process::ExitCode;

use gridmerit_client::{
	self as client, Call, View,
	meters::{self, ManufacturerId},
};
use gridmerit_energy::{Interval, MeterIndex, NodeIndex};
use gridmerit_meter::{Certificate, H256, signer_text};

use super::{
	agreement::{Agreement, read},
	money::unaffordable,
	options::{BindOptions, RotateKeyOptions, SettleWithOptions},
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

pub async fn bind(options: &BindOptions) -> Result<ExitCode, Failure> {
	let agreement = Agreement::of(options)?;
	let certificate: Option<Certificate> = match &options.certificate {
		Some(path) => Some(read(path)?),
		None => None,
	};
	let key = agreement.key();
	if let Some(certificate) = &certificate {
		agreement.is_of(&certificate.key)?;
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
			let Some(certificate) = certificate else {
				return Err(unknown(view, &agreement).await?);
			};
			let manufacturer = maker(view, &certificate).await?;
			if let Some(meter) = view.meter_of_serial(manufacturer, &certificate.serial).await? {
				return Err(format!(
					"the chain knows this serial number as that of meter {meter}, with another key: `gridmerit-agent meter \
					 rotate` gives it the key that is certified"
				)
				.into());
			}
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

/// Gives a meter the key that its maker has certified for its serial number. Anybody may.
pub async fn rotate_key(options: &RotateKeyOptions) -> Result<ExitCode, Failure> {
	let certificate: Certificate = read(&options.certificate)?;
	let actor = Actor::new(&options.act).await?;
	let view = &actor.view;
	let manufacturer = maker(view, &certificate).await?;
	let meter = view.meter_of_serial(manufacturer, &certificate.serial).await?.ok_or(
		"no meter has this maker's serial number: `gridmerit-agent meter bind` registers a new one",
	)?;
	if view.meter_of_key(&certificate.key).await? == Some(meter) {
		return Err(format!(
			"there is nothing to do: meter {meter} has this key, or had it before"
		)
		.into());
	}
	let done = actor.send(meters::rotate_key(meter, &certificate)).await?;
	let (key, from) = (signer_text(&certificate.key), certificate.from);
	let what = format!("have meter {meter} sign with {key} from interval {from} on");
	actor.show_with(&done, &what, vec![("meter".into(), meter.into())])
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

/// Why a meter that the chain does not know cannot be bound without a certificate: it is new, or its secret was taken
/// for another scheme.
async fn unknown(view: &View, agreement: &Agreement) -> Result<Failure, Failure> {
	for other in agreement.other_keys() {
		if let Some(meter) = view.meter_of_key(&other).await? {
			let (scheme, taken) = (other.scheme(), agreement.key().scheme());
			let text = format!(
				"the chain knows this secret's {scheme} key, as that of meter {meter}, and not its {taken} key: write \
				 --scheme {scheme}"
			);
			return Ok(text.into());
		}
	}
	let key = signer_text(&agreement.key());
	Ok(format!(
		"the meter {key} is new to this chain: --certificate is to say what its maker says of it"
	)
	.into())
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
