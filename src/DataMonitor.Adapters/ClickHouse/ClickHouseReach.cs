using System.Collections.Frozen;

namespace DataMonitor.Adapters.ClickHouse;

/// <summary>Functions by which a statement reads files, addresses or other servers, or runs text as SQL. Names of them are refused in owners' SQL wherever they are called.</summary>
/// <remarks>
/// <c>readonly = 1</c> refuses most of them at the server too, as does a user without the rights SOURCES and CREATE TEMPORARY TABLE;
/// under <c>readonly = 2</c> this list and those rights are what stands in the way.
/// </remarks>
internal static class ClickHouseReach
{
    private static readonly FrozenSet<string> Functions = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "arrowFlight", "arrowStream", "azureBlobStorage", "catboostEvaluate", "cosn", "eval", "executable", "file", "filesystem", "gcs", "hdfs", "input", "jdbc",
        "mongodb", "mysql", "odbc", "oss", "postgresql", "python", "redis", "remote", "remoteSecure", "s3", "sqlite", "url", "viewExplain", "ytsaurus");

    private static readonly string[] Families = ["deltaLake", "hudi", "iceberg", "paimon"];

    public static bool Refuses(string function)
    {
        var name = function.EndsWith("Cluster", StringComparison.OrdinalIgnoreCase) ? function[..^"Cluster".Length] : function;
        return Functions.Contains(name) || Array.Exists(Families, family => name.StartsWith(family, StringComparison.OrdinalIgnoreCase));
    }
}
