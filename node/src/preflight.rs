// SPDX-License-Identifier: Apache-2.0

//! What is checked before a node starts, so that it fails with one clear line.

use sc_network::multiaddr::{Multiaddr, Protocol};
use sc_service::Configuration;
use std::{
	io::ErrorKind,
	net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener},
};

/// The base path can be written to.
pub fn check_base_path(config: &Configuration) -> Result<(), String> {
	let path = config.base_path.path();
	std::fs::create_dir_all(path).and_then(|()| tempfile::tempfile_in(path)).map(drop).map_err(
		|error| {
			format!(
				"cannot write to base path {}: {error}; choose another with --base-path",
				path.display()
			)
		},
	)
}

/// The ports are free. Left alone, the RPC server would move to a random port and the network would
/// listen nowhere, both with a line that is easily missed.
pub fn check_ports(config: &Configuration) -> Result<(), String> {
	let rpc: Vec<_> = match &config.rpc.addr {
		Some(endpoints) => endpoints.iter().map(|endpoint| endpoint.listen_addr).collect(),
		None => vec![(Ipv4Addr::LOCALHOST, config.rpc.port).into()],
	};
	let network = config.network.listen_addresses.iter().filter_map(tcp);
	let prometheus = config.prometheus_config.iter().map(|prometheus| prometheus.port);

	let wanted = rpc
		.into_iter()
		.map(|address| ("RPC", "--rpc-port", address))
		.chain(network.map(|address| ("network", "--port", address)))
		.chain(prometheus.map(|address| ("Prometheus", "--prometheus-port", address)));
	for (what, option, address) in wanted {
		match TcpListener::bind(address) {
			Ok(_) => {},
			// The node listens on IPv6 beside IPv4 where the machine has it.
			Err(error) if address.is_ipv6() && error.kind() != ErrorKind::AddrInUse => {},
			Err(error) => {
				return Err(format!(
					"cannot listen on {what} address {address}: {error}; choose another with {option}"
				));
			},
		}
	}
	Ok(())
}

fn tcp(address: &Multiaddr) -> Option<SocketAddr> {
	let mut parts = address.iter();
	let ip: IpAddr = match parts.next()? {
		Protocol::Ip4(ip) => ip.into(),
		Protocol::Ip6(ip) => ip.into(),
		_ => return None,
	};
	match parts.next()? {
		Protocol::Tcp(port) => Some((ip, port).into()),
		_ => None,
	}
}
