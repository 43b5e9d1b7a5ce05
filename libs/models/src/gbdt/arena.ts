const PAGE = 65_536;
const MOST_PAGES = 65_536;

/**
 * Where the arrays of training live: in memory of their own; or all in one that threads share and the WebAssembly
 * kernel works on, at most 4 GiB.
 */
export class Arena {
  private used = 0;

  /** @param memory null = arrays of their own */
  private constructor(readonly memory: WebAssembly.Memory | null) {}

  static own(): Arena {
    return new Arena(null);
  }

  static shared(): Arena {
    return new Arena(new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true }));
  }

  float64(length: number): Float64Array {
    return new Float64Array(...this.place(length, 8));
  }

  float32(length: number): Float32Array {
    return new Float32Array(...this.place(length, 4));
  }

  int32(length: number): Int32Array {
    return new Int32Array(...this.place(length, 4));
  }

  uint32(length: number): Uint32Array {
    return new Uint32Array(...this.place(length, 4));
  }

  uint16(length: number): Uint16Array {
    return new Uint16Array(...this.place(length, 2));
  }

  uint8(length: number): Uint8Array {
    return new Uint8Array(...this.place(length, 1));
  }

  copyOf(values: Float64Array): Float64Array {
    const copy = this.float64(values.length);
    copy.set(values);
    return copy;
  }

  private place(length: number, width: number): [buffer: ArrayBufferLike, offset: number, length: number] {
    const bytes = length * width;
    if (this.memory === null) return [new ArrayBuffer(bytes), 0, length];
    const offset = Math.ceil(this.used / 16) * 16;
    this.used = offset + bytes;
    const pages = Math.ceil(this.used / PAGE) - this.memory.buffer.byteLength / PAGE;
    if (pages > 0) this.memory.grow(pages);
    return [this.memory.buffer, offset, length];
  }
}
