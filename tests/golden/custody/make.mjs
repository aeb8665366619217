// Makes the golden files of docs/format-custody.md with node's crypto, independently of the library.
// Run it here only to add a vector; what is there must stay byte for byte, because stores in the field hold it.
import { createCipheriv, createHash, createHmac, createPrivateKey, createPublicKey } from 'node:crypto';
import { writeFileSync } from 'node:fs';

const hex = text => Buffer.from(text, 'hex');
const u32 = value => { const bytes = Buffer.alloc(4); bytes.writeUInt32BE(value); return bytes; };
const i64 = value => { const bytes = Buffer.alloc(8); bytes.writeBigInt64BE(BigInt(value)); return bytes; };
const prefixed = value => Buffer.concat([u32(value.length), value]);
const counting = (from, length) => Buffer.from(Array.from({ length }, (_, index) => (from + index) & 0xff));

function aesBlock(key, block) {
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
}

// C2SP XAES-256-GCM: AES-CMAC of two one-block messages under K1, then AES-256-GCM.
function xaesSeal(key, nonce, plaintext, associated) {
  const zero = BigInt('0x' + aesBlock(key, Buffer.alloc(16)).toString('hex'));
  const doubled = ((zero << 1n) & ((1n << 128n) - 1n)) ^ ((zero >> 127n) ? 0x87n : 0n);
  const k1 = hex(doubled.toString(16).padStart(32, '0'));
  const derive = counter => aesBlock(key, Buffer.concat([Buffer.from([0, counter, 0x58, 0]), nonce.subarray(0, 12)]).map((byte, index) => byte ^ k1[index]));
  const gcm = createCipheriv('aes-256-gcm', Buffer.concat([derive(1), derive(2)]), nonce.subarray(12));
  gcm.setAAD(associated);
  return Buffer.concat([nonce, gcm.update(plaintext), gcm.final(), gcm.getAuthTag()]);
}

const purposes = { encryption: 1, signing: 2, audit: 3 };
const identity = key => Buffer.concat([Buffer.from([purposes[key.purpose]]), u32(key.keyId), u32(key.version)]);
const withAlgorithm = key => Buffer.concat([Buffer.from([purposes[key.purpose], purposes[key.purpose]]), u32(key.keyId), u32(key.version)]);
const record = key => Buffer.concat([Buffer.from('KRK1'), withAlgorithm(key), u32(key.material.length), key.material]);
const associatedData = key => Buffer.concat([Buffer.from('keyrotation wrap v1'), withAlgorithm(key)]);
const checkValue = key => createHmac('sha256', key.material).update('keyrotation check v1').update(identity(key)).digest().subarray(0, 16);

const kek = counting(0xa0, 32);
const kekId = 'file:' + createHmac('sha256', kek).update('keyrotation kek fingerprint v1').digest('hex').slice(0, 16);

// An EC key of the tests, made once and printed here for good. It protects nothing.
const scalar = createHash('sha256').update('keyrotation golden audit key').digest();
const sec1 = Buffer.concat([hex('30310201010420'), scalar, hex('a00a06082a8648ce3d030107')]);
const auditKey = createPrivateKey({ key: sec1, format: 'der', type: 'sec1' });
const pkcs8 = auditKey.export({ format: 'der', type: 'pkcs8' });
const spki = createPublicKey(auditKey).export({ format: 'der', type: 'spki' });

const keys = [
  { name: 'encryption', purpose: 'encryption', keyId: 7, version: 3, material: counting(0x00, 32), nonce: counting(0x10, 24) },
  { name: 'signing', purpose: 'signing', keyId: 8, version: 0x01020304, material: counting(0x40, 32), nonce: counting(0x30, 24) },
  { name: 'audit', purpose: 'audit', keyId: 0, version: 1, material: pkcs8, nonce: counting(0x50, 24) },
].map(key => ({ ...key, record: record(key), associatedData: associatedData(key), checkValue: checkValue(key), wrapped: xaesSeal(kek, key.nonce, record(key), associatedData(key)) }));

const createdAt = Date.parse('2026-01-02T03:04:05.678Z');
const incarnation = '00112233-4455-6677-8899-aabbccddeeff';
const [encryption] = keys;
const body = Buffer.concat([
  Buffer.from('KRE1'), identity(encryption), i64(createdAt), hex(incarnation.replaceAll('-', '')),
  prefixed(Buffer.from('orders')), prefixed(Buffer.from(kekId)), prefixed(encryption.checkValue), prefixed(encryption.wrapped)]);
const escrow = Buffer.concat([body, createHash('sha256').update(body).digest()]);

const vectors = { kek: kek.toString('hex'), kek_id: kekId };
for (const key of keys)
  for (const part of ['material', 'record', 'associatedData', 'checkValue', 'wrapped'])
    vectors[`${key.name}_${part.replace(/[A-Z]/g, letter => '_' + letter.toLowerCase())}`] = key[part].toString('hex');
vectors.audit_public_key = spki.toString('hex');
vectors.escrow_file = escrow.toString('hex');

const file = name => new URL(name, import.meta.url);
writeFileSync(file('vectors.json'), JSON.stringify(vectors, null, 2) + '\n');
writeFileSync(file('kek.bin'), kek);
writeFileSync(file('escrow/orders/0000000003.kre'), escrow);
for (const key of keys)
  writeFileSync(file(`wrap-${key.name}.bin`), key.wrapped);
