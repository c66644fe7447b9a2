// SPDX-License-Identifier: Apache-2.0

//! The market's metrics, beside those that every Substrate node has: what is open at the best block, and what final
//! blocks have brought. docs/operations.md lists them.

use crate::service::Client;
use codec::Decode;
use frame_system::EventRecord;
use futures::{StreamExt, select};
use gridmerit_runtime::{AccountId, Hash, Runtime, RuntimeEvent, VERSION};
use gridmerit_runtime_api::MarketApi;
use sc_client_api::{BlockchainEvents, StorageKey, StorageProvider};
use sp_api::{CallContext, ProvideRuntimeApi};
use std::sync::Arc;
use substrate_prometheus_endpoint::{
	Counter, CounterVec, Gauge, GaugeVec, Opts, PrometheusError, Registry, U64, register,
};

type Clearing = pallet_clearing::Event<Runtime>;
type ForwardMarket = pallet_forward_market::Event<Runtime>;
type Meters = pallet_meter_attestation::Event<Runtime>;
type Settlement = pallet_settlement::Event<Runtime>;

/// What went wrong with a look at a block.
type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// Gauges are as of the best block; counters add up what has become final while the node ran.
#[derive(Clone)]
pub struct Metrics {
	windows: Gauge<U64>,
	round: Gauge<U64>,
	gate: Gauge<U64>,
	tariff: GaugeVec<U64>,
	book: GaugeVec<U64>,
	price: Gauge<U64>,
	cleared: CounterVec<U64>,
	failed: Counter<U64>,
	void: Counter<U64>,
	traded: Counter<U64>,
	readings: CounterVec<U64>,
	settled: CounterVec<U64>,
	not_settled: Counter<U64>,
	unread: Counter<U64>,
}

/// Whether all went well at a block; if not, it is said in the log.
fn tell(at: Hash, looked: Result<(), Trouble>) -> bool {
	if let Err(error) = &looked {
		log::debug!("No metrics of the market at block {at}: {error}");
	}
	looked.is_ok()
}

impl Metrics {
	/// Registers them, all at 0.
	pub fn new(registry: &Registry) -> Result<Self, PrometheusError> {
		let gauge = |name, help| register(Gauge::new(name, help)?, registry);
		let counter = |name, help| register(Counter::new(name, help)?, registry);
		// With a label, and each of its values from the start: Prometheus does not see the first step of a series that
		// begins with it.
		let gauges =
			|name, help, label, values: &[&str]| -> Result<GaugeVec<U64>, PrometheusError> {
				let all = register(GaugeVec::new(Opts::new(name, help), &[label])?, registry)?;
				values.iter().for_each(|value| all.with_label_values(&[*value]).set(0));
				Ok(all)
			};
		let counters =
			|name, help, label, values: &[&str]| -> Result<CounterVec<U64>, PrometheusError> {
				let all = register(CounterVec::new(Opts::new(name, help), &[label])?, registry)?;
				values.iter().for_each(|value| all.with_label_values(&[*value]).reset());
				Ok(all)
			};
		Ok(Self {
			windows: gauge(
				"substrate_market_windows_open",
				"Intervals that take orders; 0 while a round clears",
			)?,
			round: gauge(
				"substrate_market_round",
				"The round that takes orders, or the last one that did",
			)?,
			gate: gauge(
				"substrate_market_gate_timestamp_seconds",
				"When the gate of that round closes, in Unix time",
			)?,
			tariff: gauges(
				"substrate_market_tariff_planck_per_wh",
				"The utility's prices for the next interval that takes orders",
				"price",
				&["tou", "fit", "cap"],
			)?,
			book: gauges(
				"substrate_market_book_wh",
				"Open orders for that interval, in Wh",
				"side",
				&["demand", "supply"],
			)?,
			price: gauge(
				"substrate_market_clearing_price_planck_per_wh",
				"The last price at which something traded; 0 before",
			)?,
			cleared: counters(
				"substrate_market_intervals_cleared_total",
				"Intervals that cleared in a round, by how",
				"status",
				&["Cleared", "Scarcity", "NoSupply", "NoDemand", "NoMatch"],
			)?,
			failed: counter(
				"substrate_market_clearings_failed_total",
				"Books that were not sound, or too large for their grid",
			)?,
			void: counter(
				"substrate_market_intervals_void_total",
				"Intervals that had begun when their gate closed",
			)?,
			traded: counter(
				"substrate_market_traded_wh_total",
				"Energy sold to neighbours, in Wh",
			)?,
			readings: counters(
				"substrate_market_readings_total",
				"Readings of meters, by what became of them",
				"result",
				&["accepted", "refused", "doubted"],
			)?,
			settled: counters(
				"substrate_market_settled_total",
				"Intervals of nodes that were settled for the first time, by what",
				"basis",
				&["Reading", "Silence", "Revoked", "Unmetered", "Spare"],
			)?,
			not_settled: counter(
				"substrate_market_not_settled_total",
				"Intervals of nodes that could not be settled: a fault of the chain",
			)?,
			unread: counter(
				"substrate_market_blocks_not_read_total",
				"Final blocks that could not be read, as those of another runtime than this program knows: install the one of that release",
			)?,
		})
	}

