import { type PackedKernel, packedProgram } from './packed-kernel.js';
import { type SparseKernel, sparseProgram } from './sparse-kernel.js';
import { type BinWidth, type SplitKernel, splitProgram } from './split-kernel.js';
import { type WideKernel, wideProgram } from './wide-kernel.js';

/**
 * The inner loops of training as WebAssembly functions: they add a row's gradient and hessian to a bin by one 128-bit
 * addition, where JavaScript needs two, and part rows without a check of bounds. They do the same in the same order as
 * the plain loops of `histogram.ts` and `split-rows.ts`, so that sums are the same to the last bit. The programs are put
 * together instruction by instruction: there is no compiled file to trust.
 */
export interface Kernels {
  /** By the features of a unit, less one. */
  readonly packed: readonly PackedKernel[];
  readonly sparse: SparseKernel;
  readonly wide: WideKernel;
  readonly split: Readonly<Record<BinWidth, SplitKernel>>;
}

/** @param memory shared memory of at most 65,536 pages, as `Arena` has it */
export function createKernels(memory: WebAssembly.Memory): Kernels {
  const functionOf = (program: Uint8Array): unknown =>
    new WebAssembly.Instance(new WebAssembly.Module(program), { env: { memory } }).exports.run;
  const splitOf = (width: BinWidth): SplitKernel => functionOf(splitProgram(width)) as SplitKernel;
  return {
    packed: [1, 2, 3, 4].map((features) => functionOf(packedProgram(features)) as PackedKernel),
    sparse: functionOf(sparseProgram()) as SparseKernel,
    wide: functionOf(wideProgram()) as WideKernel,
    split: { packed: splitOf('packed'), wide: splitOf('wide'), byte: splitOf('byte') },
  };
}
