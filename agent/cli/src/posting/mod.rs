// SPDX-License-Identifier: Apache-2.0

//! Posts an order by hand.

mod bounds;

use std::process::ExitCode;

use gridmerit_client::{self as client, ChainError, units};
use gridmerit_energy::{Interval, NodeMeter, Order, Window};

use crate::{
	failure::Failure,
	options::PostOptions,
	orders::{interval, windows},
	show,
	transact::{Waiting, transact},
};

/// The chain's name for it.
const NOT_OPEN: &str = "IntervalNotOpen";

pub async fn post(options: &PostOptions) -> Result<ExitCode, Failure> {
	let signatory = options.trader.signatory()?;
	let chain = options.common.connect().await?;
	let view = chain.best().await?;
	let windows = windows(&view).await?;
	let interval = interval(&options.interval, &windows)?;
	let round = windows.first().map_or(0, |window| window.round);
	let order = match (options.demand, options.offer, options.ask) {
		(Some(quantity), _, _) => Order::Demand { quantity, limit: options.limit },
		(_, Some(capacity), Some(ask)) => Order::Offer { capacity, ask },
		_ => return Err("give a --demand, or an --offer with its --ask".into()),
	};
	let what = format!("{} in interval {interval}", units::order(order));
	if windows.iter().all(|window| window.interval != interval) {
		return Err(not_open(&windows, &view.error_docs("ForwardMarket", NOT_OPEN)).into());
	}
	let node = view.node(&signatory.account()).await?;
	if let Some(node) = &node {
		let meters = view.meters(node.index).await?;
		look_at_meters(&meters, interval, options)?;
		let window = windows.iter().find(|window| window.interval == interval);
		if let Some((reason, help)) = window.and_then(|window| bounds::judge(order, node, window)) {
			let error = format!("{reason:?}");
			let docs = format!("{} {help}", view.error_docs("ForwardMarket", &error));
			let docs = docs.trim_end().into();
			let call = "ForwardMarket.post".into();
			return Err(ChainError::Refused { sent: false, call, error, docs }.into());
		}
	}
	let call = client::post(round, &[(interval, Some(order))], options.unmetered);
	let waiting = Waiting::new(&options.common, options.until_final);
	let sent = transact(&chain, &view, &signatory, call, waiting).await;
	let (call, included) = sent.map_err(helped)?;
	show::included(&included, &call, &what, options.common.json)
}

/// Why no order is taken for an interval that is none of these.
fn not_open(windows: &[Window], docs: &str) -> ChainError {
	let open: Vec<_> = windows.iter().map(|window| window.interval.to_string()).collect();
	let docs = format!("{docs} Open are {}.", open.join(", "));
	ChainError::Refused {
		sent: false,
		call: "ForwardMarket.post".into(),
		error: NOT_OPEN.into(),
		docs,
	}
}

/// Refuses what a revoked meter would make a loss of; warns of it if the sender says that it knows.
fn look_at_meters(
	meters: &[NodeMeter],
	interval: Interval,
	options: &PostOptions,
) -> Result<(), Failure> {
	let cost = "what is sold counts as not delivered, what is bought as not used";
	let trouble = match NodeMeter::settling(meters) {
		None => "no meter settles this node".to_string(),
		Some(NodeMeter { meter, revoked_from: Some(from), .. }) if *from <= interval => {
			let text =
				format!("the settlement meter {meter} is revoked, and its readings do not count");
			if !options.unmetered {
				let help = "Have it lifted or replaced, or give --unmetered";
				return Err(format!("{text}: {cost}. {help}").into());
			}
			text
		},
		Some(NodeMeter { meter, settles_from: Some(from), .. }) if interval < *from => {
			format!("meter {meter} settles this node only from interval {from} on")
		},
		Some(_) => return Ok(()),
	};
	// The chain refuses it otherwise.
	if options.unmetered && !options.common.json {
		eprintln!("warning: {trouble}: {cost}");
	}
	Ok(())
}

/// What helps against a refusal for which the chain's words are too few.
fn helped(error: Failure) -> Failure {
	let Some(ChainError::Refused { sent, call, error: name, docs }) = error.downcast_ref() else {
		return error;
	};
	let help = match name.as_str() {
		"NotMetered" => "By hand: `gridmerit-agent meter bind` and `gridmerit-agent settle-with`.",
		"NotRegistered" => "`gridmerit-agent join` applies for one.",
		_ => return error,
	};
	let docs = format!("{docs} {help}");
	ChainError::Refused { sent: *sent, call: call.clone(), error: name.clone(), docs }.into()
}
