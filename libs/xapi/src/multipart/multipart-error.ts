/** A body is not the multipart/mixed that it says it is. The message says which part and what is wrong with it. */
export class MultipartError extends Error {
  override readonly name = 'MultipartError';
}
