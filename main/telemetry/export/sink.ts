// Where the lines of an export gather as bytes: what many lines share is encoded once and copied, which is what makes an export
// fast (TL-08).

/** Bytes that grow until they are taken. */
export interface Sink {
  text(text: string): void;
  bytes(bytes: Uint8Array): void;
  /** What was gathered; the sink is empty afterwards. */
  take(): Buffer<ArrayBuffer>;
}

/** UTF-8 of one UTF-16 unit at most. */
const widest = 3;

/** An empty sink. What is taken is never written to again. */
export function createSink(): Sink {
  let buffer = Buffer.allocUnsafe(1 << 16);
  let end = 0;
  const makeRoom = (more: number): void => {
    if (end + more <= buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, end + more));
    larger.set(buffer.subarray(0, end));
    buffer = larger;
  };
  return {
    text(text) {
      makeRoom(text.length * widest);
      end += buffer.write(text, end);
    },
    bytes(bytes) {
      makeRoom(bytes.length);
      buffer.set(bytes, end);
      end += bytes.length;
    },
    take() {
      const taken = buffer.subarray(0, end);
      buffer = Buffer.allocUnsafe(buffer.length);
      end = 0;
      return taken;
    },
  };
}
