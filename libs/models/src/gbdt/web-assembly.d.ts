/** The part of WebAssembly that the trainer uses: Node has it, and its types for Node 20 leave it out. */
declare namespace WebAssembly {
  interface Memory {
    readonly buffer: SharedArrayBuffer;
    grow(pages: number): number;
  }
  interface Instance {
    readonly exports: Record<string, unknown>;
  }
  const Memory: new (limits: { initial: number; maximum: number; shared: true }) => Memory;
  const Module: new (program: Uint8Array) => object;
  const Instance: new (module: object, imports: { env: { memory: Memory } }) => Instance;
}
