// SPDX-License-Identifier: Apache-2.0

//! The command `gridmerit-meter bridge`.

mod options;
mod watch;

use std::{
	io,
	process::ExitCode,
	sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel},
	thread,
	time::{Duration, Instant},
};

use clap::Parser;
use gridmerit_bridge::{
	Arrival, Bridge, Delivery, Home, Log, Shared, Signer, Spool,
	source::{self, Event, Reading},
};
use gridmerit_telegram::Decoder;
use options::Options;
use watch::Watch;

fn main() -> ExitCode {
	match run(&Options::parse()) {
		Ok(true) => ExitCode::SUCCESS,
		Ok(false) => ExitCode::FAILURE,
		Err(error) => {
			Log::new(io::stderr()).note(&format!("error: {error}"));
			ExitCode::from(2)
		},
	}
}

/// Whether everything is delivered. A meter that sends is read until the end of the program.
fn run(options: &Options) -> Result<bool, String> {
	let log = Log::new(io::stderr());
	let status = Shared::default();
	let keypair = options.keypair()?;
	let (login, ask, keys) = (options.login()?, options.ask()?, options.keys()?);
	let in_folder = |error: &dyn std::fmt::Display| format!("{}: {error}", options.dir.display());
	let signer = match (options.new, options.genesis, options.meter) {
		(true, Some(genesis), Some(meter)) => {
			let length = i64::from(options.interval).saturating_mul(1_000);
			options.settings(length)?;
			Signer::create(&options.dir, keypair, genesis, meter, length)
		},
		_ => Signer::open(&options.dir, keypair),
	}
	.map_err(|error| in_folder(&error))?;
	let settings = options.settings(signer.interval_length())?;
	let meter = signer.meter_index();
	let most = options.spool.try_into().unwrap_or(usize::MAX);
	let spool = Spool::open(&options.dir, most).map_err(|error| in_folder(&error))?;

	let decoder = Decoder::with_keys(options.format, keys);
	let mut bridge =
		Bridge::new(settings, decoder, signer, spool.clone(), status.clone(), log.clone())
			.map_err(|error| in_folder(&error))?;
	log.note(&format!(
		"meter {meter}: reads {} from {}; {} readings wait",
		options.format,
		options.source,
		status.get().backlog
	));

	let delivery =
		Delivery::new(spool, options.relay(), options.waits(), status.clone(), log.clone());
	let (wake, woken) = sync_channel(1);
	let delivery = thread::spawn(move || delivery.run(&woken));
	if let Some(broker) = options.home.clone() {
		Home { broker, login: login.clone(), meter }.show(status.clone(), log.clone());
	}

	let beginning = Instant::now();
	let reading = Reading {
		place: options.source.clone(),
		format: options.format,
		line: options.line,
		ask,
		login,
		silence: options.silence(),
	};
	let events = source::read(reading, beginning, log.clone());
	let mut watch = Watch::new(
		options.source.to_string(),
		options.format,
		options.silence(),
		options.dir.clone(),
		status.clone(),
		log,
	);
	let ended = follow(&mut bridge, &events, &wake, beginning, &mut watch);
	// What was signed is delivered whatever happened.
	drop(wake);
	let delivered = delivery.join().unwrap_or(false);
	let written = status.write(&options.dir).map_err(|error| in_folder(&error));
	ended?;
	written?;
	Ok(delivered)
}

/// How often the bridge looks whether something is due.
const TICK: Duration = Duration::from_secs(1);

/// Works on what comes until nothing more will.
fn follow(
	bridge: &mut Bridge,
	events: &Receiver<Event>,
	wake: &SyncSender<()>,
	beginning: Instant,
	watch: &mut Watch,
) -> Result<(), String> {
	let mut bytes = 0_u64;
	let mut ticked = Instant::now();
	loop {
		let (signed, ended) = match events.recv_timeout(TICK) {
			Ok(Event::Bytes(chunk, arrival)) => {
				bytes = bytes.saturating_add(chunk.len().try_into().unwrap_or(u64::MAX));
				(bridge.bytes(&chunk, arrival), None)
			},
			Ok(Event::End(how)) => (bridge.finish(Arrival::now(beginning)), Some(how)),
			Err(RecvTimeoutError::Disconnected) => {
				(bridge.finish(Arrival::now(beginning)), Some(Ok(())))
			},
			Err(RecvTimeoutError::Timeout) => (bridge.tick(Arrival::now(beginning)), None),
		};
		if signed.map_err(|error| error.to_string())? > 0
			&& let Err(TrySendError::Disconnected(())) = wake.try_send(())
		{
			return Err("the delivery has ended: this is a bug".into());
		}
		if let Some(how) = ended {
			how?;
			let Watch { source, format, .. } = watch;
			return bridge.has_understood().then_some(()).ok_or_else(|| {
				format!("{source}: no telegram of {format} was found: is it another --format?")
			});
		}
		if ticked.elapsed() >= TICK {
			ticked = Instant::now();
			watch.look(bytes);
		}
	}
}
