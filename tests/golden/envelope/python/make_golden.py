#!/usr/bin/env python3
"""Writes envelopes.json and signatures.json beside this file.

An implementation of docs/format.md that shares nothing with the product: Python, the `cryptography` package (48.0.0, over
OpenSSL). It was run once. The files are never written again: what was sealed in the first version must open in every
later one. New cases go into new files.
"""
import base64
import hashlib
import hmac
import json
import pathlib
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

HERE = pathlib.Path(__file__).parent


def aes_block(key, block):
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return encryptor.update(block) + encryptor.finalize()


def xaes_256_gcm(key, nonce, plaintext, aad):
    l = int.from_bytes(aes_block(key, bytes(16)), "big")
    k1 = (l << 1) & ((1 << 128) - 1)
    if l >> 127:
        k1 ^= 0x87
    derived = b""
    for counter in (1, 2):
        block = bytes([0, counter, 0x58, 0]) + nonce[:12]
        derived += aes_block(key, (int.from_bytes(block, "big") ^ k1).to_bytes(16, "big"))
    return AESGCM(derived).encrypt(nonce[12:], plaintext, aad)


def lp(text):
    raw = text.encode("utf-8")
    return struct.pack(">I", len(raw)) + raw


def context(target, column, parts):
    return lp(target) + lp(column) + struct.pack(">I", len(parts)) + b"".join(map(lp, parts))


def envelope(key, key_id, version, nonce, plaintext, place):
    header = b"KR" + bytes([1, 1]) + struct.pack(">II", key_id, version) + b"\0" + nonce
    return header + xaes_256_gcm(key, nonce, plaintext, header + place)


def text(binary):
    return "kr1." + base64.urlsafe_b64encode(binary).decode().rstrip("=")


def stream(label, size):
    return hashlib.shake_256(label.encode()).digest(size)


def case(name, key, key_id, version, nonce, target, column, parts, plaintext):
    place = context(target, column, parts)
    sealed = envelope(key, key_id, version, nonce, plaintext, place)
    return {
        "name": name,
        "key": key.hex(),
        "key_id": key_id,
        "key_version": version,
        "nonce": nonce.hex(),
        "target": target,
        "column": column,
        "key_parts": parts,
        "context": place.hex(),
        "plaintext": plaintext.hex(),
        "envelope": sealed.hex(),
        "text": text(sealed),
    }


def envelopes():
    counting = bytes(range(32))
    fixed = bytes(range(0xA0, 0xB8))
    yield case("published 1", counting, 1, 3, fixed, "oauth-tokens", "access_token", ["42"], b"ya29.example-token")
    yield case("published 2", counting, 1, 3, fixed, "tenants", "api_secret",
               ["7", "9f0c7a52-3c1e-4b1a-8a56-0d2f8f7f2b11", "k\u00e4se"], b"")
    sizes = [0, 1, 15, 16, 17, 31, 32, 33, 255, 256, 1000, 4096]
    types = [(1, 1), (2, 2), (3, 2147483647), (4, 65536), (5, 255), (1000, 1), (4294967295, 1)]
    places = [
        ("oauth-tokens", "access_token", ["42"]),
        ("oauth-tokens", "refresh_token", ["-9223372036854775808"]),
        ("sessions", "payload", ["9f0c7a52-3c1e-4b1a-8a56-0d2f8f7f2b11", "2026-01-31"]),
        ("readings", "value", ["2026-01-31T23:59:59.5Z", "23:59:59.123456", "00ff"]),
        ("k\u00e4se \U0001f9c0", "\u540d\u524d", ["", " leading and trailing ", "\u00e9", "e\u0301"]),
    ]
    for number, size in enumerate(sizes * 2):
        key_id, version = types[number % len(types)]
        target, column, parts = places[number % len(places)]
        label = f"keyrotation golden {number}"
        yield case(f"{number:02} {size} bytes", stream(label + " key", 32), key_id, version, stream(label + " nonce", 24),
                   target, column, parts, stream(label + " plaintext", size))


def signatures():
    cases = [(bytes(range(32)), 5, 3, b""), (bytes(range(32)), 5, 3, b"GET /api/v1/key-rotation/health\n2026-01-31T23:59:59Z"),
             (stream("keyrotation golden mac", 32), 1001, 2147483647, stream("keyrotation golden message", 5000))]
    for key, key_id, version, message in cases:
        header = b"KS" + bytes([1]) + struct.pack(">II", key_id, version)
        mac_key = HKDF(SHA256(), 32, None, b"keyrotation signature v1").derive(key)
        signature = header + hmac.new(mac_key, header + message, hashlib.sha256).digest()
        yield {"key": key.hex(), "key_id": key_id, "key_version": version, "mac_key": mac_key.hex(),
               "message": message.hex(), "signature": signature.hex()}


def write(name, cases):
    with open(HERE / name, "x", encoding="utf-8") as file:
        json.dump(list(cases), file, indent=1, ensure_ascii=False)
        file.write("\n")


if __name__ == "__main__":
    write("envelopes.json", envelopes())
    write("signatures.json", signatures())
