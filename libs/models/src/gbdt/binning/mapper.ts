import type { FeatureColumn } from '../../feature-matrix.js';
import { binOf, type NumericMapper } from './bin-mapper.js';
import { categoryBin, type CategoryMapper } from './category-mapper.js';

export type Mapper = NumericMapper | CategoryMapper;

/** The bins of a whole column, into `bins`. */
export function binColumn(mapper: Mapper, column: FeatureColumn, bins: Uint16Array): void {
  if (mapper.kind === 'numeric') {
    for (let row = 0; row < column.length; row++) bins[row] = binOf(mapper, column[row]!);
  } else {
    for (let row = 0; row < column.length; row++) bins[row] = categoryBin(mapper, column[row]!);
  }
}
