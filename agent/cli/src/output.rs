// SPDX-License-Identifier: Apache-2.0

//! What is printed. Whoever reads may stop to, as `head` does: that ends the program, and is no failure of its own.

use std::{
	fmt::Arguments,
	io::{self, ErrorKind, Write},
	sync::atomic::{AtomicU8, Ordering},
};

use tokio::sync::Notify;

/// The status of a program that writes into a pipe which nobody reads: as a shell has it of SIGPIPE.
const CLOSED_PIPE: u8 = 141;
/// The status when what is to be printed cannot be written for another reason.
const UNWRITTEN: u8 = 1;

/// The status with which the program is to end; 0 as long as all was written.
static ENDED: AtomicU8 = AtomicU8::new(0);
static SOON: Notify = Notify::const_new();

/// In the place of the standard library's, which panics where a pipe is closed. All modules below see it.
macro_rules! println {
	() => { $crate::output::out(format_args!("")) };
	($($text:tt)*) => { $crate::output::out(format_args!($($text)*)) };
}

/// Likewise.
macro_rules! eprintln {
	($($text:tt)*) => { $crate::output::err(format_args!($($text)*)) };
}

/// A line on standard output.
pub fn out(text: Arguments<'_>) {
	note(writeln!(io::stdout().lock(), "{text}"));
}

/// A line on standard error.
pub fn err(text: Arguments<'_>) {
	note(writeln!(io::stderr().lock(), "{text}"));
}

fn note(written: io::Result<()>) {
	let Err(error) = written else { return };
	let status = if error.kind() == ErrorKind::BrokenPipe { CLOSED_PIPE } else { UNWRITTEN };
	if ENDED.swap(status, Ordering::Relaxed) == 0 {
		if status == UNWRITTEN {
			// If this cannot be written either, nobody can be told.
			let _ =
				writeln!(io::stderr().lock(), "Error: what is printed cannot be written: {error}");
		}
		SOON.notify_one();
	}
}

/// The status with which the program is to end because something was not written.
pub fn ended() -> Option<u8> {
	Some(ENDED.load(Ordering::Relaxed)).filter(|status| *status != 0)
}

/// Waits until something was not written.
pub async fn unwritten() {
	SOON.notified().await;
}
