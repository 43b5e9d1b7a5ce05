export { BlobDiskFull, type Blob, type Blobs, type Draft, type Sha2 } from './blobs.js';
export { FileBlobs } from './file-blobs.js';
export { syncFolder } from './sync-folder.js';
