using System.Collections.Immutable;
using DataMonitor.Adapters.Sql;

namespace DataMonitor.Adapters.ClickHouse;

/// <summary>Looks whether the user has no more rights than watching needs.</summary>
internal static class ClickHouseRights
{
    /// <summary>Rights that write, or that reach out of the server, from those granted to the user itself or to its roles.</summary>
    public static SqlText Query { get; } = new(
        """
        SELECT DISTINCT toString(access_type)
        FROM system.grants
        WHERE (user_name = currentUser() OR has(enabledRoles(), role_name)) AND is_partial_revoke = 0
          AND access_type NOT IN ('SELECT', 'SHOW', 'SHOW DATABASES', 'SHOW TABLES', 'SHOW COLUMNS', 'SHOW DICTIONARIES', 'dictGet', 'REMOTE')
        ORDER BY 1
        LIMIT 1000
        """,
        []);

    public static ImmutableArray<string> Warnings(SqlRows answer, ClickHouseSource source, int readOnly)
    {
        var warnings = ImmutableArray.CreateBuilder<string>();
        if (answer.Rows.Count > 0)
        {
            var some = string.Join(", ", answer.Rows.Take(3).Select(row => row[0]));
            warnings.Add($"User '{source.User}' may do more than read: {some}{(answer.Rows.Count > 3 ? " and more" : "")}. Grant SELECT only; statements are read-only all the same.");
        }

        if (readOnly == 2 && answer.Rows.Any(row => row[0] is "ALL" or "SOURCES" or "URL" or "S3" or "FILE" or "CREATE TEMPORARY TABLE"))
        {
            warnings.Add($"User '{source.User}' could read files and addresses by table functions. Revoke CREATE TEMPORARY TABLE and SOURCES.");
        }

        if (source.Tls == ClickHouseTls.Disable && !source.IsLocal)
        {
            warnings.Add($"The connection to '{source.Host}' is not encrypted. Set 'tls: verify_full'.");
        }

        return warnings.ToImmutable();
    }
}
