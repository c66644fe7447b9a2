// SPDX-License-Identifier: Apache-2.0

//! Certificates of the origin of energy: plants, what was issued, who holds it, and for what it is cancelled.

use gridmerit_energy::{Interval, MeterIndex, NodeIndex, Price, SourceKind, Wh};
pub use gridmerit_origin::{
	Certificate, Certified, Consumed, Issued, LotState, Month, Period, Plant, PlantData, Stock,
	Sums, Support, month_of,
};
use scale_decode::DecodeAsType;
use subxt::{
	dynamic::{self, Value},
	ext::frame_decode::runtime_apis::IntoEncodableValues,
	utils::AccountId32,
};

use crate::{
	calls::{Call, call, option},
	error::ChainError,
	registry::kind,
	view::View,
};

/// The runtime API.
const API: &str = "CertificatesApi";

impl View {
	/// Whether this chain has certificates at all.
	pub fn has_certificates(&self) -> bool {
		self.at.metadata_ref().runtime_api_trait_by_name(API).is_some()
	}

	async fn certified<Args: IntoEncodableValues, Answer: DecodeAsType>(
		&self,
		method: &'static str,
		args: Args,
	) -> Result<Answer, ChainError> {
		let call = dynamic::runtime_api_call::<Args, Answer>(API, method, args);
		self.patience
			.wait(async {
				self.at.runtime_apis().call(call).await.map_err(|error| match error {
					subxt::error::RuntimeApiError::CannotCallApi(reason) => {
						ChainError::node(reason)
					},
					other => self.unknown(&format!("{API}.{method}"), other),
				})
			})
			.await
	}

	/// What a node has registered as its plant, and what of it is certified.
	pub async fn plant(&self, node: NodeIndex) -> Result<Option<Plant<AccountId32>>, ChainError> {
		self.certified("plant", (node,)).await
	}

	/// All plants, in as many reads as that takes.
	pub async fn plants(&self) -> Result<Vec<(NodeIndex, Plant<AccountId32>)>, ChainError> {
		let (mut all, mut from) = (Vec::new(), 0);
		loop {
			let (some, next): (Vec<(NodeIndex, Plant<AccountId32>)>, Option<NodeIndex>) =
				self.certified("plants", (from,)).await?;
			all.extend(some);
			// It goes on behind where it began, or not at all.
			match next.filter(|next| *next > from) {
				Some(next) => from = next,
				None => return Ok(all),
			}
		}
	}

	/// All lots of an interval, in as many reads as that takes.
	pub async fn certificates(&self, interval: Interval) -> Result<Vec<Certificate>, ChainError> {
		let (mut all, mut from) = (Vec::new(), 0_u32);
		loop {
			let (some, next): (Vec<Certificate>, Option<u32>) =
				self.certified("certificates", (interval, from)).await?;
			all.extend(some);
			match next.filter(|next| *next > from) {
				Some(next) => from = next,
				None => return Ok(all),
			}
		}
	}

	/// What a node holds, has cancelled or stored of intervals from `first` to `last`, in as many reads as that takes.
	pub async fn certificates_of(
		&self,
		node: NodeIndex,
		first: Interval,
		last: Interval,
	) -> Result<Vec<Certificate>, ChainError> {
		let (mut all, mut from) = (Vec::new(), first);
		while from <= last {
			let (some, next): (Vec<Certificate>, Option<Interval>) =
				self.certified("certificates_of", (node, from, last)).await?;
			all.extend(some);
			match next.filter(|next| *next > from) {
				Some(next) => from = next,
				None => break,
			}
		}
		Ok(all)
	}

	/// What a plant was issued for an interval.
	pub async fn issued(
		&self,
		interval: Interval,
		plant: NodeIndex,
	) -> Result<Option<Issued>, ChainError> {
		self.certified("issued", (interval, plant)).await
	}

	/// What certificates there were of an interval by source, and what became of them.
	pub async fn certificate_sums(
		&self,
		interval: Interval,
	) -> Result<Vec<(SourceKind, Sums)>, ChainError> {
		self.certified("sums", (interval,)).await
	}

