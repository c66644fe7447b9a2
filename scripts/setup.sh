# SPDX-License-Identifier: Apache-2.0
# Sourced by the other scripts: installs what is missing and sets where things are built.
# shellcheck shell=bash

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Outside the checkout, so that a fresh clone finds the dependencies that another one has built.
cache="${XDG_CACHE_HOME:-$HOME/.cache}/gridmerit"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$cache/target}"
# Debian's OpenSSL (a dependency of the network's WebRTC), not one compiled here for minutes.
export OPENSSL_NO_VENDOR=1
# To compile the runtime is most of what a node's start takes, and many start the same.
export GRIDMERIT_WASM_CACHE="${GRIDMERIT_WASM_CACHE:-$cache/wasm}"
# The Wasm builder looks for the workspace above the target directory unless told.
export WASM_BUILD_WORKSPACE_HINT="$PWD"
export PATH="$HOME/.cargo/bin:$cache/tools/bin:$PATH"

say() { printf '\n== %s\n' "$*"; }
fail() {
	printf 'Error: %s\n' "$*" >&2
	exit 1
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		fail "need root or sudo for: $*"
	fi
}

# Debian packages by name; asks apt only for those that are missing.
need_packages() {
	command -v apt-get >/dev/null || fail "no apt-get here; install by hand: $*"
	local missing=() package
	for package in "$@"; do
		dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep 'ok installed' >/dev/null ||
			missing+=("$package")
	done
	[ ${#missing[@]} -gt 0 ] || return 0
	say "Installing Debian packages: ${missing[*]}"
	as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq ||
		fail "apt-get update did not work"
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
		"${missing[@]}" >/dev/null ||
		fail "could not install Debian packages: ${missing[*]}"
}

# The compiler that rust-toolchain.toml names, with the targets of the runtime and of a microcontroller.
need_rust() {
	need_packages build-essential clang cmake git libclang-dev libssl-dev pkg-config protobuf-compiler
	if ! command -v rustup >/dev/null; then
		as_root apt-get update -qq || fail "apt-get update did not work"
		if apt-cache show rustup >/dev/null 2>&1; then need_packages rustup; fi
	fi
	command -v rustup >/dev/null || fail "rustup is missing; see https://rustup.rs and run this again"
	local channel
	channel=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
	if ! rustc "+$channel" --version >/dev/null 2>&1; then
		say "Installing Rust $channel"
		rustup toolchain install "$channel" --profile minimal ||
			fail "could not install Rust $channel"
	fi
	rustup component add clippy rustfmt --toolchain "$channel" 2>/dev/null ||
		fail "could not add clippy and rustfmt to Rust $channel"
	rustup target add wasm32v1-none thumbv7em-none-eabi --toolchain "$channel" 2>/dev/null ||
		fail "could not add the targets wasm32v1-none and thumbv7em-none-eabi to Rust $channel"
}

# Node.js and the packages of a folder of tests, as its lock file says.
need_client() {
	local folder=${1:-tests/client}
	if ! command -v node >/dev/null || ! command -v npm >/dev/null; then need_packages nodejs npm; fi
	node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' ||
		fail "Node.js 18 or newer is needed, and this is $(node --version)"
	local lock=$folder/package-lock.json stamp=$folder/node_modules/.gridmerit-lock
	! cmp -s "$lock" "$stamp" || return 0
	say "Installing npm packages of $folder"
	# No package that is needed has to build anything.
	(cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || fail "npm ci did not work"
	cp "$lock" "$stamp"
}

# A Python environment of its own with what a requirements file names: "$venv/bin/python".
need_python() {
	need_packages python3 python3-venv
	venv="$cache/python-$(sha256sum "$1" | cut -c1-16)"
	[ ! -e "$venv/complete" ] || return 0
	say "Setting up Python for $1"
	rm -rf "$venv"
	python3 -m venv "$venv" || fail "could not make a Python environment"
	"$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$1" ||
		fail "could not install what $1 names"
	touch "$venv/complete"
}

# Public profiles of homes, businesses and plants, as files in "$profiles" (110 MB). Nothing of them is run.
need_profiles() {
	need_packages python3 python3-venv
	local list=agent/forecast/public/packages.txt
	profiles="$cache/public-profiles-$(sha256sum "$list" | cut -c1-16)"
	[ ! -e "$profiles/complete" ] || return 0
	say "Fetching public profiles"
	rm -rf "$profiles"
	python3 -m venv "$profiles/venv" || fail "could not make a Python environment"
	"$profiles/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --require-hashes \
		--dest "$profiles" --requirement "$list" || fail "could not fetch them"
	touch "$profiles/complete"
}

# Prometheus and promtool, in "$prometheus". Unpacked, not installed: the Debian package would start a server.
need_prometheus() {
	need_packages dpkg
	prometheus="$cache/prometheus/usr/bin"
	[ ! -x "$prometheus/promtool" ] || return 0
	say "Unpacking Prometheus"
	local folder
	folder=$(mktemp -d)
	(cd "$folder" && { apt-get download -qq prometheus || { as_root apt-get update -qq && apt-get download -qq prometheus; }; } 2>/dev/null) ||
		fail "could not download the Debian package prometheus"
	mkdir -p "$cache"
	dpkg-deb --extract "$folder"/prometheus_*.deb "$cache/prometheus" || fail "could not unpack Prometheus"
	rm -rf "$folder"
}

# Compiles the workspace, and the runtime's Wasm, in the one profile and the one choice of features of all
# scripts, so that nothing is compiled twice. Cargo's choice of features depends on which packages are named, and
# on whether something is built that may use dev-dependencies, hence the examples. What is built is said by
# --bins, --lib or --all-targets. The blob is the one that is shipped, without the features that only tests need.
build_all() {
	GRIDMERIT_SHIPPED_WASM=${GRIDMERIT_SHIPPED_WASM-1} \
		cargo build --locked --workspace --features "$test_features" --examples "$@"
}
test_features=gridmerit-agent/live-tests,gridmerit-dispatch/scale,gridmerit-grid/scale,gridmerit-market/scale
for runtime in gridmerit-runtime gridmerit-parachain-runtime gridmerit-other-runtime; do
	test_features+=,$runtime/runtime-benchmarks,$runtime/try-runtime
done
node_binary="$CARGO_TARGET_DIR/debug/gridmerit-node"

build_node() {
	say "Building the node (cold: about 25 minutes on 2 cores; then seconds)"
	build_all --bins || fail "the node did not build"
}
