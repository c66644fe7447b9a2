// SPDX-License-Identifier: Apache-2.0

//! Begins with a light client, and shows what it waits for.

use std::{
	path::Path,
	sync::Mutex,
	time::{Duration, Instant},
};

use gridmerit_client::{Chain, ChainError};
use indicatif::{ProgressBar, ProgressStyle};

/// How often a log gets a line.
const LINE: Duration = Duration::from_secs(10);

/// The chain of a spec, by a light client; on standard error how it gets on.
pub async fn begin(spec: &Path) -> Result<Chain, ChainError> {
	let bar = ProgressBar::new_spinner();
	if let Ok(style) = ProgressStyle::with_template("{elapsed_precise} light client: {msg}") {
		bar.set_style(style);
	}
	let line = Mutex::new(Instant::now());
	let say = |peers| {
		let text = match peers {
			0 => "looks for a peer".into(),
			_ => format!("{peers} peers, looks for the newest final block"),
		};
		bar.set_message(text.clone());
		bar.tick();
		if bar.is_hidden()
			&& let Ok(mut line) = line.lock()
			&& line.elapsed() >= LINE
		{
			*line = Instant::now();
			eprintln!("light client: {text}");
		}
	};
	let chain = Chain::light(spec, &say).await;
	bar.finish_and_clear();
	chain
}
