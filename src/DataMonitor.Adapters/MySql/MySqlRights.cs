using System.Collections.Immutable;
using DataMonitor.Adapters.Sql;

namespace DataMonitor.Adapters.MySql;

/// <summary>Looks whether the user has no more rights than watching needs.</summary>
internal static class MySqlRights
{
    /// <remarks>Rights through roles are not looked through.</remarks>
    public static SqlText Query { get; } = new(
        """
        SELECT
          (SELECT group_concat(privilege_type ORDER BY privilege_type SEPARATOR ', ') FROM information_schema.user_privileges WHERE grantee = me.grantee
            AND privilege_type IN ('SUPER', 'FILE', 'CREATE USER', 'SHUTDOWN', 'RELOAD', 'PROCESS', 'SET USER', 'SYSTEM_VARIABLES_ADMIN')),
          min(granted.place)
        FROM (SELECT concat('''', substring_index(current_user(), '@', 1), '''@''', substring_index(current_user(), '@', -1), '''') AS grantee) me
        LEFT JOIN (
          SELECT grantee, 'every database' AS place, privilege_type FROM information_schema.user_privileges
          UNION ALL SELECT grantee, table_schema, privilege_type FROM information_schema.schema_privileges
          UNION ALL SELECT grantee, concat(table_schema, '.', table_name), privilege_type FROM information_schema.table_privileges) granted
          ON granted.grantee = me.grantee AND granted.privilege_type IN ('INSERT', 'UPDATE', 'DELETE', 'CREATE', 'DROP', 'ALTER')
        GROUP BY me.grantee
        LIMIT @p1
        """,
        [1L]);

    public static ImmutableArray<string> Warnings(object?[] cells, MySqlSource source)
    {
        var warnings = ImmutableArray.CreateBuilder<string>();
        var user = $"User '{source.UserName}'";
        if (cells[0] is string administrative)
        {
            warnings.Add($"{user} may administer the server ({administrative}): SQL in a definition could read its files or see other users' work. Use a user that may only SELECT.");
        }

        if (cells[1] is string place)
        {
            warnings.Add($"{user} may change data in {place}. Grant SELECT only; sessions are read-only all the same.");
        }

        if (source is { IsLocal: false, Tls: < SqlTls.Require })
        {
            warnings.Add($"The connection to '{source.Host}' need not be encrypted. Set 'tls: verify_full'.");
        }

        return warnings.ToImmutable();
    }
}
