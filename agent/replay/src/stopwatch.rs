// SPDX-License-Identifier: Apache-2.0

//! Measures how long a replay waits for its node.

use std::{
	sync::{
		Arc,
		atomic::{AtomicU64, Ordering},
	},
	time::{Duration, Instant},
};

use gridmerit_client::{Chain, ChainError};
use jsonrpsee::ws_client::WsClientBuilder;
use subxt::rpcs::{
	RpcClient,
	client::{RawRpcFuture, RawRpcSubscription, RawValue, RpcClientT},
};

/// Longest wait for an answer: what is asked for are whole blocks, and not every chain is quick to build one.
const ANSWER: Duration = Duration::from_secs(600);

/// A chain, and how long the replay has waited for its node.
pub struct TimedChain {
	chain: Chain,
	clock: Arc<Clock>,
}

impl TimedChain {
	/// Connects to a node.
	pub async fn connect(url: &str) -> Result<Self, ChainError> {
		let client = WsClientBuilder::new().request_timeout(ANSWER).build(url).await;
		let client = client.map_err(|error| ChainError::unreachable(url, error))?;
		let clock = Arc::new(Clock::default());
		let rpc = RpcClient::new(Timed { client: RpcClient::new(client), clock: clock.clone() });
		Ok(Self { chain: Chain::over(url, rpc).await?.waiting(ANSWER), clock })
	}

	/// The chain.
	pub fn chain(&self) -> &Chain {
		&self.chain
	}

	/// How long the replay has waited for the node until now.
	pub(crate) fn spent(&self) -> Spent {
		self.clock.spent()
	}
}

/// Time spent with waiting for a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spent {
	/// For blocks that it was asked to build.
	pub building: Duration,
	/// For all other answers.
	pub waiting: Duration,
}

impl Spent {
	/// What was spent since.
	pub fn since(self, earlier: Self) -> Self {
		Self {
			building: self.building.saturating_sub(earlier.building),
			waiting: self.waiting.saturating_sub(earlier.waiting),
		}
	}
}

/// Adds up microseconds.
#[derive(Default)]
struct Clock {
	building: AtomicU64,
	waiting: AtomicU64,
}

impl Clock {
	fn spent(&self) -> Spent {
		let time = |clock: &AtomicU64| Duration::from_micros(clock.load(Ordering::Relaxed));
		Spent { building: time(&self.building), waiting: time(&self.waiting) }
	}

	fn add(&self, method: &str, time: Duration) {
		let builds = method.starts_with("engine_") || method.starts_with("sealing_");
		let clock = if builds { &self.building } else { &self.waiting };
		clock.fetch_add(u64::try_from(time.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
	}
}

/// A client whose requests are timed.
struct Timed {
	client: RpcClient,
	clock: Arc<Clock>,
}

impl RpcClientT for Timed {
	fn request_raw<'a>(
		&'a self,
		method: &'a str,
		params: Option<Box<RawValue>>,
	) -> RawRpcFuture<'a, Box<RawValue>> {
		let answer = self.client.request_raw(method, params);
		Box::pin(async move {
			let begun = Instant::now();
			let answer = answer.await;
			self.clock.add(method, begun.elapsed());
			answer
		})
	}

	fn subscribe_raw<'a>(
		&'a self,
		sub: &'a str,
		params: Option<Box<RawValue>>,
		unsub: &'a str,
	) -> RawRpcFuture<'a, RawRpcSubscription> {
		self.client.subscribe_raw(sub, params, unsub)
	}
}
