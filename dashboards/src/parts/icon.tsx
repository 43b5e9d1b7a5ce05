/** Line icons of the rail, drawn on a 20-unit square; always beside a word, so hidden from readers. */
const paths = {
  today: 'M4 5l1.5 1.5L8 4M10.5 5.5H17M4 10.5L5.5 12 8 9.5M10.5 11H17M4 16l1.5 1.5L8 15M10.5 16.5H17',
  learners:
    'M7.5 9a3 3 0 100-6 3 3 0 000 6zM2 17c0-3.3 2.5-5.5 5.5-5.5S13 13.7 13 17M13.5 3.300a3 3 0 010 5.400M15 12c1.9.7 3 2.6 3 5',
  regions: 'M10 18s6-5.6 6-10A6 6 0 004 8c0 4.4 6 10 6 10zM10 10.200a2.2 2.2 0 100-4.4 2.2 2.2 0 000 4.400z',
  courses: 'M10 5.500C8.5 4 6 3.5 3 3.500v12c3 0 5.5.5 7 2 1.5-1.5 4-2 7-2v-12c-3 0-5.5.5-7 2zM10 5.500v12',
  campaigns: 'M10 3a5 5 0 00-5 5c0 4-1.5 5.5-1.5 5.500h13S15 12 15 8a5 5 0 00-5-5zM8.2 16.500a2 2 0 003.6 0',
  models: 'M3 3v14h14M5.5 14c3 0 3.5-8 6-8s2.5 4 5 4',
  system: 'M2 10.500h3.500l2-6 4 11 2.5-7 1.2 2H18',
  more: 'M4 6h12M4 10h12M4 14h12',
  filter: 'M3 5h14M6 10h8M8.5 15h3',
  phone:
    'M6.5 3H4.200C3.5 3 3 3.6 3 4.3 3.5 11 9 16.5 15.7 17c.7 0 1.3-.5 1.3-1.200v-2.300l-3.6-1.4-1.5 1.600a11 11 0 01-5.6-5.600l1.6-1.500z',
} as const;
export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
