// SPDX-License-Identifier: Apache-2.0

//! What proving and verifying costs, in native code on one core, beside the verification of an sr25519 signature in the
//! same run. Prints a table; with `--write` puts it into this crate's README.
//!
//! ```sh
//! cargo run --release -p gridmerit-hidden --features range --example costs -- --write
//! ```

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a measurement may panic")]

use std::{fmt::Write, fs, hint::black_box, time::Duration};

use gridmerit_hidden::{
	Bits, Blinding, Call, Commitment, Context, EqualSums, EqualSumsProof, Generators, InRange,
	OneOf, Opening, Range, RangeProof, verify_batch,
};
use rand_core::OsRng;
use rustix::time::{ClockId, clock_gettime};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
const FROM: &str = "<!-- costs -->\n";
const TO: &str = "<!-- /costs -->\n";

/// Least times: how often each row is measured.
const ROUNDS: usize = 25;

struct Row<'a> {
	what: &'static str,
	bytes: usize,
	run: Box<dyn FnMut() + 'a>,
	least: Duration,
}

fn row<'a>(what: &'static str, bytes: usize, run: impl FnMut() + 'a) -> Row<'a> {
	Row { what, bytes, run: Box::new(run), least: Duration::MAX }
}

/// The processor's time that this thread has had: others' work on the machine counts little.
fn own_time() -> Duration {
	clock_gettime(ClockId::ThreadCPUTime).try_into().unwrap()
}

