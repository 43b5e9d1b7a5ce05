export { Gathered } from './gathered.js';
