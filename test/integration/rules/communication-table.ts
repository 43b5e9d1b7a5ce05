import { attachmentRows } from './attachment.rows.js';
import { documentRows } from './document.rows.js';
import { frameRows } from './frame.rows.js';
import { likenessRows } from './likeness.rows.js';
import { readingRows } from './reading.rows.js';
import { termRows } from './term.rows.js';
import { writingRows } from './writing.rows.js';

/** Every rule that it takes a request to hold. */
export const communicationTable = [
  ...writingRows,
  ...likenessRows,
  ...readingRows,
  ...attachmentRows,
  ...documentRows,
  ...termRows,
  ...frameRows,
];
