import { lazy } from 'react';

/** Code of the forms; called once the list is on the screen, so that it is there before the first tap. */
export const loadForms = () => import('./work-forms.js');

export const DismissalForm = lazy(() => loadForms().then((m) => ({ default: m.DismissalForm })));
export const OutcomeForm = lazy(() => loadForms().then((m) => ({ default: m.OutcomeForm })));
export const SetAside = lazy(() => loadForms().then((m) => ({ default: m.SetAside })));
export const WorkDetails = lazy(() => loadForms().then((m) => ({ default: m.WorkDetails })));
export const WorkDone = lazy(() => loadForms().then((m) => ({ default: m.WorkDone })));
