// Base64 with padding, as pure code: it must run alike in the engine, the window and the rules.

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Uint8Array(128).fill(255);
for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i;

/** standard Base64 of the bytes (W-39). */
export function base64FromBytes(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += 3072) pieces.push(encode(bytes.subarray(start, start + 3072)));
  return pieces.join('');
}

/** the bytes of a standard Base64 text; throws a SyntaxError if it is none. */
export function bytesFromBase64(text: string): Uint8Array {
  const length = text.endsWith('==') ? text.length - 2 : text.endsWith('=') ? text.length - 1 : text.length;
  if (text.length % 4 !== 0) throw new SyntaxError('not a Base64 text');
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < length; i++) {
    const value = values[text.charCodeAt(i)] ?? 255;
    if (value === 255) throw new SyntaxError('not a Base64 text');
    buffer = ((buffer << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) bytes[at++] = (buffer >> (bits -= 8)) & 0xff;
  }
  return bytes;
}

function encode(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = [bytes[i], bytes[i + 1], bytes[i + 2]];
    text += alphabet[a >> 2];
    text += alphabet[((a & 3) << 4) | ((b ?? 0) >> 4)];
    text += b === undefined ? '=' : alphabet[((b & 15) << 2) | ((c ?? 0) >> 6)];
    text += c === undefined ? '=' : alphabet[c & 63];
  }
  return text;
}
