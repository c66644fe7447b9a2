// SPDX-License-Identifier: Apache-2.0

//! Notes what is new on the chain.

use std::collections::BTreeMap;

use gridmerit_client::{Chain, proof::MOST_PROVEN};
use gridmerit_energy::Interval;

use super::{Archive, ArchiveError};
use crate::gather::{BillError, remembered, unknown};

/// What a look at the chain has brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Update {
	/// How many intervals are new.
	pub new: usize,
	/// How many were noted before, and are settled otherwise now.
	pub corrected: usize,
	/// How many were noted before, and are settled for good now.
	pub closed: usize,
	/// How many are being settled anew, and are left for the next time.
	pub unsettled: usize,
	/// How many were settled that neither the chain nor the archive knows any more.
	pub lost: u32,
	/// The last final block, as of which all this is.
	pub block: u64,
}

impl Archive {
	/// Fails if it rests on a block that a chain of some height does not have: a development chain that is begun anew
	/// has the genesis of the one before. A light client has no old headers to compare it with.
	pub(crate) async fn belongs_to(&self, chain: &Chain, height: u64) -> Result<(), BillError> {
		if chain.is_light() {
			return Ok(());
		}
		let Some((number, ours)) = self.rests_on()? else { return Ok(()) };
		let elsewhere = match chain.block_at(number).await? {
			Some(theirs) => theirs != ours,
			// A node that synchronised by warp may lack it.
			None => number > height,
		};
		if elsewhere {
			return Err(ArchiveError::Elsewhere { path: self.path().into(), number }.into());
		}
		Ok(())
	}

	/// Notes how the node's intervals are settled after the last final block: those that it does not have, and those
	/// of which something has become.
	pub async fn update(&self, chain: &Chain) -> Result<Update, BillError> {
		let view = chain.last_final().await?;
		self.belongs_to(chain, view.number()).await?;
		let node = self.node();
		let (from, settled) = remembered(&view, node).await?;
		let closed_until = view.closed_until().await?;
		let known: BTreeMap<Interval, _> = self
			.latest(0, Interval::MAX)?
			.into_iter()
			.map(|record| (record.interval, (record.invoice, record.closed)))
			.collect();
		let older = known.range(..from).count();
		let ever = view.totals(node).await?.intervals;
		let mut update = Update {
			block: view.number(),
			lost: unknown(ever, settled.len(), older),
			..Update::default()
		};
		let mut wanted = Vec::new();
		for (interval, invoice) in &settled {
			let closed = *interval < closed_until;
			match known.get(interval) {
				Some((known, was)) if known == invoice && *was == closed => continue,
				Some((known, _)) if known == invoice => update.closed += 1,
				Some(_) => update.corrected += 1,
				None => update.new += 1,
			}
			wanted.push((*interval, *invoice));
		}
		let now = view.now().await?;
		for part in wanted.chunks(MOST_PROVEN) {
			let intervals: Vec<_> = part.iter().map(|(interval, _)| *interval).collect();
			let proof = chain.prove(&view, node, &intervals).await?;
			let proven = proof.check().map_err(ArchiveError::from)?;
			// While a corrected tariff is settled, some invoices follow from the one before.
			let mut sure = Vec::new();
			for (interval, invoice) in part {
				let found = proven.invoice(node, *interval).map_err(ArchiveError::from)?;
				if found == *invoice {
					sure.push(*interval);
				}
			}
			update.unsettled += part.len().saturating_sub(sure.len());
			if !sure.is_empty() {
				self.note(&proof, &sure, now)?;
			}
		}
		Ok(update)
	}
}
