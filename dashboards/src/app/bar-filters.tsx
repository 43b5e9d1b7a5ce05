import { CoursePicker } from './course-picker.js';
import { pageOf } from './pages.js';
import { RegionPicker } from './region-picker.js';
import { useView } from './view.js';

/** The filters that the open page heeds. */
export function usePageFilters() {
  const { path } = useView();
  return pageOf(path)?.filters ?? [];
}

export function BarFilters() {
  const filters = usePageFilters();
  return (
    <>
      {filters.includes('region') && <RegionPicker />}
      {filters.includes('course') && <CoursePicker />}
    </>
  );
}
