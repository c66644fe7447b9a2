// SPDX-License-Identifier: Apache-2.0

//! Who sold to whom: buyers by sellers.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::{
	format::decimal,
	sums::{flows, name},
	table::{Row, Table},
};
use crate::day::Day;

/// Sellers and buyers that are shown on their own; who traded least is one column or row.
const SELLERS: usize = 12;
const BUYERS: usize = 40;

/// A node, or all that are not shown on their own.
type Who = Option<u32>;

/// Energy between each seller and buyer as a cell, the darker the more, with sums.
pub fn table(day: &Day) -> Markup {
	let flows = flows(day);
	if flows.is_empty() {
		return html! { p { "Nobody sold anything." } };
	}
	let sellers = shown(flows.iter().map(|((seller, _), wh)| (*seller, *wh)), SELLERS);
	let buyers = shown(flows.iter().map(|((_, buyer), wh)| (*buyer, *wh)), BUYERS);
	let of = |shown: &BTreeSet<u32>, node| Some(node).filter(|node| shown.contains(node));
	let mut cells: BTreeMap<(Who, Who), u128> = BTreeMap::new();
	for ((seller, buyer), wh) in &flows {
		*cells.entry((of(&buyers, *buyer), of(&sellers, *seller))).or_default() += wh;
	}
	let rows = axis(cells.keys().map(|cell| cell.0));
	let columns = axis(cells.keys().map(|cell| cell.1));
	let text = |who: &Who| who.map_or_else(|| "others".into(), |node| name(day, node));
	let sum = |of: &dyn Fn(&(Who, Who)) -> bool| -> u128 {
		cells.iter().filter(|(cell, _)| of(cell)).map(|(_, wh)| wh).sum()
	};
	let most = cells.values().max().copied().unwrap_or(0).max(1);
	let mut headings = vec!["buyer".to_owned()];
	headings.extend(columns.iter().map(&text));
	headings.push("bought".into());
	let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
	let row = |buyer: &Who| {
		let sold = columns.iter().map(|seller| match cells.get(&(*buyer, *seller)) {
			Some(wh) => shaded(*wh, most),
			None => html! {},
		});
		let all = sum(&|cell| cell.0 == *buyer);
		Row::marked(text(buyer), sold.chain([html! { (brief(all)) }]))
	};
	let sums = columns.iter().map(|seller| brief(sum(&|cell| cell.1 == *seller)));
	let sums = Row::new("sold", sums.chain([brief(sum(&|_| true))]));
	let caption = "Energy in kWh that each seller, in columns, sold to each buyer, in rows: the darker, the more.";
	Table::new(caption, &headings).rows(rows.iter().map(row)).sums([sums]).markup()
}

/// Who has traded most.
fn shown(rows: impl Iterator<Item = (u32, u128)>, most: usize) -> BTreeSet<u32> {
	let mut sums: BTreeMap<u32, u128> = BTreeMap::new();
	for (node, wh) in rows {
		*sums.entry(node).or_default() += wh;
	}
	let mut sums: Vec<_> =
		sums.into_iter().map(|(node, wh)| (std::cmp::Reverse(wh), node)).collect();
	sums.sort_unstable();
	sums.into_iter().take(most).map(|(_, node)| node).collect()
}

/// In ascending order, the others last.
fn axis(nodes: impl Iterator<Item = Who>) -> Vec<Who> {
	let nodes: BTreeSet<_> = nodes.map(|node| (node.is_none(), node)).collect();
	nodes.into_iter().map(|(_, node)| node).collect()
}

/// A number on a ground that is the darker the more of the most it is.
fn shaded(wh: u128, most: u128) -> Markup {
	// The root shows differences among small ones too.
	let part = (wh as f64 / most as f64).sqrt().clamp(0.0, 1.0);
	html! { span.shade style=(format!("--part:{:.0}%", part * 100.0)) { (brief(wh)) } }
}

/// Wh as kWh with three digits or so.
fn brief(wh: u128) -> String {
	let wh = i128::try_from(wh).unwrap_or(i128::MAX);
	match wh {
		0..50 => decimal(wh, 3, 3),
		50..100_000 => decimal(wh, 3, 1),
		100_000..100_000_000 => decimal(wh, 3, 0),
		_ => format!("{:.1e}", wh as f64 / 1e3),
	}
}
