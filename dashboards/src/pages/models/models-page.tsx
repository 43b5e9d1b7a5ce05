import './models-page.css';
import { useParams } from 'wouter';
import { ModelPage } from './model-page.js';
import { Registry } from './registry.js';

/** `/models`, and one of them. */
export function ModelsPage() {
  const { version } = useParams();
  return version === undefined ? <Registry /> : <ModelPage version={decodeURIComponent(version)} />;
}