fn table(rows: &[Row<'_>]) -> String {
	let base = rows[0].least.as_secs_f64();
	let mut text =
		String::from("| what | bytes | ms | in verifications of sr25519 |\n|---|---|---|---|\n");
	for row in rows {
		let (took, bytes) = (row.least.as_secs_f64(), row.bytes);
		let bytes = if bytes == 0 { String::new() } else { bytes.to_string() };
		let (milliseconds, ratio) = (took * 1e3, took / base);
		writeln!(text, "| {} | {bytes} | {milliseconds:.3} | {ratio:.1} |", row.what).unwrap();
	}
	text
}

fn main() {
	let context = |node, call| Context { genesis: [9; 32], agreement: 1, cycle: 7, node, call };
	let range = Range::within(1_000, 3_000).unwrap();
	let generators = Generators::new(range.width(), range.values()).unwrap();
	let of_64 = Generators::new(Bits::SixtyFour, 1).unwrap();

	let keypair = schnorrkel::Keypair::generate();
	let reading = [0x5a; 129];
	let signature = keypair.sign_simple(b"substrate", &reading);

	// 53 tenants use 91 kWh in all, and four suppliers deliver them.
	let mut amounts = vec![1_700; 52];
	amounts.push(91_000 - 52 * 1_700);
	let used: Vec<_> = amounts.iter().map(|amount| Opening::random(*amount, &mut OsRng)).collect();
	let supplied =
		[31_000, 30_000, 15_100, 14_900].map(|amount| Opening::random(amount, &mut OsRng));
	let left: Vec<_> = used.iter().map(Opening::commitment).collect();
	let right: Vec<_> = supplied.iter().map(Opening::commitment).collect();
	let bounds: Vec<_> = left
		.chunks(1)
		.zip(0..)
		.map(|(commitments, node)| InRange {
			context: context(node, Call::Usage),
			commitments,
			range,
		})
		.collect();
	let proofs: Vec<_> = bounds
		.iter()
		.zip(used.chunks(1))
		.map(|(statement, opening)| statement.prove(&generators, opening, &mut OsRng).unwrap())
		.collect();
	let batch: Vec<_> = bounds.iter().copied().zip(&proofs).collect();
	let balance =
		EqualSums { context: context(0, Call::Balance), left: &left, right: &right, public: 0 };
	let sum = |side: &[Opening]| Blinding::sum(side.iter().map(|opening| &opening.blinding));
	let rest = sum(&used).minus(&sum(&supplied));
	let balanced = balance.prove(&rest, &mut OsRng).unwrap();

	let set = [1_000, 1_700, 3_000];
	let one_of = OneOf { context: context(0, Call::Usage), commitment: left[0], set: &set };
	let chosen = one_of.prove(&used[0], &mut OsRng).unwrap();
	let account = InRange { range: Range::bits(Bits::SixtyFour), ..bounds[0] };
	let stays = account.prove(&of_64, &used[..1], &mut OsRng).unwrap();

	// As it comes: points and proofs are bytes.
	let point_bytes: Vec<_> = left.iter().chain(&right).map(Commitment::encode).collect();
	let proof_bytes: Vec<_> = proofs.iter().map(RangeProof::encode).collect();
	let balance_bytes = balanced.encode();
	let month_bytes = proof_bytes.iter().map(Vec::len).sum::<usize>() + 32 * 57 + 64;
	let month = || {
		let generators = Generators::new(range.width(), range.values()).unwrap();
		let points: Vec<_> =
			point_bytes.iter().map(|bytes| Commitment::decode(bytes).unwrap()).collect();
		let proofs: Vec<_> =
			proof_bytes.iter().map(|bytes| RangeProof::decode(bytes).unwrap()).collect();
		let batch: Vec<_> = points
			.chunks(1)
			.zip(&proofs)
			.zip(0..)
			.map(|((commitments, proof), node)| {
				(InRange { context: context(node, Call::Usage), commitments, range }, proof)
			})
			.collect();
		verify_batch(&generators, &batch).unwrap();
		let (left, right) = points.split_at(53);
		let balance = EqualSums { context: context(0, Call::Balance), left, right, public: 0 };
		balance.verify(&EqualSumsProof::decode(&balance_bytes).unwrap()).unwrap();
	};

	let tenant_bytes = proof_bytes[0].len();
	let mut rows = [
		row("verify an sr25519 signature of 129 bytes", 64, || {
			keypair.public.verify_simple(b"substrate", &reading, &signature).unwrap();
		}),
		row("commit to an amount", 32, || {
			black_box(Commitment::new(1_700, &used[0].blinding));
		}),
		row("prove that an amount is one of three", 192, || {
			black_box(one_of.prove(&used[0], &mut OsRng).unwrap());
		}),
		row("verify it", 192, || one_of.verify(&chosen).unwrap()),
		row("prove the balance of 53 tenants and 4 suppliers", 64, || {
			black_box(balance.prove(&rest, &mut OsRng).unwrap());
		}),
		row("verify it", 64, || balance.verify(&balanced).unwrap()),
		row("make the bases of proofs from 1 to 3 kWh", 0, || {
			black_box(Generators::new(range.width(), range.values()).unwrap());
		}),
		row("prove for one tenant: from 1 to 3 kWh", tenant_bytes, || {
			black_box(bounds[0].prove(&generators, &used[..1], &mut OsRng).unwrap());
		}),
		row("verify it alone", tenant_bytes, || bounds[0].verify(&generators, &proofs[0]).unwrap()),
		row("prove that what stays of an account is not negative", stays.encode().len(), || {
			black_box(account.prove(&of_64, &used[..1], &mut OsRng).unwrap());
		}),
		row("verify it", stays.encode().len(), || account.verify(&of_64, &stays).unwrap()),
		row("verify 53 tenants one by one", 53 * tenant_bytes, || {
			for (statement, proof) in &batch {
				statement.verify(&generators, proof).unwrap();
			}
		}),
		row("verify 53 tenants as a batch", 53 * tenant_bytes, || {
			verify_batch(&generators, &batch).unwrap();
		}),
		row("**the paper's month**: bases, decoding, the batch, the balance", month_bytes, month),
	];
	// In turn, so that a busy moment of the machine hits all of them.
	for _ in 0..ROUNDS {
		for row in &mut rows {
			let start = own_time();
			(row.run)();
			row.least = row.least.min(own_time().saturating_sub(start));
		}
	}
	let table = table(&rows);
	print!("{table}");
	if std::env::args().any(|arg| arg == "--write") {
		let page = fs::read_to_string(README).unwrap();
		let (before, rest) = page.split_once(FROM).unwrap();
		let (_, after) = rest.split_once(TO).unwrap();
		fs::write(README, format!("{before}{FROM}\n{table}\n{TO}{after}")).unwrap();
	}
}
