#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A German meter's register, sent by SML in as many bytes as it needs.
#
# Package: npm open-sml 1.0.4 (as smartmeter-obis 4.0.0 uses it).
# Guess:   SML lets a meter leave out leading bytes of a number, and many do. So 12345.6 Wh is the same in four, five
#          or eight bytes, with or without a sign.
# Seen:    So it is in three, four and eight bytes, and in five with a sign. In five, six or seven bytes without a
#          sign, and in six or seven with one, the whole telegram is refused: the number is passed over, and its own
#          bytes are taken for what comes next.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . open-sml@1.0.4 >/dev/null

cat >look.js <<'EOF'
const { SmlFile } = require('open-sml');

const hex = (text) => Buffer.from(text.replace(/ /g, ''), 'hex');

function checksum(bytes) {
	let crc = 0xffff;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0x8408 : crc >> 1;
	}
	crc ^= 0xffff;
	return Buffer.from([crc & 0xff, crc >> 8]);
}

function message(body) {
	const said = Buffer.concat([hex('76 05 00000001 62 00 62 00 72'), hex(body)]);
	return Buffer.concat([said, hex('63'), checksum(said), hex('00')]);
}

// A telegram of a meter with one register, in tenths of a watt-hour.
function telegram(register) {
	const entry = `77 07 0100010800ff 01 01 62 1e 52 ff ${register} 01`;
	const said = Buffer.concat([
		hex('1b1b1b1b 01010101'),
		message('63 0101 76 01 01 05 00000001 05 0a0b0c0d 01 01'),
		message(`63 0701 77 01 05 0a0b0c0d 01 01 71 ${entry} 01 01`),
		message('63 0201 71 01'),
	]);
	const padding = (4 - (said.length % 4)) % 4;
	const all = Buffer.concat([said, Buffer.alloc(padding), hex('1b1b1b1b 1a'), Buffer.from([padding])]);
	return Buffer.concat([all, checksum(all)]);
}

for (const [name, type] of [['without a sign', 0x60], ['with a sign', 0x50]]) {
	for (const length of [3, 4, 5, 6, 7, 8]) {
		const number = (123456).toString(16).padStart(2 * length, '0');
		const file = new SmlFile();
		let seen;
		try {
			file.parse(telegram((type + 1 + length).toString(16) + number));
			const list = file.messages.find((one) => one.getMessageTag() === 0x0701).getMessageBody().getValList();
			seen = `${list.getListEntryAt(0).getValue()}, telegram valid: ${file.valid}`;
		} catch (error) {
			seen = error.message;
		}
		console.log(`${length} bytes ${name}: ${seen}`);
	}
}
EOF

expected='3 bytes without a sign: 123456, telegram valid: true
4 bytes without a sign: 123456, telegram valid: true
5 bytes without a sign: Wrong TL-Field 0x00 for Choice!
6 bytes without a sign: Wrong TL-Field 0x00 for Choice!
7 bytes without a sign: Wrong TL-Field 0x00 for Choice!
8 bytes without a sign: 123456, telegram valid: true
3 bytes with a sign: 123456, telegram valid: true
4 bytes with a sign: 123456, telegram valid: true
5 bytes with a sign: 123456, telegram valid: true
6 bytes with a sign: Wrong TL-Field 0x00 for Choice!
7 bytes with a sign: Wrong TL-Field 0x00 for Choice!
8 bytes with a sign: 123456, telegram valid: true'
seen=$(timeout 60 node look.js)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
