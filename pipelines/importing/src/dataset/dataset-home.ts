/** What every IRI that is made from a dataset folder begins with, and the home page of its learners' accounts. */
export const datasetHome = 'https://w3id.org/snowlight/dataset';