	/// Looks at each new best block and each final one, as long as there are any.
	pub async fn follow(self, client: Arc<Client>) {
		let mut imported = client.import_notification_stream().fuse();
		let mut finalised = client.finality_notification_stream().fuse();
		loop {
			select! {
				block = imported.next() => match block {
					Some(block) if block.is_new_best => {
						tell(block.hash, self.look(&client, block.hash));
					},
					Some(_) => (),
					None => return,
				},
				block = finalised.next() => match block {
					Some(block) => for hash in block.tree_route.iter().chain([&block.hash]) {
						if !tell(*hash, self.count(&client, *hash)) {
							self.unread.inc();
						}
					},
					None => return,
				},
			}
		}
	}

	/// What is open at a block.
	fn look(&self, client: &Client, at: Hash) -> Result<(), Trouble> {
		let api = client.runtime_api();
		let windows = MarketApi::<_, AccountId>::windows(&*api, at)?;
		self.windows.set(windows.len() as u64);
		let Some(next) = windows.first() else { return Ok(()) };
		self.round.set(next.round.into());
		self.gate.set(next.gate / 1_000);
		for (name, price) in [("tou", next.tariff.tou), ("fit", next.tariff.fit), ("cap", next.cap)]
		{
			self.tariff.with_label_values(&[name]).set(price);
		}
		let (mut wanted, mut offered) = (0_u64, 0_u64);
		let mut page = Some(0);
		while let Some(first) = page {
			let depth = MarketApi::<_, AccountId>::depth(&*api, at, next.interval, first, None)?;
			let sum = |steps: &[(u64, u64)]| {
				steps.iter().fold(0_u64, |sum, (_, wh)| sum.saturating_add(*wh))
			};
			wanted = wanted.saturating_add(depth.demand).saturating_add(sum(&depth.limited));
			offered = offered.saturating_add(sum(&depth.supply));
			page = depth.next_page.filter(|next| *next > first);
		}
		self.book.with_label_values(&["demand"]).set(wanted);
		self.book.with_label_values(&["supply"]).set(offered);
		Ok(())
	}

	/// What happened in a block. Events are read as this program's own runtime writes them.
	fn count(&self, client: &Client, at: Hash) -> Result<(), Trouble> {
		if client.runtime_version_at(at, CallContext::Offchain)?.spec_version
			!= VERSION.spec_version
		{
			return Err("its runtime is another than this program knows".into());
		}
		let key =
			[sp_io::hashing::twox_128(b"System"), sp_io::hashing::twox_128(b"Events")].concat();
		let Some(events) = client.storage(at, &StorageKey(key))? else { return Ok(()) };
		for record in Vec::<EventRecord<RuntimeEvent, Hash>>::decode(&mut &events.0[..])? {
			match record.event {
				RuntimeEvent::Clearing(event) => self.count_clearing(event),
				RuntimeEvent::Settlement(event) => self.count_settlement(event),
				RuntimeEvent::MeterAttestation(event) => self.count_reading(&event),
				RuntimeEvent::ForwardMarket(ForwardMarket::IntervalsVoid {
					first, last, ..
				}) => self.void.inc_by(u64::from(last.saturating_sub(first)).saturating_add(1)),
				_ => (),
			}
		}
		Ok(())
	}

	fn count_clearing(&self, event: Clearing) {
		match event {
			Clearing::IntervalCleared { status, price, traded, .. } => {
				self.cleared.with_label_values(&[&format!("{status:?}")]).inc();
				self.traded.inc_by(traded);
				if let Some(price) = price {
					self.price.set(price);
				}
			},
			Clearing::ClearingFailed { .. } | Clearing::BookTooLarge { .. } => self.failed.inc(),
			_ => (),
		}
	}

	fn count_settlement(&self, event: Settlement) {
		match event {
			Settlement::IntervalSettled { invoice, corrects: false, .. } => {
				self.settled.with_label_values(&[&format!("{:?}", invoice.basis)]).inc();
			},
			Settlement::NotSettled { .. } => self.not_settled.inc(),
			_ => (),
		}
	}

	fn count_reading(&self, event: &Meters) {
		let result = match event {
			Meters::ReadingAccepted { .. } => "accepted",
			Meters::ReadingRefused { .. } => "refused",
			Meters::ReadingDoubted { .. } => "doubted",
			_ => return,
		};
		self.readings.with_label_values(&[result]).inc();
	}
}
