/** The vocabulary lives with the contracts, because the simulator writes it and may import nothing else of ours. */
export {
  activityTypes,
  cmi5SessionExtension,
  pidHomePage,
  snowlightActivityTypes,
  snowlightExtensions,
  snowlightVerbs,
  verbs,
  videoExtensions,
} from '#libs/contracts';
