// SPDX-License-Identifier: Apache-2.0

//! Looking at a node, and trading for it by hand.

use std::process::ExitCode;

use gridmerit_client::{self as client, AccountId32, Call, Chain, Signatory, View};
use gridmerit_energy::{Interval, NodeMeter, NodeStatus, Order, Window};

use crate::{
	failure::Failure,
	options::{CancelOptions, DepthOptions, Direction, PlaceOptions, QuoteOptions, ReadOptions},
	show,
	transact::{Waiting, transact},
};

/// The way out for who owes.
const IN_ARREARS: &str = "the node owes: no order is taken that enlarges what it has traded. If readings are missing, deliver \
	them late, and what was estimated for them is given back; or deposit what it owes";

/// The node of an account.
pub async fn node(view: &View, account: &AccountId32) -> Result<NodeStatus, Failure> {
	if let Some(node) = view.node(account).await? {
		return Ok(node);
	}
	Err(match view.application(account).await? {
		Some(_) => format!("{account} has applied to become a TE node; the operator has to answer"),
		None => format!("{account} acts for no TE node; `gridmerit-agent join` applies for one"),
	}
	.into())
}

/// The open windows, of which there have to be some.
pub async fn windows(view: &View) -> Result<Vec<Window>, Failure> {
	match view.windows().await? {
		none if none.is_empty() => Err(view.no_window().await?.into()),
		open => Ok(open),
	}
}

/// An interval by number, or counted from the first open window.
pub fn interval(text: &str, windows: &[Window]) -> Result<Interval, Failure> {
	let parse = |text: &str| {
		text.parse::<u32>().map_err(|_| format!("`{text}` is no interval: a number, +1, +2, ..."))
	};
	let Some(place) = text.strip_prefix('+') else { return Ok(parse(text)?) };
	let place = parse(place)?.checked_sub(1).ok_or("windows are counted from +1")?;
	let window = windows.get(place as usize);
	let window = window.ok_or_else(|| match windows.len() {
		0 => "no window is open".to_string(),
		open => format!("`{text}`: only {open} windows are open"),
	})?;
	Ok(window.interval)
}

pub async fn status(options: &ReadOptions) -> Result<ExitCode, Failure> {
	let account = options.whose.account()?;
	let view = options.common.connect().await?.best().await?;
	let node = node(&view, &account).await?;
	let free = view.free(&account).await?;
	let meters = view.meters(node.index).await?;
	let bonded = view.standing(node.index).await?.unwrap_or_default().bonded;
	let meter = NodeMeter::settling(&meters);
	if node.debts > 0 && !options.common.json {
		eprintln!("{IN_ARREARS}");
	}
	show::status(&node, &account, free, bonded, meter, options.common.json)
}

pub async fn orders(options: &ReadOptions) -> Result<ExitCode, Failure> {
	let account = options.whose.account()?;
	let view = options.common.connect().await?.best().await?;
	let node = node(&view, &account).await?;
	let windows = view.windows().await?;
	if windows.is_empty() {
		eprintln!("{}", view.no_window().await?);
	}
	let length = view.interval_length().await?;
	show::orders(&windows, &node, length, &options.zone.zone(), options.common.json)
}

async fn send(
	chain: &Chain,
	view: &View,
	signatory: &Signatory,
	call: Call,
	what: &str,
	waiting: Waiting,
) -> Result<ExitCode, Failure> {
	let (call, included) = transact(chain, view, signatory, call, waiting).await?;
	show::included(&included, &call, what, waiting.json)
}

pub async fn cancel(options: &CancelOptions) -> Result<ExitCode, Failure> {
	let signatory = options.trader.signatory()?;
	let chain = options.common.connect().await?;
	let view = chain.best().await?;
	let (call, what) = match options.all {
		true => (client::cancel_all(), "all orders".into()),
		false => {
			let windows = view.windows().await?;
			let intervals = options.interval.iter().map(|text| interval(text, &windows));
			let intervals = intervals.collect::<Result<Vec<_>, _>>()?;
			(client::cancel(&intervals), format!("intervals {intervals:?}"))
		},
	};
	let waiting = Waiting::new(&options.common, options.until_final);
	send(&chain, &view, &signatory, call, &what, waiting).await
}

pub async fn quote(options: &QuoteOptions) -> Result<ExitCode, Failure> {
	let view = options.common.connect().await?.best().await?;
	let windows = windows(&view).await?;
	let interval = interval(&options.interval, &windows)?;
	let order = match (options.side, options.limit, options.ask) {
		(Direction::Buy, limit, None) => Order::Demand { quantity: options.energy, limit },
		(Direction::Sell, None, ask) => {
			let window = windows.iter().find(|window| window.interval == interval);
			let cheapest = || window.map(|window| window.cheapest_ask);
			let ask = ask.or_else(cheapest);
			let ask = ask.ok_or_else(|| format!("no quote: interval {interval} is not open"))?;
			Order::Offer { capacity: options.energy, ask }
		},
		(Direction::Buy, ..) => return Err("--ask is the price of a sale; to buy, --limit".into()),
		(Direction::Sell, ..) => {
			return Err("--limit is the price of a purchase; to sell, --ask".into());
		},
	};
	let bus = place(&view, interval, &options.place).await?;
	let quote = view.quote(interval, order, bus.unwrap_or_default()).await?;
	let quote = quote.ok_or_else(|| {
		format!(
			"no quote: interval {interval} is not open, the energy is 0 or above 2^40 Wh, or nothing can trade at this \
			 price (`orders` shows between which)"
		)
	})?;
	show::quote(interval, order, bus, &quote, options.common.json)
}

pub async fn depth(options: &DepthOptions) -> Result<ExitCode, Failure> {
	let view = options.common.connect().await?.best().await?;
	let interval = interval(&options.interval, &windows(&view).await?)?;
	let depth = view.depth(interval, options.bus).await?;
	show::depth(interval, &depth, options.common.json)
}

/// The bus on which somebody asks for an interval; none if there is no grid, where it does not matter.
async fn place(
	view: &View,
	interval: Interval,
	options: &PlaceOptions,
) -> Result<Option<u16>, Failure> {
	let lines = view.lines(interval).await?;
	if lines.is_empty() {
		return Ok(None);
	}
	let bus = options.bus(view).await?;
	let bus =
		bus.ok_or("on a grid a price is that of a zone: say where, by --bus or an account")?;
	match usize::from(bus) <= lines.len() {
		true => Ok(Some(bus)),
		false => Err(format!("no line leads to bus {bus}: the last one is {}", lines.len()).into()),
	}
}
