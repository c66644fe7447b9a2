// SPDX-License-Identifier: Apache-2.0

//! Lines on standard output. Whoever reads may stop to, as `head` does: that ends the program, quietly.

use std::{
	fmt::Arguments,
	io::{self, Write},
	process,
};

/// The status of a program that writes into a pipe which nobody reads: as a shell has it of SIGPIPE.
const CLOSED_PIPE: i32 = 141;

/// In the place of the standard library's, which panics there. All modules below see it.
macro_rules! println {
	($($text:tt)*) => { $crate::output::out(format_args!($($text)*)) };
}

/// A line on standard output. What cannot be written ends the program: nobody would know what it has found.
pub fn out(text: Arguments<'_>) {
	match writeln!(io::stdout().lock(), "{text}") {
		Ok(()) => {},
		Err(error) if error.kind() == io::ErrorKind::BrokenPipe => process::exit(CLOSED_PIPE),
		Err(error) => {
			eprintln!("Error: what is printed cannot be written: {error}");
			process::exit(1);
		},
	}
}
