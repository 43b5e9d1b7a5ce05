export function ModelPage({ version }: { version: string }) {
  return <p>{version}</p>;
}
