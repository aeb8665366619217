// Makes the golden envelopes of this folder from docs/format.md alone, with Node's crypto; it shares no code with the library.
// node tests/golden/envelope/make.mjs
import { createCipheriv } from "node:crypto";
import { writeFileSync } from "node:fs";

const u32 = n => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b; };
const lp = s => { const b = Buffer.from(s, "utf8"); return Buffer.concat([u32(b.length), b]); };

function aes(key, block) {
  const cipher = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
}

function xaes(key, nonce, plaintext, associated) {
  const k1 = (BigInt("0x" + aes(key, Buffer.alloc(16)).toString("hex")) << 1n);
  const folded = (k1 >> 128n) ? (k1 ^ 0x87n) & ((1n << 128n) - 1n) : k1;
  const subkey = Buffer.from(folded.toString(16).padStart(32, "0"), "hex");
  const half = counter => aes(key, Buffer.concat([Buffer.from([0, counter, 0x58, 0]), nonce.subarray(0, 12)]).map((byte, i) => byte ^ subkey[i]));
  const gcm = createCipheriv("aes-256-gcm", Buffer.concat([half(1), half(2)]), nonce.subarray(12)).setAAD(associated);
  return Buffer.concat([gcm.update(plaintext), gcm.final(), gcm.getAuthTag()]);
}

function make(name, { key, nonce, keyId = 1, keyVersion = 3, target, column, keyParts, unit, times = 1 }) {
  const context = Buffer.concat([lp(target), lp(column), u32(keyParts.length), ...keyParts.map(lp)]);
  const header = Buffer.concat([Buffer.from("KR"), Buffer.from([1, 1]), u32(keyId), u32(keyVersion), Buffer.from([0]), nonce]);
  const plaintext = Buffer.concat(Array(times).fill(unit));
  const envelope = Buffer.concat([header, xaes(key, nonce, plaintext, Buffer.concat([header, context]))]);
  writeFileSync(new URL(`${name}.json`, import.meta.url), JSON.stringify({
    key: key.toString("hex"), keyId, keyVersion, target, column, keyParts, context: context.toString("hex"),
    plaintextUnit: unit.toString("hex"), plaintextTimes: times, text: "kr1." + envelope.toString("base64url"),
  }, null, 2) + "\n");
}

const range = (from, count) => Buffer.from(Array.from({ length: count }, (_, i) => (from + i) & 255));
const key = range(0, 32), nonce = range(0xa0, 24);
const token = { key, nonce, target: "oauth-tokens", column: "access_token", keyParts: ["42"], unit: Buffer.from("ya29.example-token") };

make("one-key-part", token);
make("three-key-parts-empty-plaintext", { ...token, target: "tenants", column: "api_secret", keyParts: ["7", "9f0c7a52-3c1e-4b1a-8a56-0d2f8f7f2b11", "käse"], unit: Buffer.alloc(0) });
make("version-1", { ...token, keyVersion: 1 });
make("version-256", { ...token, keyVersion: 256 });
make("version-2147483647", { ...token, keyVersion: 2147483647 });
make("key-id-1000", { ...token, keyId: 1000 });
make("key-id-4294967295", { ...token, keyId: 4294967295 });
make("subkey-with-carry", { ...token, key: Buffer.alloc(32, 3) });
make("unicode-context", { ...token, target: "kunden-größe", column: "пароль", keyParts: ["日本語", "🔑", "e\u0301"] });
make("empty-key-part", { ...token, keyParts: ["", "42"] });
make("one-byte-plaintext", { ...token, unit: Buffer.from([0]) });
make("nonce-of-zeroes", { ...token, nonce: Buffer.alloc(24) });
make("nonce-of-ones", { ...token, nonce: Buffer.alloc(24, 255) });
make("plaintext-of-100-kB", { ...token, unit: range(0, 250), times: 400 });
