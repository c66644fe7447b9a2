// SPDX-License-Identifier: Apache-2.0

//! Gathers a bill: from the chain what it remembers, asked in pages, and from the archive what it has forgotten.

use std::{collections::BTreeMap, ops::Bound};

use gridmerit_client::{AccountId32, Chain, ChainError, View, times::Zone};
use gridmerit_energy::{Interval, Invoice, NodeIndex, NodeStatus, Planck};

use crate::{
	archive::{Archive, ArchiveError, Record},
	beside::{certificates, subsidies},
	bill::{Bill, Gaps, Line, Origin, Source},
};

/// Which bill.
pub struct Asked {
	/// Whose.
	pub account: AccountId32,
	/// The first interval.
	pub first: Interval,
	/// The last one.
	pub last: Interval,
	/// By whose clocks days begin.
	pub zone: Zone,
}

/// Why there is no bill.
#[derive(Debug, thiserror::Error)]
pub enum BillError {
	/// The chain.
	#[error(transparent)]
	Chain(#[from] ChainError),
	/// The archive.
	#[error(transparent)]
	Archive(#[from] ArchiveError),
}

/// All that the chain remembers of how a node's intervals are settled, and from which interval on it does.
pub(crate) async fn remembered(
	view: &View,
	node: NodeIndex,
) -> Result<(Interval, Vec<(Interval, Invoice)>), ChainError> {
	let from = view.forgotten_until().await?;
	// Before the market has begun there is nothing, and no page to begin with.
	if from == 0 {
		return Ok((0, Vec::new()));
	}
	let last = current(view).await?.saturating_sub(1);
	Ok((from, view.invoices(node, from, last).await?))
}

/// The interval that is being delivered.
pub(crate) async fn current(view: &View) -> Result<Interval, ChainError> {
	let length = u64::from(view.interval_length().await?.max(1));
	Ok(Interval::try_from(view.now().await? / length).unwrap_or(Interval::MAX))
}

/// How many intervals of a node were settled that neither the chain nor an archive knows.
pub(crate) fn unknown(ever: u32, remembered: usize, archived: usize) -> u32 {
	let known = remembered.saturating_add(archived);
	ever.saturating_sub(u32::try_from(known).unwrap_or(u32::MAX))
}

/// The bill of a node.
pub async fn gather(
	chain: &Chain,
	view: &View,
	node: &NodeStatus,
	asked: Asked,
	archive: Option<&Archive>,
) -> Result<Bill, BillError> {
	let Asked { account, first, last, zone } = asked;
	let (from, remembered) = remembered(view, node.index).await?;
	let archived = match archive {
		Some(archive) => {
			archive.belongs_to(chain, view.number()).await?;
			archive.latest(0, from.saturating_sub(1))?
		},
		None => Vec::new(),
	};
	let (closed, current) = (view.closed_until().await?, current(view).await?);
	let ever = view.totals(node.index).await?.intervals;
	let unknown = unknown(ever, remembered.len(), archived.len());
	let line = |interval, invoice: Invoice, source, closed| {
		let standing = invoice.basis.standing(closed);
		Line { interval, invoice, standing, source }
	};
	let mut lines: BTreeMap<_, _> = archived
		.iter()
		.map(|record| {
			let Record { interval, invoice, closed, .. } = *record;
			(interval, line(interval, invoice, Source::Archive, closed))
		})
		.collect();
	lines.extend(remembered.into_iter().map(|(interval, invoice)| {
		(interval, line(interval, invoice, Source::Chain, interval < closed))
	}));
	let charged_later = charged_after(last, &lines);
	let lines: Vec<_> = match first <= last {
		true => lines.range(first..=last).map(|(_, line)| *line).collect(),
		false => Vec::new(),
	};
	let silent = view.silent_until().await?;
	let origin = Origin {
		chain: chain.name().await?,
		genesis: format!("{:?}", chain.genesis()),
		block: view.number(),
		now: view.now().await?,
		account: account.to_string(),
	};
	Ok(Bill {
		node: node.index,
		first,
		last,
		length: view.interval_length().await?,
		zone,
		gaps: gaps((first, last), &lines, unknown, Horizon { from, silent, current }),
		lines,
		debts: node.debts,
		charged_later,
		certificates: certificates(view, node.index, (first, last)).await?,
		subsidies: subsidies(view, node.index).await?,
		origin,
	})
}

/// What was charged for all that is known after an interval, in planck.
fn charged_after(last: Interval, lines: &BTreeMap<Interval, Line>) -> Planck {
	let later = lines.range((Bound::Excluded(last), Bound::Unbounded));
	later.fold(0, |sum: Planck, (_, line)| sum.saturating_add(line.invoice.charged))
}

/// How far the chain sees.
struct Horizon {
	/// It remembers from here on.
	from: Interval,
	/// It waits for no reading before.
	silent: Interval,
	/// This one is being delivered.
	current: Interval,
}

/// How many intervals are there from `first` on and before `end`.
fn count(first: Interval, end: Interval) -> u32 {
	end.saturating_sub(first)
}

fn gaps(
	(first, last): (Interval, Interval),
	lines: &[Line],
	unknown: u32,
	Horizon { from, silent, current }: Horizon,
) -> Gaps {
	if first > last {
		return Gaps::default();
	}
	let end = last.saturating_add(1);
	// Of the intervals of the range within some bounds, how many have no line.
	let without = |least: Interval, most: Interval| {
		let bounds = first.max(least)..end.min(most);
		let lines = lines.iter().filter(|line| bounds.contains(&line.interval)).count();
		let all = count(bounds.start, bounds.end);
		all.saturating_sub(u32::try_from(lines).unwrap_or(u32::MAX))
	};
	let silent = silent.clamp(from, current.max(from));
	Gaps {
		to_come: without(current, Interval::MAX),
		waiting: without(silent, current),
		forgotten: without(0, from).min(unknown),
		nothing: without(from, silent),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::tests::line;

	#[test]
	fn what_is_left_out_is_counted_by_its_reason() {
		let horizon = || Horizon { from: 100, silent: 110, current: 120 };
		let lines = [line(99, 1), line(105, 1), line(112, 1)];
		let all = Gaps { to_come: 10, waiting: 9, forgotten: 4, nothing: 9 };
		assert_eq!(gaps((90, 129), &lines, 4, horizon()), all);
		// No more can be missing than was ever settled, and is in the range.
		assert_eq!(gaps((90, 129), &lines, 50, horizon()).forgotten, 9);
		assert_eq!(gaps((90, 99), &lines, 0, horizon()), Gaps::default());
		assert_eq!(gaps((105, 105), &lines, 50, horizon()), Gaps::default());
		assert_eq!(gaps((9, 8), &lines, 50, horizon()), Gaps::default());
		let late = gaps((130, 131), &[], 50, horizon());
		assert_eq!(late, Gaps { to_come: 2, ..Gaps::default() });
	}

	#[test]
	fn what_was_charged_later_counts_whoever_remembers_it() {
		let of = |interval, source| (interval, Line { source, ..line(interval, 1_000) });
		let lines =
			BTreeMap::from([of(7, Source::Archive), of(8, Source::Archive), of(9, Source::Chain)]);
		let charged = line(7, 1_000).invoice.charged;
		assert!(charged > 0);
		assert_eq!(charged_after(6, &lines), 3 * charged);
		assert_eq!(charged_after(7, &lines), 2 * charged);
		assert_eq!((charged_after(9, &lines), charged_after(Interval::MAX, &lines)), (0, 0));
	}

	#[test]
	fn nobody_is_missing_who_is_known() {
		assert_eq!(unknown(7, 3, 4), 0);
		assert_eq!(unknown(7, 3, 1), 3);
		// A node that has left and come back has fewer than the archive.
		assert_eq!(unknown(2, 3, 4), 0);
	}
}
