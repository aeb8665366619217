// Makes the vectors of docs/audit.md with node's crypto, independently of the library. ECDSA signatures are random: a new run
// makes other signatures, and all of them verify.
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';

const u32 = value => { const bytes = Buffer.alloc(4); bytes.writeUInt32BE(value); return bytes; };
const i64 = value => { const bytes = Buffer.alloc(8); bytes.writeBigInt64BE(BigInt(value)); return bytes; };
const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const genesis = Buffer.alloc(32);

const scalar = createHash('sha256').update('keyrotation golden audit key').digest();
const sec1 = Buffer.concat([Buffer.from('30310201010420', 'hex'), scalar, Buffer.from('a00a06082a8648ce3d030107', 'hex')]);
const key = createPrivateKey({ key: sec1, format: 'der', type: 'sec1' });

const first = Buffer.from('{"format":1,"event_id":"00112233-4455-6677-8899-aabbccddeeff","occurred_at":"2026-01-02T03:04:05.678901Z","action":"target.registered","outcome":"success","actor":"scheduler","details":{}}');
const second = Buffer.from('{"format":1,"event_id":"0189c0de-0000-7000-8000-000000000001","occurred_at":"2026-01-02T03:04:06.000000Z","key_type":"orders","key_type_seq":12,"action":"rotation.failed","outcome":"failure","actor":"zo\\u00EB","rotation_id":"0189c0de-0000-7000-8000-000000000002","key_version":3,"duration_seconds":"1.500000","records_affected":42,"error_details":"a \\u0022quoted\\u0022 \\u003Cword\\u003E","details":{"B":"upper case first","a":"1"}}');
const eventHash = (lane, seq, previous, canonical) => sha256(Buffer.from('keyrotation audit event v1'), u32(lane), i64(seq), previous, canonical);
const hash1 = eventHash(5, 1, genesis, first);
const hash2 = eventHash(5, 2, hash1, second);

const sealedAt = Date.parse('2026-01-02T03:04:07.008Z');
const sealCanonical = Buffer.concat([i64(sealedAt), u32(1), u32(2), u32(0), i64(0), genesis, u32(5), i64(2), hash2]);
const sealInput = Buffer.concat([Buffer.from('keyrotation audit seal v1'), i64(1), genesis, sealCanonical]);

const vectors = {
  event_1_canonical: first.toString(), event_1_hash: hash1.toString('hex'),
  event_2_canonical: second.toString(), event_2_hash: hash2.toString('hex'),
  seal_1_canonical: sealCanonical.toString('hex'), seal_1_hash: sha256(sealInput).toString('hex'),
  seal_1_signature: sign('sha256', sealInput, { key, dsaEncoding: 'ieee-p1363' }).toString('hex'),
  audit_public_key: createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('hex'),
};
writeFileSync(new URL('vectors.json', import.meta.url), JSON.stringify(vectors, null, 2) + '\n');
