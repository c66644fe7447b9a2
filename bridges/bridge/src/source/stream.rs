// SPDX-License-Identifier: Apache-2.0

//! Files, standard input, TCP.

use std::{
	fs::File,
	io::{self, ErrorKind, Read},
	net::{TcpStream, ToSocketAddrs},
	path::Path,
	time::Duration,
};

use super::{Ended, Out};

/// So long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);

const CHUNK: usize = 4_096;

pub fn read_file(path: &Path, out: &Out) -> io::Result<Ended> {
	read_all(&mut File::open(path)?, out)
}

pub fn read_all(from: &mut dyn Read, out: &Out) -> io::Result<Ended> {
	let mut chunk = [0; CHUNK];
	loop {
		let read = match from.read(&mut chunk) {
			Err(error) if error.kind() == ErrorKind::Interrupted => continue,
			other => other?,
		};
		match chunk.get(..read) {
			None | Some([]) => return Ok(Ended::End),
			Some(bytes) if out.bytes(bytes).is_err() => return Ok(Ended::Gone),
			Some(_) => {},
		}
	}
}

/// Connects to the first address that answers.
pub fn connect(address: &str) -> io::Result<TcpStream> {
	let mut last = io::Error::new(ErrorKind::NotFound, "the name has no address");
	for address in address.to_socket_addrs()? {
		match TcpStream::connect_timeout(&address, CONNECT) {
			Ok(stream) => return Ok(stream),
			Err(error) => last = error,
		}
	}
	Err(last)
}

pub fn read_tcp(address: &str, silence: Duration, out: &Out) -> io::Result<Ended> {
	let mut stream = connect(address)?;
	// Whoever was switched off does not say goodbye.
	stream.set_read_timeout(Some(silence))?;
	match read_all(&mut stream, out) {
		Ok(Ended::End) => {
			Err(io::Error::new(ErrorKind::UnexpectedEof, "the connection was closed"))
		},
		Err(error) if [ErrorKind::WouldBlock, ErrorKind::TimedOut].contains(&error.kind()) => {
			let seconds = silence.as_secs();
			Err(io::Error::new(ErrorKind::TimedOut, format!("nothing has come for {seconds} s")))
		},
		other => other,
	}
}
