/** What a row opens to. Loaded beside the list and not before it: nobody taps before the list is read. */
export { DismissalForm } from './dismissal-form.js';
export { OutcomeForm } from './outcome-form.js';
export { WorkDetails } from './work-details.js';
export { WorkDone } from './work-done.js';
