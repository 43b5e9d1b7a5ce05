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
  readonly packed: PackedKernel;
  readonly sparse: SparseKernel;
  readonly wide: WideKernel;
  readonly split: Readonly<Record<BinWidth, SplitKernel>>;
  /** Address of a bin for features that a packed unit lacks to four. */
  readonly spareBin: number;
}

/**
 * @param memory shared memory of at most 65,536 pages, as `Arena` has it
 * @param spareBin two numbers in it that nobody reads
 */
export function createKernels(memory: WebAssembly.Memory, spareBin: Float64Array): Kernels {
  const functionOf = (program: Uint8Array): unknown =>
    new WebAssembly.Instance(new WebAssembly.Module(program), { env: { memory } }).exports.run;
  const splitOf = (width: BinWidth): SplitKernel => functionOf(splitProgram(width)) as SplitKernel;
  return {
    packed: functionOf(packedProgram()) as PackedKernel,
    sparse: functionOf(sparseProgram()) as SparseKernel,
    wide: functionOf(wideProgram()) as WideKernel,
    split: { packed: splitOf('packed'), wide: splitOf('wide'), byte: splitOf('byte') },
    spareBin: spareBin.byteOffset,
  };
}
