using System.Collections.Immutable;

namespace DataMonitor.Adapters.Sql;

/// <summary>Looks whether the role has no more rights than watching needs.</summary>
internal static class PostgresRights
{
    public static SqlText Query { get; } = new(
        """
        SELECT r.rolsuper, r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls,
          NOT r.rolsuper AND (pg_has_role('pg_execute_server_program', 'MEMBER') OR pg_has_role('pg_write_server_files', 'MEMBER') OR pg_has_role('pg_read_server_files', 'MEMBER')),
          w.tables, w.example, coalesce((SELECT s.ssl FROM pg_stat_ssl s WHERE s.pid = pg_backend_pid()), false)
        FROM pg_roles r, (
          SELECT count(*) AS tables, min(n.nspname || '.' || c.relname) AS example
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relkind IN ('r', 'p', 'v', 'f') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
            AND (has_table_privilege(c.oid, 'INSERT') OR has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE') OR has_table_privilege(c.oid, 'TRUNCATE'))) w
        WHERE r.rolname = current_user
        LIMIT $1
        """,
        [1L]);

    public static ImmutableArray<string> Warnings(object?[] cells, PostgresSource source)
    {
        var warnings = ImmutableArray.CreateBuilder<string>();
        var user = $"User '{source.UserName}'";
        if (cells[0] is "t")
        {
            warnings.Add($"{user} is a superuser: SQL in a definition could do anything on the server. Use a role that may only SELECT.");
        }
        else
        {
            if (cells[1] is "t")
            {
                warnings.Add($"{user} may create roles or databases, replicate or pass by row security. Use a role without these attributes.");
            }

            if (cells[2] is "t")
            {
                warnings.Add($"{user} may read or write files or run programs on the server. Revoke its membership in the pg_…_server_… roles.");
            }

            if (cells[3] is string count and not "0")
            {
                warnings.Add($"{user} may change {count} tables, such as {cells[4]}. Grant SELECT only; sessions are read-only all the same.");
            }
        }

        if (cells[5] is not "t" && !source.IsLocal)
        {
            warnings.Add($"The connection to '{source.Host}' is not encrypted. Set 'tls: verify_full'.");
        }

        return warnings.ToImmutable();
    }
}
