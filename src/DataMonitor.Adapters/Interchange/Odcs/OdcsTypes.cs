using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Odcs;

/// <summary>Types of the standard and of databases as <c>schema</c> writes them, and back.</summary>
internal static class OdcsTypes
{
    private static readonly (string Ours, string? Logical, string[] Physical)[] Known =
    [
        ("integer", "integer", ["int", "integer", "bigint", "smallint", "tinyint", "int2", "int4", "int8", "int16", "int32", "int64", "serial", "bigserial", "long", "hugeint"]),
        ("number", "number", ["numeric", "decimal", "number", "float", "float4", "float8", "float32", "float64", "double", "double precision", "real", "money"]),
        ("text", "string", ["text", "varchar", "char", "character varying", "character", "string", "nvarchar", "nchar", "clob", "citext", "bpchar"]),
        ("boolean", "boolean", ["boolean", "bool", "bit"]),
        ("date", "date", ["date"]),
        ("time", "time", ["time", "timetz"]),
        ("timestamp", "timestamp", ["timestamp", "timestamptz", "datetime", "datetime2", "timestamp_ntz", "timestamp_ltz", "timestamp_tz", "timestamp with time zone", "timestamp without time zone"]),
        ("binary", null, ["binary", "varbinary", "bytea", "blob"]),
        ("json", null, ["json", "jsonb"]),
        ("uuid", null, ["uuid"]),
        ("any", "object", []),
        ("any", "array", []),
    ];

    /// <returns><see langword="null"/> for a word that the standard does not know.</returns>
    public static string? OfLogical(string logical) => Array.Find(Known, type => type.Logical == logical).Ours;

    /// <returns>The family of a database's type, without regard to length and scale; <c>any</c> for a type that is not known.</returns>
    public static string OfPhysical(string physical)
    {
        var bare = physical.IndexOf('(', StringComparison.Ordinal) is >= 0 and var bracket ? physical[..bracket] : physical;
        return Array.Find(Known, type => type.Physical.Contains(bare.Trim(), StringComparer.OrdinalIgnoreCase)).Ours ?? "any";
    }

    /// <returns>The word of the standard; <see langword="null"/> where it has none.</returns>
    public static string? ToLogical(string ours) => ours == "any" ? null : Array.Find(Known, type => type.Ours == ours).Logical;

    /// <summary>Whether a schema block demands a column.</summary>
    public static bool Requires(MappingNode schema, string column) => (schema.Find("required") as MappingNode)?.Find(column) is not null;
}
