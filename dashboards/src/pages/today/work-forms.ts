/** What a row opens to, and what stands below the list. Loaded beside it and not before: the list is read first. */
export { DismissalForm } from './dismissal-form.js';
export { OutcomeForm } from './outcome-form.js';
export { SetAside } from './set-aside.js';
export { WorkDetails } from './work-details.js';
export { WorkDone } from './work-done.js';
