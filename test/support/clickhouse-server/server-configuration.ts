/** A `config.xml` for a server of one's own on a directory: one HTTP port of this machine, one user with all rights. */
export function serverConfiguration(
  directory: string,
  port: number,
  { user, password }: { readonly user: string; readonly password: string },
): string {
  return `<clickhouse>
  <logger><level>warning</level><console>1</console></logger>
  <listen_host>127.0.0.1</listen_host>
  <http_port>${port}</http_port>
  <path>${directory}/data/</path>
  <tmp_path>${directory}/tmp/</tmp_path>
  <user_files_path>${directory}/user_files/</user_files_path>
  <format_schema_path>${directory}/format_schemas/</format_schema_path>
  <mark_cache_size>67108864</mark_cache_size>
  <profiles><default/></profiles>
  <quotas><default/></quotas>
  <users>
    <${user}>
      <password>${password}</password>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>default</profile>
      <quota>default</quota>
      <access_management>1</access_management>
    </${user}>
  </users>
</clickhouse>
`;
}
