// SPDX-License-Identifier: Apache-2.0

//! What the bridge says while it runs.

use std::{
	collections::BTreeMap,
	io::Write,
	sync::{Arc, Mutex, PoisonError},
};

/// Lines for whoever looks after the bridge. What repeats is said the 1st, 10th, 100th time and so on.
#[derive(Clone)]
pub struct Log(Arc<Mutex<Inner>>);

struct Inner {
	out: Box<dyn Write + Send>,
	times: BTreeMap<&'static str, u64>,
}

impl Log {
	/// One that writes there.
	pub fn new(out: impl Write + Send + 'static) -> Self {
		Self(Arc::new(Mutex::new(Inner { out: Box::new(out), times: BTreeMap::new() })))
	}

	/// Says something.
	pub fn note(&self, text: &str) {
		self.with(|inner| inner.write(text));
	}

	/// Says that something is wrong; `kind` tells which things are the same.
	pub fn warn(&self, kind: &'static str, text: &str) {
		self.with(|inner| {
			let times = inner.times.entry(kind).or_default();
			*times = times.saturating_add(1);
			match *times {
				1 => inner.write(&format!("warning: {text}")),
				times if is_power_of_ten(times) => {
					inner.write(&format!("warning: {text} ({times} times so far)"));
				},
				_ => {},
			}
		});
	}

	/// That is over: the next time is the first one again.
	pub fn over(&self, kind: &'static str) {
		self.with(|inner| {
			inner.times.remove(kind);
		});
	}

	fn with(&self, work: impl FnOnce(&mut Inner)) {
		work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
	}
}

impl Inner {
	/// One line, whatever a meter or a relay has said. Nobody may be there to read it.
	fn write(&mut self, text: &str) {
		let text: String = text.chars().take(600).collect();
		let line = text.replace(|c: char| c.is_control() || c.is_whitespace(), " ");
		let _ = writeln!(self.out, "{line}").and_then(|()| self.out.flush());
	}
}

fn is_power_of_ten(mut number: u64) -> bool {
	while number > 1 && number.is_multiple_of(10) {
		number /= 10;
	}
	number == 1
}
