// SPDX-License-Identifier: Apache-2.0

//! Prints one of the benchmarks' books for `gridmerit-clear`: `book mixed 1000`.

#![allow(dead_code, reason = "the benchmarks use the rest")]

#[path = "../../../crates/market/benches/support/mod.rs"]
mod support;

use support::{Kind, book, limits};

fn main() {
	let arguments: Vec<String> = std::env::args().skip(1).collect();
	let kind =
		|name: &String| Kind::ALL.iter().find(|(known, _)| known == name).map(|&(_, kind)| kind);
	let book = match &arguments[..] {
		[name, orders] => {
			kind(name).zip(orders.parse().ok()).map(|(kind, orders)| book(kind, orders))
		},
		_ => None,
	};
	let Some((demands, offers)) = book else {
		eprintln!("usage: book mixed|limited|tied|tied_limited|scarce|surplus ORDERS");
		std::process::exit(2);
	};
	let consumers: Vec<_> = demands
		.iter()
		.map(|d| serde_json::json!({"id": d.node, "demand_wh": d.quantity, "limit": d.limit}))
		.collect();
	let prosumers: Vec<_> = offers
		.iter()
		.map(|o| serde_json::json!({"id": o.node, "capacity_wh": o.capacity, "price": o.ask}))
		.collect();
	println!(
		"{}",
		serde_json::json!({
			"consumers": consumers, "prosumers": prosumers,
			"tou": limits().tou(), "fit": limits().fit(), "alpha": support::ALPHA_PPM, "ser": limits().fee(),
		})
	);
}
