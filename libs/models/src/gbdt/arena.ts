/**
 * Where the arrays of training live: with threads, in memory that all of them see.
 */
export class Arena {
  constructor(readonly shared: boolean) {}

  float64(length: number): Float64Array {
    return new Float64Array(this.bytes(length * 8));
  }

  float32(length: number): Float32Array {
    return new Float32Array(this.bytes(length * 4));
  }

  int32(length: number): Int32Array {
    return new Int32Array(this.bytes(length * 4));
  }

  uint32(length: number): Uint32Array {
    return new Uint32Array(this.bytes(length * 4));
  }

  uint16(length: number): Uint16Array {
    return new Uint16Array(this.bytes(length * 2));
  }

  uint8(length: number): Uint8Array {
    return new Uint8Array(this.bytes(length));
  }

  /** An array of the same kind and content. */
  copyOf(values: Float64Array): Float64Array {
    const copy = this.float64(values.length);
    copy.set(values);
    return copy;
  }

  private bytes(length: number): ArrayBufferLike {
    return this.shared ? new SharedArrayBuffer(length) : new ArrayBuffer(length);
  }
}