	/// What a node has drawn in a month, and what is cancelled for it.
	pub async fn consumed(&self, node: NodeIndex, month: Month) -> Result<Consumed, ChainError> {
		self.certified("consumed", (node, month)).await
	}

	/// What a node has drawn in an interval, and what is cancelled for just that; none if it was not metered, and when the
	/// market has forgotten the interval.
	pub async fn matched(
		&self,
		interval: Interval,
		node: NodeIndex,
	) -> Result<Option<Consumed>, ChainError> {
		self.certified("matched", (interval, node)).await
	}

	/// The first interval whose certificates are not issued yet; 0 until any is.
	pub async fn issued_until(&self) -> Result<Interval, ChainError> {
		let until: Option<Interval> = self.certified("issued_until", ()).await?;
		Ok(until.unwrap_or_default())
	}

	/// For how many intervals after its own a certificate is valid.
	pub fn certificate_validity(&self) -> Result<Interval, ChainError> {
		let validity = self.constant("Certificates", "Validity")?;
		Ok(Interval::try_from(validity).unwrap_or(Interval::MAX))
	}
}

fn plant_parts(data: &PlantData) -> Value<()> {
	let PlantData { source, fuel, technology, capacity, commissioned, country, support } = *data;
	let support = match support {
		Support::None => "None",
		Support::Investment => "Investment",
		Support::Production => "Production",
		Support::Both => "Both",
		Support::Unknown => "Unknown",
	};
	Value::named_composite([
		("source", kind(source)),
		("fuel", fuel.into()),
		("technology", technology.into()),
		("capacity", capacity.into()),
		("commissioned", commissioned.into()),
		("country", Value::from_bytes(country)),
		("support", Value::unnamed_variant(support, [])),
	])
}

fn period_parts(period: Period) -> Value<()> {
	match period {
		Period::Interval => Value::unnamed_variant("Interval", []),
		Period::Months { first, last } => {
			Value::named_variant("Months", [("first", first.into()), ("last", last.into())])
		},
	}
}

fn of_lot(name: &str, (interval, lot): (Interval, u32), more: Vec<(&str, Value<()>)>) -> Call {
	let mut fields = vec![("interval", interval.into()), ("lot", lot.into())];
	fields.extend(more);
	call("Certificates", name, fields)
}

/// Registers the plant of the sender's node.
pub fn register_plant(data: &PlantData) -> Call {
	call("Certificates", "register_plant", vec![("data", plant_parts(data))])
}

/// Certifies a plant as it is registered: for issuers, or within a call of the operator's.
pub fn certify(
	node: NodeIndex,
	data: &PlantData,
	meter: MeterIndex,
	most: Wh,
	until: Interval,
) -> Call {
	let fields = vec![
		("node", node.into()),
		("data", plant_parts(data)),
		("meter", meter.into()),
		("most", most.into()),
		("until", until.into()),
	];
	call("Certificates", "certify", fields)
}

/// Transfers so much of a lot to another node.
pub fn transfer(lot: (Interval, u32), energy: Wh, to: NodeIndex) -> Call {
	of_lot("transfer", lot, vec![("energy", energy.into()), ("to", to.into())])
}

/// Offers a lot at a price, or takes the offer back.
pub fn offer(lot: (Interval, u32), price: Option<Price>) -> Call {
	of_lot("offer", lot, vec![("price", option(price.map(Value::from)))])
}

/// Buys so much of a lot for at most so much per Wh.
pub fn buy(lot: (Interval, u32), energy: Wh, most: Price) -> Call {
	of_lot("buy", lot, vec![("energy", energy.into()), ("most", most.into())])
}

/// Cancels so much of a lot for what the holder has drawn.
pub fn cancel(lot: (Interval, u32), energy: Wh, period: Period) -> Call {
	of_lot("cancel", lot, vec![("energy", energy.into()), ("period", period_parts(period))])
}
