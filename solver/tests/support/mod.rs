// SPDX-License-Identifier: Apache-2.0

//! Random problems, as the command reads them.

use fastrand::Rng;
use serde_json::{Value, json};

/// Kinds with numbers of buses and windows.
pub const KINDS: [(&str, usize, usize); 9] = [
	("voltage", 14, 1),
	("voltage", 33, 1),
	("voltage", 128, 1),
	("meshed", 14, 1),
	("meshed", 30, 1),
	("store", 14, 4),
	("store", 33, 8),
	("block", 14, 4),
	("block", 33, 4),
];

/// A problem of a kind.
pub fn problem(kind: &str, buses: usize, windows: usize, seed: u64) -> Value {
	let mut rng = Rng::with_seed(seed.wrapping_mul(1_000).wrapping_add(buses as u64));
	let orders: Vec<_> = (0..windows)
		.flat_map(|window| (0..buses).map(move |bus| (window, bus)))
		.flat_map(|cell| [cell; 3])
		.map(|(window, bus)| {
			let supply = rng.bool();
			let price = if supply { rng.u64(60_000..150_000) } else { rng.u64(90_000..200_000) };
			// Windows differ, so that stores have something to do.
			let price = price * [80, 110, 70, 130][window % 4] / 100;
			let side = if supply { "supply" } else { "demand" };
			json!({"bus": bus, "window": window, "side": side, "wh": rng.u64(50..3_000), "price": price})
		})
		.collect();
	let grid = if kind == "meshed" { meshed(&mut rng, buses) } else { radial(&mut rng, buses) };
	let mut problem = json!({"grids": [grid], "windows": windows, "orders": orders});
	if kind == "store" {
		let store = |_| {
			let power = rng.u64(500..2_500);
			json!({
				"bus": rng.usize(0..buses), "charge_wh": power, "discharge_wh": power,
				"capacity_wh": power * rng.u64(1..4), "efficiency_ppm": rng.u32(800_000..=1_000_000),
			})
		};
		problem["stores"] = (0..buses / 4).map(store).collect();
	}
	if kind == "block" {
		let block = |_| {
			let from = rng.usize(0..windows - 1);
			let to = rng.usize(from + 1..windows);
			let wh: Vec<_> =
				(from..=to).map(|window| json!([window, rng.u64(200..1_500)])).collect();
			let side = if rng.bool() { "supply" } else { "demand" };
			json!({"bus": rng.usize(0..buses), "side": side, "price": rng.u64(80_000..140_000), "wh": wh})
		};
		problem["blocks"] = (0..buses / 3).map(block).collect();
	}
	problem
}

/// Lines that lift voltage by about a millionth for each Wh; the band is narrow enough to bind here and there.
fn radial(rng: &mut Rng, buses: usize) -> Value {
	let band = 10_000_000_000 * rng.u64(1..=6);
	let line = |bus: usize| {
		let rise = rng.u64(300_000..3_000_000);
		json!({
			"parent": bus - 1 - rng.usize(0..bus.min(4)), "import_wh": rng.u64(2_000..40_000),
			"export_wh": rng.u64(2_000..40_000),
			"voltage": {"rise": rise, "above": band, "below": band},
		})
	};
	json!({"radial": (1..buses).map(line).collect::<Vec<_>>()})
}

/// Lines with factors as of a mesh: each bus loads each line, some of them fill.
fn meshed(rng: &mut Rng, buses: usize) -> Value {
	let line = |_| {
		// Two sides of a line: what is on one loads it one way.
		let factors: Vec<_> = (1..buses)
			.map(|bus| json!([bus, rng.i32(20_000..700_000) * if rng.bool() { 1 } else { -1 }]))
			.collect();
		let limit = rng.u64(300..6_000);
		json!({"forward_wh": limit, "backward_wh": limit, "factors": factors})
	};
	json!({"meshed": {"buses": buses, "lines": (0..buses * 4 / 3).map(line).collect::<Vec<_>>()}})
}
